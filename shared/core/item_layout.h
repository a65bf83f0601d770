/* item_layout - whether a keyboard layout or a Vietnamese input method stood between the scanner
 * and the text.
 *
 * A wedge scanner types keys, not characters. The laminated card has a test code for this; these
 * guesses catch the rest of it. Knows no kind of code. */
#ifndef CORE_ITEM_LAYOUT_H
#define CORE_ITEM_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

enum item_layout { ITEM_LAYOUT_PLAIN, ITEM_LAYOUT_OTHER, ITEM_LAYOUT_IME };

/* What a code that looks like TEXT suffered. PLAIN: nothing, or TEXT is no code at all but, say,
 * a sentence in Vietnamese. */
enum item_layout item_layout_of(struct text text);
/* Which of the two a changed test code suffered; never PLAIN. */
enum item_layout item_layout_of_test(struct text text);
/* What a US keyboard would have typed with the keys that made TEXT on a French one (AZERTY). OUT
 * has room for TEXT. False: TEXT has characters of no such key. */
bool item_layout_from_azerty(struct text text, char *out, struct text *out_text);

#endif

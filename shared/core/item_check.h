/* item_check - check characters: UPU S10 and ISO 7064 MOD 37,36; and which letters are printed.
 *
 * Knows nothing of what the rest of a code means. */
#ifndef CORE_ITEM_CHECK_H
#define CORE_ITEM_CHECK_H

#include <stdbool.h>

#include "base/text.h"

/* UPU S10: weights 8 6 4 2 3 5 9 7 over exactly eight digits. */
char item_check_s10(struct text eight_digits);
/* ISO/IEC 7064, the hybrid system MOD 37,36; VALUE holds only digits and A-Z. */
char item_check_37_36(struct text value);
/* Digits and B C G H K L M N P Q T V: what no Vietnamese input method rewrites (DOMAIN 3). */
bool item_check_is_printed(char c);

#endif

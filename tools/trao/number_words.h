/* number_words - numbers with a fraction as people write them: 12,5 in Vietnamese, 12.5 in English.
 *
 * Programs get JSON. */
#ifndef TRAO_NUMBER_WORDS_H
#define TRAO_NUMBER_WORDS_H

#include "tools/trao/call.h"

enum { NUMBER_TEXT_SIZE = 40 };

/* VALUE with DECIMALS digits behind the comma in OUT. */
struct text number_text(const struct call *call, double value, int decimals,
                        char out[NUMBER_TEXT_SIZE]);
/* The same with its sign, also when it is more than nothing. */
struct text number_signed_text(const struct call *call, double value, int decimals,
                               char out[NUMBER_TEXT_SIZE]);

#endif

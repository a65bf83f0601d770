/* item_clean - a reading's bytes made into text: what is stripped, and what a URL yields.
 *
 * DOMAIN section 3. Knows no kind of code. Nothing is ever opened or executed: a URL is data. */
#ifndef CORE_ITEM_CLEAN_H
#define CORE_ITEM_CLEAN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

/* Drops control characters (C0, DEL and C1), blanks at both ends and one leading AIM identifier
 * such as ]C1, with what its symbology adds: a checked check character of Code 39 (]A1), the names
 * of character sets of QR and DataMatrix (]Q2, ]d4 and their kin). OUT has room for RAW. False:
 * what is left is not UTF-8; it is written all the same. */
bool item_clean(struct text raw, char *out, struct text *out_cleaned);
/* The value of the parameter mahs, maHoSo or ma_ho_so of a URL, percent-decoded into OUT, which
 * has room for URL. False: there is none, or it is empty. */
bool item_clean_url(struct text url, char *out, struct text *out_value);
/* ASCII letters upper-cased into OUT, which has room for TEXT. */
struct text item_clean_upper(struct text text, char *out);
/* Appends TEXT with control bytes and bytes that are no UTF-8 as \xNN. */
void item_clean_escaped(struct text text, struct line *line);

#endif

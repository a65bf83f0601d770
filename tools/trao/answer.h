/* answer - answers as JSON on standard output, one object a command. */
#ifndef TRAO_ANSWER_H
#define TRAO_ANSWER_H

#include <jansson.h>

#include "base/instant.h"
#include "base/text.h"

/* Prints and frees ANSWER (taken; NULL: there was no memory for it). False: it could not. */
bool answer_json(json_t *answer);
/* A text as a JSON string; what is no UTF-8 becomes null. */
json_t *answer_text(struct text text);
json_t *answer_minute(struct minute minute);    /* `2023-03-21T15:10`, or null for never */
json_t *answer_instant(struct instant instant); /* `2023-03-21T15:10:00`, or null */

#endif

/* body - an answer's bytes, grown as they are written; text goes in escaped.
 *
 * One allocation that grows by doubling; when memory or BODY_MAX is reached `failed` is set and the
 * answer becomes a 500 instead of half a page. */
#ifndef BOARD_BODY_H
#define BOARD_BODY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/instant.h"
#include "base/text.h"

enum { BODY_MAX = 16 * 1024 * 1024 };

struct body {
    char *at; /* malloc; the owner frees */
    size_t size;
    size_t room;
    bool failed;
};

void body_free(struct body *body);
void body_text(struct body *body, struct text text);  /* as it is */
void body_put(struct body *body, const char *closed); /* as it is */
void body_number(struct body *body, int64_t number);
/* For HTML text and for attribute values in double quotes: the one place that escapes. */
void body_html(struct body *body, struct text text);

#endif

#include "server/board/body.h"

#include <stdlib.h>
#include <string.h>

enum { ROOM_FIRST = 16 * 1024 };

void body_free(struct body *body)
{
    free(body->at);
    *body = (struct body){0};
}

static bool grow(struct body *body, size_t more)
{
    size_t room = body->room ? body->room : ROOM_FIRST;
    while (room - body->size < more && room < BODY_MAX) {
        room *= 2;
    }
    char *at = room - body->size < more ? NULL : realloc(body->at, room);
    if (!at) {
        body->failed = true;
        return false;
    }
    body->at = at;
    body->room = room;
    return true;
}

void body_text(struct body *body, struct text text)
{
    if (text.size == 0 || body->failed) {
        return;
    }
    if (body->room - body->size < text.size && !grow(body, text.size)) {
        return;
    }
    memcpy(body->at + body->size, text.at, text.size);
    body->size += text.size;
}

void body_put(struct body *body, const char *closed)
{
    body_text(body, text_of(closed));
}

void body_number(struct body *body, int64_t number)
{
    char digits[24];
    struct line line = line_of(digits, sizeof digits);
    line_signed(&line, number);
    body_text(body, line_done(&line));
}

/* The five of the HTML standard, section 13.1.2; control bytes have no place in a page. */
static const char *escape_of(char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return (unsigned char)c < 0x20 || c == 0x7F ? " " : NULL;
    }
}

void body_html(struct body *body, struct text text)
{
    size_t plain = 0;
    for (size_t i = 0; i < text.size; i++) {
        const char *escape = escape_of(text.at[i]);
        if (escape) {
            body_text(body, (struct text){.at = text.at + plain, .size = i - plain});
            body_put(body, escape);
            plain = i + 1;
        }
    }
    body_text(body, (struct text){.at = text.at + plain, .size = text.size - plain});
}

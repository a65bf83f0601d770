/* intake_sign - what intake last said of itself, and since when it says nothing.
 *
 * intake writes lines of `name value` once a second (server/intake/stat.h says which); each text
 * that differs from the last one is a sign of life. Knows no file: the role brings the text. */
#ifndef BOARD_INTAKE_SIGN_H
#define BOARD_INTAKE_SIGN_H

#include "base/text.h"
#include "ports/clock.h"

enum { INTAKE_SIGN_TEXT_MAX = 4096 };

struct intake_sign {
    int64_t silent_ms;      /* no sign of life for so long: intake is down */
    bool known;             /* it has given one since the board is here */
    struct instant changed; /* monotonic: its newest one */
    struct instant well;    /* wall: the newest one that told of no trouble */
    size_t size;
    char text[INTAKE_SIGN_TEXT_MAX];
};

/* The board opens: intake has SILENT_MS from NOW to show itself. */
void intake_sign_init(struct intake_sign *sign, int64_t silent_ms, const struct clock_reading *now);
/* An empty text, or one that is too long, says nothing. */
void intake_sign_take(struct intake_sign *sign, struct text text, const struct clock_reading *now);
/* Silent, or alive but unable to write its book. */
bool intake_sign_down(const struct intake_sign *sign, struct instant mono);
/* 0 if it does not say, or says no number. */
uint64_t intake_sign_value(const struct intake_sign *sign, const char *name);

#endif

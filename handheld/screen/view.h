/* view - a plain value with everything a screen shows; paint.h paints it and asks nothing else.
 *
 * Sentences of ours stand as their names, data as text. Knows no unit and no picture. */
#ifndef HANDHELD_SCREEN_VIEW_H
#define HANDHELD_SCREEN_VIEW_H

#include <stdint.h>

#include "base/text.h"
#include "handheld/screen/screen_said.h"

enum {
    VIEW_ROWS_MAX = 4,
    VIEW_FACTS_MAX = 6,
    VIEW_TITLE_SIZE = 96,
    VIEW_NOTE_SIZE = 320,
    VIEW_SYMBOL_SIZE = 1024,
    VIEW_CLOCK_SIZE = 8
};

enum screen {
    SCREEN_LOGIN,
    SCREEN_RUN,
    SCREEN_SCAN,
    SCREEN_RECORDED,  /* green, for a moment; scanning goes on behind it */
    SCREEN_DUPLICATE, /* neither green nor red, for a moment */
    SCREEN_MISMATCH,  /* red, until it is answered */
    SCREEN_HANDOVER,
    SCREEN_RECEIVE,
    SCREEN_SYNC,
    SCREEN_LOAD_FIRST,
    SCREEN_SEARCH,
    SCREEN_SETTINGS,
    SCREENS
};

struct view_bar {
    char who[VIEW_TITLE_SIZE]; /* empty: nobody */
    char device[VIEW_TITLE_SIZE];
    bool alone;  /* no server was named */
    bool online; /* the server answers */
    uint64_t unsent;
    int battery_percent; /* negative: not known */
    char clock[VIEW_CLOCK_SIZE];
};

enum view_row_kind {
    VIEW_ROW_PLAIN,
    VIEW_ROW_GOOD,   /* a check */
    VIEW_ROW_URGENT, /* amber: due today */
    VIEW_ROW_BAD     /* a cross: missing, not known */
};

struct view_row {
    enum view_row_kind kind;
    char key; /* the digit that picks it; NUL: none */
    char title[VIEW_TITLE_SIZE];
    char note[VIEW_NOTE_SIZE];
};

struct view_fact {
    enum screen_saying label;
    char value[VIEW_TITLE_SIZE];
};

struct view {
    enum screen screen;
    enum language language;
    enum screen_saying banner; /* sample, practice or nothing */
    struct view_bar bar;
    enum screen_saying title, note; /* of the screens that have them */
    char heading[VIEW_NOTE_SIZE];   /* what is under way, in the unit's words */
    char message[VIEW_NOTE_SIZE];   /* what else should be known now; may be empty */
    uint64_t done, expected;        /* expected 0: nobody said how many */
    uint64_t missing, extra;        /* receive */
    char code[VIEW_TITLE_SIZE];     /* recorded, duplicate, mismatch; search: what is typed */
    char answer_code[16];           /* `UNIT-30`: the code of a sentence, for the phone */
    char symbol[VIEW_SYMBOL_SIZE];  /* handover: what its QR holds; empty: none */
    uint64_t more;                  /* rows that are not shown */
    size_t row_count, fact_count;
    struct view_row rows[VIEW_ROWS_MAX];
    struct view_fact facts[VIEW_FACTS_MAX];
    enum screen_saying secondary, primary; /* F1, F4; SCREEN_SAY_NOTHING: no button */
};

const char *screen_name(enum screen screen); /* `login` … */
bool screen_parse(struct text word, enum screen *out_screen);
/* What F1 and F4 do there, unless the screen's state says otherwise. */
enum screen_saying view_secondary(enum screen screen);
enum screen_saying view_primary(enum screen screen);
/* A screen full of invented data, and marked as such: for snapshots, tests and the guides. */
void view_sample(enum screen screen, enum language language, struct view *out_view);

#endif

/* face - what the person has in front of him: which screen, which answer, what is half typed.
 *
 * Pure: keys, characters and the unit's answers go in; what comes out is a reading or a line for
 * the unit, never an act of its own. Nothing here blocks a scan: an answer on the whole screen is
 * only a picture.
 *
 *     MAIN ──F3──> SYNC ──F3──> LOAD_FIRST ──F3──> SEARCH ──F3──> SETTINGS ──F3──> MAIN
 *                  └────────────────────── F1: back to MAIN ──────────────────┘ */
#ifndef HANDHELD_SCREEN_FACE_H
#define HANDHELD_SCREEN_FACE_H

#include "handheld/app/unit.h"
#include "handheld/screen/canvas.h"
#include "handheld/screen/view.h"

enum {
    FACE_TYPED_MAX = 128,
    FACE_FLASH_MS = 300,
    FACE_PICK_MS = 300, /* a digit that nothing follows picks a row */
    FACE_WEDGE_MS = 60, /* a scanner's characters are not further apart, on average */
    FACE_MESSAGE_MS = 15000,
    FACE_CHOICES_MAX = 3 /* rows of a page */
};

enum face_page { FACE_MAIN, FACE_SYNC, FACE_LOAD_FIRST, FACE_SEARCH, FACE_SETTINGS, FACE_PAGES };

/* What the unit is to be given. */
enum face_effect_kind {
    FACE_NOTHING,
    FACE_LINE,  /* a line of app/command.h */
    FACE_SCAN,  /* what a scanner has typed */
    FACE_SPEAK, /* the language has changed */
    FACE_SEND   /* the server is to be asked now */
};

struct face_effect {
    enum face_effect_kind kind;
    char text[FACE_TYPED_MAX + 8];
};

struct face {
    enum language language;
    enum face_page page;
    bool handing; /* the codes of a give are read: the receiver's turn */
    unsigned choices_page;
    enum screen answered; /* SCREEN_RECORDED, _DUPLICATE, _MISMATCH; SCREENS: none */
    struct instant flash_until;
    bool must_answer; /* an alarm that the next good scan does not take away */
    struct answer answer;
    char code[VIEW_TITLE_SIZE]; /* the newest reading, as shown */
    char message[VIEW_NOTE_SIZE];
    struct instant message_until;
    size_t typed_size;
    char typed[FACE_TYPED_MAX + 1];
    struct instant typed_first, typed_last;
    char asked[FACE_TYPED_MAX + 1]; /* on the search page */
};

void face_init(struct face *face, enum language language);
/* LINE: now, as everywhere here. UNIT tells what is under way. */
void face_text(struct face *face, struct text text, struct instant line);
void face_erase(struct face *face);
void face_enter(struct face *face, const struct unit *unit, struct face_effect *out_effect);
void face_touch(struct face *face, int touch, const struct unit *unit,
                struct face_effect *out_effect);
/* What the unit has answered. */
void face_hear(struct face *face, const struct answer *answer, struct instant line);
/* A reading was given to the unit: it is the code of the answer that comes. Empty: another line. */
void face_read(struct face *face, struct text raw);
/* Time has passed: flashes end, a lone digit picks. */
void face_turn(struct face *face, struct instant line, const struct unit *unit,
               struct face_effect *out_effect);
struct instant face_wakeup(const struct face *face); /* INSTANT_NEVER */
/* The line that row I of the choices stands for, and its words; false: there is no such row. */
bool face_choice(const struct face *face, const struct unit *unit, size_t i, struct line *out_line,
                 struct line *out_words);

#endif

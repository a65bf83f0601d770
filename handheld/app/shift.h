/* shift - the unit's working state: who has it in hand, what is under way, what a turn has written
 * and what it answers.
 *
 * One turn: shift_turn(), then operations and readings write entries and say answers, then the
 * caller appends shift_group() and, if that was durable, lets the answers out. If it was not, it
 * loads again: what is in memory is never ahead of the book. Knows no journal but to load from. */
#ifndef HANDHELD_APP_SHIFT_H
#define HANDHELD_APP_SHIFT_H

#include "core/item_code.h"
#include "handheld/app/locate.h"
#include "handheld/app/recall.h"
#include "handheld/app/unit_said.h"
#include "ports/chance.h"
#include "ports/clock.h"
#include "ports/journal_file.h"

enum {
    SHIFT_LINES_MAX = 16,   /* lines of one turn */
    SHIFT_ENTRIES_MAX = 80, /* entries of one turn */
    SHIFT_LINE_ENTRIES = 6, /* what one line may need at most: a long give that is signed */
    SHIFT_BYTES = 8 * SEALED_SIZE_MAX,
    SHIFT_ANSWERS_MAX = 2 * SHIFT_LINES_MAX,
    SHIFT_ANSWER_SIZE = 1024,
    SHIFT_KEPT_SIZE = 1024
};

enum tone {
    TONE_OK,        /* durable */
    TONE_DUPLICATE, /* nothing written, nothing wrong */
    TONE_REFUSED,   /* does not count; kept raw where the sentence says so */
    TONE_INFO       /* not an answer to a line */
};

const char *tone_name(enum tone tone); /* `ok` … */

struct answer {
    enum tone tone;
    const char *code;
    char text[SHIFT_ANSWER_SIZE]; /* one line, control bytes escaped */
    size_t show_size; /* so many bytes at the end of TEXT are to be drawn as a QR code; 0: none */
};

struct shift_settings {
    struct device device;
    struct sign_public sign_key;
    const struct sign_secret *secret; /* borrowed for the life of the shift, as all texts */
    enum language language;
    struct text party; /* speaks before anybody has shown a badge; may be empty */
    struct text stop;  /* where the unit stands; empty: it travels */
    struct text software;
    struct instant built;        /* no true time lies before it */
    const struct text *agencies; /* what typed codes and commands may name; none: anything */
    size_t agency_count;
};

/* Who has the unit in hand, and where it is. Texts are closed by a NUL. */
struct duty {
    char person[ENTRY_PERSON_MAX + 1];
    char party[MEMORY_TEXT_SIZE];
    char stop[MEMORY_TEXT_SIZE]; /* of the run it is on; empty: the unit's own */
    enum proven proven;
};

/* A reading remembered for a moment only. */
struct glimpse {
    uint64_t mix;
    int64_t mono_ms;
    uint64_t boot;
};

struct shift {
    struct shift_settings settings;
    const struct chance *chance;
    struct item_grammar grammar;
    struct duty duty;
    struct operation operation;
    struct memory memory;
    struct head head;          /* with what this turn has written */
    bool has_last;             /* there is an entry, and … */
    struct time_evidence last; /* … this is the newest one's */
    struct glimpse unmatched;  /* the latest card, badge or reading without a code of ours */
    struct glimpse doubted;    /* the latest typed code that should be looked at again */
    struct place damaged;      /* found while loading; {0,0}: none */

    struct locate locate; /* what is known of where the unit is; its owner turns it */
    struct clock_reading now;
    bool keep; /* duty or operation changed: keep them with the entries */
    size_t entry_count;
    struct journal_entry entries[SHIFT_ENTRIES_MAX];
    size_t bytes_size;
    uint8_t bytes[SHIFT_BYTES];
    uint8_t kept_bytes[SHIFT_KEPT_SIZE];
    struct journal_kept kept;
    uint8_t body[ENTRY_BODY_MAX]; /* where bodies are composed */
    size_t answer_count;
    struct answer answers[SHIFT_ANSWERS_MAX];
};

void shift_init(struct shift *shift, const struct shift_settings *settings,
                const struct chance *chance);
/* Everything from the journal, and an empty turn. STATUS_MALFORMED: the book is another device's.
 * Otherwise as the journal says. */
enum status shift_load(struct shift *shift, struct journal_file *journal) MUST_CHECK;
/* What is kept under its name, of the unit of another process as well. STATUS_NOT_FOUND: nothing
 * yet. */
enum status shift_peek(struct journal_file *journal, struct duty *out_duty,
                       struct operation *out_operation) MUST_CHECK;

void shift_turn(struct shift *shift, const struct clock_reading *now);
/* Can another line be taken into this turn? */
bool shift_has_room(const struct shift *shift);
/* Seals an entry, after one that tells of a clock that was moved. Its hash is shift->head.hash. */
void shift_write(struct shift *shift, enum entry_kind kind, struct span body);
/* An act as an entry of its own. */
void shift_write_act(struct shift *shift, const struct act_body *act);
/* Opens EPOCH, naming the head; the first entry of a new book when the head is nothing. */
void shift_open_epoch(struct shift *shift, uint32_t epoch);
/* Where the next entry will stand. */
struct place shift_next(const struct shift *shift);
/* All that this turn has written; false: nothing. Borrows from SHIFT. */
bool shift_group(struct shift *shift, struct journal_group *out_group);
void shift_written(struct shift *shift); /* and it is durable */

/* Appends one answer; VALUES fill the places of the sentence. */
void shift_say(struct shift *shift, enum tone tone, const struct said *said,
               const struct text *values, size_t count);
/* The same; the last of VALUES, with which the sentence ends, is to be drawn as a QR code. */
void shift_show(struct shift *shift, const struct said *said, const struct text *values,
                size_t count);
/* Refuses with what came in from outside as the sentence's {0}, made safe to show. */
void shift_refuse(struct shift *shift, enum unit_saying saying, struct text raw);
/* CODE is ITEM_BAD: says why. */
void shift_refuse_code(struct shift *shift, const struct item_code *code, struct text raw);
struct text shift_party(const struct shift *shift); /* who speaks; empty: nobody yet */
struct text shift_stop(const struct shift *shift);
/* An act in words of the unit's language, `nhận từ Bưu điện`, into LINE. */
void shift_act_words(const struct shift *shift, enum act_kind kind, struct text counterpart,
                     struct text reason, struct line *line);
struct text shift_party_words(const struct shift *shift, struct text party);
/* `09:05`, or `21/03 09:05` on another day, `--:--` when that clock was not set. */
void shift_clock_words(const struct shift *shift, const struct time_evidence *when,
                       struct line *line);
/* False in a boot that is over, and after MS_MAX. */
bool shift_is_recent(const struct shift *shift, int64_t mono_ms, uint64_t boot, int64_t ms_max);

#endif

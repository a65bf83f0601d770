/* judge - one dossier's flag: what its verdict is, since when, what the book should say of it, and
 * when to look again.
 *
 * The verdict is core/flag's; here it meets the book. Two things are kept apart. The verdict
 * (level, cause, leg) is looked at in the very minute in which it may change, because its history
 * must not depend on how busy the machine was (decision 0003); its row is written before the turn
 * ends. What else a row shows (slack, forecast …) drifts with the clock: it is brought up to date
 * once the acts have been read to their end, however many turns that takes. */
#ifndef WATCH_JUDGE_H
#define WATCH_JUDGE_H

#include "base/arena.h"
#include "ports/flag_book.h"
#include "server/watch/chances.h"
#include "server/watch/look.h"
#include "server/watch/wheel.h"

enum {
    JUDGE_SAME_FACT_MINUTES = 30,
    JUDGE_LOOK_AGAIN_DAYS = 30,                   /* shorter than the wheel */
    JUDGE_PAST_MAX = JUDGE_SAME_FACT_MINUTES + 2, /* changes: one a minute at most */
};

struct judge_counters {
    uint64_t verdicts;
    uint64_t changes;
    uint64_t rows;      /* written to the book */
    uint64_t surprises; /* a verdict that changed before its time: a bug, and none are known */
};

struct judge {
    struct model *model; /* borrowed, as all of these */
    const struct almanac *almanac;
    struct wheel *wheel;
    struct chances *chances;
    struct flag_book *book;
    struct act *acts;         /* LOOK_ACTS_MAX */
    struct book_change *past; /* of one flag */
    void *past_memory;
    struct judge_counters counters;
};

/* STATUS_FULL: no memory. The borrowed ones are set by the caller afterwards. */
enum status judge_open(struct judge *judge) MUST_CHECK;
void judge_close(struct judge *judge);
/* Every life that a statement has touched gets its verdict at NOW; none is touched afterwards. */
enum status judge_touched(struct judge *judge, struct minute now) MUST_CHECK;
/* The timer of LIFE, due at MINUTE, has fired. */
enum status judge_timer(struct judge *judge, struct life *life, struct minute minute) MUST_CHECK;
/* Writes the rows of all lives whose rows may be wrong, as of CLOCK; none is stale afterwards. */
enum status judge_rows(struct judge *judge, struct minute clock) MUST_CHECK;
/* Writes the rows that say an older minute's slack, as of CLOCK; none has drifted afterwards. */
enum status judge_drifted(struct judge *judge, struct minute clock) MUST_CHECK;
/* At start: LIFE as ROW has it in the book; sets its timer by judging at CLOCK, writes nothing, but
 * notes a row that has drifted. False: the book does not say what the acts say; it must be rebuilt.
 */
bool judge_resume(struct judge *judge, const struct book_dossier *row, struct minute clock);

#endif

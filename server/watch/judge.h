/* judge - one dossier's flag at one minute: what changed, what the book should say, when to look
 * again.
 *
 * The verdict is core/flag's; here it meets the book. Same input and minute, same rows: that is why
 * a rebuilt book is equal (decision 0003). */
#ifndef WATCH_JUDGE_H
#define WATCH_JUDGE_H

#include "ports/flag_book.h"
#include "server/watch/almanac.h"
#include "server/watch/model.h"
#include "server/watch/wheel.h"

enum { JUDGE_SAME_FACT_MINUTES = 30, JUDGE_LOOK_AGAIN_DAYS = 30 };

struct judge_counters {
    uint64_t judged;
    uint64_t changes;
    uint64_t rows; /* written to the book */
};

struct judge {
    struct model *model; /* borrowed, as all of these */
    const struct almanac *almanac;
    struct wheel *wheel;
    struct flag_book *book;
    struct act *acts; /* CUSTODY_ACTS_MAX + 1: one too many shows that there are too many */
    struct judge_counters counters;
};

/* STATUS_FULL: no memory. The borrowed ones are set by the caller afterwards. */
enum status judge_open(struct judge *judge) MUST_CHECK;
void judge_close(struct judge *judge);
/* Judges LIFE at NOW, writes what changed and sets its timer. */
enum status judge_life(struct judge *judge, struct life *life, struct minute now) MUST_CHECK;
/* Every life that a statement has touched; none is touched afterwards. */
enum status judge_touched(struct judge *judge, struct minute now) MUST_CHECK;
/* At start: LIFE as ROW has it in the book; sets its timer by judging at CLOCK, writes nothing.
 * False: the book does not say what the acts say; it must be rebuilt. */
bool judge_resume(struct judge *judge, const struct book_dossier *row, struct minute clock);

#endif

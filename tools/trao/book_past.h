/* book_past - everything the books know, in memory, as a study has it from files.
 *
 * flags.db has the acts that count and the clock; feed, supplements, calendar and plan are files in
 * acts.db, taken by the rules of server/watch: whole or not at all, the newest plan and calendar,
 * no batch that was set apart. Writes nothing. */
#ifndef TRAO_BOOK_PAST_H
#define TRAO_BOOK_PAST_H

#include "core/flag.h"
#include "core/ledger.h"
#include "tools/study/past.h"
#include "tools/trao/book_files.h"
#include "tools/trao/offices.h"

struct book_past {
    const struct call *call; /* borrowed */
    struct book_position position;
    struct offices offices;
    struct past past;
    struct calendar *calendar;
    struct plan plan;
    struct movements movements; /* of all runs */
    struct act *acts;           /* of one dossier under way */
    void *plan_memory, *movement_memory, *texts;
};

/* What has happened alone, and the files that stand in the book: FILES, whose `call` is set. No
 * calendar and no plan is made of them. CALL_OK, or the exit code after one sentence. Free both in
 * both cases. */
int book_past_facts(struct book_past *book, const struct call *call, const struct config *config,
                    struct book_files *files);
/* And all the rest. CALL_OK, or the exit code after one sentence. Free it in both cases. */
int book_past_read(struct book_past *book, const struct call *call, const struct config *config);
void book_past_free(struct book_past *book);

/* One dossier as the books know it at their clock; lives until the next one. */
struct book_life {
    const struct dossier_facts *facts;
    struct custody custody;
    struct ledger ledger;
};

/* What a judgement of the dossier at place AT in the order of codes stands on; until the next one.
 */
void book_past_input(struct book_past *book, uint32_t at, struct flag_input *out_input);
/* Begins the walk through its minutes. */
void book_past_life(struct book_past *book, uint32_t at, struct book_life *life);
/* Its place; dossier_count: there is none of that code. */
uint32_t book_past_find(const struct book_past *book, struct text code);

#endif

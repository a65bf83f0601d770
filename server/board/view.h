/* view - what a page, a list or a timeline shows: the book's rows, gathered for one request.
 *
 * Everything it points to lies in the request's arena. */
#ifndef BOARD_VIEW_H
#define BOARD_VIEW_H

#include "server/board/asked.h"
#include "server/board/notices.h"
#include "server/board/source.h"

/* What can still be done for those that are not lost: how many, and by when. */
struct rescue {
    size_t count;
    struct minute before; /* the run's departure; an extra run's latest one */
};

struct view {
    enum language language;
    bool demo;
    struct minute now; /* the board's clock */
    bool clock_set;
    struct book_position position;
    struct minute stands; /* how far the book is: every minute up to this one has been judged */
    struct flag_counts counts;
    const struct intake_sign *intake;
    bool intake_down;
    bool book_old; /* watch does not move it on */
    struct asked asked;
    const struct book_dossier *flags; /* worst first */
    size_t flag_count;
    const struct book_office *offices;
    size_t office_count;
    struct rescue next_run;  /* those for whom the next run is the last safe one */
    struct rescue extra_run; /* those whom one extra run would save */
    struct text party;       /* whose notices; empty: everybody's */
    struct notices notices;
};

/* Everything about one dossier. */
struct timeline {
    struct book_dossier dossier;
    const struct book_act *acts; /* in event-time order, its bundles' too */
    size_t act_count;
    bool acts_left_off; /* there are more than are shown */
    const struct book_change *changes;
    size_t change_count;
    const struct book_conflict *conflicts;
    size_t conflict_count;
};

/* Position, counts, clocks. What does not come from the book is written even if it cannot be read.
 */
enum status view_heads(struct source *source, struct view *out_view) MUST_CHECK;
enum status view_flags(struct source *source, const struct asked *asked,
                       struct view *out_view) MUST_CHECK;
/* With the offices' names, what can be rescued, and who was told lately: PARTY's officers, or all.
 */
enum status view_page(struct source *source, struct text party, struct view *out_view) MUST_CHECK;
/* STATUS_NOT_FOUND: no such dossier. */
enum status view_timeline(struct source *source, struct text code,
                          struct timeline *out_timeline) MUST_CHECK;

#endif

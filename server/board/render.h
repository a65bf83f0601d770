/* render - the book's rows as people and programs read them. Pure over values; escapes once. */
#ifndef BOARD_RENDER_H
#define BOARD_RENDER_H

#include "server/board/board.h"

struct view {
    enum language language;
    bool demo;
    struct minute now; /* the board's clock */
    const struct book_position *position;
    const struct flag_counts *counts;
    const struct intake_sign *intake;
    bool intake_down;
    bool book_old;
    const struct book_dossier *flags; /* worst first */
    size_t flag_count;
    const struct book_office *offices;
    size_t office_count;
};

/* Everything about one dossier. */
struct timeline {
    const struct book_dossier *dossier;
    const struct book_act *acts; /* in event-time order, its bundles' too */
    size_t act_count;
    const struct book_change *changes;
    size_t change_count;
    const struct book_conflict *conflicts;
    size_t conflict_count;
};

void render_flags_json(struct body *body, const struct view *view);
void render_timeline_json(struct body *body, const struct timeline *timeline);
void render_page(struct body *body, const struct view *view);
void render_style(struct body *body);
void render_metrics(struct body *body, const struct view *view, uint64_t requests,
                    uint64_t unauthorised);
/* RFC 9457. */
void render_problem(struct body *body, unsigned code, const struct said *said,
                    enum language language, struct text value);

#endif

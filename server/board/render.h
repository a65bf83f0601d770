/* render - the book's rows as people and programs read them. Pure over values; what is not ours
 * goes into a page through body_html(), into JSON through jansson. */
#ifndef BOARD_RENDER_H
#define BOARD_RENDER_H

#include "server/board/runs.h"
#include "server/board/view.h"

/* Why there is no answer, in a sentence. */
struct problem {
    unsigned code;
    const struct said *said;
    struct text value; /* for its place {0} */
    enum language language;
    bool wants_token; /* the page has a field for it */
};

void render_flags_json(struct body *body, const struct view *view);
/* Run by run; `next`: the earliest one, and how many must leave at that minute. */
void render_runs_json(struct body *body, const struct runs_due *runs);
void render_notices_json(struct body *body, const struct notices *notices);
void render_timeline_json(struct body *body, const struct timeline *timeline);
void render_page(struct body *body, const struct view *view);
void render_style(struct body *body);
/* READABLE: the book could be read; otherwise nothing is said of it. */
void render_metrics(struct body *body, const struct view *view, bool readable, uint64_t requests,
                    uint64_t unauthorised);
/* RFC 9457, with the sentence in both languages. */
void render_problem(struct body *body, const struct problem *problem);
void render_problem_page(struct body *body, const struct problem *problem);

#endif

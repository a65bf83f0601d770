/* load_list - "load these first": the dossiers for which a run is the last safe one, as text.
 *
 * The body of a notice of kind manifest (protocols/sync.md), and what a unit keeps of it. A head of
 * four fields between tabs, then one code a line; several lists may follow each other. Pure. */
#ifndef CORE_LOAD_LIST_H
#define CORE_LOAD_LIST_H

#include "base/instant.h"
#include "base/text.h"

enum { LOAD_CODES_MAX = 64, LOAD_TEXT_MAX = 96, LOAD_LIST_SIZE = 8192 };

struct load_list {
    struct minute leaves;
    struct text route, round;
    struct text code[LOAD_CODES_MAX];
    size_t count;
};

/* False: no more room, or a text that does not fit into a line; nothing is added. */
bool load_list_add(struct load_list *list, struct text code);
bool load_list_has(const struct load_list *list, struct text code);
static inline bool load_list_same_run(const struct load_list *a, const struct load_list *b)
{
    return a->leaves.m == b->leaves.m && text_equal(a->route, b->route) &&
           text_equal(a->round, b->round);
}
/* Appends LIST to LINE whole; false, and LINE is as it was: no room, or a run that has no line. */
bool load_list_write(const struct load_list *list, struct line *line);
/* Takes the first list off REST; its texts are borrowed. False: there is none, or what stands there
 * is none: then nothing behind it is read either. */
bool load_list_next(struct text *rest, struct load_list *out_list);

#endif

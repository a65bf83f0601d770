/* past - the facts of a period in memory: feed, supplements and acts, dossier by dossier.
 *
 * Filled from files in normal form (decision 0002), then closed: acts stand grouped by subject,
 * each statement once, dossiers in the order of their codes. All memory is taken at the start, by
 * the size of the files. Knows no calendar and no plan. */
#ifndef STUDY_PAST_H
#define STUDY_PAST_H

#include "core/act.h"
#include "core/dossier.h"
#include "core/item_code.h"
#include "core/party.h"

/* What will be read, in lines and bytes of all files together. */
struct past_size {
    uint32_t feed_lines;
    uint32_t act_lines;
    uint64_t bytes;
};

struct past_dossier {
    struct dossier_facts facts;
    bool in_feed;
};

struct past {
    struct names names;
    struct parties parties;
    struct item_grammar grammar;
    struct past_dossier *dossiers;
    uint32_t dossier_count, dossiers_max;
    struct act *acts; /* by subject once closed */
    uint32_t act_count, acts_max;
    uint32_t *dossier_of; /* by name: index + 1 */
    uint32_t *first;      /* by name: where the subject's acts begin; first[id + 1] is their end */
    uint32_t *by_code;    /* indices of dossiers in the order of their codes */
    struct act *spare;    /* while closing */
    void *names_memory;
    uint64_t doubles;     /* the same statement again */
    struct minute latest; /* of all facts; the study's present when nobody says another */
    struct minute first_fact;
};

/* Lines of FILE that may hold a record. */
uint32_t past_lines(struct text file);
/* STATUS_FULL: no memory. */
enum status past_open(struct past *past, const struct past_size *size) MUST_CHECK;
void past_close(struct past *past);

/* Files in normal form: what core's parsers refuse was refused before. A dossier that comes twice
 * keeps its last row. STATUS_MALFORMED: a line that is none; STATUS_FULL: more than was said. */
enum status past_feed(struct past *past, struct text file) MUST_CHECK;
enum status past_supplements(struct past *past, struct text file) MUST_CHECK;
enum status past_acts(struct past *past, struct text file) MUST_CHECK;
/* Groups, sorts, drops doubles. Dossiers that only acts speak of are among the lives too.
 * STATUS_FULL: no memory. */
enum status past_end(struct past *past) MUST_CHECK;

/* The dossier at place AT in the order of codes. */
static inline const struct past_dossier *past_at(const struct past *past, uint32_t at)
{
    return &past->dossiers[past->by_code[at]];
}
/* The acts that the fold of DOSSIER wants, those of its bundles too, nested, in the order of
 * subjects; at most ROOM. Returns how many; one more than fits is left off and *out_left_off says
 * so. */
size_t past_gather(const struct past *past, struct name dossier, struct act *out, size_t room,
                   bool *out_left_off);

#endif

/* flags_out - the history of a flag in event time, as if watch had stood beside it: every change of
 * level, cause or leg, and where an open dossier stands at the study's present. */
#include <stdlib.h>

#include "base/check.h"
#include "tools/study/rows.h"

enum {
    FACTS_MAX = CUSTODY_ACTS_MAX + 2 * DOSSIER_SUPPLEMENTS_MAX + 4,
    LOOKS_MAX = 100000 /* of one dossier; a life of ten years looks some hundreds of times */
};

/* The minutes at which something about a life becomes known. */
struct facts {
    struct minute at[FACTS_MAX];
    size_t count;
};

static void add(struct facts *facts, struct minute minute, struct minute now)
{
    if (minute.m <= now.m) {
        assert(facts->count < FACTS_MAX);
        facts->at[facts->count++] = minute;
    }
}

static int order(const void *a, const void *b)
{
    const int32_t one = ((const struct minute *)a)->m;
    const int32_t other = ((const struct minute *)b)->m;
    return (one > other) - (one < other);
}

static void read_facts(const struct flag_input *input, struct minute now, struct facts *out)
{
    const struct dossier_facts *facts = input->facts;
    out->count = 0;
    add(out, facts->received, now);
    add(out, facts->finished, now);
    add(out, facts->returned, now);
    for (int i = 0; i < facts->supplements; i++) {
        add(out, facts->supplement[i].asked, now);
        add(out, facts->supplement[i].brought, now);
    }
    for (size_t i = 0; i < input->act_count && i < CUSTODY_ACTS_MAX; i++) {
        add(out, instant_minute(input->acts[i].at), now);
    }
    qsort(out->at, out->count, sizeof out->at[0], order);
}

static void write_row(struct study *study, const struct study_life *life, struct minute at,
                      const struct flag *flag)
{
    FILE *out = study->out[STUDY_FLAGS];
    study_minute(out, at);
    (void)fputc(',', out);
    study_field(out, life->code);
    (void)fprintf(out, ",%s,%s,%s,", flag_level_name(flag->level), flag_cause_name(flag->cause),
                  flag_leg_name(flag->leg));
    if (flag->level != FLAG_UNKNOWN && flag->forecast.m != MINUTE_NEVER.m &&
        flag->promised.m != MINUTE_NEVER.m) {
        (void)fprintf(out, "%d", (int)flag->slack_minutes);
    }
    (void)fputc('\n', out);
}

/* The next minute to look at after NOW: a fact, or what time alone may change. */
static struct minute next_look(const struct facts *facts, size_t *place, struct minute now,
                               struct minute verdict)
{
    while (*place < facts->count && facts->at[*place].m <= now.m) {
        (*place)++;
    }
    const bool fact_first = *place < facts->count && facts->at[*place].m < verdict.m;
    return fact_first ? facts->at[*place] : verdict;
}

/* A life is laid out anew when something becomes known, and only asked in between (decision 0008).
 */
static void look(const struct study_life *life, struct minute at, struct outline *outline,
                 struct flag *out_flag, struct minute *out_next)
{
    if (!flag_by_outline(outline, &life->input, at, out_flag, out_next)) {
        flag_judge_outline(&life->input, at, out_flag, out_next, outline);
    }
}

static void count_present(struct study_counts *counts, const struct flag *flag, bool held_up)
{
    counts->held_up += held_up;
    counts->open += flag->level != FLAG_DONE;
    counts->by_level[flag->level]++;
}

void flags_out(struct study *study, const struct study_life *life)
{
    struct facts facts;
    struct flag before = {.level = FLAG_LEVELS};
    struct flag flag;
    struct minute next;
    struct outline outline = {0};
    size_t place = 0;
    bool held_up = false;
    unsigned looks = 0;
    read_facts(&life->input, study->now, &facts);
    if (facts.count == 0) {
        return; /* everything about it is later than the present */
    }
    struct minute at = facts.at[0];
    struct minute shown = MINUTE_NEVER;
    while (at.m <= study->now.m && looks++ < LOOKS_MAX) {
        look(life, at, &outline, &flag, &next);
        if (!flag_same(&before, &flag)) {
            write_row(study, life, at, &flag);
            shown = at;
            before = flag;
        }
        held_up = held_up || flag.cause == CAUSE_TRANSFER || flag.cause == CAUSE_TRANSFERS;
        at = next_look(&facts, &place, at, next);
    }
    study->counts.endless += looks > LOOKS_MAX;
    look(life, study->now, &outline, &flag, &next);
    if (flag.level != FLAG_DONE && shown.m != study->now.m) {
        write_row(study, life, study->now, &flag);
    }
    count_present(&study->counts, &flag, held_up);
}

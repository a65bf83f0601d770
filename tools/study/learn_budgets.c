/* learn_budgets - how long an agency takes, out of its own takes and readies. */
#include <stdlib.h>

#include "tools/study/learn.h"

enum { VISITS_MIN = 5, WORKING_HOUR = 60, HOURS_USUAL = 24 };

/* How dossiers of one procedure travel. Not on paper to an agency: the Center does it all, or only
 * a result comes. */
enum way { WAY_PAPER, WAY_ON_THE_SPOT, WAY_RESULT_ONLY, WAYS };

struct travelled {
    struct name procedure;
    int32_t minutes; /* from receipt to ready */
    uint8_t way;
};

/* One visit: whose, and how many working minutes from the take to the first ready behind it. */
struct visit {
    struct name agency;
    int32_t minutes;
};

static int order_visits(const void *a, const void *b)
{
    const uint32_t one = ((const struct visit *)a)->agency.id;
    const uint32_t other = ((const struct visit *)b)->agency.id;
    return (one > other) - (one < other);
}

/* Acts of one dossier stand together in time: an agency's own last take before its ready. */
static size_t find_visits(const struct past *past, const struct calendar *calendar,
                          struct visit *visits)
{
    size_t count = 0;
    const struct act *take = NULL;
    for (uint32_t i = 0; i < past->act_count; i++) {
        const struct act *act = &past->acts[i];
        if (take && !name_same(take->subject, act->subject)) {
            take = NULL;
        }
        if (act->kind == ACT_TAKE && party_is_agency(&past->parties, act->party)) {
            take = act;
        } else if (act->kind == ACT_READY && take && name_same(take->party, act->party)) {
            visits[count++] =
                (struct visit){act->party, calendar_working(calendar, instant_minute(take->at),
                                                            instant_minute(act->at))};
            take = NULL;
        }
    }
    qsort(visits, count, sizeof *visits, order_visits);
    return count;
}

static void put_budget(FILE *out, struct text procedure, struct text agency, const char *kind,
                       int32_t minutes)
{
    const int32_t hours = (minutes + WORKING_HOUR - 1) / WORKING_HOUR;
    (void)fprintf(out, "budget,%.*s,%.*s,%s,%dwh,%d,%d,,\n", (int)procedure.size, procedure.at,
                  (int)agency.size, agency.at, kind, (int)(hours > 0 ? hours : 1), LEARN_HANDOVER,
                  LEARN_RECEIPT);
}

static int order_travelled(const void *a, const void *b)
{
    const uint32_t one = ((const struct travelled *)a)->procedure.id;
    const uint32_t other = ((const struct travelled *)b)->procedure.id;
    return (one > other) - (one < other);
}

/* What a dossier's own acts say of its way; false: too little. */
static bool way_of(const struct past *past, const struct calendar *calendar,
                   const struct past_dossier *one, struct travelled *out)
{
    const uint32_t from = past->first[one->facts.dossier.id];
    const uint32_t until = past->first[one->facts.dossier.id + 1];
    struct minute ready = MINUTE_NEVER;
    bool center_ready = false;
    bool carried = false;
    bool taken_in = false;
    for (uint32_t i = from; i < until; i++) {
        const struct act *act = &past->acts[i];
        taken_in = taken_in || act->kind == ACT_INTAKE;
        carried = carried || party_carries(&past->parties, act->party);
        if (act->kind == ACT_READY && ready.m == MINUTE_NEVER.m) {
            ready = instant_minute(act->at);
            center_ready = name_same(act->party, past->parties.center);
        }
    }
    if (one->facts.procedure.id == 0 || one->facts.received.m == MINUTE_NEVER.m ||
        ready.m == MINUTE_NEVER.m) {
        return false;
    }
    *out = (struct travelled){.procedure = one->facts.procedure,
                              .minutes = calendar_working(calendar, one->facts.received, ready),
                              .way = !carried && center_ready ? WAY_ON_THE_SPOT
                                     : !taken_in              ? WAY_RESULT_ONLY
                                                              : WAY_PAPER};
    return true;
}

/* The way that four fifths of them went; WAYS: no such. */
static int usual_way(const struct travelled *all, size_t count)
{
    size_t by[WAYS] = {0};
    for (size_t i = 0; i < count; i++) {
        by[all[i].way]++;
    }
    for (int way = 0; way < WAYS; way++) {
        if (by[way] * 5 >= count * 4) {
            return way;
        }
    }
    return WAYS;
}

/* Rows for the procedures that do not travel as others do. */
static enum status put_ways(const struct past *past, const struct calendar *calendar, FILE *out)
{
    static const char *const names[] = {
        [WAY_ON_THE_SPOT] = "on_the_spot", [WAY_RESULT_ONLY] = "result_only"};
    struct travelled *all = malloc((size_t)past->dossier_count * sizeof *all + 1);
    int32_t *values = malloc((size_t)past->dossier_count * sizeof *values + 1);
    size_t count = 0;
    for (uint32_t i = 0; all && values && i < past->dossier_count; i++) {
        count += way_of(past, calendar, &past->dossiers[i], &all[count]);
    }
    if (count > 0) {
        qsort(all, count, sizeof *all, order_travelled);
    }
    for (size_t i = 0; i < count;) {
        size_t until = i;
        while (until < count && name_same(all[until].procedure, all[i].procedure)) {
            values[until - i] = all[until].minutes;
            until++;
        }
        const int way = usual_way(all + i, until - i);
        if (until - i >= VISITS_MIN && (way == WAY_ON_THE_SPOT || way == WAY_RESULT_ONLY)) {
            put_budget(out, names_text(&past->names, all[i].procedure), TEXT("*"), names[way],
                       learn_median(values, until - i));
        }
        i = until;
    }
    const enum status status = all && values ? STATUS_OK : STATUS_FULL;
    free(all);
    free(values);
    return status;
}

enum status learn_budgets(const struct past *past, const struct calendar *calendar, FILE *out)
{
    struct visit *visits = malloc((size_t)past->act_count * sizeof *visits + 1);
    int32_t *values = malloc((size_t)past->act_count * sizeof *values + 1);
    int32_t all = HOURS_USUAL * WORKING_HOUR;
    if (!visits || !values) {
        free(visits);
        free(values);
        return STATUS_FULL;
    }
    const size_t count = find_visits(past, calendar, visits);
    for (size_t i = 0; i < count; i++) {
        values[i] = visits[i].minutes;
    }
    all = count > 0 ? learn_median(values, count) : all;
    put_budget(out, TEXT("*"), TEXT("*"), "paper", all);
    for (size_t i = 0; i < count;) {
        size_t until = i;
        while (until < count && name_same(visits[until].agency, visits[i].agency)) {
            values[until - i] = visits[until].minutes;
            until++;
        }
        if (until - i >= VISITS_MIN) {
            put_budget(out, TEXT("*"), names_text(&past->names, visits[i].agency), "paper",
                       learn_median(values, until - i));
        }
        i = until;
    }
    free(visits);
    free(values);
    return put_ways(past, calendar, out);
}

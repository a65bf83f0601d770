#include "tools/study/learn.h"

#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "core/party.h"

enum { WEEKDAYS = 7, SEASON_ALL = CALENDAR_SEASONS, STOPS_MAX = 4096, CALLS_MAX = 65536 };
enum { CALL_DEPARTS, CALL_ARRIVES, CALL_ENDS };
enum { SEASONS_DIFFER = 5 }; /* minutes: below, the two seasons have one timetable */

/* One arrival or departure as it was seen. */
struct seen {
    struct name run; /* `route/round` */
    struct name stop;
    int32_t day;
    int16_t minute; /* of the day */
    uint8_t season;
    uint8_t end; /* CALL_DEPARTS, CALL_ARRIVES */
};

/* A run at a stop in one season, both ends by their medians. */
struct call {
    struct name run;
    struct name stop;
    int32_t at[CALL_ENDS]; /* minute of the day; -1: never seen */
    uint8_t season;        /* SEASON_ALL: in both */
};

struct learning {
    const struct past *past;
    const struct calendar *calendar;
    struct seen *seen;
    size_t seen_count;
    struct call *calls;
    size_t call_count;
};

static int order_numbers(const void *a, const void *b)
{
    const int32_t one = *(const int32_t *)a;
    const int32_t other = *(const int32_t *)b;
    return (one > other) - (one < other);
}

int32_t learn_median(int32_t *values, size_t count)
{
    assert(count > 0);
    qsort(values, count, sizeof *values, order_numbers);
    return values[(count - 1) / 2];
}

static int order(int64_t one, int64_t other)
{
    return (one > other) - (one < other);
}

/* By run, stop, end, season, then day. */
static int order_seen(const void *a, const void *b)
{
    const struct seen *one = a;
    const struct seen *other = b;
    int by = order(one->run.id, other->run.id);
    by = by != 0 ? by : order(one->stop.id, other->stop.id);
    by = by != 0 ? by : order(one->season, other->season);
    by = by != 0 ? by : order(one->end, other->end);
    return by != 0 ? by : order(one->day, other->day);
}

static bool same_call(const struct seen *a, const struct seen *b)
{
    return name_same(a->run, b->run) && name_same(a->stop, b->stop) && a->season == b->season;
}

static void collect(struct learning *learning)
{
    const struct past *past = learning->past;
    for (uint32_t i = 0; i < past->act_count; i++) {
        const struct act *act = &past->acts[i];
        const struct minute at = instant_minute(act->at);
        const struct day day = minute_day(at);
        if ((act->kind != ACT_ARRIVE && act->kind != ACT_DEPART) || act->stop.id == 0 ||
            !calendar_covers(learning->calendar, at)) {
            continue;
        }
        learning->seen[learning->seen_count++] = (struct seen){
            .run = act->subject,
            .stop = act->stop,
            .day = day.d,
            .minute = (int16_t)minute_of_day(at),
            .season = (uint8_t)calendar_season(learning->calendar, day),
            .end = act->kind == ACT_ARRIVE ? CALL_ARRIVES : CALL_DEPARTS,
        };
    }
    qsort(learning->seen, learning->seen_count, sizeof *learning->seen, order_seen);
}

/* The median of one end among SEEN; -1: on too few days. */
static int32_t end_of(const struct seen *seen, size_t count, uint8_t end, int32_t *values)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (seen[i].end == end) {
            values[kept++] = seen[i].minute;
        }
    }
    return kept >= LEARN_DAYS_MIN ? learn_median(values, kept) : -1;
}

static bool close_together(int32_t a, int32_t b)
{
    return (a < 0 && b < 0) ||
           (a >= 0 && b >= 0 && a - b < SEASONS_DIFFER && b - a < SEASONS_DIFFER);
}

/* Two seasons that keep one timetable become one call. */
static bool joins(struct call *before, const struct call *call)
{
    if (!name_same(before->run, call->run) || !name_same(before->stop, call->stop) ||
        !close_together(before->at[CALL_ARRIVES], call->at[CALL_ARRIVES]) ||
        !close_together(before->at[CALL_DEPARTS], call->at[CALL_DEPARTS])) {
        return false;
    }
    before->season = SEASON_ALL;
    return true;
}

static enum status find_calls(struct learning *learning)
{
    int32_t *values = malloc(learning->seen_count * sizeof *values + 1);
    if (!values) {
        return STATUS_FULL;
    }
    for (size_t i = 0; i < learning->seen_count;) {
        size_t until = i;
        while (until < learning->seen_count &&
               same_call(&learning->seen[i], &learning->seen[until])) {
            until++;
        }
        const struct seen *seen = &learning->seen[i];
        struct call call = {.run = seen->run, .stop = seen->stop, .season = seen->season};
        call.at[CALL_ARRIVES] = end_of(seen, until - i, CALL_ARRIVES, values);
        call.at[CALL_DEPARTS] = end_of(seen, until - i, CALL_DEPARTS, values);
        i = until;
        const bool never = call.at[CALL_ARRIVES] < 0 && call.at[CALL_DEPARTS] < 0;
        struct call *before =
            learning->call_count > 0 ? &learning->calls[learning->call_count - 1] : NULL;
        if (!never && !(before && joins(before, &call)) && learning->call_count < CALLS_MAX) {
            learning->calls[learning->call_count++] = call;
        }
    }
    free(values);
    return STATUS_OK;
}

/* Weekdays on which RUN went on at least a quarter of the days it could have: `W`, or digits. */
static void put_days(const struct learning *learning, struct name run, FILE *out)
{
    uint32_t went[WEEKDAYS] = {0};
    uint32_t most = 0;
    int32_t last = INT32_MIN;
    bool all = true;
    for (size_t i = 0; i < learning->seen_count; i++) {
        const struct seen *seen = &learning->seen[i];
        if (name_same(seen->run, run) && seen->day != last) {
            went[day_weekday((struct day){seen->day}) - 1]++;
            last = seen->day;
        }
    }
    for (int i = 0; i < WEEKDAYS; i++) {
        most = went[i] > most ? went[i] : most;
    }
    for (int i = 0; i < WEEKDAYS; i++) {
        const bool goes = went[i] * 4 > most;
        all = all && goes == (i < 5);
    }
    for (int i = 0; i < WEEKDAYS && !all; i++) {
        if (went[i] * 4 > most) {
            (void)fputc('1' + i, out);
        }
    }
    if (all) {
        (void)fputc('W', out);
    }
}

static void put_text(FILE *out, const struct past *past, struct name name)
{
    const struct text text = names_text(&past->names, name);
    (void)fwrite(text.at, 1, text.size, out);
}

static void put_time(FILE *out, int32_t minute)
{
    if (minute >= 0) {
        (void)fprintf(out, "%02d:%02d", (int)(minute / 60), (int)(minute % 60));
    }
}

/* One row of the timetable. */
struct row {
    struct name stop;
    int32_t arrives, departs;
};

static int order_rows(const void *a, const void *b)
{
    const struct row *one = a;
    const struct row *other = b;
    return order(one->arrives >= 0 ? one->arrives : one->departs,
                 other->arrives >= 0 ? other->arrives : other->departs);
}

/* A run that ends where it began arrives there after it left: that is two calls. */
static size_t rows_of(const struct call *calls, size_t count, uint8_t season, struct row *rows)
{
    size_t made = 0;
    for (size_t i = 0; i < count; i++) {
        const int32_t arrives = calls[i].at[CALL_ARRIVES];
        const int32_t departs = calls[i].at[CALL_DEPARTS];
        if (calls[i].season != season && calls[i].season != SEASON_ALL) {
            continue;
        }
        if (arrives > departs && departs >= 0) {
            rows[made++] = (struct row){calls[i].stop, -1, departs};
            rows[made++] = (struct row){calls[i].stop, arrives, -1};
        } else {
            rows[made++] = (struct row){calls[i].stop, arrives, departs};
        }
    }
    qsort(rows, made, sizeof *rows, order_rows);
    return made;
}

static void put_run(const struct learning *learning, const struct call *calls,
                    const struct row *rows, size_t count, const char *season, FILE *out)
{
    const struct past *past = learning->past;
    struct text rest = names_text(&past->names, calls[0].run);
    const struct text route = text_split(&rest, '/');
    for (size_t i = 0; i < count; i++) {
        (void)fprintf(out, "call,%.*s,%.*s,%zu,", (int)route.size, route.at, (int)rest.size,
                      rest.at, i + 1);
        put_text(out, past, rows[i].stop);
        (void)fputc(',', out);
        put_time(out, rows[i].arrives);
        (void)fputc(',', out);
        put_time(out, rows[i].departs);
        (void)fprintf(out, ",%d,", rows[i].departs >= 0 ? LEARN_CUT_OFF : 0);
        put_days(learning, calls[0].run, out);
        (void)fprintf(out, ",%s,,\n", season);
    }
}

/* The calls of one run; false: it leads nowhere. */
static bool put_calls(const struct learning *learning, const struct call *calls, size_t count,
                      FILE *out)
{
    static const char *const names[] = {
        [CALENDAR_SUMMER] = "summer", [CALENDAR_WINTER] = "winter", [SEASON_ALL] = "all"};
    struct row rows[2 * 64];
    bool both = false;
    bool any = false;
    count = count < 64 ? count : 64;
    for (size_t i = 0; i < count; i++) {
        both = both || calls[i].season != SEASON_ALL;
    }
    for (int season = both ? 0 : SEASON_ALL; season <= (both ? 1 : SEASON_ALL); season++) {
        const size_t made = rows_of(calls, count, (uint8_t)season, rows);
        if (made > 1) {
            put_run(learning, calls, rows, made, names[season], out);
            any = true;
        }
    }
    return any;
}

static uint32_t put_timetable(const struct learning *learning, FILE *out)
{
    uint32_t runs = 0;
    for (size_t i = 0; i < learning->call_count;) {
        size_t until = i;
        while (until < learning->call_count &&
               name_same(learning->calls[until].run, learning->calls[i].run)) {
            until++;
        }
        runs += put_calls(learning, &learning->calls[i], until - i, out);
        i = until;
    }
    return runs;
}

/* How often one static party spoke at one stop. */
struct spoke {
    struct name stop, party;
    uint32_t times;
};

static void note_spoke(struct spoke *spoke, size_t *count, const struct act *act)
{
    for (size_t i = 0; i < *count; i++) {
        if (name_same(spoke[i].stop, act->stop) && name_same(spoke[i].party, act->party)) {
            spoke[i].times++;
            return;
        }
    }
    if (*count < STOPS_MAX) {
        spoke[(*count)++] = (struct spoke){act->stop, act->party, 1};
    }
}

static bool called_at(const struct learning *learning, struct name stop)
{
    for (size_t i = 0; i < learning->call_count; i++) {
        if (name_same(learning->calls[i].stop, stop)) {
            return true;
        }
    }
    return false;
}

/* A stop is the place of the one that spoke there most. */
static enum status put_stops(const struct learning *learning, FILE *out)
{
    const struct past *past = learning->past;
    struct spoke *spoke = malloc(STOPS_MAX * sizeof *spoke);
    size_t count = 0;
    if (!spoke) {
        return STATUS_FULL;
    }
    for (uint32_t i = 0; i < past->act_count; i++) {
        const struct act *act = &past->acts[i];
        if (act->stop.id != 0 && !party_carries(&past->parties, act->party) &&
            !name_same(act->party, past->parties.citizen)) {
            note_spoke(spoke, &count, act);
        }
    }
    for (size_t i = 0; i < count; i++) {
        bool most = called_at(learning, spoke[i].stop);
        for (size_t k = 0; k < count && most; k++) {
            most = k == i || !name_same(spoke[k].stop, spoke[i].stop) ||
                   spoke[k].times < spoke[i].times || (spoke[k].times == spoke[i].times && k > i);
        }
        if (most) {
            (void)fputs("stop,", out);
            put_text(out, past, spoke[i].stop);
            (void)fputc(',', out);
            put_text(out, past, spoke[i].party);
            (void)fputc(',', out);
            put_text(out, past, spoke[i].party);
            (void)fputs(",,,,\n", out);
        }
    }
    free(spoke);
    return STATUS_OK;
}

static void put_head(FILE *out)
{
    (void)fprintf(out,
                  "# Learnt from acts by trao study. Assumed: cut-off %d min, hand-over %d min,\n"
                  "# receipt %d min, grace 15 min, notice of an extra run 30 min. Correct it, and\n"
                  "# give it back with --plan.\n"
                  "set,grace,15\nset,extra_notice,30\nset,due_soon,240\nset,judged,date\n",
                  LEARN_CUT_OFF, LEARN_HANDOVER, LEARN_RECEIPT);
}

enum status learn_plan(const struct past *past, const struct calendar *calendar, FILE *out,
                       uint32_t *out_runs)
{
    struct learning learning = {.past = past, .calendar = calendar};
    learning.seen = malloc((size_t)past->act_count * sizeof *learning.seen + 1);
    learning.calls = malloc(CALLS_MAX * sizeof *learning.calls);
    enum status status = learning.seen && learning.calls ? STATUS_OK : STATUS_FULL;
    *out_runs = 0;
    if (status == STATUS_OK) {
        collect(&learning);
        status = find_calls(&learning);
    }
    if (status == STATUS_OK) {
        put_head(out);
        status = put_stops(&learning, out);
    }
    if (status == STATUS_OK) {
        *out_runs = put_timetable(&learning, out);
        status = learn_budgets(past, calendar, out);
    }
    free(learning.seen);
    free(learning.calls);
    return status;
}

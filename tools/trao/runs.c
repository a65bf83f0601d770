#include "tools/trao/runs.h"

#include <stdlib.h>

#include "core/glance.h"
#include "tools/trao/trao_said.h"

enum { TEXTS_SIZE = 16 * 1024 * 1024, PAGE_ROWS = 256, MUST_MAX = 65536, DAYS_AHEAD = 14 };

/* --- what leaves --- */

static size_t add_day(struct runs *runs, struct day day, struct plan_visit *visits)
{
    const struct plan *plan = &runs->book.plan;
    const size_t before = runs->count;
    size_t count = 0;
    if (calendar_is_working_day(runs->book.calendar, day)) {
        count = plan_day_visits(plan, day, visits, RUNS_MAX);
    }
    count = count > RUNS_MAX ? RUNS_MAX : count;
    for (size_t i = 0; i < count && runs->count < RUNS_MAX; i++) {
        const struct run_row row = {.day = day, .visit = visits[i]};
        const struct run run = {.day = day, .route = visits[i].route, .round = visits[i].round};
        if (row.visit.departs >= 0 && run_row_departs(&row).m >= runs->book.position.clock.m) {
            runs->rows[runs->count] = row;
            runs->rows[runs->count++].cancelled =
                plan_cancelled(plan, &run, runs->book.position.clock);
        }
    }
    return runs->count - before;
}

static int by_departure(const void *one, const void *two)
{
    const struct run_row *a = one;
    const struct run_row *b = two;
    const int32_t differs = run_row_departs(a).m - run_row_departs(b).m;
    if (differs != 0) {
        return differs < 0 ? -1 : 1;
    }
    return a->visit.stop.id < b->visit.stop.id ? -1 : a->visit.stop.id > b->visit.stop.id;
}

static bool add_rows(struct runs *runs, const struct day *asked)
{
    struct plan_visit *visits = malloc(RUNS_MAX * sizeof *visits);
    if (!visits) {
        return false;
    }
    const struct day today = minute_day(runs->book.position.clock);
    (void)add_day(runs, asked ? *asked : today, visits);
    for (int32_t i = 1; !asked && i <= DAYS_AHEAD; i++) {
        if (add_day(runs, (struct day){today.d + i}, visits) > 0) {
            break;
        }
    }
    qsort(runs->rows, runs->count, sizeof *runs->rows, by_departure);
    free(visits);
    return true;
}

/* --- what goes with it --- */

static void add_waiting(struct runs *runs, const struct glance *glance)
{
    const struct forecast *forecast = &glance->forecast;
    const int step = forecast->wait;
    if (glance->over || !glance->forecast_made || step == glance->journey.steps) {
        return;
    }
    const struct run *run = &forecast->at[step].run;
    const struct name stop = plan_run_stop(&runs->book.plan, run);
    for (size_t i = 0; i < runs->count; i++) {
        struct run_row *row = &runs->rows[i];
        if (row->day.d == run->day.d && name_same(row->visit.route, run->route) &&
            name_same(row->visit.round, run->round) && name_same(row->visit.stop, stop)) {
            const bool stands = glance->journey.step[step].stage == STEP_WAITING &&
                                forecast->at[step].fit.m <= runs->book.position.clock.m;
            row->waiting += stands;
            row->coming += !stands;
            return;
        }
    }
}

static void ask_lives(struct runs *runs)
{
    static struct glance glance; /* too large for a stack */
    for (uint32_t at = 0; at < runs->book.past.dossier_count; at++) {
        struct flag_input input;
        book_past_input(&runs->book, at, &input);
        glance_at(&input, runs->book.position.clock, &glance);
        add_waiting(runs, &glance);
    }
}

static void add_last_safe(struct runs *runs, const struct book_dossier *dossier)
{
    const struct names *names = &runs->book.past.names;
    const struct book_run *run = &dossier->last_safe_run;
    for (uint32_t i = 0; i < runs->count && run->departs.m != MINUTE_NEVER.m; i++) {
        struct run_row *row = &runs->rows[i];
        if (run_row_departs(row).m == run->departs.m &&
            text_equal(names_text(names, row->visit.route), run->route) &&
            text_equal(names_text(names, row->visit.round), run->round)) {
            const bool must = dossier->level == FLAG_DUE_SOON;
            row->last_safe++;
            row->must += must;
            if (must && runs->must_count < MUST_MAX) {
                runs->must[runs->must_count++] = (struct run_dossier){i, dossier->code};
            }
            return;
        }
    }
}

static enum status read_level(struct runs *runs, struct flag_reader *reader, enum flag_level level)
{
    struct book_dossier *rows = malloc(PAGE_ROWS * sizeof *rows);
    const struct flag_filter filter = {.level = level, .any_cause = true};
    enum status status = rows ? STATUS_OK : STATUS_FULL;
    size_t count = PAGE_ROWS;
    for (uint64_t skip = 0; status == STATUS_OK && count == PAGE_ROWS; skip += count) {
        if (level != FLAG_DUE_SOON) {
            arena_reset(&runs->arena); /* nothing of these is kept */
        }
        status = flag_reader_flags(reader, &filter, skip, &runs->arena, rows, PAGE_ROWS, &count);
        for (size_t i = 0; status == STATUS_OK && i < count; i++) {
            add_last_safe(runs, &rows[i]);
        }
    }
    free(rows);
    return status;
}

static int read_last_safe(struct runs *runs, const struct call *call, const struct config *config)
{
    struct flag_reader_sqlite sqlite;
    const int result = books_flags(call, config, &sqlite);
    if (result != CALL_OK) {
        return result;
    }
    struct flag_reader reader = flag_reader_sqlite_reader(&sqlite);
    enum status status = read_level(runs, &reader, FLAG_ON_TRACK);
    arena_reset(&runs->arena);
    if (status == STATUS_OK) {
        status = read_level(runs, &reader, FLAG_DUE_SOON);
    }
    flag_reader_sqlite_close(&sqlite);
    return status == STATUS_OK ? CALL_OK : books_failed(call, STATE_FLAGS, status);
}

int runs_read(struct runs *runs, const struct call *call, const struct config *config,
              const struct day *day)
{
    *runs = (struct runs){.rows = malloc(RUNS_MAX * sizeof *runs->rows),
                          .must = malloc(MUST_MAX * sizeof *runs->must),
                          .memory = malloc(TEXTS_SIZE)};
    if (!runs->rows || !runs->must || !runs->memory) {
        return call_refuse_plain(call, CALL_FAILED, trao_said(SAID_NO_MEMORY));
    }
    runs->arena = arena_of(runs->memory, TEXTS_SIZE);
    const int result = book_past_read(&runs->book, call, config);
    if (result != CALL_OK) {
        return result;
    }
    if (!add_rows(runs, day)) {
        return call_refuse_plain(call, CALL_FAILED, trao_said(SAID_NO_MEMORY));
    }
    ask_lives(runs);
    return read_last_safe(runs, call, config);
}

void runs_free(struct runs *runs)
{
    if (runs) {
        book_past_free(&runs->book);
        free(runs->rows);
        free(runs->must);
        free(runs->memory);
        *runs = (struct runs){.count = 0};
    }
}

uint32_t runs_next(const struct runs *runs, struct minute *out_departs)
{
    uint32_t count = 0;
    for (size_t i = 0; i < runs->count; i++) {
        const struct run_row *row = &runs->rows[i];
        if (row->must > 0 && (count == 0 || run_row_departs(row).m == out_departs->m)) {
            *out_departs = run_row_departs(row);
            count += row->must;
        }
    }
    return count;
}

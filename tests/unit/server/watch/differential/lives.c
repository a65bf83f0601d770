/* differential - watch over a folder of lives, for comparison with tests/oracle.
 *
 * differential flags DIR   what the flag book says at each of DIR's instants, as oracle.py writes
 * it differential live DIR    the same acts, arriving as they were made, in random batches, with
 *                          restarts in between: at the end the rows as above, and on standard error
 *                          whether a rebuild gives an equal book
 * differential time DIR    books on the disk: how long everything takes, on standard error
 *
 * DIR holds feed.csv, supplements.csv, acts.csv, calendar.csv, plan.csv and instants.txt, as
 * tests/oracle/lives.py writes them (`time` wants no instants: tools/province will do). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "adapters/sqlite/act_reader_sqlite.h"
#include "adapters/sqlite/act_store_sqlite.h"
#include "adapters/sqlite/flag_book_sqlite.h"
#include "adapters/sqlite/flag_reader_sqlite.h"
#include "core/act_csv.h"
#include "tests/contract/folder.h"
#include "tests/unit/server/watch/town.h"

enum {
    PAGE_ROWS = 512,
    PAGE_MEMORY = PAGE_ROWS * 2048,
    LATE_MINUTES_MAX = 600,
    BATCH_MINUTES = 97
};

static struct town *town;

static char *file_of(const char *folder, const char *name)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return town_read(path);
}

static void import(const char *folder, const char *name, enum file_kind kind, struct instant at)
{
    char *file = file_of(folder, name);
    pen_file(town, &town->pens[0], kind, text_of(file), at);
    free(file);
}

/* Everything but the acts. */
static void furnish(const char *folder, struct instant at)
{
    (void)town_pen(town, 0, DEVICE_IMPORT);
    import(folder, "calendar.csv", FILE_CALENDAR, at);
    import(folder, "plan.csv", FILE_PLAN, at);
    import(folder, "feed.csv", FILE_FEED, at);
    import(folder, "supplements.csv", FILE_SUPPLEMENTS, at);
}

/* --- what the book says --- */

static void put_minute(bool there, struct minute minute)
{
    char text[INSTANT_TEXT_SIZE];
    if (there && minute.m != MINUTE_NEVER.m) {
        fputs(instant_text(minute_instant(minute), text), stdout);
    }
}

static void put_row(const char *now, const struct book_dossier *row)
{
    const bool open = row->level != FLAG_DONE && row->level != FLAG_UNKNOWN;
    printf("%s,%.*s,%s,%s,%s,", now, (int)row->code.size, row->code.at, flag_level_name(row->level),
           flag_cause_name(row->cause), flag_leg_name(row->leg));
    if (open) {
        printf("%d", row->slack_minutes);
    }
    putchar(',');
    put_minute(open, row->forecast);
    putchar(',');
    put_minute(open, row->promised);
    putchar(',');
    put_minute(open, row->last_safe_run.departs);
    putchar('\n');
}

static void put_book(const char *now)
{
    static struct book_dossier rows[PAGE_ROWS];
    static uint8_t memory[PAGE_MEMORY];
    static const struct flag_filter all = {.any_level = true, .any_cause = true};
    size_t count = PAGE_ROWS;
    for (uint64_t skip = 0; count == PAGE_ROWS; skip += count) {
        struct arena arena = arena_of(memory, sizeof memory);
        assert_int_equal(
            flag_reader_flags(town->flags, &all, skip, &arena, rows, PAGE_ROWS, &count), STATUS_OK);
        for (size_t i = 0; i < count; i++) {
            put_row(now, &rows[i]);
        }
    }
}

static void restart(void)
{
    assert_true(town_restart(town));
    /* Nothing had to be corrected: the rows were as fresh as the clock. */
    town_step(town,
              (struct instant){minute_instant(town->watch.position.clock).ms + TOWN_MARGIN_MS});
    assert_int_equal(town->watch.judge.counters.rows, 0);
    assert_int_equal(town->watch.judge.counters.changes, 0);
}

/* --- flags: all acts are there from the start, and become known one by one --- */

static void walk_to(uint64_t *dice, struct instant until)
{
    struct minute clock = town->watch.position.clock;
    const struct minute last = instant_minute(until);
    while (clock.m < last.m) {
        clock.m += 1 + (int32_t)town_throw(dice, town_throw(dice, 4) == 0 ? 900 : 30);
        clock.m = clock.m > last.m ? last.m : clock.m;
        town_run(town, (struct instant){minute_instant(clock).ms + TOWN_MARGIN_MS});
    }
}

static void say_flags(const char *folder)
{
    uint64_t dice = 7;
    struct instant instant;
    char *instants = file_of(folder, "instants.txt");
    struct text rest = text_of(instants);
    const struct instant begin = town_at("2021-01-04T07:00");
    furnish(folder, begin);
    import(folder, "acts.csv", FILE_ACTS, begin);
    town_run(town, begin);
    while (rest.size > 0) {
        char now[INSTANT_TEXT_SIZE];
        if (instant_parse(text_trim(text_split(&rest, '\n')), &instant) != STATUS_OK) {
            continue;
        }
        /* Years pass in one stride, the days before the instant in many. */
        const struct instant near = {instant.ms - (int64_t)3 * 86400 * 1000};
        if (minute_instant(town->watch.position.clock).ms < near.ms) {
            town_run(town, near);
        }
        walk_to(&dice, instant);
        restart();
        put_book(instant_text(instant, now));
    }
    assert_int_equal(town->watch.judge.counters.surprises, 0);
    free(instants);
}

/* --- live --- */

struct arrival {
    struct text line;
    int64_t at; /* received */
};

static int by_arrival(const void *a, const void *b)
{
    const int64_t left = ((const struct arrival *)a)->at;
    const int64_t right = ((const struct arrival *)b)->at;
    return (left > right) - (left < right);
}

/* When each act reached the server: most at once, some after a shift. */
static size_t arrivals(char *file, uint64_t *dice, struct arrival *out)
{
    struct text rest = text_of(file);
    size_t count = 0;
    while (rest.size > 0) {
        const struct text line = text_split(&rest, '\n');
        struct text fields = line;
        struct instant at;
        if (act_csv_skip(line) || instant_parse(text_split(&fields, ','), &at) != STATUS_OK) {
            continue;
        }
        const uint32_t late = town_throw(dice, 5) == 0 ? LATE_MINUTES_MAX : 2;
        out[count++] = (struct arrival){line, at.ms + 60000 * (int64_t)town_throw(dice, late)};
    }
    qsort(out, count, sizeof *out, by_arrival);
    return count;
}

static void deliver(uint64_t *dice, const struct arrival *from, size_t count)
{
    char *file = malloc(count * 512);
    assert_non_null(file);
    struct line line = line_of(file, count * 512);
    for (size_t i = 0; i < count; i++) {
        line_text(&line, from[i].line);
        line_char(&line, '\n');
    }
    const struct instant received = {from[count - 1].at};
    pen_file(town, &town->pens[0], FILE_ACTS, line_done(&line), received);
    free(file);
    if (town_throw(dice, 3) == 0) {
        return; /* it is read with the next one */
    }
    town_run(town, (struct instant){received.ms + town_throw(dice, 60000)});
    if (town_throw(dice, 40) == 0) {
        restart();
    }
}

static void say_live(const char *folder)
{
    uint64_t dice = 11;
    char *file = file_of(folder, "acts.csv");
    struct arrival *all = calloc(strlen(file) / 16 + 1, sizeof *all);
    assert_non_null(all);
    const size_t count = arrivals(file, &dice, all);
    char now[INSTANT_TEXT_SIZE];
    furnish(folder, (struct instant){all[0].at - 86400000});
    for (size_t i = 0; i < count;) {
        size_t next = i + 1;
        while (next < count && all[next].at - all[i].at < 60000 * BATCH_MINUTES) {
            next++;
        }
        deliver(&dice, &all[i], next - i);
        i = next;
    }
    const struct instant end = {all[count - 1].at + 86400000};
    town_run(town, end);
    put_book(instant_text((struct instant){end.ms - TOWN_MARGIN_MS}, now));
    char *before = town_canonical(town);
    assert_int_equal(town->watch.judge.counters.surprises, 0);
    town_rebuild(town, end);
    char *after = town_canonical(town);
    fprintf(stderr, "%s after a rebuild\n", strcmp(before, after) == 0 ? "equal" : "NOT equal");
    free(before);
    free(after);
    free(all);
    free(file);
}

/* --- time --- */

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static double told;
static clock_t worked;

static void tell(const char *what)
{
    const double now = seconds();
    const clock_t work = clock();
    fprintf(stderr, "%-44s %6.2f s, of the processor %6.2f s\n", what, now - told,
            (double)(work - worked) / CLOCKS_PER_SEC);
    told = now;
    worked = work;
}

static void time_it(const char *folder)
{
    static struct act_store_sqlite store;
    static struct act_reader_sqlite acts;
    static struct flag_book_sqlite book;
    static struct flag_reader_sqlite flags;
    static struct folder disk;
    folder_make(&disk);
    struct database_options options =
        act_store_sqlite_options(folder_file(&disk, "acts.db"), &town->log.port);
    options.reserve_bytes = 0;
    const struct database_options derived = {
        .path = folder_file(&disk, "flags.db"), .log = &town->log.port, .lock = true};
    assert_int_equal(act_store_sqlite_open(&store, &options), STATUS_OK);
    assert_int_equal(act_reader_sqlite_open(&acts, &options), STATUS_OK);
    assert_int_equal(flag_book_sqlite_open(&book, &derived), STATUS_OK);
    assert_int_equal(flag_reader_sqlite_open(&flags, &derived), STATUS_OK);
    struct act_store store_port = act_store_sqlite_store(&store);
    struct act_reader acts_port = act_reader_sqlite_reader(&acts);
    struct flag_book book_port = flag_book_sqlite_book(&book);
    struct flag_reader flags_port = flag_reader_sqlite_reader(&flags);
    town_shut(town);
    town->store = &store_port;
    town->reader = &acts_port;
    town->book = &book_port;
    town->flags = &flags_port;
    told = seconds();
    worked = clock();
    assert_true(town_restart(town));
    tell("open watch on empty books");
    const struct instant at = town_at("2026-11-23T14:25");
    furnish(folder, at);
    import(folder, "acts.csv", FILE_ACTS, at);
    tell("sign the files and append them to acts.db");
    town_run(town, at);
    fprintf(stderr, "  %u dossiers, %u acts, %llu rows, %llu changes\n",
            town->watch.model.life_count, town->watch.model.act_count,
            (unsigned long long)town->watch.judge.counters.rows,
            (unsigned long long)town->watch.judge.counters.changes);
    tell("read, fold, judge and write flags.db");
    for (int i = 1; i <= 60; i++) {
        town_run(town, (struct instant){at.ms + i * 60000});
    }
    fprintf(stderr, "  %llu verdicts, %llu rows by now\n",
            (unsigned long long)town->watch.judge.counters.verdicts,
            (unsigned long long)town->watch.judge.counters.rows);
    tell("sixty minutes of the clock, a step each");
    assert_true(town_restart(town));
    tell("begin again from the books");
    town_shut(town);
    flag_reader_sqlite_close(&flags);
    flag_book_sqlite_close(&book);
    act_reader_sqlite_close(&acts);
    act_store_sqlite_close(&store);
    folder_remove(&disk);
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        fputs("usage: differential flags|live|time DIR\n", stderr);
        return 2;
    }
    setvbuf(stdout, NULL, _IOLBF, 1 << 16); /* cmocka leaves without a flush */
    town = town_open();
    town_shut(town);
    town->limits = (struct model_limits){.names = 1 << 20,
                                         .texts = 1 << 25,
                                         .lives = 1 << 18,
                                         .acts = 1 << 21,
                                         .files = 1 << 14,
                                         .handoffs = 1 << 16};
    assert_true(town_restart(town));
    if (strcmp(argv[1], "flags") == 0) {
        say_flags(argv[2]);
    } else if (strcmp(argv[1], "live") == 0) {
        say_live(argv[2]);
    } else {
        time_it(argv[2]);
    }
    town_close(town);
    return 0;
}

#include "tests/sim/oracle/wild.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/sim/oracle/wild_walk.h"

#define MINUTE_MS INT64_C(60000)
#define DAY_MS    (1440 * MINUTE_MS)
enum { PENS = 6, PLANS = 6, BODY_SIZE = 4096, OTHER_BOOT = 7 };

static const char *const bases[] = {"2023-03-13", "2023-04-10", "2023-10-02",
                                    "2024-04-22", "2025-01-13", "2026-08-10"};

/* --- plans --- */

static const char *const more_rows[PLANS] = {
    "",
    "set,judged,instant\nset,due_soon,120\n",
    "set,pass_on_after,15:00\nset,extra_notice,60\n"
    "budget,1.007777,*,paper,10wh,20,10,2020-01-01,\n",
    "call,R1,3,1,TTG,,10:45,15,W,all,2020-01-01,\n"
    "call,R1,3,2,NNM,11:25,11:35,10,W,all,2020-01-01,\n"
    "call,R1,3,3,TTG,12:00,,0,W,all,2020-01-01,\n",
    "set,judged,instant\n" /* a slow run that a later one overtakes */
    "call,R2,1,1,TTG,,08:30,10,135,all,2020-01-01,\n"
    "call,R2,1,2,NNM,11:10,11:15,10,135,all,2020-01-01,\n"
    "call,R2,1,3,TTG,16:00,,0,135,all,2020-01-01,\n"
    "budget,*,H41.04,paper,3hd,25,15,2020-01-01,\n",
    "set,grace,5\nbudget,1.009999,*,paper,70%,20,10,2020-01-01,\n"
    "call,R1,1,2,NNM,09:40,09:50,25,W,all,2023-03-20,\n",
};

static char *joined(const char *a, const char *b, const char *c)
{
    const size_t size = strlen(a) + strlen(b) + strlen(c) + 1;
    char *out = malloc(size);
    assert_non_null(out);
    (void)snprintf(out, size, "%s%s%s", a, b, c);
    return out;
}

/* A file that the import device says at AT. */
/* NOLINTNEXTLINE(readability-non-const-parameter): it becomes the saying's, to be freed */
static void add_file(struct sayings *sayings, enum file_kind kind, char *text, int64_t at)
{
    const struct saying saying = {
        .at = at, .kind = ENTRY_FILE_CLOSE, .act = (enum act_kind)kind, .file = text};
    (void)saying_add(sayings, &saying);
}

static void add_plan(struct sayings *sayings, int64_t base, int64_t at)
{
    char cancels[256];
    char day[INSTANT_TEXT_SIZE];
    char known[INSTANT_TEXT_SIZE];
    struct line line = line_of(cancels, sizeof cancels);
    for (uint32_t left = wild_throw(sayings, 3); left > 0; left--) {
        const int64_t date = base + (int64_t)wild_throw(sayings, 20) * DAY_MS;
        const struct instant told = {date + ((int64_t)wild_throw(sayings, 1600) - 600) * MINUTE_MS};
        line_put(&line, "cancel,");
        line_put(&line, day_text(minute_day(instant_minute((struct instant){date})), day));
        line_put(&line, wild_throw(sayings, 2) ? ",R1,1," : ",R1,2,");
        line_put(&line, instant_text(told, known));
        line_char(&line, '\n');
    }
    add_file(sayings, FILE_PLAN, joined(town_plan, more_rows[wild_throw(sayings, PLANS)], cancels),
             at);
}

static void add_cancelled(struct sayings *sayings, int64_t base)
{
    const int64_t day = base + (int64_t)(1 + wild_throw(sayings, 20)) * DAY_MS;
    struct saying saying = {.at = day + ((int64_t)wild_throw(sayings, 2000) - 1000) * MINUTE_MS,
                            .pen = 2,
                            .kind = ENTRY_RUN_CANCELLED,
                            .happened = day};
    (void)snprintf(saying.subject, WILD_TEXT, "%s", wild_throw(sayings, 2) ? "1" : "2");
    (void)saying_add(sayings, &saying);
}

/* --- feed --- */

static void put_time(struct line *line, int64_t at)
{
    const struct civil civil = instant_civil((struct instant){at});
    line_digits(line, (uint64_t)civil.year, 4);
    line_digits(line, (uint64_t)civil.month, 2);
    line_digits(line, (uint64_t)civil.day, 2);
    line_digits(line, (uint64_t)civil.hour, 2);
    line_digits(line, (uint64_t)civil.minute, 2);
    line_digits(line, (uint64_t)civil.second, 2);
}

static const char *const procedures[] = {"1.005555", "1.007777", "1.009999",
                                         "1.002696", "2.001234", "1.005555"};
static const int modes[] = {0, 0, 0, 1, 2, 0};

static void put_feed(struct sayings *sayings, struct line *line, const struct walk *walk,
                     int procedure, int64_t received)
{
    const int64_t promised = received + (int64_t)(1 + wild_throw(sayings, 9)) * DAY_MS +
                             (int64_t)wild_throw(sayings, 60) * MINUTE_MS;
    const bool finished = wild_odd(sayings, 20);
    const int64_t end = received + (int64_t)(1 + wild_throw(sayings, 9000)) * MINUTE_MS;
    line_put(line, walk->code);
    line_char(line, ',');
    line_put(line, procedures[procedure]);
    line_put(line, ".000.00.00.H41,,,");
    if (!wild_odd(sayings, 4)) {
        put_time(line, received);
    }
    line_char(line, ',');
    if (!wild_odd(sayings, 4)) {
        put_time(line, promised);
    }
    line_put(line, finished ? (wild_throw(sayings, 2) ? ",9," : ",10,") : ",4,");
    if (finished) {
        put_time(line, end);
    }
    line_char(line, ',');
    line_put(line, walk->agency);
    line_put(line, ",0,");
    if (finished && wild_throw(sayings, 3) == 0) {
        put_time(line, end + (int64_t)wild_throw(sayings, 3000) * MINUTE_MS);
    }
    line_char(line, '\n');
}

static void put_supplement(struct sayings *sayings, struct line *line, const struct walk *walk,
                           int64_t received)
{
    const int64_t asked = received + (int64_t)(60 + wild_throw(sayings, 4000)) * MINUTE_MS;
    const int64_t brought = asked + (int64_t)wild_throw(sayings, 3000) * MINUTE_MS;
    line_put(line, walk->code);
    line_char(line, ',');
    put_time(line, asked);
    line_char(line, ',');
    if (wild_throw(sayings, 3) > 0) {
        put_time(line, brought);
    }
    line_put(line, ",,");
    if (wild_throw(sayings, 3) == 0) {
        put_time(line, received + (int64_t)(3 + wild_throw(sayings, 9)) * DAY_MS);
    }
    line_char(line, '\n');
}

/* One dossier: its rows of the feed, and what is said of it. */
static void add_dossier(struct sayings *sayings, int number, int64_t begin)
{
    enum { ROW_SIZE = 512 };
    const int procedure = (int)wild_throw(sayings, 6);
    struct walk walk = {.mode = modes[procedure], .at = begin, .number = number};
    const struct civil day = instant_civil((struct instant){begin});
    (void)snprintf(walk.agency, WILD_TEXT, "%s", wild_throw(sayings, 2) ? "H41.04" : "H41.05");
    struct line code = line_of(walk.code, sizeof walk.code);
    line_put(&code, walk.agency);
    line_char(&code, '-');
    line_digits(&code, (uint64_t)day.year % 100, 2);
    line_digits(&code, (uint64_t)day.month, 2);
    line_digits(&code, (uint64_t)day.day, 2);
    line_char(&code, '-');
    line_digits(&code, (uint64_t)number, 4);
    for (int again = wild_odd(sayings, 15); again >= 0; again--) {
        char *row = malloc(ROW_SIZE);
        assert_non_null(row);
        struct line line = line_of(row, ROW_SIZE);
        put_feed(sayings, &line, &walk, procedure, begin);
        if (!wild_odd(sayings, 3)) {
            add_file(sayings, FILE_FEED, row,
                     begin + (int64_t)wild_throw(sayings, again ? 5000 : 30) * MINUTE_MS);
        } else {
            free(row); /* not yet in the feed */
        }
    }
    if (wild_odd(sayings, 15)) {
        char *row = malloc(ROW_SIZE);
        assert_non_null(row);
        struct line line = line_of(row, ROW_SIZE);
        put_supplement(sayings, &line, &walk, begin);
        add_file(sayings, FILE_SUPPLEMENTS, row,
                 begin + (int64_t)wild_throw(sayings, 5000) * MINUTE_MS);
    }
    wild_walk(sayings, &walk);
}

/* --- saying it --- */

/* One entry by the device's clocks: mostly those it sends by, at times those of another boot, with
 * the time of GNSS or without. */
static void seal(struct sayings *sayings, struct pen *pen, struct saying *saying, struct span body)
{
    size_t size = 0;
    const struct place place = {1, pen->head.place.seq + 1};
    const struct time_evidence when = {
        .wall_set = true, .wall_ms = saying->at, .mono_ms = saying->at, .boot = 1};
    struct entry entry = {.device = pen->stream.stream.device,
                          .place = place,
                          .prev = pen->head.hash,
                          .kind = saying->kind,
                          .when = when,
                          .person = text_of(saying->person),
                          .body = body};
    if (wild_odd(sayings, 10)) {
        entry.when.boot = OTHER_BOOT;
        entry.when.wall_set = wild_throw(sayings, 5) > 0;
        if (wild_throw(sayings, 2) == 0) {
            entry.when.has_gnss = true;
            entry.when.gnss_ms = saying->at;
            entry.when.fix = (struct fix){.has = true, .age_ms = 1000};
        }
    }
    assert_true(pen->size + body.size + 1024 <= sizeof pen->bytes);
    assert_int_equal(
        entry_seal(&entry, &pen->secret, pen->bytes + pen->size, &size, &pen->head.hash),
        STATUS_OK);
    pen->head.place = entry.place;
    pen->first = pen->count == 0 ? entry.place : pen->first;
    pen->count++;
    pen->size += size;
    saying->place = entry.place;
}

static enum status act_body(const struct saying *saying, struct writer *writer)
{
    const struct act_body body = {.kind = saying->act,
                                  .scanned = true,
                                  .party = text_of(saying->party),
                                  .subject = text_of(saying->subject),
                                  .counterpart = text_of(saying->counterpart),
                                  .stop = text_of(saying->stop),
                                  .parent = text_of(saying->parent),
                                  .reason = text_of(saying->reason)};
    return act_encode(&body, writer);
}

static enum status give_body(const struct saying *saying, struct writer *writer)
{
    uint8_t record[1024];
    struct writer into = writer_of(record, sizeof record);
    struct handoff handoff = {.giver = text_of(saying->party),
                              .receiver = text_of(saying->counterpart),
                              .stop = text_of(saying->stop),
                              .giver_person = text_of(saying->person),
                              .declared = 1};
    if (saying->parent[0] != '\0') {
        handoff.bundles[handoff.bundle_count++].code = text_of(saying->parent);
    } else {
        handoff.items[handoff.item_count++] = text_of(saying->subject);
    }
    if (handoff_encode(&handoff, &into) != STATUS_OK) {
        return STATUS_MALFORMED;
    }
    return give_encode(writer_span(&into), text_of(""), writer);
}

static enum status take_body(const struct saying *saying, struct writer *writer)
{
    struct take_body body = {.party = text_of(saying->party),
                             .person = text_of(saying->person),
                             .giver = text_of(saying->counterpart),
                             .stop = text_of(saying->stop)};
    if (saying->parent[0] != '\0') {
        body.bundles[body.bundle_count++] = text_of(saying->parent);
    }
    if (saying->missing) {
        body.missing[body.missing_count++] = text_of(saying->subject);
    } else if (saying->scanned || saying->parent[0] == '\0') {
        body.scanned[body.scanned_count++] = text_of(saying->subject);
    }
    return take_encode(&body, writer);
}

/* `at/act/party` of what was wrong, as its device reckons; or its entry. */
static void name_wrong(struct sayings *sayings, const struct saying *saying, char out[96])
{
    const struct saying *wrong = &sayings->at[saying->wrong];
    char text[INSTANT_TEXT_SIZE];
    struct line line = line_of(out, 96);
    if (saying->by_entry) {
        line_put(&line, "entry/1/");
        line_unsigned(&line, wrong->place.seq);
        return;
    }
    line_put(&line, instant_text((struct instant){wrong->at}, text));
    line_char(&line, '/');
    line_put(&line, act_kind_name(wrong->act));
    line_char(&line, '/');
    line_put(&line, wrong->party);
}

static enum status void_body(struct sayings *sayings, const struct saying *saying,
                             struct writer *writer)
{
    char wrong[96];
    name_wrong(sayings, saying, wrong);
    if (saying->kind == ENTRY_RULING) {
        const struct ruling_body body = {.dossier = text_of(saying->subject),
                                         .wrong = text_of(wrong),
                                         .reason = TEXT("misread"),
                                         .person_one = TEXT("Lan"),
                                         .person_two = TEXT("Minh")};
        return ruling_encode(&body, writer);
    }
    const struct act_body body = {.kind = ACT_VOID,
                                  .party = text_of(saying->party),
                                  .subject = text_of(saying->subject),
                                  .parent = text_of(wrong),
                                  .reason = text_of(saying->reason)};
    return act_encode(&body, writer);
}

static enum status body_of(struct sayings *sayings, const struct saying *saying,
                           struct writer *writer)
{
    if (saying->kind == ENTRY_GIVE) {
        return give_body(saying, writer);
    }
    if (saying->kind == ENTRY_TAKE) {
        return take_body(saying, writer);
    }
    if (saying->kind == ENTRY_RUN_CANCELLED) {
        const struct run_body body = {
            .route = TEXT("R1"),
            .round = text_of(saying->subject),
            .day = minute_day(instant_minute((struct instant){saying->happened}))};
        return run_encode(&body, writer);
    }
    return saying->act == ACT_VOID ? void_body(sayings, saying, writer) : act_body(saying, writer);
}

static void speak(struct sayings *sayings, struct town *town, struct saying *saying)
{
    uint8_t bytes[BODY_SIZE];
    struct writer writer = writer_of(bytes, sizeof bytes);
    struct pen *pen = &town->pens[saying->pen];
    if (pen->size + BODY_SIZE > sizeof pen->bytes) {
        pen_send(town, pen, (struct instant){saying->at});
    }
    if (body_of(sayings, saying, &writer) == STATUS_OK) {
        seal(sayings, pen, saying, writer_span(&writer));
    }
}

/* --- one thing after the other --- */

static struct sayings *sorted; /* for qsort() */

static int by_time(const void *left, const void *right)
{
    const size_t a = *(const size_t *)left;
    const size_t b = *(const size_t *)right;
    const int64_t one = sorted->at[a].at;
    const int64_t two = sorted->at[b].at;
    return one != two ? (one < two ? -1 : 1) : (a > b) - (a < b);
}

/* The one with something to send whose time comes first. */
static uint32_t next_to_send(const struct town *town, const int64_t sends[PENS])
{
    uint32_t first = 1;
    for (uint32_t pen = 2; pen < PENS; pen++) {
        if (town->pens[pen].count > 0 &&
            (town->pens[first].count == 0 || sends[pen] < sends[first])) {
            first = pen;
        }
    }
    return first;
}

/* What is sent before UNTIL; gives what the time is then. */
static int64_t send_until(struct sayings *sayings, struct town *town, const int64_t sends[PENS],
                          int64_t now, int64_t until)
{
    for (uint32_t first = next_to_send(town, sends);
         town->pens[first].count > 0 && sends[first] < until; first = next_to_send(town, sends)) {
        now = sends[first] > now ? sends[first] : now;
        pen_send(town, &town->pens[first], (struct instant){now});
        if (wild_throw(sayings, 3) > 0) {
            now += wild_throw(sayings, 20000);
            town_run(town, (struct instant){now});
        }
    }
    return now;
}

/* At once, or when there is a line again. */
static int64_t delay_of(struct sayings *sayings)
{
    return wild_odd(sayings, 30) ? (int64_t)wild_throw(sayings, 3000) * MINUTE_MS
                                 : (int64_t)wild_throw(sayings, 40000);
}

static void play(struct sayings *sayings, struct town *town)
{
    int64_t sends[PENS] = {0};
    size_t *order = malloc((sayings->count + 1) * sizeof *order);
    int64_t now = 0;
    assert_non_null(order);
    for (size_t i = 0; i < sayings->count; i++) {
        order[i] = i;
    }
    sorted = sayings;
    qsort(order, sayings->count, sizeof *order, by_time);
    for (size_t i = 0; i < sayings->count; i++) {
        struct saying *saying = &sayings->at[order[i]];
        now = send_until(sayings, town, sends, now, saying->at);
        now = saying->at > now ? saying->at : now;
        if (saying->kind == ENTRY_FILE_CLOSE) {
            pen_file(town, &town->pens[0], (enum file_kind)saying->act, text_of(saying->file),
                     (struct instant){now});
            continue;
        }
        if (town->pens[saying->pen].count == 0) {
            sends[saying->pen] = saying->at + delay_of(sayings);
        }
        speak(sayings, town, saying);
    }
    now = send_until(sayings, town, sends, now, INT64_MAX);
    town_run(town, (struct instant){now + (int64_t)wild_throw(sayings, 3000) * MINUTE_MS});
    free(order);
}

static void enrol_all(struct town *town)
{
    (void)town_pen(town, 0, DEVICE_IMPORT);
    for (int pen = 1; pen < PENS; pen++) {
        (void)town_pen(town, pen, pen == 1 ? DEVICE_DESK : DEVICE_HANDHELD);
    }
}

struct town *wild_town(const struct wild_options *options)
{
    struct town *town = town_open();
    struct sayings sayings = {.dice = options->seed, .faults = options->calm ? 15 : 100};
    const int64_t base = town_at(bases[wild_throw(&sayings, 6)]).ms + 7 * 60 * MINUTE_MS;
    enrol_all(town);
    add_file(&sayings, FILE_CALENDAR, town_read("tests/data/calendar-vn.csv"), base - DAY_MS);
    add_plan(&sayings, base, base - DAY_MS + 1);
    for (uint32_t more = wild_throw(&sayings, 3); more > 0; more--) {
        add_cancelled(&sayings, base);
    }
    if (wild_throw(&sayings, 3) == 0) {
        add_plan(&sayings, base, base + (int64_t)(2 + wild_throw(&sayings, 12)) * DAY_MS);
    }
    for (int i = 1; i <= options->dossiers; i++) {
        const uint32_t day = wild_throw(&sayings, (uint32_t)options->days);
        sayings.faults = options->calm ? 15 : 25 * (1 + wild_throw(&sayings, 8));
        add_dossier(&sayings, i,
                    base + (int64_t)day * DAY_MS + (int64_t)wild_throw(&sayings, 600) * MINUTE_MS +
                        (int64_t)wild_throw(&sayings, 60) * 1000);
    }
    play(&sayings, town);
    for (size_t i = 0; i < sayings.count; i++) {
        free((void *)sayings.at[i].file);
    }
    free(sayings.at);
    return town;
}

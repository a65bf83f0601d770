/* A day brings its cohort in the morning and moves yesterday's on in the afternoon, so the book is
 * in order of time, as a real one nearly is. */
#include "tools/bench/books_maker.h"
#include "tools/bench/bench_said.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "adapters/sqlite/act_store_sqlite.h"
#include "core/promise.h"
#include "core/statement.h"
#include "tools/bench/measure.h"
#include "wire/message.h"

enum {
    PENS = 16,
    DAYS_USUAL = 100,
    COHORT_MAX = 16000,
    CALENDAR_BYTES_MAX = 1 << 20,
    LINES = 400,
    HALF_MINUTE_MS = 30000
};

static const char plan[] = "set,judged,date\n"
                           "stop,TTG,center,Center,18.6733,105.6922,2020-01-01,\n"
                           "stop,NNM,H41.04,Agriculture,18.6701,105.6890,2020-01-01,\n"
                           "stop,XDG,H41.05,Construction,18.6790,105.6811,2020-01-01,\n"
                           "call,R1,1,1,TTG,,09:00,15,W,all,2020-01-01,\n"
                           "call,R1,1,2,NNM,09:40,09:50,10,W,all,2020-01-01,\n"
                           "call,R1,1,3,XDG,10:10,10:20,10,W,all,2020-01-01,\n"
                           "call,R1,1,4,TTG,10:50,,0,W,all,2020-01-01,\n"
                           "call,R1,2,1,TTG,,15:00,15,W,all,2020-01-01,\n"
                           "call,R1,2,2,NNM,15:40,15:50,10,W,all,2020-01-01,\n"
                           "call,R1,2,3,XDG,16:10,16:20,10,W,all,2020-01-01,\n"
                           "call,R1,2,4,TTG,16:50,,0,W,all,2020-01-01,\n"
                           "budget,*,*,paper,216wh,20,10,2020-01-01,\n";

/* `agency` and `post` stand for whoever it is. */
static const struct phase {
    int day; /* 0: the day it came, 1: the next */
    int at;  /* minute of the day */
    enum act_kind kind;
    const char *party, *counterpart;
} phases[BOOK_ACTS_ENDED] = {
    {0, 8 * 60,       ACT_INTAKE, "center", ""      },
    {0, 8 * 60 + 30,  ACT_GIVE,   "center", "post"  },
    {0, 9 * 60,       ACT_TAKE,   "post",   "center"},
    {0, 9 * 60 + 40,  ACT_TAKE,   "agency", "post"  },
    {1, 14 * 60,      ACT_READY,  "agency", ""      },
    {1, 15 * 60 + 40, ACT_GIVE,   "agency", "post"  },
    {1, 15 * 60 + 50, ACT_TAKE,   "post",   "agency"},
    {1, 16 * 60 + 50, ACT_TAKE,   "center", "post"  },
    {1, 16 * 60 + 53, ACT_READY,  "center", ""      },
    {1, 16 * 60 + 56, ACT_RETURN, "center", ""      },
};

/* A device and what it has not sent. */
struct pen {
    struct sign_public key;
    struct sign_secret secret;
    struct act_stream stream;
    struct head head;
    struct place first;
    uint32_t count;
    size_t size;
    uint8_t bytes[BATCH_BYTES_MAX];
};

/* What is sent and not committed. */
struct group {
    struct act_batch rows[BOOK_GROUP];
    struct act_stream *row_streams[BOOK_GROUP];
    struct act_stream *streams[PENS];
    size_t count, stream_count;
    uint64_t acts;
    uint8_t message[BOOK_GROUP][MESSAGE_BYTES_MAX];
};

struct window {
    uint64_t acts;
    int64_t ns;
};

struct maker {
    const struct book_words *words;
    struct calendar calendar;
    struct act_store_sqlite file;
    struct act_store store;
    struct pen pens[PENS];
    struct group group;
    uint32_t days, cohort;
    struct day day; /* under way */
    uint64_t acts, acts_in_all;
    struct window early, late;
    bool failed;
};

static bool failed(struct maker *maker, const char *doing, enum status status)
{
    if (status != STATUS_OK) {
        bench_refuse(BENCH_SAID_FAILED, doing, status_text(status));
        maker->failed = true;
    }
    return maker->failed;
}

static uint32_t cohort_of(uint32_t count)
{
    const uint32_t usual = count / DAYS_USUAL;
    return usual < 1 ? 1 : usual > COHORT_MAX ? COHORT_MAX : usual;
}

static uint32_t days_of(uint32_t count)
{
    return (count + cohort_of(count) - 1) / cohort_of(count);
}

/* The working days end on 2026-11-20. */
static struct day day_of_book(const struct calendar *calendar, int days_before_end)
{
    struct day day = {0};
    struct day found = {0};
    (void)civil_day(2026, 11, 20, &day);
    for (int left = days_before_end; left > 0; left -= calendar_is_working_day(calendar, day)) {
        day.d--;
    }
    found = day;
    while (!calendar_is_working_day(calendar, found)) {
        found.d--;
    }
    return found;
}

static void put_code(struct line *line, struct day day, uint32_t place)
{
    const struct civil civil = day_civil(day);
    line_put(line, place % 2 == 0 ? "H41.04-" : "H41.05-");
    line_digits(line, (uint64_t)civil.year % 100, 2);
    line_digits(line, (uint64_t)civil.month, 2);
    line_digits(line, (uint64_t)civil.day, 2);
    line_char(line, '-');
    line_digits(line, place / 2 + 1, 4);
}

bool book_calendar(struct calendar *out_calendar)
{
    static char text[CALENDAR_BYTES_MAX];
    struct calendar_fault fault;
    struct day from = {0};
    FILE *file = fopen("protocols/calendars/vn.csv", "re");
    if (!file) {
        bench_refuse(BENCH_SAID_NO_CALENDAR, NULL, NULL);
        return false;
    }
    const size_t size = fread(text, 1, sizeof text, file);
    (void)fclose(file);
    (void)civil_day(2010, 1, 1, &from);
    return calendar_read(out_calendar, 1, from, (struct text){.at = text, .size = size}, &fault);
}

char *book_code(uint32_t number, uint32_t count, char out[BOOK_CODE_SIZE])
{
    static struct calendar calendar;
    static bool ready;
    struct line line = line_of(out, BOOK_CODE_SIZE);
    ready = ready || book_calendar(&calendar);
    const uint32_t cohort = cohort_of(count);
    put_code(&line, day_of_book(&calendar, (int)(days_of(count) - 1 - number / cohort)),
             number % cohort);
    return out;
}

/* --- storing --- */

static void count_time(struct maker *maker, uint64_t acts, int64_t ns)
{
    struct window *early = &maker->early;
    struct window *late = &maker->late;
    if (early->acts < BOOK_WINDOW) {
        early->acts += acts;
        early->ns += ns;
    }
    if (maker->acts + BOOK_WINDOW >= maker->acts_in_all) {
        late->acts += acts;
        late->ns += ns;
    }
}

static void commit(struct maker *maker)
{
    struct group *group = &maker->group;
    struct act_group rows = {.batches = group->rows,
                             .batch_streams = group->row_streams,
                             .batch_count = group->count,
                             .streams = group->streams,
                             .stream_count = group->stream_count};
    if (group->count == 0 || maker->failed) {
        return;
    }
    const int64_t began = measure_ns();
    if (failed(maker, "the book cannot be written", act_store_commit(&maker->store, &rows))) {
        return;
    }
    count_time(maker, group->acts, measure_ns() - began);
    const uint64_t before = maker->acts;
    maker->acts += group->acts;
    group->count = 0;
    group->stream_count = 0;
    group->acts = 0;
    if (maker->words->progress && maker->acts / 200000 != before / 200000) {
        bench_progress(maker->words->progress, BENCH_SAID_MADE, maker->acts, maker->acts_in_all);
    }
}

static void add_stream(struct group *group, struct act_stream *stream)
{
    for (size_t i = 0; i < group->stream_count; i++) {
        if (group->streams[i] == stream) {
            return;
        }
    }
    group->streams[group->stream_count++] = stream;
}

static void send(struct maker *maker, struct pen *pen, struct instant received, uint32_t acts)
{
    struct group *group = &maker->group;
    if (pen->count == 0 || maker->failed) {
        return;
    }
    struct writer writer = writer_of(group->message[group->count], MESSAGE_BYTES_MAX);
    const struct message message = {
        .kind = MESSAGE_BATCH,
        .batch = {.device = pen->stream.stream.device,
                  .epoch = 1,
                  .first_seq = pen->first.seq,
                  .count = pen->count,
                  .clock = {.wall_ms = received.ms, .mono_ms = received.ms, .boot = 1},
                  .entries = span_of(pen->bytes, pen->size)}
    };
    if (failed(maker, "a batch", message_encode(&message, &writer))) {
        return;
    }
    pen->stream.stream.high_water = pen->head;
    group->rows[group->count] = (struct act_batch){.device = message.batch.device,
                                                   .received = received,
                                                   .first = pen->first,
                                                   .count = pen->count,
                                                   .message = writer_span(&writer)};
    group->row_streams[group->count++] = &pen->stream;
    add_stream(group, &pen->stream);
    group->acts += acts;
    pen->count = 0;
    pen->size = 0;
    if (group->count == BOOK_GROUP) {
        commit(maker);
    }
}

static void say(struct maker *maker, struct pen *pen, enum entry_kind kind, struct span body,
                struct instant at)
{
    size_t size = 0;
    const struct place place = {1, pen->head.place.seq + 1};
    const struct entry entry = {
        .device = pen->stream.stream.device,
        .place = place,
        .prev = pen->head.hash,
        .kind = kind,
        .when = {.wall_set = true, .wall_ms = at.ms, .mono_ms = at.ms, .boot = 1},
        .person = TEXT("BT01"),
        .body = body
    };
    if (!failed(maker, "an entry",
                entry_seal(&entry, &pen->secret, pen->bytes + pen->size, &size, &pen->head.hash))) {
        pen->head.place = place;
        pen->first = pen->count == 0 ? place : pen->first;
        pen->count++;
        pen->size += size;
    }
}

static void open_pen(struct maker *maker, int number, struct instant at)
{
    static const struct head nothing;
    struct pen *pen = &maker->pens[number];
    uint8_t seed[SIGN_SEED_SIZE];
    uint8_t body[256];
    struct writer writer = writer_of(body, sizeof body);
    memset(seed, number + 1, sizeof seed);
    sign_keys(seed, &pen->key, &pen->secret);
    stream_init(&pen->stream.stream, device_of(&pen->key), &nothing, 1, false);
    struct act_device device = {.device = device_of(&pen->key),
                                .sign_key = pen->key,
                                .kind = number == 0 ? DEVICE_IMPORT : DEVICE_HANDHELD,
                                .label = "bench",
                                .party = "center"};
    memset(device.link_key.byte, number + 1, sizeof device.link_key.byte);
    struct act_group group = {.devices = &device, .device_count = 1};
    const struct opened_body opened = {.sign_key = pen->key, .software = TEXT("trao-bench")};
    if (!failed(maker, "a device", act_store_commit(&maker->store, &group)) &&
        !failed(maker, "an entry", opened_encode(&opened, &writer))) {
        say(maker, pen, ENTRY_OPENED, writer_span(&writer), at);
    }
}

/* --- files, by the first pen --- */

static void say_file(struct maker *maker, enum file_kind kind, struct text file, struct instant at)
{
    static uint8_t body[ENTRY_BODY_MAX];
    struct pen *pen = &maker->pens[0];
    struct file_part_body part = {.kind = kind, .file = hash_of(span_of(file.at, file.size))};
    size_t done = 0;
    while (done < file.size && !maker->failed) {
        size_t size = file.size - done < FILE_PART_MAX ? file.size - done : FILE_PART_MAX;
        while (done + size < file.size && file.at[done + size - 1] != '\n') {
            size--;
        }
        part.bytes = span_of(file.at + done, size);
        struct writer writer = writer_of(body, sizeof body);
        if (pen->size + SEALED_SIZE_MAX > sizeof pen->bytes) {
            send(maker, pen, at, 0);
        }
        if (!failed(maker, "a file", file_part_encode(&part, &writer))) {
            say(maker, pen, ENTRY_FILE_PART, writer_span(&writer), at);
        }
        part.number++;
        done += size;
    }
    const struct file_close_body end = {.kind = kind,
                                        .file = part.file,
                                        .parts = part.number,
                                        .size = file.size,
                                        .name = TEXT("bench.csv")};
    struct writer writer = writer_of(body, sizeof body);
    send(maker, pen, at, 0);
    if (!failed(maker, "a file", file_close_encode(&end, &writer))) {
        say(maker, pen, ENTRY_FILE_CLOSE, writer_span(&writer), at);
    }
    send(maker, pen, at, 0);
}

static void furnish(struct maker *maker, struct instant at)
{
    static char text[CALENDAR_BYTES_MAX];
    FILE *file = fopen("protocols/calendars/vn.csv", "re");
    const size_t size = file ? fread(text, 1, sizeof text, file) : 0;
    if (file) {
        (void)fclose(file);
    }
    say_file(maker, FILE_CALENDAR, (struct text){.at = text, .size = size}, at);
    say_file(maker, FILE_PLAN, text_of(plan), at);
}

/* The portal's yyyyMMddHHmmss. */
static void put_compact(struct line *line, struct minute minute)
{
    const struct civil civil = instant_civil(minute_instant(minute));
    line_digits(line, (uint64_t)civil.year, 4);
    line_digits(line, (uint64_t)civil.month, 2);
    line_digits(line, (uint64_t)civil.day, 2);
    line_digits(line, (uint64_t)civil.hour, 2);
    line_digits(line, (uint64_t)civil.minute, 2);
    line_digits(line, 0, 2);
}

/* What the portal says of the cohort, LINES dossiers a file. */
static void feed(struct maker *maker, uint32_t from, uint32_t until)
{
    static char file[LINES * 160];
    const struct minute received = day_minute(maker->day, 8 * 60);
    struct promise promise;
    const struct duration usual = {.count = 28, .unit = DURATION_WORKING_DAY};
    if (failed(maker, "a promise",
               promise_due(&maker->calendar, received, usual, NULL, &promise))) {
        return;
    }
    struct line line = line_of(file, sizeof file);
    for (uint32_t place = from; place < until; place++) {
        put_code(&line, maker->day, place);
        line_put(&line, ",1.005555.000.00.00.H41,,,");
        put_compact(&line, received);
        line_char(&line, ',');
        put_compact(&line, promise.due);
        line_put(&line, place % 2 == 0 ? ",4,,H41.04,0,\n" : ",4,,H41.05,0,\n");
    }
    say_file(maker, FILE_FEED, line_done(&line),
             minute_instant(day_minute(maker->day, 7 * 60 + 45)));
}

/* --- acts --- */

static struct text party_of(const char *name, uint32_t place)
{
    if (strcmp(name, "agency") == 0) {
        return place % 2 == 0 ? TEXT("H41.04") : TEXT("H41.05");
    }
    return text_of(name);
}

static void act(struct maker *maker, const struct phase *phase, struct day came, uint32_t place)
{
    char code[BOOK_CODE_SIZE];
    uint8_t body[512];
    struct line line = line_of(code, sizeof code);
    struct writer writer = writer_of(body, sizeof body);
    put_code(&line, came, place);
    const struct act_body what = {.kind = phase->kind,
                                  .scanned = true,
                                  .party = party_of(phase->party, place),
                                  .subject = line_done(&line),
                                  .counterpart = party_of(phase->counterpart, place)};
    struct pen *pen = &maker->pens[1 + place % (PENS - 1)];
    struct instant at = minute_instant(day_minute(maker->day, phase->at));
    at.ms += HALF_MINUTE_MS + place / (PENS - 1); /* an instant known to a second stays in it */
    if (failed(maker, "an act", act_encode(&what, &writer))) {
        return;
    }
    say(maker, pen, ENTRY_ACT, writer_span(&writer), at);
    if (pen->count == BOOK_BATCH) {
        at = minute_instant(day_minute(maker->day, phase->at + 1));
        send(maker, pen, at, BOOK_BATCH);
    }
}

static void work(struct maker *maker, const struct phase *phase, struct day came, uint32_t cohort)
{
    for (uint32_t place = 0; place < cohort && !maker->failed; place++) {
        act(maker, phase, came, place);
    }
    const struct instant at = minute_instant(day_minute(maker->day, phase->at + 1));
    for (int i = 1; i < PENS; i++) {
        send(maker, &maker->pens[i], at, maker->pens[i].count);
    }
}

static uint32_t cohort_at(const struct maker *maker, uint32_t day)
{
    const uint32_t begun = day * maker->cohort;
    const uint32_t left = maker->words->dossiers - begun;
    return day >= maker->days ? 0 : left < maker->cohort ? left : maker->cohort;
}

static void make_day(struct maker *maker, uint32_t number)
{
    const struct day yesterday = maker->day;
    maker->day = day_of_book(&maker->calendar, (int)(maker->days - number) - 1);
    if (number == maker->days) { /* one day more, to end the last ones */
        (void)calendar_working_day(&maker->calendar, yesterday, 1, &maker->day);
    }
    const uint32_t today = cohort_at(maker, number);
    for (uint32_t from = 0; from < today; from += LINES) {
        feed(maker, from, from + LINES < today ? from + LINES : today);
    }
    for (uint32_t i = 0; i < maker->words->acts_each; i++) {
        const struct phase *phase = &phases[i];
        if (phase->day == 0) {
            work(maker, phase, maker->day, today);
        } else if (number > 0) {
            work(maker, phase, yesterday, cohort_at(maker, number - 1));
        }
    }
}

static void make_all(struct maker *maker)
{
    const struct minute before =
        day_minute(day_of_book(&maker->calendar, (int)maker->days + 1), 8 * 60);
    for (int i = 0; i < PENS; i++) {
        open_pen(maker, i, minute_instant(before));
    }
    furnish(maker, minute_instant(before));
    for (uint32_t number = 0; number <= maker->days && !maker->failed; number++) {
        make_day(maker, number);
    }
    commit(maker);
}

bool book_make(const struct book_words *words, struct book *out_book)
{
    struct maker *maker = calloc(1, sizeof *maker);
    const struct database_options options = {.path = words->path, .lock = true};
    struct act_position position = {0};
    if (!maker || !book_calendar(&maker->calendar)) {
        free(maker);
        return false;
    }
    maker->words = words;
    maker->cohort = cohort_of(words->dossiers);
    maker->days = days_of(words->dossiers);
    maker->acts_in_all = (uint64_t)words->dossiers * words->acts_each;
    if (!failed(maker, words->path, act_store_sqlite_open(&maker->file, &options))) {
        maker->store = act_store_sqlite_store(&maker->file);
        make_all(maker);
    }
    if (!maker->failed &&
        !failed(maker, words->path, act_store_position(&maker->store, &position))) {
        *out_book = (struct book){
            .acts = maker->acts, .rows = position.n, .end = instant_minute(position.received)};
        out_book->first_ns_an_act = (double)maker->early.ns / (double)maker->early.acts;
        out_book->last_ns_an_act = (double)maker->late.ns / (double)maker->late.acts;
    }
    if (words->progress) {
        (void)fputs("\n", stderr);
    }
    const bool made = !maker->failed;
    act_store_sqlite_close(&maker->file);
    free(maker);
    return made;
}

bool book_read(const struct book_words *words, struct book *out_book)
{
    static struct act_store_sqlite file;
    const struct database_options options = {.path = words->path, .lock = true};
    struct act_position position = {0};
    enum status status = act_store_sqlite_open(&file, &options);
    if (status == STATUS_OK) {
        struct act_store store = act_store_sqlite_store(&file);
        status = act_store_position(&store, &position);
    }
    act_store_sqlite_close(&file);
    *out_book = (struct book){.acts = (uint64_t)words->dossiers * words->acts_each,
                              .rows = position.n,
                              .end = instant_minute(position.received)};
    if (status != STATUS_OK || position.n == 0) {
        bench_refuse(BENCH_SAID_HALF_MADE, words->path, NULL);
    }
    return status == STATUS_OK && position.n > 0;
}

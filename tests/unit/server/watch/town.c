#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/server/watch/town.h"

const char town_plan[] = "set,judged,date\n"
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
                         "budget,*,*,paper,24wh,20,10,2020-01-01,\n"
                         "budget,1.002696,*,on_the_spot,4wh,20,10,2020-01-01,\n"
                         "budget,2.001234,*,result_only,16wh,20,10,2020-01-01,\n";

static const struct model_limits limits = {.names = 1 << 16,
                                           .texts = 1 << 21,
                                           .lives = 1 << 13,
                                           .acts = 1 << 17,
                                           .files = 1 << 8,
                                           .handoffs = 1 << 10};

/* --- the town --- */

static enum status open_watch(struct town *town)
{
    const struct watch_ports ports = {
        .reader = town->reader, .book = town->book, .log = &town->log.port};
    const enum status status = watch_open(&town->watch, &ports, &town->limits);
    town->open = status == STATUS_OK;
    return status;
}

struct town *town_open(void)
{
    struct town *town = calloc(1, sizeof *town);
    assert_non_null(town);
    assert_int_equal(sign_start(), STATUS_OK);
    act_store_memory_init(&town->acts_memory);
    flag_book_memory_init(&town->flags_memory);
    log_fake_init(&town->log);
    town->store = &town->acts_memory.port;
    town->reader = &town->acts_memory.reader;
    town->book = &town->flags_memory.port;
    town->flags = &town->flags_memory.reader;
    town->limits = limits;
    assert_int_equal(open_watch(town), STATUS_OK);
    return town;
}

void town_shut(struct town *town)
{
    if (town->open) {
        watch_close(&town->watch);
    }
    town->open = false;
}

void town_close(struct town *town)
{
    town_shut(town);
    act_store_memory_fini(&town->acts_memory);
    flag_book_memory_fini(&town->flags_memory);
    free(town);
}

bool town_restart(struct town *town)
{
    town_shut(town);
    const enum status status = open_watch(town);
    assert_true(status == STATUS_OK || status == STATUS_BROKEN || status == STATUS_TOO_NEW);
    return status == STATUS_OK;
}

void town_step(struct town *town, struct instant wall)
{
    const struct watch_event event = {.wall = wall, .margin_ms = TOWN_MARGIN_MS};
    assert_int_equal(watch_step(&town->watch, &event, &town->effects), STATUS_OK);
    town->rebuilds_wanted += town->effects.rebuild;
}

void town_run(struct town *town, struct instant wall)
{
    do {
        town_step(town, wall);
    } while (town->effects.again && !town->effects.rebuild);
}

void town_rebuild(struct town *town, struct instant wall)
{
    town_shut(town);
    flag_book_memory_fini(&town->flags_memory);
    flag_book_memory_init(&town->flags_memory);
    assert_int_equal(open_watch(town), STATUS_OK);
    town_run(town, wall);
}

/* --- devices --- */

struct pen *town_pen(struct town *town, int number, enum device_kind kind)
{
    static const struct head nothing;
    uint8_t seed[SIGN_SEED_SIZE];
    struct pen *pen = &town->pens[number];
    memset(seed, number + 1, sizeof seed);
    memset(pen, 0, sizeof *pen);
    sign_keys(seed, &pen->key, &pen->secret);
    pen->kind = kind;
    stream_init(&pen->stream.stream, device_of(&pen->key), &nothing, 1, false);
    struct act_device device = {.device = device_of(&pen->key),
                                .sign_key = pen->key,
                                .kind = kind,
                                .label = "test",
                                .party = "center"};
    struct act_group group = {.devices = &device, .device_count = 1};
    assert_int_equal(act_store_commit(town->store, &group), STATUS_OK);
    uint8_t body[256];
    struct writer writer = writer_of(body, sizeof body);
    const struct opened_body opened = {.sign_key = pen->key, .software = TEXT("test")};
    assert_int_equal(opened_encode(&opened, &writer), STATUS_OK);
    (void)pen_say(pen, ENTRY_OPENED, writer_span(&writer), (struct instant){0}, "");
    return pen;
}

struct place pen_say(struct pen *pen, enum entry_kind kind, struct span body, struct instant at,
                     const char *person)
{
    size_t size = 0;
    const struct place place = {1, pen->head.place.seq + 1};
    const struct entry entry = {
        .device = pen->stream.stream.device,
        .place = place,
        .prev = pen->head.hash,
        .kind = kind,
        .when = {.wall_set = true, .wall_ms = at.ms, .mono_ms = at.ms, .boot = 1, .fix = pen->fix},
        .person = text_of(person),
        .body = body
    };
    assert_true(pen->size + SEALED_SIZE_MAX <= sizeof pen->bytes || body.size < 1024);
    assert_int_equal(
        entry_seal(&entry, &pen->secret, pen->bytes + pen->size, &size, &pen->head.hash),
        STATUS_OK);
    pen->head.place = place;
    pen->first = pen->count == 0 ? place : pen->first;
    pen->count++;
    pen->size += size;
    return place;
}

static void send(struct town *town, struct pen *pen, struct instant received)
{
    static uint8_t bytes[MESSAGE_BYTES_MAX];
    struct writer writer = writer_of(bytes, sizeof bytes);
    const struct message message = {
        .kind = MESSAGE_BATCH,
        .batch = {.device = pen->stream.stream.device,
                  .epoch = 1,
                  .first_seq = pen->first.seq,
                  .count = pen->count,
                  .clock = {.wall_ms = received.ms, .mono_ms = received.ms, .boot = 1},
                  .entries = span_of(pen->bytes, pen->size)}
    };
    assert_int_equal(message_encode(&message, &writer), STATUS_OK);
    struct act_stream *stream = &pen->stream;
    struct act_batch batch = {.device = message.batch.device,
                              .received = received,
                              .first = pen->first,
                              .count = pen->count,
                              .message = writer_span(&writer)};
    stream->stream.high_water = pen->head;
    struct act_group group = {.batches = &batch,
                              .batch_streams = &stream,
                              .batch_count = 1,
                              .streams = &stream,
                              .stream_count = 1};
    assert_int_equal(act_store_commit(town->store, &group), STATUS_OK);
    pen->size = 0;
    pen->count = 0;
}

void pen_send(struct town *town, struct pen *pen, struct instant received)
{
    if (pen->count > 0) {
        send(town, pen, received);
    }
}

void pen_send_spoiled(struct town *town, struct pen *pen, struct instant received, bool last)
{
    struct span left = span_of(pen->bytes, pen->size);
    struct sealed sealed;
    assert_int_equal(entry_open(&left, &sealed), STATUS_OK);
    const size_t at = last ? pen->size - 1 : sealed.whole.size - 1;
    pen->bytes[at] ^= 1;
    send(town, pen, received);
}

struct place pen_act(struct pen *pen, struct instant at, const char *fields)
{
    uint8_t body[1024];
    struct writer writer = writer_of(body, sizeof body);
    struct text rest = text_of(fields);
    struct act_body act = {.scanned = true};
    assert_true(act_kind_parse(text_split(&rest, ','), &act.kind));
    act.subject = text_split(&rest, ',');
    act.party = text_split(&rest, ',');
    char person[64];
    assert_true(text_copy(text_split(&rest, ','), person, sizeof person));
    act.counterpart = text_split(&rest, ',');
    act.stop = text_split(&rest, ',');
    act.parent = text_split(&rest, ',');
    act.reason = rest;
    assert_int_equal(act_encode(&act, &writer), STATUS_OK);
    return pen_say(pen, ENTRY_ACT, writer_span(&writer), at, person);
}

/* --- files --- */

/* Parts end where lines end. */
static struct text next_part(struct text *rest)
{
    struct text part = {.at = rest->at, .size = rest->size};
    if (part.size > FILE_PART_MAX) {
        part.size = FILE_PART_MAX;
        while (part.size > 0 && part.at[part.size - 1] != '\n') {
            part.size--;
        }
    }
    rest->at += part.size;
    rest->size -= part.size;
    return part;
}

static struct text nth_part(struct text file, uint32_t number, uint32_t *out_count)
{
    struct text found = {0};
    uint32_t count = 0;
    while (file.size > 0) {
        struct text part = next_part(&file);
        found = count == number ? part : found;
        count++;
    }
    *out_count = count;
    return found;
}

static void say_part(struct town *town, struct pen *pen, const struct file_part_body *part,
                     struct instant received)
{
    static uint8_t body[ENTRY_BODY_MAX];
    struct writer writer = writer_of(body, sizeof body);
    if (pen->size + SEALED_SIZE_MAX > sizeof pen->bytes) {
        pen_send(town, pen, received);
    }
    assert_int_equal(file_part_encode(part, &writer), STATUS_OK);
    (void)pen_say(pen, ENTRY_FILE_PART, writer_span(&writer), received, "");
}

/* NOLINTNEXTLINE(readability-function-size): which file, which of its parts, and when */
void pen_file_parts(struct town *town, struct pen *pen, enum file_kind kind, struct text file,
                    uint32_t from, uint32_t until, bool close, struct instant received)
{
    uint32_t count = 0;
    const struct hash hash = hash_of(span_of(file.at, file.size));
    struct text rest = file;
    (void)nth_part(file, 0, &count);
    for (uint32_t i = 0; i < count; i++) {
        struct text bytes = next_part(&rest);
        if (i >= from && i < until) {
            const struct file_part_body part = {
                .kind = kind, .file = hash, .number = i, .bytes = span_of(bytes.at, bytes.size)};
            say_part(town, pen, &part, received);
        }
    }
    if (close) {
        uint8_t body[512];
        struct writer writer = writer_of(body, sizeof body);
        const struct file_close_body end = {.kind = kind,
                                            .file = hash,
                                            .parts = count,
                                            .size = file.size,
                                            .name = TEXT("test.csv")};
        assert_int_equal(file_close_encode(&end, &writer), STATUS_OK);
        (void)pen_say(pen, ENTRY_FILE_CLOSE, writer_span(&writer), received, "");
    }
    pen_send(town, pen, received);
}

void pen_file(struct town *town, struct pen *pen, enum file_kind kind, struct text file,
              struct instant received)
{
    pen_file_parts(town, pen, kind, file, 0, UINT32_MAX, true, received);
}

char *town_read(const char *path)
{
    FILE *in = fopen(path, "rb");
    assert_non_null(in);
    assert_int_equal(fseek(in, 0, SEEK_END), 0);
    const long size = ftell(in);
    rewind(in);
    char *bytes = malloc((size_t)size + 1);
    assert_non_null(bytes);
    assert_int_equal(fread(bytes, 1, (size_t)size, in), (size_t)size);
    fclose(in);
    bytes[size] = '\0';
    return bytes;
}

void town_furnish(struct town *town, struct instant received)
{
    struct pen *pen = town_pen(town, 0, DEVICE_IMPORT);
    char *calendar = town_read("tests/data/calendar-vn.csv");
    pen_file(town, pen, FILE_CALENDAR, text_of(calendar), received);
    pen_file(town, pen, FILE_PLAN, text_of(town_plan), received);
    free(calendar);
}

void town_feed(struct town *town, const char *code, const char *received, const char *promised,
               struct instant at)
{
    char row[256];
    struct line line = line_of(row, sizeof row);
    line_put(&line, code);
    line_put(&line, ",1.005555.000.00.00.H41,,,");
    line_put(&line, received);
    line_char(&line, ',');
    line_put(&line, promised);
    line_put(&line, ",4,,H41.04,0,\n");
    pen_file(town, &town->pens[0], FILE_FEED, line_done(&line), at);
}

struct instant town_at(const char *text)
{
    struct instant instant;
    assert_int_equal(instant_parse(text_of(text), &instant), STATUS_OK);
    return instant;
}

/* splitmix64, S. Vigna */
uint32_t town_throw(uint64_t *dice, uint32_t sides)
{
    uint64_t z = *dice += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    z ^= z >> 31;
    return (uint32_t)((z >> 32) * sides >> 32);
}

/* --- what the book says --- */

struct dump {
    char *at;
    size_t size, room;
};

static enum status add_line(void *to, struct text line)
{
    struct dump *dump = to;
    if (dump->size + line.size + 2 > dump->room) {
        dump->room = 2 * (dump->size + line.size + 2);
        dump->at = realloc(dump->at, dump->room);
        assert_non_null(dump->at);
    }
    memcpy(dump->at + dump->size, line.at, line.size);
    dump->size += line.size;
    dump->at[dump->size++] = '\n';
    dump->at[dump->size] = '\0';
    return STATUS_OK;
}

char *town_canonical(struct town *town)
{
    struct dump dump = {0};
    assert_int_equal(add_line(&dump, TEXT("canonical")), STATUS_OK);
    assert_int_equal(flag_reader_canonical(town->flags, add_line, &dump), STATUS_OK);
    return dump.at;
}

bool town_dossier(struct town *town, const char *code, struct book_dossier *out)
{
    static uint8_t memory[4096];
    struct arena arena = arena_of(memory, sizeof memory);
    const enum status status = flag_reader_dossier(town->flags, text_of(code), &arena, out);
    assert_true(status == STATUS_OK || status == STATUS_NOT_FOUND);
    return status == STATUS_OK;
}

size_t town_incidents(struct town *town, const char *kind)
{
    static uint8_t memory[1 << 18];
    static struct book_incident rows[256];
    struct arena arena = arena_of(memory, sizeof memory);
    size_t count = 0;
    size_t found = 0;
    assert_int_equal(flag_reader_incidents(town->flags, 0, &arena, rows, 256, &count), STATUS_OK);
    for (size_t i = 0; i < count; i++) {
        found += text_is(rows[i].kind, kind);
    }
    return found;
}

size_t town_changes(struct town *town, const char *code, struct book_change *out, size_t room)
{
    static uint8_t memory[1 << 16];
    struct arena arena = arena_of(memory, sizeof memory);
    size_t count = 0;
    assert_int_equal(flag_reader_changes(town->flags, text_of(code), &arena, out, room, &count),
                     STATUS_OK);
    return count;
}

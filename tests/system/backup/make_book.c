/* make_book - a book of acts of any size, as intake would have written it: real seals, chains,
 * signatures and batches, from a fixed seed: `make_book acts.db DEVICES ROWS ACTS_PER_ROW`. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "adapters/sqlite/act_store_sqlite.h"
#include "base/check.h"
#include "core/statement.h"
#include "wire/message.h"

enum { GROUP = 256, ROW_SIZE_MAX = 16384, MADE_MS = 1000, PER_ROW_MAX = 48 };

static const int64_t began_ms = 1679360400000; /* 2023-03-21T08:00 */

struct maker {
    struct sign_public key;
    struct sign_secret secret;
    struct head head;
    struct act_stream stream;
};

static struct maker *makers;
static uint8_t messages[GROUP][ROW_SIZE_MAX];
static uint32_t subjects;

static void must(enum status status, const char *what)
{
    if (status != STATUS_OK) {
        (void)fprintf(stderr, "make_book: %s: %s\n", what, status_text(status));
        exit(1);
    }
}

static void put_entry(struct maker *maker, int64_t wall_ms, struct writer *out)
{
    uint8_t bytes[512];
    uint8_t sealed[SEALED_SIZE_MAX];
    char subject[32];
    size_t size = 0;
    struct writer body = writer_of(bytes, sizeof bytes);
    const bool first = maker->head.place.seq == 0;
    struct line line = line_of(subject, sizeof subject);
    line_put(&line, "H41.04-230321-");
    line_digits(&line, ++subjects / 10 % 1000000, 6);
    const struct act_body act = {.kind = subjects % 2 ? ACT_GIVE : ACT_TAKE,
                                 .scanned = true,
                                 .party = TEXT("post"),
                                 .subject = line_done(&line),
                                 .counterpart = TEXT("center"),
                                 .stop = TEXT("TTG")};
    const struct opened_body opened = {.sign_key = maker->key, .software = TEXT("make_book")};
    must(first ? opened_encode(&opened, &body) : act_encode(&act, &body), "a body");
    const struct time_evidence when = {
        .wall_set = true, .wall_ms = wall_ms, .mono_ms = wall_ms - began_ms, .boot = 1};
    const struct entry entry = {
        .device = maker->stream.stream.device,
        .place = {1, maker->head.place.seq + 1},
        .prev = maker->head.hash,
        .kind = first ? ENTRY_OPENED : ENTRY_ACT,
        .when = when,
        .person = TEXT("vt-007"),
        .body = writer_span(&body)
    };
    must(entry_seal(&entry, &maker->secret, sealed, &size, &maker->head.hash), "a seal");
    maker->head.place = entry.place;
    write_bytes(out, sealed, size);
}

static struct act_batch make_row(struct maker *maker, uint32_t count, int64_t wall_ms, uint8_t *at)
{
    uint8_t bytes[ROW_SIZE_MAX];
    struct writer entries = writer_of(bytes, sizeof bytes);
    struct writer message = writer_of(at, ROW_SIZE_MAX);
    const struct place first = {1, maker->head.place.seq + 1};
    for (uint32_t i = 0; i < count; i++) {
        put_entry(maker, wall_ms, &entries);
    }
    const struct message batch = {
        .kind = MESSAGE_BATCH,
        .batch = {.device = maker->stream.stream.device,
                  .epoch = 1,
                  .first_seq = first.seq,
                  .count = count,
                  .clock = {.wall_ms = wall_ms, .mono_ms = wall_ms - began_ms, .boot = 1},
                  .entries = writer_span(&entries)}
    };
    must(message_encode(&batch, &message), "a message");
    maker->stream.stream.high_water = maker->head;
    maker->stream.stream.epoch_max = 1;
    return (struct act_batch){.device = maker->stream.stream.device,
                              .received = {wall_ms},
                              .first = first,
                              .count = count,
                              .message = writer_span(&message)};
}

static void enrol(struct act_store *store, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        static const struct head nothing;
        uint8_t seed[SIGN_SEED_SIZE] = {(uint8_t)i, (uint8_t)(i >> 8), 7};
        struct maker *maker = &makers[i];
        sign_keys(seed, &maker->key, &maker->secret);
        const struct device device = device_of(&maker->key);
        stream_init(&maker->stream.stream, device, &nothing, 0, false);
        struct act_device row = {.device = device,
                                 .sign_key = maker->key,
                                 .kind = DEVICE_HANDHELD,
                                 .label = "unit",
                                 .party = "post",
                                 .enrolled = {began_ms}};
        memcpy(row.link_key.byte, &device.id, sizeof device.id);
        struct act_group group = {.devices = &row, .device_count = 1};
        must(act_store_commit(store, &group), "a device");
    }
}

static void fill(struct act_store *store, uint32_t devices, uint64_t rows, uint32_t per_row)
{
    struct act_batch batches[GROUP];
    struct act_stream *batch_streams[GROUP];
    struct act_stream *streams[GROUP];
    for (uint64_t done = 0; done < rows;) {
        size_t count = 0;
        while (count < GROUP && count < devices && done + count < rows) {
            struct maker *maker = &makers[(done + count) % devices];
            const int64_t wall_ms = began_ms + (int64_t)(done / GROUP) * MADE_MS;
            batches[count] = make_row(maker, per_row, wall_ms, messages[count]);
            batch_streams[count] = &maker->stream;
            streams[count++] = &maker->stream;
        }
        struct act_group group = {.batches = batches,
                                  .batch_streams = batch_streams,
                                  .batch_count = count,
                                  .streams = streams,
                                  .stream_count = count};
        must(act_store_commit(store, &group), "a group");
        done += count;
    }
}

int main(int argc, char **argv)
{
    static struct act_store_sqlite sqlite;
    uint64_t number[3] = {0};
    for (int i = 0; argc == 5 && i < 3; i++) {
        (void)text_unsigned(text_of(argv[i + 2]), &number[i]);
    }
    if (number[0] == 0 || number[0] > UINT16_MAX || number[2] == 0 || number[2] > PER_ROW_MAX) {
        (void)fprintf(stderr, "usage: make_book FILE DEVICES ROWS ACTS_PER_ROW (at most %d)\n",
                      PER_ROW_MAX);
        return 2;
    }
    const struct database_options options = {.path = argv[1], .lock = true};
    must(sign_start(), "start");
    must(act_store_sqlite_open(&sqlite, &options), argv[1]);
    struct act_store store = act_store_sqlite_store(&sqlite);
    makers = calloc(number[0], sizeof *makers);
    assert(makers);
    enrol(&store, (uint32_t)number[0]);
    fill(&store, (uint32_t)number[0], number[1], (uint32_t)number[2]);
    act_store_sqlite_close(&sqlite);
    free(makers);
    return 0;
}

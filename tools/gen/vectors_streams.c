#include <string.h>

#include "base/check.h"
#include "tools/gen/vector_file.h"
#include "tools/gen/vectors.h"

enum { LINKS_MAX = 40 };

/* A journal on its way. */
struct journal {
    struct vector_device device;
    struct head head;
    struct head heads[LINKS_MAX];
    uint8_t bytes[LINKS_MAX][1024];
    struct span parts[LINKS_MAX];
    size_t count;
};

static void append(struct journal *journal, struct place place, enum entry_kind kind,
                   struct span body)
{
    struct entry entry = vector_entry(&journal->device, place, kind, body);
    uint8_t sealed[SEALED_SIZE_MAX];
    size_t size = 0;
    entry.prev = journal->head.hash;
    enum status status =
        entry_seal(&entry, &journal->device.secret, sealed, &size, &journal->head.hash);
    assert(status == STATUS_OK && journal->count < LINKS_MAX && size <= 1024);
    memcpy(journal->bytes[journal->count], sealed, size);
    journal->parts[journal->count] = span_of(journal->bytes[journal->count], size);
    journal->head.place = place;
    journal->heads[journal->count++] = journal->head;
}

/* HEAD: the entry it goes on from. */
static void open_epoch(struct journal *journal, uint32_t epoch, struct head head)
{
    uint8_t bytes[256];
    struct writer body = writer_of(bytes, sizeof bytes);
    struct opened_body opened = {
        .sign_key = journal->device.key, .head = head, .software = TEXT("trao-handheld 0.1.0")};
    enum status status = opened_encode(&opened, &body);
    assert(status == STATUS_OK);
    journal->head.hash = head.hash;
    append(journal, (struct place){epoch, 1}, ENTRY_OPENED, writer_span(&body));
}

static void append_acts(struct journal *journal, uint32_t count)
{
    static const enum act_kind kinds[] = {ACT_INTAKE, ACT_GIVE,  ACT_TAKE, ACT_ARRIVE,
                                          ACT_DEPART, ACT_READY, ACT_PACK, ACT_UNPACK};
    for (uint32_t i = 0; i < count; i++) {
        uint8_t bytes[512];
        char subject[32];
        struct line line = line_of(subject, sizeof subject);
        line_put(&line, "H41.04-230321-");
        line_digits(&line, journal->count, 4);
        struct act_body act = {.kind = kinds[journal->count % 8],
                               .scanned = true,
                               .party = TEXT("post"),
                               .subject = line_done(&line),
                               .stop = TEXT("TTG")};
        struct writer body = writer_of(bytes, sizeof bytes);
        enum status status = act_encode(&act, &body);
        assert(status == STATUS_OK);
        append(journal, (struct place){journal->head.place.epoch, journal->head.place.seq + 1},
               ENTRY_ACT, writer_span(&body));
    }
}

/* What the server has of a device that lost (1,13) to (1,15), and later all of its journal. */
static void build(struct journal *journal)
{
    memset(journal, 0, sizeof *journal);
    journal->device = vector_device_of(1);
    open_epoch(journal, 1, journal->head);
    append_acts(journal, 14);
    open_epoch(journal, 2, journal->heads[11]);
    append_acts(journal, 9);
    open_epoch(journal, 4, (struct head){0});
    append_acts(journal, 5);
}

static void put(FILE *to, const char *name, const char *shows, const struct journal *journal)
{
    vector_file_stream(to, name, shows, journal->parts, journal->count);
}

/* Its first entries: enough to spoil one of them. */
static void build_short(struct journal *journal)
{
    build(journal);
    journal->count = 12;
}

static void put_bad_chains(FILE *to, struct journal *journal)
{
    build_short(journal);
    struct span kept = journal->parts[6];
    journal->parts[6] = journal->parts[7];
    journal->parts[7] = kept;
    put(to, "swapped", "two entries have changed places", journal);

    build_short(journal);
    memmove(&journal->parts[8], &journal->parts[9], 3 * sizeof journal->parts[0]);
    journal->count--;
    put(to, "gap", "row 72: one entry is missing", journal);

    build_short(journal);
    journal->parts[9] = journal->parts[8];
    put(to, "twice", "an entry stands twice, another is missing", journal);

    build_short(journal);
    journal->count = 1;
    journal->head = journal->heads[0];
    journal->head.hash.byte[0] ^= 1;
    append_acts(journal, 3);
    put(to, "chain_break", "row 71: prev is the hash of something else", journal);

    build_short(journal);
    journal->count = 5;
    open_epoch(journal, 2,
               (struct head){
                   {1, 4},
                   journal->heads[2].hash
    });
    put(to, "named_other", "a later epoch names (1,4) with the hash of (1,3)", journal);

    build_short(journal);
    journal->count = 5;
    open_epoch(journal, 2,
               (struct head){
                   {1, 9},
                   journal->heads[8].hash
    });
    put(to, "named_later", "a later epoch names an entry that is not there", journal);

    build_short(journal);
    journal->count = 5;
    open_epoch(journal, 1, journal->heads[4]);
    put(to, "epoch_again", "an epoch opened twice", journal);

    build_short(journal);
    journal->count = 5;
    journal->head = (struct head){
        {2, 0},
        journal->heads[4].hash
    };
    append_acts(journal, 1);
    put(to, "epoch_by_act", "an act cannot open an epoch", journal);
}

static void put_bad_entries(FILE *to, struct journal *journal)
{
    build_short(journal);
    journal->bytes[10][journal->parts[10].size - 1] ^= 1;
    put(to, "signature", "row 70: one bit of a signature", journal);

    build_short(journal);
    journal->bytes[10][60] ^= 1;
    put(to, "content", "one bit of an entry: its signature no longer fits", journal);

    build_short(journal);
    journal->bytes[10][0] = 2;
    put(to, "format", "one entry of a later format", journal);

    build_short(journal);
    journal->parts[journal->count - 1].size -= 3;
    put(to, "cut", "the last entry is not whole", journal);

    build_short(journal);
    journal->count = 3;
    journal->head = journal->heads[2];
    journal->device = vector_device_of(2);
    append_acts(journal, 1);
    put(to, "device", "row 62: another device's entry", journal);

    build_short(journal);
    journal->count = 3;
    journal->head = journal->heads[2];
    struct vector_device device = journal->device;
    journal->device = vector_device_of(2);
    journal->device.device = device.device;
    append_acts(journal, 1);
    put(to, "key", "the right device, sealed with another key", journal);

    memset(journal, 0, sizeof *journal);
    journal->device = vector_device_of(1);
    journal->head.place = (struct place){1, 0};
    append_acts(journal, 2);
    put(to, "no_key", "a stream begins with the entry that names its key", journal);

    memset(journal, 0, sizeof *journal);
    journal->device = vector_device_of(1);
    journal->device.device.id ^= 1;
    open_epoch(journal, 1, journal->head);
    put(to, "device_not_key", "the device is the hash of its key", journal);
}

void vectors_streams(FILE *to)
{
    static struct journal journal;
    build(&journal);
    put(to, "whole", "three epochs: a tail lost and kept, then all lost; journal.bin", &journal);
    journal.count = 15;
    put(to, "epoch_one", "the first epoch alone", &journal);
    journal.count = 0;
    put(to, "empty", "a journal without entries", &journal);
    put_bad_chains(to, &journal);
    put_bad_entries(to, &journal);
}

void vectors_journal(FILE *to)
{
    static struct journal journal;
    build(&journal);
    for (size_t i = 0; i < journal.count; i++) {
        (void)fwrite(journal.parts[i].at, 1, journal.parts[i].size, to);
    }
}

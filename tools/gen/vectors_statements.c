#include <string.h>

#include "base/check.h"
#include "tools/gen/vector_file.h"
#include "tools/gen/vectors.h"

/* Bodies at, and one step beyond, each bound of journal.md section 4: sealed and signed as they
 * should be, written by hand, because the product would not write them. */

enum { ACT_TAKE_CODE = 8, TEXT_LIMIT = 63, NOTE_LIMIT = 255 };

static uint8_t bytes[ENTRY_BODY_MAX];

static struct writer fresh(void)
{
    return writer_of(bytes, sizeof bytes);
}

static void text(struct writer *body, const char *words)
{
    write_u8(body, (uint8_t)strlen(words));
    write_bytes(body, words, strlen(words));
}

/* SIZE letters. */
static void letters(struct writer *body, size_t size)
{
    write_u8(body, (uint8_t)size);
    for (size_t i = 0; i < size; i++) {
        write_u8(body, 'x');
    }
}

static void filled(struct writer *body, uint8_t value, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        write_u8(body, value);
    }
}

static void put(FILE *to, const char *name, const char *shows, enum entry_kind kind,
                const struct writer *body)
{
    static uint8_t sealed[SEALED_SIZE_MAX];
    struct vector_device device = vector_device_of(1);
    struct entry entry = vector_entry(&device, (struct place){1, 2}, kind, writer_span(body));
    size_t size = 0;
    struct hash hash;
    assert(!body->short_of);
    enum status status = entry_seal(&entry, &device.secret, sealed, &size, &hash);
    assert(status == STATUS_OK);
    struct span span = span_of(sealed, size);
    vector_file_entry(to, name, shows, &device.key, &span, 1);
}

/* An act with these first bytes, party and subject; REASON letters of reason. */
static struct writer an_act(uint8_t code, uint8_t read, const char *party, size_t reason)
{
    struct writer body = fresh();
    write_u8(&body, code);
    write_u8(&body, read);
    text(&body, party);
    text(&body, "H41.04-230321-0001");
    filled(&body, 0, 3);
    letters(&body, reason);
    return body;
}

static void acts(FILE *to)
{
    struct writer body = an_act(ACT_TAKE_CODE, 0, "post", TEXT_LIMIT);
    put(to, "text_63", "the longest text", ENTRY_ACT, &body);
    body = an_act(ACT_TAKE_CODE, 0, "post", TEXT_LIMIT + 1);
    put(to, "text_64", "one byte longer", ENTRY_ACT, &body);
    body = an_act(ACT_TAKE_CODE, 0, "", 0);
    put(to, "no_party", "an act nobody speaks for", ENTRY_ACT, &body);
    body = an_act(0, 0, "post", 0);
    put(to, "act_zero", "there is no act 0", ENTRY_ACT, &body);
    body = an_act(16, 0, "post", 0);
    put(to, "act_sixteen", "nor 16", ENTRY_ACT, &body);
    body = an_act(ACT_TAKE_CODE, 3, "post", 0);
    put(to, "read_both", "scanned and typed exclude each other", ENTRY_ACT, &body);
    body = an_act(ACT_TAKE_CODE, 0, "post", 3);
    bytes[body.size - 2] = 0;
    put(to, "text_nul", "row 69: NUL inside a text", ENTRY_ACT, &body);
    body = an_act(ACT_TAKE_CODE, 0, "post", 3);
    bytes[body.size - 1] = 0xC3;
    put(to, "text_half", "row 69: half a character", ENTRY_ACT, &body);
    body = an_act(ACT_TAKE_CODE, 0, "post", 3);
    memcpy(bytes + body.size - 3, "\xED\xA0\x80", 3);
    put(to, "text_surrogate", "row 69: a surrogate is no character", ENTRY_ACT, &body);
    body = an_act(ACT_TAKE_CODE, 0, "post", 0);
    write_u8(&body, 0);
    put(to, "left_over", "a byte behind the body", ENTRY_ACT, &body);
}

static void heads_and_devices(FILE *to)
{
    struct writer body = fresh();
    struct vector_device device = vector_device_of(1);
    write_bytes(&body, device.key.byte, sizeof device.key.byte);
    write_u32(&body, 1);
    write_u64(&body, 9);
    filled(&body, 0, HASH_SIZE);
    text(&body, "trao");
    put(to, "head_no_hash", "a head without its hash", ENTRY_OPENED, &body);
    memset(bytes + 32, 0, 4);
    bytes[44] = 1;
    put(to, "head_no_epoch", "a head without its epoch", ENTRY_OPENED, &body);
    memset(bytes + 32, 0, 12);
    put(to, "head_only_hash", "a hash of nothing", ENTRY_OPENED, &body);

    body = fresh();
    write_u64(&body, device.device.id ^ 1);
    filled(&body, 0x5C, 32);
    write_bytes(&body, device.key.byte, sizeof device.key.byte);
    write_u8(&body, 1);
    text(&body, "07");
    text(&body, "post");
    filled(&body, 0, 2);
    put(to, "enrolled_other", "the device is not the key's", ENTRY_DEVICE_ENROLLED, &body);
    bytes[0] ^= 1;
    bytes[72] = 6;
    put(to, "enrolled_kind", "there is no device of kind 6", ENTRY_DEVICE_ENROLLED, &body);

    body = fresh();
    write_u64(&body, device.device.id);
    write_u32(&body, 1);
    write_u64(&body, 0);
    letters(&body, NOTE_LIMIT);
    filled(&body, 0, 2);
    put(to, "revoked_half_place", "an epoch without a number", ENTRY_DEVICE_REVOKED, &body);
    bytes[8] = 0;
    put(to, "note_255", "the longest note; nothing is trusted", ENTRY_DEVICE_REVOKED, &body);
}

/* An H up to its items, in a body of kind 3; the size in front is patched by end_give(). */
static struct writer begin_give(uint8_t format, const char *giver, uint8_t bundles)
{
    struct writer body = fresh();
    write_u16(&body, 0);
    write_u8(&body, format);
    filled(&body, 0xA5, 16);
    write_u64(&body, 7);
    write_i64(&body, 1679386200000);
    write_u32(&body, 2);
    text(&body, giver);
    text(&body, "post");
    filled(&body, 0, 2);
    write_u8(&body, bundles);
    for (uint8_t i = 0; i < bundles; i++) {
        text(&body, "BTTG0042303211007I");
        text(&body, "");
    }
    return body;
}

static void end_give(FILE *to, const char *name, const char *shows, struct writer *body)
{
    size_t size = body->size - 2;
    bytes[0] = (uint8_t)size;
    bytes[1] = (uint8_t)(size >> 8);
    text(body, "");
    put(to, name, shows, ENTRY_GIVE, body);
}

static void put_give(FILE *to, const char *name, const char *shows, const char *const items[2])
{
    struct writer body = begin_give(1, "center", 0);
    write_u8(&body, 2);
    text(&body, items[0]);
    text(&body, items[1]);
    end_give(to, name, shows, &body);
}

static void handoffs(FILE *to)
{
    put_give(to, "items_sorted", "the shorter first", (const char *const[]){"a", "aa"});
    put_give(to, "items_unsorted", "out of order", (const char *const[]){"b", "a"});
    put_give(to, "items_twice", "one twice", (const char *const[]){"a", "a"});
    put_give(to, "item_empty", "no code", (const char *const[]){"", "a"});
    struct writer body = begin_give(2, "center", 1);
    write_u8(&body, 0);
    end_give(to, "record_format", "a later H needs a later kind", &body);
    body = begin_give(1, "", 1);
    write_u8(&body, 0);
    end_give(to, "no_giver", "nobody gives", &body);
    body = begin_give(1, "center", 0);
    write_u8(&body, 0);
    end_give(to, "nothing_given", "neither bundle nor item", &body);
    body = begin_give(1, "center", 16);
    write_u8(&body, 0);
    end_give(to, "bundles_16", "as many bundles as there may be", &body);
    body = begin_give(1, "center", 17);
    write_u8(&body, 0);
    end_give(to, "bundles_17", "one more", &body);
    body = begin_give(1, "center", 1);
    write_u8(&body, 0);
    write_u8(&body, 0);
    end_give(to, "record_left_over", "a byte behind H", &body);
}

/* A take with COUNT scanned codes. */
static struct writer a_take(uint8_t one_device, uint8_t proven, uint8_t count)
{
    struct writer body = fresh();
    filled(&body, 0, 16 + 32 + 32);
    write_u8(&body, one_device);
    write_u8(&body, proven);
    text(&body, "post");
    filled(&body, 0, 3 + 1);
    write_u8(&body, count);
    for (uint8_t i = 0; i < count; i++) {
        text(&body, "x");
    }
    filled(&body, 0, 2);
    return body;
}

static void takes_and_readings(FILE *to)
{
    struct writer body = a_take(0, 4, 100);
    put(to, "scanned_100", "as many codes as there may be", ENTRY_TAKE, &body);
    body = a_take(0, 4, 101);
    put(to, "scanned_101", "one more", ENTRY_TAKE, &body);
    body = a_take(2, 4, 1);
    put(to, "one_device_two", "yes or no", ENTRY_TAKE, &body);
    body = a_take(0, 5, 1);
    put(to, "receiver_proven_5", "a way of proving that is not listed", ENTRY_TAKE, &body);

    static const uint16_t sizes[] = {0, 512, 513};
    static const char *const names[] = {"raw_0", "raw_512", "raw_513"};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        body = fresh();
        write_u16(&body, sizes[i]);
        filled(&body, 0xFF, sizes[i]);
        filled(&body, 0, 3);
        put(to, names[i], "a reading has 1 to 512 bytes", ENTRY_READING, &body);
    }
    body = fresh();
    filled(&body, 1, 16);
    write_u8(&body, 7);
    write_u8(&body, 0);
    text(&body, "a");
    text(&body, "b");
    text(&body, "c");
    put(to, "scan_refuse", "only gives and takes are scanned open", ENTRY_SCAN, &body);
    bytes[16] = 6;
    bytes[17] = 4;
    put(to, "scan_flag", "a bit without a meaning", ENTRY_SCAN, &body);
    bytes[17] = 3;
    put(to, "scan_both", "typed and withdrawn", ENTRY_SCAN, &body);
}

/* ROW's top byte, and the first bytes of its two hashes. */
static void put_backup(FILE *to, const char *name, uint8_t top, uint8_t row, uint8_t manifest)
{
    struct writer body = fresh();
    filled(&body, 0, 7);
    write_u8(&body, top);
    write_u8(&body, row);
    filled(&body, 0, HASH_SIZE - 1);
    write_u8(&body, manifest);
    filled(&body, 0, HASH_SIZE - 1);
    put(to, name, "a row of 1 to 2^63 - 1, and two hashes", ENTRY_BACKUP, &body);
}

static void backups(FILE *to)
{
    put_backup(to, "backup_of_much", 0x7F, 1, 1);
    put_backup(to, "backup_row_0", 0, 1, 1);
    put_backup(to, "backup_row_huge", 0x80, 1, 1);
    put_backup(to, "backup_no_row_hash", 1, 0, 1);
    put_backup(to, "backup_no_manifest", 1, 1, 0);
}

static void put_close(FILE *to, const char *name, uint32_t parts, uint64_t size)
{
    struct writer body = fresh();
    write_u8(&body, FILE_PLAN);
    filled(&body, 9, HASH_SIZE);
    write_u32(&body, parts);
    write_u64(&body, size);
    write_i32(&body, -1);
    text(&body, "plan.csv");
    put(to, name, "parts and size go together", ENTRY_FILE_CLOSE, &body);
}

static void files_and_desk(FILE *to)
{
    put_close(to, "close_empty", 0, 0);
    put_close(to, "close_no_parts", 0, 1);
    put_close(to, "close_no_bytes", 1, 0);
    put_close(to, "close_full", 2, 2 * (uint64_t)FILE_PART_MAX);
    put_close(to, "close_beyond", 2, 2 * (uint64_t)FILE_PART_MAX + 1);
    put_close(to, "close_thin", 3, 2);
    struct writer body = fresh();
    write_u8(&body, 7);
    filled(&body, 9, HASH_SIZE);
    write_u32(&body, 0);
    write_u16(&body, 1);
    write_u8(&body, 'x');
    put(to, "file_kind_7", "there is no file of kind 7", ENTRY_FILE_PART, &body);
    bytes[0] = FILE_PLAN;
    bytes[37] = 0;
    body.size--;
    put(to, "part_empty", "a part has bytes", ENTRY_FILE_PART, &body);
    body = fresh();
    text(&body, "H41.04-230321-0001");
    text(&body, "2023-03-21T15:10:00/take/H41.04");
    text(&body, "");
    text(&body, "an");
    text(&body, "an");
    put(to, "ruling_alone", "one person twice is no ruling", ENTRY_RULING, &body);
    body = fresh();
    write_i32(&body, 19437);
    text(&body, "T1");
    text(&body, "");
    put(to, "run_no_round", "which run?", ENTRY_RUN_CALLED, &body);
    body = fresh();
    filled(&body, 0, 4);
    put(to, "flag_of_nothing", "which dossier?", ENTRY_FLAG_HANDLED, &body);
    body = fresh();
    filled(&body, 0, 3);
    put(to, "incident_no_code", "what happened?", ENTRY_INCIDENT_OPENED, &body);
}

void vectors_statements(FILE *to)
{
    acts(to);
    heads_and_devices(to);
    handoffs(to);
    takes_and_readings(to);
    files_and_desk(to);
    backups(to);
}

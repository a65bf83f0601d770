#include "core/journal.h"

#include <string.h>

#include "base/check.h"
#include "core/statement.h"

/* INVARIANTS
 *
 * (1) What entry_seal() writes, entry_open() reads, and gives back the same values.
 * (2) There is one encoding of an entry: what is absent is zero, no bit is without a meaning, the
 *     size field is the size. So equal hashes mean equal statements.
 * (3) entry_open() checks no more than the shape. A text that is no text, or a body that makes no
 *     sense, is quarantined by statement_check() without stopping its stream. */

enum { HAS_WALL_SET = 1, HAS_GNSS = 2, HAS_FIX = 4, HAS_ALL = 7 };

static const struct head nothing;

struct device device_of(const struct sign_public *key)
{
    struct hash hash = hash_labelled(TEXT("trao/device/1"), span_of(key->byte, sizeof key->byte));
    struct reader reader = reader_of(span_of(hash.byte, sizeof hash.byte));
    return (struct device){.id = read_u64(&reader)};
}

char *device_text(struct device device, char out[DEVICE_TEXT_SIZE])
{
    uint8_t bytes[8];
    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = (uint8_t)(device.id >> (56 - 8 * i));
    }
    struct line line = line_of(out, DEVICE_TEXT_SIZE);
    line_hex(&line, bytes, sizeof bytes);
    return out;
}

bool device_parse(struct text text, struct device *out_device)
{
    uint8_t bytes[8];
    if (!hex_bytes(text, bytes, sizeof bytes)) {
        return false;
    }
    uint64_t id = 0;
    for (size_t i = 0; i < sizeof bytes; i++) {
        id = id << 8 | bytes[i];
    }
    out_device->id = id;
    return true;
}

int place_order(struct place a, struct place b)
{
    if (a.epoch != b.epoch) {
        return a.epoch < b.epoch ? -1 : 1;
    }
    return (a.seq > b.seq) - (a.seq < b.seq);
}

static struct hash entry_hash(struct span bytes)
{
    return hash_labelled(TEXT("trao/entry/1"), bytes);
}

static void write_evidence(struct writer *writer, const struct time_evidence *when)
{
    const struct fix *fix = &when->fix;
    write_i64(writer, when->wall_ms);
    write_i64(writer, when->mono_ms);
    write_u64(writer, when->boot);
    write_i64(writer, when->has_gnss ? when->gnss_ms : 0); /* (2) */
    write_u32(writer, fix->has ? fix->age_ms : 0);
    write_i32(writer, fix->has ? fix->lat_e7 : 0);
    write_i32(writer, fix->has ? fix->lon_e7 : 0);
    write_u32(writer, fix->has ? fix->accuracy_mm : 0);
}

enum status entry_seal(const struct entry *entry, const struct sign_secret *secret, uint8_t *out,
                       size_t *out_size, struct hash *out_hash)
{
    assert(entry->place.epoch > 0 && entry->place.seq > 0);
    assert(entry->proven < PROVENS && entry->kind > 0 && entry->kind <= UINT16_MAX);
    const struct time_evidence *when = &entry->when;
    if (entry->person.size > ENTRY_PERSON_MAX || entry->body.size > ENTRY_BODY_MAX) {
        return STATUS_FULL;
    }
    struct writer writer = writer_of(out, SEALED_SIZE_MAX);
    write_u8(&writer, JOURNAL_FORMAT);
    write_u8(&writer, JOURNAL_ALGORITHM);
    write_u16(&writer, (uint16_t)(ENTRY_HEAD_SIZE + entry->person.size + entry->body.size));
    write_u16(&writer, (uint16_t)entry->kind);
    write_u8(&writer, (uint8_t)entry->proven);
    write_u8(&writer, (uint8_t)((when->wall_set ? HAS_WALL_SET : 0) |
                                (when->has_gnss ? HAS_GNSS : 0) | (when->fix.has ? HAS_FIX : 0)));
    write_u64(&writer, entry->device.id);
    write_u32(&writer, entry->place.epoch);
    write_u64(&writer, entry->place.seq);
    write_bytes(&writer, entry->prev.byte, HASH_SIZE);
    write_evidence(&writer, when);
    write_u8(&writer, (uint8_t)entry->person.size);
    write_bytes(&writer, entry->person.at, entry->person.size);
    write_bytes(&writer, entry->body.at, entry->body.size);

    struct hash hash = entry_hash(writer_span(&writer));
    struct signature signature = sign_hash(secret, &hash);
    write_bytes(&writer, signature.byte, SIGNATURE_SIZE);
    assert(!writer.short_of);
    *out_size = writer.size;
    *out_hash = hash;
    return STATUS_OK;
}

static bool read_evidence(struct reader *reader, uint8_t has, struct time_evidence *out_when)
{
    struct time_evidence when = {.wall_set = has & HAS_WALL_SET, .has_gnss = has & HAS_GNSS};
    when.wall_ms = read_i64(reader);
    when.mono_ms = read_i64(reader);
    when.boot = read_u64(reader);
    when.gnss_ms = read_i64(reader);
    when.fix.has = has & HAS_FIX;
    when.fix.age_ms = read_u32(reader);
    when.fix.lat_e7 = read_i32(reader);
    when.fix.lon_e7 = read_i32(reader);
    when.fix.accuracy_mm = read_u32(reader);
    bool fix_is_zero = when.fix.age_ms == 0 && when.fix.lat_e7 == 0 && when.fix.lon_e7 == 0 &&
                       when.fix.accuracy_mm == 0;
    *out_when = when;
    return has <= HAS_ALL && (when.has_gnss || when.gnss_ms == 0) && (when.fix.has || fix_is_zero);
}

/* The size of the entry that stands at the front, without its signature. */
static enum status measure(struct span bytes, size_t *out_size)
{
    struct reader reader = reader_of(bytes);
    uint8_t format = read_u8(&reader);
    uint8_t algorithm = read_u8(&reader);
    uint16_t size = read_u16(&reader);
    if (!reader.short_of && (format > JOURNAL_FORMAT || algorithm > JOURNAL_ALGORITHM)) {
        return STATUS_TOO_NEW;
    }
    if (format != JOURNAL_FORMAT || algorithm != JOURNAL_ALGORITHM || size < ENTRY_HEAD_SIZE ||
        size > ENTRY_SIZE_MAX || bytes.size < (size_t)size + SIGNATURE_SIZE) {
        return STATUS_MALFORMED;
    }
    *out_size = size;
    return STATUS_OK;
}

enum status entry_open(struct span *bytes, struct sealed *out_sealed)
{
    size_t size = 0;
    enum status status = measure(*bytes, &size);
    if (status != STATUS_OK) {
        return status;
    }
    struct sealed sealed = {.bytes = span_of(bytes->at, size),
                            .whole = span_of(bytes->at, size + SIGNATURE_SIZE)};
    struct entry *entry = &sealed.entry;
    struct reader reader = reader_of(sealed.bytes);
    (void)read_u32(&reader); /* format, algorithm and size: measured */
    entry->kind = (enum entry_kind)read_u16(&reader);
    uint8_t proven = read_u8(&reader);
    uint8_t has = read_u8(&reader);
    entry->device.id = read_u64(&reader);
    entry->place.epoch = read_u32(&reader);
    entry->place.seq = read_u64(&reader);
    read_bytes(&reader, entry->prev.byte, HASH_SIZE);
    bool evident = read_evidence(&reader, has, &entry->when);
    size_t person_size = read_u8(&reader);
    struct span person = read_span(&reader, person_size);
    if (!evident || proven >= PROVENS || entry->kind == 0 || entry->place.epoch == 0 ||
        entry->place.seq == 0 || person_size > ENTRY_PERSON_MAX || reader.short_of ||
        reader.left > ENTRY_BODY_MAX) {
        return STATUS_MALFORMED;
    }
    entry->proven = (enum proven)proven;
    entry->person = (struct text){.at = (const char *)person.at, .size = person.size};
    entry->body = read_span(&reader, reader.left);
    memcpy(sealed.signature.byte, bytes->at + size, SIGNATURE_SIZE);
    sealed.hash = entry_hash(sealed.bytes);
    *bytes = span_of(bytes->at + size + SIGNATURE_SIZE, bytes->size - size - SIGNATURE_SIZE);
    *out_sealed = sealed;
    return STATUS_OK;
}

struct head entry_head(const struct sealed *sealed)
{
    return (struct head){.place = sealed->entry.place, .hash = sealed->hash};
}

bool entry_names(const struct sealed *sealed, struct head *out_named)
{
    struct opened_body opened;
    if (sealed->entry.kind != ENTRY_OPENED ||
        opened_decode(sealed->entry.body, &opened) != STATUS_OK) {
        return false;
    }
    *out_named = opened.head;
    return true;
}

static bool opens_after(const struct sealed *sealed, const struct head *head)
{
    const struct entry *entry = &sealed->entry;
    struct head named = nothing;
    if (entry->place.seq != 1 || !entry_names(sealed, &named) ||
        !hash_equal(&entry->prev, &named.hash)) {
        return false;
    }
    int order = place_order(named.place, head->place);
    return order < 0 || (order == 0 && hash_equal(&named.hash, &head->hash));
}

bool entry_follows(const struct sealed *sealed, const struct head *head)
{
    const struct entry *entry = &sealed->entry;
    if (entry->place.epoch > head->place.epoch) {
        return opens_after(sealed, head);
    }
    return entry->place.epoch == head->place.epoch && head->place.seq < UINT64_MAX &&
           entry->place.seq == head->place.seq + 1 && hash_equal(&entry->prev, &head->hash);
}

bool entry_signed_by(const struct sealed *sealed, const struct sign_public *key)
{
    return sign_verify(key, &sealed->hash, &sealed->signature);
}

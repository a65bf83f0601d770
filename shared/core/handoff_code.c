#include "core/handoff_code.h"

#include <string.h>

#include "base/check.h"

/* INVARIANTS
 * (1) A code has one text: no padding, and the bits behind the last byte are 0.
 * (2) Nothing of a code is believed before its check or signature was. */

enum { PREFIX_SIZE = 5, CHECK_SIZE = 4, ITEM_MAX = STATEMENT_TEXT_MAX };

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"; /* RFC 4648, section 6 */
static const char letters[] = {'O', 'L', 'A'};

/* Where C stands among SIZE characters; SIZE: nowhere. */
static size_t place_in(const char *set, size_t size, char c)
{
    size_t i = 0;
    while (i < size && set[i] != c) {
        i++;
    }
    return i;
}

/* ---- base 32 ---- */

static void put_digits(struct span bytes, struct line *line)
{
    uint32_t bits = 0;
    unsigned held = 0;
    for (size_t i = 0; i < bytes.size; i++) {
        bits = (bits << 8 | bytes.at[i]) & 0xFFF;
        for (held += 8; held >= 5; held -= 5) {
            line_char(line, digits[bits >> (held - 5) & 31]);
        }
    }
    if (held > 0) {
        line_char(line, digits[bits << (5 - held) & 31]);
    }
}

/* False: another character, too long, or not the one way to write it (1). */
static bool take_digits(struct text text, uint8_t room[HANDOFF_CODE_BYTES], size_t *out_size)
{
    uint32_t bits = 0;
    unsigned held = 0;
    size_t size = 0;
    for (size_t i = 0; i < text.size; i++) {
        const size_t digit = place_in(digits, sizeof digits - 1, text.at[i]);
        if (digit == sizeof digits - 1) {
            return false;
        }
        bits = (bits << 5 | (uint32_t)digit) & 0xFFF;
        held += 5;
        if (held >= 8) {
            held -= 8;
            if (size == HANDOFF_CODE_BYTES) {
                return false;
            }
            room[size++] = (uint8_t)(bits >> held);
        }
    }
    *out_size = size;
    return held < 5 && (bits & ((1U << held) - 1)) == 0;
}

/* ---- bodies ---- */

static void write_text(struct writer *writer, struct text text)
{
    write_u8(writer, (uint8_t)text.size);
    write_bytes(writer, text.at, text.size);
}

static struct text read_text(struct reader *reader)
{
    size_t size = read_u8(reader);
    struct span bytes = read_span(reader, size);
    struct text text = {.at = (const char *)bytes.at, .size = bytes.size};
    reader->short_of = reader->short_of || size == 0 || size > ITEM_MAX || !text_utf8(text);
    return text;
}

static void write_body(const struct handoff_code *code, struct writer *writer)
{
    write_bytes(writer, code->id, sizeof code->id);
    if (code->kind == HANDOFF_LIST) {
        write_u8(writer, code->part);
        write_u8(writer, code->parts);
        write_bytes(writer, code->bytes.at, code->bytes.size);
        return;
    }
    write_bytes(writer, code->digest.byte, sizeof code->digest.byte);
    write_bytes(writer, code->entry.byte, sizeof code->entry.byte);
    write_u16(writer, (uint16_t)code->count);
    if (code->kind == HANDOFF_OFFER) {
        write_u8(writer, code->parts);
        write_text(writer, code->giver);
        write_text(writer, code->receiver);
    } else {
        write_u16(writer, (uint16_t)code->missing);
        write_u16(writer, (uint16_t)code->over);
    }
    write_bytes(writer, code->key.byte, sizeof code->key.byte);
}

static void read_body(struct reader *reader, struct handoff_code *code)
{
    bool good = true;
    read_bytes(reader, code->id, sizeof code->id);
    if (code->kind == HANDOFF_LIST) {
        code->part = read_u8(reader);
        code->parts = read_u8(reader);
        code->bytes = read_span(reader, reader->left);
        good = code->bytes.size > 0 && code->bytes.size <= HANDOFF_PART_SIZE && code->part > 0 &&
               code->part <= code->parts && code->parts <= HANDOFF_PARTS_MAX;
        reader->short_of = reader->short_of || !good;
        return;
    }
    read_bytes(reader, code->digest.byte, sizeof code->digest.byte);
    read_bytes(reader, code->entry.byte, sizeof code->entry.byte);
    code->count = read_u16(reader);
    good = code->count > 0;
    if (code->kind == HANDOFF_OFFER) {
        code->parts = read_u8(reader);
        good = good && code->parts > 0 && code->parts <= HANDOFF_PARTS_MAX;
        code->giver = read_text(reader);
        code->receiver = read_text(reader);
    } else {
        code->missing = read_u16(reader);
        code->over = read_u16(reader);
    }
    read_bytes(reader, code->key.byte, sizeof code->key.byte);
    reader->short_of = reader->short_of || !good || reader->left > 0;
}

/* What a check or signature is over: the kind, and the body. */
static struct hash sum_of(enum handoff_code_kind kind, struct span body)
{
    struct hash_sum sum;
    hash_begin(&sum);
    hash_add(&sum, span_of("trao/handoff-code/1", 19));
    hash_add(&sum, span_of(&letters[kind], 1));
    hash_add(&sum, body);
    return hash_end(&sum);
}

/* ---- codes ---- */

bool handoff_code_is(struct text text)
{
    return text.size > PREFIX_SIZE && text_starts(text, "BG") && text.at[2] >= '1' &&
           text.at[2] <= '9' && text.at[4] == '-' &&
           place_in(letters, sizeof letters, text.at[3]) < sizeof letters;
}

enum status handoff_code_write(const struct handoff_code *code, const struct sign_secret *secret,
                               char out[HANDOFF_CODE_SIZE])
{
    uint8_t bytes[HANDOFF_CODE_BYTES];
    struct writer writer = writer_of(bytes, sizeof bytes);
    struct line line = line_of(out, HANDOFF_CODE_SIZE);
    write_body(code, &writer);
    struct hash sum = sum_of(code->kind, writer_span(&writer));
    if (code->kind == HANDOFF_LIST) {
        write_bytes(&writer, sum.byte, CHECK_SIZE);
    } else {
        struct signature signature = sign_hash(secret, &sum);
        write_bytes(&writer, signature.byte, sizeof signature.byte);
    }
    line_put(&line, "BG1");
    line_char(&line, letters[code->kind]);
    line_char(&line, '-');
    put_digits(writer_span(&writer), &line);
    return writer.short_of || line.cut ? STATUS_FULL : STATUS_OK;
}

/* Is TAIL the check or signature of BODY? (2) */
static bool is_sealed(const struct handoff_code *code, struct span body, const uint8_t *tail)
{
    struct hash sum = sum_of(code->kind, body);
    struct signature signature;
    if (code->kind == HANDOFF_LIST) {
        return memcmp(sum.byte, tail, CHECK_SIZE) == 0;
    }
    memcpy(signature.byte, tail, sizeof signature.byte);
    return sign_verify(&code->key, &sum, &signature);
}

enum status handoff_code_read(struct text text, uint8_t room[HANDOFF_CODE_BYTES],
                              struct handoff_code *out_code)
{
    struct handoff_code code = {.kind = HANDOFF_OFFER};
    size_t size = 0;
    if (!handoff_code_is(text)) {
        return STATUS_MALFORMED;
    }
    if (text.at[2] != '1') {
        return STATUS_TOO_NEW;
    }
    code.kind = (enum handoff_code_kind)place_in(letters, sizeof letters, text.at[3]);
    const size_t tail = code.kind == HANDOFF_LIST ? (size_t)CHECK_SIZE : (size_t)SIGNATURE_SIZE;
    const struct text rest = {.at = text.at + PREFIX_SIZE, .size = text.size - PREFIX_SIZE};
    if (!take_digits(rest, room, &size) || size <= tail) {
        return STATUS_MALFORMED;
    }
    const struct span body = span_of(room, size - tail);
    struct reader reader = reader_of(body);
    read_body(&reader, &code);
    if (reader.short_of) {
        return STATUS_MALFORMED;
    }
    if (!is_sealed(&code, body, room + body.size)) {
        return STATUS_BROKEN;
    }
    *out_code = code;
    return STATUS_OK;
}

/* ---- lists ---- */

static size_t shared_of(struct text a, struct text b)
{
    size_t shared = 0;
    while (shared < a.size && shared < b.size && a.at[shared] == b.at[shared]) {
        shared++;
    }
    return shared;
}

enum status handoff_list_pack(struct span record, struct writer *writer)
{
    struct handoff handoff;
    struct text before = {0};
    size_t items_size = 1;
    if (handoff_decode(record, &handoff) != STATUS_OK) {
        return STATUS_MALFORMED;
    }
    for (uint32_t i = 0; i < handoff.item_count; i++) {
        items_size += 1 + handoff.items[i].size;
    }
    assert(items_size <= record.size);
    write_u16(writer, (uint16_t)(record.size - items_size));
    write_bytes(writer, record.at, record.size - items_size);
    for (uint32_t i = 0; i < handoff.item_count; i++) {
        const size_t shared = shared_of(before, handoff.items[i]);
        write_u8(writer, (uint8_t)shared);
        write_u8(writer, (uint8_t)(handoff.items[i].size - shared));
        write_bytes(writer, handoff.items[i].at + shared, handoff.items[i].size - shared);
        before = handoff.items[i];
    }
    return writer->short_of ? STATUS_FULL : STATUS_OK;
}

enum status handoff_list_unpack(struct span list, struct writer *record)
{
    struct reader reader = reader_of(list);
    struct handoff handoff;
    char item[ITEM_MAX];
    size_t before = 0;
    const size_t front = read_u16(&reader);
    const struct span head = read_span(&reader, front);
    write_bytes(record, head.at, head.size);
    uint8_t *count = record->at + record->size;
    write_u8(record, 0);
    while (reader.left > 0 && !reader.short_of && !record->short_of) {
        const size_t shared = read_u8(&reader);
        const size_t rest = read_u8(&reader);
        if (shared > before || shared + rest > ITEM_MAX || *count == HANDOFF_ITEMS_MAX) {
            return STATUS_MALFORMED;
        }
        read_bytes(&reader, item + shared, rest);
        before = shared + rest;
        write_u8(record, (uint8_t)before);
        write_bytes(record, item, before);
        (*count)++;
    }
    return reader.short_of || record->short_of ||
                   handoff_decode(writer_span(record), &handoff) != STATUS_OK
               ? STATUS_MALFORMED
               : STATUS_OK;
}

#include "core/statement_bytes.h"

#include "base/check.h"
#include "core/statement.h"

struct body_writer body_writer_of(struct writer *to)
{
    return (struct body_writer){.to = to, .start = *to, .status = STATUS_OK};
}

void body_write_requires(struct body_writer *writer, bool truth)
{
    if (writer->status == STATUS_OK && !truth) {
        writer->status = STATUS_MALFORMED;
    }
}

static void write_requires_room(struct body_writer *writer, bool room)
{
    if (writer->status == STATUS_OK && !room) {
        writer->status = STATUS_FULL;
    }
}

void body_write_text(struct body_writer *writer, struct text text, size_t text_max)
{
    assert(text_max <= UINT8_MAX);
    write_requires_room(writer, text.size <= text_max);
    if (writer->status != STATUS_OK) {
        return;
    }
    body_write_requires(writer, text_utf8(text));
    write_u8(writer->to, (uint8_t)text.size);
    write_bytes(writer->to, text.at, text.size);
}

void body_write_texts(struct body_writer *writer, const struct text *texts, size_t count,
                      size_t count_max)
{
    assert(count_max <= UINT8_MAX);
    write_requires_room(writer, count <= count_max);
    if (writer->status != STATUS_OK) {
        return;
    }
    write_u8(writer->to, (uint8_t)count);
    for (size_t i = 0; i < count; i++) {
        body_write_text(writer, texts[i], STATEMENT_TEXT_MAX);
    }
}

void body_write_hash(struct body_writer *writer, const struct hash *hash)
{
    write_bytes(writer->to, hash->byte, HASH_SIZE);
}

enum status body_written(struct body_writer *writer)
{
    write_requires_room(writer, !writer->to->short_of);
    if (writer->status != STATUS_OK) {
        *writer->to = writer->start;
    }
    return writer->status;
}

struct body_reader body_reader_of(struct span body)
{
    return (struct body_reader){.from = reader_of(body), .status = STATUS_OK};
}

void body_read_requires(struct body_reader *reader, bool truth)
{
    if (!truth) {
        reader->status = STATUS_MALFORMED;
    }
}

struct text body_read_text(struct body_reader *reader, size_t text_max)
{
    size_t size = read_u8(&reader->from);
    struct span bytes = read_span(&reader->from, size);
    struct text text = {.at = (const char *)bytes.at, .size = bytes.size};
    body_read_requires(reader, size <= text_max && text_utf8(text));
    return text;
}

uint32_t body_read_texts(struct body_reader *reader, struct text *out_texts, size_t count_max)
{
    uint32_t count = read_u8(&reader->from);
    body_read_requires(reader, count <= count_max);
    if (count > count_max) {
        return 0;
    }
    for (uint32_t i = 0; i < count; i++) {
        out_texts[i] = body_read_text(reader, STATEMENT_TEXT_MAX);
    }
    return count;
}

struct hash body_read_hash(struct body_reader *reader)
{
    struct hash hash;
    read_bytes(&reader->from, hash.byte, HASH_SIZE);
    return hash;
}

enum status body_read(struct body_reader *reader)
{
    body_read_requires(reader, !reader->from.short_of && reader->from.left == 0);
    return reader->status;
}

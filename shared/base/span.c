#include "base/span.h"

#include <string.h>

struct span span_of(const void *at, size_t size)
{
    return (struct span){.at = at, .size = size};
}

bool span_equal(struct span a, struct span b)
{
    return a.size == b.size && (a.size == 0 || memcmp(a.at, b.at, a.size) == 0);
}

struct reader reader_of(struct span bytes)
{
    return (struct reader){.at = bytes.at, .left = bytes.size};
}

struct span read_span(struct reader *reader, size_t size)
{
    if (reader->short_of || size > reader->left) {
        reader->short_of = true;
        return (struct span){0};
    }
    struct span taken = {.at = reader->at, .size = size};
    if (size > 0) {
        reader->at += size;
        reader->left -= size;
    }
    return taken;
}

void read_bytes(struct reader *reader, void *out, size_t size)
{
    struct span taken = read_span(reader, size);
    if (taken.size == 0) {
        memset(out, 0, size);
        return;
    }
    memcpy(out, taken.at, size);
}

static uint64_t read_little(struct reader *reader, size_t size)
{
    struct span taken = read_span(reader, size);
    uint64_t value = 0;
    for (size_t i = taken.size; i > 0; i--) {
        value = value << 8 | taken.at[i - 1];
    }
    return value;
}

uint8_t read_u8(struct reader *reader)
{
    if (reader->short_of || reader->left == 0) {
        reader->short_of = true;
        return 0;
    }
    reader->left--;
    return *reader->at++;
}

uint16_t read_u16(struct reader *reader)
{
    return (uint16_t)read_little(reader, 2);
}

uint32_t read_u32(struct reader *reader)
{
    return (uint32_t)read_little(reader, 4);
}

uint64_t read_u64(struct reader *reader)
{
    return read_little(reader, 8);
}

int32_t read_i32(struct reader *reader)
{
    return (int32_t)read_u32(reader);
}

int64_t read_i64(struct reader *reader)
{
    return (int64_t)read_u64(reader);
}

struct writer writer_of(void *at, size_t room)
{
    return (struct writer){.at = at, .room = room};
}

void write_bytes(struct writer *writer, const void *from, size_t size)
{
    if (writer->short_of || size > writer->room - writer->size) {
        writer->short_of = true;
        return;
    }
    if (size > 0) {
        memcpy(writer->at + writer->size, from, size);
        writer->size += size;
    }
}

static void write_little(struct writer *writer, uint64_t value, size_t size)
{
    uint8_t bytes[8];
    for (size_t i = 0; i < size; i++) {
        bytes[i] = (uint8_t)(value >> (8 * i));
    }
    write_bytes(writer, bytes, size);
}

void write_u8(struct writer *writer, uint8_t value)
{
    write_little(writer, value, 1);
}

void write_u16(struct writer *writer, uint16_t value)
{
    write_little(writer, value, 2);
}

void write_u32(struct writer *writer, uint32_t value)
{
    write_little(writer, value, 4);
}

void write_u64(struct writer *writer, uint64_t value)
{
    write_little(writer, value, 8);
}

void write_i32(struct writer *writer, int32_t value)
{
    write_little(writer, (uint32_t)value, 4);
}

void write_i64(struct writer *writer, int64_t value)
{
    write_little(writer, (uint64_t)value, 8);
}

struct span writer_span(const struct writer *writer)
{
    return (struct span){.at = writer->at, .size = writer->size};
}

/* span - bytes somebody else owns, a cursor that reads them and one that writes them.
 *
 * Little-endian throughout, as in every format of protocols/. A cursor never passes its end: once a
 * read or write does not fit, `short_of` is set, reads give zeros, and the caller looks once at the
 * end instead of after each field. */
#ifndef BASE_SPAN_H
#define BASE_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct span {
    const uint8_t *at; /* borrowed; may be NULL when size is 0 */
    size_t size;
};

struct reader {
    const uint8_t *at;
    size_t left;
    bool short_of; /* something was asked for that is not there */
};

struct writer {
    uint8_t *at;
    size_t room;
    size_t size;   /* written so far */
    bool short_of; /* something did not fit; `size` stays where it was */
};

struct span span_of(const void *at, size_t size);
bool span_equal(struct span a, struct span b);

struct reader reader_of(struct span bytes);
uint8_t read_u8(struct reader *reader);
uint16_t read_u16(struct reader *reader);
uint32_t read_u32(struct reader *reader);
uint64_t read_u64(struct reader *reader);
int32_t read_i32(struct reader *reader);
int64_t read_i64(struct reader *reader);
void read_bytes(struct reader *reader, void *out, size_t size); /* zeros when short */
struct span read_span(struct reader *reader, size_t size);      /* borrowed; empty when short */

struct writer writer_of(void *at, size_t room);
void write_u8(struct writer *writer, uint8_t value);
void write_u16(struct writer *writer, uint16_t value);
void write_u32(struct writer *writer, uint32_t value);
void write_u64(struct writer *writer, uint64_t value);
void write_i32(struct writer *writer, int32_t value);
void write_i64(struct writer *writer, int64_t value);
void write_bytes(struct writer *writer, const void *from, size_t size);
struct span writer_span(const struct writer *writer); /* what has been written */

#endif

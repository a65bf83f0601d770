/* statement_bytes - the two cursors that all bodies are written and read with.
 *
 * Pure. Knows texts, lists and flags of protocols/journal.md, and no body. The first thing that is
 * not in form stays in `status`; what follows it is neither written nor believed. */
#ifndef CORE_STATEMENT_BYTES_H
#define CORE_STATEMENT_BYTES_H

#include "base/hash.h"
#include "base/span.h"
#include "base/status.h"
#include "base/text.h"

struct body_writer {
    struct writer *to; /* borrowed */
    struct writer start;
    enum status status;
};

struct body_reader {
    struct reader from;
    enum status status;
};

struct body_writer body_writer_of(struct writer *to);
/* A u8 length and so many bytes of UTF-8. STATUS_FULL when longer than TEXT_MAX bytes. */
void body_write_text(struct body_writer *writer, struct text text, size_t text_max);
/* A u8 count and so many texts. */
void body_write_texts(struct body_writer *writer, const struct text *texts, size_t count,
                      size_t count_max);
void body_write_hash(struct body_writer *writer, const struct hash *hash);
/* STATUS_MALFORMED unless TRUTH. */
void body_write_requires(struct body_writer *writer, bool truth);
/* The outcome; unless it is STATUS_OK the writer stands where it stood. */
enum status body_written(struct body_writer *writer) MUST_CHECK;

struct body_reader body_reader_of(struct span body);
struct text body_read_text(struct body_reader *reader, size_t text_max);
/* The count; texts beyond COUNT_MAX make the body malformed. */
uint32_t body_read_texts(struct body_reader *reader, struct text *out_texts, size_t count_max);
struct hash body_read_hash(struct body_reader *reader);
void body_read_requires(struct body_reader *reader, bool truth);
/* STATUS_OK if everything was in form and nothing is left over. */
enum status body_read(struct body_reader *reader) MUST_CHECK;

#endif

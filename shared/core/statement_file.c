#include "core/statement.h"
#include "core/statement_bytes.h"

/* A file too long for one entry becomes several parts; none counts before the close (SEMANTICS
 * section 2). Whoever reads the close checks number, size and hash of what it has gathered. */

static bool known_file(uint8_t kind)
{
    return kind >= FILE_FEED && kind <= FILE_OFFICES;
}

enum status file_part_encode(const struct file_part_body *body, struct writer *writer)
{
    struct body_writer out = body_writer_of(writer);
    if (body->bytes.size > FILE_PART_MAX) {
        return STATUS_FULL;
    }
    body_write_requires(&out, known_file((uint8_t)body->kind) && body->bytes.size > 0);
    write_u8(writer, (uint8_t)body->kind);
    body_write_hash(&out, &body->file);
    write_u32(writer, body->number);
    write_u16(writer, (uint16_t)body->bytes.size);
    write_bytes(writer, body->bytes.at, body->bytes.size);
    return body_written(&out);
}

enum status file_part_decode(struct span body, struct file_part_body *out)
{
    struct body_reader in = body_reader_of(body);
    uint8_t kind = read_u8(&in.from);
    body_read_requires(&in, known_file(kind));
    struct file_part_body part = {.kind = (enum file_kind)kind};
    part.file = body_read_hash(&in);
    part.number = read_u32(&in.from);
    size_t size = read_u16(&in.from);
    body_read_requires(&in, size > 0 && size <= FILE_PART_MAX);
    part.bytes = read_span(&in.from, size);
    enum status status = body_read(&in);
    if (status == STATUS_OK) {
        *out = part;
    }
    return status;
}

/* No parts and no bytes together: an empty file. */
static bool close_in_form(const struct file_close_body *body)
{
    return (body->parts == 0) == (body->size == 0) && body->size >= body->parts &&
           body->size <= (uint64_t)body->parts * FILE_PART_MAX;
}

enum status file_close_encode(const struct file_close_body *body, struct writer *writer)
{
    struct body_writer out = body_writer_of(writer);
    body_write_requires(&out, known_file((uint8_t)body->kind) && close_in_form(body));
    write_u8(writer, (uint8_t)body->kind);
    body_write_hash(&out, &body->file);
    write_u32(writer, body->parts);
    write_u64(writer, body->size);
    write_i32(writer, body->valid_from.d);
    body_write_text(&out, body->name, STATEMENT_NOTE_MAX);
    return body_written(&out);
}

enum status file_close_decode(struct span body, struct file_close_body *out)
{
    struct body_reader in = body_reader_of(body);
    uint8_t kind = read_u8(&in.from);
    body_read_requires(&in, known_file(kind));
    struct file_close_body close = {.kind = (enum file_kind)kind};
    close.file = body_read_hash(&in);
    close.parts = read_u32(&in.from);
    close.size = read_u64(&in.from);
    close.valid_from.d = read_i32(&in.from);
    close.name = body_read_text(&in, STATEMENT_NOTE_MAX);
    body_read_requires(&in, close_in_form(&close));
    enum status status = body_read(&in);
    if (status == STATUS_OK) {
        *out = close;
    }
    return status;
}

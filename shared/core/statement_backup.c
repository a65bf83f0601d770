#include "core/statement_backup.h"

#include "core/statement_bytes.h"

/* There is no row 0, and no copy without a manifest. */
static bool in_form(const struct backup_body *body)
{
    return body->row > 0 && body->row <= INT64_MAX && !hash_is_zero(&body->row_hash) &&
           !hash_is_zero(&body->manifest);
}

enum status backup_encode(const struct backup_body *body, struct writer *writer)
{
    struct body_writer out = body_writer_of(writer);
    body_write_requires(&out, in_form(body));
    write_u64(writer, body->row);
    body_write_hash(&out, &body->row_hash);
    body_write_hash(&out, &body->manifest);
    return body_written(&out);
}

enum status backup_decode(struct span body, struct backup_body *out)
{
    struct body_reader in = body_reader_of(body);
    struct backup_body backup = {.row = read_u64(&in.from)};
    backup.row_hash = body_read_hash(&in);
    backup.manifest = body_read_hash(&in);
    body_read_requires(&in, in_form(&backup));
    enum status status = body_read(&in);
    if (status == STATUS_OK) {
        *out = backup;
    }
    return status;
}

struct hash backup_row_hash(struct span message)
{
    return hash_labelled(TEXT("trao/row/1"), message);
}

#include "core/statement_scan.h"

#include "core/statement_bytes.h"

enum { SCAN_TEXT_MAX = 63 }; /* as STATEMENT_TEXT_MAX */
enum { SCAN_TYPED = 1, SCAN_WITHDRAWN = 2, SCAN_FLAGS = 3 };
enum { SCAN_GIVE = 6, SCAN_TAKE = 8 }; /* the numbers these acts have in every body */

static bool in_form(const struct scan_body *body)
{
    return (body->kind == ACT_GIVE || body->kind == ACT_TAKE) && body->code.size > 0 &&
           body->party.size > 0 && body->counterpart.size > 0;
}

enum status scan_encode(const struct scan_body *body, struct writer *writer)
{
    struct body_writer out = body_writer_of(writer);
    body_write_requires(&out, in_form(body));
    write_bytes(writer, body->handoff_id, sizeof body->handoff_id);
    write_u8(writer, body->kind == ACT_GIVE ? SCAN_GIVE : SCAN_TAKE);
    write_u8(writer,
             (uint8_t)((body->typed ? SCAN_TYPED : 0) | (body->withdrawn ? SCAN_WITHDRAWN : 0)));
    body_write_text(&out, body->code, SCAN_TEXT_MAX);
    body_write_text(&out, body->party, SCAN_TEXT_MAX);
    body_write_text(&out, body->counterpart, SCAN_TEXT_MAX);
    return body_written(&out);
}

enum status scan_decode(struct span body, struct scan_body *out)
{
    struct body_reader in = body_reader_of(body);
    struct scan_body scan = {.kind = ACT_GIVE};
    read_bytes(&in.from, scan.handoff_id, sizeof scan.handoff_id);
    uint8_t kind = read_u8(&in.from);
    uint8_t flags = read_u8(&in.from);
    body_read_requires(&in, (kind == SCAN_GIVE || kind == SCAN_TAKE) && flags <= SCAN_FLAGS);
    scan.kind = kind == SCAN_TAKE ? ACT_TAKE : ACT_GIVE;
    scan.typed = flags & SCAN_TYPED;
    scan.withdrawn = flags & SCAN_WITHDRAWN;
    scan.code = body_read_text(&in, SCAN_TEXT_MAX);
    scan.party = body_read_text(&in, SCAN_TEXT_MAX);
    scan.counterpart = body_read_text(&in, SCAN_TEXT_MAX);
    body_read_requires(&in, in_form(&scan));
    enum status status = body_read(&in);
    if (status == STATUS_OK) {
        *out = scan;
    }
    return status;
}

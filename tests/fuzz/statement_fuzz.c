/* statement_fuzz - bodies from anywhere: what decodes is encoded to the same bytes again. The
 * first byte chooses the kind. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/check.h"
#include "core/statement.h"
#include "core/statement_backup.h"
#include "core/statement_scan.h"

/* NOLINTNEXTLINE(readability-identifier-naming): the name libFuzzer calls */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* One body, decoded, and encoded into WRITER. */
static enum status there_and_back(enum entry_kind kind, struct span body, struct writer *writer)
{
    static union {
        struct opened_body opened;
        struct act_body act;
        struct give_body give;
        struct take_body take;
        struct reading_body reading;
        struct file_part_body part;
        struct file_close_body close;
        struct run_body run;
        struct flag_body flag;
        struct ruling_body ruling;
        struct stop_body stop;
        struct enrolled_body enrolled;
        struct revoked_body revoked;
        struct incident_body incident;
        struct scan_body scan;
        struct backup_body backup;
    } as;
#define AND_BACK(name, field)                                                                      \
    (name##_decode(body, &as.field) == STATUS_OK ? name##_encode(&as.field, writer)                \
                                                 : STATUS_MALFORMED)
    switch (kind) {
    case ENTRY_OPENED:
        return AND_BACK(opened, opened);
    case ENTRY_ACT:
        return AND_BACK(act, act);
    case ENTRY_GIVE:
        return give_decode(body, &as.give) == STATUS_OK
                   ? give_encode(as.give.record, as.give.absent, writer)
                   : STATUS_MALFORMED;
    case ENTRY_TAKE:
        return AND_BACK(take, take);
    case ENTRY_READING:
        return AND_BACK(reading, reading);
    case ENTRY_FILE_PART:
        return AND_BACK(file_part, part);
    case ENTRY_FILE_CLOSE:
        return AND_BACK(file_close, close);
    case ENTRY_RUN_CALLED:
    case ENTRY_RUN_CANCELLED:
        return AND_BACK(run, run);
    case ENTRY_FLAG_ACKNOWLEDGED:
    case ENTRY_FLAG_HANDLED:
        return AND_BACK(flag, flag);
    case ENTRY_RULING:
        return AND_BACK(ruling, ruling);
    case ENTRY_STOP_POSITION:
        return AND_BACK(stop, stop);
    case ENTRY_DEVICE_ENROLLED:
        return AND_BACK(enrolled, enrolled);
    case ENTRY_DEVICE_REVOKED:
        return AND_BACK(revoked, revoked);
    case ENTRY_INCIDENT_OPENED:
    case ENTRY_INCIDENT_CLOSED:
        return AND_BACK(incident, incident);
    case ENTRY_SCAN:
        return AND_BACK(scan, scan);
    case ENTRY_BACKUP:
        return AND_BACK(backup, backup);
    }
#undef AND_BACK
    return STATUS_TOO_NEW;
}

/* An act whose fields are cut out of BYTES: what can be written reads as it was; what cannot leaves
 * nothing behind. */
static void write_act(struct span bytes)
{
    static uint8_t out[2 * ENTRY_BODY_MAX];
    struct reader reader = reader_of(bytes);
    struct writer writer = writer_of(out, sizeof out);
    struct act_body body = {.kind = (enum act_kind)(read_u8(&reader) % ACT_KINDS), .typed = true};
    struct text *const fields[] = {&body.party, &body.subject, &body.counterpart,
                                   &body.stop,  &body.parent,  &body.reason};
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        size_t size = read_u8(&reader);
        struct span field = read_span(&reader, size < reader.left ? size : reader.left);
        *fields[i] = (struct text){(const char *)field.at, field.size};
    }
    enum status status = act_encode(&body, &writer);
    if (status != STATUS_OK) {
        assert((status == STATUS_MALFORMED || status == STATUS_FULL) && writer.size == 0);
        return;
    }
    struct act_body again;
    status = act_decode(writer_span(&writer), &again);
    assert(status == STATUS_OK && again.kind == body.kind && again.typed);
    assert(text_equal(again.party, body.party) && text_equal(again.reason, body.reason));
}

/* Where there is no room for the last byte, nothing is written. */
static void check_short(enum entry_kind kind, struct span body)
{
    static uint8_t bytes[ENTRY_BODY_MAX];
    struct writer writer = writer_of(bytes, body.size - 1);
    enum status status = there_and_back(kind, body, &writer);
    assert(status == STATUS_FULL && writer.size == 0);
}

static void check_record(struct span body)
{
    static uint8_t bytes[ENTRY_BODY_MAX];
    static struct give_body give;
    struct writer writer = writer_of(bytes, sizeof bytes);
    if (give_decode(body, &give) == STATUS_OK) {
        enum status status = handoff_encode(&give.handoff, &writer);
        assert(status == STATUS_OK && span_equal(writer_span(&writer), give.record));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static uint8_t bytes[2 * ENTRY_BODY_MAX];
    if (size == 0 || size - 1 > ENTRY_BODY_MAX) {
        return 0;
    }
    enum entry_kind kind = (enum entry_kind)(data[0] % 20);
    struct span body = span_of(data + 1, size - 1);
    struct entry entry = {.kind = kind, .body = body};
    struct writer writer = writer_of(bytes, sizeof bytes);
    enum status status = there_and_back(kind, body, &writer);
    assert(status == statement_check(&entry));
    assert(status != STATUS_OK || span_equal(writer_span(&writer), body));
    if (status == STATUS_OK && body.size > 0) {
        check_short(kind, body);
    }
    write_act(body);
    struct hash once = backup_row_hash(body);
    struct hash twice = backup_row_hash(body);
    assert(hash_equal(&once, &twice) && !hash_is_zero(&once));
    check_record(body);
    return 0;
}

#include "core/statement.h"

#include "base/check.h"
#include "core/statement_backup.h"
#include "core/statement_bytes.h"
#include "core/statement_scan.h"

enum { TEXT_MAX = STATEMENT_TEXT_MAX, NOTE_MAX = STATEMENT_NOTE_MAX };
enum { ACT_SCANNED = 1, ACT_TYPED = 2, ACT_FLAGS = 3 };

/* Numbers of acts in a body, for ever; the order of enum act_kind is free to change. */
static const enum act_kind act_of_code[] = {
    [1] = ACT_INTAKE,  [2] = ACT_READY,      [3] = ACT_PACK,    [4] = ACT_SEAL,    [5] = ACT_ARRIVE,
    [6] = ACT_GIVE,    [7] = ACT_REFUSE,     [8] = ACT_TAKE,    [9] = ACT_UNPACK,  [10] = ACT_PAUSE,
    [11] = ACT_RESUME, [12] = ACT_EXCEPTION, [13] = ACT_DEPART, [14] = ACT_RETURN, [15] = ACT_VOID,
};
enum { ACT_CODES = sizeof act_of_code / sizeof act_of_code[0] };
static_assert(ACT_CODES == ACT_KINDS + 1, "every act has a number of its own");

static uint8_t code_of_act(enum act_kind kind)
{
    for (unsigned code = 1; code < ACT_CODES; code++) {
        if (act_of_code[code] == kind) {
            return (uint8_t)code;
        }
    }
    return 0;
}

/* An act has somebody who speaks and something it is about; scanned and typed exclude each other.
 */
static bool act_in_form(const struct act_body *body)
{
    return body->party.size > 0 && body->subject.size > 0 && !(body->scanned && body->typed);
}

enum status act_encode(const struct act_body *body, struct writer *writer)
{
    struct body_writer out = body_writer_of(writer);
    uint8_t code = code_of_act(body->kind);
    body_write_requires(&out, code > 0 && act_in_form(body));
    write_u8(writer, code);
    write_u8(writer, (uint8_t)((body->scanned ? ACT_SCANNED : 0) | (body->typed ? ACT_TYPED : 0)));
    body_write_text(&out, body->party, TEXT_MAX);
    body_write_text(&out, body->subject, TEXT_MAX);
    body_write_text(&out, body->counterpart, TEXT_MAX);
    body_write_text(&out, body->stop, TEXT_MAX);
    body_write_text(&out, body->parent, TEXT_MAX);
    body_write_text(&out, body->reason, TEXT_MAX);
    return body_written(&out);
}

enum status act_decode(struct span body, struct act_body *out)
{
    struct body_reader in = body_reader_of(body);
    uint8_t code = read_u8(&in.from);
    uint8_t flags = read_u8(&in.from);
    body_read_requires(&in, code > 0 && code < ACT_CODES && flags <= ACT_FLAGS);
    struct act_body act = {.kind = act_of_code[code < ACT_CODES ? code : 0],
                           .scanned = flags & ACT_SCANNED,
                           .typed = flags & ACT_TYPED};
    act.party = body_read_text(&in, TEXT_MAX);
    act.subject = body_read_text(&in, TEXT_MAX);
    act.counterpart = body_read_text(&in, TEXT_MAX);
    act.stop = body_read_text(&in, TEXT_MAX);
    act.parent = body_read_text(&in, TEXT_MAX);
    act.reason = body_read_text(&in, TEXT_MAX);
    body_read_requires(&in, act_in_form(&act));
    enum status status = body_read(&in);
    if (status == STATUS_OK) {
        *out = act;
    }
    return status;
}

enum status reading_encode(const struct reading_body *body, struct writer *writer)
{
    struct body_writer out = body_writer_of(writer);
    if (body->raw.size > READING_SIZE_MAX) {
        return STATUS_FULL;
    }
    body_write_requires(&out, body->raw.size > 0);
    write_u16(writer, (uint16_t)body->raw.size);
    write_bytes(writer, body->raw.at, body->raw.size);
    body_write_text(&out, body->symbology, TEXT_MAX);
    body_write_text(&out, body->party, TEXT_MAX);
    body_write_text(&out, body->stop, TEXT_MAX);
    return body_written(&out);
}

enum status reading_decode(struct span body, struct reading_body *out)
{
    struct body_reader in = body_reader_of(body);
    size_t size = read_u16(&in.from);
    body_read_requires(&in, size > 0 && size <= READING_SIZE_MAX);
    struct reading_body reading = {.raw = read_span(&in.from, size)};
    reading.symbology = body_read_text(&in, TEXT_MAX);
    reading.party = body_read_text(&in, TEXT_MAX);
    reading.stop = body_read_text(&in, TEXT_MAX);
    enum status status = body_read(&in);
    if (status == STATUS_OK) {
        *out = reading;
    }
    return status;
}

enum status run_encode(const struct run_body *body, struct writer *writer)
{
    struct body_writer out = body_writer_of(writer);
    body_write_requires(&out, body->route.size > 0 && body->round.size > 0);
    write_i32(writer, body->day.d);
    body_write_text(&out, body->route, TEXT_MAX);
    body_write_text(&out, body->round, TEXT_MAX);
    return body_written(&out);
}

enum status run_decode(struct span body, struct run_body *out)
{
    struct body_reader in = body_reader_of(body);
    struct run_body run = {.day = {read_i32(&in.from)}};
    run.route = body_read_text(&in, TEXT_MAX);
    run.round = body_read_text(&in, TEXT_MAX);
    body_read_requires(&in, run.route.size > 0 && run.round.size > 0);
    enum status status = body_read(&in);
    if (status == STATUS_OK) {
        *out = run;
    }
    return status;
}

/* A ruling takes two persons (SEMANTICS section 2); one who signs twice is one person. */
static bool ruling_in_form(const struct ruling_body *body)
{
    return body->dossier.size > 0 && body->wrong.size > 0 && body->person_one.size > 0 &&
           body->person_two.size > 0 && !text_equal(body->person_one, body->person_two);
}

enum status ruling_encode(const struct ruling_body *body, struct writer *writer)
{
    struct body_writer out = body_writer_of(writer);
    body_write_requires(&out, ruling_in_form(body));
    body_write_text(&out, body->dossier, TEXT_MAX);
    body_write_text(&out, body->wrong, NOTE_MAX);
    body_write_text(&out, body->reason, NOTE_MAX);
    body_write_text(&out, body->person_one, TEXT_MAX);
    body_write_text(&out, body->person_two, TEXT_MAX);
    return body_written(&out);
}

enum status ruling_decode(struct span body, struct ruling_body *out)
{
    struct body_reader in = body_reader_of(body);
    struct ruling_body ruling = {.dossier = body_read_text(&in, TEXT_MAX)};
    ruling.wrong = body_read_text(&in, NOTE_MAX);
    ruling.reason = body_read_text(&in, NOTE_MAX);
    ruling.person_one = body_read_text(&in, TEXT_MAX);
    ruling.person_two = body_read_text(&in, TEXT_MAX);
    body_read_requires(&in, ruling_in_form(&ruling));
    enum status status = body_read(&in);
    if (status == STATUS_OK) {
        *out = ruling;
    }
    return status;
}

enum status flag_encode(const struct flag_body *body, struct writer *writer)
{
    struct body_writer out = body_writer_of(writer);
    body_write_requires(&out, body->dossier.size > 0);
    body_write_text(&out, body->dossier, TEXT_MAX);
    body_write_text(&out, body->level, TEXT_MAX);
    body_write_text(&out, body->cause, TEXT_MAX);
    body_write_text(&out, body->note, NOTE_MAX);
    return body_written(&out);
}

enum status flag_decode(struct span body, struct flag_body *out)
{
    struct body_reader in = body_reader_of(body);
    struct flag_body flag = {.dossier = body_read_text(&in, TEXT_MAX)};
    flag.level = body_read_text(&in, TEXT_MAX);
    flag.cause = body_read_text(&in, TEXT_MAX);
    flag.note = body_read_text(&in, NOTE_MAX);
    body_read_requires(&in, flag.dossier.size > 0);
    enum status status = body_read(&in);
    if (status == STATUS_OK) {
        *out = flag;
    }
    return status;
}

enum status stop_encode(const struct stop_body *body, struct writer *writer)
{
    struct body_writer out = body_writer_of(writer);
    body_write_requires(&out, body->stop.size > 0);
    body_write_text(&out, body->stop, TEXT_MAX);
    write_i32(writer, body->lat_e7);
    write_i32(writer, body->lon_e7);
    write_u32(writer, body->measured);
    body_write_text(&out, body->person, TEXT_MAX);
    return body_written(&out);
}

enum status stop_decode(struct span body, struct stop_body *out)
{
    struct body_reader in = body_reader_of(body);
    struct stop_body stop = {.stop = body_read_text(&in, TEXT_MAX)};
    stop.lat_e7 = read_i32(&in.from);
    stop.lon_e7 = read_i32(&in.from);
    stop.measured = read_u32(&in.from);
    stop.person = body_read_text(&in, TEXT_MAX);
    body_read_requires(&in, stop.stop.size > 0);
    enum status status = body_read(&in);
    if (status == STATUS_OK) {
        *out = stop;
    }
    return status;
}

enum status incident_encode(const struct incident_body *body, struct writer *writer)
{
    struct body_writer out = body_writer_of(writer);
    body_write_requires(&out, body->code.size > 0);
    body_write_text(&out, body->code, TEXT_MAX);
    body_write_text(&out, body->subject, TEXT_MAX);
    body_write_text(&out, body->note, NOTE_MAX);
    return body_written(&out);
}

enum status incident_decode(struct span body, struct incident_body *out)
{
    struct body_reader in = body_reader_of(body);
    struct incident_body incident = {.code = body_read_text(&in, TEXT_MAX)};
    incident.subject = body_read_text(&in, TEXT_MAX);
    incident.note = body_read_text(&in, NOTE_MAX);
    body_read_requires(&in, incident.code.size > 0);
    enum status status = body_read(&in);
    if (status == STATUS_OK) {
        *out = incident;
    }
    return status;
}

static enum status check_body(const struct entry *entry)
{
    union {
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

    switch (entry->kind) {
    case ENTRY_OPENED:
        return opened_decode(entry->body, &as.opened);
    case ENTRY_ACT:
        return act_decode(entry->body, &as.act);
    case ENTRY_GIVE:
        return give_decode(entry->body, &as.give);
    case ENTRY_TAKE:
        return take_decode(entry->body, &as.take);
    case ENTRY_READING:
        return reading_decode(entry->body, &as.reading);
    case ENTRY_FILE_PART:
        return file_part_decode(entry->body, &as.part);
    case ENTRY_FILE_CLOSE:
        return file_close_decode(entry->body, &as.close);
    case ENTRY_RUN_CALLED:
    case ENTRY_RUN_CANCELLED:
        return run_decode(entry->body, &as.run);
    case ENTRY_FLAG_ACKNOWLEDGED:
    case ENTRY_FLAG_HANDLED:
        return flag_decode(entry->body, &as.flag);
    case ENTRY_RULING:
        return ruling_decode(entry->body, &as.ruling);
    case ENTRY_STOP_POSITION:
        return stop_decode(entry->body, &as.stop);
    case ENTRY_DEVICE_ENROLLED:
        return enrolled_decode(entry->body, &as.enrolled);
    case ENTRY_DEVICE_REVOKED:
        return revoked_decode(entry->body, &as.revoked);
    case ENTRY_INCIDENT_OPENED:
    case ENTRY_INCIDENT_CLOSED:
        return incident_decode(entry->body, &as.incident);
    case ENTRY_SCAN:
        return scan_decode(entry->body, &as.scan);
    case ENTRY_BACKUP:
        return backup_decode(entry->body, &as.backup);
    }
    return STATUS_TOO_NEW;
}

enum status statement_check(const struct entry *entry)
{
    return text_utf8(entry->person) ? check_body(entry) : STATUS_MALFORMED;
}

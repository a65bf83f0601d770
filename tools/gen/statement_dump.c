#include "base/check.h"
#include "core/statement.h"
#include "core/statement_backup.h"
#include "core/statement_scan.h"
#include "tools/gen/dump.h"
#include "tools/gen/entry_dump.h"

static const char *const proven_names[] = {"none", "badge_pin", "badge", "otp", "session"};
static const char *const file_names[] = {"",     "feed",     "supplements", "acts",
                                         "plan", "calendar", "offices"};
static const char *const device_names[] = {"", "handheld", "desk", "import", "cabinet", "admin"};

static const char *act_word(enum act_kind kind)
{
    static const char *const words[ACT_KINDS] = {
        [ACT_INTAKE] = "intake", [ACT_READY] = "ready",   [ACT_PACK] = "pack",
        [ACT_SEAL] = "seal",     [ACT_ARRIVE] = "arrive", [ACT_GIVE] = "give",
        [ACT_REFUSE] = "refuse", [ACT_TAKE] = "take",     [ACT_UNPACK] = "unpack",
        [ACT_PAUSE] = "pause",   [ACT_RESUME] = "resume", [ACT_EXCEPTION] = "exception",
        [ACT_DEPART] = "depart", [ACT_RETURN] = "return", [ACT_VOID] = "void",
    };
    return words[kind];
}

static void dump_texts(FILE *to, const char *name, const struct text *texts, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        dump_text(to, name, texts[i]);
    }
}

static void dump_opened(FILE *to, struct span body)
{
    struct opened_body opened;
    if (opened_decode(body, &opened) == STATUS_OK) {
        dump_hex(to, "sign_key", opened.sign_key.byte, sizeof opened.sign_key.byte);
        dump_place(to, "names", opened.head.place);
        dump_hash(to, "names_hash", &opened.head.hash);
        dump_text(to, "software", opened.software);
    }
}

static void dump_act(FILE *to, struct span body)
{
    struct act_body act;
    if (act_decode(body, &act) == STATUS_OK) {
        dump_word(to, "act", act_word(act.kind));
        dump_word(to, "read", act.scanned ? "scanned" : act.typed ? "typed" : "-");
        dump_text(to, "party", act.party);
        dump_text(to, "subject", act.subject);
        dump_text(to, "counterpart", act.counterpart);
        dump_text(to, "stop", act.stop);
        dump_text(to, "parent", act.parent);
        dump_text(to, "reason", act.reason);
    }
}

static void dump_give(FILE *to, struct span body)
{
    static struct give_body give;
    if (give_decode(body, &give) != STATUS_OK) {
        return;
    }
    const struct handoff *handoff = &give.handoff;
    struct hash digest = handoff_digest(give.record);
    dump_hash(to, "digest", &digest);
    dump_hex(to, "handoff", handoff->id, sizeof handoff->id);
    dump_device(to, "giver_device", handoff->giver_device);
    dump_signed(to, "giver_wall_ms", handoff->giver_wall_ms);
    dump_unsigned(to, "declared", handoff->declared);
    dump_text(to, "giver", handoff->giver);
    dump_text(to, "receiver", handoff->receiver);
    dump_text(to, "stop", handoff->stop);
    dump_text(to, "giver_person", handoff->giver_person);
    for (uint32_t i = 0; i < handoff->bundle_count; i++) {
        dump_text(to, "bundle", handoff->bundles[i].code);
        dump_text(to, "seal", handoff->bundles[i].seal);
    }
    dump_texts(to, "item", handoff->items, handoff->item_count);
    dump_text(to, "absent", give.absent);
}

static void dump_take(FILE *to, struct span body)
{
    static struct take_body take;
    if (take_decode(body, &take) != STATUS_OK) {
        return;
    }
    dump_hex(to, "handoff", take.handoff_id, sizeof take.handoff_id);
    dump_hash(to, "digest", &take.digest);
    dump_hash(to, "giver_entry", &take.giver_entry);
    dump_word(to, "one_device", take.one_device ? "yes" : "no");
    dump_word(to, "receiver_proven", proven_names[take.proven]);
    dump_text(to, "party", take.party);
    dump_text(to, "receiver_person", take.person);
    dump_text(to, "giver", take.giver);
    dump_text(to, "stop", take.stop);
    dump_texts(to, "bundle", take.bundles, take.bundle_count);
    dump_texts(to, "scanned", take.scanned, take.scanned_count);
    dump_texts(to, "missing", take.missing, take.missing_count);
    dump_texts(to, "over", take.over, take.over_count);
}

static void dump_reading(FILE *to, struct span body)
{
    struct reading_body reading;
    if (reading_decode(body, &reading) == STATUS_OK) {
        dump_hex(to, "raw", reading.raw.at, reading.raw.size);
        dump_text(to, "symbology", reading.symbology);
        dump_text(to, "party", reading.party);
        dump_text(to, "stop", reading.stop);
    }
}

static void dump_file(FILE *to, const struct entry *entry)
{
    struct file_part_body part;
    struct file_close_body close;
    if (entry->kind == ENTRY_FILE_PART && file_part_decode(entry->body, &part) == STATUS_OK) {
        dump_word(to, "file", file_names[part.kind]);
        dump_hash(to, "file_hash", &part.file);
        dump_unsigned(to, "number", part.number);
        dump_hex(to, "bytes", part.bytes.at, part.bytes.size);
    }
    if (entry->kind == ENTRY_FILE_CLOSE && file_close_decode(entry->body, &close) == STATUS_OK) {
        dump_word(to, "file", file_names[close.kind]);
        dump_hash(to, "file_hash", &close.file);
        dump_unsigned(to, "parts", close.parts);
        dump_unsigned(to, "size", close.size);
        dump_signed(to, "valid_from", close.valid_from.d);
        dump_text(to, "name", close.name);
    }
}

static void dump_run(FILE *to, struct span body)
{
    struct run_body run;
    if (run_decode(body, &run) == STATUS_OK) {
        dump_signed(to, "day", run.day.d);
        dump_text(to, "route", run.route);
        dump_text(to, "round", run.round);
    }
}

static void dump_flag(FILE *to, struct span body)
{
    struct flag_body flag;
    if (flag_decode(body, &flag) == STATUS_OK) {
        dump_text(to, "dossier", flag.dossier);
        dump_text(to, "level", flag.level);
        dump_text(to, "cause", flag.cause);
        dump_text(to, "note", flag.note);
    }
}

static void dump_ruling(FILE *to, struct span body)
{
    struct ruling_body ruling;
    if (ruling_decode(body, &ruling) == STATUS_OK) {
        dump_text(to, "dossier", ruling.dossier);
        dump_text(to, "wrong", ruling.wrong);
        dump_text(to, "reason", ruling.reason);
        dump_text(to, "person_one", ruling.person_one);
        dump_text(to, "person_two", ruling.person_two);
    }
}

static void dump_stop(FILE *to, struct span body)
{
    struct stop_body stop;
    if (stop_decode(body, &stop) == STATUS_OK) {
        dump_text(to, "stop", stop.stop);
        dump_signed(to, "stop_lat_e7", stop.lat_e7);
        dump_signed(to, "stop_lon_e7", stop.lon_e7);
        dump_unsigned(to, "measured", stop.measured);
        dump_text(to, "approved_by", stop.person);
    }
}

static void dump_enrolled(FILE *to, struct span body)
{
    struct enrolled_body enrolled;
    if (enrolled_decode(body, &enrolled) == STATUS_OK) {
        dump_device(to, "enrolled", enrolled.device);
        dump_hex(to, "link_key", enrolled.link_key, sizeof enrolled.link_key);
        dump_hex(to, "sign_key", enrolled.sign_key.byte, sizeof enrolled.sign_key.byte);
        dump_word(to, "device_kind", device_names[enrolled.kind]);
        dump_text(to, "label", enrolled.label);
        dump_text(to, "party", enrolled.party);
        dump_text(to, "person_one", enrolled.person_one);
        dump_text(to, "person_two", enrolled.person_two);
    }
}

static void dump_revoked(FILE *to, struct span body)
{
    struct revoked_body revoked;
    if (revoked_decode(body, &revoked) == STATUS_OK) {
        dump_device(to, "revoked", revoked.device);
        dump_place(to, "trusted_to", revoked.trusted_to);
        dump_text(to, "reason", revoked.reason);
        dump_text(to, "person_one", revoked.person_one);
        dump_text(to, "person_two", revoked.person_two);
    }
}

static void dump_incident(FILE *to, struct span body)
{
    struct incident_body incident;
    if (incident_decode(body, &incident) == STATUS_OK) {
        dump_text(to, "incident", incident.code);
        dump_text(to, "subject", incident.subject);
        dump_text(to, "note", incident.note);
    }
}

static void dump_scan(FILE *to, struct span body)
{
    struct scan_body scan;
    if (scan_decode(body, &scan) == STATUS_OK) {
        dump_hex(to, "handoff", scan.handoff_id, sizeof scan.handoff_id);
        dump_word(to, "act", act_word(scan.kind));
        dump_word(to, "read", scan.typed ? "typed" : "scanned");
        dump_word(to, "withdrawn", scan.withdrawn ? "yes" : "no");
        dump_text(to, "code", scan.code);
        dump_text(to, "party", scan.party);
        dump_text(to, "counterpart", scan.counterpart);
    }
}

static void dump_backup(FILE *to, struct span body)
{
    struct backup_body backup;
    if (backup_decode(body, &backup) == STATUS_OK) {
        dump_unsigned(to, "row", backup.row);
        dump_hash(to, "row_hash", &backup.row_hash);
        dump_hash(to, "manifest", &backup.manifest);
    }
}

void statement_dump(FILE *to, const struct entry *entry)
{
    switch (entry->kind) {
    case ENTRY_OPENED:
        dump_opened(to, entry->body);
        break;
    case ENTRY_ACT:
        dump_act(to, entry->body);
        break;
    case ENTRY_GIVE:
        dump_give(to, entry->body);
        break;
    case ENTRY_TAKE:
        dump_take(to, entry->body);
        break;
    case ENTRY_READING:
        dump_reading(to, entry->body);
        break;
    case ENTRY_FILE_PART:
    case ENTRY_FILE_CLOSE:
        dump_file(to, entry);
        break;
    case ENTRY_RUN_CALLED:
    case ENTRY_RUN_CANCELLED:
        dump_run(to, entry->body);
        break;
    case ENTRY_FLAG_ACKNOWLEDGED:
    case ENTRY_FLAG_HANDLED:
        dump_flag(to, entry->body);
        break;
    case ENTRY_RULING:
        dump_ruling(to, entry->body);
        break;
    case ENTRY_STOP_POSITION:
        dump_stop(to, entry->body);
        break;
    case ENTRY_DEVICE_ENROLLED:
        dump_enrolled(to, entry->body);
        break;
    case ENTRY_DEVICE_REVOKED:
        dump_revoked(to, entry->body);
        break;
    case ENTRY_INCIDENT_OPENED:
    case ENTRY_INCIDENT_CLOSED:
        dump_incident(to, entry->body);
        break;
    case ENTRY_SCAN:
        dump_scan(to, entry->body);
        break;
    case ENTRY_BACKUP:
        dump_backup(to, entry->body);
        break;
    }
}

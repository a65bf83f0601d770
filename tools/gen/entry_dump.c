#include "tools/gen/entry_dump.h"

#include "core/statement.h"
#include "tools/gen/dump.h"

static const char *const proven_names[] = {"none", "badge_pin", "badge", "otp", "session"};

static void dump_evidence(FILE *to, const struct time_evidence *when)
{
    dump_word(to, "wall_set", when->wall_set ? "yes" : "no");
    dump_signed(to, "wall_ms", when->wall_ms);
    dump_signed(to, "mono_ms", when->mono_ms);
    dump_unsigned(to, "boot", when->boot);
    if (when->has_gnss) {
        dump_signed(to, "gnss_ms", when->gnss_ms);
    }
    if (when->fix.has) {
        dump_unsigned(to, "fix_age_ms", when->fix.age_ms);
        dump_signed(to, "lat_e7", when->fix.lat_e7);
        dump_signed(to, "lon_e7", when->fix.lon_e7);
        dump_unsigned(to, "accuracy_mm", when->fix.accuracy_mm);
    }
}

void entry_dump(FILE *to, struct span bytes, const struct sign_public *key)
{
    struct sealed sealed;
    enum status status = entry_open(&bytes, &sealed);
    if (status != STATUS_OK) {
        dump_word(to, "entry", status == STATUS_TOO_NEW ? "too_new" : "malformed");
        return;
    }
    const struct entry *entry = &sealed.entry;
    dump_word(to, "entry", bytes.size == 0 ? "ok" : "and_more");
    dump_device(to, "device", entry->device);
    dump_place(to, "place", entry->place);
    dump_hash(to, "prev", &entry->prev);
    dump_unsigned(to, "kind", (uint64_t)entry->kind);
    dump_word(to, "proven", proven_names[entry->proven]);
    dump_evidence(to, &entry->when);
    dump_hex(to, "person", entry->person.at, entry->person.size);
    dump_unsigned(to, "body_size", entry->body.size);
    dump_hash(to, "hash", &sealed.hash);
    dump_word(to, "signature", entry_signed_by(&sealed, key) ? "good" : "bad");
    status = statement_check(entry);
    dump_word(to, "statement",
              status == STATUS_OK        ? "ok"
              : status == STATUS_TOO_NEW ? "unknown"
                                         : "malformed");
    if (status == STATUS_OK) {
        statement_dump(to, entry);
    }
}

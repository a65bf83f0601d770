#include <string.h>

#include "base/check.h"
#include "core/statement_backup.h"
#include "core/statement_scan.h"
#include "tools/gen/vector_file.h"
#include "tools/gen/vectors.h"

static uint8_t body_bytes[ENTRY_BODY_MAX];
static uint8_t record_bytes[ENTRY_BODY_MAX];
static uint8_t sealed_bytes[SEALED_SIZE_MAX];

struct vector_device vector_device_of(uint8_t seed_byte)
{
    struct vector_device device;
    uint8_t seed[SIGN_SEED_SIZE];
    memset(seed, seed_byte, sizeof seed);
    sign_keys(seed, &device.key, &device.secret);
    device.device = device_of(&device.key);
    return device;
}

struct entry vector_entry(const struct vector_device *device, struct place place,
                          enum entry_kind kind, struct span body)
{
    struct entry entry = {
        .device = device->device,
        .place = place,
        .kind = kind,
        .proven = PROVEN_BADGE_PIN,
        .when = {.wall_set = true,
                 .wall_ms = 1679386200000 + (int64_t)place.seq * 1000, /* 2023-03-21T15:10 +07 */
                 .mono_ms = 3600000 + (int64_t)place.seq * 1000,
                 .boot = 0x0102030405060708},
        .person = TEXT("vt-007"),
        .body = body
    };
    if (place.seq > 1) {
        entry.prev = hash_of(span_of("before", 6));
    }
    return entry;
}

static struct span seal(const struct entry *entry, const struct vector_device *device)
{
    size_t size = 0;
    struct hash hash;
    enum status status = entry_seal(entry, &device->secret, sealed_bytes, &size, &hash);
    assert(status == STATUS_OK);
    return span_of(sealed_bytes, size);
}

static void put(FILE *to, const char *name, const char *shows, const struct entry *entry)
{
    struct vector_device device = vector_device_of(1);
    struct span sealed = seal(entry, &device);
    vector_file_entry(to, name, shows, &device.key, &sealed, 1);
}

static void put_kind(FILE *to, const char *name, const char *shows, enum entry_kind kind,
                     const struct writer *body)
{
    struct vector_device device = vector_device_of(1);
    struct entry entry = vector_entry(&device, (struct place){1, 2}, kind, writer_span(body));
    put(to, name, shows, &entry);
}

static struct writer fresh(void)
{
    return writer_of(body_bytes, sizeof body_bytes);
}

static void must(enum status status)
{
    assert(status == STATUS_OK);
}

static struct handoff a_handoff(const struct vector_device *device)
{
    struct handoff handoff = {
        .giver = TEXT("center"),
        .receiver = TEXT("post"),
        .stop = TEXT("TTG"),
        .giver_person = TEXT("cb-03"),
        .giver_device = device->device,
        .giver_wall_ms = 1679386200000,
        .declared = 3,
        .bundles = {{TEXT("BTTG0042303211007I"), TEXT("NP-0042")}},
        .bundle_count = 1,
        .items = { TEXT("000.00.04.H41-230321-0001"), TEXT("H41.04-230321-0001"),
                    TEXT("H41.04-230321-0002")},
        .item_count = 3
    };
    for (size_t i = 0; i < sizeof handoff.id; i++) {
        handoff.id[i] = (uint8_t)(0xA0 + i);
    }
    return handoff;
}

static struct span a_record(const struct vector_device *device)
{
    struct handoff handoff = a_handoff(device);
    struct writer record = writer_of(record_bytes, sizeof record_bytes);
    must(handoff_encode(&handoff, &record));
    return writer_span(&record);
}

static void handover(FILE *to, const struct vector_device *device)
{
    struct writer body = fresh();
    struct span record = a_record(device);
    must(give_encode(record, TEXT(""), &body));
    put_kind(to, "give", "a handoff record H, in the giver's journal", ENTRY_GIVE, &body);
    body = fresh();
    must(give_encode(record, TEXT("agency_closed"), &body));
    put_kind(to, "give_absent", "the receiver did not sign: an open liability", ENTRY_GIVE, &body);

    struct take_body take = {
        .digest = handoff_digest(record),
        .giver_entry = hash_of(span_of("giver's entry", 13)),
        .party = TEXT("post"),
        .person = TEXT("vt-007"),
        .proven = PROVEN_BADGE,
        .giver = TEXT("center"),
        .stop = TEXT("TTG"),
        .bundles = {TEXT("BTTG0042303211007I")},
        .bundle_count = 1,
        .scanned = {TEXT("H41.04-230321-0002"), TEXT("H41.04-230321-0001")},
        .scanned_count = 2,
        .missing = {TEXT("000.00.04.H41-230321-0001")                         },
        .missing_count = 1,
        .over = {TEXT("H41.04-230320-0977")},
        .over_count = 1
    };
    memcpy(take.handoff_id, a_handoff(device).id, sizeof take.handoff_id);
    body = fresh();
    must(take_encode(&take, &body));
    put_kind(to, "take", "the receiver's half, with what was short and over", ENTRY_TAKE, &body);
    struct take_body direct = {.party = TEXT("H41.04"),
                               .person = TEXT("cb-19"),
                               .proven = PROVEN_OTP,
                               .one_device = true,
                               .scanned = {TEXT("H41.04-230321-0001")},
                               .scanned_count = 1};
    body = fresh();
    must(take_encode(&direct, &body));
    put_kind(to, "take_unoffered", "nothing was offered: handoff, digest and giver are empty",
             ENTRY_TAKE, &body);

    struct scan_body scan = {.kind = ACT_GIVE,
                             .code = TEXT("H41.04-230321-0001"),
                             .party = TEXT("center"),
                             .counterpart = TEXT("post")};
    memcpy(scan.handoff_id, take.handoff_id, sizeof scan.handoff_id);
    body = fresh();
    must(scan_encode(&scan, &body));
    put_kind(to, "scan", "one code of a handover still open", ENTRY_SCAN, &body);
    scan.kind = ACT_TAKE;
    scan.typed = true;
    scan.withdrawn = true;
    body = fresh();
    must(scan_encode(&scan, &body));
    put_kind(to, "scan_withdrawn", "typed, and taken back", ENTRY_SCAN, &body);
}

static void acts(FILE *to)
{
    static const struct {
        const char *name;
        enum act_kind kind;
        bool scanned;
        bool typed;
    } rows[] = {
        {"act_take",      ACT_TAKE,      true,  false},
        {"act_exception", ACT_EXCEPTION, false, true },
        {"act_void",      ACT_VOID,      false, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct act_body act = {
            .kind = rows[i].kind, .scanned = rows[i].scanned, .typed = rows[i].typed};
        struct writer body = fresh();
        act.party = TEXT("post");
        act.subject = TEXT("H41.04-230321-0001");
        act.counterpart = i == 0 ? TEXT("center") : TEXT("");
        act.stop = i == 0 ? TEXT("TTG") : TEXT("");
        act.parent = i == 2 ? TEXT("2023-03-21T15:10:00/take/post") : TEXT("");
        act.reason = i == 1 ? TEXT("damaged") : TEXT("");
        must(act_encode(&act, &body));
        put_kind(to, rows[i].name, "one act on one subject", ENTRY_ACT, &body);
    }
}

static void evidence(FILE *to, const struct vector_device *device)
{
    struct act_body act = {.kind = ACT_INTAKE,
                           .party = TEXT("center"),
                           .subject = TEXT("H41.04-230321-0001"),
                           .reason = TEXT("lý do: \"thử\"")};
    struct writer body = fresh();
    must(act_encode(&act, &body));
    struct entry entry =
        vector_entry(device, (struct place){UINT32_MAX, UINT64_MAX}, ENTRY_ACT, writer_span(&body));
    entry.proven = PROVEN_SESSION;
    entry.person = TEXT("người-giao-số-7");
    entry.when = (struct time_evidence){
        .wall_ms = -1,
        .mono_ms = INT64_MAX,
        .boot = UINT64_MAX,
        .has_gnss = true,
        .gnss_ms = 1679386200500,
        .fix = {true, 900, 186702500, -1056800001, 4200}
    };
    put(to, "evidence_full", "a fix, GNSS time, a wall clock never set, numbers at their ends",
        &entry);
    entry.person = TEXT("");
    entry.proven = PROVEN_NONE;
    entry.kind = (enum entry_kind)4711;
    entry.body = span_of("of a newer version", 18);
    put(to, "kind_unknown", "kept, chained and counted as unknown", &entry);
    entry.kind = ENTRY_ACT;
    entry.body = span_of(body_bytes, body.size - 1);
    put(to, "body_malformed", "the entry stands, its statement is quarantined", &entry);
    entry.body = writer_span(&body);
    entry.person = TEXT("\xC3(");
    put(to, "person_no_text", "row 69: not UTF-8", &entry);
}

static void files_and_readings(FILE *to)
{
    static const char content[] = "date,kind,authority,hours\n2026-01-01,off,QH\n";
    struct span file = span_of(content, sizeof content - 1);
    struct file_part_body part = {
        .kind = FILE_CALENDAR, .file = hash_of(file), .number = 0, .bytes = file};
    struct writer body = fresh();
    must(file_part_encode(&part, &body));
    put_kind(to, "file_part", "a piece of a file", ENTRY_FILE_PART, &body);
    struct file_close_body close = {.kind = FILE_CALENDAR,
                                    .file = part.file,
                                    .parts = 1,
                                    .size = file.size,
                                    .name = TEXT("lịch-2026.csv"),
                                    .valid_from = {20454}};
    body = fresh();
    must(file_close_encode(&close, &body));
    put_kind(to, "file_close", "the file counts from here", ENTRY_FILE_CLOSE, &body);
    struct reading_body reading = {.raw = span_of("D-\x00\xFF-77", 7),
                                   .symbology = TEXT("]Q1"),
                                   .party = TEXT("post"),
                                   .stop = TEXT("004")};
    body = fresh();
    must(reading_encode(&reading, &body));
    put_kind(to, "reading", "a symbol nobody could match, kept raw", ENTRY_READING, &body);
}

static void desk(FILE *to)
{
    struct run_body run = {.route = TEXT("T1"), .round = TEXT("2"), .day = {19437}};
    struct writer body = fresh();
    must(run_encode(&run, &body));
    put_kind(to, "run_called", "an extra run", ENTRY_RUN_CALLED, &body);
    put_kind(to, "run_cancelled", "a run that will not go", ENTRY_RUN_CANCELLED, &body);
    struct flag_body flag = {.dossier = TEXT("H41.04-230321-0001"),
                             .level = TEXT("at_risk"),
                             .cause = TEXT("transfer"),
                             .note = TEXT("gọi thêm chuyến")};
    body = fresh();
    must(flag_encode(&flag, &body));
    put_kind(to, "flag_acknowledged", "a manager has seen it", ENTRY_FLAG_ACKNOWLEDGED, &body);
    put_kind(to, "flag_handled", "and done something", ENTRY_FLAG_HANDLED, &body);
    struct ruling_body ruling = {.dossier = flag.dossier,
                                 .wrong = TEXT("2023-03-21T15:10:00/take/H41.04"),
                                 .reason = TEXT("ruling_wrong_bag"),
                                 .person_one = TEXT("an"),
                                 .person_two = TEXT("binh")};
    body = fresh();
    must(ruling_encode(&ruling, &body));
    put_kind(to, "ruling", "two persons declare an act wrong", ENTRY_RULING, &body);
    struct stop_body stop = {.stop = TEXT("004"),
                             .lat_e7 = 186702500,
                             .lon_e7 = 1056800000,
                             .measured = 12,
                             .person = TEXT("an")};
    body = fresh();
    must(stop_encode(&stop, &body));
    put_kind(to, "stop_position", "where a stop really is", ENTRY_STOP_POSITION, &body);
    struct incident_body incident = {
        .code = TEXT("lost_unit"), .subject = TEXT("TH-04"), .note = TEXT("mất ở bưu cục")};
    body = fresh();
    must(incident_encode(&incident, &body));
    put_kind(to, "incident_opened", "something went wrong", ENTRY_INCIDENT_OPENED, &body);
    put_kind(to, "incident_closed", "and is settled", ENTRY_INCIDENT_CLOSED, &body);
    struct backup_body backup = {.row = 312500,
                                 .row_hash = backup_row_hash(span_of("a batch", 7)),
                                 .manifest = hash_of(span_of("a manifest", 10))};
    body = fresh();
    must(backup_encode(&backup, &body));
    put_kind(to, "backup", "a verified copy of the book, up to a row", ENTRY_BACKUP, &body);
}

static void devices(FILE *to, const struct vector_device *device)
{
    struct vector_device other = vector_device_of(2);
    struct opened_body opened = {.sign_key = device->key, .software = TEXT("trao-handheld 0.1.0")};
    struct writer body = fresh();
    must(opened_encode(&opened, &body));
    struct entry entry =
        vector_entry(device, (struct place){1, 1}, ENTRY_OPENED, writer_span(&body));
    put(to, "opened_first", "the first entry of a device", &entry);
    opened.head = (struct head){
        {1, 40},
        hash_of(span_of("(1,40)", 6))
    };
    body = fresh();
    must(opened_encode(&opened, &body));
    entry = vector_entry(device, (struct place){2, 1}, ENTRY_OPENED, writer_span(&body));
    entry.prev = opened.head.hash;
    put(to, "opened_later", "a later epoch names the head it goes on from", &entry);
    struct enrolled_body enrolled = {.device = other.device,
                                     .sign_key = other.key,
                                     .kind = DEVICE_HANDHELD,
                                     .label = TEXT("Máy 07"),
                                     .party = TEXT("post"),
                                     .person_one = TEXT("an"),
                                     .person_two = TEXT("binh")};
    memset(enrolled.link_key, 0x5C, sizeof enrolled.link_key);
    body = fresh();
    must(enrolled_encode(&enrolled, &body));
    put_kind(to, "device_enrolled", "two persons enrol a device", ENTRY_DEVICE_ENROLLED, &body);
    struct revoked_body revoked = {
        .device = other.device,
        .trusted_to = {1, 77},
        .reason = TEXT("mất máy"),
        .person_one = TEXT("an"),
        .person_two = TEXT("binh")
    };
    body = fresh();
    must(revoked_encode(&revoked, &body));
    put_kind(to, "device_revoked", "later entries are quarantined", ENTRY_DEVICE_REVOKED, &body);
}

void vectors_entries(FILE *to)
{
    struct vector_device device = vector_device_of(1);
    devices(to, &device);
    acts(to);
    handover(to, &device);
    files_and_readings(to);
    desk(to);
    evidence(to, &device);
}

void vectors_bad_entries(FILE *to)
{
    static const struct {
        const char *name;
        const char *shows;
        size_t at;
        uint8_t value;
    } rows[] = {
        {"format_zero",     "no format",                           0,   0   },
        {"format_later",    "a later format",                      0,   2   },
        {"algorithm_zero",  "no algorithm",                        1,   0   },
        {"algorithm_later", "a later algorithm",                   1,   2   },
        {"size_short",      "shorter than its head",               2,   108 },
        {"size_long",       "longer than the bytes",               3,   0x30},
        {"kind_zero",       "no kind",                             4,   0   },
        {"proven_unknown",  "a way of proving that is not listed", 6,   5   },
        {"has_unknown",     "a bit without a meaning",             7,   9   },
        {"epoch_zero",      "there is no epoch 0",                 16,  0   },
        {"seq_zero",        "there is no entry 0",                 20,  0   },
        {"gnss_stray",      "GNSS time where there is none",       84,  1   },
        {"fix_stray",       "a fix's age where there is none",     92,  1   },
        {"person_long",     "a person longer than 31 bytes",       108, 32  },
        {"device_flipped",  "row 70: the signature does not fit",  8,   0   },
        {"prev_flipped",    "row 70: the signature does not fit",  28,  0   },
        {"wall_flipped",    "row 70: the signature does not fit",  60,  0   },
        {"body_flipped",    "row 70: the signature does not fit",  130, 'x' },
    };
    struct vector_device device = vector_device_of(1);
    struct vector_device other = vector_device_of(2);
    struct act_body act = {
        .kind = ACT_TAKE, .party = TEXT("post"), .subject = TEXT("H41.04-230321-0001")};
    struct writer body = fresh();
    must(act_encode(&act, &body));
    struct entry entry = vector_entry(&device, (struct place){1, 2}, ENTRY_ACT, writer_span(&body));
    struct span sealed = seal(&entry, &device);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        uint8_t kept = sealed_bytes[rows[i].at];
        assert(kept != rows[i].value);
        sealed_bytes[rows[i].at] = rows[i].value;
        vector_file_entry(to, rows[i].name, rows[i].shows, &device.key, &sealed, 1);
        sealed_bytes[rows[i].at] = kept;
    }
    struct span cut = span_of(sealed.at, sealed.size - 1);
    vector_file_entry(to, "cut", "a byte is missing at the end", &device.key, &cut, 1);
    struct span none = {0};
    vector_file_entry(to, "nothing", "no bytes at all", &device.key, &none, 1);
    const struct span more[] = {sealed, span_of("\x01", 1)};
    vector_file_entry(to, "and_more", "a byte too many", &device.key, more, 2);
    vector_file_entry(to, "other_key", "row 70: another device's key", &other.key, &sealed, 1);
}

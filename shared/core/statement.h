/* statement - the bodies of entries: act, handoff record, take, file parts, and the rest.
 *
 * Pure. Each body has one encode and one decode; decode borrows from the body it is given and
 * refuses whatever is not exactly the format of protocols/journal.md (STATUS_MALFORMED). Encode
 * refuses what decode would: STATUS_FULL for what is too long, STATUS_MALFORMED for the rest; the
 * writer then stands where it stood. */
#ifndef CORE_STATEMENT_H
#define CORE_STATEMENT_H

#include "core/act.h"
#include "core/journal.h"

enum {
    HANDOFF_ITEMS_MAX = 100, /* a manifest's bound (DOMAIN section 1) */
    HANDOFF_BUNDLES_MAX = 16,
    STATEMENT_TEXT_MAX = 63,  /* one code, party, person, reason … */
    STATEMENT_NOTE_MAX = 255, /* free text: notes, labels, why */
    READING_SIZE_MAX = 512,
    FILE_PART_MAX = ENTRY_BODY_MAX - 39, /* bytes of a file in one entry */
};

/* One act on one subject, as texts. Times come from the entry's evidence. */
struct act_body {
    enum act_kind kind;
    bool scanned; /* read by the scanner */
    bool typed;   /* keyed in by hand: needs a second look */
    struct text party, subject, counterpart, stop, parent, reason;
};

struct handoff_bundle {
    struct text code;
    struct text seal; /* may be empty */
};

/* H of SEMANTICS section 2. Items are sorted and unique. */
struct handoff {
    uint8_t id[16]; /* the giver's, random */
    struct text giver, receiver, stop;
    struct text giver_person;
    struct device giver_device;
    int64_t giver_wall_ms;
    uint32_t declared; /* items, as counted by the giver */
    struct handoff_bundle bundles[HANDOFF_BUNDLES_MAX];
    uint32_t bundle_count;
    struct text items[HANDOFF_ITEMS_MAX];
    uint32_t item_count;
};

struct give_body {
    struct handoff handoff;
    struct span record; /* the bytes of H, as stored */
    struct text absent; /* why the receiver did not sign; empty otherwise */
};

struct take_body {
    uint8_t handoff_id[16];
    struct hash digest;        /* SHA-256("trao/handoff/1" | H); zero: nothing was offered */
    struct hash giver_entry;   /* hash of the entry that holds H; zero when not known */
    bool one_device;           /* both signed by the giver's device */
    struct text party, person; /* the receiver */
    enum proven proven;        /* how the receiver was proven */
    struct text giver, stop;
    struct text bundles[HANDOFF_BUNDLES_MAX];
    uint32_t bundle_count;
    struct text scanned[HANDOFF_ITEMS_MAX];
    uint32_t scanned_count;
    struct text missing[HANDOFF_ITEMS_MAX]; /* short */
    uint32_t missing_count;
    struct text over[HANDOFF_ITEMS_MAX];
    uint32_t over_count;
};

enum file_kind {
    FILE_FEED = 1,
    FILE_SUPPLEMENTS,
    FILE_ACTS,
    FILE_PLAN,
    FILE_CALENDAR,
    FILE_OFFICES
};

struct file_part_body {
    enum file_kind kind;
    struct hash file; /* of the whole file */
    uint32_t number;  /* from 0 */
    struct span bytes;
};

struct file_close_body {
    enum file_kind kind;
    struct hash file;
    uint32_t parts;
    uint64_t size;
    struct text name;      /* for people */
    struct day valid_from; /* of a plan or calendar version */
};

enum device_kind { DEVICE_HANDHELD = 1, DEVICE_DESK, DEVICE_IMPORT, DEVICE_CABINET, DEVICE_ADMIN };

struct enrolled_body {
    struct device device;
    uint8_t link_key[32]; /* CURVE public key */
    struct sign_public sign_key;
    enum device_kind kind;
    struct text label, party;
    struct text person_one, person_two;
};

struct revoked_body {
    struct device device;
    struct place trusted_to; /* later entries are quarantined */
    struct text reason;
    struct text person_one, person_two;
};

struct opened_body {
    struct sign_public sign_key;
    struct head head; /* of the former epoch; zero in the first */
    struct text software;
};

struct run_body { /* called and cancelled */
    struct text route, round;
    struct day day;
};

struct ruling_body {
    struct text dossier;
    struct text wrong; /* the act, as `at/act/party` */
    struct text reason, person_one, person_two;
};

struct flag_body { /* acknowledged and handled */
    struct text dossier, level, cause, note;
};

struct reading_body {
    struct span raw;
    struct text symbology; /* AIM identifier, and why it was refused: `]C1 CODE-04`; or empty */
    struct text party, stop;
};

struct stop_body { /* position approved */
    struct text stop;
    int32_t lat_e7, lon_e7;
    uint32_t measured; /* how many fixes stand behind it */
    struct text person;
};

struct incident_body { /* opened and closed */
    struct text code;  /* what kind of incident */
    struct text subject;
    struct text note;
};

enum status act_encode(const struct act_body *body, struct writer *writer) MUST_CHECK;
enum status act_decode(struct span body, struct act_body *out) MUST_CHECK;
enum status handoff_encode(const struct handoff *handoff, struct writer *writer) MUST_CHECK;
enum status handoff_decode(struct span record, struct handoff *out) MUST_CHECK;
struct hash handoff_digest(struct span record);
enum status give_encode(struct span record, struct text absent, struct writer *writer) MUST_CHECK;
enum status give_decode(struct span body, struct give_body *out) MUST_CHECK;
enum status take_encode(const struct take_body *body, struct writer *writer) MUST_CHECK;
enum status take_decode(struct span body, struct take_body *out) MUST_CHECK;
enum status file_part_encode(const struct file_part_body *body, struct writer *writer) MUST_CHECK;
enum status file_part_decode(struct span body, struct file_part_body *out) MUST_CHECK;
enum status file_close_encode(const struct file_close_body *body, struct writer *writer) MUST_CHECK;
enum status file_close_decode(struct span body, struct file_close_body *out) MUST_CHECK;
enum status enrolled_encode(const struct enrolled_body *body, struct writer *writer) MUST_CHECK;
enum status enrolled_decode(struct span body, struct enrolled_body *out) MUST_CHECK;
enum status revoked_encode(const struct revoked_body *body, struct writer *writer) MUST_CHECK;
enum status revoked_decode(struct span body, struct revoked_body *out) MUST_CHECK;
enum status opened_encode(const struct opened_body *body, struct writer *writer) MUST_CHECK;
enum status opened_decode(struct span body, struct opened_body *out) MUST_CHECK;
enum status run_encode(const struct run_body *body, struct writer *writer) MUST_CHECK;
enum status run_decode(struct span body, struct run_body *out) MUST_CHECK;
enum status ruling_encode(const struct ruling_body *body, struct writer *writer) MUST_CHECK;
enum status ruling_decode(struct span body, struct ruling_body *out) MUST_CHECK;
enum status flag_encode(const struct flag_body *body, struct writer *writer) MUST_CHECK;
enum status flag_decode(struct span body, struct flag_body *out) MUST_CHECK;
enum status reading_encode(const struct reading_body *body, struct writer *writer) MUST_CHECK;
enum status reading_decode(struct span body, struct reading_body *out) MUST_CHECK;
enum status stop_encode(const struct stop_body *body, struct writer *writer) MUST_CHECK;
enum status stop_decode(struct span body, struct stop_body *out) MUST_CHECK;
enum status incident_encode(const struct incident_body *body, struct writer *writer) MUST_CHECK;
enum status incident_decode(struct span body, struct incident_body *out) MUST_CHECK;

/* Is what ENTRY states in form? STATUS_MALFORMED: this entry counts for nothing and is quarantined
 * (its stream goes on); STATUS_TOO_NEW: a kind not known here, kept and counted as unknown. */
enum status statement_check(const struct entry *entry) MUST_CHECK;

#endif

/* journal - entries: how a statement becomes bytes, is sealed into its device's chain and checked.
 *
 * Pure. Knows no file and no clock: evidence comes in with the event. protocols/journal.md gives
 * every byte; SEMANTICS section 2 the meaning. What is hashed and signed are the stored bytes,
 * never a re-encoding. */
#ifndef CORE_JOURNAL_H
#define CORE_JOURNAL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/hash.h"
#include "base/instant.h"
#include "base/sign.h"
#include "base/span.h"
#include "base/status.h"
#include "base/text.h"

enum {
    JOURNAL_FORMAT = 1,    /* the layout of an entry */
    JOURNAL_ALGORITHM = 1, /* SHA-256 and Ed25519 */
    ENTRY_HEAD_SIZE = 109, /* with the length byte of the person */
    ENTRY_PERSON_MAX = 31,
    ENTRY_BODY_MAX = 15360,
    ENTRY_SIZE_MAX = ENTRY_HEAD_SIZE + ENTRY_PERSON_MAX + ENTRY_BODY_MAX,
    SEALED_SIZE_MAX = ENTRY_SIZE_MAX + SIGNATURE_SIZE, /* an entry and the signature behind it */
};

/* What an entry states. Numbers are on the wire for ever. A kind not known here is kept, chained
 * and counted as unknown: a newer unit's entry is never lost. */
enum entry_kind {
    ENTRY_OPENED = 1,     /* first entry of every epoch: keys, or the head of the old epoch */
    ENTRY_ACT = 2,        /* one act on one subject */
    ENTRY_GIVE = 3,       /* holds a handoff record */
    ENTRY_TAKE = 4,       /* holds its digest, what was scanned, short and over */
    ENTRY_READING = 5,    /* a symbol nobody could match, kept raw */
    ENTRY_FILE_PART = 6,  /* a piece of a feed, acts, plan, calendar or offices file */
    ENTRY_FILE_CLOSE = 7, /* the file counts from here: number of parts and hash */
    ENTRY_RUN_CALLED = 8,
    ENTRY_RUN_CANCELLED = 9,
    ENTRY_FLAG_ACKNOWLEDGED = 10,
    ENTRY_FLAG_HANDLED = 11,
    ENTRY_RULING = 12, /* two persons */
    ENTRY_STOP_POSITION = 13,
    ENTRY_DEVICE_ENROLLED = 14,
    ENTRY_DEVICE_REVOKED = 15,
    ENTRY_INCIDENT_OPENED = 16,
    ENTRY_INCIDENT_CLOSED = 17,
    ENTRY_SCAN = 18,   /* one code of a handover still open; it counts with its end */
    ENTRY_BACKUP = 19, /* a verified copy of the book, up to a row */
};

/* How the person was proven to the device. */
enum proven { PROVEN_NONE, PROVEN_BADGE_PIN, PROVEN_BADGE, PROVEN_OTP, PROVEN_SESSION, PROVENS };

/* The device's identity, made with its key: the first 8 bytes, read little-endian, of
 * SHA-256("trao/device/1" | signing public key). A new key is a new device. */
struct device {
    uint64_t id;
};

/* A place in a device's stream. seq runs from 1 by 1 within an epoch. */
struct place {
    uint32_t epoch;
    uint64_t seq;
};

/* The newest entry of a stream: {0,0}, zero hash when there is none. */
struct head {
    struct place place;
    struct hash hash;
};

struct fix {
    bool has;
    uint32_t age_ms;
    int32_t lat_e7, lon_e7; /* WGS 84, 1e-7 degree */
    uint32_t accuracy_mm;
};

/* What the device's clocks said when the entry was made (DOMAIN section 5). */
struct time_evidence {
    bool wall_set; /* the device has reason to believe its wall clock */
    int64_t wall_ms;
    int64_t mono_ms; /* milliseconds since boot */
    uint64_t boot;   /* differs between boots */
    bool has_gnss;
    int64_t gnss_ms;
    struct fix fix;
};

struct entry {
    struct device device;
    struct place place;
    struct hash prev;
    enum entry_kind kind; /* may hold a number this version does not know */
    enum proven proven;
    struct time_evidence when;
    struct text person; /* borrowed */
    struct span body;   /* borrowed */
};

/* An entry taken apart: borrowed pieces of the received bytes. */
struct sealed {
    struct entry entry;
    struct span bytes; /* what is hashed and signed */
    struct span whole; /* bytes and signature: what is stored and sent */
    struct hash hash;  /* SHA-256("trao/entry/1" | bytes) */
    struct signature signature;
};

struct device device_of(const struct sign_public *key);
enum { DEVICE_TEXT_SIZE = 17 };
char *device_text(struct device device, char out[DEVICE_TEXT_SIZE]); /* 16 hex digits */
bool device_parse(struct text text, struct device *out_device);

/* -1, 0, 1: by epoch, then seq. */
int place_order(struct place a, struct place b);

/* Encode and sign ENTRY into OUT (SEALED_SIZE_MAX bytes). The caller has set place and prev.
 * STATUS_FULL: body or person over the bound. *out_hash is the new head's hash. */
enum status entry_seal(const struct entry *entry, const struct sign_secret *secret, uint8_t *out,
                       size_t *out_size, struct hash *out_hash) MUST_CHECK;
/* Take the first sealed entry off BYTES and move BYTES behind it. STATUS_MALFORMED: not an entry of
 * format 1; STATUS_TOO_NEW: a later format. Nothing is verified but the shape. */
enum status entry_open(struct span *bytes, struct sealed *out_sealed) MUST_CHECK;
/* Does SEALED follow HEAD in a device's stream? Same epoch: seq + 1 and prev = hash. Later epoch:
 * its ENTRY_OPENED, whose prev is the hash of the head it names, and that is HEAD or lies before it
 * (the tail between was lost by the unit and kept by the server; entry_names() says which entry,
 * whoever holds it compares). */
bool entry_follows(const struct sealed *sealed, const struct head *head);
/* The head an ENTRY_OPENED names, {0,0} and a zero hash in a first epoch; false for others. */
bool entry_names(const struct sealed *sealed, struct head *out_named);
/* The place and hash of SEALED. */
struct head entry_head(const struct sealed *sealed);
bool entry_signed_by(const struct sealed *sealed, const struct sign_public *key);

#endif

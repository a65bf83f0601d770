/* sync - the messages between a device and the server, as values.
 *
 * protocols/trao.proto is their shape on the wire, protocols/sync.md says who says what when. Only
 * shared/wire turns them into bytes. Pointers are borrowed. */
#ifndef CORE_SYNC_H
#define CORE_SYNC_H

#include "core/journal.h"

enum {
    SYNC_VERSION = 2, /* spoken here; SYNC_VERSION - 1 .. SYNC_VERSION + 1 still sync */
    BATCH_ENTRIES_MAX = 320,
    BATCH_LIVE_MAX = 80, /* without a backlog (PERFORMANCE section 8) */
    BATCH_BYTES_MAX = 60 * 1024,
    MESSAGE_BYTES_MAX = 65536,
};

struct device_clock {
    int64_t wall_ms;
    int64_t mono_ms;
    uint64_t boot;
};

struct hello {
    uint32_t version;
    struct device device;
    struct head head;      /* the unit's newest entry */
    struct place first;    /* the oldest it still has; {0,0}: none */
    struct place received; /* receipted: a server behind this was restored from a backup */
    struct place asked;    /* the server's high water as last told to the unit … */
    struct head proof;     /* … and the unit's newest entry not after it; zero: it has none */
    struct device_clock clock;
    struct text software;
    uint32_t unsent;
    int32_t battery_percent; /* -1: not known */
};

enum welcome_verdict {
    WELCOME_CONTINUE = 1,   /* send what you have after the high water */
    WELCOME_PROVE = 2,      /* say hello again with `asked` at this high water and your proof */
    WELCOME_OPEN_EPOCH = 3, /* your tail is lost: open epoch `epoch`, naming your head */
    WELCOME_LOCKED = 4, /* another branch of your stream exists: two persons must re-enrol you */
};

struct welcome {
    uint32_t version;
    enum welcome_verdict verdict;
    struct head high_water;
    uint32_t epoch; /* with WELCOME_OPEN_EPOCH */
    int64_t server_wall_ms;
    int64_t echo_mono_ms;   /* the hello's mono_ms, for the round trip */
    struct place level_two; /* in a verified backup up to here */
};

/* Entries of one epoch, one after the other. */
struct batch {
    struct device device;
    uint32_t epoch;
    uint64_t first_seq;
    uint32_t count;
    struct device_clock clock; /* at send */
    bool has_offset;
    int64_t offset_ms; /* server minus device, as measured at the last welcome */
    uint32_t rtt_ms;
    struct span entries; /* sealed entries back to back, as stored */
};

struct receipt {
    struct head head; /* durable up to here, with the hash */
    struct place level_two;
};

struct busy {
    uint32_t retry_after_ms;
};

enum refusal_code {
    REFUSAL_UPDATE_NEEDED = 1, /* your version is too new for this server: data are kept */
    REFUSAL_TOO_OLD = 2,
    REFUSAL_NOT_YOURS = 3, /* key and device id do not belong together */
    REFUSAL_MALFORMED = 4,
    REFUSAL_CHAIN_BROKEN = 5, /* send again from `high_water` + 1 */
    REFUSAL_GAP = 6,          /* same */
    REFUSAL_FORKED = 7,       /* same place, other content */
    REFUSAL_REVOKED = 8,      /* what you send is kept apart */
    REFUSAL_BAD_SIGNATURE = 9,
    REFUSAL_TOO_LARGE = 10,
};

struct refusal {
    enum refusal_code code;
    struct head high_water;
    struct text detail; /* English, for the log */
};

enum notice_kind {
    NOTICE_CALENDAR = 1,
    NOTICE_PLAN = 2,
    NOTICE_MANIFEST = 3,
    NOTICE_RECALL = 4,
    NOTICE_INCIDENT = 5
};

struct notice {
    enum notice_kind kind;
    uint64_t number;
    struct span body;
};

enum message_kind {
    MESSAGE_HELLO = 1,
    MESSAGE_WELCOME,
    MESSAGE_BATCH,
    MESSAGE_RECEIPT,
    MESSAGE_BUSY,
    MESSAGE_REFUSAL,
    MESSAGE_NOTICE,
};

struct message {
    enum message_kind kind;
    union {
        struct hello hello;
        struct welcome welcome;
        struct batch batch;
        struct receipt receipt;
        struct busy busy;
        struct refusal refusal;
        struct notice notice;
    };
};

#endif

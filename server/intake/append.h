/* append - the group commit: rows become durable together, and only then the answers go out.
 *
 * Holds what the door believes between commits: the roster and the group under way. Decides nothing
 * about a message; hello.c and batch.c do. */
#ifndef INTAKE_APPEND_H
#define INTAKE_APPEND_H

#include "base/arena.h"
#include "ports/act_store.h"
#include "ports/bell.h"
#include "ports/clock.h"
#include "ports/door.h"
#include "ports/flag_book.h"
#include "ports/log.h"
#include "server/intake/group.h"
#include "server/intake/roster.h"

/* Everything counted since start; stat.h tells it. */
struct intake_counters {
    uint64_t messages;
    uint64_t hellos;
    uint64_t batches; /* accepted */
    uint64_t entries; /* accepted */
    uint64_t doubles;
    uint64_t busy;
    uint64_t refused;
    uint64_t malformed;
    uint64_t unknown_kind; /* a newer unit's word that was passed over */
    uint64_t strangers;    /* a key that left the table while its line lived */
    uint64_t quarantined;  /* messages kept apart */
    uint64_t quarantine_left_off;
    uint64_t incidents;
    uint64_t incidents_left_off; /* told already, or too many */
    uint64_t commits;
    uint64_t commits_failed;
    uint64_t enrolled;   /* or revoked, or changed */
    uint64_t group_max;  /* batches in the largest commit */
    uint64_t unanswered; /* the peer was slow or gone */
};

struct append_ports {
    struct door *door;
    struct act_store *store;
    const struct bell *bell;
    const struct log *log;
    struct flag_reader *flags; /* for warn.c; NULL: nobody is warned */
};

struct append {
    struct append_ports ports;
    struct roster roster;
    struct group *group;
    struct clock_reading now; /* of the turn under way */
    struct instant received;  /* commit time of the turn: never runs backwards */
    uint64_t position;        /* newest row */
    bool down;                /* the book has failed; every device hears "busy" */
    bool full;                /* … because the disk is full */
    bool complained;          /* … and the log knows */
    bool timeless;            /* the wall clock was never set, and the log knows */
    bool greeted;             /* somebody has said hello since warn.c looked */
    bool newcomers;           /* who may knock changes with this group: commit before going on */
    struct instant retry;     /* monotonic; when `down` */
    struct intake_counters counters;
    uint8_t *memory;         /* one allocation, at start, for the next three */
    uint8_t *page;           /* MESSAGE_BYTES_MAX: a stored row that is looked into */
    struct arena page_arena; /* … taken apart */
    struct arena arena;      /* the message under way, taken apart */
};

/* STATUS_FULL: no memory, or the book knows more than UNITS_MAX devices. On anything but STATUS_OK
 * nothing is kept. */
enum status append_open(struct append *append, const struct append_ports *ports, uint32_t units_max,
                        const struct clock_reading *now) MUST_CHECK;
void append_close(struct append *append);
/* Makes the group durable, then answers. On failure everybody hears busy and `down` is set. */
enum status append_commit(struct append *append) MUST_CHECK;
/* After a failure: reopens the book and reads the roster again, or stays down. */
void append_come_back(struct append *append);

/* Queues an answer that goes out after the commit. */
void append_answer(struct append *append, const struct door_peer *peer,
                   const struct message *message);
/* The same for a refusal, which names MEMBER's high water. DETAIL is a literal. */
void append_refuse(struct append *append, const struct door_peer *peer, const struct member *member,
                   enum refusal_code code, const char *detail);
/* Says MESSAGE at once; only what promises nothing. Whoever is slow or gone asks again. */
void append_say(struct append *append, const struct door_peer *peer, const struct message *message);
/* Says busy at once: it promises nothing. */
void append_busy(struct append *append, const struct door_peer *peer, uint32_t retry_after_ms);
/* A row and a line in the log, unless they say what was said before. */
void append_incident(struct append *append, enum act_incident_kind kind, struct member *member,
                     struct place place, const char *detail);
/* Keeps a message apart; it stands at the end of the group's bytes. WHAT is the part of it that
 * stays the same when it is sent again. False: the device's share is used up, nothing is kept. */
bool append_apart(struct append *append, struct member *member, const struct door_message *received,
                  struct span what, const struct act_quarantine *row);
/* The message stays where it is until the commit. */
struct span append_keep_bytes(struct append *append, const struct door_message *received);
/* The hash of MEMBER's stored entry at PLACE; zero if there is none. Commits first if rows of
 * MEMBER are still under way. Anything but STATUS_OK: say busy. */
enum status append_find(struct append *append, struct member *member, struct place place,
                        struct hash *out_hash) MUST_CHECK;

#endif

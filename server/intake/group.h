/* group - what one turn gathers: rows that become durable together, and the answers that may go
 * out only after that.
 *
 * Never waits to grow: a group is whatever was queued (PERFORMANCE section 7). */
#ifndef INTAKE_GROUP_H
#define INTAKE_GROUP_H

#include "core/sync.h"
#include "ports/act_store.h"
#include "server/intake/roster.h"

enum {
    GROUP_MESSAGES_MAX = 1024,
    GROUP_BYTES_MAX = 8 * 1024 * 1024,
    GROUP_INCIDENTS_MAX = 256,
    GROUP_STREAMS_MAX = 8192, /* a verified backup changes that of every device there is */
    GROUP_DEVICES_MAX = 2 * BATCH_ENTRIES_MAX, /* what one batch may bring always fits */
};

/* An answer that waits for the commit. Its texts are literals. */
struct answer {
    struct door_peer peer;
    struct message message;
};

struct group {
    uint8_t *bytes; /* messages stand here until the commit */
    size_t bytes_size;
    struct act_batch batches[GROUP_MESSAGES_MAX];
    struct act_stream *batch_streams[GROUP_MESSAGES_MAX];
    size_t batch_count;
    struct act_stream *streams[GROUP_STREAMS_MAX];
    struct member *members[GROUP_STREAMS_MAX]; /* of `streams` */
    size_t stream_count;
    struct act_device devices[GROUP_DEVICES_MAX];
    size_t device_count;
    struct act_quarantine quarantine[GROUP_MESSAGES_MAX];
    size_t quarantine_count;
    struct act_incident incidents[GROUP_INCIDENTS_MAX];
    size_t incident_count;
    struct answer answers[GROUP_MESSAGES_MAX];
    size_t answer_count;
};

/* STATUS_FULL: no memory. One allocation, at start. */
enum status group_open(struct group **out_group) MUST_CHECK;
void group_close(struct group *group);
/* Empty again; members are no longer pending. */
void group_reset(struct group *group);
bool group_is_empty(const struct group *group); /* nothing to commit; answers aside */
/* Room for one more message of the largest size, with all it may bring? */
bool group_has_room(const struct group *group);

void group_change(struct group *group, struct member *member);
void group_batch(struct group *group, struct member *member, const struct act_batch *batch);
void group_quarantine(struct group *group, const struct act_quarantine *quarantine);
/* False: as many as a group holds; it is not kept. */
bool group_incident(struct group *group, enum act_incident_kind kind, struct device device,
                    struct place place, struct instant at, const char *detail);
/* In place of a row of the same device. */
void group_device(struct group *group, const struct act_device *device);
/* The rows of this group by number and by key; NULL if there is none. */
const struct act_device *group_device_of(const struct group *group, struct device device);
const struct act_device *group_key_of(const struct group *group, const struct link_key *key);
void group_answer(struct group *group, const struct door_peer *peer, const struct message *message);

#endif

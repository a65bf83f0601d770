#include "server/intake/group.h"

#include <stdlib.h>
#include <string.h>

#include "base/check.h"

enum status group_open(struct group **out_group)
{
    struct group *group = calloc(1, sizeof *group);
    uint8_t *bytes = malloc(GROUP_BYTES_MAX);
    if (!group || !bytes) {
        free(group);
        free(bytes);
        return STATUS_FULL;
    }
    group->bytes = bytes;
    *out_group = group;
    return STATUS_OK;
}

void group_close(struct group *group)
{
    if (group) {
        free(group->bytes);
        free(group);
    }
}

void group_reset(struct group *group)
{
    for (size_t i = 0; i < group->stream_count; i++) {
        group->members[i]->changed = false;
        group->members[i]->pending = false;
    }
    group->bytes_size = 0;
    group->batch_count = 0;
    group->stream_count = 0;
    group->device_count = 0;
    group->quarantine_count = 0;
    group->incident_count = 0;
    group->answer_count = 0;
}

bool group_is_empty(const struct group *group)
{
    return group->stream_count == 0 && group->device_count == 0 && group->quarantine_count == 0 &&
           group->incident_count == 0;
}

bool group_has_room(const struct group *group)
{
    return group->answer_count < GROUP_MESSAGES_MAX &&
           group->device_count + BATCH_ENTRIES_MAX <= GROUP_DEVICES_MAX &&
           group->bytes_size + MESSAGE_BYTES_MAX <= GROUP_BYTES_MAX;
}

void group_change(struct group *group, struct member *member)
{
    if (!member->changed) {
        assert(group->stream_count < GROUP_STREAMS_MAX); /* each at most once */
        member->changed = true;
        group->members[group->stream_count] = member;
        group->streams[group->stream_count++] = &member->stream;
    }
}

void group_batch(struct group *group, struct member *member, const struct act_batch *batch)
{
    assert(group->batch_count < GROUP_MESSAGES_MAX);
    group_change(group, member);
    member->pending = true;
    group->batch_streams[group->batch_count] = &member->stream;
    group->batches[group->batch_count++] = *batch;
}

void group_quarantine(struct group *group, const struct act_quarantine *quarantine)
{
    assert(group->quarantine_count < GROUP_MESSAGES_MAX);
    group->quarantine[group->quarantine_count++] = *quarantine;
}

bool group_incident(struct group *group, enum act_incident_kind kind, struct device device,
                    struct place place, struct instant at, const char *detail)
{
    if (group->incident_count == GROUP_INCIDENTS_MAX) {
        return false;
    }
    struct act_incident *incident = &group->incidents[group->incident_count++];
    *incident = (struct act_incident){.kind = kind, .device = device, .at = at, .place = place};
    struct line line = line_of(incident->detail, sizeof incident->detail);
    line_put(&line, detail);
    return true;
}

static size_t device_at(const struct group *group, struct device device)
{
    size_t at = 0;
    while (at < group->device_count && group->devices[at].device.id != device.id) {
        at++;
    }
    return at;
}

const struct act_device *group_device_of(const struct group *group, struct device device)
{
    size_t at = device_at(group, device);
    return at < group->device_count ? &group->devices[at] : NULL;
}

const struct act_device *group_key_of(const struct group *group, const struct link_key *key)
{
    for (size_t i = 0; i < group->device_count; i++) {
        if (memcmp(group->devices[i].link_key.byte, key->byte, sizeof key->byte) == 0) {
            return &group->devices[i];
        }
    }
    return NULL;
}

void group_device(struct group *group, const struct act_device *device)
{
    size_t at = device_at(group, device->device);
    assert(at < GROUP_DEVICES_MAX);
    group->devices[at] = *device;
    if (at == group->device_count) {
        group->device_count++;
    }
}

void group_answer(struct group *group, const struct door_peer *peer, const struct message *message)
{
    assert(group->answer_count < GROUP_MESSAGES_MAX);
    group->answers[group->answer_count++] = (struct answer){.peer = *peer, .message = *message};
}

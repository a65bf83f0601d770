#include "server/intake/hello.h"

enum { BUSY_LOOKUP_MS = 1000 };

/* A unit greets again and again; append_incident() says the same thing once. */
static void tell(struct append *append, struct member *member, const struct hello *hello,
                 const struct hello_outcome *outcome)
{
    struct place at = hello->head.place;
    switch (outcome->kind) {
    case HELLO_OPEN_EPOCH:
        append_incident(append, ACT_INCIDENT_TAIL_LOST, member, at,
                        "the unit came back behind its receipts; it opens a new epoch");
        break;
    case HELLO_LOCKED:
        append_incident(append, ACT_INCIDENT_CLONED, member, at,
                        "another branch of this stream exists; two persons must enrol it anew");
        break;
    case HELLO_NOT_YOURS:
        append_incident(append, ACT_INCIDENT_NOT_YOURS, member, at,
                        "a proven key greeted as another device");
        break;
    case HELLO_HOLE: /* the batch that begins there tells what is missing */
    case HELLO_CONTINUE:
    case HELLO_PROVE:
    case HELLO_LOOK_UP:
    case HELLO_UPDATE_NEEDED:
    case HELLO_TOO_OLD:
        break;
    }
    if (outcome->server_behind) {
        append_incident(append, ACT_INCIDENT_SERVER_BEHIND, member, hello->received,
                        "the unit holds receipts for more than this book has: it was restored");
    }
}

/* Of the outcomes that are no welcome; which those are says stream_welcome(). */
static const char *const refusal_details[] = {
    [HELLO_UPDATE_NEEDED] = "update needed: the server speaks an older version",
    [HELLO_TOO_OLD] = "the unit's version is too old for this server",
    [HELLO_NOT_YOURS] = "this key does not belong to that device",
};

static void answer(struct append *append, const struct member *member, const struct door_peer *peer,
                   const struct hello *hello, const struct hello_outcome *outcome)
{
    struct message message = {.kind = MESSAGE_WELCOME};
    if (!stream_welcome(&member->stream.stream, hello, outcome, &message.welcome)) {
        append_refuse(append, peer, member, hello_refusal_code(outcome->kind),
                      refusal_details[outcome->kind]);
        return;
    }
    message.welcome.server_wall_ms = append->now.wall.ms;
    message.welcome.level_two = member->stream.level_two;
    append_answer(append, peer, &message);
}

void hello_take(struct append *append, struct member *member, const struct door_peer *peer,
                const struct hello *hello)
{
    const bool locked = member->stream.stream.state == STREAM_LOCKED;
    append->counters.hellos++;
    append->greeted = true;
    member->peer = *peer;
    member->warned = 0; /* what was told on another line may be lost */
    struct hello_outcome outcome = stream_hello(&member->stream.stream, hello, NULL);
    if (outcome.kind == HELLO_LOOK_UP) {
        struct hash stored;
        if (append_find(append, member, outcome.look_up, &stored) != STATUS_OK) {
            append_busy(append, peer, BUSY_LOOKUP_MS);
            return;
        }
        outcome = stream_hello(&member->stream.stream, hello, &stored);
    }
    if (!locked || outcome.kind != HELLO_LOCKED) {
        tell(append, member, hello, &outcome);
    }
    if (!locked && outcome.kind == HELLO_LOCKED) {
        group_change(append->group, member); /* the lock is kept */
    }
    answer(append, member, peer, hello, &outcome);
}

#include "core/sync_sender.h"

#include "base/check.h"

/* The diagram is docs/moves/sync_sender.dot, printed from `moves`; protocols/sync.md tells it.
 *
 * INVARIANTS, asserted by sender_valid():
 * (1) In SENDER_IDLE nothing is left to send.
 * (2) At most one hello or batch is under way: `greeted` only in SENDER_GREETING and SENDER_LOCKED.
 * (3) Waiting is bounded: a retry between SYNC_RETRY_MS_MIN and SYNC_RETRY_MS_MAX, and a wake-up
 *     is set in every state.
 * (4) `received` moves forward by a receipt for what was sent, and in any direction only by the
 *     answer to our own hello.
 * (5) SENDER_LOCKED has no way out, and greets: a server that was restored to a day before the lock
 *     must hear of the other branch again. Nothing but hellos is sent, whatever the answer.
 *
 * A month offline costs nothing: nothing here grows, and nothing is sent into a line that is down.
 */

/* Every move there is. What is not written here is passed over: it came late, or twice. */
static const struct sender_move moves[] = {
    {SENDER_GREETING, SENDER_ON_TIMEOUT,       SENDER_GREETING, SENDER_DO_LOOK_UP    },
    {SENDER_GREETING, SENDER_ON_THIRD_TIMEOUT, SENDER_GREETING, SENDER_DO_RENEW      },
    {SENDER_GREETING, SENDER_ON_LINK_UP,       SENDER_GREETING, SENDER_DO_LOOK_UP    },
    {SENDER_GREETING, SENDER_ON_PROVEN,        SENDER_GREETING, SENDER_DO_GREET      },
    {SENDER_GREETING, SENDER_ON_PROVE,         SENDER_GREETING, SENDER_DO_LOOK_UP    },
    {SENDER_GREETING, SENDER_ON_ALL_THERE,     SENDER_IDLE,     SENDER_DO_REST       },
    {SENDER_GREETING, SENDER_ON_MORE_TO_DO,    SENDER_AWAITING, SENDER_DO_SEND       },
    {SENDER_GREETING, SENDER_ON_TAIL_LOST,     SENDER_GREETING, SENDER_DO_OPEN       },
    {SENDER_GREETING, SENDER_ON_EPOCH_OPENED,  SENDER_GREETING, SENDER_DO_LOOK_UP    },
    {SENDER_GREETING, SENDER_ON_BUSY,          SENDER_GREETING, SENDER_DO_WAIT       },
    {SENDER_GREETING, SENDER_ON_REFUSED,       SENDER_GREETING, SENDER_DO_WAIT_MINUTE},
    {SENDER_GREETING, SENDER_ON_NOT_ADMITTED,  SENDER_GREETING, SENDER_DO_WAIT_MINUTE},
    {SENDER_GREETING, SENDER_ON_OUTDATED,      SENDER_OUTDATED, SENDER_DO_WAIT_HOUR  },
    {SENDER_GREETING, SENDER_ON_LOCKED,        SENDER_LOCKED,   SENDER_DO_WAIT_HOUR  },
    {SENDER_IDLE,     SENDER_ON_WRITTEN,       SENDER_AWAITING, SENDER_DO_SEND       },
    {SENDER_IDLE,     SENDER_ON_TIMEOUT,       SENDER_GREETING, SENDER_DO_LOOK_UP    },
    {SENDER_IDLE,     SENDER_ON_LINK_UP,       SENDER_GREETING, SENDER_DO_LOOK_UP    },
    {SENDER_IDLE,     SENDER_ON_NOT_ADMITTED,  SENDER_GREETING, SENDER_DO_WAIT_MINUTE},
    {SENDER_AWAITING, SENDER_ON_TIMEOUT,       SENDER_AWAITING, SENDER_DO_SEND       },
    {SENDER_AWAITING, SENDER_ON_THIRD_TIMEOUT, SENDER_GREETING, SENDER_DO_RENEW      },
    {SENDER_AWAITING, SENDER_ON_LINK_UP,       SENDER_GREETING, SENDER_DO_LOOK_UP    },
    {SENDER_AWAITING, SENDER_ON_ALL_THERE,     SENDER_IDLE,     SENDER_DO_REST       },
    {SENDER_AWAITING, SENDER_ON_MORE_TO_DO,    SENDER_AWAITING, SENDER_DO_SEND       },
    {SENDER_AWAITING, SENDER_ON_BUSY,          SENDER_HELD,     SENDER_DO_WAIT       },
    {SENDER_AWAITING, SENDER_ON_ASK_AGAIN,     SENDER_GREETING, SENDER_DO_LOOK_UP    },
    {SENDER_AWAITING, SENDER_ON_REFUSED,       SENDER_GREETING, SENDER_DO_WAIT_MINUTE},
    {SENDER_AWAITING, SENDER_ON_NOT_ADMITTED,  SENDER_GREETING, SENDER_DO_WAIT_MINUTE},
    {SENDER_AWAITING, SENDER_ON_OUTDATED,      SENDER_OUTDATED, SENDER_DO_WAIT_HOUR  },
    {SENDER_AWAITING, SENDER_ON_LOCKED,        SENDER_LOCKED,   SENDER_DO_WAIT_HOUR  },
    {SENDER_HELD,     SENDER_ON_TIMEOUT,       SENDER_AWAITING, SENDER_DO_SEND       },
    {SENDER_HELD,     SENDER_ON_LINK_UP,       SENDER_GREETING, SENDER_DO_LOOK_UP    },
    {SENDER_HELD,     SENDER_ON_ALL_THERE,     SENDER_IDLE,     SENDER_DO_REST       },
    {SENDER_HELD,     SENDER_ON_MORE_TO_DO,    SENDER_HELD,     SENDER_DO_NOTHING    },
    {SENDER_HELD,     SENDER_ON_NOT_ADMITTED,  SENDER_GREETING, SENDER_DO_WAIT_MINUTE},
    {SENDER_OUTDATED, SENDER_ON_TIMEOUT,       SENDER_GREETING, SENDER_DO_LOOK_UP    },
    {SENDER_OUTDATED, SENDER_ON_NOT_ADMITTED,  SENDER_GREETING, SENDER_DO_WAIT_MINUTE},
    {SENDER_LOCKED,   SENDER_ON_TIMEOUT,       SENDER_LOCKED,   SENDER_DO_LOOK_UP    },
    {SENDER_LOCKED,   SENDER_ON_THIRD_TIMEOUT, SENDER_LOCKED,   SENDER_DO_RENEW      },
    {SENDER_LOCKED,   SENDER_ON_LINK_UP,       SENDER_LOCKED,   SENDER_DO_LOOK_UP    },
    {SENDER_LOCKED,   SENDER_ON_PROVEN,        SENDER_LOCKED,   SENDER_DO_GREET      },
    {SENDER_LOCKED,   SENDER_ON_PROVE,         SENDER_LOCKED,   SENDER_DO_LOOK_UP    },
    {SENDER_LOCKED,   SENDER_ON_BUSY,          SENDER_LOCKED,   SENDER_DO_WAIT       },
    {SENDER_LOCKED,   SENDER_ON_LOCKED,        SENDER_LOCKED,   SENDER_DO_WAIT_HOUR  },
    {SENDER_LOCKED,   SENDER_ON_NOT_ADMITTED,  SENDER_LOCKED,   SENDER_DO_WAIT_MINUTE},
};

static bool may_greet(const struct sync_sender *sender)
{
    return sender->state == SENDER_GREETING || sender->state == SENDER_LOCKED;
}

static bool sender_valid(const struct sync_sender *sender)
{
    bool retry = sender->retry_ms >= SYNC_RETRY_MS_MIN && sender->retry_ms <= SYNC_RETRY_MS_MAX;
    bool idle = sender->state != SENDER_IDLE ||
                place_order(sender->received.place, sender->head.place) >= 0;
    return sender->state < SENDER_STATES && retry && idle /* (1) */ &&
           sender->wakeup.ms != INT64_MAX &&        /* (3) */
           (!sender->greeted || may_greet(sender)); /* (2) */
}

void sync_sender_init(struct sync_sender *sender, struct device device, const struct head *head,
                      const struct head *received, struct place level_two, uint64_t chance)
{
    *sender = (struct sync_sender){.state = SENDER_GREETING,
                                   .device = device,
                                   .head = *head,
                                   .received = *received,
                                   .level_two = level_two,
                                   .sent_to = *received,
                                   .asked = received->place,
                                   .retry_ms = SYNC_RETRY_MS_MIN,
                                   .wakeup = {INT64_MIN},
                                   .chance = chance ? chance : 1};
    assert(sender_valid(sender));
}

void sync_sender_lock(struct sync_sender *sender)
{
    sender->state = SENDER_LOCKED;
    sender->greeted = false;
    assert(sender_valid(sender));
}

static bool nothing_left(const struct sync_sender *sender)
{
    return place_order(sender->received.place, sender->head.place) >= 0;
}

/* Entries without a receipt; of older epochs at least one. */
static uint64_t count_unsent(const struct sync_sender *sender)
{
    struct place head = sender->head.place;
    struct place received = sender->received.place;
    if (nothing_left(sender)) {
        return 0;
    }
    return head.epoch == received.epoch ? head.seq - received.seq : head.seq;
}

/* Marsaglia's xorshift: three thousand units that lost one server must not come back as one. */
static int64_t jitter(struct sync_sender *sender, int64_t ms)
{
    sender->chance ^= sender->chance << 13;
    sender->chance ^= sender->chance >> 7;
    sender->chance ^= sender->chance << 17;
    return ms / 2 + (int64_t)(sender->chance % (uint64_t)(ms / 2 + 1));
}

static void wake_in(struct sync_sender *sender, const struct sync_event *event, int64_t ms)
{
    sender->wakeup.ms = event->mono.ms + ms;
}

static void look_up(struct sync_sender *sender, const struct sync_event *event,
                    struct sync_effect *effect)
{
    sender->greeted = false;
    effect->look_up = true;
    effect->asked = sender->asked;
    wake_in(sender, event, jitter(sender, sender->retry_ms));
}

static void send(struct sync_sender *sender, const struct sync_event *event,
                 struct sync_effect *effect)
{
    effect->send_batch = true;
    effect->after = sender->received.place;
    effect->count_max = count_unsent(sender) > BATCH_LIVE_MAX ? BATCH_ENTRIES_MAX : BATCH_LIVE_MAX;
    wake_in(sender, event, jitter(sender, sender->retry_ms));
}

static int64_t busy_ms(const struct sync_event *event)
{
    int64_t ms = event->message ? event->message->busy.retry_after_ms : SYNC_RETRY_MS_MAX;
    return ms < SYNC_RETRY_MS_MIN  ? SYNC_RETRY_MS_MIN
           : ms > SYNC_BUSY_MS_MAX ? SYNC_BUSY_MS_MAX
                                   : ms;
}

static void perform(struct sync_sender *sender, enum sender_do what, const struct sync_event *event,
                    struct sync_effect *effect)
{
    switch (what) {
    case SENDER_DO_LOOK_UP:
        look_up(sender, event, effect);
        break;
    case SENDER_DO_RENEW:
        effect->renew_link = true;
        look_up(sender, event, effect);
        break;
    case SENDER_DO_GREET:
        effect->send_hello = true;
        sender->greeted = true;
        sender->greeted_mono_ms = event->mono.ms;
        sender->greeted_wall_ms = event->wall_ms;
        wake_in(sender, event, jitter(sender, sender->retry_ms));
        break;
    case SENDER_DO_SEND:
        send(sender, event, effect);
        break;
    case SENDER_DO_OPEN:
        effect->open_epoch = true;
        effect->epoch = event->message->welcome.epoch;
        wake_in(sender, event, jitter(sender, sender->retry_ms));
        break;
    case SENDER_DO_REST:
        wake_in(sender, event, jitter(sender, SYNC_GREET_AGAIN_MS));
        break;
    case SENDER_DO_WAIT: /* a little longer, never shorter */
        wake_in(sender, event, busy_ms(event) + jitter(sender, busy_ms(event)));
        break;
    case SENDER_DO_WAIT_MINUTE:
        effect->renew_link = event->kind == SYNC_NOT_ADMITTED;
        wake_in(sender, event, SYNC_REFUSED_MS / 2 + jitter(sender, SYNC_REFUSED_MS));
        break;
    case SENDER_DO_WAIT_HOUR:
        wake_in(sender, event, SYNC_OUTDATED_MS / 2 + jitter(sender, SYNC_OUTDATED_MS));
        break;
    case SENDER_DO_NOTHING:
    case SENDER_DOS:
        break;
    }
}

static void happen(struct sync_sender *sender, enum sender_on on, const struct sync_event *event,
                   struct sync_effect *effect)
{
    for (size_t i = 0; i < sizeof moves / sizeof moves[0]; i++) {
        if (moves[i].from == sender->state && moves[i].on == on) {
            sender->state = moves[i].to;
            sender->greeted = sender->greeted && may_greet(sender);
            perform(sender, moves[i].what, event, effect);
            return;
        }
    }
}

static void progress(struct sync_sender *sender, const struct head *received)
{
    sender->received = *received;
    sender->asked = received->place;
    sender->timeouts = 0;
    sender->refusals = 0;
    sender->retry_ms = SYNC_RETRY_MS_MIN;
}

/* What the server says is in a backup, and never more than it has. */
static void hear_level_two(struct sync_sender *sender, struct place level_two,
                           struct sync_effect *effect)
{
    struct place heard =
        place_order(level_two, sender->received.place) > 0 ? sender->received.place : level_two;
    effect->record_receipt = effect->record_receipt || place_order(heard, sender->level_two) != 0;
    sender->level_two = heard;
}

/* Cristian's algorithm: the server read its clock about half a round trip ago. */
static void measure_offset(struct sync_sender *sender, const struct sync_event *event,
                           int64_t server_wall_ms)
{
    int64_t rtt = event->mono.ms - sender->greeted_mono_ms;
    rtt = rtt < 0 ? 0 : rtt > UINT32_MAX ? UINT32_MAX : rtt;
    int64_t offset = 0;
    if (__builtin_sub_overflow(server_wall_ms, event->wall_ms - rtt / 2, &offset)) {
        return; /* no clock of ours says that */
    }
    sender->has_offset = true;
    sender->offset_ms = offset;
    sender->rtt_ms = (uint32_t)rtt;
}

static void refused(struct sync_sender *sender, const struct sync_event *event,
                    struct sync_effect *effect)
{
    effect->incident = SYNC_REFUSED;
    happen(sender, SENDER_ON_REFUSED, event, effect);
}

static void welcome_continue(struct sync_sender *sender, const struct sync_event *event,
                             struct sync_effect *effect)
{
    const struct welcome *welcome = &event->message->welcome;
    if (place_order(welcome->high_water.place, sender->head.place) > 0) {
        effect->incident = SYNC_RECEIPT_BEYOND; /* the table knows no such answer */
        happen(sender, SENDER_ON_REFUSED, event, effect);
        return;
    }
    effect->record_receipt = place_order(welcome->high_water.place, sender->received.place) != 0;
    uint32_t refusals = sender->refusals; /* a welcome is no progress yet */
    progress(sender, &welcome->high_water);
    sender->refusals = refusals;
    hear_level_two(sender, welcome->level_two, effect);
    happen(sender, nothing_left(sender) ? SENDER_ON_ALL_THERE : SENDER_ON_MORE_TO_DO, event,
           effect);
}

/* (5): whatever it says, two persons must act. */
static void welcome_while_locked(struct sync_sender *sender, const struct sync_event *event,
                                 struct sync_effect *effect)
{
    const struct welcome *welcome = &event->message->welcome;
    const bool news = place_order(welcome->high_water.place, sender->asked) != 0;
    sender->asked = welcome->high_water.place;
    happen(sender, welcome->verdict == WELCOME_PROVE && news ? SENDER_ON_PROVE : SENDER_ON_LOCKED,
           event, effect);
}

static void hear_welcome(struct sync_sender *sender, const struct sync_event *event,
                         struct sync_effect *effect)
{
    const struct welcome *welcome = &event->message->welcome;
    if (!sender->greeted || welcome->echo_mono_ms != sender->greeted_mono_ms) {
        return; /* to an earlier hello */
    }
    sender->greeted = false;
    sender->timeouts = 0;
    measure_offset(sender, event, welcome->server_wall_ms);
    if (sender->state == SENDER_LOCKED) {
        welcome_while_locked(sender, event, effect);
        return;
    }
    switch (welcome->verdict) {
    case WELCOME_CONTINUE:
        welcome_continue(sender, event, effect);
        break;
    case WELCOME_PROVE:
        if (place_order(welcome->high_water.place, sender->asked) == 0) {
            refused(sender, event, effect); /* we have just proven that */
            break;
        }
        sender->asked = welcome->high_water.place;
        happen(sender, SENDER_ON_PROVE, event, effect);
        break;
    case WELCOME_OPEN_EPOCH:
        if (welcome->epoch <= sender->head.place.epoch) {
            refused(sender, event, effect);
            break;
        }
        effect->incident = SYNC_TAIL_LOST;
        sender->asked = welcome->high_water.place;
        happen(sender, SENDER_ON_TAIL_LOST, event, effect);
        break;
    case WELCOME_LOCKED:
        effect->incident = SYNC_CLONED;
        happen(sender, SENDER_ON_LOCKED, event, effect);
        break;
    }
}

/* Is RECEIPT for something of ours that is under way? Rows 54 and 55 of bad-inputs.csv. */
static bool receipt_counts(const struct sync_sender *sender, const struct receipt *receipt,
                           enum sync_incident *out_incident)
{
    struct place place = receipt->head.place;
    bool under_way = sender->state == SENDER_AWAITING || sender->state == SENDER_HELD;
    if (place_order(place, sender->sent_to.place) > 0) {
        *out_incident = SYNC_RECEIPT_BEYOND;
        return false;
    }
    if (place.epoch < sender->received.place.epoch ||
        (under_way && place.epoch < sender->sent_to.place.epoch)) {
        *out_incident = SYNC_STALE_RECEIPT;
        return false;
    }
    return under_way && place_order(place, sender->received.place) > 0;
}

static void hear_receipt(struct sync_sender *sender, const struct sync_event *event,
                         struct sync_effect *effect)
{
    const struct receipt *receipt = &event->message->receipt;
    if (!receipt_counts(sender, receipt, &effect->incident)) {
        return;
    }
    if (place_order(receipt->head.place, sender->sent_to.place) == 0 &&
        !hash_equal(&receipt->head.hash, &sender->sent_to.hash)) {
        effect->incident = SYNC_CLONED; /* other content at our place: the next hello will tell */
        happen(sender, SENDER_ON_ASK_AGAIN, event, effect);
        return;
    }
    progress(sender, &receipt->head);
    effect->record_receipt = true;
    hear_level_two(sender, receipt->level_two, effect);
    happen(sender, nothing_left(sender) ? SENDER_ON_ALL_THERE : SENDER_ON_MORE_TO_DO, event,
           effect);
}

static void hear_busy(struct sync_sender *sender, const struct sync_event *event,
                      struct sync_effect *effect)
{
    if (sender->greeted || sender->state == SENDER_AWAITING) {
        sender->greeted = false;
        sender->timeouts = 0;
        happen(sender, SENDER_ON_BUSY, event, effect);
    }
}

/* Ask from the last good one; when that does not help either, not every moment. */
static void ask_again(struct sync_sender *sender, const struct sync_event *event,
                      struct sync_effect *effect)
{
    sender->asked = event->message->refusal.high_water.place;
    sender->refusals++;
    happen(sender, sender->refusals < SYNC_RENEW_AFTER ? SENDER_ON_ASK_AGAIN : SENDER_ON_REFUSED,
           event, effect);
}

static void hear_refusal(struct sync_sender *sender, const struct sync_event *event,
                         struct sync_effect *effect)
{
    const struct refusal *refusal = &event->message->refusal;
    if (!sender->greeted && sender->state != SENDER_AWAITING) {
        return;
    }
    sender->greeted = false;
    if (sender->state == SENDER_LOCKED) {
        happen(sender, SENDER_ON_LOCKED, event, effect); /* (5) */
        return;
    }
    effect->refusal = refusal->code;
    effect->incident = SYNC_REFUSED;
    switch (refusal->code) {
    case REFUSAL_UPDATE_NEEDED:
    case REFUSAL_TOO_OLD:
        happen(sender, SENDER_ON_OUTDATED, event, effect);
        break;
    case REFUSAL_FORKED:
        effect->incident = SYNC_CLONED;
        happen(sender, SENDER_ON_LOCKED, event, effect);
        break;
    case REFUSAL_GAP:
        effect->incident = SYNC_NO_INCIDENT;
        ask_again(sender, event, effect);
        break;
    case REFUSAL_CHAIN_BROKEN:
        ask_again(sender, event, effect);
        break;
    case REFUSAL_NOT_YOURS:
    case REFUSAL_MALFORMED:
    case REFUSAL_REVOKED:
    case REFUSAL_BAD_SIGNATURE:
    case REFUSAL_TOO_LARGE:
        happen(sender, SENDER_ON_REFUSED, event, effect);
        break;
    }
}

static void hear(struct sync_sender *sender, const struct sync_event *event,
                 struct sync_effect *effect)
{
    switch (event->message->kind) {
    case MESSAGE_WELCOME:
        hear_welcome(sender, event, effect);
        break;
    case MESSAGE_RECEIPT:
        hear_receipt(sender, event, effect);
        break;
    case MESSAGE_BUSY:
        hear_busy(sender, event, effect);
        break;
    case MESSAGE_REFUSAL:
        hear_refusal(sender, event, effect);
        break;
    case MESSAGE_HELLO:
    case MESSAGE_BATCH:
    case MESSAGE_NOTICE: /* the app's */
        break;
    }
}

static void time_out(struct sync_sender *sender, const struct sync_event *event,
                     struct sync_effect *effect)
{
    if (instant_before(event->mono, sender->wakeup)) {
        return;
    }
    bool unanswered = sender->greeted || sender->state == SENDER_AWAITING;
    if (unanswered) {
        sender->timeouts++;
        sender->retry_ms *= 2;
        if (sender->retry_ms > SYNC_RETRY_MS_MAX) {
            sender->retry_ms = SYNC_RETRY_MS_MAX;
        }
    }
    bool third = unanswered && sender->timeouts % SYNC_RENEW_AFTER == 0;
    happen(sender, third ? SENDER_ON_THIRD_TIMEOUT : SENDER_ON_TIMEOUT, event, effect);
}

void sync_sender_step(struct sync_sender *sender, const struct sync_event *event,
                      struct sync_effect *out_effect)
{
    assert(sender_valid(sender));
    struct sync_effect effect = {0};
    switch (event->kind) {
    case SYNC_WRITTEN:
        assert(place_order(event->head.place, sender->head.place) > 0);
        sender->head = event->head;
        if (sender->state == SENDER_IDLE) {
            sender->retry_ms = SYNC_RETRY_MS_MIN;
        }
        happen(sender, SENDER_ON_WRITTEN, event, &effect);
        break;
    case SYNC_MESSAGE:
        hear(sender, event, &effect);
        break;
    case SYNC_TIMEOUT:
        time_out(sender, event, &effect);
        break;
    case SYNC_PROVEN:
        if (may_greet(sender) && !sender->greeted) {
            sender->proof = event->head;
            sender->first = event->first;
            happen(sender, SENDER_ON_PROVEN, event, &effect);
        }
        break;
    case SYNC_NOT_ADMITTED:
        happen(sender, SENDER_ON_NOT_ADMITTED, event, &effect);
        break;
    case SYNC_RENEWED:
        assert(event->head.place.epoch > sender->head.place.epoch);
        sender->head = event->head;
        happen(sender, SENDER_ON_EPOCH_OPENED, event, &effect);
        break;
    case SYNC_LINK_UP:
        happen(sender, SENDER_ON_LINK_UP, event, &effect);
        break;
    }
    *out_effect = effect;
    assert(sender_valid(sender));
}

struct instant sync_sender_wakeup(const struct sync_sender *sender)
{
    return sender->wakeup;
}

void sync_sender_hello(const struct sync_sender *sender, struct hello *out_hello)
{
    uint64_t unsent = count_unsent(sender);
    *out_hello = (struct hello){
        .version = SYNC_VERSION,
        .device = sender->device,
        .head = sender->head,
        .first = sender->first,
        .received = sender->received.place,
        .asked = sender->asked,
        .proof = sender->proof,
        .clock = {.wall_ms = sender->greeted_wall_ms, .mono_ms = sender->greeted_mono_ms},
        .unsent = unsent > UINT32_MAX ? UINT32_MAX : (uint32_t)unsent,
        .battery_percent = -1,
    };
}

void sync_sender_batch(const struct sync_sender *sender, struct batch *out_batch)
{
    *out_batch = (struct batch){.device = sender->device,
                                .has_offset = sender->has_offset,
                                .offset_ms = sender->offset_ms,
                                .rtt_ms = sender->rtt_ms};
}

void sync_sender_sent(struct sync_sender *sender, const struct head *sent_to)
{
    sender->sent_to = *sent_to;
}

const struct sender_move *sender_moves(size_t *out_count)
{
    *out_count = sizeof moves / sizeof moves[0];
    return moves;
}

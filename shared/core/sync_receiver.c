#include "core/sync_receiver.h"

#include "base/check.h"

/*                      prove · continue          branch proven, or tail lost
 *                          ┌──────────┐        ┌──────────────────────────────┐
 *                          ▼          │        │                              ▼
 *                     ┌────┴────────────┐  accepted · continue · prove   ┌───────────┐
 *                     │    FOLLOWING    │◄────────────────────────────────│ BRANCHING │
 *                     └───┬────────▲────┘                                 └─────┬─────┘
 *                    hole │        │ accepted · continue · prove                │ clone
 *                         ▼        │                                            │
 *                     ┌────────────┴────┐             clone                ┌────▼─────┐
 *                     │      HOLED      ├─────────────────────────────────►│  LOCKED  │
 *                     └─────────────────┘      (from FOLLOWING as well)    └──────────┘
 *
 * INVARIANTS, asserted by stream_valid():
 * (1) The high water is nothing at all, or a place with a hash.
 * (2) epoch_max is never behind the high water's epoch.
 * (3) A branch lies before the high water or is it; it is nothing only if the unit has nothing.
 * (4) A hole ends behind the high water.
 * (5) Nothing leaves STREAM_LOCKED. */

/* Every move there is. What is not written here does not happen. */
static const struct stream_move moves[] = {
    {STREAM_FOLLOWING, STREAM_ON_CONTINUE,  STREAM_FOLLOWING},
    {STREAM_FOLLOWING, STREAM_ON_PROVE,     STREAM_FOLLOWING},
    {STREAM_FOLLOWING, STREAM_ON_BRANCH,    STREAM_BRANCHING},
    {STREAM_FOLLOWING, STREAM_ON_TAIL_LOST, STREAM_BRANCHING},
    {STREAM_FOLLOWING, STREAM_ON_HOLE,      STREAM_HOLED    },
    {STREAM_FOLLOWING, STREAM_ON_ACCEPTED,  STREAM_FOLLOWING},
    {STREAM_FOLLOWING, STREAM_ON_CLONE,     STREAM_LOCKED   },
    {STREAM_BRANCHING, STREAM_ON_CONTINUE,  STREAM_FOLLOWING},
    {STREAM_BRANCHING, STREAM_ON_PROVE,     STREAM_FOLLOWING},
    {STREAM_BRANCHING, STREAM_ON_BRANCH,    STREAM_BRANCHING},
    {STREAM_BRANCHING, STREAM_ON_TAIL_LOST, STREAM_BRANCHING},
    {STREAM_BRANCHING, STREAM_ON_HOLE,      STREAM_HOLED    },
    {STREAM_BRANCHING, STREAM_ON_ACCEPTED,  STREAM_FOLLOWING},
    {STREAM_BRANCHING, STREAM_ON_CLONE,     STREAM_LOCKED   },
    {STREAM_HOLED,     STREAM_ON_CONTINUE,  STREAM_FOLLOWING},
    {STREAM_HOLED,     STREAM_ON_PROVE,     STREAM_FOLLOWING},
    {STREAM_HOLED,     STREAM_ON_BRANCH,    STREAM_BRANCHING},
    {STREAM_HOLED,     STREAM_ON_TAIL_LOST, STREAM_BRANCHING},
    {STREAM_HOLED,     STREAM_ON_HOLE,      STREAM_HOLED    },
    {STREAM_HOLED,     STREAM_ON_ACCEPTED,  STREAM_FOLLOWING},
    {STREAM_HOLED,     STREAM_ON_CLONE,     STREAM_LOCKED   },
    {STREAM_LOCKED,    STREAM_ON_CLONE,     STREAM_LOCKED   },
};

static const struct head nothing;

static bool place_equal(struct place a, struct place b)
{
    return place_order(a, b) == 0;
}

static bool is_nothing(const struct head *head)
{
    return place_equal(head->place, nothing.place);
}

static bool head_equal(const struct head *a, const struct head *b)
{
    return place_equal(a->place, b->place) && hash_equal(&a->hash, &b->hash);
}

static bool stream_valid(const struct stream *stream)
{
    const struct head *head = &stream->high_water;
    bool whole = is_nothing(head) ? hash_is_zero(&head->hash)
                                  : head->place.epoch > 0 && head->place.seq > 0; /* (1) */
    bool branch = stream->state != STREAM_BRANCHING ||
                  place_order(stream->branch.place, head->place) <= 0; /* (3) */
    bool hole =
        stream->state != STREAM_HOLED || place_order(stream->hole_to, head->place) > 0; /* (4) */
    return stream->state < STREAM_STATES && whole && branch && hole &&
           stream->epoch_max >= head->place.epoch; /* (2) */
}

static void move(struct stream *stream, enum stream_on on)
{
    const struct stream_move *found = NULL;
    for (size_t i = 0; i < sizeof moves / sizeof moves[0] && !found; i++) {
        found = moves[i].from == stream->state && moves[i].on == on ? &moves[i] : NULL;
    }
    assert(found); /* what is not in the table is not asked for */
    stream->state = found->to;
}

void stream_init(struct stream *stream, struct device device, const struct head *high_water,
                 uint32_t epoch_max, bool locked)
{
    *stream = (struct stream){
        .state = locked ? STREAM_LOCKED : STREAM_FOLLOWING,
        .device = device,
        .high_water = *high_water,
        .epoch_max = epoch_max > high_water->place.epoch ? epoch_max : high_water->place.epoch,
    };
    assert(stream_valid(stream));
}

static void hear_of_epoch(struct stream *stream, uint32_t epoch)
{
    if (epoch > stream->epoch_max) {
        stream->epoch_max = epoch;
    }
}

static enum hello_outcome_kind clone_found(struct stream *stream)
{
    move(stream, STREAM_ON_CLONE);
    return HELLO_LOCKED;
}

/* The unit's newest entry lies before our high water. */
static struct hello_outcome unit_behind(struct stream *stream, const struct head *unit,
                                        const struct hash *stored)
{
    struct hello_outcome outcome = {.kind = HELLO_OPEN_EPOCH};
    if (!is_nothing(unit)) {
        if (!stored) {
            return (struct hello_outcome){.kind = HELLO_LOOK_UP, .look_up = unit->place};
        }
        if (!hash_equal(stored, &unit->hash)) {
            outcome.kind = clone_found(stream);
            return outcome;
        }
    }
    if (stream->epoch_max >= STREAM_EPOCHS_MAX) {
        outcome.kind = clone_found(stream);
        return outcome;
    }
    move(stream, STREAM_ON_TAIL_LOST);
    stream->branch = *unit;
    outcome.epoch = stream->epoch_max + 1;
    return outcome;
}

/* The unit has nothing at or before our high water any more: purged, or its journal was lost and
 * begun anew. Which of them it was, the batch that begins at `first` will tell. */
static enum hello_outcome_kind unit_begins_later(struct stream *stream, const struct hello *hello)
{
    struct place first = hello->first;
    struct place high_water = stream->high_water.place;
    if (place_order(first, high_water) <= 0) { /* it has lied, or knows no `first`: chain decides */
        move(stream, STREAM_ON_CONTINUE);
        return HELLO_CONTINUE;
    }
    bool next = first.epoch == high_water.epoch && first.seq - 1 == high_water.seq;
    move(stream, STREAM_ON_HOLE);
    stream->hole_to = first;
    return first.seq > 1 && !next ? HELLO_HOLE : HELLO_CONTINUE;
}

/* The unit's newest entry lies behind our high water. */
static struct hello_outcome unit_ahead(struct stream *stream, const struct hello *hello,
                                       const struct hash *stored)
{
    const struct head *high_water = &stream->high_water;
    const struct head *proof = &hello->proof;
    struct hello_outcome outcome = {.kind = HELLO_CONTINUE};
    if (!place_equal(hello->asked, high_water->place) ||
        place_order(proof->place, high_water->place) > 0) {
        move(stream, STREAM_ON_PROVE);
        outcome.kind = HELLO_PROVE;
    } else if (is_nothing(proof)) {
        outcome.kind = unit_begins_later(stream, hello);
    } else if (place_equal(proof->place, high_water->place)) {
        bool same = hash_equal(&proof->hash, &high_water->hash);
        move(stream, same ? STREAM_ON_CONTINUE : STREAM_ON_CLONE);
        outcome.kind = same ? HELLO_CONTINUE : HELLO_LOCKED;
    } else if (!stored) {
        return (struct hello_outcome){.kind = HELLO_LOOK_UP, .look_up = proof->place};
    } else if (hash_equal(stored, &proof->hash) &&
               hello->head.place.epoch > high_water->place.epoch) {
        move(stream, STREAM_ON_BRANCH);
        stream->branch = *proof;
    } else {
        outcome.kind = clone_found(stream);
    }
    return outcome;
}

struct hello_outcome stream_hello(struct stream *stream, const struct hello *hello,
                                  const struct hash *stored)
{
    assert(stream_valid(stream));
    const struct head *high_water = &stream->high_water;
    struct hello_outcome outcome = {.kind = HELLO_CONTINUE};
    if (hello->device.id != stream->device.id) {
        outcome.kind = HELLO_NOT_YOURS;
    } else if (hello->version > SYNC_VERSION + 1) {
        outcome.kind = HELLO_UPDATE_NEEDED;
    } else if (hello->version < SYNC_VERSION - 1) {
        outcome.kind = HELLO_TOO_OLD;
    } else if (stream->state == STREAM_LOCKED) {
        outcome.kind = HELLO_LOCKED; /* (5) */
    } else {
        int order = place_order(hello->head.place, high_water->place);
        hear_of_epoch(stream, hello->head.place.epoch);
        hear_of_epoch(stream, hello->received.epoch);
        if (order < 0) {
            outcome = unit_behind(stream, &hello->head, stored);
        } else if (order > 0) {
            outcome = unit_ahead(stream, hello, stored);
        } else {
            bool same = hash_equal(&hello->head.hash, &high_water->hash);
            move(stream, same ? STREAM_ON_CONTINUE : STREAM_ON_CLONE);
            outcome.kind = same ? HELLO_CONTINUE : HELLO_LOCKED;
        }
        outcome.server_behind = place_order(hello->received, high_water->place) > 0;
    }
    assert(stream_valid(stream));
    return outcome;
}

enum refusal_code hello_refusal_code(enum hello_outcome_kind kind)
{
    switch (kind) {
    case HELLO_UPDATE_NEEDED:
        return REFUSAL_UPDATE_NEEDED;
    case HELLO_TOO_OLD:
        return REFUSAL_TOO_OLD;
    case HELLO_NOT_YOURS:
        return REFUSAL_NOT_YOURS;
    case HELLO_CONTINUE:
    case HELLO_PROVE:
    case HELLO_LOOK_UP:
    case HELLO_OPEN_EPOCH:
    case HELLO_HOLE:
    case HELLO_LOCKED:
        break;
    }
    return (enum refusal_code)0;
}

static bool verdict_of(enum hello_outcome_kind kind, enum welcome_verdict *out_verdict)
{
    switch (kind) {
    case HELLO_CONTINUE:
    case HELLO_HOLE:
        *out_verdict = WELCOME_CONTINUE;
        return true;
    case HELLO_PROVE:
        *out_verdict = WELCOME_PROVE;
        return true;
    case HELLO_OPEN_EPOCH:
        *out_verdict = WELCOME_OPEN_EPOCH;
        return true;
    case HELLO_LOCKED:
        *out_verdict = WELCOME_LOCKED;
        return true;
    case HELLO_LOOK_UP:
    case HELLO_UPDATE_NEEDED:
    case HELLO_TOO_OLD:
    case HELLO_NOT_YOURS:
        break;
    }
    return false;
}

bool stream_welcome(const struct stream *stream, const struct hello *hello,
                    const struct hello_outcome *outcome, struct welcome *out_welcome)
{
    enum welcome_verdict verdict;
    if (!verdict_of(outcome->kind, &verdict)) {
        return false;
    }
    *out_welcome = (struct welcome){.version = SYNC_VERSION,
                                    .verdict = verdict,
                                    .high_water = stream->high_water,
                                    .epoch = outcome->epoch,
                                    .echo_mono_ms = hello->clock.mono_ms};
    return true;
}

/* What the walk over a batch has found. */
struct walk {
    struct sealed first; /* the first entry that is new here */
    struct head last;
    struct head last_known; /* at or before our high water */
};

/* The kinds that change what the door itself goes by. */
static bool is_for_the_door(enum entry_kind kind)
{
    return kind == ENTRY_DEVICE_ENROLLED || kind == ENTRY_DEVICE_REVOKED || kind == ENTRY_BACKUP;
}

/* Shape, device, place and chain of every entry; whether the first one follows is not asked here.
 */
static enum batch_outcome_kind walk_entries(const struct stream *stream, const struct batch *batch,
                                            struct walk *walk, struct batch_outcome *outcome)
{
    struct span rest = batch->entries;
    for (uint32_t i = 0; i < batch->count; i++) {
        struct sealed sealed;
        enum status status = entry_open(&rest, &sealed);
        if (status != STATUS_OK) {
            return status == STATUS_TOO_NEW ? BATCH_TOO_NEW : BATCH_MALFORMED;
        }
        if (sealed.entry.device.id != stream->device.id) {
            return BATCH_NOT_YOURS;
        }
        struct place place = {batch->epoch, batch->first_seq + i};
        if (!place_equal(sealed.entry.place, place)) {
            return BATCH_MALFORMED;
        }
        if (i > 0 && !hash_equal(&sealed.entry.prev, &walk->last.hash)) {
            return BATCH_CHAIN_BROKEN;
        }
        walk->last = entry_head(&sealed);
        if (place_order(place, stream->high_water.place) <= 0) {
            walk->last_known = walk->last;
            outcome->known++;
            continue;
        }
        outcome->for_the_door = outcome->for_the_door || is_for_the_door(sealed.entry.kind);
        if (outcome->fresh_count++ == 0) {
            walk->first = sealed;
            outcome->from = place;
            outcome->fresh = span_of(sealed.whole.at, sealed.whole.size + rest.size);
        }
    }
    return rest.size == 0 ? BATCH_ACCEPTED : BATCH_MALFORMED;
}

/* The chain says all: if the last entry we both have is the same, so are those before it. */
static enum batch_outcome_kind compare_known(const struct stream *stream, const struct walk *walk,
                                             const struct hash *stored,
                                             struct batch_outcome *outcome)
{
    const struct hash *ours = &stream->high_water.hash;
    if (!place_equal(walk->last_known.place, stream->high_water.place)) {
        if (!stored) {
            outcome->look_up = walk->last_known.place;
            return BATCH_LOOK_UP;
        }
        ours = stored;
    }
    return hash_equal(ours, &walk->last_known.hash) ? BATCH_DOUBLE : BATCH_FORKED;
}

/* Does the first new entry of a batch without known ones follow what we have? */
static enum batch_outcome_kind judge_start(const struct stream *stream, const struct sealed *first,
                                           struct batch_outcome *outcome)
{
    const struct head *high_water = &stream->high_water;
    const struct entry *entry = &first->entry;
    struct head named;
    bool opening = entry->place.epoch > high_water->place.epoch && entry->place.seq == 1;
    bool names = opening && entry_names(first, &named) && hash_equal(&named.hash, &entry->prev);
    if (opening && !names) {
        return BATCH_CHAIN_BROKEN;
    }
    if (opening && head_equal(&named, high_water)) {
        return BATCH_ACCEPTED;
    }
    if (opening && stream->state == STREAM_BRANCHING && head_equal(&named, &stream->branch)) {
        return BATCH_ACCEPTED;
    }
    bool begins = stream->state == STREAM_HOLED && place_equal(entry->place, stream->hole_to);
    if (entry->place.epoch == high_water->place.epoch &&
        entry->place.seq - 1 == high_water->place.seq) {
        if (hash_equal(&entry->prev, &high_water->hash)) {
            return BATCH_ACCEPTED;
        }
        return begins ? BATCH_FORKED : BATCH_CHAIN_BROKEN; /* it has nothing older to ask for */
    }
    if (begins) {
        outcome->hole = !(opening && is_nothing(&named)); /* else the journal was begun anew */
        outcome->hole_after = high_water->place;
        return BATCH_ACCEPTED;
    }
    return BATCH_GAP;
}

/* Of FRESH_COUNT entries from FROM on, those not after the last one that is trusted. */
static uint32_t count_trusted(const struct stream *stream, struct place from, uint32_t fresh_count)
{
    struct place last = {from.epoch, from.seq + fresh_count - 1};
    if (!stream->revoked || place_order(last, stream->trusted_to) <= 0) {
        return fresh_count;
    }
    if (place_order(from, stream->trusted_to) > 0) {
        return 0;
    }
    return (uint32_t)(stream->trusted_to.seq - from.seq + 1);
}

static enum batch_outcome_kind judge_batch(const struct stream *stream, const struct batch *batch,
                                           const struct hash *stored, struct walk *walk,
                                           struct batch_outcome *outcome)
{
    if (batch->device.id != stream->device.id) {
        return BATCH_NOT_YOURS;
    }
    if (batch->count > BATCH_ENTRIES_MAX || batch->entries.size > BATCH_BYTES_MAX) {
        return BATCH_TOO_LARGE;
    }
    if (batch->count == 0 || batch->epoch == 0 || batch->first_seq == 0 ||
        batch->first_seq > UINT64_MAX - BATCH_ENTRIES_MAX) {
        return BATCH_MALFORMED;
    }
    if (stream->state == STREAM_LOCKED) {
        return BATCH_FORKED; /* (5) */
    }
    enum batch_outcome_kind kind = walk_entries(stream, batch, walk, outcome);
    if (kind != BATCH_ACCEPTED) {
        return kind;
    }
    if (outcome->known > 0) {
        kind = compare_known(stream, walk, stored, outcome);
        return kind == BATCH_DOUBLE && outcome->fresh_count > 0 ? BATCH_ACCEPTED : kind;
    }
    return judge_start(stream, &walk->first, outcome);
}

void stream_batch(struct stream *stream, const struct batch *batch, const struct hash *stored,
                  struct batch_outcome *out_outcome)
{
    assert(stream_valid(stream));
    struct walk walk = {0};
    struct batch_outcome outcome = {0};
    outcome.kind = judge_batch(stream, batch, stored, &walk, &outcome);
    if (outcome.kind == BATCH_ACCEPTED) {
        outcome.trusted_count = count_trusted(stream, outcome.from, outcome.fresh_count);
        if (outcome.trusted_count < outcome.fresh_count) {
            outcome.kind = BATCH_QUARANTINE;
        }
        stream->high_water = walk.last;
        hear_of_epoch(stream, walk.last.place.epoch);
        move(stream, STREAM_ON_ACCEPTED);
    } else if (outcome.kind == BATCH_FORKED) {
        move(stream, STREAM_ON_CLONE);
    }
    outcome.head = stream->high_water;
    *out_outcome = outcome;
    assert(stream_valid(stream));
}

enum refusal_code batch_refusal_code(enum batch_outcome_kind kind)
{
    switch (kind) {
    case BATCH_GAP:
        return REFUSAL_GAP;
    case BATCH_CHAIN_BROKEN:
        return REFUSAL_CHAIN_BROKEN;
    case BATCH_FORKED:
        return REFUSAL_FORKED;
    case BATCH_MALFORMED:
        return REFUSAL_MALFORMED;
    case BATCH_TOO_NEW:
        return REFUSAL_UPDATE_NEEDED;
    case BATCH_TOO_LARGE:
        return REFUSAL_TOO_LARGE;
    case BATCH_NOT_YOURS:
        return REFUSAL_NOT_YOURS;
    case BATCH_ACCEPTED:
    case BATCH_DOUBLE:
    case BATCH_LOOK_UP:
    case BATCH_QUARANTINE:
        break;
    }
    return (enum refusal_code)0;
}

const char *stream_state_name(enum stream_state state)
{
    switch (state) {
    case STREAM_FOLLOWING:
        return "following";
    case STREAM_BRANCHING:
        return "branching";
    case STREAM_HOLED:
        return "holed";
    case STREAM_LOCKED:
        return "locked";
    case STREAM_STATES:
        break;
    }
    return "not a state of a stream";
}

const char *stream_on_name(enum stream_on on)
{
    switch (on) {
    case STREAM_ON_CONTINUE:
        return "hello: has our high water";
    case STREAM_ON_PROVE:
        return "hello: must prove it";
    case STREAM_ON_BRANCH:
        return "hello: a later epoch from an older entry";
    case STREAM_ON_TAIL_LOST:
        return "hello: tail lost";
    case STREAM_ON_HOLE:
        return "hello: begins behind our high water";
    case STREAM_ON_ACCEPTED:
        return "batch accepted";
    case STREAM_ON_CLONE:
        return "other content at a place we have";
    case STREAM_ONS:
        break;
    }
    return "nothing that moves a stream";
}

const struct stream_move *stream_moves(size_t *out_count)
{
    *out_count = sizeof moves / sizeof moves[0];
    return moves;
}

#include "server/watch/handoffs.h"

#include <stdlib.h>
#include <string.h>

#include "base/check.h"

/* INVARIANTS
 *
 * (1) `since` never falls from one to the next: the day of those before `next` is over.
 * (2) Noted: the day is over, there is a take, and no give has come. */

enum status handoffs_open(struct handoffs *handoffs, uint32_t count_max)
{
    *handoffs = (struct handoffs){.count_max = count_max, .slot_count = 2 * count_max + 1};
    handoffs->seen = calloc(count_max, sizeof *handoffs->seen);
    handoffs->slots = calloc(handoffs->slot_count, sizeof *handoffs->slots);
    if (!handoffs->seen || !handoffs->slots) {
        handoffs_close(handoffs);
        return STATUS_FULL;
    }
    return STATUS_OK;
}

void handoffs_close(struct handoffs *handoffs)
{
    if (handoffs) {
        free(handoffs->seen);
        free(handoffs->slots);
        *handoffs = (struct handoffs){0};
    }
}

static uint32_t *slot_of(const struct handoffs *handoffs, const struct hash *digest)
{
    uint64_t at = 0;
    memcpy(&at, digest->byte, sizeof at);
    for (;; at++) {
        uint32_t *slot = &handoffs->slots[at % handoffs->slot_count];
        if (*slot == 0 || hash_equal(&handoffs->seen[*slot - 1].digest, digest)) {
            return slot;
        }
    }
}

/* NULL: no room. */
static struct handoff_seen *see(struct handoffs *handoffs, const struct hash *digest,
                                struct minute now)
{
    uint32_t *slot = slot_of(handoffs, digest);
    if (*slot == 0) {
        if (handoffs_full(handoffs)) {
            return NULL;
        }
        assert(handoffs->count == 0 ||
               handoffs->seen[handoffs->count - 1].since.m <= now.m); /* (1) */
        handoffs->seen[handoffs->count] = (struct handoff_seen){.digest = *digest, .since = now};
        *slot = ++handoffs->count;
    }
    return &handoffs->seen[*slot - 1];
}

static bool is_taken(const struct handoff_seen *seen)
{
    return seen->take.device.id != 0;
}

static struct book_incident incident_of(const struct handoff_seen *seen)
{
    return (struct book_incident){
        .at = seen->taken_at,
        .source = seen->take,
        .kind = TEXT("unmatched_handoff"),
        .detail = TEXT("the giver's record of what was taken here has not come within a day")};
}

enum status handoffs_given(struct handoffs *handoffs, struct flag_book *book,
                           const struct hash *digest, struct minute now)
{
    struct handoff_seen *seen = see(handoffs, digest, now);
    enum status status = seen ? STATUS_OK : STATUS_FULL;
    if (seen && seen->noted && book) {
        struct book_incident incident = incident_of(seen);
        status = flag_book_end_incident(book, &incident);
    }
    if (status == STATUS_OK) {
        seen->given = true;
        seen->noted = false;
    }
    return status;
}

enum status handoffs_taken(struct handoffs *handoffs, const struct hash *digest,
                           const struct book_source *take, struct instant taken_at,
                           struct minute now)
{
    struct handoff_seen *seen = see(handoffs, digest, now);
    if (!seen) {
        return STATUS_FULL;
    }
    if (!is_taken(seen)) {
        seen->take = *take;
        seen->taken_at = taken_at;
    }
    return STATUS_OK;
}

enum status handoffs_pass(struct handoffs *handoffs, struct flag_book *book, struct minute now)
{
    enum status status = STATUS_OK;
    while (status == STATUS_OK && handoffs->next < handoffs->count) {
        struct handoff_seen *seen = &handoffs->seen[handoffs->next];
        if (seen->since.m + HANDOFFS_WAIT_MINUTES > now.m) {
            break;
        }
        if (is_taken(seen) && !seen->given) {
            struct book_incident incident = incident_of(seen);
            seen->noted = true; /* (2) */
            status = book ? flag_book_put_incident(book, &incident) : STATUS_OK;
        }
        handoffs->next++;
    }
    return status;
}

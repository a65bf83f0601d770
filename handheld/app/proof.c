#include "handheld/app/proof.h"

/* INVARIANTS
 * (1) What is shown can be read, whole and under its hash, but for the newest entry: its hash is
 *     what the next one will name.
 * (2) Nothing is shown across an entry that cannot be read. */

/* The newest entry of EPOCH that is not behind SEQ; its hash too. STATUS_NOT_FOUND: none.
 * STATUS_BROKEN: it is there, and cannot be read. Entries of an epoch stand without a gap from
 * FIRST on, so halving finds it. */
static enum status newest_in_epoch(struct journal_file *journal, uint32_t epoch, uint64_t first,
                                   uint64_t seq, struct head *out_head)
{
    uint64_t low = first; /* the answer, if any, is in [low, high] */
    uint64_t high = seq;
    enum status found = STATUS_NOT_FOUND;
    struct head head = {{0}, {{0}}};
    while (low <= high && high > 0) {
        struct place middle = {epoch, low + (high - low) / 2};
        struct hash hash = {{0}};
        enum status status = journal_file_hash_at(journal, middle, &hash);
        if (status == STATUS_OK || status == STATUS_BROKEN) {
            head = (struct head){middle, hash};
            found = status;
            low = middle.seq + 1;
        } else if (status == STATUS_NOT_FOUND) {
            high = middle.seq - 1;
        } else {
            return status;
        }
    }
    *out_head = head;
    return found;
}

/* Our newest entry not after ASKED; {0,0} if there is none. STATUS_BROKEN: there is one, at
 * OUT_HEAD's place. */
static enum status newest_until(struct journal_file *journal, const struct journal_state *state,
                                struct place asked, struct head *out_head)
{
    const struct head none = {{0}, {{0}}};
    for (uint32_t epoch = asked.epoch; epoch >= state->first.epoch && epoch > 0; epoch--) {
        uint64_t first = epoch == state->first.epoch ? state->first.seq : 1;
        uint64_t last = epoch == asked.epoch ? asked.seq : UINT64_MAX >> 24; /* as ports allow */
        enum status status = newest_in_epoch(journal, epoch, first, last, out_head);
        if (status != STATUS_NOT_FOUND) {
            return status;
        }
    }
    *out_head = none;
    return STATUS_OK;
}

enum status proof_readable(struct journal_file *journal, struct place from,
                           const struct journal_page *page, struct place *out_place)
{
    enum status status = journal_file_next(journal, from, &from);
    while (status == STATUS_OK) {
        struct journal_page one = {.at = page->at, .room = page->room, .count_max = 1};
        status = journal_file_read(journal, from, &one);
        if (status == STATUS_OK) {
            *out_place = from;
            return STATUS_OK;
        }
        if (status == STATUS_BROKEN) {
            from.seq++;
            status = journal_file_next(journal, from, &from);
        }
    }
    return status;
}

/* As if all up to ASKED had been purged: what can be read begins behind it. */
static enum status begin_behind(struct journal_file *journal, struct place behind,
                                const struct journal_page *page, struct proof *proof)
{
    enum status status = proof_readable(journal, behind, page, &proof->first);
    if (status == STATUS_OK) {
        proof->head = (struct head){{0}, {{0}}};
    }
    return status == STATUS_NOT_FOUND ? STATUS_OK : status; /* then there is nothing to send */
}

enum status proof_find(struct journal_file *journal, const struct journal_state *state,
                       struct place asked, const struct journal_page *page, struct proof *out_proof)
{
    const struct place behind = {asked.epoch, asked.seq + 1};
    struct proof proof = {.head = state->head, .first = state->first};
    struct place next = {0};
    if (place_order(asked, state->head.place) >= 0) {
        *out_proof = proof;
        return STATUS_OK;
    }
    enum status status = newest_until(journal, state, asked, &proof.head);
    if (status == STATUS_BROKEN) {
        proof.damaged = proof.head.place;
        status = begin_behind(journal, behind, page, &proof);
    } else if (status == STATUS_OK) {
        struct journal_page one = {.at = page->at, .room = page->room, .count_max = 1};
        status = journal_file_read(journal, behind, &one);
        if (status == STATUS_BROKEN && journal_file_next(journal, behind, &next) == STATUS_OK) {
            proof.damaged = next;
            status = begin_behind(journal, behind, page, &proof);
        }
    }
    if (status == STATUS_OK) {
        *out_proof = proof;
    }
    return status;
}

#include "tests/sim/ledger.h"
#include "tests/sim/ledger_parts.h"

static struct place last_row(const struct ledger_device *one)
{
    return one->row_count > 0 ? one->rows[one->row_count - 1].place : (struct place){0};
}

static bool has_row(const struct ledger_device *one, const struct head *head)
{
    const struct ledger_row *row = ledger_row_at(one, head->place);
    return row && hash_equal(&row->hash, &head->hash);
}

/* PROMISED is gone wherever it was: the newest before it that somebody still has is what the
 * server owes. False: there is none in its epoch. */
static bool owe_less(const struct ledger_device *one, struct ledger_row *promised)
{
    struct ledger_row best = {0};
    for (size_t i = 0; i < one->row_count; i++) {
        const struct ledger_row *row = &one->rows[i];
        if (row->place.epoch == promised->place.epoch && row->place.seq < promised->place.seq) {
            best = *row;
        }
    }
    for (size_t i = 0; i < one->told_count; i++) {
        const struct ledger_told *told = &one->told[i];
        const struct place place = told->head.place;
        if (!told->excused && !told->second && place.epoch == promised->place.epoch &&
            place.seq < promised->place.seq && place.seq > best.place.seq) {
            best = (struct ledger_row){place, told->head.hash};
        }
    }
    *promised = best;
    return best.place.seq > 0;
}

/* All promises for what is at a place behind AFTER and up to TO, and not at the server. */
static void take_back_promises(struct ledger_device *one, struct place after, struct place to)
{
    size_t kept = 0;
    for (size_t i = 0; i < one->promised_count; i++) {
        struct ledger_row promised = one->promised[i];
        if (place_order(promised.place, after) <= 0 || place_order(promised.place, to) > 0 ||
            ledger_row_at(one, promised.place) || owe_less(one, &promised)) {
            one->promised[kept++] = promised;
        }
    }
    one->promised_count = kept;
}

/* A card that lacks its end and goes on before it has met the server is a clone of the one that
 * was lost: what it says there is not taken, and the unit is locked (1, end_told). */
static void note_second_life(struct ledger_device *one, struct place left)
{
    struct place most = last_row(one);
    for (size_t i = 0; i < one->told_count; i++) {
        const struct place place = one->told[i].head.place;
        most = place.epoch == left.epoch && place_order(place, most) > 0 ? place : most;
    }
    if (left.epoch > 0 && place_order(most, left) > 0) {
        one->second = left;
    }
}

size_t ledger_lost(struct ledger *ledger, uint32_t device, struct place left)
{
    struct ledger_device *one = &ledger->devices[device];
    const struct place to = last_row(one);
    size_t count = 0;
    for (size_t i = 0; i < one->told_count; i++) {
        struct ledger_told *told = &one->told[i];
        if (!told->excused && place_order(told->head.place, left) > 0 &&
            !has_row(one, &told->head)) {
            told->excused = true;
            count++;
        }
    }
    take_back_promises(one, left, (struct place){UINT32_MAX, UINT64_MAX});
    note_second_life(one, left);
    if (place_order(to, left) > 0) {
        one->orphans =
            ledger_grown(one->orphans, one->orphan_count, &one->orphan_room, sizeof *one->orphans);
        one->orphans[one->orphan_count++] = (struct ledger_orphans){left, to};
    }
    return count;
}

/* Two disasters, the card's and the server's, and no backup between them: a unit keeps what is in
 * no backup, and here that one other copy went first. Either of them alone is excused nothing. */
static void lose_orphans(struct ledger_device *one, const struct ledger_orphans *orphans)
{
    for (size_t i = 0; i < one->told_count; i++) {
        struct ledger_told *told = &one->told[i];
        const struct place place = told->head.place;
        if (place_order(place, orphans->after) > 0 && place_order(place, orphans->to) <= 0 &&
            place_order(place, one->backed_up) > 0 && has_row(one, &told->head)) {
            told->excused = true;
        }
    }
}

static void restored(struct ledger_device *one)
{
    for (size_t i = 0; i < one->orphan_count; i++) {
        lose_orphans(one, &one->orphans[i]);
    }
    while (one->row_count > 0 && place_order(last_row(one), one->backed_up) > 0) {
        one->row_count--;
    }
    for (size_t i = 0; i < one->orphan_count; i++) {
        struct ledger_orphans *orphans = &one->orphans[i];
        take_back_promises(one, orphans->after, orphans->to);
        if (place_order(orphans->to, one->backed_up) > 0) {
            orphans->to = one->backed_up;
        }
    }
}

void ledger_restored(struct ledger *ledger)
{
    for (uint32_t i = 0; i < ledger->count; i++) {
        restored(&ledger->devices[i]);
    }
}

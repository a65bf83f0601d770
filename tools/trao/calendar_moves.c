#include "tools/trao/calendar_moves.h"

#include <stdlib.h>

#include "core/promised.h"

/* One promise under way. */
struct one {
    const struct dossier_facts *facts;
    struct minute made; /* when its date was stated */
    struct minute promise;
    const struct calendar *calendar; /* it was made under */
    bool open, paused;
};

static const struct calendar *calendar_of(const struct editions *editions, struct minute at)
{
    size_t version = 0;
    return editions_calendar(editions, at, &version) ? editions->edition[version].calendar : NULL;
}

static void take_up(struct book_past *book, const struct editions *editions, uint32_t at,
                    struct one *out_one)
{
    struct book_life life;
    struct minute since = MINUTE_NEVER;
    const struct minute now = book->position.clock;
    book_past_life(book, at, &life);
    const struct journey *journey = &life.ledger.journey;
    const struct minute received = journey->received;
    struct one one = {.facts = life.facts, .promise = MINUTE_NEVER};
    const bool over = journey->ended.m != MINUTE_NEVER.m || journey->back.m != MINUTE_NEVER.m;
    if (received.m != MINUTE_NEVER.m && !over) {
        (void)promised_stated(life.facts, now, &since);
        one.made = since.m > received.m ? since : received;
        one.calendar = calendar_of(editions, one.made);
        one.promise = promised_at(life.facts, journey, calendar_of(editions, received), now);
    }
    one.open = one.promise.m != MINUTE_NEVER.m;
    one.paused =
        journey->pauses > 0 && journey->pause[journey->pauses - 1].until.m == MINUTE_NEVER.m;
    *out_one = one;
}

static bool may_be_promised_again(const struct one *one, struct minute now)
{
    return promised_again(one->facts, now) == 0 &&
           one->facts->supplements < DOSSIER_SUPPLEMENTS_MAX;
}

/* Working minutes from A to B, below 0 when B lies before A. */
static int32_t between(const struct calendar *calendar, struct minute a, struct minute b)
{
    return a.m <= b.m ? calendar_working(calendar, a, b) : -calendar_working(calendar, b, a);
}

static void look_at(struct moves *moves, const struct one *one, const struct calendar *calendar,
                    uint32_t at, struct minute now)
{
    if (!one->open) {
        return;
    }
    const struct minute to = promise_moved(one->calendar, calendar, one->made, one->promise);
    moves->open++;
    moves->beyond += calendar_beyond(calendar, to);
    if (to.m == one->promise.m || to.m == MINUTE_NEVER.m) {
        return;
    }
    if (one->paused) {
        moves->paused++;
    } else if (!may_be_promised_again(one, now)) {
        moves->again++;
    } else {
        moves->rows[moves->count++] = (struct promise_move){
            .at = at,
            .from = one->promise,
            .to = to,
            .minutes = between(to.m > one->promise.m ? one->calendar : calendar, one->promise, to)};
    }
}

enum status moves_read(struct moves *moves, struct book_past *book, const struct editions *editions,
                       const struct calendar *calendar)
{
    const uint32_t count = book->past.dossier_count;
    *moves = (struct moves){.rows = malloc((count + 1) * sizeof *moves->rows)};
    if (!moves->rows) {
        return STATUS_FULL;
    }
    for (uint32_t i = 0; i < count; i++) {
        struct one one;
        take_up(book, editions, i, &one);
        look_at(moves, &one, calendar, i, book->position.clock);
    }
    return STATUS_OK;
}

void moves_free(struct moves *moves)
{
    free(moves->rows);
    *moves = (struct moves){0};
}

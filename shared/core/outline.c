#include "core/outline.h"

#include <string.h>

#include "base/check.h"

/* INVARIANTS
 * (1) A field of a step is written only if it is not what is guessed from the fields before it and
 *     the step before; packing and unpacking guess alike.
 * (2) Instants are kept as their minutes: a verdict asks for no more. */

static_assert(sizeof(struct outline) <= 128, "two lines of a cache");

enum {
    SAID_TOO_LONG = 1,
    SAID_NO_AGENCY = 2,
    SAID_VERIFIED = 4,
    SAID_OVERFLOW = 8,
    SAID_OWN_ACT = 16,
    SAID_UNLOCATED = 32,
    SAID_RESTARTS = 64,
    SAID_BY_INSTANT = 128
};

enum { KIND_AT = 16, STAGE_AT = 20, FOUR_BITS = 15 };

struct packer {
    struct outline *outline;
    uint32_t mask;
    uint32_t bit;
    bool full;
};

static void put_word(struct packer *packer, uint32_t word)
{
    if (packer->outline->words == OUTLINE_WORDS) {
        packer->full = true;
        return;
    }
    packer->outline->word[packer->outline->words++] = word;
}

static void put(struct packer *packer, int64_t value, int64_t guess)
{
    if (value != guess) {
        packer->mask |= packer->bit;
        put_word(packer, (uint32_t)value);
    }
    packer->bit <<= 1;
}

/* What a step is guessed to be by the one before it. */
struct guess {
    struct minute begin;
    struct name from;
};

static struct guess guess_of(const struct journey *journey, int number)
{
    if (number == 0) {
        return (struct guess){journey->received, NAME_NONE};
    }
    return (struct guess){journey->step[number - 1].end, journey->step[number - 1].to};
}

static struct name guess_to(uint8_t kind, struct name from)
{
    return kind == STEP_PROCESSING ? from : NAME_NONE;
}

static struct name guess_agency(uint8_t kind, struct name from, struct name to)
{
    return kind == STEP_OUT ? to : from;
}

static void pack_step(struct packer *packer, const struct journey *journey, int number)
{
    const struct step *step = &journey->step[number];
    const struct guess guess = guess_of(journey, number);
    const uint8_t head = packer->outline->words;
    packer->mask = (uint32_t)step->kind << KIND_AT | (uint32_t)step->stage << STAGE_AT;
    packer->bit = 1;
    put_word(packer, 0);
    put(packer, step->begin.m, guess.begin.m); /* (1) */
    put(packer, step->fit.m, step->begin.m);
    put(packer, step->waits.m, step->begin.m);
    put(packer, step->picked.m, MINUTE_NEVER.m);
    put(packer, step->offered.m, MINUTE_NEVER.m);
    put(packer, step->end.m, MINUTE_NEVER.m);
    put(packer, step->from.id, guess.from.id);
    put(packer, step->to.id, guess_to(step->kind, step->from).id);
    put(packer, step->agency.id, guess_agency(step->kind, step->from, step->to).id);
    put(packer, step->paused, 0);
    if (!packer->full) {
        packer->outline->word[head] = packer->mask;
    }
}

static void put_stretch(struct packer *packer, struct minute from, struct minute until)
{
    put_word(packer, (uint32_t)from.m);
    put_word(packer, (uint32_t)until.m);
}

static struct minute minute_of(struct instant instant)
{
    return instant.ms == INSTANT_NEVER.ms ? MINUTE_NEVER : instant_minute(instant);
}

bool outline_pack(const struct journey *journey, const struct custody *custody,
                  struct outline *out_outline)
{
    const bool unlocated = custody->unlocated_since.ms != INSTANT_NEVER.ms;
    struct packer packer = {.outline = out_outline};
    memset(out_outline, 0, sizeof *out_outline);
    out_outline->received = journey->received;
    out_outline->ended = journey->ended;
    out_outline->back = journey->back;
    out_outline->held_since = minute_of(custody->since);
    out_outline->holder = custody->holder;
    out_outline->offer_to = custody->offer_to;
    out_outline->bundle = custody->bundle;
    out_outline->kind = (uint8_t)journey->kind;
    out_outline->steps = journey->steps;
    out_outline->next = journey->next;
    out_outline->pauses = journey->pauses;
    out_outline->gaps = custody->gaps;
    out_outline->conflicts = custody->conflicts;
    out_outline->said =
        (uint8_t)((journey->too_long ? SAID_TOO_LONG : 0) |
                  (journey->no_agency ? SAID_NO_AGENCY : 0) |
                  (custody->verified ? SAID_VERIFIED : 0) |
                  (custody->overflow ? SAID_OVERFLOW : 0) |
                  (custody->has_own_act ? SAID_OWN_ACT : 0) | (unlocated ? SAID_UNLOCATED : 0) |
                  (journey->restarts ? SAID_RESTARTS : 0) |
                  (journey->by_instant ? SAID_BY_INSTANT : 0));
    for (int i = 0; i < journey->steps; i++) {
        pack_step(&packer, journey, i);
    }
    for (int i = 0; i < journey->pauses; i++) {
        put_stretch(&packer, journey->pause[i].from, journey->pause[i].until);
    }
    for (int i = 0; i < custody->gaps; i++) {
        put_stretch(&packer, minute_of(custody->gap[i].from), minute_of(custody->gap[i].until));
    }
    return !packer.full;
}

struct unpacker {
    const uint32_t *at;
    uint32_t mask;
};

static int32_t take(struct unpacker *unpacker, int32_t guess)
{
    const bool is_there = (unpacker->mask & 1) != 0;
    unpacker->mask >>= 1;
    return is_there ? (int32_t)*unpacker->at++ : guess;
}

static struct name take_name(struct unpacker *unpacker, struct name guess)
{
    return (struct name){(uint32_t)take(unpacker, (int32_t)guess.id)};
}

static void unpack_step(struct unpacker *unpacker, struct journey *journey, int number)
{
    struct step *step = &journey->step[number];
    const struct guess guess = guess_of(journey, number);
    unpacker->mask = *unpacker->at++;
    step->kind = (uint8_t)(unpacker->mask >> KIND_AT & FOUR_BITS);
    step->stage = (uint8_t)(unpacker->mask >> STAGE_AT & FOUR_BITS);
    step->begin.m = take(unpacker, guess.begin.m); /* (1) */
    step->fit.m = take(unpacker, step->begin.m);
    step->waits.m = take(unpacker, step->begin.m);
    step->picked.m = take(unpacker, MINUTE_NEVER.m);
    step->offered.m = take(unpacker, MINUTE_NEVER.m);
    step->end.m = take(unpacker, MINUTE_NEVER.m);
    step->from = take_name(unpacker, guess.from);
    step->to = take_name(unpacker, guess_to(step->kind, step->from));
    step->agency = take_name(unpacker, guess_agency(step->kind, step->from, step->to));
    step->paused = take(unpacker, 0);
}

static struct minute take_minute(struct unpacker *unpacker)
{
    return (struct minute){(int32_t)*unpacker->at++};
}

void outline_unpack(const struct outline *outline, struct journey *out_journey,
                    struct custody *out_custody)
{
    struct unpacker unpacker = {.at = outline->word};
    out_journey->kind = (enum journey_kind)outline->kind;
    out_journey->too_long = (outline->said & SAID_TOO_LONG) != 0;
    out_journey->no_agency = (outline->said & SAID_NO_AGENCY) != 0;
    out_journey->restarts = (outline->said & SAID_RESTARTS) != 0;
    out_journey->by_instant = (outline->said & SAID_BY_INSTANT) != 0;
    out_journey->received = outline->received;
    out_journey->ended = outline->ended;
    out_journey->back = outline->back;
    out_journey->steps = outline->steps;
    out_journey->next = outline->next;
    out_journey->pauses = outline->pauses;
    out_custody->holder = outline->holder;
    out_custody->since = minute_instant(outline->held_since); /* (2) */
    out_custody->offer_to = outline->offer_to;
    out_custody->bundle = outline->bundle;
    out_custody->verified = (outline->said & SAID_VERIFIED) != 0;
    out_custody->overflow = (outline->said & SAID_OVERFLOW) != 0;
    out_custody->has_own_act = (outline->said & SAID_OWN_ACT) != 0;
    out_custody->unlocated_since =
        (outline->said & SAID_UNLOCATED) != 0 ? (struct instant){0} : INSTANT_NEVER; /* whenever */
    out_custody->gaps = outline->gaps;
    out_custody->conflicts = outline->conflicts;
    for (int i = 0; i < outline->steps; i++) {
        unpack_step(&unpacker, out_journey, i);
    }
    for (int i = 0; i < outline->pauses; i++) {
        struct stretch *pause = &out_journey->pause[i];
        *pause =
            (struct stretch){.from = take_minute(&unpacker)}; /* whose it is, no verdict asks */
        pause->until = take_minute(&unpacker);
    }
    for (int i = 0; i < outline->gaps; i++) {
        out_custody->gap[i].from = minute_instant(take_minute(&unpacker));
        out_custody->gap[i].until = minute_instant(take_minute(&unpacker));
    }
    assert(unpacker.at == outline->word + outline->words);
}

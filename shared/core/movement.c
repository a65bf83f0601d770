#include "core/movement.h"

#include "base/check.h"
#include "core/act_csv.h"
#include "core/custody.h"

/* INVARIANTS, once movements_end() was called
 * (1) They lie by subject, then by instant, then as they came.
 * (2) A movement that a void reaches is `voided` from the minute in which that void was said. */

void movements_begin(struct movements *movements, struct movement *memory, uint32_t room)
{
    *movements = (struct movements){.all = memory, .room = room};
}

static bool moves(uint8_t kind)
{
    return kind == ACT_ARRIVE || kind == ACT_DEPART;
}

/* What ACT declares wrong, if that is a movement. */
static bool takes_back(const struct act *act, const struct names *names,
                       struct act_reference *out_wrong)
{
    return act->kind == ACT_VOID &&
           act_reference_parse(names_text(names, act->parent), out_wrong) &&
           moves((uint8_t)out_wrong->kind);
}

bool movements_add(struct movements *movements, const struct act *act, const struct names *names)
{
    struct act_reference wrong;
    if (!moves(act->kind) && !takes_back(act, names, &wrong)) {
        return true;
    }
    if (movements->count == movements->room) {
        return false;
    }
    struct movement *movement = &movements->all[movements->count++];
    *movement = (struct movement){.subject = act->subject,
                                  .stop = act->stop,
                                  .party = act->party,
                                  .at = act->at,
                                  .known = instant_minute(act->at),
                                  .voided = MINUTE_NEVER,
                                  .kind = act->kind};
    if (act->kind == ACT_VOID) { /* it lies where the wrong one would */
        movement->is_void = true;
        movement->kind = (uint8_t)wrong.kind;
        movement->at = wrong.at;
        movement->party = names_find(names, wrong.party);
        movement->said_by = custody_is_ruling(act, names) ? NAME_NONE : act->party;
    }
    return true;
}

static bool stands_before(const struct movement *a, const struct movement *b)
{
    return a->subject.id != b->subject.id ? a->subject.id < b->subject.id : a->at.ms < b->at.ms;
}

/* Shell's sort with Ciura's gaps, grown by 2.25: no memory, no recursion. */
static void put_in_order(struct movements *movements)
{
    static const uint32_t gaps[] = {1636194, 727197, 323199, 143644, 63842, 28374,
                                    12611,   5605,   2491,   1107,   492,   301,
                                    132,     57,     23,     10,     4,     1};
    for (size_t g = 0; g < sizeof gaps / sizeof gaps[0]; g++) {
        for (uint32_t i = gaps[g]; i < movements->count; i++) {
            struct movement moving = movements->all[i];
            uint32_t at = i;
            while (at >= gaps[g] && stands_before(&moving, &movements->all[at - gaps[g]])) {
                movements->all[at] = movements->all[at - gaps[g]];
                at -= gaps[g];
            }
            movements->all[at] = moving;
        }
    }
}

static uint32_t first_not_before(const struct movements *movements, struct name subject,
                                 struct instant at)
{
    const struct movement wanted = {.subject = subject, .at = at};
    uint32_t low = 0;
    uint32_t high = movements->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (stands_before(&movements->all[middle], &wanted)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* "a void applies when its party is the wrong act's party, or by a ruling" */
static bool reaches(const struct movement *by, const struct movement *wrong)
{
    return !wrong->is_void && wrong->kind == by->kind && name_same(wrong->party, by->party) &&
           (by->said_by.id == 0 || name_same(by->said_by, wrong->party));
}

void movements_end(struct movements *movements)
{
    put_in_order(movements);
    for (uint32_t v = 0; v < movements->count; v++) {
        const struct movement *by = &movements->all[v];
        if (!by->is_void) {
            continue;
        }
        for (uint32_t i = first_not_before(movements, by->subject, by->at);
             i < movements->count && name_same(movements->all[i].subject, by->subject) &&
             movements->all[i].at.ms == by->at.ms;
             i++) {
            struct movement *wrong = &movements->all[i];
            if (reaches(by, wrong) && by->known.m < wrong->voided.m) {
                wrong->voided = by->known; /* (2) */
            }
        }
    }
}

/* The number of the text `route/round`; NAME_NONE if no act ever named it. */
static struct name subject_of(const struct names *names, const struct run *run)
{
    char bytes[2 * NAME_SIZE_MAX + 2];
    struct line line = line_of(bytes, sizeof bytes);
    line_text(&line, names_text(names, run->route));
    line_char(&line, '/');
    line_text(&line, names_text(names, run->round));
    return names_find(names, line_done(&line));
}

struct seen_run movements_of(const struct movements *movements, const struct names *names,
                             const struct run *run, struct name stop, struct minute now)
{
    struct seen_run seen = {.left = MINUTE_NEVER};
    if (!movements || movements->count == 0) {
        return seen;
    }
    struct name subject = subject_of(names, run);
    struct instant end = minute_instant(day_minute((struct day){run->day.d + 1}, 0));
    uint32_t i = first_not_before(movements, subject, minute_instant(day_minute(run->day, 0)));
    for (; subject.id != 0 && i < movements->count; i++) {
        const struct movement *movement = &movements->all[i];
        if (!name_same(movement->subject, subject) || movement->at.ms >= end.ms) {
            break;
        }
        struct minute at = instant_minute(movement->at);
        if (movement->is_void || at.m > now.m || movement->voided.m <= now.m) {
            continue;
        }
        bool here = name_same(movement->stop, stop);
        seen.here = seen.here || here;
        seen.elsewhere = seen.elsewhere || (!here && movement->stop.id != 0);
        if (here && movement->kind == ACT_DEPART && at.m < seen.left.m) {
            seen.left = at;
        }
    }
    return seen;
}

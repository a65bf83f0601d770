#include "server/intake/told.h"

static bool within(struct instant at, struct instant mono)
{
    return mono.ms - at.ms < TOLD_AGAIN_MS;
}

bool told_now(struct told *told, enum act_incident_kind kind, struct place place,
              struct instant mono)
{
    for (unsigned i = 0; i < TOLD_KEPT; i++) {
        const struct told_one *one = &told->last[i];
        if (one->kind == kind && place_order(one->place, place) == 0 && within(one->at, mono)) {
            return false;
        }
    }
    if (told->count == 0 || !within(told->from, mono)) {
        told->from = mono;
        told->count = 0;
    }
    if (told->count == TOLD_AN_HOUR) {
        return false;
    }
    told->count++;
    told->last[told->next] = (struct told_one){.kind = kind, .place = place, .at = mono};
    told->next = (told->next + 1) % TOLD_KEPT;
    return true;
}

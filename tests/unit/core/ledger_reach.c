#include "ledger_reach.h"

int32_t reaches_back_to(const struct parties *parties, const struct act *late,
                        const struct custody *with, const struct custody *without)
{
    int32_t settled = INT32_MIN;
    for (int i = 1; i < with->tenures && i < without->tenures; i++) {
        const struct tenure *a = &with->tenure[i];
        const struct tenure *b = &without->tenure[i];
        if (!name_same(a->holder, b->holder) || a->from.ms != b->from.ms ||
            a->from.ms >= late->at.ms) {
            break;
        }
        if (i > 1 && with->tenure[i - 1].ready_at.ms != without->tenure[i - 1].ready_at.ms) {
            break;
        }
        if (party_is_agency(parties, a->holder)) {
            settled = instant_minute(a->from).m;
        }
    }
    return settled;
}

int32_t reaches_on_to(const struct parties *parties, const struct act *late,
                      const struct custody *with, const struct custody *without)
{
    int32_t equal = INT32_MAX;
    for (int i = 1; i < with->tenures && i < without->tenures; i++) {
        const struct tenure *a = &with->tenure[with->tenures - i];
        const struct tenure *b = &without->tenure[without->tenures - i];
        if (!name_same(a->holder, b->holder) || a->from.ms != b->from.ms ||
            a->ready_at.ms != b->ready_at.ms || a->evidence.ms != b->evidence.ms ||
            a->from.ms <= late->at.ms) {
            break;
        }
        if (party_is_agency(parties, a->holder)) {
            equal = instant_minute(a->from).m;
        }
    }
    return equal;
}

bool reaches_only_custody(const struct act *act)
{
    return act->kind != ACT_VOID && act->kind != ACT_PAUSE && act->kind != ACT_RESUME &&
           act->kind != ACT_EXCEPTION && act->kind != ACT_ARRIVE && act->kind != ACT_DEPART &&
           act->kind != ACT_RETURN;
}

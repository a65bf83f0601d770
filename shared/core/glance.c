#include "core/glance.h"

#include "core/promised.h"

void glance_at(const struct flag_input *input, struct minute now, struct glance *out_glance)
{
    struct glance *glance = out_glance;
    flag_custody(input, now, &glance->custody);
    journey_of(&(struct journey_input){.parties = input->parties,
                                       .facts = input->facts,
                                       .custody = &glance->custody,
                                       .plan = input->plan,
                                       .calendar = input->calendar,
                                       .now = now},
               &glance->journey);
    const struct journey *journey = &glance->journey;
    glance->outlook =
        (struct outlook){.journey = journey,
                         .facts = input->facts,
                         .plan = input->plan,
                         .calendar = input->calendar,
                         .now = now,
                         .promise = promised_at(input->facts, journey, input->promised_by, now)};
    glance->over = journey->ended.m != MINUTE_NEVER.m || journey->back.m != MINUTE_NEVER.m;
    glance->forecast.gap = FORECAST_NO_RUN;
    const bool known = glance->custody.has_own_act || journey->kind == JOURNEY_RESULT_ONLY;
    const bool begun = journey->received.m != MINUTE_NEVER.m && journey->received.m <= now.m;
    const bool whole =
        !glance->custody.overflow && !journey->too_long && !input->facts->supplements_left_off;
    if (!glance->over && known && begun && whole && !journey->no_agency &&
        glance->custody.unlocated_since.ms == INSTANT_NEVER.ms) {
        forecast_of(&glance->outlook, &glance->forecast);
    }
    glance->forecast_made = glance->forecast.gap == FORECAST_WHOLE;
}

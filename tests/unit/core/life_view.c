#include "life_view.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

void life_by_hand(struct province *province, struct life *life, const char *procedure,
                  const char *const *acts, size_t count)
{
    struct name name;
    struct names *names = &province->names;
    memset(life, 0, sizeof *life);
    assert_int_equal(names_give(names, TEXT("D-1"), &name), STATUS_OK);
    dossier_facts_init(&life->facts, name);
    assert_int_equal(names_give(names, text_of(procedure), &life->facts.procedure), STATUS_OK);
    assert_int_equal(names_give(names, TEXT("H41.04"), &life->facts.agency), STATUS_OK);
    life->facts.received = minute_at("2023-03-21T08:00");
    life->facts.promised = minute_at("2023-03-28T08:00");
    life->facts.status = DOSSIER_PROCESSING;
    for (size_t i = 0; i < count; i++) {
        life->acts[life->act_count++] = act_of(province, acts[i]);
    }
}

void life_view_at(const struct province *province, const struct life *life, const char *now,
                  struct life_view *out_view)
{
    struct flag_input input = input_of(province, life);
    flag_custody(&input, minute_at(now), &out_view->custody);
    const struct journey_input journey = {.parties = &province->parties,
                                          .facts = &life->facts,
                                          .custody = &out_view->custody,
                                          .plan = &province->plan,
                                          .calendar = &province->calendar,
                                          .now = minute_at(now)};
    journey_of(&journey, &out_view->journey);
    out_view->outlook =
        (struct outlook){.journey = &out_view->journey,
                         .facts = &life->facts,
                         .plan = &province->plan,
                         .calendar = &province->calendar,
                         .now = minute_at(now),
                         .promise = promised_at(&life->facts, &out_view->journey,
                                                &province->calendar, minute_at(now))};
    forecast_of(&out_view->outlook, &out_view->forecast);
}

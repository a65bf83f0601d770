#include "core/party.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void agencies_are_all_who_are_neither_center_post_nor_citizen(void **unused)
{
    (void)unused;
    struct names names;
    struct parties parties;
    struct name agency;
    uint32_t memory[200];
    names_init(&names, memory, 8, 64);
    assert_int_equal(parties_give(&names, &parties), STATUS_OK);
    assert_int_equal(names_give(&names, TEXT("H41.04"), &agency), STATUS_OK);
    assert_true(party_is_agency(&parties, agency));
    assert_false(party_is_agency(&parties, parties.center));
    assert_false(party_is_agency(&parties, parties.post));
    assert_false(party_is_agency(&parties, parties.citizen));
    assert_false(party_is_agency(&parties, NAME_NONE));
    assert_true(party_carries(&parties, parties.post));
    assert_false(party_carries(&parties, parties.center));
}

static void no_room_for_the_parties_is_said(void **unused)
{
    (void)unused;
    struct names names;
    struct parties parties = {.center = {9}};
    uint32_t memory[200];
    names_init(&names, memory, 2, 64);
    assert_int_equal(parties_give(&names, &parties), STATUS_FULL);
    assert_int_equal(parties.center.id, 9);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(agencies_are_all_who_are_neither_center_post_nor_citizen),
        cmocka_unit_test(no_room_for_the_parties_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

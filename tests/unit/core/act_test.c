#include "province_maker.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct province province;

static void every_act_and_exception_is_read_back_by_its_name(void **unused)
{
    (void)unused;
    for (int i = 0; i < ACT_KINDS; i++) {
        enum act_kind kind = ACT_KINDS;
        assert_true(act_kind_parse(text_of(act_kind_name((enum act_kind)i)), &kind));
        assert_int_equal(kind, i);
    }
    for (int i = 0; i < EXCEPTION_KINDS; i++) {
        enum exception_kind kind = EXCEPTION_KINDS;
        assert_true(
            exception_kind_parse(text_of(exception_kind_name((enum exception_kind)i)), &kind));
        assert_int_equal(kind, i);
    }
    enum act_kind kind;
    enum exception_kind exception;
    assert_false(act_kind_parse(TEXT("Take"), &kind));
    assert_false(exception_kind_parse(TEXT(""), &exception));
}

static void acts_of_one_instant_come_in_the_order_of_the_semantics(void **unused)
{
    (void)unused;
    /* "order: intake ready pack seal arrive give refuse take unpack pause resume exception depart
     * return" */
    static const enum act_kind order[] = {
        ACT_INTAKE, ACT_READY,  ACT_PACK,  ACT_SEAL,   ACT_ARRIVE,    ACT_GIVE,   ACT_REFUSE,
        ACT_TAKE,   ACT_UNPACK, ACT_PAUSE, ACT_RESUME, ACT_EXCEPTION, ACT_DEPART, ACT_RETURN};
    for (size_t i = 1; i < sizeof order / sizeof order[0]; i++) {
        struct act earlier = {.at = {5}, .kind = (uint8_t)order[i - 1]};
        struct act later = {.at = {5}, .kind = (uint8_t)order[i]};
        assert_true(act_order(&earlier, &later, &province.names) < 0);
        assert_true(act_order(&later, &earlier, &province.names) > 0);
        later.at.ms = 4;
        assert_true(act_order(&earlier, &later, &province.names) > 0);
    }
}

static void ties_compare_texts_not_numbers(void **unused)
{
    (void)unused;
    struct act late = act_of(&province, "2023-03-21T09:00,take,D-1,zulu,,,,,");
    struct act early = act_of(&province, "2023-03-21T09:00,take,D-1,alpha,,,,,");
    assert_true(early.party.id > late.party.id);
    assert_true(act_order(&early, &late, &province.names) < 0);
}

static void then_party_counterpart_subject_parent_reason_stop_person(void **unused)
{
    (void)unused;
    static const char *const rows[] = {
        "2023-03-21T09:00,take,D1,a,p1,c1,s1,b1,r1", "2023-03-21T09:00,take,D1,a,p2,c1,s1,b1,r1",
        "2023-03-21T09:00,take,D1,a,p1,c1,s2,b1,r1", "2023-03-21T09:00,take,D1,a,p1,c1,s1,b1,r2",
        "2023-03-21T09:00,take,D1,a,p1,c1,s1,b2,r1", "2023-03-21T09:00,take,D2,a,p1,c1,s1,b1,r1",
        "2023-03-21T09:00,take,D1,a,p1,c2,s1,b1,r1", "2023-03-21T09:00,take,D1,b,p1,c1,s1,b1,r1"};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct act act = act_of(&province, rows[i]);
        assert_int_equal(act_order(&act, &act, &province.names), 0);
        for (size_t j = i + 1; j < sizeof rows / sizeof rows[0]; j++) {
            struct act other = act_of(&province, rows[j]);
            assert_true(act_order(&act, &other, &province.names) < 0);
            assert_true(act_order(&other, &act, &province.names) > 0);
        }
    }
}

static int open_province(void **unused)
{
    (void)unused;
    province_open(&province);
    return 0;
}

static int close_province(void **unused)
{
    (void)unused;
    province_close(&province);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_act_and_exception_is_read_back_by_its_name),
        cmocka_unit_test(acts_of_one_instant_come_in_the_order_of_the_semantics),
        cmocka_unit_test(ties_compare_texts_not_numbers),
        cmocka_unit_test(then_party_counterpart_subject_parent_reason_stop_person),
    };
    return cmocka_run_group_tests(tests, open_province, close_province);
}

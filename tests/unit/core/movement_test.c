#include "core/movement.h"
#include "province_maker.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct province province;
static struct movement memory[16];
static struct movements movements;

static void begin(void)
{
    movements_begin(&movements, memory, sizeof memory / sizeof memory[0]);
}

static void add(const char *csv)
{
    struct act act = act_of(&province, csv);
    assert_true(movements_add(&movements, &act, &province.names));
}

/* The 09:00 from the Center on 21/3, as known at NOW. */
static struct seen_run look(const char *now)
{
    struct run run;
    struct name agency = names_find(&province.names, TEXT("H41.04"));
    movements_end(&movements);
    assert_true(plan_first_run(&province.plan, province.parties.center, agency,
                               minute_at("2023-03-21T08:00"), &run));
    return movements_of(&movements, &province.names, &run, plan_run_stop(&province.plan, &run),
                        minute_at(now));
}

static void the_earliest_depart_here_says_when_a_run_left(void **unused)
{
    (void)unused;
    begin();
    add("2023-03-21T09:31:00,depart,R1/1,post,,,TTG,,");
    add("2023-03-21T09:25:40,depart,R1/1,post,,,TTG,,");
    add("2023-03-21T09:10:00,depart,R1/2,post,,,TTG,,"); /* another run */
    add("2023-03-22T08:59:00,depart,R1/1,post,,,TTG,,"); /* another day */
    struct seen_run seen = look("2023-03-28T08:00");
    assert_int_equal(seen.left.m, minute_at("2023-03-21T09:25").m);
    assert_true(seen.here);
    assert_false(seen.elsewhere);
}

static void what_happens_later_than_now_was_not_seen(void **unused)
{
    (void)unused;
    begin();
    add("2023-03-21T09:25:00,depart,R1/1,post,,,TTG,,");
    assert_int_equal(look("2023-03-21T09:24").left.m, MINUTE_NEVER.m);
    assert_int_equal(look("2023-03-21T09:25").left.m, minute_at("2023-03-21T09:25").m);
}

static void a_run_seen_only_elsewhere_was_not_here(void **unused)
{
    (void)unused;
    begin();
    add("2023-03-21T09:50:00,arrive,R1/1,post,,,NNM,,");
    struct seen_run seen = look("2023-03-28T08:00");
    assert_true(seen.elsewhere);
    assert_false(seen.here);
    add("2023-03-21T08:58:00,arrive,R1/1,post,,,TTG,,");
    assert_true(look("2023-03-28T08:00").here);
}

static void what_was_declared_wrong_counts_until_it_was(void **unused)
{
    (void)unused;
    begin();
    add("2023-03-21T09:25:00,depart,R1/1,post,,,TTG,,");
    add("2023-03-21T10:00:00,void,R1/1,center,,,,2023-03-21T09:25:00/depart/post,center_wrong");
    assert_true(look("2023-03-28T08:00").here); /* not the center's to take back */
    add("2023-03-21T10:30:00,void,R1/1,post,,,,2023-03-21T09:25/depart/post,post_wrong");
    assert_true(look("2023-03-21T10:29").here);
    assert_false(look("2023-03-21T10:30").here);
    add("2023-03-21T10:10:00,void,R1/1,center,an+ba,,,2023-03-21T09:25/depart/post,ruling_1");
    assert_false(look("2023-03-21T10:10").here);
}

static void other_acts_take_no_room_and_a_full_table_says_so(void **unused)
{
    (void)unused;
    begin();
    for (int i = 0; i < 40; i++) {
        add("2023-03-21T09:00:00,take,H41.04-230321-0001,post,,center,,,");
    }
    assert_int_equal(movements.count, 0);
    struct act act = act_of(&province, "2023-03-21T09:25:00,depart,R1/1,post,,,TTG,,");
    for (size_t i = 0; i < sizeof memory / sizeof memory[0]; i++) {
        assert_true(movements_add(&movements, &act, &province.names));
    }
    assert_false(movements_add(&movements, &act, &province.names));
}

static void nothing_was_seen_where_nobody_looked(void **unused)
{
    (void)unused;
    struct run run = {.day = {19437}};
    struct seen_run seen =
        movements_of(NULL, &province.names, &run, NAME_NONE, minute_at("2023-03-28T08:00"));
    assert_false(seen.here || seen.elsewhere);
    assert_int_equal(seen.left.m, MINUTE_NEVER.m);
}

static int open_province(void **unused)
{
    (void)unused;
    struct name agency;
    province_open(&province);
    province_plan_base(&province, NULL, 0);
    return names_give(&province.names, TEXT("H41.04"), &agency) == STATUS_OK ? 0 : 1;
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
        cmocka_unit_test(the_earliest_depart_here_says_when_a_run_left),
        cmocka_unit_test(what_happens_later_than_now_was_not_seen),
        cmocka_unit_test(a_run_seen_only_elsewhere_was_not_here),
        cmocka_unit_test(what_was_declared_wrong_counts_until_it_was),
        cmocka_unit_test(other_acts_take_no_room_and_a_full_table_says_so),
        cmocka_unit_test(nothing_was_seen_where_nobody_looked),
    };
    return cmocka_run_group_tests(tests, open_province, close_province);
}

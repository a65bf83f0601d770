#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/act_csv.h"
#include "tools/study/past.h"

#define ONE "H41.04-230321-0001"
#define TWO "H41.04-230321-0002"
#define BAG "BTTG0042303211007I"

static struct past past;
static struct act acts[64];

static void open_past(const char *feed, const char *lines)
{
    const struct past_size size = {.feed_lines = 16, .act_lines = 64, .bytes = 1 << 16};
    assert_int_equal(past_open(&past, &size), STATUS_OK);
    assert_int_equal(past_feed(&past, text_of(feed)), STATUS_OK);
    assert_int_equal(past_acts(&past, text_of(lines)), STATUS_OK);
}

static int tear_down(void **unused)
{
    (void)unused;
    past_close(&past);
    return 0;
}

static struct name named(const char *text)
{
    return names_find(&past.names, text_of(text));
}

static const char feed_one[] =
    FEED_HEADER "\n" ONE ",1.005555,,,20230321080000,20230328080000,4,,H41.04,0,\n";

static void a_dossier_gets_its_own_acts_and_those_of_its_bundles(void **unused)
{
    (void)unused;
    bool left_off = true;
    open_past(feed_one, ACT_CSV_HEADER "\n"
                                       "2023-03-21T09:00:00,give," BAG ",center,,post,,,\n"
                                       "2023-03-21T08:30:00,pack," ONE ",center,,,," BAG ",\n"
                                       "2023-03-21T08:00:00,intake," ONE ",center,,,,,\n"
                                       "2023-03-21T08:10:00,intake," TWO ",center,,,,,\n"
                                       "2023-03-21T09:00:00,depart,R1/1,post,,,TTG,,\n");
    assert_int_equal(past_end(&past), STATUS_OK);
    assert_int_equal(past.dossier_count, 2); /* the second one only by its act */
    assert_int_equal(past_gather(&past, named(ONE), acts, 64, &left_off), 3);
    assert_false(left_off);
    assert_int_equal(acts[0].kind, ACT_INTAKE);
    assert_int_equal(acts[1].kind, ACT_PACK);
    assert_int_equal(acts[2].kind, ACT_GIVE);
    assert_int_equal(past_gather(&past, named(TWO), acts, 64, &left_off), 1);
}

static void the_same_statement_twice_is_one(void **unused)
{
    (void)unused;
    bool left_off = false;
    open_past(feed_one, "2023-03-21T08:00:00,intake," ONE ",center,,,,,\n"
                        "2023-03-21T09:00:00,take," ONE ",post,,center,,,\n"
                        "2023-03-21T08:00:00,intake," ONE ",center,,,,,\n");
    assert_int_equal(past_end(&past), STATUS_OK);
    assert_int_equal(past.doubles, 1);
    assert_int_equal(past_gather(&past, named(ONE), acts, 64, &left_off), 2);
}

static void dossiers_come_in_the_order_of_their_codes(void **unused)
{
    (void)unused;
    open_past(FEED_HEADER "\n" TWO ",,,,20230321080000,,4,,H41.04,0,\n" ONE
                          ",,,,20230321090000,,4,,H41.04,0,\n",
              "");
    assert_int_equal(past_end(&past), STATUS_OK);
    assert_true(name_same(past_at(&past, 0)->facts.dossier, named(ONE)));
    assert_true(name_same(past_at(&past, 1)->facts.dossier, named(TWO)));
}

static void a_later_row_of_the_feed_wins_and_keeps_the_supplements(void **unused)
{
    (void)unused;
    open_past(feed_one, "");
    assert_int_equal(
        past_supplements(&past, TEXT(ONE ",20230322080000,20230323080000,,20230330080000\n")),
        STATUS_OK);
    assert_int_equal(
        past_feed(&past, TEXT(ONE ",,,,20230321080000,20230329080000,10,,H41.04,1,\n")), STATUS_OK);
    assert_int_equal(past_end(&past), STATUS_OK);
    const struct past_dossier *one = past_at(&past, 0);
    assert_int_equal(one->facts.status, DOSSIER_RETURNED);
    assert_int_equal(one->facts.supplements, 1);
    assert_true(one->facts.by_post);
}

static void the_present_is_the_latest_fact_of_all(void **unused)
{
    (void)unused;
    struct instant at;
    open_past(feed_one, "2023-03-24T16:59:30,ready," ONE ",H41.04,,,,,\n");
    assert_int_equal(past_end(&past), STATUS_OK);
    assert_int_equal(instant_parse(TEXT("2023-03-24T16:59"), &at), STATUS_OK);
    assert_int_equal(past.latest.m, instant_minute(at).m); /* a promise is no fact yet */
}

static void more_acts_than_were_said_are_refused_not_overrun(void **unused)
{
    (void)unused;
    const struct past_size size = {.feed_lines = 1, .act_lines = 1, .bytes = 4096};
    assert_int_equal(past_open(&past, &size), STATUS_OK);
    assert_int_equal(past_acts(&past, TEXT("2023-03-21T08:00:00,intake," ONE ",center,,,,,\n"
                                           "2023-03-21T08:00:00,intake," TWO ",center,,,,,\n")),
                     STATUS_FULL);
}

static void what_does_not_fit_is_left_off_and_said(void **unused)
{
    (void)unused;
    bool left_off = false;
    open_past(feed_one, "2023-03-21T08:00:00,intake," ONE ",center,,,,,\n"
                        "2023-03-21T09:00:00,take," ONE ",post,,center,,,\n");
    assert_int_equal(past_end(&past), STATUS_OK);
    assert_int_equal(past_gather(&past, named(ONE), acts, 1, &left_off), 1);
    assert_true(left_off);
}

#define CASE(name) cmocka_unit_test_teardown(name, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_dossier_gets_its_own_acts_and_those_of_its_bundles),
        CASE(the_same_statement_twice_is_one),
        CASE(dossiers_come_in_the_order_of_their_codes),
        CASE(a_later_row_of_the_feed_wins_and_keeps_the_supplements),
        CASE(the_present_is_the_latest_fact_of_all),
        CASE(more_acts_than_were_said_are_refused_not_overrun),
        CASE(what_does_not_fit_is_left_off_and_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

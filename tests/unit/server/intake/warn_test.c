#include "server/intake/warn.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "core/load_list.h"
#include "tests/unit/server/intake/front.h"

/* Units of the front stand in the party `post`. */

static struct front *front;
static struct caller *unit;
static struct minute now;

static int make_front(void **unused)
{
    (void)unused;
    front = front_open();
    unit = caller_new(1);
    front_enrol(front, unit, DEVICE_HANDHELD);
    now = instant_minute(front->now.wall);
    return 0;
}

static int drop_front(void **unused)
{
    (void)unused;
    caller_free(unit);
    front_close(front);
    return 0;
}

struct told_of {
    const char *code, *party;
    int32_t told, leaves; /* minutes from now */
    bool acknowledged;
};

/* watch writes that somebody is to be told. */
static void write(struct told_of what)
{
    struct flag_book *book = &front->flags.port;
    const struct book_dossier row = {.code = text_of(what.code),
                                     .level = FLAG_DUE_SOON,
                                     .raised_at = {now.m - 30},
                                     .acknowledged = what.acknowledged};
    struct book_notice notice = {.code = text_of(what.code),
                                 .rung = RUNG_HOLDER,
                                 .party = text_of(what.party),
                                 .level = FLAG_DUE_SOON,
                                 .saver = SAVER_RUN,
                                 .extra_before = MINUTE_NEVER};
    notice.raised_at.m = now.m - 30;
    notice.reached.m = now.m + what.told;
    notice.told.m = now.m + what.told;
    notice.run.route = TEXT("R1");
    notice.run.round = TEXT("2");
    notice.run.departs.m = now.m + what.leaves;
    struct book_position position = {.n = front->flags.position.n + 1};
    assert_int_equal(flag_book_begin(book), STATUS_OK);
    assert_int_equal(flag_book_put_dossier(book, &row), STATUS_OK);
    assert_int_equal(flag_book_put_notice(book, &notice), STATUS_OK);
    assert_int_equal(flag_book_commit(book, &position), STATUS_OK);
}

static void ring(void)
{
    front_pass(front, 1000);
    front->flags_advanced = true;
    front_step(front);
}

static void greet(void)
{
    struct message answer;
    const struct message hello = caller_hello(unit);
    front_pass(front, 1000);
    front_say(front, unit, &hello);
    front_step(front);
    assert_int_equal(front_hear(front, unit, &answer), MESSAGE_WELCOME);
}

/* The next answer is a list; its codes, joined. */
static const char *heard(void)
{
    static char codes[512];
    static char body[LOAD_LIST_SIZE];
    struct line line = line_of(codes, sizeof codes);
    struct message message;
    struct load_list list;
    if (front_silent(front)) {
        return "";
    }
    assert_int_equal(front_hear(front, unit, &message), MESSAGE_NOTICE);
    assert_int_equal(message.notice.kind, NOTICE_MANIFEST);
    assert_true(message.notice.body.size < sizeof body);
    memcpy(body, message.notice.body.at, message.notice.body.size);
    struct text rest = {.at = body, .size = message.notice.body.size};
    assert_true(load_list_next(&rest, &list));
    assert_int_equal(message.notice.number, list.leaves.m);
    for (size_t i = 0; i < list.count; i++) {
        line_put(&line, i > 0 ? " " : "");
        line_text(&line, list.code[i]);
    }
    codes[line.size] = '\0';
    return codes;
}

static void the_holders_unit_hears_of_it_as_soon_as_the_book_has_it(void **unused)
{
    (void)unused;
    greet();
    assert_string_equal(heard(), "");
    write((struct told_of){"D-1", "post", 0, 60, false});
    ring();
    assert_string_equal(heard(), "D-1");
    ring();
    assert_string_equal(heard(), ""); /* it is the same list */
    write((struct told_of){"D-2", "post", 0, 60, false});
    ring();
    assert_string_equal(heard(), "D-1 D-2");
}

static void a_unit_that_greets_hears_it_all_again(void **unused)
{
    (void)unused;
    write((struct told_of){"D-1", "post", 0, 60, false});
    greet();
    assert_string_equal(heard(), "D-1");
    greet();
    assert_string_equal(heard(), "D-1");
}

static void each_run_has_its_list(void **unused)
{
    (void)unused;
    write((struct told_of){"D-1", "post", 0, 60, false});
    write((struct told_of){"D-2", "post", -5, 90, false});
    greet();
    assert_string_equal(heard(), "D-1");
    assert_string_equal(heard(), "D-2");
    assert_true(front_silent(front));
}

static void nobody_hears_what_concerns_another_party(void **unused)
{
    (void)unused;
    write((struct told_of){"D-1", "H41.04", 0, 60, false});
    greet();
    assert_true(front_silent(front));
}

static void nothing_is_told_early_or_after_the_run_has_left_or_when_answered(void **unused)
{
    (void)unused;
    write((struct told_of){"D-1", "post", 5, 60, false});
    write((struct told_of){"D-2", "post", -60, 0, false});
    write((struct told_of){"D-3", "post", 0, 60, true});
    greet();
    assert_true(front_silent(front));
    front_pass(front, 5 * 60000);
    ring();
    assert_string_equal(heard(), "D-1");
}

static void a_revoked_unit_is_told_nothing(void **unused)
{
    (void)unused;
    struct message answer;
    write((struct told_of){"D-1", "post", 0, 60, false});
    front_revoke(front, unit, (struct place){1, 1});
    const struct message hello = caller_hello(unit);
    front_pass(front, 1000);
    front_say(front, unit, &hello);
    front_step(front);
    while (!front_silent(front)) {
        assert_int_not_equal(front_hear(front, unit, &answer), MESSAGE_NOTICE);
    }
}

static void without_a_flag_book_the_door_is_open_all_the_same(void **unused)
{
    (void)unused;
    front->intake.warn.flags = NULL;
    greet();
    assert_true(front_silent(front));
    assert_int_equal(warn_wakeup(&front->intake.warn).ms, INSTANT_NEVER.ms);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, make_front, drop_front)
    const struct CMUnitTest tests[] = {
        TEST(the_holders_unit_hears_of_it_as_soon_as_the_book_has_it),
        TEST(a_unit_that_greets_hears_it_all_again),
        TEST(each_run_has_its_list),
        TEST(nobody_hears_what_concerns_another_party),
        TEST(nothing_is_told_early_or_after_the_run_has_left_or_when_answered),
        TEST(a_revoked_unit_is_told_nothing),
        TEST(without_a_flag_book_the_door_is_open_all_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

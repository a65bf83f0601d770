#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/handoff_code.h"
#include "handheld/app/exchange.h"
#include "tests/unit/handheld/app/bench.h"

#define D1 "H41.04-261120-0001"
#define D2 "H41.04-261120-0002"
#define D3 "H41.09-261120-0003"

enum { LINE_SIZE = HANDOFF_CODE_SIZE + 8 };

static struct bench *giver;
static struct bench *receiver;

/* The courier's unit and, seven hours behind it, the agency's. */
static int open_both(void **state)
{
    (void)state;
    giver = bench_open();
    bench_line("badge TH-post-BT01", "ok UNIT-11");
    receiver = bench_open_second();
    clock_fake_init(&receiver->clock, (struct instant){receiver->now.ms - 7 * (int64_t)3600000});
    bench_line("badge TH-H41.04-CB01", "ok UNIT-11");
    bench_use(giver);
    return 0;
}

static int close_both(void **state)
{
    (void)state;
    bench_use(giver);
    bench_close();
    bench_use(receiver);
    bench_close();
    return 0;
}

static void give(const char *const *codes)
{
    char line[64];
    bench_use(giver);
    bench_line("do give H41.04", "ok UNIT-04");
    for (; *codes; codes++) {
        (void)snprintf(line, sizeof line, "scan %s", *codes);
        bench_line(line, "ok UNIT-0");
    }
    bench_line("do done", "ok UNIT-07");
}

/* What the unit in use shows, as the line of a unit that scans it. */
static void shown(char out[LINE_SIZE])
{
    const struct answer *answer =
        &bench_in_use()->effects.answers[bench_in_use()->effects.answer_count - 1];
    assert_true(answer->show_size > 0 && answer->show_size < HANDOFF_CODE_SIZE);
    (void)snprintf(out, LINE_SIZE, "scan %s",
                   answer->text + strlen(answer->text) - answer->show_size);
}

static void show(struct bench *unit, const char *line, const char *expected, char out[LINE_SIZE])
{
    bench_use(unit);
    bench_line(line, expected);
    shown(out);
}

static void both_units_sign_one_record_though_their_clocks_are_hours_apart(void **unused)
{
    (void)unused;
    static const char *const codes[] = {D2, D1, NULL};
    char line[LINE_SIZE];
    give(codes);
    struct give_body given = bench_give(-1);
    const struct hash digest = handoff_digest(given.record);
    const struct hash entry = bench_entry(-1).hash;
    const int64_t given_ms = given.handoff.giver_wall_ms;
    uint8_t id[16];
    memcpy(id, given.handoff.id, sizeof id);
    show(giver, "do offer", "ok UNIT-111", line);
    bench_use(receiver);
    bench_line(line, "ok UNIT-115");
    show(giver, "do list 1", "ok UNIT-112", line);
    bench_use(receiver);
    bench_line(line, "ok UNIT-123");
    bench_line("scan " D1, "ok UNIT-127 " D1 ": matched, recorded (1 of 2)");
    bench_line("do check", "ok UNIT-130 Take 1, report 1 short, 0 over. " D2);
    bench_line("scan " D2, "ok UNIT-127");
    bench_line("do done", "ok UNIT-133 Taken 2, reported 0 short, 0 over.");
    shown(line);
    struct take_body take = bench_take(-1);
    assert_true(hash_equal(&take.digest, &digest));
    assert_true(hash_equal(&take.giver_entry, &entry));
    assert_memory_equal(take.handoff_id, id, sizeof id);
    assert_false(take.one_device);
    assert_int_equal(take.missing_count + take.over_count, 0);
    assert_true(given_ms - bench_entry(-1).entry.when.wall_ms > 6 * (int64_t)3600000);
    bench_use(giver);
    bench_line(line, "ok UNIT-134 Both units have signed the same record: 2 taken");
    bench_line("do undo", "refused UNIT-47");
    bench_line("do offer", "refused UNIT-113"); /* nothing waits any more */
    bench_line("do give H41.04", "ok UNIT-04");
    bench_line("scan " D1, "duplicate UNIT-21"); /* they have it */
    bench_check_chain();
    bench_use(receiver);
    bench_check_chain();
}

static void what_is_short_over_or_misrouted_is_told_before_anybody_signs(void **unused)
{
    (void)unused;
    static const char *const codes[] = {D1, D2, NULL};
    char line[LINE_SIZE];
    give(codes);
    show(giver, "do offer", "ok UNIT-111", line);
    bench_use(receiver);
    bench_line(line, "ok UNIT-115");
    show(giver, "do list 1", "ok UNIT-112", line);
    bench_use(receiver);
    bench_line(line, "ok UNIT-123");
    bench_line("scan " D1, "ok UNIT-127");
    bench_line("scan " D3, "ok UNIT-129 " D3 ": NOT on the list; recorded as over. It belongs to");
    bench_line("scan H41.04-261120-0009", "ok UNIT-128");
    bench_line("do check", "ok UNIT-130 Take 3, report 1 short, 2 over. " D2);
    assert_int_equal(bench_count_kind(ENTRY_TAKE), 0);
    bench_line("do done", "ok UNIT-133 Taken 3, reported 1 short, 2 over.");
    shown(line);
    struct take_body take = bench_take(-1);
    assert_int_equal(take.scanned_count, 3);
    assert_int_equal(take.missing_count, 1);
    assert_true(text_is(take.missing[0], D2));
    assert_int_equal(take.over_count, 2);
    bench_use(giver);
    bench_line(line, "ok UNIT-134");
    assert_non_null(strstr(bench_said(), "1 reported short, 2 over"));
}

static void without_the_list_the_items_are_scanned_and_the_count_is_told(void **unused)
{
    (void)unused;
    static const char *const codes[] = {D1, D2, NULL};
    char line[LINE_SIZE];
    give(codes);
    show(giver, "do offer", "ok UNIT-111", line);
    bench_use(receiver);
    bench_line(line, "ok UNIT-115");
    bench_line("scan " D1, "ok UNIT-01");
    bench_line("do check", "ok UNIT-131 Scanned 1; the giver says 2");
    bench_line("do done", "ok UNIT-133");
    const struct take_body take = bench_take(-1);
    assert_false(hash_is_zero(&take.digest));
    assert_int_equal(take.missing_count, 0);
}

static void a_crash_at_any_point_costs_nothing_of_the_exchange(void **unused)
{
    (void)unused;
    static const char *const codes[] = {D1, D2, NULL};
    char line[LINE_SIZE];
    char again[LINE_SIZE];
    give(codes);
    show(giver, "do offer", "ok UNIT-111", line);
    bench_restart();
    show(giver, "do offer", "ok UNIT-111", again);
    assert_string_equal(line, again);
    bench_use(receiver);
    bench_line(line, "ok UNIT-115");
    bench_restart();
    show(giver, "do list 1", "ok UNIT-112", line);
    bench_use(receiver);
    bench_line(line, "ok UNIT-123");
    bench_restart();
    bench_line(line, "duplicate UNIT-116");
    bench_line("scan " D1, "ok UNIT-127");
    bench_restart();
    bench_line("do done", "ok UNIT-133 Taken 1, reported 1 short");
    shown(line);
    bench_restart();
    show(receiver, "do answer", "ok UNIT-133", again);
    assert_string_equal(line, again);
    bench_use(giver);
    bench_line(line, "ok UNIT-134");
    bench_restart();
    bench_line(line, "duplicate UNIT-135");
    bench_line("do undo", "refused UNIT-47");
}

/* Not one entry: nothing is half-written. */
static void refused(struct bench *unit, const char *line, const char *expected)
{
    bench_use(unit);
    const size_t before = bench_count();
    bench_line(line, expected);
    assert_int_equal(bench_count(), before);
}

static void codes_of_others_old_changed_and_repeated_ones_leave_nothing(void **unused)
{
    (void)unused;
    static const char *const codes[] = {D1, NULL};
    static const char *const more[] = {D2, NULL};
    char offer[LINE_SIZE];
    char second[LINE_SIZE];
    char list[LINE_SIZE];
    char answer[LINE_SIZE];
    give(codes);
    show(giver, "do offer", "ok UNIT-111", offer);
    refused(giver, offer, "refused UNIT-119");
    show(giver, "do list 1", "ok UNIT-112", list);
    refused(giver, "do list 2", "refused UNIT-114");
    refused(receiver, list, "refused UNIT-124"); /* before its offer */
    offer[40] = offer[40] == 'A' ? 'B' : 'A';
    refused(receiver, offer, "refused UNIT-125");
    show(giver, "do offer", "ok UNIT-111", offer);
    give(more);
    show(giver, "do offer", "ok UNIT-111", second);
    bench_use(receiver);
    bench_line("badge TH-center-TT01", "ok UNIT-11");
    refused(receiver, offer, "refused UNIT-118");
    bench_line("badge TH-H41.04-CB01", "ok UNIT-11");
    bench_line(second, "ok UNIT-115");
    refused(receiver, list, "refused UNIT-124"); /* of the other record */
    bench_line(offer, "ok UNIT-115");
    refused(receiver, offer, "duplicate UNIT-116");
    bench_line("scan " D1, "ok UNIT-01");
    refused(receiver, second, "refused UNIT-120");
    bench_line("do done", "ok UNIT-133");
    shown(answer);
    refused(receiver, offer, "duplicate UNIT-117"); /* an old one */
    refused(receiver, answer, "refused UNIT-119");
    bench_use(giver);
    bench_line(answer, "ok UNIT-134"); /* though another give came behind it */
    refused(giver, answer, "duplicate UNIT-135");
    bench_line("do undo", "ok UNIT-13 " D2);
    answer[7] = '2';
    refused(giver, answer, "refused UNIT-126");
    bench_use(receiver);
    bench_line("do answer", "ok UNIT-133");
    refused(receiver, "do offer", "refused UNIT-113");
}

static void an_answer_to_a_record_of_another_unit_is_refused(void **unused)
{
    (void)unused;
    char line[LINE_SIZE];
    char text[HANDOFF_CODE_SIZE];
    struct handoff_code code = {
        .kind = HANDOFF_ANSWER, .id = {1}, .count = 1, .key = receiver->sign_key};
    assert_int_equal(handoff_code_write(&code, &receiver->secret, text), STATUS_OK);
    (void)snprintf(line, sizeof line, "scan %s", text);
    refused(giver, line, "refused UNIT-136");
    code.key = giver->sign_key; /* signed by another key than it names */
    assert_int_equal(handoff_code_write(&code, &receiver->secret, text), STATUS_OK);
    (void)snprintf(line, sizeof line, "scan %s", text);
    refused(giver, line, "refused UNIT-125");
}

/* The number is this unit's, the content is not. */
static void an_answer_to_another_content_under_the_same_number_is_refused(void **unused)
{
    (void)unused;
    static const char *const codes[] = {D1, NULL};
    char line[LINE_SIZE];
    char text[HANDOFF_CODE_SIZE];
    struct handoff_code code = {
        .kind = HANDOFF_ANSWER, .digest = {{1}}, .count = 1, .key = receiver->sign_key};
    give(codes);
    const struct give_body given = bench_give(-1);
    memcpy(code.id, given.handoff.id, sizeof code.id);
    assert_int_equal(handoff_code_write(&code, &receiver->secret, text), STATUS_OK);
    (void)snprintf(line, sizeof line, "scan %s", text);
    refused(giver, line, "refused UNIT-136");
    code.digest = handoff_digest(given.record);
    assert_int_equal(handoff_code_write(&code, &receiver->secret, text), STATUS_OK);
    (void)snprintf(line, sizeof line, "scan %s", text);
    bench_use(giver);
    bench_line(line, "ok UNIT-134");
}

static void either_half_alone_stays_an_open_give_or_a_take_of_its_digest(void **unused)
{
    (void)unused;
    static const char *const codes[] = {D1, NULL};
    char line[LINE_SIZE];
    give(codes);
    show(giver, "do offer", "ok UNIT-111", line);
    bench_restart();
    assert_int_equal(bench_count_kind(ENTRY_GIVE), 1);
    assert_int_equal(bench_count_kind(ENTRY_TAKE), 0);
    bench_line("do undo", "ok UNIT-13 " D1); /* not signed: it can be taken back */
    bench_use(receiver);
    bench_line(line, "ok UNIT-115");
    bench_line("do done", "ok UNIT-06"); /* nothing was scanned: nothing is signed */
    assert_int_equal(bench_count_kind(ENTRY_TAKE), 0);
    bench_line("do answer", "refused UNIT-113");
    bench_line("do check", "refused UNIT-132");
}

static void a_list_of_a_hundred_goes_over_in_parts_in_any_order(void **unused)
{
    (void)unused;
    char line[LINE_SIZE];
    char part[LINE_SIZE];
    bench_use(giver);
    bench_line("do give H41.04", "ok UNIT-04");
    for (unsigned i = 0; i < 100; i++) {
        (void)snprintf(line, sizeof line, "scan H41.04-2611%02u-%04u", 1 + i % 28, 7 * i);
        bench_line(line, "ok UNIT-01");
    }
    bench_line("do done", "ok UNIT-07");
    show(giver, "do offer", "ok UNIT-111", line);
    bench_use(receiver);
    bench_line(line, "ok UNIT-115");
    bench_use(giver);
    bench_line("do list 99", "refused UNIT-114 The list has ");
    const int parts = atoi(strstr(bench_said(), "has ") + 4);
    assert_in_range(parts, 2, 6);
    for (int i = parts; i > 0; i--) {
        char command[32];
        (void)snprintf(command, sizeof command, "do list %d", i);
        show(giver, command, "ok UNIT-112", part);
        bench_use(receiver);
        bench_line(part, i > 1 ? "ok UNIT-122" : "ok UNIT-123");
    }
    bench_line("do check", "ok UNIT-130 Take 0, report 100 short, 0 over.");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_both, close_both)
    const struct CMUnitTest tests[] = {
        TEST(both_units_sign_one_record_though_their_clocks_are_hours_apart),
        TEST(what_is_short_over_or_misrouted_is_told_before_anybody_signs),
        TEST(without_the_list_the_items_are_scanned_and_the_count_is_told),
        TEST(a_crash_at_any_point_costs_nothing_of_the_exchange),
        TEST(codes_of_others_old_changed_and_repeated_ones_leave_nothing),
        TEST(an_answer_to_a_record_of_another_unit_is_refused),
        TEST(an_answer_to_another_content_under_the_same_number_is_refused),
        TEST(either_half_alone_stays_an_open_give_or_a_take_of_its_digest),
        TEST(a_list_of_a_hundred_goes_over_in_parts_in_any_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

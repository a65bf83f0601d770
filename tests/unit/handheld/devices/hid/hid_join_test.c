#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "handheld/devices/hid/hid_join.h"
#include "tests/unit/handheld/devices/hid/hex_file.h"

enum { REPORT_SIZE = 64 }; /* of the common layout */

static struct hid_join join;
static struct instant now;

static int clear(void **state)
{
    const struct hid_layout layout = hid_layout_common();
    (void)state;
    hid_join_init(&join, &layout);
    now.ms = 1000;
    return 0;
}

struct result {
    bool code;
    struct text text;
    enum hid_fault fault;
};

static struct result give(const uint8_t *report, size_t size)
{
    struct result result = {.code = false};
    result.code = hid_join_report(&join, span_of(report, size), now, &result.text, &result.fault);
    return result;
}

/* A report of DATA with symbology AIM, going on or not. */
static struct result give_data(const char *aim, const char *data, size_t size, bool more)
{
    uint8_t report[REPORT_SIZE] = {2, (uint8_t)size, ']'};
    memcpy(report + 3, aim, 2);
    memcpy(report + 5, data, size > 56 ? 56 : size);
    report[63] = more;
    return give(report, sizeof report);
}

static bool is_code(const struct result *result, const char *expected)
{
    return result->code && text_is(result->text, expected);
}

/* As reports.txt writes what came out, without its AIM identifier. */
static void describe(const struct result *result, struct line *line)
{
    size_t aim = join.layout.aim[0].bits > 0 ? HID_AIM_SIZE : 0;
    if (result->code) {
        line_escaped(line, (struct text){result->text.at + aim, result->text.size - aim});
    } else {
        bool passed = result->fault == HID_OTHER_ID || result->fault == HID_EMPTY;
        line_put(line, passed ? "!ignore" : "!refuse");
    }
}

static void begin(const char *name)
{
    uint8_t descriptor[HEX_FILE_MAX];
    struct hid_layout layout;
    assert_int_equal(hid_layout_read(hex_file_read(name, descriptor), &layout), HID_LAYOUT_GOOD);
    hid_join_init(&join, &layout);
}

/* One case of reports.txt: layout | name | hex ... | expected. */
static void play(char *text)
{
    enum { PARTS = 4 };
    char *parts[PARTS] = {text, NULL, NULL, NULL};
    char last[2048] = ""; /* what came out last */
    for (int i = 1; i < PARTS; i++) {
        parts[i] = strstr(parts[i - 1], " | ");
        assert_non_null(parts[i]);
        *parts[i] = '\0';
        parts[i] += 3;
    }
    char *rest = NULL;
    begin(parts[0]);
    for (char *hex = strtok_r(parts[2], " ", &rest); hex; hex = strtok_r(NULL, " ", &rest)) {
        uint8_t report[128] = {0};
        size_t size = strlen(hex) / 2;
        assert_true(size <= sizeof report && join.layout.size <= sizeof report);
        assert_true(hex_bytes((struct text){.at = hex, .size = 2 * size}, report, size));
        struct result result = give(report, strstr(parts[1], "short") ? size : join.layout.size);
        struct line line = line_of(last, sizeof last);
        describe(&result, &line);
    }
    parts[3][strcspn(parts[3], "\n")] = '\0';
    if (strcmp(last, parts[3]) != 0) {
        fail_msg("%s, %s: %s instead of %s", parts[0], parts[1], last, parts[3]);
    }
}

static void reports_of_makers_come_out_as_codes(void **unused)
{
    (void)unused;
    FILE *file = fopen("tests/data/hid/reports.txt", "r");
    char line[2048];
    int cases = 0;
    assert_non_null(file);
    while (fgets(line, sizeof line, file)) {
        if (line[0] != '#') {
            play(line);
            cases++;
        }
    }
    (void)fclose(file);
    assert_int_equal(cases, 10);
}

static void without_a_count_nuls_at_the_end_are_padding_and_nuls_inside_are_data(void **unused)
{
    (void)unused;
    uint8_t report[65] = {5, 'A', 0, 'B'};
    begin("plain");
    struct result result = give(report, sizeof report);
    assert_true(result.code && result.text.size == 3); /* and no AIM identifier */
    assert_memory_equal(result.text.at, "A\0B", 3);
    memset(report + 1, 0, sizeof report - 1);
    assert_int_equal(give(report, sizeof report).fault, HID_EMPTY);
}

static void one_set_bit_of_a_flag_says_that_the_code_goes_on(void **unused)
{
    (void)unused;
    uint8_t report[61] = {2, ']', 'Q', '1', 'A'};
    begin("uncounted");
    report[60] = 0x01;
    assert_false(give(report, sizeof report).code);
    report[60] = 0xFE; /* padding bits, whatever they say */
    struct result result = give(report, sizeof report);
    assert_true(is_code(&result, "]Q1AA"));
    begin("counted"); /* eight bits: any */
    uint8_t counted[REPORT_SIZE] = {2, 1, ']', 'C', '0', 'A'};
    counted[63] = 0x80;
    assert_false(give(counted, sizeof counted).code);
    assert_true(join.open);
}

static void a_code_has_its_aim_identifier_in_front(void **unused)
{
    (void)unused;
    struct result result = give_data("C0", "AB", 2, false);
    assert_true(is_code(&result, "]C0AB"));
}

static void row_14_wrong_length_and_unknown_usage_are_ignored_and_counted(void **unused)
{
    (void)unused;
    uint8_t report[REPORT_SIZE + 1] = {2, 1, ']', 'C', '0', 'A'};
    assert_int_equal(give(report, 20).fault, HID_BAD_LENGTH);
    assert_int_equal(give(report, sizeof report).fault, HID_BAD_LENGTH);
    assert_int_equal(give(report, 0).fault, HID_BAD_LENGTH);
    report[0] = 4;
    assert_int_equal(give(report, REPORT_SIZE).fault, HID_OTHER_ID);
    report[0] = 2;
    report[1] = 57;
    assert_int_equal(give(report, REPORT_SIZE).fault, HID_BAD_COUNT);
    assert_int_equal(hid_join_faults(&join), 5);
    assert_int_equal(join.faults[HID_BAD_LENGTH], 3);
    report[1] = 1;
    assert_true(give(report, REPORT_SIZE).code); /* the next one is whole */
}

static void another_usage_does_not_break_a_code_under_way(void **unused)
{
    (void)unused;
    uint8_t other[REPORT_SIZE] = {9};
    assert_false(give_data("Q1", "AB", 2, true).code);
    assert_int_equal(give(other, sizeof other).fault, HID_OTHER_ID);
    struct result result = give_data("Q1", "CD", 2, false);
    assert_true(is_code(&result, "]Q1ABCD"));
}

static void row_13_what_stops_in_mid_code_is_thrown_away(void **unused)
{
    (void)unused;
    assert_false(give_data("Q1", "AB", 2, true).code);
    assert_true(hid_join_unplug(&join));
    assert_false(hid_join_unplug(&join));
    struct result result = give_data("Q1", "CD", 2, false);
    assert_true(is_code(&result, "]Q1CD"));
    assert_false(give_data("Q1", "AB", 2, true).code);
    assert_int_equal(hid_join_wakeup(&join).ms, now.ms + HID_NEXT_MS_MAX);
    now.ms += HID_NEXT_MS_MAX;
    assert_true(hid_join_expire(&join, now));
    assert_int_equal(hid_join_wakeup(&join).ms, INSTANT_NEVER.ms);
    assert_int_equal(join.faults[HID_CUT], 2);
}

static void a_late_report_is_not_joined_to_an_old_part(void **unused)
{
    (void)unused;
    assert_false(give_data("Q1", "AB", 2, true).code);
    now.ms += HID_NEXT_MS_MAX + 1;
    struct result result = give_data("Q1", "CD", 2, false);
    assert_true(is_code(&result, "]Q1CD"));
}

static void a_code_without_end_is_dropped_at_its_bound(void **unused)
{
    (void)unused;
    char data[56];
    memset(data, 'A', sizeof data);
    struct result result = {.fault = HID_NO_FAULT};
    for (int i = 0; result.fault == HID_NO_FAULT; i++) {
        assert_true(i <= HID_CODE_MAX / 56);
        result = give_data("Q1", data, sizeof data, true);
        assert_false(result.code);
    }
    assert_int_equal(result.fault, HID_TOO_LONG);
    result = give_data("Q1", "B", 1, false);
    assert_true(is_code(&result, "]Q1B"));
}

static void random_reports_never_give_what_was_not_in_them(void **unused)
{
    (void)unused;
    unsigned random = 7;
    for (int i = 0; i < 100000; i++) {
        uint8_t report[REPORT_SIZE + 1];
        for (size_t at = 0; at < sizeof report; at++) {
            random = random * 1103515245u + 12345u;
            report[at] = (uint8_t)(random >> 16);
        }
        report[0] = random % 5 ? 2 : report[0];
        report[1] = random % 3 ? report[1] % 57 : report[1];
        report[2] = ']';
        report[3] = report[4] = '0';
        report[63] = random % 7 == 0;
        size_t size = random % 11 ? REPORT_SIZE : report[40] % sizeof report;
        struct result result = give(report, size);
        assert_true(!result.code || result.text.size <= sizeof join.text);
        now.ms += random % 13 ? random % 50 : 2 * HID_NEXT_MS_MAX;
    }
    assert_true(join.faults[HID_BAD_COUNT] > 0 && join.faults[HID_CUT] > 0);
}

static void every_fault_has_its_word(void **unused)
{
    (void)unused;
    for (int i = 0; i < HID_FAULTS; i++) {
        for (int j = 0; j < i; j++) {
            assert_string_not_equal(hid_fault_text((enum hid_fault)i),
                                    hid_fault_text((enum hid_fault)j));
        }
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup(name, clear)
    const struct CMUnitTest tests[] = {
        TEST(reports_of_makers_come_out_as_codes),
        TEST(without_a_count_nuls_at_the_end_are_padding_and_nuls_inside_are_data),
        TEST(one_set_bit_of_a_flag_says_that_the_code_goes_on),
        TEST(a_code_has_its_aim_identifier_in_front),
        TEST(row_14_wrong_length_and_unknown_usage_are_ignored_and_counted),
        TEST(another_usage_does_not_break_a_code_under_way),
        TEST(row_13_what_stops_in_mid_code_is_thrown_away),
        TEST(a_late_report_is_not_joined_to_an_old_part),
        TEST(a_code_without_end_is_dropped_at_its_bound),
        TEST(random_reports_never_give_what_was_not_in_them),
        TEST(every_fault_has_its_word),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

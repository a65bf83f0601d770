#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "handheld/inputs/inputs.h"
#include "tests/contract/folder.h"

/* `B00100226112312345` as one report, without the zeros behind it. */
#define REPORT                                                                                     \
    "02125d4330423030313030323236313132333132333435000000000000000000"                             \
    "0000000000000000000000000000000000000000000000000000000000000000"

static struct folder folder;
static struct inputs inputs;
static struct instant now = {1000};
static int fifo; /* the test's end */

static int make(void **state)
{
    const char *bad = NULL;
    const char *path = NULL;
    (void)state;
    folder_make(&folder);
    path = folder_file(&folder, "fifo");
    if (mkfifo(path, 0600) != 0 || inputs_open(&inputs, path, NULL, &bad) != STATUS_OK) {
        return -1;
    }
    fifo = open(path, O_WRONLY);
    return fifo < 0 ? -1 : 0;
}

static int drop(void **state)
{
    (void)state;
    inputs_close(&inputs);
    (void)close(fifo);
    folder_remove(&folder);
    return 0;
}

static void put(const char *text)
{
    size_t size = strlen(text);
    assert_int_equal(write(fifo, text, size), size);
}

static void is(size_t i, enum unit_input_kind kind, const char *text)
{
    assert_true(i < inputs.count);
    assert_int_equal(inputs.at[i].kind, kind);
    assert_true(text_is(inputs.at[i].text, text));
}

static void lines_come_in_their_order_and_stay_until_they_are_taken(void **unused)
{
    (void)unused;
    inputs_gather(&inputs, now);
    assert_int_equal(inputs.count, 0);
    put("scan a\nscan b\nsca");
    inputs_gather(&inputs, now);
    assert_int_equal(inputs.count, 2);
    put("n c\n");
    inputs_gather(&inputs, now);
    is(0, UNIT_LINE, "scan a");
    is(1, UNIT_LINE, "scan b");
    is(2, UNIT_LINE, "scan c");
    inputs_taken(&inputs, 1);
    assert_int_equal(inputs.count, 2);
    is(0, UNIT_LINE, "scan b");
    is(1, UNIT_LINE, "scan c");
    inputs_taken(&inputs, 2);
    assert_false(inputs_ended(&inputs)); /* a FIFO does not end */
}

static void no_more_is_read_than_there_is_room_for(void **unused)
{
    (void)unused;
    for (int i = 0; i < 40; i++) {
        put("scan x\n");
    }
    size_t seen = 0;
    for (int i = 0; i < 10 && seen < 40; i++) {
        inputs_gather(&inputs, now);
        assert_true(inputs.count <= SHIFT_LINES_MAX);
        seen += inputs.count;
        inputs_taken(&inputs, inputs.count);
    }
    assert_int_equal(seen, 40);
}

static void a_line_too_long_is_told_and_the_next_one_is_whole(void **unused)
{
    (void)unused;
    char line[LINES_LENGTH_MAX + 100];
    memset(line, 'a', sizeof line);
    line[sizeof line - 1] = '\0';
    put(line);
    put("\nscan b\n");
    inputs_gather(&inputs, now);
    assert_int_equal(inputs.count, 2);
    assert_int_equal(inputs.at[0].kind, UNIT_LINE_LONG);
    is(1, UNIT_LINE, "scan b");
}

static void a_report_written_as_a_line_is_a_scan(void **unused)
{
    (void)unused;
    put("hid " REPORT "\n");
    inputs_gather(&inputs, now);
    is(0, UNIT_SCAN, "]C0B00100226112312345");
}

static void row_14_faulty_reports_are_told_or_passed_over_and_counted(void **unused)
{
    (void)unused;
    put("hid 0212\nhid zz\nhid " REPORT "00\nhid\n");
    inputs_gather(&inputs, now);
    assert_int_equal(inputs.count, 4);
    is(0, UNIT_SCANNER_FAULT, "length");
    is(1, UNIT_SCANNER_FAULT, "length");
    is(2, UNIT_SCANNER_FAULT, "length"); /* a byte too long */
    is(3, UNIT_LINE, "hid");
    inputs_taken(&inputs, 4);
    char other[200] = "hid 04";
    (void)strncat(other, &REPORT[2], sizeof other - 7);
    put(other);
    put("\n");
    inputs_gather(&inputs, now);
    assert_int_equal(inputs.count, 0);
    assert_int_equal(hid_join_faults(&inputs.join), 4);
}

static void row_13_a_code_whose_rest_never_comes_is_told(void **unused)
{
    (void)unused;
    char part[200] = "hid " REPORT;
    part[strlen(part) - 1] = '1'; /* it goes on */
    put(part);
    put("\n");
    inputs_gather(&inputs, now);
    assert_int_equal(inputs.count, 0);
    assert_int_equal(inputs_wakeup(&inputs).ms, now.ms + HID_NEXT_MS_MAX);
    now.ms += HID_NEXT_MS_MAX;
    inputs_gather(&inputs, now);
    assert_int_equal(inputs.count, 1);
    assert_int_equal(inputs.at[0].kind, UNIT_SCANNER_CUT);
    assert_int_equal(inputs_wakeup(&inputs).ms, INSTANT_NEVER.ms);
}

static void reports_are_read_from_a_file_and_end_with_it(void **unused)
{
    (void)unused;
    static struct inputs files;
    const char *bad = NULL;
    char path[256];
    uint8_t report[64];
    (void)snprintf(path, sizeof path, "%s", folder_file(&folder, "reports"));
    assert_true(hex_bytes((struct text){REPORT, 128}, report, sizeof report));
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(report, 1, 64, file), 64);
    assert_int_equal(fwrite(report, 1, 64, file), 64);
    report[63] = 1;
    assert_int_equal(fwrite(report, 1, 64, file), 64); /* and then the scanner is pulled out */
    assert_int_equal(fclose(file), 0);
    assert_int_equal(inputs_open(&files, NULL, path, &bad), STATUS_OK);
    inputs_gather(&files, now);
    assert_int_equal(files.count, 3);
    assert_int_equal(files.at[1].kind, UNIT_SCAN);
    assert_int_equal(files.at[2].kind, UNIT_SCANNER_CUT);
    inputs_taken(&files, 3);
    assert_true(inputs_ended(&files));
    inputs_close(&files);
}

/* Found by tests/fuzz/inputs_fuzz.c: each input that ended cost the process two descriptors. */
static void what_has_ended_keeps_no_descriptor(void **unused)
{
    (void)unused;
    static struct inputs files;
    const char *bad = NULL;
    const char *path = folder_file(&folder, "empty");
    file_poke(path, 0, "", 0);
    assert_int_equal(inputs_open(&files, path, path, &bad), STATUS_OK);
    const int lines = files.line_fd;
    const int reports = files.report_fd;
    for (int i = 0; i < 10 && !inputs_ended(&files); i++) {
        inputs_gather(&files, now);
        inputs_taken(&files, files.count);
    }
    assert_true(inputs_ended(&files));
    assert_int_equal(fcntl(lines, F_GETFD), -1);
    assert_int_equal(fcntl(reports, F_GETFD), -1);
}

static void what_cannot_be_opened_is_named(void **unused)
{
    (void)unused;
    static struct inputs none;
    const char *bad = NULL;
    assert_int_equal(inputs_open(&none, "/nowhere/lines", NULL, &bad), STATUS_NOT_FOUND);
    assert_string_equal(bad, "/nowhere/lines");
    assert_int_equal(inputs_open(&none, NULL, "/nowhere/reports", &bad), STATUS_NOT_FOUND);
    assert_string_equal(bad, "/nowhere/reports");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, make, drop)
    const struct CMUnitTest tests[] = {
        TEST(lines_come_in_their_order_and_stay_until_they_are_taken),
        TEST(no_more_is_read_than_there_is_room_for),
        TEST(a_line_too_long_is_told_and_the_next_one_is_whole),
        TEST(a_report_written_as_a_line_is_a_scan),
        TEST(row_14_faulty_reports_are_told_or_passed_over_and_counted),
        TEST(row_13_a_code_whose_rest_never_comes_is_told),
        TEST(reports_are_read_from_a_file_and_end_with_it),
        TEST(what_has_ended_keeps_no_descriptor),
        TEST(what_cannot_be_opened_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* A line that is too long costs itself; the next one is whole. */
#include "adapters/posix/lines.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static struct lines lines;
static int ends[2];

static int open_pipe(void **state)
{
    (void)state;
    int failed = pipe(ends);
    lines_init(&lines, ends[0]);
    return failed;
}

static int close_pipe(void **state)
{
    (void)state;
    (void)close(ends[1]);
    return close(ends[0]);
}

static void put(const char *bytes, size_t size)
{
    assert_int_equal(write(ends[1], bytes, size), (ssize_t)size);
}

static void comes(const char *expected)
{
    struct lines_line line;
    assert_int_equal(lines_next(&lines, &line), STATUS_OK);
    assert_true(text_is(line.text, expected));
    assert_false(line.has_nul);
}

static void comes_nothing(void)
{
    struct lines_line line;
    assert_int_equal(lines_next(&lines, &line), STATUS_NOT_FOUND);
}

static void lines_come_one_by_one_and_an_unfinished_one_waits(void **unused)
{
    (void)unused;
    comes_nothing();
    put("scan A\n\nscan B\r\nsca", 19);
    comes("scan A");
    comes("");
    comes("scan B\r");
    comes_nothing();
    assert_false(lines.ended);
    put("n C\n", 4);
    comes("scan C");
    comes_nothing();
}

static void the_last_line_needs_no_lf(void **unused)
{
    (void)unused;
    put("one\ntwo", 7);
    (void)close(ends[1]);
    comes("one");
    comes("two");
    comes_nothing();
    assert_true(lines.ended);
    ends[1] = dup(ends[0]); /* for close_pipe() */
}

static void a_nul_is_kept_and_reported(void **unused)
{
    struct lines_line line;
    (void)unused;
    put("a\0b\nc\n", 6);
    assert_int_equal(lines_next(&lines, &line), STATUS_OK);
    assert_true(line.has_nul);
    assert_true(text_equal(line.text, TEXT("a\0b")));
    comes("c");
}

static void the_longest_line_passes_and_one_more_byte_does_not(void **unused)
{
    char longest[LINES_LENGTH_MAX + 2];
    struct lines_line line;
    (void)unused;
    memset(longest, 'x', sizeof longest);
    longest[LINES_LENGTH_MAX] = '\n';
    put(longest, LINES_LENGTH_MAX + 1);
    assert_int_equal(lines_next(&lines, &line), STATUS_OK);
    assert_int_equal(line.text.size, LINES_LENGTH_MAX);
    longest[LINES_LENGTH_MAX] = 'x';
    longest[LINES_LENGTH_MAX + 1] = '\n';
    put(longest, LINES_LENGTH_MAX + 2);
    put("next\n", 5);
    assert_int_equal(lines_next(&lines, &line), STATUS_MALFORMED);
    assert_int_equal(line.text.size, LINES_LENGTH_MAX);
    comes("next");
    comes_nothing();
}

static void a_line_of_a_megabyte_is_reported_once_and_the_next_is_whole(void **unused)
{
    char piece[8192];
    unsigned reported = 0;
    struct lines_line line;
    (void)unused;
    memset(piece, 'y', sizeof piece);
    for (int i = 0; i < 128; i++) {
        put(piece, sizeof piece);
        enum status status = lines_next(&lines, &line);
        while (status == STATUS_MALFORMED) {
            reported++;
            assert_int_equal(line.text.size, LINES_LENGTH_MAX);
            status = lines_next(&lines, &line);
        }
        assert_int_equal(status, STATUS_NOT_FOUND);
    }
    put("\nscan\n", 6);
    comes("scan");
    assert_int_equal(reported, 1);
}

static void a_call_ends_although_the_line_never_does(void **unused)
{
    struct lines endless;
    struct lines_line line;
    (void)unused;
    int zeros = open("/dev/zero", O_RDONLY);
    lines_init(&endless, zeros);
    assert_int_equal(lines_next(&endless, &line), STATUS_MALFORMED);
    assert_true(line.has_nul);
    assert_int_equal(lines_next(&endless, &line), STATUS_NOT_FOUND);
    (void)close(zeros);
}

static void a_descriptor_that_cannot_be_read_says_so_and_ends(void **unused)
{
    struct lines broken;
    struct lines_line line;
    (void)unused;
    lines_init(&broken, ends[1]); /* the writing end */
    put("x\n", 2);
    (void)close(ends[0]); /* makes poll(2) report it */
    assert_int_equal(lines_next(&broken, &line), STATUS_IO);
    assert_true(broken.ended);
    assert_int_equal(lines_next(&broken, &line), STATUS_NOT_FOUND);
    ends[0] = dup(ends[1]);
}

int main(void)
{
#define PIPED(test) cmocka_unit_test_setup_teardown(test, open_pipe, close_pipe)
    const struct CMUnitTest tests[] = {
        PIPED(lines_come_one_by_one_and_an_unfinished_one_waits),
        PIPED(the_last_line_needs_no_lf),
        PIPED(a_nul_is_kept_and_reported),
        PIPED(the_longest_line_passes_and_one_more_byte_does_not),
        PIPED(a_line_of_a_megabyte_is_reported_once_and_the_next_is_whole),
        PIPED(a_call_ends_although_the_line_never_does),
        PIPED(a_descriptor_that_cannot_be_read_says_so_and_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "core/load_list.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static char room[LOAD_LIST_SIZE];

static struct load_list list_of(int32_t leaves, const char *const *codes)
{
    struct load_list list = {.leaves = {leaves}, .route = TEXT("R1"), .round = TEXT("chiều")};
    for (size_t i = 0; codes[i]; i++) {
        assert_true(load_list_add(&list, text_of(codes[i])));
    }
    return list;
}

static void what_is_written_is_read_again_list_by_list(void **unused)
{
    (void)unused;
    static const char *const first[] = {"H41.04-230321-0001", "Hồ sơ số 2, bản sao", NULL};
    static const char *const second[] = {"load_first", NULL};
    struct line line = line_of(room, sizeof room);
    const struct load_list a = list_of(29000000, first);
    const struct load_list b = list_of(29000001, second);
    struct load_list read;
    assert_true(load_list_write(&a, &line));
    assert_true(load_list_write(&b, &line));
    struct text rest = line_done(&line);
    assert_true(load_list_next(&rest, &read));
    assert_true(load_list_same_run(&read, &a));
    assert_int_equal(read.count, 2);
    assert_true(text_is(read.code[1], first[1]));
    assert_true(load_list_next(&rest, &read));
    assert_false(load_list_same_run(&read, &a));
    assert_true(load_list_has(&read, TEXT("load_first")));
    assert_false(load_list_next(&rest, &read));
}

static void a_list_keeps_each_code_once_and_no_more_than_fit(void **unused)
{
    (void)unused;
    static char codes[LOAD_CODES_MAX + 1][24];
    struct load_list list = {.count = 0};
    for (int i = 0; i <= LOAD_CODES_MAX; i++) {
        (void)snprintf(codes[i], sizeof codes[i], "code-%d", i);
        assert_int_equal(load_list_add(&list, text_of(codes[i])), i < LOAD_CODES_MAX);
        assert_false(load_list_add(&list, text_of(codes[0])));
    }
    assert_int_equal(list.count, LOAD_CODES_MAX);
}

static void what_would_break_a_line_is_not_taken(void **unused)
{
    (void)unused;
    static const char *const bad[] = {"", "a\tb", "a\nb", "\x7F", "\xFF"};
    struct load_list list = {.count = 0};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_false(load_list_add(&list, text_of(bad[i])));
        list.route = text_of(bad[i]);
        list.round = TEXT("1");
        struct line line = line_of(room, sizeof room);
        assert_false(load_list_write(&list, &line));
        assert_int_equal(line.size, 0);
    }
}

static void what_does_not_fit_leaves_the_line_as_it_was(void **unused)
{
    (void)unused;
    static const char *const codes[] = {"H41.04-230321-0001", NULL};
    const struct load_list list = list_of(29000000, codes);
    char small[48];
    struct line line = line_of(small, sizeof small);
    line_put(&line, "x");
    assert_false(load_list_write(&list, &line));
    assert_int_equal(line.size, 1);
    assert_false(line.cut);
}

static void whatever_comes_is_read_without_harm(void **unused)
{
    (void)unused;
    static const char *const odd[] = {"",
                                      "\n",
                                      "load_first",
                                      "load_first\t2026-11-23T15:30\tR1\n",
                                      "load_first\t2026-11-23T15:30\t\tx\nA\n",
                                      "load_first\tyesterday\tR1\t2\nA\n",
                                      "load_first\t2026-11-23T15:30\tR1\t2\nA\n\nB\n",
                                      "load_last\t2026-11-23T15:30\tR1\t2\nA\n"};
    for (size_t i = 0; i < sizeof odd / sizeof odd[0]; i++) {
        struct text rest = text_of(odd[i]);
        struct load_list list = {.count = 77};
        assert_false(load_list_next(&rest, &list));
        assert_int_equal(list.count, 77);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_is_read_again_list_by_list),
        cmocka_unit_test(a_list_keeps_each_code_once_and_no_more_than_fit),
        cmocka_unit_test(what_would_break_a_line_is_not_taken),
        cmocka_unit_test(what_does_not_fit_leaves_the_line_as_it_was),
        cmocka_unit_test(whatever_comes_is_read_without_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

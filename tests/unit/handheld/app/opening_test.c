#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "handheld/app/opening.h"
#include "tests/unit/handheld/app/bench.h"

static void what_was_open_is_ended_with_its_record_before_the_next_begins(void **unused)
{
    (void)unused;
    struct bench *bench = bench_open();
    const struct command command = {.kind = COMMAND_BEGIN, .act = ACT_INTAKE};
    bench_line("do give post", "ok UNIT-04");
    bench_line("scan H41.04-261120-0001", "ok UNIT-01");
    struct ended ended = opening_begin(&bench->unit.shift, &command, (struct text){0});
    assert_true(ended.was_open);
    assert_string_equal(ended.words, "give to the post");
    assert_string_equal(ended.count, "1");
    assert_int_equal(bench->unit.shift.operation.kind, ACT_INTAKE);
    assert_int_equal(bench->unit.shift.entry_count, 1); /* the give's record */
    ended = opening_end(&bench->unit.shift);
    assert_true(ended.was_open);
    ended = opening_end(&bench->unit.shift);
    assert_false(ended.was_open);
    bench_close();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_open_is_ended_with_its_record_before_the_next_begins),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

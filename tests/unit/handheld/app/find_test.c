#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/handheld/app/bench.h"

static void one_code_is_found_in_the_units_own_book(void **unused)
{
    (void)unused;
    (void)bench_open();
    bench_line("do intake", "ok UNIT-04");
    bench_line("scan H41.04-261120-0001", "ok UNIT-01");
    const size_t before = bench_count();
    bench_line("find h41.04-261120-0001",
               "ok UNIT-137 H41.04-261120-0001: intake, at 14:25, by the Center");
    bench_line("find H41.04-261120-0002", "refused UNIT-138");
    bench_line("find H41.04-261399-0001", "refused CODE-");
    assert_int_equal(bench_count(), before);
    bench_restart();
    bench_line("find H41.04-261120-0001", "ok UNIT-137");
    bench_close();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_code_is_found_in_the_units_own_book),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

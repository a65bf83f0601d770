#include "adapters/posix/chance_posix.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void two_fills_differ_and_every_byte_is_filled(void **unused)
{
    struct chance chance = chance_posix();
    uint8_t a[1000] = {0};
    uint8_t b[1000] = {0};
    size_t zeros = 0;
    (void)unused;
    chance_fill(&chance, a, sizeof a);
    chance_fill(&chance, b, sizeof b);
    assert_memory_not_equal(a, b, sizeof a);
    for (size_t i = 0; i < sizeof a; i++) {
        zeros += a[i] == 0;
    }
    assert_in_range(zeros, 0, 40); /* 4 expected; 40 is not seen in the life of the universe */
}

static void no_bytes_asked_none_written(void **unused)
{
    struct chance chance = chance_posix();
    uint8_t byte = 0x5A;
    (void)unused;
    chance_fill(&chance, &byte, 0);
    assert_int_equal(byte, 0x5A);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_fills_differ_and_every_byte_is_filled),
        cmocka_unit_test(no_bytes_asked_none_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/sim/oracle/beside.h"
#include "tests/sim/oracle/wild.h"

/* lives_test [FIRST COUNT] compares so many towns more, from seed FIRST on. */

enum { TOWNS = 5, DOSSIERS = 40, DAYS = 12 };

static uint64_t first_seed = 1;
static uint64_t towns = TOWNS;

static void watch_and_the_oracle_say_the_same_of_wild_lives(void **unused)
{
    (void)unused;
    struct beside beside = {0};
    for (uint64_t seed = first_seed; seed < first_seed + towns; seed++) {
        const struct wild_options options = {
            .seed = seed, .dossiers = DOSSIERS, .days = DAYS, .calm = seed % 3 == 0};
        struct town *town = wild_town(&options);
        const size_t before = beside.differences;
        beside_compare(town, &beside, true);
        if (beside.differences > before) {
            fprintf(stderr, "  in the town of seed %llu\n", (unsigned long long)seed);
        }
        town_close(town);
    }
    fprintf(stderr, "%zu lives, %zu changes of their flags, %zu differences\n", beside.dossiers,
            beside.changes, beside.differences);
    assert_int_equal(beside.differences, 0);
    assert_true(beside.changes > 2 * beside.dossiers);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(watch_and_the_oracle_say_the_same_of_wild_lives),
    };
    if (argc == 3) {
        first_seed = strtoull(argv[1], NULL, 10);
        towns = strtoull(argv[2], NULL, 10);
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Devices and server over a bad network: what was promised is there, once, and in the end all is
 * sent. Seeds, each with its own weather; one that ever failed stays in the list. */
#include "tests/system/intake/many_senders.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

enum { SEEDS = 60, STEPS = 600, CALM_STEPS = 3000 };

static void run(uint64_t seed, unsigned *locked)
{
    struct many *many = many_open(seed);
    for (int i = 0; i < STEPS; i++) {
        many_step(many, i < STEPS / 2);
    }
    many_check(many);
    many_calm(many);
    for (int i = 0; i < CALM_STEPS && !many_all_sent(many); i++) {
        many_step(many, false);
    }
    if (!many_all_sent(many)) {
        fail_msg("seed %llu: a device never gets through", (unsigned long long)seed);
    }
    many_check(many);
    for (size_t i = 0; i < SENDERS; i++) {
        bool is_locked = many->senders[i].sync.state == SENDER_LOCKED;
        *locked += is_locked;
        /* only a device that came back as it was can be taken for a clone */
        assert_true(!is_locked || many->images > 0);
    }
    many_close(many);
}

static void whatever_the_network_and_the_disk_do_all_is_sent_once(void **unused)
{
    (void)unused;
    unsigned locked = 0;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        run(seed, &locked);
    }
    (void)printf("%d seeds, %u devices locked as clones\n", SEEDS, locked);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whatever_the_network_and_the_disk_do_all_is_sent_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

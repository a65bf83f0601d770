#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/sim/storage/campaign.h"

enum { CUTS = 120, SEED = 11 };

static void run(const struct campaign_mode *mode, struct campaign_result *out_result)
{
    campaign_run(mode, SEED, CUTS, out_result);
    assert_true(out_result->cuts >= CUTS && out_result->acked > 0);
}

static void nothing_acknowledged_is_lost_or_doubled_by_a_cut(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < campaign_mode_count; i++) {
        struct campaign_result result;
        if (!campaign_modes[i].loses) {
            run(&campaign_modes[i], &result);
            assert_int_equal(result.lost, 0);
            assert_int_equal(result.doubled, 0);
            assert_int_equal(result.corrupt, 0);
            assert_int_equal(result.shut, 0);
            assert_true(result.extra > 0); /* the cuts do come in the midst of commits */
        }
    }
}

/* Otherwise the disk is too kind, and the test above says nothing. */
static void a_disk_that_lies_or_is_not_synced_is_seen_to_lose(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < campaign_mode_count; i++) {
        struct campaign_result result;
        if (campaign_modes[i].loses) {
            struct campaign_mode mode = campaign_modes[i];
            mode.per_million[DISK_FSYNC_LIES] *=
                mode.per_million[DISK_FSYNC_LIES] < 100000 ? 10 : 1;
            run(&mode, &result);
            assert_true(result.lost > 0);
        }
    }
}

static void every_fault_strikes_and_the_same_chance_gives_the_same_bytes(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < campaign_mode_count; i++) {
        struct campaign_result one;
        struct campaign_result other;
        campaign_run(&campaign_modes[i], SEED, CUTS / 6, &one);
        campaign_run(&campaign_modes[i], SEED, CUTS / 6, &other);
        assert_memory_equal(&one, &other, sizeof one);
        for (size_t f = 0; f < DISK_FAULTS; f++) {
            assert_true(campaign_modes[i].per_million[f] < 10000 || one.fired[f] > 0);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_acknowledged_is_lost_or_doubled_by_a_cut),
        cmocka_unit_test(a_disk_that_lies_or_is_not_synced_is_seen_to_lose),
        cmocka_unit_test(every_fault_strikes_and_the_same_chance_gives_the_same_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

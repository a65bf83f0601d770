#include "tests/sim/computer.h"

enum { BOOT_MS = 3000 }; /* what a system takes before a program of ours reads the clock */
enum { DOZE_MS = 2 * 3600000 };

void computer_boot(struct computer *computer, int64_t now, bool battery, struct dice *dice)
{
    computer->booted = now - BOOT_MS;
    computer->boot = dice_next(dice) | 1;
    computer->unset = !battery;
    if (!battery) {
        computer->skew_ms = 0;
    }
}

struct clock_reading computer_clock(const struct computer *computer, int64_t now)
{
    const int64_t mono = now - computer->booted;
    return (struct clock_reading){.wall = {computer->unset ? mono : now + computer->skew_ms},
                                  .mono = {mono},
                                  .boot = computer->boot,
                                  .wall_set = !computer->unset};
}

int64_t computer_alarm(const struct computer *computer, int64_t now, int64_t at, bool resting)
{
    const int64_t until = now + DOZE_MS;
    return computer->dozes && resting && at < until ? until : at;
}

void computer_set(struct computer *computer)
{
    computer->unset = false;
    computer->skew_ms = 0;
}

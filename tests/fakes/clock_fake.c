#include "tests/fakes/clock_fake.h"

#include <assert.h>

static struct clock_reading read_now(void *self)
{
    const struct clock_fake *clock = self;
    return clock->now;
}

static const struct clock_ops ops = {.read = read_now};

void clock_fake_init(struct clock_fake *clock, struct instant wall)
{
    *clock = (struct clock_fake){
        .port = {.ops = &ops, .self = clock  },
        .now = { .wall = wall, .mono = {10000}, .boot = 1, .wall_set = true},
    };
}

void clock_fake_advance(struct clock_fake *clock, int64_t ms)
{
    assert(ms >= 0);
    clock->now.wall.ms += ms;
    clock->now.mono.ms += ms;
}

void clock_fake_set_wall(struct clock_fake *clock, struct instant wall, bool set)
{
    clock->now.wall = wall;
    clock->now.wall_set = set;
}

void clock_fake_reboot(struct clock_fake *clock)
{
    clock->now.mono = (struct instant){0};
    clock->now.boot++;
}

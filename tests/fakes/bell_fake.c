#include "tests/fakes/bell_fake.h"

static void ring(void *self, uint64_t position)
{
    struct bell_fake *bell = self;
    bell->rings++;
    bell->position = position;
}

static const struct bell_ops ops = {.ring = ring};

void bell_fake_init(struct bell_fake *bell)
{
    *bell = (struct bell_fake){
        .port = {.ops = &ops, .self = bell}
    };
}

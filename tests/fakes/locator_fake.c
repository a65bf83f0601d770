#include "tests/fakes/locator_fake.h"

#include <assert.h>
#include <string.h>

static enum status next(void *self, struct fix_epoch *out_epoch)
{
    struct locator_fake *locator = self;
    if (locator->count == 0) {
        return STATUS_NOT_FOUND;
    }
    *out_epoch = locator->epochs[0];
    locator->count--;
    memmove(locator->epochs, locator->epochs + 1, locator->count * sizeof locator->epochs[0]);
    return STATUS_OK;
}

static const struct locator_ops ops = {.next = next};

void locator_fake_init(struct locator_fake *locator)
{
    *locator = (struct locator_fake){
        .port = {.ops = &ops, .self = locator}
    };
}

void locator_fake_put(struct locator_fake *locator, const struct fix_epoch *epoch)
{
    assert(locator->count < LOCATOR_FAKE_MAX);
    locator->epochs[locator->count++] = *epoch;
}

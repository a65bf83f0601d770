#include "handheld/devices/hid/hid_rate.h"

#include "base/check.h"

void hid_rate_init(struct hid_rate *rate, size_t max)
{
    assert(max > 0 && max <= HID_RATE_SCANNER);
    *rate = (struct hid_rate){.max = max};
}

bool hid_rate_take(struct hid_rate *rate, struct instant mono)
{
    bool full = rate->count == rate->max;
    if (full && mono.ms - rate->at[rate->next].ms < HID_RATE_MS) {
        hid_rate_mute(rate, mono);
        return false;
    }
    rate->at[rate->next] = mono;
    rate->next = (rate->next + 1) % rate->max;
    rate->count += !full;
    return true;
}

void hid_rate_mute(struct hid_rate *rate, struct instant mono)
{
    hid_rate_init(rate, rate->max);
    rate->muted_until.ms = mono.ms + HID_MUTE_MS;
}

bool hid_rate_is_muted(const struct hid_rate *rate, struct instant mono)
{
    return instant_before(mono, rate->muted_until);
}

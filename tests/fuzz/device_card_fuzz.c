/* device_card_fuzz - a unit's card from anywhere: what is taken for one says whose it is. */
#include <string.h>

#include "core/device_card.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size)
{
    struct device_card card;
    struct device_card again;
    char text[DEVICE_CARD_SIZE];
    memset(&card, 0x77, sizeof card);
    memset(&again, 0x77, sizeof again);
    enum status status = device_card_parse(fuzz_text(at, size), &card);
    if (status != STATUS_OK) {
        assert(status == STATUS_MALFORMED || status == STATUS_TOO_NEW);
        assert(memcmp(&card, &again, sizeof card) == 0);
        return 0;
    }
    assert(device_of(&card.sign_key).id == card.device.id);
    status = device_card_parse(text_of(device_card_text(&card, text)), &again);
    assert(status == STATUS_OK && again.device.id == card.device.id);
    assert(memcmp(&again.sign_key, &card.sign_key, sizeof card.sign_key) == 0);
    assert(memcmp(again.link_key, card.link_key, sizeof card.link_key) == 0);
    return 0;
}

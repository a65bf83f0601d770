#include "core/device_card.h"

#include <string.h>

struct device_card device_card_of(const struct sign_public *sign_key,
                                  const uint8_t link_key[DEVICE_CARD_LINK_SIZE])
{
    struct device_card card = {.device = device_of(sign_key), .sign_key = *sign_key};
    memcpy(card.link_key, link_key, sizeof card.link_key);
    return card;
}

char *device_card_text(const struct device_card *card, char out[DEVICE_CARD_SIZE])
{
    char device[DEVICE_TEXT_SIZE];
    struct line line = line_of(out, DEVICE_CARD_SIZE);
    line_put(&line, "trao-device 1\ndevice ");
    line_put(&line, device_text(card->device, device));
    line_put(&line, "\nsign ");
    line_hex(&line, card->sign_key.byte, sizeof card->sign_key.byte);
    line_put(&line, "\nlink ");
    line_hex(&line, card->link_key, sizeof card->link_key);
    line_put(&line, "\n");
    return out;
}

/* The value behind WORD on the next line; false if the line says something else. */
static bool take_line(struct text *rest, const char *word, struct text *out_value)
{
    struct text line = text_trim(text_split(rest, '\n'));
    if (!text_is(text_split(&line, ' '), word)) {
        return false;
    }
    *out_value = text_trim(line);
    return true;
}

enum status device_card_parse(struct text text, struct device_card *out_card)
{
    struct device_card card;
    struct text value;
    if (!take_line(&text, "trao-device", &value)) {
        return STATUS_MALFORMED;
    }
    if (!text_is(value, "1")) {
        uint64_t form = 0;
        return text_unsigned(value, &form) && form > 1 ? STATUS_TOO_NEW : STATUS_MALFORMED;
    }
    bool whole = take_line(&text, "device", &value) && device_parse(value, &card.device) &&
                 take_line(&text, "sign", &value) &&
                 hex_bytes(value, card.sign_key.byte, sizeof card.sign_key.byte) &&
                 take_line(&text, "link", &value) &&
                 hex_bytes(value, card.link_key, sizeof card.link_key) && text_trim(text).size == 0;
    if (!whole || device_of(&card.sign_key).id != card.device.id) {
        return STATUS_MALFORMED;
    }
    *out_card = card;
    return STATUS_OK;
}

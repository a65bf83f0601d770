/* device_card - what a device hands to whoever enrols it: its number and its public keys, as text.
 *
 * Pure. The text is the file unit.pub; nothing in it is secret. Four lines, each a word and a
 * value in lower-case hexadecimal:
 *     trao-device 1
 *     device 16 digits
 *     sign 64 digits
 *     link 64 digits */
#ifndef CORE_DEVICE_CARD_H
#define CORE_DEVICE_CARD_H

#include "core/journal.h"

enum { DEVICE_CARD_SIZE = 256, DEVICE_CARD_LINK_SIZE = 32 };

struct device_card {
    struct device device;
    struct sign_public sign_key;
    uint8_t link_key[DEVICE_CARD_LINK_SIZE]; /* CURVE public key */
};

struct device_card device_card_of(const struct sign_public *sign_key,
                                  const uint8_t link_key[DEVICE_CARD_LINK_SIZE]);
/* Closed by a NUL. Returns OUT. */
char *device_card_text(const struct device_card *card, char out[DEVICE_CARD_SIZE]);
/* STATUS_TOO_NEW: a card of a later form. STATUS_MALFORMED: no card, or a number that is not its
 * key's. */
enum status device_card_parse(struct text text, struct device_card *out_card) MUST_CHECK;

#endif

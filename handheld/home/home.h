/* home - a unit's folder: keys, card, journal and the epoch it has reached.
 *
 *     sign.key · link.curve   for their owner alone, made once
 *     unit.pub                the card that an administrator enrols
 *     journal.db              the unit's book
 *     epoch                   the journal's newest epoch, beside it: should the book be lost, the
 *                             next one begins behind it and no number is used twice (row 44) */
#ifndef HANDHELD_HOME_HOME_H
#define HANDHELD_HOME_HOME_H

#include "adapters/zmq/keys.h"
#include "core/device_card.h"
#include "handheld/home/home_said.h"

enum { HOME_PATH_MAX = 400 };

struct home {
    char journal[HOME_PATH_MAX];
    char card_path[HOME_PATH_MAX];
    char epoch_path[HOME_PATH_MAX];
    char name[DEVICE_TEXT_SIZE]; /* the device's number, as people see it */
    bool made;                   /* now: nobody knows this unit yet */
    uint32_t epoch;              /* the newest one known; 0 before the first */
    struct sign_public sign_key;
    struct sign_secret secret; /* wiped by home_close() */
    struct curve_keypair link_keys;
    struct device_card card;
};

/* Call sign_start() before. On failure *OUT_WHY says what people should read. */
enum status home_open(struct home *home, const char *folder, enum home_saying *out_why) MUST_CHECK;
void home_close(struct home *home);
/* The journal has reached EPOCH, durable. What cannot be noted now is noted the next time. */
void home_note_epoch(struct home *home, uint32_t epoch);
/* Only where the journal is, for a look beside the running unit. */
enum status home_find(struct home *home, const char *folder) MUST_CHECK;

#endif

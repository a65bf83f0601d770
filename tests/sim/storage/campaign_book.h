/* campaign_book - a book under a campaign: what is written into it, and what must be there.
 *
 * Belongs to campaign.c. What stands at which place is known beforehand: each disk gets the same
 * entries, made once. */
#ifndef SIM_STORAGE_CAMPAIGN_BOOK_H
#define SIM_STORAGE_CAMPAIGN_BOOK_H

#include "tests/sim/storage/dice.h"

enum { CAMPAIGN_ENTRIES = 400 };

enum campaign_look { LOOK_SAME, LOOK_ABSENT, LOOK_DAMAGED, LOOK_UNKNOWN };

struct campaign_book {
    enum status (*open)(struct campaign_book *book, struct disk *disk);
    enum status (*write)(struct campaign_book *book, uint64_t count, struct disk_dice *dice);
    enum status (*count)(struct campaign_book *book, uint64_t *out_there);
    /* Is the one at NUMBER there as it was written? */
    enum campaign_look (*look)(struct campaign_book *book, uint64_t number);
    enum status (*extra)(struct campaign_book *book); /* what else must agree */
    uint64_t acked;                                   /* the first so many have been acknowledged */
    uint64_t tried; /* so many, with the last group, whose fate is not known */
    uint64_t
        refused; /* so many, with the last group that STATUS_FULL refused: SQLite may have
                    written its commit before the padding found no room, and a crash finds it */
    bool over;   /* full, or something was lost */
};

struct campaign_found {
    uint64_t lost, doubled, extra;
};

struct campaign_book *campaign_journal(void);
struct campaign_book *campaign_acts(void);

void campaign_book_start(struct campaign_book *book); /* on a new disk */
enum status campaign_book_open(struct campaign_book *book, struct disk *disk) MUST_CHECK;
/* Some more, as one group. */
enum status campaign_book_write(struct campaign_book *book, struct disk_dice *dice) MUST_CHECK;
/* STATUS_BROKEN: damaged. STATUS_IO: it could not be read just now. What is there counts as
 * acknowledged from now on: the book has been opened again, and its owner goes on from what it
 * finds. */
enum status campaign_book_compare(struct campaign_book *book,
                                  struct campaign_found *out_found) MUST_CHECK;

#endif

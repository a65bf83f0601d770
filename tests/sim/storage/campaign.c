#include "tests/sim/storage/campaign.h"

#include <string.h>

#include "base/check.h"
#include "tests/sim/storage/campaign_book.h"

/* A cut tears, drops and reorders as it likes. */
/* clang-format off */
#define CUTS [DISK_DROPPED] = 250000, [DISK_TORN] = 350000, [DISK_REORDERED] = 350000

const struct campaign_mode campaign_modes[] = {
    {.name = "EXTRA, 512",          .kind = DISK_SQLITE, .sector = 512,   .per_million = {CUTS}},
    {.name = "EXTRA, 4096",         .kind = DISK_SQLITE, .sector = 4096,  .per_million = {CUTS}},
    {.name = "EXTRA, 65536",        .kind = DISK_SQLITE, .sector = 65536, .per_million = {CUTS}},
    {.name = "EIO 1%, FULL 0.5%",   .kind = DISK_SQLITE, .sector = 512,
     .per_million = {CUTS, [DISK_READ_EIO] = 10000, [DISK_WRITE_EIO] = 10000, [DISK_FULL] = 5000}},
    {.name = "EIO 1%, fsync fails 5%", .kind = DISK_SQLITE, .sector = 4096,
     .per_million = {CUTS, [DISK_READ_EIO] = 10000, [DISK_WRITE_EIO] = 10000,
                     [DISK_FSYNC_FAILS] = 50000, [DISK_BUSY] = 1000}},
    {.name = "fsync fails 20%, shown, 512", .kind = DISK_SQLITE, .sector = 512,
     .shows_unsynced = true, .per_million = {CUTS, [DISK_FSYNC_FAILS] = 200000}},
    {.name = "fsync fails 20%, shown, 4096", .kind = DISK_SQLITE, .sector = 4096,
     .shows_unsynced = true, .per_million = {CUTS, [DISK_FSYNC_FAILS] = 200000}},
    {.name = "fsync fails 20%, shown, 65536", .kind = DISK_SQLITE, .sector = 65536,
     .shows_unsynced = true, .per_million = {CUTS, [DISK_FSYNC_FAILS] = 200000}},
    {.name = "EIO 1%, FULL 0.5%, shown", .kind = DISK_SQLITE, .sector = 4096,
     .shows_unsynced = true,
     .per_million = {CUTS, [DISK_READ_EIO] = 10000, [DISK_WRITE_EIO] = 10000, [DISK_FULL] = 5000,
                     [DISK_FSYNC_FAILS] = 50000}},
    {.name = "abstract log",        .kind = DISK_ABSTRACT, .sector = 4096,
     .per_million = {CUTS, [DISK_READ_EIO] = 5000, [DISK_WRITE_EIO] = 5000, [DISK_FULL] = 5000,
                     [DISK_FSYNC_FAILS] = 20000, [DISK_BUSY] = 1000}},
    {.name = "NORMAL",              .kind = DISK_SQLITE, .sector = 4096, .synchronous = "NORMAL",
     .per_million = {CUTS}, .loses = true},
    {.name = "OFF",                 .kind = DISK_SQLITE, .sector = 4096, .synchronous = "OFF",
     .per_million = {CUTS}, .loses = true},
    {.name = "fsync lies 1%",       .kind = DISK_SQLITE, .sector = 4096,
     .per_million = {CUTS, [DISK_FSYNC_LIES] = 10000}, .loses = true},
    {.name = "fsync always lies",   .kind = DISK_SQLITE, .sector = 4096,
     .per_million = {CUTS, [DISK_FSYNC_LIES] = 1000000}, .loses = true},
    {.name = "psow=1 on bad flash", .kind = DISK_SQLITE, .sector = 4096, .claims_powersafe = true,
     .per_million = {CUTS}, .loses = true},
    {.name = "abstract, lies 1%",   .kind = DISK_ABSTRACT, .sector = 4096,
     .per_million = {CUTS, [DISK_FSYNC_LIES] = 10000}, .loses = true},
};
/* clang-format on */

const size_t campaign_mode_count = sizeof campaign_modes / sizeof campaign_modes[0];

enum { TRIES_MAX = 60, CHANGES_OF_A_LIFE = 60 };

struct campaign {
    const struct campaign_mode *mode;
    struct disk_dice dice;
    struct disk *disk;
    struct campaign_book *book;
    struct campaign_result result;
};

/* The power fails somewhere in the next few commits, or in the opening before them. */
static void set_fuse(struct campaign *campaign)
{
    const uint64_t few = campaign->mode->sector > 4096 ? 8 : 1;
    disk_cut_within(campaign->disk, 1 + disk_dice_below(&campaign->dice, CHANGES_OF_A_LIFE * few));
}

static void cut(struct campaign *campaign)
{
    disk_cut(campaign->disk);
    campaign->result.cuts++;
    set_fuse(campaign);
}

static bool compare(struct campaign *campaign)
{
    struct campaign_found found = {0};
    const enum status status = campaign_book_compare(campaign->book, &found);
    if (status == STATUS_IO) {
        return false;
    }
    campaign->result.lost += found.lost;
    campaign->result.lost_cuts += found.lost > 0;
    campaign->result.doubled += found.doubled;
    campaign->result.extra += found.extra;
    campaign->result.corrupt += status != STATUS_OK;
    campaign->book->over = status != STATUS_OK || found.lost > 0 || found.doubled > 0;
    return true;
}

/* Opens, after as many tries as a person would give it, and looks at all that is there. */
static void open_book(struct campaign *campaign)
{
    for (int tries = 0; tries < TRIES_MAX; tries++) {
        enum status status = campaign_book_open(campaign->book, campaign->disk);
        if (status == STATUS_OK && compare(campaign)) {
            return;
        }
        if (status == STATUS_BROKEN || status == STATUS_MALFORMED || status == STATUS_TOO_NEW) {
            campaign->result.corrupt++;
            campaign->book->over = true;
            return;
        }
        if (disk_is_dark(campaign->disk)) {
            cut(campaign);
        } else {
            disk_kill(campaign->disk);
        }
    }
    campaign->result.shut++;
    campaign->book->over = true;
}

/* One disk from new to full, or to its first loss. */
static void live(struct campaign *campaign, struct campaign_book *book)
{
    const struct campaign_mode *mode = campaign->mode;
    const struct disk_chance chance = disk_dice_chance(&campaign->dice);
    campaign->disk = disk_new(mode->kind, "campaign", mode->sector, &chance);
    campaign->book = book;
    disk_weaken(campaign->disk, mode->synchronous, mode->claims_powersafe);
    if (mode->shows_unsynced) {
        disk_shows_unsynced(campaign->disk, true);
    }
    campaign_book_start(book);
    set_fuse(campaign);
    open_book(campaign);
    while (!book->over) {
        const uint64_t before = book->acked;
        const enum status status = campaign_book_write(book, &campaign->dice);
        campaign->result.acked += book->acked - before;
        if (disk_is_dark(campaign->disk)) {
            cut(campaign);
            open_book(campaign);
        } else if (status == STATUS_IO) {
            disk_kill(campaign->disk);
            open_book(campaign);
        }
    }
    struct disk_image *image = disk_image(campaign->disk);
    const uint64_t print = disk_image_print(image);
    campaign->result.print = (campaign->result.print ^ print) * UINT64_C(0x100000001b3);
    disk_image_free(image);
    disk_free(campaign->disk);
}

void campaign_run(const struct campaign_mode *mode, uint64_t seed, uint64_t cuts,
                  struct campaign_result *out_result)
{
    struct campaign campaign = {.mode = mode};
    disk_dice_start(&campaign.dice, seed);
    memcpy(campaign.dice.per_million, mode->per_million, sizeof mode->per_million);
    while (campaign.result.cuts < cuts) {
        live(&campaign, campaign.result.cuts < cuts / 2 ? campaign_journal() : campaign_acts());
    }
    memcpy(campaign.result.fired, campaign.dice.fired, sizeof campaign.dice.fired);
    *out_result = campaign.result;
}

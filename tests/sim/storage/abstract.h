/* abstract - the books of an abstract disk: the fakes of the ports, and the disk's say in them.
 *
 * Belongs to the abstract_*.c files. INVARIANTS
 * 1. Production's rules of a port hold: after STATUS_IO a book answers STATUS_IO until reopened;
 *    reopening, like opening, syncs what it finds.
 * 2. A port whose process has ended answers STATUS_IO for ever. */
#ifndef SIM_STORAGE_ABSTRACT_H
#define SIM_STORAGE_ABSTRACT_H

#include "tests/sim/storage/past.h"

/* The fake stands first: a port's `self` is the fake's and ours. */
struct abstract_journal {
    struct journal_memory memory;
    struct past past;
    struct device device;
    bool made, open;
};

struct abstract_flags {
    struct flag_book_memory memory;
    struct past past;
    bool made, open;
};

/* One process' hand on the acts. */
struct acts_hand {
    struct abstract_acts *acts; /* borrowed */
    bool open, failed;
};

struct abstract_acts {
    struct act_store_memory memory;
    struct past past;
    bool made;
    struct acts_hand writer, readers[DISK_READERS_MAX];
};

/* May the disk be read just now? Asks. */
static inline bool abstract_reads(const struct disk *disk)
{
    return !disk->fuse.dark && !disk_fires(disk, DISK_READ_EIO);
}

/* As the disk's. JOURNAL, ACTS and FLAGS are on it. */
enum status abstract_open_journal(struct abstract_journal *journal, struct device device,
                                  struct journal_file *out);
enum status abstract_open_acts(struct abstract_acts *acts, struct act_store *out);
enum status abstract_open_act_reader(struct abstract_acts *acts, struct act_reader *out);
enum status abstract_open_flags(struct abstract_flags *flags, struct flag_book *out);

#endif

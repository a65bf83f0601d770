/* fault_vfs - the system's file layer under SQLite, with the faults of a bad disk.
 *
 * Passes everything on to the real files, remembers what was written since the last sync, and can
 * refuse, or cut the power: then nothing gets through any more, and fault_vfs_settle() decides
 * sector by sector what of the unsynced bytes the disk kept. One at a time, for tests only. */
#ifndef TESTS_FAULT_VFS_H
#define TESTS_FAULT_VFS_H

#include <stdbool.h>
#include <stdint.h>

#define FAULT_VFS "fault"

struct fault_vfs {
    bool old_header; /* who looks at the header itself reads that the book is not in WAL mode */
    bool no_wal;     /* no shared memory: SQLite cannot keep a WAL and does not say so loudly */
    long write_at;   /* the so-manieth write from now says write_code; 0: never */
    int write_code;  /* of SQLite */
    bool for_good;   /* and so does every write after it */
    long sync_at;    /* the so-manieth sync from now fails, and drops what it was for */
    long cut_at;     /* the power goes at the so-manieth change from now */
    bool dead;       /* it has gone */
    long changes;    /* writes, syncs, truncations so far */
    bool tear;       /* every unsynced sector is decided on by itself */
    bool neighbours; /* a sector of 4 KiB that was being written may be lost whole (finding 10) */
    uint64_t chance; /* of what the disk keeps */
};

extern struct fault_vfs fault;

/* Registers it once, and forgets all faults and all unsynced bytes. */
void fault_vfs_start(uint64_t seed);
/* After the cut, with all books closed: the disk as it is found when the power is back. */
void fault_vfs_settle(void);

#endif

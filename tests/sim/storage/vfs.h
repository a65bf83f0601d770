/* vfs - SQLite's door to a platter: files, locks and the WAL's shared memory, with the faults.
 *
 * Honest about the device: sector size and powersafe overwrite are what a cut then keeps to. Never
 * touches a real file, clock or thread. */
#ifndef SIM_STORAGE_VFS_H
#define SIM_STORAGE_VFS_H

#include <sqlite3.h>

#include "tests/sim/storage/platter.h"

enum { VFS_SHM_REGIONS = 16 };

struct vfs_file;

/* What all handles of one file share while one is open. */
struct vfs_node {
    unsigned readers;        /* handles with a SHARED lock or more */
    struct vfs_file *writer; /* with a RESERVED lock or more */
    unsigned mapped;         /* handles that look at the shared memory */
    void *region[VFS_SHM_REGIONS];
    unsigned shared[SQLITE_SHM_NLOCK];
    struct vfs_file *owner[SQLITE_SHM_NLOCK];
};

struct vfs {
    sqlite3_vfs base;
    struct disk *disk;       /* borrowed */
    struct platter *platter; /* borrowed */
    struct vfs_node nodes[PLATTER_FILES];
    bool dead; /* the process was killed: its handles do nothing more */
    int last_errno;
    unsigned busy; /* so many more tries find another process at work */
};

/* Registered under the disk's name, until vfs_fini(). */
void vfs_init(struct vfs *vfs, struct disk *disk, struct platter *platter);
void vfs_fini(struct vfs *vfs);

#endif

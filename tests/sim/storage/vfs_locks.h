/* vfs_locks - the locks of a file and the shared memory of its write-ahead log, between the
 * connections of one process.
 *
 * Belongs to vfs.c. https://sqlite.org/c3ref/io_methods.html says what each has to do. */
#ifndef SIM_STORAGE_VFS_LOCKS_H
#define SIM_STORAGE_VFS_LOCKS_H

#include "tests/sim/storage/vfs.h"

/* An open file. */
struct vfs_file {
    sqlite3_file base;
    struct vfs *vfs;           /* borrowed */
    struct platter_file *file; /* the platter's */
    int level;                 /* SQLITE_LOCK_… */
    bool mapped;
    bool synced_folder; /* its name is on the disk, as far as the file system was asked */
    int keep_wal, powersafe;
    unsigned shm_shared, shm_exclusive; /* a bit for each lock that is held */
};

struct vfs_node *vfs_node(struct vfs_file *file);
int vfs_lock(sqlite3_file *base, int level);
int vfs_unlock(sqlite3_file *base, int level);
int vfs_check_reserved(sqlite3_file *base, int *out);
int vfs_shm_map(sqlite3_file *base, int region, int size, int extend, void volatile **out);
int vfs_shm_lock(sqlite3_file *base, int offset, int count, int flags);
void vfs_shm_barrier(sqlite3_file *base);
int vfs_shm_unmap(sqlite3_file *base, int delete);

#endif

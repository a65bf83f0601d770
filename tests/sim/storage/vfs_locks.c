#include "tests/sim/storage/vfs_locks.h"

#include <stdlib.h>
#include <string.h>

#include "base/check.h"

/* SQLite's busy timeout tries about sixty times. */
enum { BUSY_SHORT = 3, BUSY_LONG = 1000, WAL_WRITE_LOCK = 0 };

static struct vfs_file *of(sqlite3_file *base)
{
    return (struct vfs_file *)base;
}

struct vfs_node *vfs_node(struct vfs_file *file)
{
    return &file->vfs->nodes[file->file - file->vfs->platter->files];
}

/* --- the file's lock, of the rollback journal's days: sqlite.org/lockingv3.html --- */

static int take_shared(struct vfs_file *file, struct vfs_node *node)
{
    if (node->writer != NULL && node->writer->level >= SQLITE_LOCK_PENDING) {
        return SQLITE_BUSY;
    }
    node->readers++;
    file->level = SQLITE_LOCK_SHARED;
    return SQLITE_OK;
}

int vfs_lock(sqlite3_file *base, int level)
{
    struct vfs_file *file = of(base);
    struct vfs_node *node = vfs_node(file);
    if (file->level >= level) {
        return SQLITE_OK;
    }
    if (level == SQLITE_LOCK_SHARED) {
        return take_shared(file, node);
    }
    assert(file->level >= SQLITE_LOCK_SHARED);
    if (node->writer != NULL && node->writer != file) {
        return SQLITE_BUSY;
    }
    node->writer = file;
    if (level == SQLITE_LOCK_EXCLUSIVE && node->readers > 1) {
        file->level = SQLITE_LOCK_PENDING;
        return SQLITE_BUSY;
    }
    file->level = level;
    return SQLITE_OK;
}

int vfs_unlock(sqlite3_file *base, int level)
{
    struct vfs_file *file = of(base);
    struct vfs_node *node = vfs_node(file);
    if (file->level <= level) {
        return SQLITE_OK;
    }
    if (node->writer == file) {
        node->writer = NULL;
    }
    if (level == SQLITE_LOCK_NONE) {
        node->readers--;
    }
    file->level = level;
    return SQLITE_OK;
}

int vfs_check_reserved(sqlite3_file *base, int *out)
{
    *out = vfs_node(of(base))->writer != NULL;
    return SQLITE_OK;
}

/* --- the WAL's shared memory: sqlite.org/walformat.html --- */

int vfs_shm_map(sqlite3_file *base, int region, int size, int extend, void volatile **out)
{
    struct vfs_file *file = of(base);
    struct vfs_node *node = vfs_node(file);
    assert(region >= 0);
    if (region >= VFS_SHM_REGIONS) {
        return SQLITE_IOERR_SHMSIZE;
    }
    node->mapped += !file->mapped;
    file->mapped = true;
    if (node->region[region] == NULL && extend != 0) {
        node->region[region] = calloc(1, (size_t)size);
        assert(node->region[region] != NULL);
    }
    *out = node->region[region];
    return SQLITE_OK;
}

static bool is_free(const struct vfs_file *file, const struct vfs_node *node, int lock, bool shared)
{
    const unsigned mine = file->shm_shared >> lock & 1;
    return (node->owner[lock] == NULL || node->owner[lock] == file) &&
           (shared || node->shared[lock] == mine);
}

static void let_go(struct vfs_file *file, struct vfs_node *node, int lock)
{
    const unsigned bit = 1U << lock;
    node->shared[lock] -= (file->shm_shared & bit) != 0;
    if (node->owner[lock] == file) {
        node->owner[lock] = NULL;
    }
    file->shm_shared &= ~bit;
    file->shm_exclusive &= ~bit;
}

static void take(struct vfs_file *file, struct vfs_node *node, int lock, bool shared)
{
    const unsigned bit = 1U << lock;
    if (shared) {
        node->shared[lock] += (file->shm_shared & bit) == 0;
        file->shm_shared |= bit;
    } else {
        node->owner[lock] = file;
        file->shm_exclusive |= bit;
    }
}

/* Another process is writing, for a moment or for longer than anybody waits. */
static bool is_busy(struct vfs *vfs)
{
    if (vfs->busy == 0 && disk_fires(vfs->disk, DISK_BUSY)) {
        vfs->busy = disk_below(vfs->disk, 2) == 0 ? BUSY_SHORT : BUSY_LONG;
    }
    vfs->busy -= vfs->busy > 0;
    return vfs->busy > 0;
}

int vfs_shm_lock(sqlite3_file *base, int offset, int count, int flags)
{
    struct vfs_file *file = of(base);
    struct vfs_node *node = vfs_node(file);
    const bool shared = (flags & SQLITE_SHM_SHARED) != 0;
    if ((flags & SQLITE_SHM_UNLOCK) != 0) {
        for (int i = offset; i < offset + count; i++) {
            let_go(file, node, i);
        }
        return SQLITE_OK;
    }
    if (file->vfs->dead || file->vfs->disk->fuse.dark) {
        return SQLITE_IOERR_SHMLOCK;
    }
    if (offset == WAL_WRITE_LOCK && count == 1 && !shared && is_busy(file->vfs)) {
        return SQLITE_BUSY;
    }
    for (int i = offset; i < offset + count; i++) {
        if (!is_free(file, node, i, shared)) {
            return SQLITE_BUSY;
        }
    }
    for (int i = offset; i < offset + count; i++) {
        take(file, node, i, shared);
    }
    return SQLITE_OK;
}

void vfs_shm_barrier(sqlite3_file *base)
{
    (void)base;
}

/* The last one out leaves nothing behind: whoever comes next reads the log anew. */
int vfs_shm_unmap(sqlite3_file *base, int delete)
{
    struct vfs_file *file = of(base);
    struct vfs_node *node = vfs_node(file);
    (void)delete;
    if (!file->mapped) {
        return SQLITE_OK;
    }
    for (int i = 0; i < SQLITE_SHM_NLOCK; i++) {
        let_go(file, node, i);
    }
    file->mapped = false;
    if (--node->mapped == 0) {
        for (int i = 0; i < VFS_SHM_REGIONS; i++) {
            free(node->region[i]);
            node->region[i] = NULL;
        }
    }
    return SQLITE_OK;
}

#include "tests/sim/storage/vfs.h"

#include <errno.h>
#include <string.h>

#include "base/check.h"
#include "tests/sim/storage/vfs_locks.h"

/* A day in 2026, in milliseconds of Julian days: SQLite asks, nothing hangs on it. */
#define TODAY INT64_C(212640000000000)

static struct vfs_file *of(sqlite3_file *base)
{
    return (struct vfs_file *)base;
}

static struct vfs *with(sqlite3_vfs *base)
{
    return (struct vfs *)base;
}

static bool is_gone(const struct vfs *vfs)
{
    return vfs->dead || vfs->disk->fuse.dark;
}

/* --- bytes --- */

static int do_read(sqlite3_file *base, void *out, int size, sqlite3_int64 at)
{
    struct vfs_file *file = of(base);
    struct vfs *vfs = file->vfs;
    if (is_gone(vfs) || disk_fires(vfs->disk, DISK_READ_EIO)) {
        return SQLITE_IOERR_READ;
    }
    if (disk_fires(vfs->disk, DISK_BIT_ROT)) {
        const uint64_t byte = (uint64_t)at + disk_below(vfs->disk, (uint64_t)size);
        platter_rot(file->file, byte, (unsigned)disk_below(vfs->disk, 8));
    }
    const size_t there = platter_read(file->file, (uint64_t)at, out, (size_t)size);
    return there == (size_t)size ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

/* The power may fail in the midst of the very write. */
static int do_write(sqlite3_file *base, const void *bytes, int size, sqlite3_int64 at)
{
    struct vfs_file *file = of(base);
    struct vfs *vfs = file->vfs;
    if (is_gone(vfs) || disk_fires(vfs->disk, DISK_WRITE_EIO)) {
        return SQLITE_IOERR_WRITE;
    }
    if (disk_fires(vfs->disk, DISK_FULL)) {
        return SQLITE_FULL;
    }
    platter_write(vfs->platter, file->file, (uint64_t)at, bytes, (size_t)size);
    return disk_change(vfs->disk) ? SQLITE_IOERR_WRITE : SQLITE_OK;
}

static int do_truncate(sqlite3_file *base, sqlite3_int64 size)
{
    struct vfs_file *file = of(base);
    struct vfs *vfs = file->vfs;
    if (is_gone(vfs) || disk_fires(vfs->disk, DISK_WRITE_EIO)) {
        return SQLITE_IOERR_TRUNCATE;
    }
    platter_truncate(vfs->platter, file->file, (uint64_t)size);
    return disk_change(vfs->disk) ? SQLITE_IOERR_TRUNCATE : SQLITE_OK;
}

/* The first sync of a new journal or log syncs the folder too: SQLite's own does it if the handle
 * made the file, the file system (ext4, XFS, btrfs) also later, as part of the file's fsync. */
static int do_sync(sqlite3_file *base, int flags)
{
    struct vfs_file *file = of(base);
    struct vfs *vfs = file->vfs;
    (void)flags;
    if (is_gone(vfs) || disk_change(vfs->disk)) {
        return SQLITE_IOERR_FSYNC;
    }
    if (disk_fires(vfs->disk, DISK_FSYNC_FAILS)) {
        platter_fail_sync(file->file, vfs->disk->shows_unsynced);
        return SQLITE_IOERR_FSYNC;
    }
    if (disk_fires(vfs->disk, DISK_FSYNC_LIES)) {
        return SQLITE_OK;
    }
    platter_sync(file->file);
    if (!file->synced_folder) {
        platter_sync_folder(vfs->platter);
        file->synced_folder = true;
    }
    return SQLITE_OK;
}

static int do_size(sqlite3_file *base, sqlite3_int64 *out)
{
    *out = (sqlite3_int64)of(base)->file->size;
    return is_gone(of(base)->vfs) ? SQLITE_IOERR_FSTAT : SQLITE_OK;
}

static int do_close(sqlite3_file *base)
{
    struct vfs_file *file = of(base);
    const int code = vfs_shm_unmap(base, 0);
    assert(code == SQLITE_OK && file->file->handles > 0);
    (void)vfs_unlock(base, SQLITE_LOCK_NONE);
    platter_release(file->file);
    return SQLITE_OK;
}

/* --- what SQLite asks of the device --- */

static void set_or_tell(int *setting, int *argument)
{
    if (*argument < 0) {
        *argument = *setting;
    } else {
        *setting = *argument != 0;
    }
}

static int do_control(sqlite3_file *base, int what, void *argument)
{
    struct vfs_file *file = of(base);
    switch (what) {
    case SQLITE_FCNTL_PERSIST_WAL:
        set_or_tell(&file->keep_wal, argument);
        return SQLITE_OK;
    case SQLITE_FCNTL_POWERSAFE_OVERWRITE:
        set_or_tell(&file->powersafe, argument);
        return SQLITE_OK;
    case SQLITE_FCNTL_HAS_MOVED:
        *(int *)argument = !file->file->in_cache;
        return SQLITE_OK;
    default:
        return SQLITE_NOTFOUND;
    }
}

static int do_sector_size(sqlite3_file *base)
{
    return (int)of(base)->vfs->disk->sector;
}

static int do_characteristics(sqlite3_file *base)
{
    const struct vfs_file *file = of(base);
    return file->powersafe != 0 || file->vfs->disk->claims_powersafe
               ? SQLITE_IOCAP_POWERSAFE_OVERWRITE
               : 0;
}

static const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = do_close,
    .xRead = do_read,
    .xWrite = do_write,
    .xTruncate = do_truncate,
    .xSync = do_sync,
    .xFileSize = do_size,
    .xLock = vfs_lock,
    .xUnlock = vfs_unlock,
    .xCheckReservedLock = vfs_check_reserved,
    .xFileControl = do_control,
    .xSectorSize = do_sector_size,
    .xDeviceCharacteristics = do_characteristics,
    .xShmMap = vfs_shm_map,
    .xShmLock = vfs_shm_lock,
    .xShmBarrier = vfs_shm_barrier,
    .xShmUnmap = vfs_shm_unmap,
};

/* --- the folder --- */

static int refuse_open(struct vfs *vfs, int why)
{
    vfs->last_errno = why;
    return SQLITE_CANTOPEN;
}

static int do_open(sqlite3_vfs *base, const char *name, sqlite3_file *out, int flags,
                   int *out_flags)
{
    struct vfs *vfs = with(base);
    struct vfs_file *file = of(out);
    const bool log = (flags & (SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL)) != 0;
    const bool book = (flags & (SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_DB)) != 0;
    memset(file, 0, sizeof *file);
    if (is_gone(vfs) || name == NULL) {
        return refuse_open(vfs, EIO);
    }
    struct platter_file *found = platter_find(vfs->platter, name);
    const bool fresh = found == NULL;
    if (fresh && (flags & SQLITE_OPEN_CREATE) == 0) {
        return refuse_open(vfs, ENOENT);
    }
    if (fresh) {
        found = platter_create(vfs->platter, name);
    }
    file->base.pMethods = &methods;
    file->vfs = vfs;
    file->file = found;
    file->powersafe = !book || sqlite3_uri_boolean(name, "psow", 1);
    file->synced_folder = !log || found->on_disk;
    found->tender = file->powersafe == 0;
    found->handles++;
    if (out_flags != NULL) {
        *out_flags = flags;
    }
    return SQLITE_OK;
}

static int do_delete(sqlite3_vfs *base, const char *name, int sync_folder)
{
    struct vfs *vfs = with(base);
    struct platter_file *file = platter_find(vfs->platter, name);
    if (is_gone(vfs) || disk_change(vfs->disk)) {
        return SQLITE_IOERR_DELETE;
    }
    if (file == NULL) {
        return SQLITE_IOERR_DELETE_NOENT;
    }
    platter_unlink(file);
    if (sync_folder != 0) {
        platter_sync_folder(vfs->platter);
    }
    return SQLITE_OK;
}

static int do_access(sqlite3_vfs *base, const char *name, int flags, int *out)
{
    struct vfs *vfs = with(base);
    const struct platter_file *file = platter_find(vfs->platter, name);
    *out = file != NULL && (flags != SQLITE_ACCESS_EXISTS || file->size > 0);
    return is_gone(vfs) ? SQLITE_IOERR_ACCESS : SQLITE_OK;
}

static int do_full_name(sqlite3_vfs *base, const char *name, int room, char *out)
{
    (void)base;
    const bool fits = text_copy(text_of(name), out, (size_t)room);
    return fits ? SQLITE_OK : SQLITE_CANTOPEN;
}

/* --- the rest of the machine --- */

static int do_randomness(sqlite3_vfs *base, int size, char *out)
{
    (void)base;
    memset(out, 7, (size_t)size);
    return size;
}

static int do_sleep(sqlite3_vfs *base, int microseconds)
{
    (void)base;
    return microseconds;
}

static int do_now(sqlite3_vfs *base, sqlite3_int64 *out)
{
    (void)base;
    *out = TODAY;
    return SQLITE_OK;
}

/* NOLINTNEXTLINE(readability-non-const-parameter): SQLite's signature */
static int do_last_error(sqlite3_vfs *base, int room, char *out)
{
    (void)room;
    (void)out;
    return with(base)->last_errno;
}

/* SQLite's own random numbers (the salt of a log) belong to the process. Begun anew with the first
 * disk of a run they are the same in each run; never while one lives: a salt that comes again makes
 * an old log look valid. */
static unsigned living;

void vfs_init(struct vfs *vfs, struct disk *disk, struct platter *platter)
{
    memset(vfs, 0, sizeof *vfs);
    vfs->disk = disk;
    vfs->platter = platter;
    vfs->base = (sqlite3_vfs){
        .iVersion = 2,
        .szOsFile = (int)sizeof(struct vfs_file),
        .mxPathname = PLATTER_NAME_SIZE * 4,
        .zName = disk->name,
        .xOpen = do_open,
        .xDelete = do_delete,
        .xAccess = do_access,
        .xFullPathname = do_full_name,
        .xRandomness = do_randomness,
        .xSleep = do_sleep,
        .xGetLastError = do_last_error,
        .xCurrentTimeInt64 = do_now,
    };
    const int code = sqlite3_vfs_register(&vfs->base, 0);
    assert(code == SQLITE_OK);
    if (living++ == 0) {
        (void)sqlite3_test_control(SQLITE_TESTCTRL_PRNG_SEED, 1, NULL);
    }
}

void vfs_fini(struct vfs *vfs)
{
    living--;
    (void)sqlite3_vfs_unregister(&vfs->base);
}

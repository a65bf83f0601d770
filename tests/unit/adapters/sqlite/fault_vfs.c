#include "tests/unit/adapters/sqlite/fault_vfs.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/check.h"

enum { FILES = 16, PATH_SIZE = 512, SECTOR = 512, BLOCK = 4096 };

/* Bytes that were overwritten and not synced since. */
struct pending {
    struct pending *older;
    int64_t at;
    int size;      /* of the write */
    int had;       /* so many of them were in the file before */
    char before[]; /* those */
};

struct tracked {
    char path[PATH_SIZE];
    struct pending *newest;
};

struct fault_file {
    sqlite3_file base;
    struct tracked *tracked; /* NULL: not written through us */
    sqlite3_file *real;
};

struct fault_vfs fault;

static sqlite3_vfs *below;
static struct tracked files[FILES];

static uint64_t chance(uint64_t bound)
{
    fault.chance ^= fault.chance << 13;
    fault.chance ^= fault.chance >> 7;
    fault.chance ^= fault.chance << 17;
    return fault.chance % bound;
}

static void forget(struct tracked *tracked)
{
    while (tracked->newest != NULL) {
        struct pending *older = tracked->newest->older;
        free(tracked->newest);
        tracked->newest = older;
    }
}

static struct tracked *track(const char *path)
{
    for (size_t i = 0; i < FILES; i++) {
        if (files[i].path[0] == '\0' || strcmp(files[i].path, path) == 0) {
            snprintf(files[i].path, PATH_SIZE, "%s", path);
            return &files[i];
        }
    }
    abort();
}

/* --- what the disk keeps --- */

static void put(int file, const void *bytes, int size, int64_t at)
{
    const ssize_t written = pwrite(file, bytes, (size_t)size, at);
    assert(written == size);
}

enum fate { FATE_KEPT, FATE_DROPPED, FATE_TORN };

static void settle_sector(int file, const struct pending *pending, int from, enum fate fate)
{
    char bytes[SECTOR] = {0};
    const int size = pending->size - from < SECTOR ? pending->size - from : SECTOR;
    const int left = pending->had - from;
    const int had = left < 0 ? 0 : left < size ? left : size;
    if (fate == FATE_KEPT) {
        return;
    }
    memcpy(bytes, pending->before + (had > 0 ? from : 0), (size_t)had);
    for (int i = 0; fate == FATE_TORN && i < size; i++) {
        bytes[i] = (char)chance(256);
    }
    put(file, bytes, size, pending->at + from);
}

/* The rest of the block that was being written: gone too, synced or not. */
static void lose_neighbours(int file, const struct pending *pending)
{
    char zeros[BLOCK] = {0};
    const int64_t block = pending->at / BLOCK * BLOCK;
    if (pending->at > block && chance(2) == 0) {
        put(file, zeros, (int)(pending->at - block), block);
    }
}

/* How a disk may treat what was under way: keep all, drop all, keep what came first, or decide for
 * each sector. */
enum manner { MANNER_KEEP, MANNER_DROP, MANNER_FIRST, MANNER_SECTORS, MANNERS };

static enum fate fate_of(enum manner manner, bool early)
{
    static const enum fate fates[] = {FATE_KEPT, FATE_KEPT, FATE_DROPPED, FATE_TORN};
    switch (manner) {
    case MANNER_KEEP:
        return FATE_KEPT;
    case MANNER_DROP:
        return FATE_DROPPED;
    case MANNER_FIRST:
        return early ? FATE_KEPT : FATE_DROPPED;
    case MANNER_SECTORS:
    case MANNERS:
        break;
    }
    return fates[chance(4)];
}

static void settle(struct tracked *tracked)
{
    const int file = open(tracked->path, O_RDWR | O_CLOEXEC);
    const enum manner drawn = (enum manner)chance(MANNERS);
    const enum manner manner = fault.tear ? MANNER_SECTORS : drawn;
    size_t count = 0;
    for (const struct pending *at = tracked->newest; at != NULL; at = at->older) {
        count++;
    }
    const size_t late = count > 0 ? chance(count + 1) : 0;
    size_t number = 0;
    for (const struct pending *at = tracked->newest; file >= 0 && at != NULL; at = at->older) {
        const bool early = number++ >= late;
        for (int from = 0; from < at->size; from += SECTOR) {
            settle_sector(file, at, from, fate_of(manner, early));
        }
        if (fault.neighbours) {
            lose_neighbours(file, at);
        }
    }
    if (file >= 0) {
        close(file);
    }
    forget(tracked);
}

void fault_vfs_settle(void)
{
    for (size_t i = 0; i < FILES; i++) {
        if (files[i].path[0] != '\0') {
            settle(&files[i]);
        }
    }
    fault.dead = false;
    fault.cut_at = 0;
}

/* --- the files --- */

static struct fault_file *of(sqlite3_file *file)
{
    return (struct fault_file *)file;
}

/* True once at the COUNTDOWNth call. */
static bool due(long *countdown)
{
    return *countdown > 0 && --*countdown == 0;
}

static int change(void)
{
    fault.changes++;
    if (due(&fault.cut_at)) {
        fault.dead = true;
    }
    return fault.dead ? SQLITE_IOERR : SQLITE_OK;
}

static void remember(struct fault_file *file, int size, sqlite3_int64 at)
{
    sqlite3_int64 end = 0;
    struct pending *pending = calloc(1, sizeof *pending + (size_t)size);
    assert(pending != NULL && file->real->pMethods->xFileSize(file->real, &end) == SQLITE_OK);
    pending->at = at;
    pending->size = size;
    pending->had = end <= at ? 0 : end - at < size ? (int)(end - at) : size;
    if (pending->had > 0) {
        const int code = file->real->pMethods->xRead(file->real, pending->before, pending->had, at);
        assert(code == SQLITE_OK);
    }
    pending->older = file->tracked->newest;
    file->tracked->newest = pending;
}

static int do_write(sqlite3_file *base, const void *bytes, int size, sqlite3_int64 at)
{
    struct fault_file *file = of(base);
    if (due(&fault.write_at)) {
        fault.write_at = fault.for_good ? 1 : 0;
        return fault.write_code;
    }
    const bool was_alive = !fault.dead;
    const int code = change();
    if (!was_alive) {
        return code;
    }
    if (file->tracked != NULL) {
        remember(file, size, at); /* the cut may come in the middle of this very write */
    }
    const int written = file->real->pMethods->xWrite(file->real, bytes, size, at);
    return code != SQLITE_OK ? code : written;
}

static int do_sync(sqlite3_file *base, int flags)
{
    (void)flags;
    struct fault_file *file = of(base);
    const int code = change();
    if (code != SQLITE_OK) {
        return code;
    }
    if (due(&fault.sync_at)) {
        if (file->tracked != NULL) {
            settle(file->tracked);
        }
        return SQLITE_IOERR_FSYNC;
    }
    if (file->tracked != NULL) {
        forget(file->tracked);
    }
    return SQLITE_OK; /* the machine itself stays up: its page cache is our disk */
}

static int do_truncate(sqlite3_file *base, sqlite3_int64 size)
{
    const int code = change();
    return code != SQLITE_OK ? code : of(base)->real->pMethods->xTruncate(of(base)->real, size);
}

static int do_close(sqlite3_file *base)
{
    return of(base)->real->pMethods->xClose(of(base)->real);
}

static int do_read(sqlite3_file *base, void *out, int size, sqlite3_int64 at)
{
    if (fault.dead) {
        return SQLITE_IOERR_READ;
    }
    if (fault.old_header && at == 18 && size == 2) {
        memset(out, 1, 2);
        return SQLITE_OK;
    }
    return of(base)->real->pMethods->xRead(of(base)->real, out, size, at);
}

static int do_size(sqlite3_file *base, sqlite3_int64 *out)
{
    return of(base)->real->pMethods->xFileSize(of(base)->real, out);
}

static int do_lock(sqlite3_file *base, int level)
{
    return of(base)->real->pMethods->xLock(of(base)->real, level);
}

static int do_unlock(sqlite3_file *base, int level)
{
    return of(base)->real->pMethods->xUnlock(of(base)->real, level);
}

static int do_reserved(sqlite3_file *base, int *out)
{
    return of(base)->real->pMethods->xCheckReservedLock(of(base)->real, out);
}

static int do_control(sqlite3_file *base, int what, void *argument)
{
    return of(base)->real->pMethods->xFileControl(of(base)->real, what, argument);
}

static int do_sector_size(sqlite3_file *base)
{
    return of(base)->real->pMethods->xSectorSize(of(base)->real);
}

static int do_characteristics(sqlite3_file *base)
{
    return of(base)->real->pMethods->xDeviceCharacteristics(of(base)->real);
}

static int do_shm_map(sqlite3_file *base, int page, int size, int extend, void volatile **out)
{
    return of(base)->real->pMethods->xShmMap(of(base)->real, page, size, extend, out);
}

static int do_shm_lock(sqlite3_file *base, int offset, int count, int flags)
{
    return of(base)->real->pMethods->xShmLock(of(base)->real, offset, count, flags);
}

static void do_shm_barrier(sqlite3_file *base)
{
    of(base)->real->pMethods->xShmBarrier(of(base)->real);
}

static int do_shm_unmap(sqlite3_file *base, int delete)
{
    return of(base)->real->pMethods->xShmUnmap(of(base)->real, delete);
}

static const sqlite3_io_methods with_wal = {
    .iVersion = 2,
    .xClose = do_close,
    .xRead = do_read,
    .xWrite = do_write,
    .xTruncate = do_truncate,
    .xSync = do_sync,
    .xFileSize = do_size,
    .xLock = do_lock,
    .xUnlock = do_unlock,
    .xCheckReservedLock = do_reserved,
    .xFileControl = do_control,
    .xSectorSize = do_sector_size,
    .xDeviceCharacteristics = do_characteristics,
    .xShmMap = do_shm_map,
    .xShmLock = do_shm_lock,
    .xShmBarrier = do_shm_barrier,
    .xShmUnmap = do_shm_unmap,
};

static sqlite3_io_methods without_wal;

static int do_open(sqlite3_vfs *vfs, const char *path, sqlite3_file *base, int flags, int *out)
{
    (void)vfs;
    struct fault_file *file = of(base);
    file->real = (sqlite3_file *)(file + 1);
    file->tracked = NULL;
    file->base.pMethods = NULL;
    if (fault.dead) {
        return SQLITE_CANTOPEN;
    }
    const int code = below->xOpen(below, path, file->real, flags, out);
    if (file->real->pMethods != NULL) {
        file->base.pMethods = fault.no_wal ? &without_wal : &with_wal;
        file->tracked = path == NULL ? NULL : track(path);
    }
    return code;
}

static int do_delete(sqlite3_vfs *vfs, const char *path, int sync_folder)
{
    (void)vfs;
    const int code = change();
    if (code != SQLITE_OK) {
        return code;
    }
    forget(track(path)); /* its bytes are nobody's any more */
    return below->xDelete(below, path, sync_folder);
}

void fault_vfs_start(uint64_t seed)
{
    static sqlite3_vfs vfs;
    if (below == NULL) {
        below = sqlite3_vfs_find(NULL);
        vfs = *below;
        vfs.zName = FAULT_VFS;
        vfs.szOsFile = (int)sizeof(struct fault_file) + below->szOsFile;
        vfs.xOpen = do_open;
        vfs.xDelete = do_delete;
        without_wal = with_wal;
        without_wal.iVersion = 1;
        const int code = sqlite3_vfs_register(&vfs, 0);
        assert(code == SQLITE_OK);
    }
    for (size_t i = 0; i < FILES; i++) {
        forget(&files[i]);
        files[i].path[0] = '\0';
    }
    fault = (struct fault_vfs){.chance = seed * 0x9E3779B97F4A7C15 + 1};
}

#include "tools/bench/folder.h"

#include <errno.h>
#include <ftw.h>
#include <linux/magic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>

#include "tools/bench/bench_said.h"

enum { OPEN_FOLDERS = 16 };

static bool lies_in_memory(const char *path)
{
    struct statfs disk;
    if (statfs(path, &disk) != 0) {
        return false; /* mkdtemp(3) will say why */
    }
    return disk.f_type == TMPFS_MAGIC || disk.f_type == RAMFS_MAGIC;
}

bool folder_make(const char *parent, char out_path[FOLDER_PATH_MAX])
{
    if (lies_in_memory(parent)) {
        bench_refuse(BENCH_SAID_IN_MEMORY, parent, NULL);
        return false;
    }
    char *whole = realpath(parent, NULL); /* servers start in folders of their own */
    const int size =
        snprintf(out_path, FOLDER_PATH_MAX, "%s/trao-bench-XXXXXX", whole ? whole : parent);
    free(whole);
    /* A server that will not run as root must get to its folder below this one. */
    if (size < 0 || size >= FOLDER_PATH_MAX || !mkdtemp(out_path) || chmod(out_path, 0711) != 0) {
        bench_refuse(BENCH_SAID_NO_FOLDER, parent, strerror(errno));
        return false;
    }
    return true;
}

bool folder_is_on_disk(const char *path)
{
    struct stat folder;
    if (stat(path, &folder) != 0) {
        bench_refuse(BENCH_SAID_NO_FOLDER, path, strerror(errno));
        return false;
    }
    if (lies_in_memory(path)) {
        bench_refuse(BENCH_SAID_IN_MEMORY, path, NULL);
        return false;
    }
    return true;
}

static int remove_one(const char *path, const struct stat *unused, int type, struct FTW *where)
{
    (void)unused;
    (void)type;
    (void)where;
    return remove(path);
}

void folder_remove(const char *path)
{
    (void)nftw(path, remove_one, OPEN_FOLDERS, FTW_DEPTH | FTW_PHYS);
}

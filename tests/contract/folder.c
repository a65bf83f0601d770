#include "tests/contract/folder.h"

#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/check.h"

enum { BUFFERS = 8 };

void folder_make(struct folder *folder)
{
    const char *above = getenv("TMPDIR");
    snprintf(folder->path, sizeof folder->path, "%s/trao-test-XXXXXX",
             above == NULL ? "/tmp" : above);
    const char *made = mkdtemp(folder->path);
    assert(made != NULL);
}

static int remove_one(const char *path, const struct stat *found, int what, struct FTW *where)
{
    (void)found;
    (void)what;
    (void)where;
    return remove(path);
}

void folder_remove(struct folder *folder)
{
    nftw(folder->path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

const char *folder_file(const struct folder *folder, const char *name)
{
    static char buffers[BUFFERS][FOLDER_PATH_SIZE + 64];
    static size_t turn;
    char *path = buffers[turn++ % BUFFERS];
    snprintf(path, sizeof buffers[0], "%s/%s", folder->path, name);
    return path;
}

/* The whole file in memory, to be freed; NULL when it is not there. */
static uint8_t *slurp(const char *path, size_t *out_size)
{
    const int file = open(path, O_RDONLY | O_CLOEXEC);
    struct stat found;
    if (file < 0) {
        return NULL;
    }
    const int known = fstat(file, &found);
    assert(known == 0);
    uint8_t *bytes = malloc((size_t)found.st_size + 1);
    assert(bytes != NULL);
    const ssize_t size = pread(file, bytes, (size_t)found.st_size, 0);
    assert(size == found.st_size);
    close(file);
    *out_size = (size_t)size;
    return bytes;
}

void file_copy(const char *from, const char *to)
{
    size_t size = 0;
    uint8_t *bytes = slurp(from, &size);
    unlink(to);
    if (bytes != NULL) {
        file_poke(to, 0, bytes, size);
        free(bytes);
    }
}

uint64_t file_size(const char *path)
{
    struct stat found;
    return stat(path, &found) == 0 ? (uint64_t)found.st_size : 0;
}

uint64_t file_print(const char *path)
{
    size_t size = 0;
    uint64_t print = 0xcbf29ce484222325;
    uint8_t *bytes = slurp(path, &size);
    if (bytes == NULL) {
        return 0;
    }
    for (size_t i = 0; i < size; i++) {
        print = (print ^ bytes[i]) * 0x100000001b3;
    }
    free(bytes);
    return print;
}

void file_poke(const char *path, uint64_t at, const void *bytes, size_t size)
{
    const int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    assert(file >= 0);
    const ssize_t written = pwrite(file, bytes, size, (off_t)at);
    assert(written == (ssize_t)size);
    close(file);
}

int64_t file_find(const char *path, uint64_t from, const void *bytes, size_t size)
{
    size_t all = 0;
    int64_t found = -1;
    uint8_t *file = slurp(path, &all);
    for (size_t at = from; file != NULL && found < 0 && at + size <= all; at++) {
        if (memcmp(file + at, bytes, size) == 0) {
            found = (int64_t)at;
        }
    }
    free(file);
    return found;
}

#include "tests/fuzz/scratch.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/check.h"
#include "base/text.h"

enum { BUFFERS = 4 };

static struct scratch *made; /* by this process */

static void remove_at_exit(void)
{
    scratch_clear(made);
    (void)rmdir(made->path);
}

void scratch_make(struct scratch *scratch)
{
    if (scratch->path[0] != '\0') {
        return;
    }
    struct line line = line_of(scratch->path, sizeof scratch->path);
    line_put(&line, access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
    line_put(&line, "/trao-fuzz-XXXXXX");
    const char *path = mkdtemp(scratch->path);
    assert(path != NULL && made == NULL);
    made = scratch;
    (void)atexit(remove_at_exit);
}

void scratch_clear(struct scratch *scratch)
{
    DIR *folder = opendir(scratch->path);
    assert(folder != NULL);
    for (struct dirent *one = readdir(folder); one; one = readdir(folder)) {
        if (one->d_name[0] != '.') {
            const char *path = scratch_path(scratch, one->d_name);
            (void)(unlink(path) == 0 || rmdir(path) == 0);
        }
    }
    (void)closedir(folder);
}

const char *scratch_path(const struct scratch *scratch, const char *name)
{
    static char paths[BUFFERS][2 * SCRATCH_PATH_SIZE];
    static int next;
    next = (next + 1) % BUFFERS;
    struct line line = line_of(paths[next], sizeof paths[next]);
    line_put(&line, scratch->path);
    line_char(&line, '/');
    line_put(&line, name);
    assert(!line.cut);
    return paths[next];
}

void scratch_put(const struct scratch *scratch, const char *name, struct span bytes)
{
    FILE *file = fopen(scratch_path(scratch, name), "wb");
    assert(file != NULL);
    size_t written = bytes.size > 0 ? fwrite(bytes.at, 1, bytes.size, file) : 0;
    int closed = fclose(file);
    assert(written == bytes.size && closed == 0);
}

struct span scratch_take(const struct scratch *scratch, const char *name)
{
    FILE *file = fopen(scratch_path(scratch, name), "rb");
    if (!file) {
        return (struct span){0};
    }
    int moved = fseek(file, 0, SEEK_END);
    long size = ftell(file);
    assert(moved == 0 && size >= 0);
    rewind(file);
    void *bytes = malloc((size_t)size + 1);
    assert(bytes != NULL);
    size_t got = fread(bytes, 1, (size_t)size, file);
    assert(got == (size_t)size);
    (void)fclose(file);
    return span_of(bytes, (size_t)size);
}

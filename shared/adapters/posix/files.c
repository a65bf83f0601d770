#include "adapters/posix/files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "adapters/posix/errno_status.h"
#include "base/text.h"

/* Reads until the end or until ROOM bytes are there. */
static enum status read_all(int fd, uint8_t *out, size_t room, size_t *out_size)
{
    size_t size = 0;
    while (size < room) {
        ssize_t got = read(fd, out + size, room - size);
        if (got == 0) {
            break;
        }
        if (got < 0 && errno != EINTR) {
            return errno_status(errno);
        }
        size += got > 0 ? (size_t)got : 0;
    }
    *out_size = size;
    return STATUS_OK;
}

enum status files_read(const char *path, void *out, size_t room, size_t *out_size)
{
    struct stat about;
    size_t size = 0;
    uint8_t beyond = 0;
    size_t left = 0;
    /* Non-blocking, so that a FIFO put there by mistake does not hold us. */
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) {
        return errno_status(errno);
    }
    enum status status = STATUS_MALFORMED;
    if (fstat(fd, &about) == 0 && S_ISREG(about.st_mode)) {
        status = read_all(fd, out, room, &size);
    }
    if (status == STATUS_OK && size == room) {
        status = read_all(fd, &beyond, 1, &left);
        status = status == STATUS_OK && left > 0 ? STATUS_FULL : status;
    }
    (void)close(fd);
    if (status == STATUS_OK) {
        *out_size = size;
    }
    return status;
}

static enum status write_all(int fd, struct span bytes)
{
    while (bytes.size > 0) {
        ssize_t put = write(fd, bytes.at, bytes.size);
        if (put < 0 && errno != EINTR) {
            return errno_status(errno);
        }
        if (put > 0) {
            bytes.at += put;
            bytes.size -= (size_t)put;
        }
    }
    return STATUS_OK;
}

static enum status sync_folder_of(const char *path)
{
    char folder[FILES_PATH_MAX];
    const char *slash = strrchr(path, '/');
    size_t size = slash ? (size_t)(slash - path) : 0;
    struct text above = slash && size > 0 ? (struct text){.at = path, .size = size} : TEXT("/");
    if (!text_copy(slash ? above : TEXT("."), folder, sizeof folder)) {
        return STATUS_MALFORMED;
    }
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) {
        return errno_status(errno);
    }
    enum status status = fsync(fd) == 0 ? STATUS_OK : errno_status(errno);
    (void)close(fd);
    return status;
}

static enum status write_new(const char *path, struct span bytes, unsigned mode, bool sync)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, mode);
    if (fd < 0) {
        return errno_status(errno);
    }
    /* fchmod: a left-over of a crash may have another mode, and the umask none of ours. */
    enum status status = fchmod(fd, mode) == 0 ? write_all(fd, bytes) : errno_status(errno);
    if (status == STATUS_OK && sync && fsync(fd) != 0) {
        status = errno_status(errno);
    }
    if (close(fd) != 0 && status == STATUS_OK) {
        status = errno_status(errno);
    }
    return status;
}

/* PATH.new, whole; *out_beside is its name. */
static enum status write_beside(const char *path, struct span bytes, unsigned mode, bool sync,
                                char out_beside[FILES_PATH_MAX])
{
    struct line line = line_of(out_beside, FILES_PATH_MAX);
    line_put(&line, path);
    line_put(&line, ".new");
    return line.cut ? STATUS_MALFORMED : write_new(out_beside, bytes, mode, sync);
}

static enum status replace(const char *path, struct span bytes, unsigned mode, bool sync)
{
    char beside[FILES_PATH_MAX];
    enum status status = write_beside(path, bytes, mode, sync, beside);
    if (status == STATUS_OK && rename(beside, path) != 0) {
        status = errno_status(errno);
    }
    if (status != STATUS_OK) {
        (void)unlink(beside);
    }
    return status;
}

enum status files_write(const char *path, struct span bytes, unsigned mode)
{
    enum status status = replace(path, bytes, mode, true);
    return status == STATUS_OK ? sync_folder_of(path) : status;
}

enum status files_put(const char *path, struct span bytes, unsigned mode)
{
    return replace(path, bytes, mode, false);
}

/* link(2), unlike rename(2), never replaces what is there. */
enum status files_write_once(const char *path, struct span bytes, unsigned mode)
{
    char beside[FILES_PATH_MAX];
    enum status status = write_beside(path, bytes, mode, true, beside);
    if (status == STATUS_OK && link(beside, path) != 0) {
        status = errno == EEXIST ? STATUS_DENIED : errno_status(errno);
    }
    (void)unlink(beside);
    return status == STATUS_OK ? sync_folder_of(path) : status;
}

bool files_exist(const char *path)
{
    struct stat about;
    return lstat(path, &about) == 0;
}

static enum status make_one(const char *path)
{
    struct stat about;
    if (mkdir(path, S_IRWXU) == 0) {
        return sync_folder_of(path);
    }
    enum status status = errno_status(errno);
    bool there = stat(path, &about) == 0 && S_ISDIR(about.st_mode);
    return there ? STATUS_OK : status;
}

enum status files_make_folder(const char *path)
{
    char part[FILES_PATH_MAX];
    size_t size = strnlen(path, sizeof part);
    if (size == 0 || size == sizeof part) {
        return STATUS_MALFORMED;
    }
    for (size_t i = 1; i <= size; i++) {
        if (path[i] != '/' && path[i] != '\0') {
            continue;
        }
        memcpy(part, path, i);
        part[i] = '\0';
        enum status status = make_one(part);
        if (status != STATUS_OK) {
            return status;
        }
    }
    return STATUS_OK;
}

enum status files_lock(const char *path, struct files_lock *out_lock)
{
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, FILES_PRIVATE);
    if (fd < 0) {
        return errno_status(errno);
    }
    if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
        enum status status = errno_status(errno);
        (void)close(fd);
        return status;
    }
    out_lock->fd = fd;
    return STATUS_OK;
}

void files_unlock(struct files_lock *lock)
{
    if (lock && lock->fd > 0) {
        (void)close(lock->fd);
        lock->fd = 0;
    }
}

#include "tools/trao/backup_files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "adapters/posix/errno_status.h"
#include "adapters/posix/files.h"

enum { PIECE_SIZE = 1024 * 1024, OPEN_FOLDERS = 16 };

static const struct backup_place places[BACKUP_PLACES] = {
    {STATE_ACTS,          FILES_PRIVATE, true,  true },
    {STATE_ADMIN_JOURNAL, FILES_PRIVATE, true,  true },
    {STATE_SERVER_CURVE,  FILES_PRIVATE, false, true },
    {STATE_SERVER_PUBLIC, FILES_SHARED,  false, true },
    {STATE_ADMIN_SIGN,    FILES_PRIVATE, false, true },
    {STATE_ADMIN_LINK,    FILES_PRIVATE, false, true },
    {STATE_ADMIN_CARD,    FILES_SHARED,  false, false},
    {STATE_API_TOKEN,     FILES_PRIVATE, false, false},
    {BACKUP_CONFIG,       FILES_PRIVATE, false, false},
};

static const char *const folders[] = {"keys", "admin", "tokens"};
enum { FOLDERS = sizeof folders / sizeof folders[0] };

static uint8_t piece[PIECE_SIZE];

const struct backup_place *backup_places(void)
{
    return places;
}

const struct backup_place *backup_place(const char *name)
{
    for (size_t i = 0; i < BACKUP_PLACES; i++) {
        if (strcmp(places[i].name, name) == 0) {
            return &places[i];
        }
    }
    return NULL;
}

enum status backup_path(const char *folder, const char *name, char out[CONFIG_PATH_MAX])
{
    struct line line = line_of(out, CONFIG_PATH_MAX);
    line_put(&line, folder);
    line_char(&line, '/');
    line_put(&line, name);
    return line.cut ? STATUS_FULL : STATUS_OK;
}

enum status backup_make_folders(const char *folder)
{
    char path[CONFIG_PATH_MAX];
    enum status status = files_make_folder(folder);
    for (size_t i = 0; status == STATUS_OK && i < FOLDERS; i++) {
        status = backup_path(folder, folders[i], path);
        if (status == STATUS_OK) {
            status = files_make_folder(path);
        }
    }
    return status;
}

static enum status write_piece(int to, size_t size)
{
    for (size_t done = 0; done < size;) {
        const ssize_t put = write(to, piece + done, size - done);
        if (put < 0 && errno != EINTR) {
            return errno_status(errno);
        }
        done += put > 0 ? (size_t)put : 0;
    }
    return STATUS_OK;
}

/* FROM to its end, through the hash and, unless TO is -1, into TO. */
static enum status pour(int from, int to, struct manifest_file *file, struct progress *progress,
                        uint64_t *at)
{
    struct hash_sum sum;
    uint64_t size = 0;
    hash_begin(&sum);
    for (;;) {
        const ssize_t got = read(from, piece, sizeof piece);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return errno_status(errno);
        }
        if (got == 0) {
            break;
        }
        hash_add(&sum, span_of(piece, (size_t)got));
        size += (uint64_t)got;
        const enum status status = to < 0 ? STATUS_OK : write_piece(to, (size_t)got);
        if (status != STATUS_OK) {
            return status;
        }
        if (progress) {
            *at += (uint64_t)got;
            progress_at(progress, *at);
        }
    }
    file->size = size;
    file->hash = hash_end(&sum);
    return STATUS_OK;
}

enum status backup_hash(const char *folder, struct manifest_file *file, struct progress *progress,
                        uint64_t *at)
{
    char path[CONFIG_PATH_MAX];
    enum status status = backup_path(folder, file->name, path);
    const int from = status == STATUS_OK ? open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW) : -1;
    if (from < 0) {
        return status == STATUS_OK ? errno_status(errno) : status;
    }
    (void)posix_fadvise(from, 0, 0, POSIX_FADV_DONTNEED); /* the disk's bytes, not the cache's */
    status = pour(from, -1, file, progress, at);
    (void)close(from);
    return status;
}

static enum status copy_open(int from, const char *to, unsigned mode, struct manifest_file *file,
                             struct progress *progress, uint64_t *at)
{
    const int out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
    if (out < 0) {
        return errno_status(errno);
    }
    enum status status = fchmod(out, mode) == 0 ? STATUS_OK : errno_status(errno);
    if (status == STATUS_OK) {
        status = pour(from, out, file, progress, at);
    }
    if (status == STATUS_OK && fsync(out) != 0) {
        status = errno_status(errno);
    }
    (void)posix_fadvise(out, 0, 0, POSIX_FADV_DONTNEED);
    if (close(out) != 0 && status == STATUS_OK) {
        status = errno_status(errno);
    }
    return status;
}

enum status backup_copy(const char *from, const char *to, unsigned mode, struct hash *out_hash,
                        struct progress *progress, uint64_t *at)
{
    struct manifest_file file;
    const int in = open(from, O_RDONLY | O_CLOEXEC);
    if (in < 0) {
        return errno_status(errno);
    }
    const enum status status = copy_open(in, to, mode, &file, progress, at);
    (void)close(in);
    if (status == STATUS_OK) {
        *out_hash = file.hash;
    }
    return status;
}

enum status backup_sync_one(const char *path)
{
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return errno_status(errno);
    }
    const enum status status = fsync(fd) == 0 ? STATUS_OK : errno_status(errno);
    (void)close(fd);
    return status;
}

enum status backup_sync(const char *folder)
{
    char path[CONFIG_PATH_MAX];
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < FOLDERS; i++) {
        status = backup_path(folder, folders[i], path);
        if (status == STATUS_OK) {
            status = backup_sync_one(path);
        }
    }
    return status == STATUS_OK ? backup_sync_one(folder) : status;
}

static int remove_one(const char *path, const struct stat *about, int kind, struct FTW *where)
{
    (void)about, (void)kind, (void)where;
    return remove(path);
}

enum status backup_remove(const char *folder)
{
    if (nftw(folder, remove_one, OPEN_FOLDERS, FTW_DEPTH | FTW_PHYS | FTW_MOUNT) == 0) {
        return STATUS_OK;
    }
    return errno == ENOENT ? STATUS_OK : errno_status(errno);
}

static bool is_part(struct text name)
{
    const size_t end = sizeof BACKUP_PART - 1;
    return text_starts(name, BACKUP_PREFIX) && name.size > end &&
           text_is((struct text){name.at + name.size - end, end}, BACKUP_PART);
}

enum status backup_remove_parts(const char *dir)
{
    char path[CONFIG_PATH_MAX];
    enum status status = STATUS_OK;
    DIR *open_dir = opendir(dir);
    if (!open_dir) {
        return errno_status(errno);
    }
    for (const struct dirent *one = readdir(open_dir); status == STATUS_OK && one;
         one = readdir(open_dir)) {
        if (is_part(text_of(one->d_name))) {
            status = backup_path(dir, one->d_name, path);
            status = status == STATUS_OK ? backup_remove(path) : status;
        }
    }
    (void)closedir(open_dir);
    return status;
}

enum status backup_newest(const char *dir, char out[BACKUP_NAME_SIZE])
{
    char best[BACKUP_NAME_SIZE] = "";
    DIR *open_dir = opendir(dir);
    if (!open_dir) {
        return errno_status(errno);
    }
    for (const struct dirent *one = readdir(open_dir); one; one = readdir(open_dir)) {
        const struct text name = text_of(one->d_name);
        if (text_starts(name, BACKUP_PREFIX) && !is_part(name) && name.size < BACKUP_NAME_SIZE &&
            text_order(name, text_of(best)) > 0) {
            (void)text_copy(name, best, sizeof best);
        }
    }
    (void)closedir(open_dir);
    return best[0] && text_copy(text_of(best), out, BACKUP_NAME_SIZE) ? STATUS_OK
                                                                      : STATUS_NOT_FOUND;
}

void backup_name(struct instant made, struct line *line)
{
    const struct civil at = instant_civil(made);
    line_put(line, BACKUP_PREFIX);
    line_digits(line, (uint64_t)at.year, 4);
    line_digits(line, (uint64_t)at.month, 2);
    line_digits(line, (uint64_t)at.day, 2);
    line_char(line, '-');
    line_digits(line, (uint64_t)at.hour, 2);
    line_digits(line, (uint64_t)at.minute, 2);
    line_digits(line, (uint64_t)at.second, 2);
}

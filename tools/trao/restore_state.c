#include "tools/trao/restore_state.h"

#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "adapters/posix/errno_status.h"
#include "adapters/sqlite/writer_lock.h"
#include "tools/trao/backup_files.h"

enum { OPEN_FOLDERS = 16 };

#define PART   "restore.part"
#define ASIDE  "before-restore-"
#define FOLDER "run"

/* What a restored server has anew. The rest of flags.db is watch's to make again. */
static const char *const things[] = {STATE_ACTS,  "acts.db-wal",  "acts.db-shm",
                                     STATE_FLAGS, "flags.db-wal", "flags.db-shm",
                                     "keys",      "admin",        "tokens"};
enum { THINGS = sizeof things / sizeof things[0] };

static enum status lock_books(struct restore_state *restore)
{
    static const char *const books[RESTORE_LOCKS] = {STATE_ACTS, STATE_FLAGS, STATE_ADMIN_JOURNAL};
    char path[CONFIG_PATH_MAX];
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < RESTORE_LOCKS; i++) {
        status = backup_path(restore->state, books[i], path);
        if (status == STATUS_OK) {
            status = writer_lock_take(path, NULL, &restore->books[i]);
        }
        if (status == STATUS_NOT_FOUND) {
            status = STATUS_OK; /* no folder, nobody in it */
        }
    }
    return status;
}

/* A name nobody has: what was moved aside twice is kept twice. */
static enum status name_aside(struct restore_state *restore, struct instant now)
{
    const struct civil at = instant_civil(now);
    for (unsigned i = 1; i < 1000; i++) {
        struct line line = line_of(restore->aside, sizeof restore->aside);
        line_put(&line, restore->state);
        line_put(&line, "/" ASIDE);
        line_digits(&line, (uint64_t)at.year, 4);
        line_digits(&line, (uint64_t)at.month, 2);
        line_digits(&line, (uint64_t)at.day, 2);
        line_char(&line, '-');
        line_digits(&line, (uint64_t)at.hour, 2);
        line_digits(&line, (uint64_t)at.minute, 2);
        line_digits(&line, (uint64_t)at.second, 2);
        if (i > 1) {
            line_char(&line, '-');
            line_unsigned(&line, i);
        }
        if (line.cut || !files_exist(restore->aside)) {
            return line.cut ? STATUS_FULL : STATUS_OK;
        }
    }
    return STATUS_DENIED;
}

enum status restore_state_open(struct restore_state *restore, const char *state, struct instant now)
{
    char path[CONFIG_PATH_MAX];
    *restore = (struct restore_state){
        .state = state, .books = {-1, -1, -1}
    };
    enum status status = backup_path(state, FOLDER, path);
    if (status == STATUS_OK) {
        status = files_make_folder(path);
    }
    if (status == STATUS_OK) {
        status = backup_path(state, STATE_SERVER_LOCK, path);
    }
    if (status == STATUS_OK) {
        status = files_lock(path, &restore->server);
    }
    if (status == STATUS_OK) {
        status = lock_books(restore);
    }
    if (status == STATUS_OK) {
        status = backup_path(state, PART, restore->part);
    }
    if (status == STATUS_OK) {
        status = name_aside(restore, now);
    }
    if (status != STATUS_OK) {
        restore_state_close(restore);
    }
    return status;
}

void restore_state_close(struct restore_state *restore)
{
    for (size_t i = 0; i < RESTORE_LOCKS; i++) {
        writer_lock_give(&restore->books[i]);
    }
    files_unlock(&restore->server);
}

enum status restore_state_prepare(struct restore_state *restore)
{
    const enum status status = backup_remove(restore->part);
    return status == STATUS_OK ? backup_make_folders(restore->part) : status;
}

static struct stat owner;

static int own_one(const char *path, const struct stat *about, int kind, struct FTW *where)
{
    (void)about, (void)kind, (void)where;
    return lchown(path, owner.st_uid, owner.st_gid);
}

/* Who restores is often root, and who serves is not. */
static enum status give_to_owner(const struct restore_state *restore)
{
    static const char *const made[] = {FOLDER, STATE_SERVER_LOCK, STATE_ACTS "-lock",
                                       STATE_FLAGS "-lock"};
    char path[CONFIG_PATH_MAX];
    if (geteuid() != 0) {
        return STATUS_OK;
    }
    if (stat(restore->state, &owner) != 0 ||
        nftw(restore->part, own_one, OPEN_FOLDERS, FTW_PHYS) != 0) {
        return errno_status(errno);
    }
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < sizeof made / sizeof made[0]; i++) {
        status = backup_path(restore->state, made[i], path);
        if (status == STATUS_OK && lchown(path, owner.st_uid, owner.st_gid) != 0) {
            status = errno_status(errno);
        }
    }
    return status;
}

static enum status move(const char *from_folder, const char *to_folder, const char *name,
                        bool *out_moved)
{
    char from[CONFIG_PATH_MAX];
    char to[CONFIG_PATH_MAX];
    enum status status = backup_path(from_folder, name, from);
    if (status == STATUS_OK) {
        status = backup_path(to_folder, name, to);
    }
    if (status == STATUS_OK && files_exist(from)) {
        status = rename(from, to) == 0 ? STATUS_OK : errno_status(errno);
        *out_moved = true;
    }
    return status;
}

static enum status move_aside(struct restore_state *restore)
{
    enum status status = files_make_folder(restore->aside);
    for (size_t i = 0; status == STATUS_OK && i < THINGS; i++) {
        status = move(restore->state, restore->aside, things[i], &restore->moved);
    }
    if (status == STATUS_OK && !restore->moved && rmdir(restore->aside) != 0) {
        status = errno_status(errno);
    }
    return status == STATUS_OK && restore->moved ? backup_sync_one(restore->aside) : status;
}

static enum status move_in(const struct restore_state *restore)
{
    bool moved = false;
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < THINGS; i++) {
        status = move(restore->part, restore->state, things[i], &moved);
    }
    return status == STATUS_OK ? backup_sync_one(restore->state) : status;
}

enum status restore_state_swap(struct restore_state *restore)
{
    static const char mark[] = "a restore was cut off here: run `trao restore` again\n";
    char path[CONFIG_PATH_MAX];
    enum status status = give_to_owner(restore);
    if (status == STATUS_OK) {
        status = backup_sync(restore->part);
    }
    if (status == STATUS_OK) {
        status = backup_path(restore->state, STATE_RESTORING, path);
    }
    if (status == STATUS_OK) {
        status = files_write(path, span_of(mark, sizeof mark - 1), FILES_SHARED);
    }
    if (status == STATUS_OK) {
        status = move_aside(restore);
    }
    if (status == STATUS_OK) {
        status = move_in(restore);
    }
    if (status == STATUS_OK) {
        status = backup_remove(restore->part);
    }
    if (status == STATUS_OK && unlink(path) != 0) {
        status = errno_status(errno);
    }
    return status == STATUS_OK ? backup_sync_one(restore->state) : status;
}

#include "adapters/sqlite/book_copy.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include "adapters/sqlite/sqlite_status.h"

enum { STEP_PAGES = 512 };

static enum status refuse(const struct book_copy *copy, const char *path, int code,
                          const char *doing)
{
    const int system_errno = copy->to == NULL ? 0 : sqlite3_system_errno(copy->to);
    const enum status status = sqlite_status(code, system_errno);
    if (status != STATUS_OK) {
        sqlite_log(copy->from->options.log, path, doing, status, sqlite3_errstr(code));
    }
    return status;
}

/* Made by us, so that nobody else can read it and nothing is ever overwritten. */
static enum status make_file(const char *path)
{
    const int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (file < 0) {
        return errno == EEXIST ? STATUS_DENIED : sqlite_status_errno(errno);
    }
    close(file);
    return STATUS_OK;
}

/* Past the page cache the bytes are the disk's, not ours: whoever reads the copy back to check it
 * should see those. */
static enum status sync_file(const char *path)
{
    const int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        return sqlite_status_errno(errno);
    }
    const enum status status = fsync(file) == 0 ? STATUS_OK : sqlite_status_errno(errno);
    (void)posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED);
    close(file);
    return status;
}

static int execute(struct sqlite3 *connection, const char *sql)
{
    return sqlite3_exec(connection, sql, NULL, NULL, NULL);
}

/* The read transaction is begun by the first page that is read, and held to the end: without it
 * the copy would begin anew with every commit of the writer's. */
enum status book_copy_begin(struct book_copy *copy, struct database *from, const char *to)
{
    *copy = (struct book_copy){.from = from};
    enum status status = make_file(to);
    if (status != STATUS_OK) {
        return status;
    }
    int code = sqlite3_open_v2(
        to, &copy->to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
    if (code == SQLITE_OK) {
        /* no journal: a copy that was cut off is thrown away */
        code = execute(copy->to, "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF");
    }
    if (code == SQLITE_OK) {
        code = execute(from->connection, "BEGIN; SELECT count(*) FROM sqlite_schema");
    }
    if (code == SQLITE_OK) {
        copy->work = sqlite3_backup_init(copy->to, "main", from->connection, "main");
        code = copy->work == NULL ? sqlite3_extended_errcode(copy->to) : SQLITE_OK;
    }
    status = refuse(copy, to, code, "begin a copy");
    if (status != STATUS_OK) {
        const enum status ended = book_copy_end(copy);
        (void)ended;
    }
    return status;
}

enum status book_copy_step(struct book_copy *copy, bool *out_more)
{
    const int code = sqlite3_backup_step(copy->work, STEP_PAGES);
    copy->total = (uint64_t)sqlite3_backup_pagecount(copy->work);
    copy->done = copy->total - (uint64_t)sqlite3_backup_remaining(copy->work);
    *out_more = code == SQLITE_OK;
    return code == SQLITE_DONE ? STATUS_OK : refuse(copy, copy->from->path, code, "copy");
}

enum status book_copy_end(struct book_copy *copy)
{
    char path[DATABASE_PATH_MAX];
    const bool whole = copy->work != NULL && sqlite3_backup_remaining(copy->work) == 0 &&
                       sqlite3_backup_pagecount(copy->work) > 0;
    const int code = sqlite3_backup_finish(copy->work);
    if (copy->from != NULL && sqlite3_get_autocommit(copy->from->connection) == 0) {
        (void)execute(copy->from->connection, "ROLLBACK");
    }
    const char *name = copy->to == NULL ? NULL : sqlite3_db_filename(copy->to, "main");
    const bool named = name != NULL && text_copy(text_of(name), path, sizeof path);
    enum status status = whole && named ? refuse(copy, path, code, "end a copy") : STATUS_IO;
    const int closed = sqlite3_close(copy->to);
    if (status == STATUS_OK && closed != SQLITE_OK) {
        status = STATUS_IO;
    }
    *copy = (struct book_copy){0};
    return status == STATUS_OK ? sync_file(path) : status;
}

#include "adapters/sqlite/writer_lock.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "adapters/sqlite/sqlite_status.h"

enum { NAME_MAX_SIZE = 512, PID_SIZE = 24 };

/* What the holder wrote: "pid 4711". It may not have come to that yet. */
static void say_holder(int file, const char *path, const struct log *log)
{
    char text[PID_SIZE + 48];
    struct line line = line_of(text, sizeof text);
    char pid[PID_SIZE];
    const ssize_t size = pread(file, pid, sizeof pid, 0);
    line_put(&line, "another process writes this book: ");
    line_escaped(&line,
                 size > 0 ? text_trim((struct text){pid, (size_t)size}) : TEXT("pid unknown"));
    sqlite_log(log, path, "lock", STATUS_DENIED, text);
}

/* Only a courtesy to people: on a full disk the lock holds without it. */
static void write_pid(int file)
{
    char text[PID_SIZE];
    struct line line = line_of(text, sizeof text);
    line_put(&line, "pid ");
    line_signed(&line, getpid());
    line_char(&line, '\n');
    if (ftruncate(file, 0) == 0) {
        const ssize_t written = pwrite(file, text, line.size, 0);
        (void)written;
    }
}

enum status writer_lock_take(const char *path, const struct log *log, int *out_lock)
{
    char name[NAME_MAX_SIZE];
    struct line line = line_of(name, sizeof name);
    line_put(&line, path);
    line_put(&line, "-lock");
    if (line.cut) {
        return STATUS_FULL;
    }
    const int file = open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (file < 0) {
        const enum status status = sqlite_status_errno(errno);
        sqlite_log(log, path, "lock", status, strerror(errno));
        return status;
    }
    if (flock(file, LOCK_EX | LOCK_NB) != 0) {
        const enum status status = sqlite_status_errno(errno);
        if (status == STATUS_DENIED) {
            say_holder(file, path, log);
        } else {
            sqlite_log(log, path, "lock", status, strerror(errno));
        }
        close(file);
        return status;
    }
    write_pid(file);
    *out_lock = file;
    return STATUS_OK;
}

void writer_lock_give(int *lock)
{
    if (*lock >= 0) {
        close(*lock);
        *lock = -1;
    }
}

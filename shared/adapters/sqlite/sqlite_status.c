#include "adapters/sqlite/sqlite_status.h"

#include <errno.h>
#include <sqlite3.h>

enum status sqlite_status_errno(int system_errno)
{
    switch (system_errno) {
    case 0:
        return STATUS_OK;
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
        return STATUS_FULL;
    case ENOENT:
    case ENOTDIR:
        return STATUS_NOT_FOUND;
    case EACCES:
    case EPERM:
    case EROFS:
    case EWOULDBLOCK:
        return STATUS_DENIED;
    default:
        return STATUS_IO;
    }
}

/* A reader without rights to the WAL index may be unable to look just now; that passes. */
static enum status readonly_status(int code)
{
    switch (code) {
    case SQLITE_READONLY_RECOVERY:
    case SQLITE_READONLY_CANTLOCK:
    case SQLITE_READONLY_CANTINIT:
    case SQLITE_READONLY_DBMOVED:
        return STATUS_IO;
    default:
        return STATUS_DENIED;
    }
}

enum status sqlite_status(int code, int system_errno)
{
    switch (code & 0xff) {
    case SQLITE_OK:
    case SQLITE_ROW:
    case SQLITE_DONE:
        return STATUS_OK;
    case SQLITE_FULL:
    case SQLITE_TOOBIG:
        return STATUS_FULL;
    case SQLITE_CORRUPT:
    case SQLITE_CONSTRAINT: /* our rows keep their constraints: the book has been damaged */
    case SQLITE_MISMATCH:
        return STATUS_BROKEN;
    case SQLITE_NOTADB:
        return STATUS_MALFORMED;
    case SQLITE_PERM:
    case SQLITE_AUTH:
        return STATUS_DENIED;
    case SQLITE_READONLY:
        return readonly_status(code);
    case SQLITE_CANTOPEN:
        return system_errno == 0 ? STATUS_IO : sqlite_status_errno(system_errno);
    default:
        return STATUS_IO;
    }
}

void sqlite_log(const struct log *log, const char *path, const char *doing, enum status status,
                const char *why)
{
    if (log == NULL) {
        return;
    }
    const struct log_field fields[] = {
        {"path",   text_of(path)               },
        {"doing",  text_of(doing)              },
        {"status", text_of(status_text(status))},
        {"why",    text_of(why)                },
    };
    const enum log_level level = status == STATUS_FULL ? LOG_LEVEL_WARNING : LOG_LEVEL_ERROR;
    log_write(log, level, "the book said no", fields, sizeof fields / sizeof fields[0]);
}

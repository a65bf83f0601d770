#include "adapters/posix/errno_status.h"

#include <errno.h>

enum status errno_status(int error)
{
    switch (error) {
    case ENOENT:
    case ENOTDIR:
        return STATUS_NOT_FOUND;
    case EACCES:
    case EPERM:
    case EROFS:
    case EWOULDBLOCK: /* flock(2): another holds the lock */
        return STATUS_DENIED;
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
        return STATUS_FULL;
    case EISDIR:
    case ELOOP:
    case ENAMETOOLONG:
    case ENXIO:
        return STATUS_MALFORMED;
    default:
        return STATUS_IO;
    }
}

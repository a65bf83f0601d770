#include "base/status.h"

const char *status_text(enum status status)
{
    switch (status) {
    case STATUS_OK:
        return "ok";
    case STATUS_FULL:
        return "full";
    case STATUS_MALFORMED:
        return "malformed";
    case STATUS_BROKEN:
        return "broken chain";
    case STATUS_IO:
        return "i/o failure";
    case STATUS_NOT_FOUND:
        return "not found";
    case STATUS_DENIED:
        return "denied";
    case STATUS_TOO_NEW:
        return "written by a newer version";
    case STATUS_STATUSES:
        break;
    }
    return "unknown status";
}

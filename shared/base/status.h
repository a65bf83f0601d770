/* status - why a call that may fail did not succeed.
 *
 * One vocabulary for the whole house. Adapters translate errno, SQLite and ZeroMQ codes into it at
 * the edge; nothing above an adapter sees those. */
#ifndef BASE_STATUS_H
#define BASE_STATUS_H

#define MUST_CHECK __attribute__((warn_unused_result))

enum status {
    STATUS_OK = 0,
    STATUS_FULL,      /* a fixed bound or the disk was reached; nothing was changed */
    STATUS_MALFORMED, /* bytes from outside do not decode */
    STATUS_BROKEN,    /* a stored hash chain does not link up, or a book is damaged */
    STATUS_IO,        /* device, disk or network said no; try later */
    STATUS_NOT_FOUND, /* there is no such thing */
    STATUS_DENIED,    /* it is there, but not for us: read-only, no rights, locked by another */
    STATUS_TOO_NEW,   /* written by a newer version of the program; not touched */
    STATUS_STATUSES
};

/* A short English word for logs, never NULL. People read base/said.h texts instead. */
const char *status_text(enum status status);

#endif

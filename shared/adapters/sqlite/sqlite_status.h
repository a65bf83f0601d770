/* sqlite_status - SQLite's result codes and errno as the house's statuses; translated only here. */
#ifndef ADAPTERS_SQLITE_SQLITE_STATUS_H
#define ADAPTERS_SQLITE_SQLITE_STATUS_H

#include "base/status.h"
#include "ports/log.h"

/* CODE is extended or primary; SYSTEM_ERRNO (sqlite3_system_errno()) tells why a file did not
 * open. */
enum status sqlite_status(int code, int system_errno);
/* The same, of a system call that failed. */
enum status sqlite_status_errno(int system_errno);

/* One line for the operator: what was being done to which book, and what came of it. LOG may be
 * NULL. */
void sqlite_log(const struct log *log, const char *path, const char *doing, enum status status,
                const char *why);

#endif

/* act_store_sqlite - the act_store port over SQLite: intake's hand on acts.db. */
#ifndef ADAPTERS_SQLITE_ACT_STORE_SQLITE_H
#define ADAPTERS_SQLITE_ACT_STORE_SQLITE_H

#include "adapters/sqlite/act_rows.h"

enum {
    ACT_STORE_RESERVE = 16 * 1024 * 1024, /* what production keeps back on the disk */
    ACT_STORE_WRITES = 5,
};

/* The caller's memory; all of it is this file's own. */
struct act_store_sqlite {
    struct act_rows rows;
    struct sqlite3_stmt *write[ACT_STORE_WRITES];
    struct act_position position; /* as durable */
};

/* The options of a production server: lock and reserve. */
struct database_options act_store_sqlite_options(const char *path, const struct log *log);
/* Statuses as database_open(). */
enum status act_store_sqlite_open(struct act_store_sqlite *store,
                                  const struct database_options *options) MUST_CHECK;
void act_store_sqlite_close(struct act_store_sqlite *store); /* NULL or zeroed: nothing */
/* The port; valid as long as STORE is open. */
struct act_store act_store_sqlite_store(struct act_store_sqlite *store);

#endif

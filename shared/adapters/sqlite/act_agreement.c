/* Older rows are not looked at: what a disk can have lost without a word is of late, and an opening
 * must be quick. Who is revoked has been receipted further than its rows go; nobody less far. */
#include "adapters/sqlite/act_agreement.h"

#include <sqlite3.h>

#include "adapters/sqlite/row.h"
#include "adapters/sqlite/sqlite_status.h"

enum { QUESTIONS = 3 };

/* ?1: the newest row. ?2: those behind this one are of late. A row that comes back is a no. */
static const char *const questions[QUESTIONS] = {
    "SELECT 1 WHERE (SELECT count(*) FROM batch WHERE n > ?2) <> ?1 - ?2",
    "SELECT 1 WHERE (SELECT ifnull(max(last), 0) FROM stream) <> ?1",
    "SELECT 1 FROM stream s LEFT JOIN batch b ON b.n = s.last WHERE s.last > ?2"
    " AND (b.n IS NULL OR b.device <> s.device"
    " OR (b.epoch, b.seq + b.count - 1) > (s.epoch, s.seq))",
};

static const char *const answers[QUESTIONS] = {
    "one of the newest rows is missing",
    "the newest row and the streams do not fit together",
    "a stream and its last row do not fit together",
};

enum status act_agreement(struct act_rows *rows, const struct act_position *position)
{
    struct database *database = &rows->database;
    struct sqlite3_stmt *asked[QUESTIONS];
    const uint64_t n = position->n;
    enum status status = database_prepare(database, questions, asked, QUESTIONS);
    if (status != STATUS_OK) {
        return status;
    }
    for (size_t i = 0; status == STATUS_OK && i < QUESTIONS; i++) {
        bool differs = false;
        bind_u64(asked[i], 1, n);
        if (sqlite3_bind_parameter_count(asked[i]) > 1) {
            bind_u64(asked[i], 2, n > ACT_AGREEMENT_ROWS ? n - ACT_AGREEMENT_ROWS : 0);
        }
        status = database_step(database, asked[i], &differs);
        if (differs) {
            status = STATUS_BROKEN;
            sqlite_log(database->options.log, database->path, "open", status, answers[i]);
        }
    }
    database_finalize(asked, QUESTIONS);
    return status;
}

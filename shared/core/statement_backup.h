/* statement_backup - the body of ENTRY_BACKUP: up to which row of the book there is a verified
 * copy.
 *
 * Pure. What makes receipts of level two (SEMANTICS section 2). The row is named by its number and
 * by its content: a book that was restored meanwhile holds something else there, and the statement
 * is worth nothing to it. Who may say so, and what follows from it, is intake's to know. */
#ifndef CORE_STATEMENT_BACKUP_H
#define CORE_STATEMENT_BACKUP_H

#include "base/hash.h"
#include "base/span.h"
#include "base/status.h"

struct backup_body {
    uint64_t row;         /* the copy holds the rows 1 to this one */
    struct hash row_hash; /* backup_row_hash() of that row's message */
    struct hash manifest; /* SHA-256 of the copy's manifest, as it was written */
};

enum status backup_encode(const struct backup_body *body, struct writer *writer) MUST_CHECK;
enum status backup_decode(struct span body, struct backup_body *out) MUST_CHECK;
/* SHA-256("trao/row/1" | MESSAGE), the batch as it was received. */
struct hash backup_row_hash(struct span message);

#endif

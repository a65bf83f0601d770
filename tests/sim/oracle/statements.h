/* statements - what the entries of a batch say, into `told`.
 *
 * SEMANTICS section 2, protocols/journal.md. Only what is signed under the enrolled key counts; a
 * file counts with its closing entry. Event times are fixed here, from the stored evidence. */
#ifndef SIM_ORACLE_STATEMENTS_H
#define SIM_ORACLE_STATEMENTS_H

#include "core/statement.h"
#include "core/sync.h"
#include "ports/act_store.h"
#include "tests/sim/oracle/told.h"

/* A device, and how far its events are. */
struct speaker {
    struct act_device device;
    int64_t last; /* event time of its newest entry; NEVER_TOLD */
};

struct heard_file {
    struct device device;
    enum file_kind kind;
    struct hash hash;
    uint32_t parts;
    char *bytes;
    size_t size;
    bool counted; /* closed, and in force: the same again is nothing */
};

struct statements {
    struct all_told told;
    struct speaker *speakers;
    size_t speaker_count;
    struct heard_file *files;
    size_t file_count;
};

/* A row of acts.db. */
struct row {
    struct device device;
    struct instant received;
    struct place first;
    uint32_t count, skip;
    struct span message; /* owned */
    bool counts;         /* shape, chain and signature are as they must be */
};

void statements_init(struct statements *statements, const struct act_device *devices, size_t count);
void statements_fini(struct statements *statements);
/* Does the message of ROW count under KEY? */
bool row_counts(const struct row *row, const struct sign_public *key);
void statements_take(struct statements *statements, const struct row *row);

/* An entry with its event time; for the rooms of this folder. */
struct dated {
    const struct entry *entry;
    int64_t at, early, late;
};

/* File parts and closes. */
void statements_part(struct statements *statements, const struct dated *event);
void statements_close(struct statements *statements, const struct dated *event);

#endif

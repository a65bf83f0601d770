/* book_files - the files that stand in acts.db: feed, supplements, calendar, plan.
 *
 * A file too long for one entry is several; none of them counts before the closing one, and then
 * only if number, size and hash are what that one says (SEMANTICS section 2). Batches that were set
 * apart do not count. Writes nothing. */
#ifndef TRAO_BOOK_FILES_H
#define TRAO_BOOK_FILES_H

#include <stdio.h>

#include "base/hash.h"
#include "core/plan.h"
#include "core/statement.h"
#include "tools/trao/books.h"

enum { BOOK_FILE_KINDS = FILE_OFFICES + 1, BOOK_FILES_BEGUN_MAX = 64, BOOK_CANCELS_MAX = 4096 };

struct file_text {
    char *bytes;
    size_t size, room;
};

/* A file whose close has not come yet. */
struct begun_file {
    struct device device;
    struct hash file;
    struct file_text text;
    uint32_t parts;
};

/* A calendar or plan that was taken, in the order in which they came. */
struct book_version {
    enum file_kind kind;
    struct day valid_from;
    struct instant received;
    struct hash file;
    char name[64]; /* for people; cut */
    struct file_text text;
};

struct book_files {
    const struct call *call;                /* borrowed; set by the caller, the rest zero */
    bool keep_versions;                     /* also of what has been replaced since */
    struct file_text text[BOOK_FILE_KINDS]; /* by kind: all rows; of a plan, the newest's */
    struct file_text cancels;               /* rows of the plan, from statements of their own */
    struct begun_file begun[BOOK_FILES_BEGUN_MAX];
    uint64_t *apart;    /* numbers of rows, in order */
    struct hash *known; /* files that count */
    size_t begun_count, apart_count, apart_room, known_count, known_room;
    bool leave_out[BOOK_CANCELS_MAX]; /* of `cancels`, by row: what the plan does not know */
    struct book_version *versions;    /* calendars and plans, if they are kept */
    size_t version_count, version_room;
    void *plan_memory; /* of the plan that book_files_plan() has made */
};

/* Up to row LAST. CALL_OK, or the exit code after one sentence. Free it in both cases. */
int book_files_read(struct book_files *files, const struct config *config, uint64_t last);
void book_files_free(struct book_files *files);
static inline struct text book_files_text(const struct book_files *files, enum file_kind kind)
{
    return (struct text){.at = files->text[kind].bytes, .size = files->text[kind].size};
}
/* The newest plan over CALENDAR, with the runs cancelled since. STATUS_NOT_FOUND: there is none. */
enum status book_files_plan(struct book_files *files, const struct calendar *calendar,
                            struct plan *plan, struct names *names,
                            const struct parties *parties) MUST_CHECK;
/* After that: its rows, as a plan's file has them. */
void book_files_plan_rows(const struct book_files *files, FILE *out);
/* The newest calendar, and the newest plan over it. STATUS_NOT_FOUND: one of them is missing. */
enum status book_files_almanac(struct book_files *files, struct calendar *calendar,
                               struct plan *plan, struct names *names,
                               const struct parties *parties) MUST_CHECK;

#endif

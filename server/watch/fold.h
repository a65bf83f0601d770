/* fold - what a statement does to the model: acts, files, rulings, revocations.
 *
 * Called for each entry that counts, in append order. With a book it also writes the acts there;
 * without one (at start, when the book has them already) it only fills the model. Judges nothing.
 */
#ifndef WATCH_FOLD_H
#define WATCH_FOLD_H

#include "core/item_code.h"
#include "ports/act_store.h"
#include "ports/flag_book.h"
#include "server/watch/almanac.h"
#include "server/watch/evidence.h"
#include "server/watch/handoffs.h"
#include "server/watch/model.h"

enum {
    FOLD_FILES_OPEN_MAX = 64,
    FOLD_APART_MAX = 1 << 20,
    FOLD_PAGE_SIZE = 512 * 1024,
    FOLD_TEXT_SIZE = ALMANAC_PLAN_BYTES_MAX,
};

/* A file whose parts are coming in; they are read again from the acts when it is closed. */
struct open_file {
    struct device device;
    struct hash file;
    enum file_kind kind;
    uint64_t row; /* that holds its first part */
    uint32_t parts;
    uint64_t size;
    bool broken; /* an incident says so; it can only be sent anew */
};

/* Hashes of files that count already. */
struct file_set {
    struct hash *slots; /* open addressing; zero: free */
    uint32_t slot_count;
    uint32_t count, count_max;
};

struct fold_counters {
    uint64_t entries;
    uint64_t acts;
    uint64_t doubles; /* the same statement again */
    uint64_t files;
    uint64_t files_again;
    uint64_t files_broken;
    uint64_t readings;
    uint64_t late_words;    /* on a flag that is not there any more */
    uint64_t unknown_kinds; /* of a newer version: kept in the acts, not understood here */
    uint64_t malformed;
    uint64_t impossible; /* lines after which a dossier is promised before it was received */
};

struct fold {
    struct model *model; /* borrowed, as all of these */
    struct almanac *almanac;
    struct evidence *evidence;
    struct act_reader *reader;
    struct flag_book *book; /* NULL: fill the model only */
    struct item_grammar grammar;
    struct handoffs handoffs;
    uint64_t row;         /* under way */
    struct minute minute; /* when it was received */
    uint64_t *apart;      /* rows that do not count, in order */
    uint32_t apart_count;
    struct open_file open[FOLD_FILES_OPEN_MAX];
    uint32_t open_count;
    struct file_set files;
    void *memory; /* for reading files back: a page of rows, and one message taken apart */
    char *text;   /* a whole plan or calendar */
    size_t text_size;
    struct fold_counters counters;
};

/* The borrowed ones are set by the caller afterwards. STATUS_FULL: no memory. */
enum status fold_open(struct fold *fold, const struct model_limits *limits) MUST_CHECK;
void fold_close(struct fold *fold);
/* True when a table of its own is full: open again with greater limits. */
bool fold_full(const struct fold *fold);
/* The row under way, or any row, is one that does not count. STATUS_FULL: too many. */
enum status fold_apart(struct fold *fold, uint64_t row) MUST_CHECK;
bool fold_is_apart(const struct fold *fold, uint64_t row);
bool file_is_known(const struct file_set *files, const struct hash *file);
enum status file_know(struct file_set *files, const struct hash *file) MUST_CHECK;
/* One act from wherever it came; SHOWN holds what only the book needs: source, one_device, typed.
 * Anything but STATUS_OK: the book or a table has failed, and the turn is lost. */
enum status fold_act(struct fold *fold, const struct act *act,
                     const struct book_act *shown) MUST_CHECK;
enum status fold_incident(struct fold *fold, const struct book_source *source, struct instant at,
                          const char *kind, struct text detail) MUST_CHECK;

#endif

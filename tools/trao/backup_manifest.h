/* backup_manifest - what a backup says of itself: a text of one line a thing, closed by its own
 * hash.
 *
 * Lines in this order: `trao-backup 1`, program, schema, made, server, rows, row, then `file NAME
 * SIZE SHA256` and `stream DEVICE EPOCH/SEQ HASH` for each, at last `sha256 HEX` of all bytes
 * before it. There is one encoding: what differs by a byte is refused. Knows no file and no folder.
 */
#ifndef TRAO_BACKUP_MANIFEST_H
#define TRAO_BACKUP_MANIFEST_H

#include "core/journal.h"

enum {
    MANIFEST_FILES_MAX = 16,
    MANIFEST_NAME_SIZE = 32,
    MANIFEST_TEXT_SIZE = 64,
    MANIFEST_SIZE_MAX = 2 * 1024 * 1024, /* 8,192 streams of 130 bytes, and some */
};

struct manifest_file {
    char name[MANIFEST_NAME_SIZE]; /* within the backup */
    uint64_t size;
    struct hash hash;
};

struct manifest_stream {
    struct device device;
    struct head head; /* the newest entry that the copy holds */
};

struct manifest {
    char program[MANIFEST_TEXT_SIZE]; /* name and version of what made it */
    uint64_t schema;                  /* of acts.db */
    struct instant made;
    char server[MANIFEST_TEXT_SIZE]; /* the server's public key, as units know it */
    uint64_t rows;                   /* in the copy of acts.db */
    struct hash row; /* backup_row_hash() of the last one; zero when there is none */
    struct manifest_file files[MANIFEST_FILES_MAX];
    size_t file_count;
    struct manifest_stream *streams; /* malloc; manifest_fini() */
    size_t stream_count, stream_room;
};

void manifest_fini(struct manifest *manifest);
/* STATUS_FULL: more than fits, or no memory. */
enum status manifest_add_file(struct manifest *manifest,
                              const struct manifest_file *file) MUST_CHECK;
enum status manifest_add_stream(struct manifest *manifest,
                                const struct manifest_stream *stream) MUST_CHECK;
const struct manifest_stream *manifest_stream(const struct manifest *manifest,
                                              struct device device);

/* The whole text; LINE->cut when it does not fit. */
void manifest_write(const struct manifest *manifest, struct line *line);
/* STATUS_TOO_NEW: of a later form. STATUS_BROKEN: not what it was when its hash was taken.
 * STATUS_MALFORMED: no manifest. STATUS_FULL: no memory. Only STATUS_OK leaves something to fini.
 */
enum status manifest_parse(struct text text, struct manifest *out_manifest) MUST_CHECK;

#endif

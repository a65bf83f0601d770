/* backup_check - is this backup whole, and what it was when it was made?
 *
 * Reads everything back from the disk: the manifest against its own hash, every file against the
 * manifest, the book's pages, every row's chain and signature, and the place each stream has come
 * to. `backup`, `restore` and `verify` ask the same questions; nobody can leave one out. */
#ifndef TRAO_BACKUP_CHECK_H
#define TRAO_BACKUP_CHECK_H

#include "tools/trao/backup_files.h"
#include "tools/trao/verify.h"

/* A folder with a manifest in it? */
bool backup_is(const char *path);
/* FOLDER's manifest alone. CALL_OK; CALL_FAILED (not one of ours, or of a newer program) or
 * CALL_FOUND (damaged) after one sentence. Close with manifest_fini(). */
int backup_read_manifest(const struct call *call, const char *folder,
                         struct manifest *out_manifest);
/* Of the folder VERIFY->path; faults are told as they are found, and counted there. CALL_OK if all
 * of it could be read, faults or not. OUT_MANIFEST may be NULL; written with CALL_OK only. */
int backup_check(struct verify *verify, struct manifest *out_manifest);

#endif

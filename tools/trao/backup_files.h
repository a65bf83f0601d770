/* backup_files - the files of a backup: which ones there are, copied, read back, hashed, synced.
 *
 * Knows what stands where in a state folder and in a backup, which is the same; no manifest's text
 * and no book. */
#ifndef TRAO_BACKUP_FILES_H
#define TRAO_BACKUP_FILES_H

#include "tools/trao/backup_manifest.h"
#include "tools/trao/config.h"
#include "tools/trao/progress.h"

#define BACKUP_MANIFEST "manifest"
#define BACKUP_CONFIG   "server.ini"
#define BACKUP_PART     ".part"
#define BACKUP_PREFIX   "trao-"

enum { BACKUP_NAME_SIZE = 64, BACKUP_PLACES = 9 };

struct backup_place {
    const char *name;
    unsigned mode;
    bool is_book; /* copied with SQLite: somebody may be writing it */
    bool needed;  /* no backup without it */
};

/* Everything a server needs to be itself again; flags.db is derived. */
const struct backup_place *backup_places(void);
const struct backup_place *backup_place(const char *name); /* NULL: no backup holds such a file */

/* FOLDER/NAME. STATUS_FULL: too long a path. */
enum status backup_path(const char *folder, const char *name, char out[CONFIG_PATH_MAX]) MUST_CHECK;
/* FOLDER, for its owner alone, and the folders a backup has in it. */
enum status backup_make_folders(const char *folder) MUST_CHECK;
/* Size and hash of what the disk has of FOLDER/file->name; PROGRESS (or NULL) goes on from *at. */
enum status backup_hash(const char *folder, struct manifest_file *file, struct progress *progress,
                        uint64_t *at) MUST_CHECK;
/* FROM into the new file TO, synced; *out_hash is of what was read. */
enum status backup_copy(const char *from, const char *to, unsigned mode, struct hash *out_hash,
                        struct progress *progress, uint64_t *at) MUST_CHECK;
/* FOLDER and the folders in it onto the disk (their files are). */
enum status backup_sync(const char *folder) MUST_CHECK;
enum status backup_sync_one(const char *path) MUST_CHECK;
/* FOLDER with everything in it. */
enum status backup_remove(const char *folder) MUST_CHECK;
/* What was cut off in the middle: every `trao-….part` in DIR. */
enum status backup_remove_parts(const char *dir) MUST_CHECK;
/* The newest backup in DIR, by name. STATUS_NOT_FOUND. */
enum status backup_newest(const char *dir, char out[BACKUP_NAME_SIZE]) MUST_CHECK;
/* `trao-20230324-154107`. */
void backup_name(struct instant made, struct line *line);

#endif

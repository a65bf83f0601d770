/* folder - a folder of a test's own on a real disk, and what happens to the files in it. */
#ifndef CONTRACT_FOLDER_H
#define CONTRACT_FOLDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { FOLDER_PATH_SIZE = 256 };

struct folder {
    char path[FOLDER_PATH_SIZE];
};

void folder_make(struct folder *folder);   /* under TMPDIR or /tmp */
void folder_remove(struct folder *folder); /* with everything in it */
/* PATH/NAME, in one of a few buffers that take turns. */
const char *folder_file(const struct folder *folder, const char *name);

void file_copy(const char *from, const char *to);
uint64_t file_size(const char *path); /* 0 when it is not there */
/* A number that changes when a byte of the file does; 0 when it is not there. */
uint64_t file_print(const char *path);
/* Overwrites; the file grows if it must. */
void file_poke(const char *path, uint64_t at, const void *bytes, size_t size);
/* Where BYTES stand in the file, the FROMth byte or later; -1 if nowhere. */
int64_t file_find(const char *path, uint64_t from, const void *bytes, size_t size);

#endif

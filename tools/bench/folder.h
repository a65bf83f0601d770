/* folder - where a run keeps its books: a fresh folder on a real disk, gone afterwards. */
#ifndef BENCH_FOLDER_H
#define BENCH_FOLDER_H

#include <stdbool.h>

enum { FOLDER_PATH_MAX = 512 };

/* Makes a new folder under PARENT. False, and said why on standard error: it cannot be made, or
 * PARENT lies in memory (tmpfs, ramfs), where an fdatasync costs nothing and proves nothing. */
bool folder_make(const char *parent, char out_path[FOLDER_PATH_MAX]);
/* False, and said why: PATH is not there, or lies in memory. */
bool folder_is_on_disk(const char *path);
/* With all that is in it. */
void folder_remove(const char *path);

#endif

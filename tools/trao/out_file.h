/* out_file - a file that is there whole or not at all; `-` is standard output. */
#ifndef TRAO_OUT_FILE_H
#define TRAO_OUT_FILE_H

#include <stdio.h>

#include "tools/trao/config.h"

struct out_file {
    const struct call *call; /* borrowed */
    const char *path;        /* borrowed */
    char part[CONFIG_PATH_MAX];
    FILE *stream;
};

/* CALL_OK, or CALL_FAILED after one sentence. */
int out_file_open(struct out_file *file, const struct call *call, const char *path);
/* Syncs it and gives it its name. CALL_FAILED after one sentence: nothing is left behind. */
int out_file_keep(struct out_file *file);
void out_file_drop(struct out_file *file); /* nothing is left behind; NULL stream: nothing */

#endif

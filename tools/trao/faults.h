/* faults - the list of what is wrong with a file: `FILE:LINE: why [CODE]`, one a line; and of what
 * is odd in it, which hinders nothing.
 *
 * On standard error as they are found, or gathered for the answer in JSON. What a file says is
 * shown escaped and cut; nothing of it reaches a terminal as it came. */
#ifndef TRAO_FAULTS_H
#define TRAO_FAULTS_H

#include <jansson.h>

#include "tools/trao/call.h"

enum { FAULTS_SHOWN_MAX = 1000, FAULT_VALUES_MAX = 4 };

struct faults {
    const struct call *call;
    json_t *list; /* owned; NULL: not asked for */
    uint64_t count;
    json_t *doubt_list; /* as `list` */
    uint64_t doubts;
};

void faults_begin(struct faults *faults, const struct call *call);
void faults_end(struct faults *faults);
/* LINE 0: the file as a whole. Beyond FAULTS_SHOWN_MAX they are only counted. */
void faults_add(struct faults *faults, const char *path, uint64_t line, const struct said *said,
                const struct text *values, size_t count);
/* With {0} the line's number, as the sentences of core want it. */
void faults_add_line(struct faults *faults, const char *path, uint64_t line,
                     const struct said *said, struct text one, struct text two);
/* What is odd in a line that counts all the same. */
void faults_doubt(struct faults *faults, const char *path, uint64_t line, const struct said *said,
                  struct text one, struct text two);

#endif

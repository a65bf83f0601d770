/* file_check - what `trao calendar check` and `trao plan check` gather about a file, and how it is
 * told: faults, remarks, and that it is in order. */
#ifndef TRAO_FILE_CHECK_H
#define TRAO_FILE_CHECK_H

#include "tools/trao/faults.h"

struct file_check {
    const struct call *call;
    const char *path;
    uint64_t rows;
    struct faults faults; /* an import would refuse it */
    struct faults notes;  /* worth a second look */
};

void file_check_begin(struct file_check *check, const struct call *call, const char *path);
void file_check_end(struct file_check *check);
/* The verb's last word. Returns CALL_FOUND when there is a fault or a remark, else CALL_OK;
 * CALL_FAILED: it could not be said. */
int file_check_tell(const struct file_check *check);

#endif

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tools/trao/verify.h"

/* Sealed entries back to back. Behind bytes that are no entry nothing can be found again: the file
 * does not say where the next one begins. */

static void take_all(struct verify *verify, struct span all)
{
    struct span left = all;
    char where[VERIFY_WHERE_SIZE];
    progress_begin(&verify->progress, verify->call, trao_said(SAID_VERIFYING), all.size);
    while (left.size > 0) {
        struct sealed sealed;
        uint64_t at = all.size - left.size;
        (void)verify_where(verify, "byte ", "byte ", at, where);
        enum status status = entry_open(&left, &sealed);
        if (status != STATUS_OK) {
            bool newer = status == STATUS_TOO_NEW && at > 0; /* else it is another kind of file */
            verify_fault(verify, where, newer ? SAID_VERIFY_NEW : SAID_VERIFY_SHAPE, NULL);
            break;
        }
        verify_entry(verify, where, &sealed);
        progress_at(&verify->progress, at);
    }
    progress_end(&verify->progress);
}

int verify_entries(struct verify *verify)
{
    struct stat about;
    int fd = open(verify->path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &about) != 0 || !S_ISREG(about.st_mode)) {
        if (fd >= 0) {
            (void)close(fd);
        }
        return call_refuse(verify->call, CALL_FAILED, trao_said(SAID_NO_FILE),
                           text_of(verify->path), text_of(call_why(verify->call, STATUS_IO)));
    }
    size_t size = (size_t)about.st_size;
    void *bytes = size > 0 ? mmap(NULL, size, PROT_READ, MAP_PRIVATE, fd, 0) : NULL;
    (void)close(fd);
    if (bytes == MAP_FAILED) {
        return call_refuse(verify->call, CALL_FAILED, trao_said(SAID_NO_FILE),
                           text_of(verify->path), text_of(call_why(verify->call, STATUS_IO)));
    }
    take_all(verify, span_of(bytes, size));
    if (bytes) {
        (void)munmap(bytes, size);
    }
    return CALL_OK;
}

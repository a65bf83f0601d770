#include "tools/trao/out_file.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "adapters/posix/errno_status.h"
#include "tools/trao/trao_said.h"

static int refuse(const struct out_file *file, int error)
{
    return call_refuse(file->call, CALL_FAILED, trao_said(SAID_NO_WRITE), text_of(file->path),
                       text_of(call_why(file->call, errno_status(error))));
}

int out_file_open(struct out_file *file, const struct call *call, const char *path)
{
    *file = (struct out_file){.call = call, .path = path};
    if (strcmp(path, "-") == 0) {
        file->stream = stdout;
        return CALL_OK;
    }
    struct line line = line_of(file->part, sizeof file->part);
    line_put(&line, path);
    line_put(&line, ".part");
    file->stream = line.cut ? NULL : fopen(file->part, "wbe");
    return file->stream ? CALL_OK : refuse(file, errno);
}

int out_file_keep(struct out_file *file)
{
    FILE *stream = file->stream;
    file->stream = NULL;
    if (stream == stdout) {
        return fflush(stream) == 0 ? CALL_OK : refuse(file, errno);
    }
    bool good = fflush(stream) == 0 && fsync(fileno(stream)) == 0;
    int error = errno;
    good = fclose(stream) == 0 && good;
    if (good && rename(file->part, file->path) == 0) {
        return CALL_OK;
    }
    error = good ? errno : error;
    (void)unlink(file->part);
    return refuse(file, error);
}

void out_file_drop(struct out_file *file)
{
    if (file->stream && file->stream != stdout) {
        (void)fclose(file->stream);
        (void)unlink(file->part);
    }
    file->stream = NULL;
}

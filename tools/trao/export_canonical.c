#include "tools/trao/exports.h"

struct writing {
    struct out_file *out;
    uint64_t lines;
};

static enum status write_line(void *to, struct text text)
{
    struct writing *writing = to;
    writing->lines++;
    bool good = fwrite(text.at, 1, text.size, writing->out->stream) == text.size &&
                fputc('\n', writing->out->stream) != EOF;
    return good ? STATUS_OK : STATUS_IO;
}

int export_canonical(const struct call *call, const struct config *config, struct out_file *out,
                     uint64_t *out_count)
{
    struct flag_reader_sqlite book;
    struct writing writing = {.out = out};
    int result = books_flags(call, config, &book);
    if (result != CALL_OK) {
        return result;
    }
    struct flag_reader reader = flag_reader_sqlite_reader(&book);
    enum status status = flag_reader_canonical(&reader, write_line, &writing);
    flag_reader_sqlite_close(&book);
    *out_count = writing.lines;
    return status == STATUS_OK ? CALL_OK : books_failed(call, STATE_FLAGS, status);
}

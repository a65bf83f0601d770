#include "tools/trao/books.h"

#include <stdlib.h>

#include "base/check.h"
#include "tools/trao/trao_said.h"

static int refuse(const struct call *call, const char *path, enum status status)
{
    switch (status) {
    case STATUS_NOT_FOUND:
        return call_refuse(call, CALL_UNREACHABLE, trao_said(SAID_NO_BOOK), text_of(path),
                           (struct text){0});
    case STATUS_TOO_NEW:
        return call_refuse(call, CALL_FAILED, trao_said(SAID_BOOK_NEW), text_of(path),
                           (struct text){0});
    case STATUS_MALFORMED:
        return call_refuse(call, CALL_FAILED, trao_said(SAID_NOT_A_BOOK), text_of(path),
                           (struct text){0});
    case STATUS_OK:
    case STATUS_FULL:
    case STATUS_BROKEN:
    case STATUS_IO:
    case STATUS_DENIED:
    case STATUS_STATUSES:
        break;
    }
    return call_refuse(call, CALL_FAILED, trao_said(SAID_NO_FILE), text_of(path),
                       text_of(call_why(call, status)));
}

int books_open_options(const struct call *call, const struct database_options *options,
                       struct act_reader_sqlite *out_reader)
{
    enum status status = act_reader_sqlite_open(out_reader, options);
    return status == STATUS_OK ? CALL_OK : refuse(call, options->path, status);
}

int books_open_acts(const struct call *call, const char *path, struct act_reader_sqlite *out_reader)
{
    const struct database_options options = {.path = path};
    return books_open_options(call, &options, out_reader);
}

int books_acts(const struct call *call, const struct config *config,
               struct act_reader_sqlite *out_reader)
{
    char path[CONFIG_PATH_MAX];
    int result = config_place(call, config, STATE_ACTS, path);
    return result == CALL_OK ? books_open_acts(call, path, out_reader) : result;
}

int books_flags(const struct call *call, const struct config *config,
                struct flag_reader_sqlite *out_reader)
{
    char path[CONFIG_PATH_MAX];
    int result = config_place(call, config, STATE_FLAGS, path);
    if (result != CALL_OK) {
        return result;
    }
    const struct database_options options = {.path = path};
    enum status status = flag_reader_sqlite_open(out_reader, &options);
    if (status != STATUS_OK) {
        flag_reader_sqlite_close(out_reader);
    }
    return status == STATUS_OK ? CALL_OK : refuse(call, path, status);
}

int books_failed(const struct call *call, const char *book, enum status status)
{
    return refuse(call, book, status);
}

int books_list_open(struct books_list *list, const struct call *call, size_t rows_size,
                    size_t texts_size)
{
    struct config config;
    int result = config_read(call, &config);
    *list = (struct books_list){.rows = NULL};
    if (result == CALL_OK) {
        result = books_flags(call, &config, &list->book);
    }
    if (result != CALL_OK) {
        return result;
    }
    list->reader = flag_reader_sqlite_reader(&list->book);
    assert(list->reader.ops);
    list->rows = malloc(rows_size);
    list->texts = malloc(texts_size);
    if (!list->rows || !list->texts) {
        books_list_close(list);
        return call_refuse_plain(call, CALL_FAILED, trao_said(SAID_NO_MEMORY));
    }
    list->arena = arena_of(list->texts, texts_size);
    return CALL_OK;
}

void books_list_close(struct books_list *list)
{
    free(list->rows);
    free(list->texts);
    flag_reader_sqlite_close(&list->book);
    *list = (struct books_list){.rows = NULL};
}

#include "tools/trao/import_file.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "adapters/posix/files.h"
#include "core/act_csv.h"
#include "core/dossier.h"
#include "tools/trao/trao_said.h"

static bool has_word(struct text line, const char *word)
{
    while (line.at) {
        struct text field = text_trim(text_split(&line, ','));
        if (field.size > 1 && field.at[0] == '"') {
            field = (struct text){.at = field.at + 1, .size = field.size - 2};
        }
        if (text_is(field, word)) {
            return true;
        }
    }
    return false;
}

static bool starts_plan(struct text line)
{
    static const char *const words[] = {"set,",    "stop,",    "call,", "budget,",
                                        "cancel,", "promise,", "merge,"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (text_starts(line, words[i])) {
            return true;
        }
    }
    return false;
}

static bool starts_calendar(struct text line)
{
    struct day day;
    struct text rest = line;
    struct text date = text_split(&rest, ',');
    struct text kind = text_split(&rest, ',');
    return text_starts(line, "date,kind") ||
           (day_parse(date, &day) == STATUS_OK &&
            (text_is(kind, "off") || text_is(kind, "work") || text_is(kind, "short")));
}

static bool kind_of_line(struct text line, enum file_kind *out_kind)
{
    if (starts_plan(line)) {
        *out_kind = FILE_PLAN;
    } else if (starts_calendar(line)) {
        *out_kind = FILE_CALENDAR;
    } else if (has_word(line, "NgayBoSung")) {
        *out_kind = FILE_SUPPLEMENTS;
    } else if (has_word(line, "MaHoSo")) {
        *out_kind = FILE_FEED;
    } else if (has_word(line, "act") && has_word(line, "subject")) {
        *out_kind = FILE_ACTS;
    } else if (has_word(line, "code") && has_word(line, "stop")) {
        *out_kind = FILE_OFFICES;
    } else {
        return false;
    }
    return true;
}

enum import_form import_recognise(struct text bytes, enum file_kind *out_kind, bool *out_known)
{
    struct text rest = bytes;
    *out_known = false;
    if (text_starts(rest, "\xEF\xBB\xBF")) {
        rest.at += 3;
        rest.size -= 3;
    }
    struct text trimmed = text_trim(rest);
    if (trimmed.size > 0 && (trimmed.at[0] == '{' || trimmed.at[0] == '[')) {
        *out_kind = FILE_FEED;
        *out_known = true;
        return IMPORT_JSON;
    }
    while (rest.size > 0) {
        struct text line = text_trim(text_split(&rest, '\n'));
        if (line.size > 0 && line.at[0] != '#') {
            *out_known = kind_of_line(line, out_kind);
            return IMPORT_CSV;
        }
    }
    return IMPORT_UNKNOWN;
}

const char *import_kind_name(enum file_kind kind)
{
    switch (kind) {
    case FILE_FEED:
        return "feed";
    case FILE_SUPPLEMENTS:
        return "supplements";
    case FILE_ACTS:
        return "acts";
    case FILE_PLAN:
        return "plan";
    case FILE_CALENDAR:
        return "calendar";
    case FILE_OFFICES:
        return "offices";
    }
    return "file";
}

int import_read(const struct call *call, const char *path, char **out_bytes, size_t *out_size)
{
    struct stat about;
    size_t room = IMPORT_WHOLE_MAX;
    if (stat(path, &about) == 0 && about.st_size > IMPORT_BYTES_MAX) {
        return call_refuse(call, CALL_FAILED, trao_said(SAID_FILE_LONG), text_of(path),
                           TEXT("512"));
    }
    if (stat(path, &about) == 0 && S_ISREG(about.st_mode)) {
        room = (size_t)about.st_size;
    }
    char *bytes = malloc(room + 1);
    enum status status = bytes ? files_read(path, bytes, room + 1, out_size) : STATUS_FULL;
    if (status != STATUS_OK) {
        free(bytes);
        return call_refuse(call, CALL_FAILED, trao_said(SAID_NO_FILE), text_of(path),
                           text_of(call_why(call, status)));
    }
    *out_bytes = bytes;
    return CALL_OK;
}

bool import_begin(struct import_file *file, const char *path, enum file_kind kind)
{
    *file = (struct import_file){.path = path, .kind = kind};
    file->out = open_memstream(&file->bytes, &file->size);
    return file->out != NULL;
}

bool import_end(struct import_file *file)
{
    bool good = !ferror(file->out);
    good = fclose(file->out) == 0 && good;
    file->out = NULL;
    if (good) {
        file->hash = hash_of(span_of(file->bytes, file->size));
        file->stated = file->hash;
    }
    return good;
}

bool import_again(struct import_file *file, struct instant now)
{
    char bytes[64];
    char when[INSTANT_TEXT_SIZE];
    struct line line = line_of(bytes, sizeof bytes);
    line_put(&line, "# in force again from ");
    line_put(&line, instant_text(now, when));
    line_char(&line, '\n');
    char *more = realloc(file->bytes, file->size + line.size);
    if (!more) {
        return false;
    }
    memcpy(more + file->size, bytes, line.size);
    file->bytes = more;
    file->size += line.size;
    file->hash = hash_of(span_of(file->bytes, file->size));
    return true;
}

void import_free(struct import_file *file)
{
    if (file->out) {
        (void)fclose(file->out);
    }
    free(file->bytes);
    *file = (struct import_file){0};
}

#include "tools/trao/calendar_file.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "adapters/posix/files.h"
#include "tools/trao/trao_said.h"

enum { CALENDAR_BYTES_MAX = 1 << 20 };

/* Installed, or in the build tree. */
static const char *const places[] = {
    "../share/trao/calendars/vn.csv",
    "../../../protocols/calendars/vn.csv",
};

static bool beside_program(char *out, size_t room)
{
    char self[PATH_MAX];
    ssize_t size = readlink("/proc/self/exe", self, sizeof self - 1);
    if (size <= 0) {
        return false;
    }
    self[size] = '\0';
    char *slash = strrchr(self, '/');
    if (!slash) {
        return false;
    }
    slash[1] = '\0';
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        struct line line = line_of(out, room);
        line_put(&line, self);
        line_put(&line, places[i]);
        if (!line.cut && access(out, R_OK) == 0) {
            return true;
        }
    }
    return false;
}

static int refuse_file(const struct call *call, const char *path, const char *why)
{
    return call_refuse(call, CALL_FAILED, trao_said(SAID_NO_FILE), text_of(path), text_of(why));
}

static int refuse_fault(const struct call *call, const char *path,
                        const struct calendar_fault *fault)
{
    char number[24];
    char sentence[512];
    struct line digits = line_of(number, sizeof number);
    line_unsigned(&digits, fault->line);
    const struct text values[] = {line_done(&digits), fault->found};
    struct line line = line_of(sentence, sizeof sentence);
    said_line(&line, calendar_fault_said(fault->kind), call->language, values, 2);
    (void)fprintf(stderr, "%s:%u: %s [%s]\n", path, fault->line, sentence,
                  calendar_fault_said(fault->kind)->code);
    return CALL_FAILED;
}

int calendar_file_read(const struct call *call, const char *path,
                       const struct calendar **out_calendar)
{
    char found[PATH_MAX];
    struct calendar_fault fault;
    size_t size = 0;
    if (!path) {
        if (!beside_program(found, sizeof found)) {
            return call_refuse_plain(call, CALL_FAILED, trao_said(SAID_NO_CALENDAR));
        }
        path = found;
    }
    char *bytes = malloc(CALENDAR_BYTES_MAX);
    struct calendar *calendar = malloc(sizeof *calendar);
    enum status status =
        bytes && calendar ? files_read(path, bytes, CALENDAR_BYTES_MAX, &size) : STATUS_FULL;
    int result = CALL_OK;
    if (status != STATUS_OK) {
        result = refuse_file(call, path, status_text(status));
    } else if (!calendar_read(calendar, 1, (struct day){0},
                              (struct text){.at = bytes, .size = size}, &fault)) {
        result = refuse_fault(call, path, &fault);
    }
    free(bytes);
    if (result != CALL_OK) {
        free(calendar);
        return result;
    }
    *out_calendar = calendar;
    return CALL_OK;
}

#include "tools/trao/calendar_file.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "adapters/posix/files.h"
#include "tools/trao/trao_said.h"

enum { CALENDAR_BYTES_MAX = 1 << 20 };

#ifndef TRAO_DATA_DIR
#error "the build names the data folder"
#endif
#define INSTALLED_CALENDAR TRAO_DATA_DIR "/calendars/vn.csv"

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

/* TRAO_DATA before what stands beside the program, and that before where it was to be installed. */
static bool find_path(const struct call *call, char *out, size_t room)
{
    struct line line = line_of(out, room);
    if (call->data) {
        line_put(&line, call->data);
        line_put(&line, "/calendars/vn.csv");
        return !line.cut && access(out, R_OK) == 0;
    }
    if (beside_program(out, room)) {
        return true;
    }
    line_put(&line, INSTALLED_CALENDAR);
    return !line.cut && access(out, R_OK) == 0;
}

int calendar_file_read(const struct call *call, const char *path,
                       const struct calendar **out_calendar)
{
    static struct calendar calendar; /* one a command: too large for a stack, too short-lived to
                                        be given back */
    static char bytes[CALENDAR_BYTES_MAX];
    char found[PATH_MAX];
    struct calendar_fault fault;
    size_t size = 0;
    if (!path && !find_path(call, found, sizeof found)) {
        return call_refuse_plain(call, CALL_FAILED, trao_said(SAID_NO_CALENDAR));
    }
    path = path ? path : found;
    enum status status = files_read(path, bytes, sizeof bytes, &size);
    if (status != STATUS_OK) {
        return refuse_file(call, path, call_why(call, status));
    }
    if (!calendar_read(&calendar, 1, (struct day){0}, (struct text){.at = bytes, .size = size},
                       &fault)) {
        return refuse_fault(call, path, &fault);
    }
    *out_calendar = &calendar;
    return CALL_OK;
}

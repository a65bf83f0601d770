#include "tools/trao/log_file.h"

#include <stdlib.h>
#include <string.h>

#include "tools/study/study_said.h"
#include "tools/trao/trao_said.h"

static int no_memory(const struct call *call)
{
    return call_refuse_plain(call, CALL_FAILED, study_said(STUDY_TOO_MUCH));
}

static int read_map(const struct call *call, const char *path, struct log_map *map,
                    struct faults *faults)
{
    struct log_map_fault fault;
    char *bytes = NULL;
    size_t size = 0;
    const int result = import_read(call, path, &bytes, &size);
    if (result != CALL_OK) {
        return result;
    }
    const bool good = log_map_read((struct text){.at = bytes, .size = size}, map, &fault);
    if (!good) {
        faults_add_line(faults, path, fault.line, log_map_fault_said(fault.kind), fault.found,
                        (struct text){0});
    }
    free(bytes);
    return good ? CALL_OK : CALL_FOUND;
}

void log_reading_take(struct log_reading *reading, uint64_t line,
                      const struct text value[LOG_FIELDS])
{
    struct text found;
    const enum event_fault fault = event_log_take(reading->log, value, &found);
    if (fault != EVENT_FINE) {
        faults_add_line(reading->faults, reading->path, line, event_fault_said(fault), found,
                        (struct text){0});
    }
}

static bool is_xml(struct text bytes)
{
    if (text_starts(bytes, "\xEF\xBB\xBF")) {
        bytes.at += 3;
        bytes.size -= 3;
    }
    const struct text trimmed = text_trim(bytes);
    const bool wide = bytes.size > 1 && ((uint8_t)bytes.at[0] >= 0xFE); /* UTF-16: expat knows */
    return wide || (trimmed.size > 0 && trimmed.at[0] == '<');
}

static int read_log(struct log_reading *reading)
{
    char *bytes = NULL;
    size_t size = 0;
    int result = import_read(reading->call, reading->path, &bytes, &size);
    if (result != CALL_OK) {
        return result;
    }
    if (event_log_open(reading->log, size) != STATUS_OK) {
        free(bytes);
        return no_memory(reading->call);
    }
    const struct text text = {.at = bytes, .size = size};
    result = is_xml(text) ? log_xes(reading, text) : log_csv(reading, text);
    free(bytes);
    return result;
}

/* How much of the log says nothing to us is for the person to know. */
static void tell(const struct log_reading *reading)
{
    char digits[2][24];
    struct text values[2];
    const uint64_t counts[2] = {reading->log->unmapped, reading->log->events};
    for (int i = 0; i < 2; i++) {
        struct line line = line_of(digits[i], sizeof digits[i]);
        line_unsigned(&line, counts[i]);
        values[i] = line_done(&line);
    }
    if (counts[0] > 0 && !reading->call->json) {
        call_tell(reading->call, study_said(STUDY_UNMAPPED), values, 2);
    }
}

static int keep_codes(const struct log_reading *reading, char **out_codes)
{
    size_t size = 0;
    *out_codes = NULL;
    FILE *out = open_memstream(out_codes, &size);
    if (!out) {
        return no_memory(reading->call);
    }
    const uint32_t count = event_log_codes(reading->log, out);
    if (fclose(out) != 0) {
        return no_memory(reading->call);
    }
    if (count == 0) {
        free(*out_codes);
        *out_codes = NULL;
    }
    return CALL_OK;
}

/* The acts first, then the feed; both are judged as any file is. */
static int take_rows(struct log_reading *reading, struct import_file *feed,
                     struct import_file *acts)
{
    char *bytes[2] = {NULL, NULL};
    size_t size[2] = {0, 0};
    FILE *rows = open_memstream(&bytes[1], &size[1]);
    reading->log->acts = open_memstream(&bytes[0], &size[0]);
    int result = rows && reading->log->acts ? read_log(reading) : no_memory(reading->call);
    if (result == CALL_OK) {
        event_log_feed(reading->log, rows);
    }
    const bool closed = (!reading->log->acts || fclose(reading->log->acts) == 0);
    if ((rows && fclose(rows) != 0) || !closed) {
        result = no_memory(reading->call);
    }
    if (result == CALL_OK) {
        import_csv(acts, (struct text){.at = bytes[0], .size = size[0]}, reading->faults);
        import_csv(feed, (struct text){.at = bytes[1], .size = size[1]}, reading->faults);
    }
    free(bytes[0]);
    free(bytes[1]);
    return result;
}

int log_file_read(const struct call *call, const char *path, const char *map_path,
                  struct import_file *feed, struct import_file *acts, struct faults *faults,
                  char **out_codes)
{
    static struct log_map map; /* too large for a stack */
    struct event_log log = {.map = &map};
    struct log_reading reading = {
        .call = call, .path = path, .faults = faults, .map = &map, .log = &log};
    *out_codes = NULL;
    int result = read_map(call, map_path, &map, faults);
    if (result != CALL_OK) {
        return result;
    }
    result = take_rows(&reading, feed, acts);
    if (result == CALL_OK) {
        tell(&reading);
        result = keep_codes(&reading, out_codes);
    }
    event_log_close(&log);
    return result;
}

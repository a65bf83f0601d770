#include <expat.h>
#include <string.h>

#include "tools/study/study_said.h"
#include "tools/trao/log_file.h"
#include "tools/trao/progress.h"
#include "tools/trao/trao_said.h"

/* XES, IEEE 1849-2016: log > trace > event, each with attributes `<string key= value=/>` and the
 * like. Extensions, classifiers and globals say nothing about what happened; an attribute inside an
 * attribute says something about that one, and is passed over.
 *
 * INVARIANTS
 * (1) A document type is refused, so there are no entities but the five of XML itself.
 * (2) Nothing grows with the document: a value has LOG_VALUE_SIZE bytes, depth has a bound. */

enum { DEPTH_MAX = 64, CHUNK = 1 << 16 };

enum level { LEVEL_LOG, LEVEL_TRACE, LEVEL_EVENT, LEVELS };

/* What an element said, by the fields that the mapping names. */
struct said_values {
    char text[LOG_FIELDS][LOG_VALUE_SIZE];
    size_t size[LOG_FIELDS];
};

struct reading_xes {
    struct log_reading *reading;
    XML_Parser parser;
    enum level level;
    unsigned depth;   /* of elements */
    unsigned skipped; /* the depth of an element whose inside is passed over; 0: none */
    struct said_values trace, event;
    bool has_log, typed, deep;
};

/* Without its namespace's prefix. */
static const char *local_name(const char *name)
{
    const char *colon = strrchr(name, ':');
    return colon ? colon + 1 : name;
}

static uint64_t line_now(const struct reading_xes *xes)
{
    return XML_GetCurrentLineNumber(xes->parser);
}

static void stop(struct reading_xes *xes, bool *why)
{
    *why = true;
    (void)XML_StopParser(xes->parser, XML_FALSE);
}

static void take_attribute(struct reading_xes *xes, const char **attributes)
{
    const char *key = "";
    const char *value = "";
    struct said_values *into = xes->level == LEVEL_EVENT ? &xes->event : &xes->trace;
    for (; attributes[0]; attributes += 2) {
        key = strcmp(attributes[0], "key") == 0 ? attributes[1] : key;
        value = strcmp(attributes[0], "value") == 0 ? attributes[1] : value;
    }
    const struct text text = text_trim(text_of(value));
    for (int field = 0; field < LOG_FIELDS; field++) { /* one key may be several things */
        if (key[0] == '\0' || strcmp(key, xes->reading->map->key[field]) != 0) {
            continue;
        }
        if (text.size >= LOG_VALUE_SIZE) {
            faults_add_line(xes->reading->faults, xes->reading->path, line_now(xes),
                            trao_said(SAID_ROW_LONG), text_of(key), (struct text){0});
            continue;
        }
        memcpy(into->text[field], text.at, text.size);
        into->size[field] = text.size;
    }
}

static void clear(struct said_values *values)
{
    memset(values->size, 0, sizeof values->size);
}

static void open_element(struct reading_xes *xes, const char *name, const char **attributes)
{
    if (strcmp(name, "log") == 0 && xes->depth == 1) {
        xes->has_log = true;
    } else if (strcmp(name, "trace") == 0 && xes->level == LEVEL_LOG) {
        xes->level = LEVEL_TRACE;
        clear(&xes->trace);
    } else if (strcmp(name, "event") == 0 && xes->level != LEVEL_EVENT) {
        if (xes->level == LEVEL_LOG) {
            clear(&xes->trace); /* an event of no trace */
        }
        xes->level = LEVEL_EVENT;
        clear(&xes->event);
    } else {
        xes->skipped = xes->depth; /* its inside is its own */
        if (xes->level != LEVEL_LOG) {
            take_attribute(xes, attributes);
        }
    }
}

static void XMLCALL on_start(void *self, const XML_Char *name, const XML_Char **attributes)
{
    struct reading_xes *xes = self;
    if (++xes->depth > DEPTH_MAX) {
        stop(xes, &xes->deep);
    } else if (xes->skipped == 0) {
        open_element(xes, local_name(name), attributes);
    }
}

/* What the event does not say, its trace may. */
static void take_event(struct reading_xes *xes)
{
    struct text value[LOG_FIELDS];
    for (int i = 0; i < LOG_FIELDS; i++) {
        const struct said_values *from = xes->event.size[i] > 0 ? &xes->event : &xes->trace;
        const bool of_case = i < LOG_ACTIVITY;
        value[i] = (struct text){.at = from->text[i], .size = from->size[i]};
        if (i == LOG_CASE && xes->trace.size[i] > 0) {
            value[i] = (struct text){.at = xes->trace.text[i], .size = xes->trace.size[i]};
        } else if (!of_case) { /* `concept:name` of the trace is not the activity */
            value[i] = (struct text){.at = xes->event.text[i], .size = xes->event.size[i]};
        }
    }
    log_reading_take(xes->reading, line_now(xes), value);
}

static void XMLCALL on_end(void *self, const XML_Char *name)
{
    struct reading_xes *xes = self;
    const char *local = local_name(name);
    if (xes->skipped == xes->depth) {
        xes->skipped = 0;
    } else if (xes->skipped == 0 && strcmp(local, "event") == 0 && xes->level == LEVEL_EVENT) {
        take_event(xes);
        xes->level = xes->depth > 2 ? LEVEL_TRACE : LEVEL_LOG;
    } else if (xes->skipped == 0 && strcmp(local, "trace") == 0) {
        xes->level = LEVEL_LOG;
    }
    xes->depth--;
}

/* (1) */
static void XMLCALL on_doctype(void *self, const XML_Char *name, const XML_Char *system,
                               const XML_Char *public, int has_subset)
{
    struct reading_xes *xes = self;
    (void)name;
    (void)system;
    (void)public;
    (void)has_subset;
    stop(xes, &xes->typed);
}

static int refuse(const struct reading_xes *xes, enum study_said said)
{
    char digits[24];
    struct line line = line_of(digits, sizeof digits);
    line_unsigned(&line, line_now(xes));
    return call_refuse(xes->reading->call, CALL_FOUND, study_said(said),
                       text_of(xes->reading->path), line_done(&line));
}

static bool parse_all(struct reading_xes *xes, struct text bytes)
{
    struct progress progress;
    const size_t all = bytes.size;
    bool good = true;
    progress_begin(&progress, xes->reading->call, trao_said(SAID_READING), all);
    do {
        const size_t size = bytes.size < CHUNK ? bytes.size : CHUNK;
        good = XML_Parse(xes->parser, bytes.at, (int)size, size == bytes.size) == XML_STATUS_OK;
        bytes.at += size;
        bytes.size -= size;
        progress_at(&progress, all - bytes.size);
    } while (good && bytes.size > 0);
    progress_end(&progress);
    return good;
}

int log_xes(struct log_reading *reading, struct text bytes)
{
    static struct reading_xes xes; /* too large for a stack */
    xes = (struct reading_xes){.reading = reading, .parser = XML_ParserCreate(NULL)};
    if (!xes.parser) {
        return call_refuse_plain(reading->call, CALL_FAILED, study_said(STUDY_TOO_MUCH));
    }
    XML_SetUserData(xes.parser, &xes);
    XML_SetElementHandler(xes.parser, on_start, on_end);
    XML_SetStartDoctypeDeclHandler(xes.parser, on_doctype);
    const bool good = parse_all(&xes, bytes);
    int result = CALL_OK;
    if (!good || !xes.has_log) {
        result = refuse(&xes, xes.typed  ? STUDY_XES_TYPED
                              : xes.deep ? STUDY_XES_DEEP
                              : good     ? STUDY_XES_OTHER
                                         : STUDY_XES_BROKEN);
    }
    XML_ParserFree(xes.parser);
    return result;
}

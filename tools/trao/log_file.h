/* log_file - an event log of another program and its mapping, read into the files that a study
 * reads: feed and acts.
 *
 * XES (IEEE 1849) or CSV, told apart by the first sign. Bounded: a value is cut at nothing, one too
 * long is at fault; a document type, and so any entity, is refused. */
#ifndef TRAO_LOG_FILE_H
#define TRAO_LOG_FILE_H

#include "tools/study/event_log.h"
#include "tools/trao/import_file.h"

enum { LOG_VALUE_SIZE = 512 };

/* What both readers fill, event by event. */
struct log_reading {
    const struct call *call; /* borrowed, as all of these */
    const char *path;
    struct faults *faults;
    const struct log_map *map;
    struct event_log *log;
};

/* For the two readers: hands one event over; a fault of it is noted under LINE. */
void log_reading_take(struct log_reading *reading, uint64_t line,
                      const struct text value[LOG_FIELDS]);
/* Reads BYTES. CALL_OK, or the exit code after one sentence: what is no document of its kind. */
int log_xes(struct log_reading *reading, struct text bytes);
int log_csv(struct log_reading *reading, struct text bytes);

/* PATH by the mapping MAP_PATH: rows go into FEED and ACTS, which have begun. *out_codes gets the
 * list of codes given out, as CSV, allocated; NULL: none were. */
int log_file_read(const struct call *call, const char *path, const char *map_path,
                  struct import_file *feed, struct import_file *acts, struct faults *faults,
                  char **out_codes);

#endif

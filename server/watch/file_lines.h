/* file_lines - one line of a feed, supplements, acts or offices file: understood, or counted. */
#ifndef WATCH_FILE_LINES_H
#define WATCH_FILE_LINES_H

#include "server/watch/fold.h"

/* STATUS_MALFORMED: the line is not understood; with COUNT false nothing but that is found out.
 * STATUS_FULL: a table is full. SOURCE names the line. */
enum status file_line(struct fold *fold, enum file_kind kind, struct text line,
                      const struct book_source *source, bool count) MUST_CHECK;

#endif

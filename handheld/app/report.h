/* report - what `--status` says of a unit's journal, read beside the running unit. */
#ifndef HANDHELD_APP_REPORT_H
#define HANDHELD_APP_REPORT_H

#include "base/said.h"
#include "ports/journal_file.h"

enum { REPORT_LINES_MAX = 16, REPORT_LINE_SIZE = 1280 };

struct report {
    size_t count;
    char lines[REPORT_LINES_MAX][REPORT_LINE_SIZE]; /* `CODE sentence` */
};

/* Statuses as the journal says. */
enum status report_read(struct journal_file *journal, enum language language,
                        struct report *out_report) MUST_CHECK;

#endif

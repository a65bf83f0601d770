/* log_fake - keeps what was logged, as `level message key=value …`, for the test to look at. */
#ifndef FAKES_LOG_FAKE_H
#define FAKES_LOG_FAKE_H

#include "ports/log.h"

enum { LOG_FAKE_LINES = 128, LOG_FAKE_LINE_SIZE = 320 };

struct log_fake {
    struct log port; /* give &port away; do not copy or move this */
    size_t count;    /* all that were written; the last LOG_FAKE_LINES are kept */
    char lines[LOG_FAKE_LINES][LOG_FAKE_LINE_SIZE];
};

void log_fake_init(struct log_fake *log);
size_t log_fake_count(const struct log_fake *log, const char *part); /* kept lines that hold PART */

#endif

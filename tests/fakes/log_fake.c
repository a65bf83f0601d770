#include "tests/fakes/log_fake.h"

#include <string.h>

static void write_line(void *self, enum log_level level, const char *message,
                       const struct log_field *fields, size_t count)
{
    struct log_fake *log = self;
    struct line line = line_of(log->lines[log->count++ % LOG_FAKE_LINES], LOG_FAKE_LINE_SIZE);
    line_unsigned(&line, (uint64_t)level);
    line_char(&line, ' ');
    line_put(&line, message);
    for (size_t i = 0; i < count; i++) {
        line_char(&line, ' ');
        line_put(&line, fields[i].key);
        line_char(&line, '=');
        line_escaped(&line, fields[i].value);
    }
}

static const struct log_ops ops = {.write = write_line};

void log_fake_init(struct log_fake *log)
{
    memset(log, 0, sizeof *log);
    log->port = (struct log){.ops = &ops, .self = log};
}

size_t log_fake_count(const struct log_fake *log, const char *part)
{
    size_t kept = log->count < LOG_FAKE_LINES ? log->count : LOG_FAKE_LINES;
    size_t found = 0;
    for (size_t i = 0; i < kept; i++) {
        found += strstr(log->lines[i], part) != NULL;
    }
    return found;
}

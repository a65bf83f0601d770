/* log - lines for the operator. Apps log once a turn, adapters once where they translate an error;
 * core never does. Values are escaped; no names of citizens, no secrets, at no level. */
#ifndef PORTS_LOG_H
#define PORTS_LOG_H

#include <stddef.h>

#include "base/text.h"

/* As in syslog (RFC 5424, table 2), the four we use. */
enum log_level {
    LOG_LEVEL_ERROR = 3,
    LOG_LEVEL_WARNING = 4,
    LOG_LEVEL_INFO = 6,
    LOG_LEVEL_DEBUG = 7
};

struct log_field {
    const char *key;
    struct text value;
};

struct log_ops {
    void (*write)(void *self, enum log_level level, const char *message,
                  const struct log_field *fields, size_t count);
};

struct log {
    const struct log_ops *ops;
    void *self; /* borrowed */
};

static inline void log_write(const struct log *log, enum log_level level, const char *message,
                             const struct log_field *fields, size_t count)
{
    log->ops->write(log->self, level, message, fields, count);
}

#endif

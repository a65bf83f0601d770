#include "handheld/screen/vibrator_log.h"

enum { NUMBER_SIZE = 24 };

static void buzz(void *self, int ms)
{
    char room[NUMBER_SIZE];
    const struct log *log = (const struct log *)self;
    struct line line = line_of(room, sizeof room);
    line_signed(&line, ms);
    const struct log_field field = {"ms", line_done(&line)};
    log_write(log, LOG_LEVEL_DEBUG, "the unit would vibrate", &field, 1);
}

struct vibrator vibrator_log(const struct log *log)
{
    static const struct vibrator_ops ops = {buzz};
    return (struct vibrator){&ops, (void *)log}; /* only read: see buzz() */
}

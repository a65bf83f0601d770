#include "tests/sim/story.h"

#include <inttypes.h>
#include <string.h>

#include "tests/sim/dice.h"

enum { DAY_MS = 86400000, HOUR_MS = 3600000, MINUTE_MS = 60000, ZONE_MS = 7 * HOUR_MS };
enum { LINE_SIZE = 400 };

void story_init(struct story *story, const int64_t *now, FILE *out)
{
    *story = (struct story){.trace = 0x7472616f, .now = now, .start = *now, .out = out};
}

static void print(const struct story *story, const char *who, const char *what)
{
    const int64_t local = *story->now + ZONE_MS;
    const int64_t day = local / DAY_MS - (story->start + ZONE_MS) / DAY_MS;
    const int64_t of_day = local % DAY_MS;
    (void)fprintf(story->out, "D%02d %02d:%02d:%02d.%03d  %-10s %-26s ", (int)day,
                  (int)(of_day / HOUR_MS), (int)(of_day / MINUTE_MS % 60),
                  (int)(of_day / 1000 % 60), (int)(of_day % 1000), who, what);
}

void story_tell(struct story *story, const char *who, const char *what, uint64_t a, uint64_t b,
                const char *note)
{
    uint64_t mixed = story->trace ^ (uint64_t)*story->now;
    for (const char *at = who; *at; at++) {
        mixed = mixed * 31 + (uint8_t)*at;
    }
    for (const char *at = what; *at; at++) {
        mixed = mixed * 31 + (uint8_t)*at;
    }
    story->trace = dice_mix(dice_mix(dice_mix(mixed) ^ a) ^ b);
    story->events++;
    if (story->out) {
        print(story, who, what);
        (void)fprintf(story->out, "%10" PRIu64 " %10" PRIu64 "  %s\n", a, b, note ? note : "");
    }
}

static void write_log(void *self, enum log_level level, const char *message,
                      const struct log_field *fields, size_t count)
{
    const struct story_log *log = self;
    char room[LINE_SIZE];
    log->story->errors += level == LOG_LEVEL_ERROR;
    if (!log->story->out) {
        return;
    }
    struct line line = line_of(room, sizeof room);
    line_put(&line, message);
    for (size_t i = 0; i < count; i++) {
        line_char(&line, ' ');
        line_put(&line, fields[i].key);
        line_char(&line, '=');
        line_text(&line, fields[i].value);
    }
    print(log->story, log->who, "logs");
    (void)fprintf(log->story->out, "%10d %10s  %s\n", (int)level, "", room);
}

void story_log_init(struct story_log *log, struct story *story, const char *who)
{
    static const struct log_ops ops = {.write = write_log};
    *log = (struct story_log){.story = story, .who = who};
    log->port = (struct log){.ops = &ops, .self = log};
}

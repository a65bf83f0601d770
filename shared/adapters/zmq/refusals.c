#include "adapters/zmq/refusals.h"

#include <string.h>

#include "adapters/zmq/keys.h"

void refusals_init(struct refusals *refusals, int64_t quiet_ms)
{
    *refusals = (struct refusals){.quiet_ms = quiet_ms};
}

static bool logged(const struct refusals *refusals, const struct link_key *key)
{
    for (size_t i = 0; i < refusals->count; i++) {
        if (memcmp(&refusals->keys[i], key, sizeof *key) == 0) {
            return true;
        }
    }
    return false;
}

static void log_others(const struct log *log, uint64_t others)
{
    char digits[24];
    struct line line = line_of(digits, sizeof digits);
    line_unsigned(&line, others);
    const struct log_field field = {"count", line_done(&line)};
    log_write(log, LOG_LEVEL_WARNING, "more unknown keys refused", &field, 1);
}

void refusals_note(struct refusals *refusals, const struct link_key *key, struct instant now,
                   const struct log *log)
{
    char text[KEYS_TEXT_SIZE];
    if (now.ms - refusals->began.ms >= refusals->quiet_ms) {
        if (refusals->others > 0) {
            log_others(log, refusals->others);
        }
        refusals->began = now;
        refusals->count = 0;
        refusals->others = 0;
    }
    if (logged(refusals, key)) {
        return;
    }
    if (refusals->count == REFUSALS_KEYS) {
        refusals->others++;
        return;
    }
    refusals->keys[refusals->count++] = *key;
    const struct log_field field = {"key", text_of(keys_text(key, text))};
    log_write(log, LOG_LEVEL_WARNING, "unknown key refused (ZAP 400); enrol the unit to let it in",
              &field, 1);
}

#include "adapters/zmq/refusals.h"

#include <string.h>

#include "adapters/zmq/keys.h"

void refusals_init(struct refusals *refusals, int64_t quiet_ms)
{
    *refusals = (struct refusals){.quiet_ms = quiet_ms};
}

static void log_others(const struct log *log, uint64_t others)
{
    char digits[24];
    struct line line = line_of(digits, sizeof digits);
    line_unsigned(&line, others);
    const struct log_field field = {"count", line_done(&line)};
    log_write(log, LOG_LEVEL_WARNING, "more unknown keys refused", &field, 1);
}

/* The place of KEY while it is silent, or else a free one, or NULL. */
static struct refused_key *place_of(struct refusals *refusals, const struct link_key *key,
                                    struct instant now)
{
    struct refused_key *vacant = NULL;
    for (size_t i = 0; i < REFUSALS_KEYS; i++) {
        struct refused_key *place = &refusals->logged[i];
        bool silent = instant_before(now, place->silent_until);
        if (silent && memcmp(&place->key, key, sizeof *key) == 0) {
            return place;
        }
        if (!silent) {
            vacant = place;
        }
    }
    return vacant;
}

void refusals_note(struct refusals *refusals, const struct link_key *key, struct instant now,
                   const struct log *log)
{
    char text[KEYS_TEXT_SIZE];
    struct refused_key *place = place_of(refusals, key, now);
    if (refusals->others > 0 && now.ms - refusals->others_from.ms >= refusals->quiet_ms) {
        log_others(log, refusals->others);
        refusals->others = 0;
    }
    if (!place) {
        refusals->others_from = refusals->others == 0 ? now : refusals->others_from;
        refusals->others++;
        return;
    }
    if (instant_before(now, place->silent_until)) {
        return;
    }
    *place = (struct refused_key){.key = *key, .silent_until = {now.ms + refusals->quiet_ms}};
    const struct log_field field = {"key", text_of(keys_text(key, text))};
    log_write(log, LOG_LEVEL_WARNING, "unknown key refused (ZAP 400); enrol the unit to let it in",
              &field, 1);
}

#include "server/intake/stat.h"

#include <string.h>

#define HEADING "trao-intake"

struct row {
    const char *name;
    size_t at;
};

/* One a line, as in the header. */
static const struct row rows[] = {
    {"wall_ms",             offsetof(struct intake_stat, wall_ms)            },
    {"mono_ms",             offsetof(struct intake_stat, mono_ms)            },
    {"position",            offsetof(struct intake_stat, position)           },
    {"received_ms",         offsetof(struct intake_stat, received_ms)        },
    {"down",                offsetof(struct intake_stat, down)               },
    {"full",                offsetof(struct intake_stat, full)               },
    {"clock_unset",         offsetof(struct intake_stat, clock_unset)        },
    {"clock_behind_ms",     offsetof(struct intake_stat, clock_behind_ms)    },
    {"wal_bytes",           offsetof(struct intake_stat, wal_bytes)          },
    {"devices",             offsetof(struct intake_stat, devices)            },
    {"devices_seen",        offsetof(struct intake_stat, devices_seen)       },
    {"devices_revoked",     offsetof(struct intake_stat, devices_revoked)    },
    {"devices_locked",      offsetof(struct intake_stat, devices_locked)     },
    {"messages",            offsetof(struct intake_stat, messages)           },
    {"hellos",              offsetof(struct intake_stat, hellos)             },
    {"batches",             offsetof(struct intake_stat, batches)            },
    {"entries",             offsetof(struct intake_stat, entries)            },
    {"doubles",             offsetof(struct intake_stat, doubles)            },
    {"busy",                offsetof(struct intake_stat, busy)               },
    {"refused",             offsetof(struct intake_stat, refused)            },
    {"malformed",           offsetof(struct intake_stat, malformed)          },
    {"unknown_kind",        offsetof(struct intake_stat, unknown_kind)       },
    {"strangers",           offsetof(struct intake_stat, strangers)          },
    {"quarantined",         offsetof(struct intake_stat, quarantined)        },
    {"quarantine_left_off", offsetof(struct intake_stat, quarantine_left_off)},
    {"incidents",           offsetof(struct intake_stat, incidents)          },
    {"incidents_left_off",  offsetof(struct intake_stat, incidents_left_off) },
    {"commits",             offsetof(struct intake_stat, commits)            },
    {"commits_failed",      offsetof(struct intake_stat, commits_failed)     },
    {"enrolled",            offsetof(struct intake_stat, enrolled)           },
    {"group_max",           offsetof(struct intake_stat, group_max)          },
    {"unanswered",          offsetof(struct intake_stat, unanswered)         },
    {"door_admitted",       offsetof(struct intake_stat, door_admitted)      },
    {"door_not_ready",      offsetof(struct intake_stat, door_not_ready)     },
    {"door_refused",        offsetof(struct intake_stat, door_refused)       },
    {"door_dropped",        offsetof(struct intake_stat, door_dropped)       },
    {"door_bad",            offsetof(struct intake_stat, door_bad)           },
    {"gate_accepted",       offsetof(struct intake_stat, gate_accepted)      },
    {"gate_passed",         offsetof(struct intake_stat, gate_passed)        },
    {"gate_opened",         offsetof(struct intake_stat, gate_opened)        },
    {"gate_crowded",        offsetof(struct intake_stat, gate_crowded)       },
    {"gate_late",           offsetof(struct intake_stat, gate_late)          },
    {"gate_foreign",        offsetof(struct intake_stat, gate_foreign)       },
    {"gate_failed",         offsetof(struct intake_stat, gate_failed)        },
    {"gate_turned_away",    offsetof(struct intake_stat, gate_turned_away)   },
    {"gate_waiting",        offsetof(struct intake_stat, gate_waiting)       },
};

enum { ROWS = sizeof rows / sizeof rows[0] };

_Static_assert(ROWS * sizeof(uint64_t) == sizeof(struct intake_stat), "every number has its row");

static uint64_t value_at(const struct intake_stat *stat, size_t at)
{
    uint64_t value;
    memcpy(&value, (const uint8_t *)stat + at, sizeof value);
    return value;
}

char *intake_stat_text(const struct intake_stat *stat, char out[INTAKE_STAT_SIZE])
{
    struct line line = line_of(out, INTAKE_STAT_SIZE);
    line_put(&line, HEADING " 1\n");
    for (size_t i = 0; i < ROWS; i++) {
        line_put(&line, rows[i].name);
        line_char(&line, ' ');
        line_unsigned(&line, value_at(stat, rows[i].at));
        line_char(&line, '\n');
    }
    return out;
}

static enum status check_heading(struct text line)
{
    uint64_t form = 0;
    if (!text_is(text_split(&line, ' '), HEADING) || !text_unsigned(line, &form) || form == 0) {
        return STATUS_MALFORMED;
    }
    return form > 1 ? STATUS_TOO_NEW : STATUS_OK;
}

static bool take_line(struct text line, struct intake_stat *stat)
{
    uint64_t value = 0;
    struct text name = text_split(&line, ' ');
    if (!text_unsigned(line, &value)) {
        return false;
    }
    for (size_t i = 0; i < ROWS; i++) {
        if (text_is(name, rows[i].name)) {
            memcpy((uint8_t *)stat + rows[i].at, &value, sizeof value);
        }
    }
    return true;
}

enum status intake_stat_parse(struct text text, struct intake_stat *out_stat)
{
    struct intake_stat stat = {0};
    enum status status = check_heading(text_split(&text, '\n'));
    while (status == STATUS_OK && text.size > 0) {
        status = take_line(text_split(&text, '\n'), &stat) ? STATUS_OK : STATUS_MALFORMED;
    }
    if (status == STATUS_OK) {
        *out_stat = stat;
    }
    return status;
}

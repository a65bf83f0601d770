/* unit - a handheld without screen and devices: lines and readings in, answers out, everything
 * durable in its own journal first, and on its way to the server behind it.
 *
 * Sees the world through ports; time comes in with the event. The loop that owns it:
 *     wait(until effects.wakeup, inputs, link) → unit_step(event, &effects) → say the answers
 * A step with inputs touches the journal only, never the line; so an answer waits for one commit
 * and for nothing else. */
#ifndef HANDHELD_APP_UNIT_H
#define HANDHELD_APP_UNIT_H

#include "handheld/app/load_first.h"
#include "handheld/app/shift.h"
#include "handheld/app/uplink.h"

enum { UNIT_REOPEN_MS = 1000, UNIT_PURGE_MS = 3600000, UNIT_KEEP_DAYS = 35, UNIT_PURGE_MAX = 1000 };

struct unit_ports {
    struct journal_file *journal; /* borrowed, as all */
    struct link *link;            /* NULL: no server was named */
    const struct chance *chance;
    const struct log *log;
    struct locator *locator; /* NULL: no receiver was named */
};

enum unit_input_kind {
    UNIT_LINE,          /* a line of command.h */
    UNIT_LINE_LONG,     /* one that was cut */
    UNIT_SCAN,          /* what a scanner has read */
    UNIT_SCAN_PLAIN,    /* what one has read that cannot tell the symbology */
    UNIT_SCANNER_FAULT, /* it sent what cannot be used; text says how */
    UNIT_SCANNER_CUT,   /* it went away in mid-code */
    UNIT_SCANNER_NOTE,  /* something a person should know: `said`, text its {0} */
    UNIT_SCANNER_ALARM  /* and do something about */
};

struct unit_input {
    enum unit_input_kind kind;
    struct text text;
    const struct said *said; /* of notes and alarms */
};

struct unit_event {
    struct clock_reading now;
    struct instant line; /* real milliseconds since boot, also in a demo: for retries */
    const struct unit_input *inputs;
    size_t input_count; /* 0: the link has rung, or time has passed */
};

struct unit_effects {
    const struct answer *answers; /* until the next step; each input has one, but an empty line */
    size_t answer_count;
    size_t taken;          /* of the inputs; give the rest again */
    bool again;            /* there is more to do: step again without waiting */
    bool not_admitted;     /* the link knows why */
    struct instant wakeup; /* in line time; INSTANT_NEVER */
};

struct unit {
    struct unit_ports ports;
    struct shift shift;
    struct uplink uplink;
    struct load_first load_first;
    enum status trouble; /* of the journal: STATUS_OK, _IO or _DENIED */
    uint32_t epoch;      /* the newest one this unit knows of */
    struct instant reopen_at;
    struct instant purge_at;
};

/* Loads the journal, or begins it in EPOCH (1, but after a journal that was lost, as also happens
 * when it vanishes later), and says what people should know at the start. STATUS_MALFORMED: the
 * book is another device's. Otherwise as the journal says; there is nothing to close. */
enum status unit_open(struct unit *unit, const struct shift_settings *settings,
                      const struct unit_ports *ports, uint32_t epoch,
                      const struct clock_reading *now, struct unit_effects *out_effects) MUST_CHECK;
void unit_step(struct unit *unit, const struct unit_event *event, struct unit_effects *out_effects);
/* Has the server all that was written? Always true without a server. */
bool unit_is_synced(const struct unit *unit);
/* Answers come in LANGUAGE from the next step on. */
void unit_speak(struct unit *unit, enum language language);
/* The server is asked at the next step, not when the time for it has come. */
void unit_send_now(struct unit *unit, struct instant line);
/* Entries the server has not receipted. */
uint64_t unit_unsent(const struct unit *unit);

#endif

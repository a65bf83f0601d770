/* event_log - the events of another program's log as a feed and acts: `trao study` reads no third
 * form.
 *
 * Takes one event at a time, in any order of cases, and writes acts in the normal form of SEMANTICS
 * section 2; what is known of a case becomes a row of the feed at the end. A case that is no
 * dossier's code is given one, `X00-` with the day of its first event and a number. Judges nothing:
 * core's parsers do. */
#ifndef STUDY_EVENT_LOG_H
#define STUDY_EVENT_LOG_H

#include <stdio.h>

#include "core/item_code.h"
#include "core/names.h"
#include "tools/study/log_map.h"

enum event_fault {
    EVENT_FINE,
    EVENT_NO_CASE,
    EVENT_NO_TIME,
    EVENT_BAD_TIME,
    EVENT_NO_PARTY,
    EVENT_FULL
};

struct log_case;

struct event_log {
    const struct log_map *map; /* borrowed */
    FILE *acts;                /* the caller's, here and below */
    struct names names;
    void *names_memory;
    struct log_case *cases;
    uint32_t *case_of; /* by name: place + 1 */
    uint32_t case_count, cases_max;
    struct item_grammar grammar;
    uint64_t events, unmapped, ignored; /* taken; no rule for them; a rule says to leave them */
};

/* SIZE bytes of log will come. STATUS_FULL: no memory. */
enum status event_log_open(struct event_log *log, size_t size) MUST_CHECK;
void event_log_close(struct event_log *log);
/* One event: what each field said, empty where it said nothing. What is not EVENT_FINE was left
 * out; *out_found is the value at fault. */
enum event_fault event_log_take(struct event_log *log, const struct text value[LOG_FIELDS],
                                struct text *out_found);
/* Writes the feed's rows, without a header. */
void event_log_feed(const struct event_log *log, FILE *out);
/* `dossier,case` for those that were given a code, without a header; returns how many. */
uint32_t event_log_codes(const struct event_log *log, FILE *out);
/* An instant as logs write it: ISO 8601 with any zone, or with blanks or slashes in it; without a
 * zone it is local time. */
bool log_instant(struct text text, struct instant *out_instant);
const struct said *event_fault_said(enum event_fault fault);

#endif

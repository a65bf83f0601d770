/* almanac - the calendars and the plan in force, as the book's files and statements have them.
 *
 * The newest plan file replaces the one before it whole: its rows carry their own dates of
 * validity. Every calendar file is a version; a promise keeps the one that was valid when the
 * dossier was received, everything else uses the newest. A cancelled run is one more row of the
 * plan, and of every plan that comes later and knows the run. */
#ifndef WATCH_ALMANAC_H
#define WATCH_ALMANAC_H

#include "core/calendar.h"
#include "core/plan.h"

enum {
    ALMANAC_CALENDARS_MAX = 64,
    ALMANAC_CANCELS_MAX = 4096,
    ALMANAC_CANCEL_SIZE = 192,
    ALMANAC_PLAN_BYTES_MAX = 2 * 1024 * 1024,
    ALMANAC_PLAN_ROWS_MAX = 20000,
};

struct almanac {
    struct calendar *calendars; /* in the order in which they came */
    uint32_t calendar_count;
    struct plan plan;
    bool has_plan;
    struct names *names;           /* borrowed */
    const struct parties *parties; /* borrowed */
    char *plan_text;               /* the newest plan file's lines */
    size_t plan_size;
    char (*cancels)[ALMANAC_CANCEL_SIZE]; /* rows of the plan, from statements of their own */
    uint32_t cancel_count;
    void *plan_memory;
    void *spare_memory; /* a new plan is built in the spare and changes places with the old one */
    size_t memory_size;
};

/* STATUS_FULL: no memory. */
enum status almanac_open(struct almanac *almanac, struct names *names,
                         const struct parties *parties) MUST_CHECK;
void almanac_close(struct almanac *almanac);
/* A version valid from DAY on. STATUS_MALFORMED: not a calendar; STATUS_FULL: too many versions.
 * Nothing changed then. */
enum status almanac_calendar(struct almanac *almanac, struct text file,
                             struct day valid_from) MUST_CHECK;
/* STATUS_MALFORMED: not a plan, or no calendar yet; STATUS_FULL: too long. Nothing changed then. */
enum status almanac_plan(struct almanac *almanac, struct text file) MUST_CHECK;
/* One run cancelled, known at KNOWN_AT. STATUS_MALFORMED: the plan in force knows no such run;
 * STATUS_FULL: too many. Nothing changed then. */
enum status almanac_cancel(struct almanac *almanac, struct text route, struct text round,
                           struct day day, struct minute known_at) MUST_CHECK;
/* False until there are both a calendar and a plan: nothing can be judged. */
bool almanac_ready(const struct almanac *almanac);
const struct calendar *almanac_newest(const struct almanac *almanac);
/* The version valid on the day of RECEIVED; the first one for what is older. */
const struct calendar *almanac_promised_by(const struct almanac *almanac, struct minute received);

#endif

/* timetable - the plan file: stops, calls, budgets, settings, cancelled runs (SEMANTICS section 5).
 *
 * Knows no dossier. Minutes are of the local calendar. Read from the text alone, every line of it,
 * each time something is asked that was not asked before. */
#ifndef SIM_ORACLE_TIMETABLE_H
#define SIM_ORACLE_TIMETABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/calendar.h"
#include "tests/sim/oracle/words.h"

#define NOT_THERE INT32_MIN
enum {
    NO_RUN_DAYS = 400, /* a wait that finds none in so many days has no run in the plan */
    TRAIN_CHUNK_DAYS = 64,
    TRAIN_CHUNKS = CALENDAR_DAYS / TRAIN_CHUNK_DAYS + 1
};

enum journey_mode { MODE_PAPER, MODE_ON_THE_SPOT, MODE_RESULT_ONLY, MODE_ANY };

struct stop_row {
    const char *code, *party;
    int32_t begin, end;
};

struct call_row {
    const char *route, *round, *stop, *days, *season;
    int32_t seq, arrive, depart, cut_off; /* minutes of the day; NOT_THERE */
    int32_t begin, end;
};

struct budget_row {
    const char *procedure, *agency;
    enum journey_mode mode;
    bool percent;
    int32_t amount, handover, receipt;
    int32_t begin, end;
};

struct cancel_row {
    const char *route, *round;
    int32_t day, known;
};

/* One run between two parties on one date. */
struct train {
    int32_t departs, arrives, cut; /* cut: departure - cut-off */
    const char *route, *round;
    int32_t day;
};

struct day_trains {
    bool known;
    struct train *trains; /* by departure, arrival, route, round */
    size_t count;
    bool transit_known;
    int32_t transit; /* NOT_THERE: none calls */
};

/* What runs from one party to another, day by day, as far as it was asked. */
struct pair_trains {
    const char *from, *to;
    struct day_trains *chunks[TRAIN_CHUNKS];
};

struct timetable {
    const char *nothing, *any; /* the words "" and "*" */
    int32_t grace, extra_notice, due_soon;
    int32_t pass_on_after; /* minute of the day; NOT_THERE */
    bool by_instant;
    struct stop_row *stops;
    struct call_row *calls;
    struct budget_row *budgets;
    struct cancel_row *cancels;
    size_t stop_count, call_count, budget_count, cancel_count;
    const struct calendar *calendar; /* the newest; borrowed */
    struct pair_trains *pairs;
    size_t pair_count;
};

/* False: a line is none of a plan's; *out then needs no fini. */
bool timetable_read(struct timetable *out, struct words *words, struct text file);
void timetable_fini(struct timetable *plan);
/* From now on by CALENDAR: what was found before is forgotten. */
void timetable_calendar(struct timetable *plan, const struct calendar *calendar);
/* A run is cancelled, by the plan or by a statement. */
void timetable_cancel(struct timetable *plan, const struct cancel_row *cancel);

/* Most specific, procedure before agency, in force on DAY; NULL: none. MODE_ANY: of any mode. */
const struct budget_row *timetable_budget(const struct timetable *plan, const char *procedure,
                                          const char *agency, int32_t day, enum journey_mode mode);
/* The N-th day's runs. */
const struct day_trains *timetable_day(struct timetable *plan, const char *from, const char *to,
                                       int32_t day);
bool timetable_cancelled(const struct timetable *plan, const struct train *train, int32_t known);
/* Least ARRIVE - DEPART in force on DAY, whatever the weekday; NOT_THERE: none. */
int32_t timetable_transit(struct timetable *plan, const char *from, const char *to, int32_t day);
/* By departure, arrival, route, round. */
int train_order(const struct train *a, const struct train *b);

#endif

/* province_maker - calendar, plan, names and lives for tests, from lines of text. */
#ifndef TESTS_PROVINCE_MAKER_H
#define TESTS_PROVINCE_MAKER_H

#include <stdio.h>

#include "core/act_csv.h"
#include "core/flag.h"
#include "core/ledger.h"

enum { PROVINCE_NAMES = 1 << 18, PROVINCE_TEXTS = 1 << 23, LINE_MAX_SIZE = 4096 };
enum { LIFE_ACTS_MAX = 400, LIFE_FLAGS_MAX = 16, LIFE_MINUTES_MAX = 16 };

struct province {
    struct names names;
    struct parties parties;
    struct calendar calendar;
    struct plan plan;
    void *names_memory;
    void *plan_memory;
};

/* One life in hand: what the feed and the acts say, and what is expected of it. */
struct life {
    char name[64];
    char plan[32];
    struct minute now;
    struct dossier_facts facts;
    struct act acts[LIFE_ACTS_MAX];
    size_t act_count;
    struct {
        struct instant at;
        enum conflict_kind kind;
    } conflict[16];
    size_t conflicts;
    struct ledger_sum minutes[LIFE_MINUTES_MAX]; /* by party and cause */
    size_t sums;
    int32_t elapsed;
    struct expected {
        struct minute at;
        enum flag_level level;
        enum flag_cause cause;
        enum flag_leg leg;
        bool has_slack, has_forecast, has_promised, has_gained;
        int32_t slack, gained;
        struct minute forecast, promised, last_safe;
    } flag[LIFE_FLAGS_MAX];
    size_t flags;
};

void province_open(struct province *province);
void province_close(struct province *province);
/* Without a plan yet: begins one of ROWS lines. */
void province_plan_begin(struct province *province, size_t rows);
void province_plan_row(struct province *province, const char *row);
void province_plan_end(struct province *province);
/* The timetable of the worked lives: two runs a day between the Center and two agencies. */
void province_plan_base(struct province *province, const char *const *extra, size_t extras);

struct minute minute_at(const char *text); /* `2023-03-21T15:10` */
struct instant instant_at(const char *text);
struct act act_of(struct province *province, const char *csv);
struct flag_input input_of(const struct province *province, const struct life *life);

/* The next life of ledger_vectors.txt; NULL plan lines are gathered into the province when the
 * life wants another plan than the last. False at the end. */
bool vectors_next(FILE *file, struct province *province, struct life *life);
FILE *vectors_open(void);

/* A small generator of chance, the same on every machine. */
struct dice {
    uint64_t state;
};
uint32_t dice_throw(struct dice *dice, uint32_t sides); /* 0 .. sides - 1 */
void dice_shuffle(struct dice *dice, struct act *acts, size_t count);

#endif

/* told - everything the entries of the book have said so far: acts, feed, calendars, plan.
 *
 * Values and lists; knows no rule. Texts are words_give()'s, so they compare as pointers. Instants
 * are milliseconds; a `minute` is an int32_t of the local calendar, NOT_THERE when there is none.
 */
#ifndef SIM_ORACLE_TOLD_H
#define SIM_ORACLE_TOLD_H

#include "core/act.h"
#include "core/calendar.h"
#include "core/journal.h"
#include "tests/sim/oracle/timetable.h"
#include "tests/sim/oracle/words.h"

enum { CALENDARS_MAX = 16 };

struct told_act {
    int64_t at;
    int64_t early, late; /* it happened in [at - early, at + late] */
    enum act_kind kind;
    const char *subject, *party, *person, *counterpart, *stop, *parent, *reason;
    struct device device; /* who said it, and where */
    struct place place;
};

struct told_supplement {
    int64_t asked, brought; /* NEVER_TOLD: not said */
    int32_t promise;
};

#define NEVER_TOLD INT64_MIN

/* One dossier: its row of the feed, if it has one, and its supplements. */
struct told_dossier {
    const char *code;
    bool in_feed;
    const char *procedure; /* its first eight characters */
    const char *agency;
    int64_t received; /* NEVER_TOLD: not said */
    int32_t promise, finished, returned;
    int status;
    struct told_supplement *supplements;
    size_t supplement_count;
    const char **reached; /* the dossier and every bundle that may ever have held it */
    size_t reached_count;
    bool touched; /* the row in hand says something of it */
};

struct all_told {
    struct words words;
    const char *nothing, *center, *post, *citizen;
    struct told_act *acts; /* as they came */
    size_t act_count;
    struct told_dossier *dossiers; /* by code, as they came */
    size_t dossier_count;
    struct calendar *calendars[CALENDARS_MAX]; /* by valid_from, then as they came */
    size_t calendar_count;
    struct timetable plan;
    bool has_plan;
    struct cancel_row *cancels; /* by statement, not by the plan: they outlive it */
    size_t cancel_count;
    bool all_touched;
};

void told_init(struct all_told *told);
void told_fini(struct all_told *told);
const char *told_word(struct all_told *told, struct text text);
/* The dossier of CODE, made if it is new. */
struct told_dossier *told_dossier(struct all_told *told, const char *code);
/* Is TEXT a dossier's code by the grammar of DOMAIN section 3? */
bool told_is_code(const char *text);
/* Adds ACT and marks whom it touches. */
void told_act(struct all_told *told, const struct told_act *act);
/* Takes out what DEVICE said behind PLACE. */
void told_take_back(struct all_told *told, struct device device, struct place place);
/* A calendar file; false: it is none, or there is no room. */
bool told_calendar(struct all_told *told, struct text file, struct day valid_from);
/* A plan file; false: it is none, and the plan before it stays. */
bool told_plan(struct all_told *told, struct text file);
/* A run is cancelled by a statement; false: no run of the plan is called so. */
bool told_cancel(struct all_told *told, const struct cancel_row *cancel);
/* Acts on the dossier and on all that may have held it, in no order. OUT: told->act_count. */
size_t told_reaching(const struct all_told *told, const struct told_dossier *dossier,
                     struct told_act *out);
/* The newest version, and the one in force on the day of RECEIVED. */
const struct calendar *told_newest(const struct all_told *told);
const struct calendar *told_promised_by(const struct all_told *told, int32_t received);

#endif

/* life - one dossier as known at one minute: visits, pauses, promise, and where it goes next.
 *
 * SEMANTICS sections 3, 4 and 6; READINGS 15 to 32 of tests/oracle. All in minutes. While it is
 * worked out, `until` keeps the earliest later minute at which anything used may be different. */
#ifndef SIM_ORACLE_LIFE_H
#define SIM_ORACLE_LIFE_H

#include "tests/sim/oracle/held.h"
#include "tests/sim/oracle/hours.h"

struct glance {
    struct all_told *told;
    const struct told_dossier *dossier;
    int32_t now;
    const struct told_act *acts; /* that reach it, known now, effective, in the fold's order */
    size_t act_count;
    const struct calendar *calendar; /* the newest */
    struct arena *arena;
    int32_t until;
};

struct visit {
    const char *holder;
    int32_t start, end, ready; /* NOT_THERE while it lasts, or until it is known */
};

struct pause {
    int32_t from, to; /* NOT_THERE while it lasts */
};

struct lived {
    struct glance *look;
    const char *procedure, *agency;
    enum journey_mode mode;
    int32_t received;
    bool has_own_act;
    struct folded fold;
    struct pause *pauses;
    size_t pause_count;
    int32_t end;
    bool ended;
    int32_t finished; /* NgayKetThucXuLy, once known */
    struct visit *visits;
    size_t visit_count;
    size_t agencies_end; /* index behind the last visit to an agency; 0: none */
    int32_t back;        /* J; NOT_THERE */
};

struct lived life_of(struct glance *look);
/* Nothing used changes before AT. */
void look_until(struct glance *look, int32_t at);
/* What was used moves with every working minute. */
void look_moves(struct glance *look);
/* max(now, AT), and until when it stays so. */
int32_t look_not_before_now(struct glance *look, int32_t at);

bool life_is_agency(const struct all_told *told, const char *party);
bool life_is_static(const struct all_told *told, const char *party);
/* Working minutes of [begin, end) within the life that were paused. */
int32_t life_paused(const struct lived *life, int32_t begin, int32_t end,
                    const struct calendar *calendar);
/* Where the item of visit INDEX goes next: as it went, as it is offered, as planned. */
const char *life_destination(const struct lived *life, size_t index);
/* From when on a waiting visit could be fetched; NOT_THERE: not yet. */
int32_t life_fit(const struct lived *life, size_t index);
/* pass_on_after: a later receipt is fit for a run at the next working day's opening. */
int32_t life_passed_on(const struct lived *life, int32_t received);
const struct budget_row *life_budget(const struct lived *life, const char *agency, int32_t minute);
/* The newest promise as somebody stated it, and P itself; NOT_THERE: none. */
int32_t life_promise_stated(const struct lived *life);
int32_t life_promise(const struct lived *life);

#endif

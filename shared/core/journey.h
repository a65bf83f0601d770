/* journey - a life as steps: transfer out, processing, transfer back, each with its begin and end.
 *
 * SEMANTICS section 6. What happened comes from custody; what has not is left open and filled in by
 * forecast.c. A transfer reaches from fit at one static party to the take by the next. */
#ifndef CORE_JOURNEY_H
#define CORE_JOURNEY_H

#include "core/custody.h"
#include "core/dossier.h"
#include "core/party.h"
#include "core/plan.h"

enum step_kind { STEP_OUT, STEP_PROCESSING, STEP_BACK, STEP_KINDS };
enum step_stage {
    STEP_AHEAD,   /* not begun */
    STEP_WAITING, /* a transfer that no carrier has taken yet */
    STEP_CARRIED,
    STEP_OFFERED, /* given to the receiver, who has not answered */
    STEP_WORKING, /* processing has begun */
    STEP_DONE
};
enum { JOURNEY_STEPS_MAX = 24, JOURNEY_PAUSES_MAX = 24 };

struct step {
    struct minute begin;   /* fit, or the take; MINUTE_NEVER while ahead */
    struct minute fit;     /* from when a run may be chosen: pass_on_after moves it */
    struct minute waits;   /* fit of the present stay: a transfer may wait at the Center twice */
    struct minute picked;  /* taken by the carrier; MINUTE_NEVER: not yet, or hand to hand */
    struct minute offered; /* the open offer to the receiver; MINUTE_NEVER: none */
    struct minute end;     /* MINUTE_NEVER while not done */
    struct name from;      /* in processing the one that works */
    struct name to;
    struct name agency; /* whose budget counts */
    int32_t paused;     /* processing: working minutes paused in it so far */
    uint8_t kind;       /* enum step_kind */
    uint8_t stage;      /* enum step_stage */
};

struct stretch {
    struct minute from;
    struct minute until; /* MINUTE_NEVER: still */
    struct name party;   /* who stopped; NAME_NONE: the feed says so */
    struct name reason;
};

struct journey {
    enum journey_kind kind; /* an on_the_spot life turns paper once a carrier or agency takes it */
    bool too_long;          /* more steps or pauses than are held: nothing can be said */
    bool no_agency;         /* nothing says where it has to go */
    bool restarts;          /* a pause gives the promise its whole duration again */
    bool by_instant;        /* the promise is judged by the instant, not by its date */
    struct minute received; /* MINUTE_NEVER: nothing says when the life began */
    struct minute ended;    /* MINUTE_NEVER: it goes on */
    struct minute back;     /* J: the result is back at the Center, or ready there */
    uint8_t steps;
    uint8_t next; /* the first step that is not done; `steps` when all are */
    uint8_t pauses;
    struct step step[JOURNEY_STEPS_MAX];
    struct stretch pause[JOURNEY_PAUSES_MAX];
};

struct journey_input {
    const struct parties *parties;
    const struct dossier_facts *facts;
    const struct custody *custody;
    const struct plan *plan;
    const struct calendar *calendar; /* the newest version */
    struct minute now;
};

/* When the life began: NgayTiepNhan, else the intake, else the first act. */
struct instant journey_received(const struct dossier_facts *facts, const struct custody *custody);
/* The kind of a life received then, by the plan, and its first holder. */
enum journey_kind journey_start(const struct parties *parties, const struct dossier_facts *facts,
                                const struct plan *plan, struct minute received,
                                struct name *out_holder);
void journey_of(const struct journey_input *input, struct journey *out_journey);
/* Fills in the pauses; journey_of() calls it. */
void journey_read_pauses(const struct journey_input *input, struct journey *journey);
/* Working minutes paused in [from, until), by the feed and by acts together, counted once. */
int32_t journey_paused(const struct journey *journey, const struct calendar *calendar,
                       struct minute from, struct minute until);

/* Brings the minutes paused in the processing that is under way up to NOW. */
void journey_pause_until(struct journey *journey, const struct calendar *calendar,
                         struct minute now);

static inline enum promise_judged journey_judged(const struct journey *journey)
{
    return journey->by_instant ? PROMISE_BY_INSTANT : PROMISE_BY_DATE;
}

static inline bool step_is_transfer(const struct step *step)
{
    return step->kind != STEP_PROCESSING;
}

#endif

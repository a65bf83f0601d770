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
    STEP_OFFERED, /* the carrier has given it to the receiver, who has not answered */
    STEP_WORKING, /* processing has begun */
    STEP_DONE
};
enum { JOURNEY_STEPS_MAX = 24 };

struct step {
    struct minute begin;   /* fit, or the take; MINUTE_NEVER while ahead */
    struct minute fit;     /* a transfer's begin as it chooses a run: pass_on_after moves it */
    struct minute picked;  /* taken by the carrier; MINUTE_NEVER: not yet, or directly */
    struct minute end;     /* MINUTE_NEVER while not done */
    struct minute offered; /* the carrier's open offer to the receiver; MINUTE_NEVER: none */
    struct name from;      /* static party; in processing the one that works */
    struct name to;
    int32_t budget; /* processing: working minutes without pauses */
    uint8_t kind;   /* enum step_kind */
    uint8_t stage;  /* enum step_stage */
};

enum journey_gap { /* why nothing can be said */
                   JOURNEY_WHOLE,
                   JOURNEY_NO_BUDGET,
                   JOURNEY_NO_AGENCY,
                   JOURNEY_TOO_LONG
};

struct journey {
    enum journey_kind kind;
    enum journey_gap gap;
    struct budget budget;
    struct minute received; /* MINUTE_NEVER: nothing says when the life began */
    struct minute ended;    /* MINUTE_NEVER: it goes on */
    struct minute back;     /* J: the result is back at the Center, or ready there */
    struct step step[JOURNEY_STEPS_MAX];
    uint8_t steps;
    uint8_t next; /* the first step that is not done; `steps` when all are */
};

struct journey_input {
    const struct parties *parties;
    const struct dossier_facts *facts;
    const struct custody *custody;
    const struct plan *plan;
    const struct calendar *calendar;
    struct minute now;
};

/* Where a life starts, before custody can be folded: its kind by the plan, and its first holder. */
enum journey_kind journey_start(const struct parties *parties, const struct dossier_facts *facts,
                                const struct plan *plan, struct name *out_holder);
void journey_of(const struct journey_input *input, struct journey *out_journey);
/* Working minutes paused in [from, until), by the feed and by acts together, counted once. */
int32_t journey_paused(const struct journey_input *input, struct minute from, struct minute until);

#endif

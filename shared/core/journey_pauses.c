#include "core/journey.h"

/* Pauses of a life: "pause -> resume; feed NgayBoSung -> NgayTiepNhanBoSung; a second pause inside,
 * a lone resume: nothing" (SEMANTICS section 4). Acts and feed are one stream in time. */

/* One pause or resume, from the feed or an act. */
struct mark {
    struct instant at;
    struct name party; /* NAME_NONE: the feed */
    struct name reason;
    bool resume;
};

enum { MARKS_MAX = CUSTODY_PAUSES_MAX + 2 * DOSSIER_SUPPLEMENTS_MAX };

static void add_mark(struct mark *marks, int *count, struct mark mark)
{
    int at = *count;
    while (at > 0 && (marks[at - 1].at.ms > mark.at.ms || (marks[at - 1].at.ms == mark.at.ms &&
                                                           marks[at - 1].resume && !mark.resume))) {
        marks[at] = marks[at - 1];
        at--;
    }
    marks[at] = mark;
    *count += 1;
}

/* "a second pause inside, a lone resume: nothing" */
static void follow_marks(struct journey *journey, const struct mark *marks, int count)
{
    bool paused = false;
    for (int i = 0; i < count; i++) {
        if (marks[i].resume && paused) {
            journey->pause[journey->pauses - 1].until = instant_minute(marks[i].at);
            paused = false;
        } else if (!marks[i].resume && !paused) {
            if (journey->pauses == JOURNEY_PAUSES_MAX) {
                journey->too_long = true;
                return;
            }
            journey->pause[journey->pauses++] =
                (struct stretch){.from = instant_minute(marks[i].at),
                                 .until = MINUTE_NEVER,
                                 .party = marks[i].party,
                                 .reason = marks[i].reason};
            paused = true;
        }
    }
}

/* A life begins when it is received: what was paused before is no part of it. */
static void clip(struct journey *journey)
{
    int kept = 0;
    for (int i = 0; i < journey->pauses; i++) {
        struct stretch pause = journey->pause[i];
        if (pause.until.m > journey->received.m) {
            pause.from.m = pause.from.m > journey->received.m ? pause.from.m : journey->received.m;
            journey->pause[kept++] = pause;
        }
    }
    journey->pauses = (uint8_t)kept;
}

void journey_read_pauses(const struct journey_input *input, struct journey *journey)
{
    struct mark marks[MARKS_MAX];
    int count = 0;
    for (int i = 0; i < input->custody->pauses; i++) {
        const struct pause_mark *mark = &input->custody->pause[i];
        add_mark(marks, &count, (struct mark){mark->at, mark->party, mark->reason, mark->resume});
    }
    for (int i = 0; i < input->facts->supplements; i++) {
        const struct supplement *row = &input->facts->supplement[i];
        if (row->asked.m <= input->now.m) {
            add_mark(marks, &count,
                     (struct mark){.at = dossier_instant(row->asked, row->asked_second)});
        }
        if (row->brought.m <= input->now.m) {
            add_mark(marks, &count,
                     (struct mark){.at = dossier_instant(row->brought, row->brought_second),
                                   .resume = true});
        }
    }
    follow_marks(journey, marks, count);
    clip(journey);
}

int32_t journey_paused(const struct journey *journey, const struct calendar *calendar,
                       struct minute from, struct minute until)
{
    int32_t minutes = 0;
    for (int i = 0; i < journey->pauses; i++) {
        struct minute a = journey->pause[i].from;
        struct minute b = journey->pause[i].until;
        a = a.m > from.m ? a : from;
        b = b.m < until.m ? b : until;
        minutes += calendar_working(calendar, a, b);
    }
    return minutes;
}

void journey_pause_until(struct journey *journey, const struct calendar *calendar,
                         struct minute now)
{
    if (journey->pauses > 0 && journey->next < journey->steps) {
        struct step *step = &journey->step[journey->next];
        if (step->stage == STEP_WORKING) {
            step->paused = journey_paused(journey, calendar, step->begin, now);
        }
    }
}

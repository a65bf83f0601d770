/* whatif_out - each life whose result is back, under the timetable it had and under another one. */
#include "core/glance.h"
#include "core/promised.h"
#include "tools/study/replay.h"
#include "tools/study/rows.h"
#include "tools/study/trials.h"

static bool in_period(const struct study *study, struct minute received)
{
    const struct day day = minute_day(received);
    return day.d >= study->from.d && day.d <= study->to.d;
}

static void write_row(FILE *out, struct text code, const struct whatif *whatif)
{
    study_field(out, code);
    (void)fputc(',', out);
    study_minute(out, whatif->promise);
    (void)fputc(',', out);
    study_minute(out, whatif->back);
    (void)fputc(',', out);
    study_minute(out, whatif->same);
    (void)fputc(',', out);
    study_minute(out, whatif->other);
    (void)fprintf(out, ",%s,%s\n", whatif->late ? "late" : "in_time",
                  whatif->late_other ? "late" : "in_time");
}

/* The life at the study's present, with its forecast. False: there is nothing to replay. */
static bool look_back(const struct study *study, const struct study_life *life,
                      struct glance *glance)
{
    glance_at(&life->input, study->now, glance);
    const struct journey *journey = &glance->journey;
    if (journey->received.m == MINUTE_NEVER.m || journey->back.m == MINUTE_NEVER.m ||
        glance->custody.overflow || journey->too_long || !in_period(study, journey->received)) {
        return false;
    }
    /* a pause that nobody ended moves the promise no more once the result is back */
    glance->outlook.promise =
        promised_at(life->input.facts, journey, life->input.promised_by, journey->back);
    forecast_of(&glance->outlook, &glance->forecast);
    return true;
}

void whatif_out(struct study *study, const struct study_life *life)
{
    static struct glance glance; /* too large for a stack */
    struct whatif whatif;
    if (!study->other || !study->replay || !look_back(study, life, &glance) ||
        !whatif_of(&glance.outlook, &glance.forecast, study->other, &whatif)) {
        return;
    }
    replay_add(study->replay, study->calendar, glance.journey.received, &whatif);
    if (study->out[STUDY_WHATIF]) {
        write_row(study->out[STUDY_WHATIF], life->code, &whatif);
    }
}

enum status whatif_note(struct study *study, const struct study_life *life)
{
    static struct glance glance; /* too large for a stack */
    return look_back(study, life, &glance)
               ? trials_note(study->trials, &glance.outlook, &glance.forecast)
               : STATUS_OK;
}

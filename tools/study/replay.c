#include "tools/study/replay.h"

#include <stdlib.h>
#include <string.h>

static struct replay_leg *leg_of(struct replay *replay, const struct whatif_step *step)
{
    for (uint32_t i = 0; i < replay->legs; i++) {
        struct replay_leg *leg = &replay->leg[i];
        if (name_same(leg->from, step->from) && name_same(leg->to, step->to) &&
            leg->kind == step->kind) {
            return leg;
        }
    }
    if (replay->legs == REPLAY_LEGS_MAX) {
        return NULL;
    }
    struct replay_leg *leg = &replay->leg[replay->legs++];
    *leg = (struct replay_leg){
        .from = step->from, .to = step->to, .agency = step->agency, .kind = step->kind};
    return leg;
}

static struct replay_day *day_of(struct replay *replay, struct day day)
{
    uint32_t i = replay->days;
    while (i > 0 && replay->day[i - 1].day.d != day.d) {
        i--;
    }
    if (i > 0) {
        return &replay->day[i - 1];
    }
    if (replay->days == REPLAY_DAYS_MAX) {
        return NULL;
    }
    struct replay_day *made = &replay->day[replay->days++];
    *made = (struct replay_day){.day = day};
    return made;
}

bool replay_add_day(struct replay *replay, const struct replay_day *more)
{
    struct replay_day *day = day_of(replay, more->day);
    if (day) {
        day->saved += more->saved;
        day->newly_late += more->newly_late;
        day->minutes += more->minutes;
    }
    return day != NULL;
}

static int32_t signed_working(const struct calendar *calendar, struct minute a, struct minute b)
{
    return a.m <= b.m ? calendar_working(calendar, a, b) : -calendar_working(calendar, b, a);
}

void replay_add(struct replay *replay, const struct calendar *calendar, struct minute received,
                const struct whatif *whatif)
{
    replay->replayed++;
    replay->unlike += whatif->same.m != whatif->back.m;
    replay->unlike_minutes += llabs(signed_working(calendar, whatif->same, whatif->back));
    replay->late += whatif->late;
    replay->late_other += whatif->late_other;
    if (whatif->other.m == MINUTE_NEVER.m) {
        replay->without_runs++;
        return;
    }
    const bool saved = whatif->late && !whatif->late_other;
    const bool newly_late = !whatif->late && whatif->late_other;
    const int32_t minutes = signed_working(calendar, whatif->other, whatif->back);
    replay->saved += saved;
    replay->newly_late += newly_late;
    replay->minutes += minutes;
    (void)replay_add_day(replay, &(struct replay_day){.day = minute_day(received),
                                                      .saved = saved,
                                                      .newly_late = newly_late,
                                                      .minutes = minutes});
    for (int i = 0; i < whatif->steps; i++) {
        const struct whatif_step *step = &whatif->step[i];
        struct replay_leg *leg = step->kind == STEP_PROCESSING ? NULL : leg_of(replay, step);
        if (leg) {
            leg->transfers++;
            leg->minutes += step->minutes;
            leg->other += step->other;
        }
    }
}

/* xorshift64* (Vigna 2016): fixed, so that an interval can be repeated. */
static uint64_t next_random(uint64_t *state)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return *state * 0x2545F4914F6CDD1DU;
}

static int order_numbers(const void *a, const void *b)
{
    const int64_t one = *(const int64_t *)a;
    const int64_t other = *(const int64_t *)b;
    return (one > other) - (one < other);
}

void replay_interval(const struct replay *replay, struct replay_interval *out_interval)
{
    int64_t saved[REPLAY_SAMPLES];
    int64_t minutes[REPLAY_SAMPLES];
    uint64_t state = 0x9E3779B97F4A7C15U;
    const size_t low = REPLAY_SAMPLES / 40;
    const size_t high = REPLAY_SAMPLES - 1 - low;
    for (int k = 0; k < REPLAY_SAMPLES; k++) {
        saved[k] = 0;
        minutes[k] = 0;
        for (uint32_t i = 0; i < replay->days; i++) {
            const struct replay_day *day =
                &replay->day[(next_random(&state) >> 32) * replay->days >> 32];
            saved[k] += day->saved;
            minutes[k] += day->minutes;
        }
    }
    qsort(saved, REPLAY_SAMPLES, sizeof saved[0], order_numbers);
    qsort(minutes, REPLAY_SAMPLES, sizeof minutes[0], order_numbers);
    *out_interval = (struct replay_interval){.saved_low = (int32_t)saved[low],
                                             .saved_high = (int32_t)saved[high],
                                             .minutes_low = minutes[low],
                                             .minutes_high = minutes[high]};
}

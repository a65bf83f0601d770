/* minutes_out - whose minutes, party by party and cause by cause, and each wait for a run
 * (SEMANTICS section 4). Open lives up to the study's present. */
#include "core/ledger.h"
#include "tools/study/rows.h"

static struct ledger_input input_of(const struct study *study, const struct study_life *life)
{
    return (struct ledger_input){.names = life->input.names,
                                 .parties = life->input.parties,
                                 .facts = life->input.facts,
                                 .acts = life->input.acts,
                                 .act_count = life->input.act_count,
                                 .custody = &life->custody,
                                 .movements = &study->movements,
                                 .plan = study->plan,
                                 .calendar = study->calendar,
                                 .now = study->now};
}

static struct study_minutes *sum_of(struct study_counts *counts, struct name party, uint8_t cause)
{
    for (uint32_t i = 0; i < counts->minutes_count; i++) {
        if (name_same(counts->minutes[i].party, party) && counts->minutes[i].cause == cause) {
            return &counts->minutes[i];
        }
    }
    if (counts->minutes_count == STUDY_MINUTES_MAX) {
        return NULL;
    }
    struct study_minutes *made = &counts->minutes[counts->minutes_count++];
    *made = (struct study_minutes){.party = party, .cause = cause};
    return made;
}

void minutes_out(struct study *study, const struct study_life *life)
{
    static struct ledger ledger; /* too large for a stack */
    struct ledger_sum sums[LEDGER_SUMS_MAX];
    FILE *out = study->out[STUDY_MINUTES];
    const struct ledger_input input = input_of(study, life);
    ledger_open(&ledger, &input);
    const size_t count = ledger_sums(&ledger, sums);
    for (size_t i = 0; i < count; i++) {
        struct study_minutes *sum = sum_of(&study->counts, sums[i].party, sums[i].cause);
        study_field(out, life->code);
        (void)fputc(',', out);
        study_field(out, names_text(life->input.names, sums[i].party));
        (void)fprintf(out, ",%s,%d\n", ledger_cause_name((enum ledger_cause)sums[i].cause),
                      (int)sums[i].minutes);
        if (sum) {
            sum->minutes += sums[i].minutes;
            sum->lives++;
        }
    }
}

static void write_run(FILE *out, const struct names *names, bool has, const struct run *run)
{
    if (has) {
        study_field(out, names_text(names, run->route));
        (void)fputc('/', out);
        study_field(out, names_text(names, run->round));
        (void)fputc(' ', out);
        study_minute(out, run->departs);
    }
    (void)fputc(',', out);
}

static void write_leg(struct study *study, const struct study_life *life,
                      const struct ledger_wait *wait)
{
    FILE *out = study->out[STUDY_LEGS];
    const struct names *names = life->input.names;
    study_field(out, life->code);
    (void)fprintf(out, ",%s,", ledger_leg_name(wait->leg));
    study_field(out, names_text(names, wait->holder));
    (void)fputc(',', out);
    study_field(out, names_text(names, wait->to));
    (void)fputc(',', out);
    study_field(out, names_text(names, wait->agency));
    (void)fputc(',', out);
    study_minute(out, wait->fit);
    (void)fputc(',', out);
    write_run(out, names, wait->has_run, &wait->first);
    write_run(out, names, wait->taken && wait->has_chosen, &wait->chosen);
    study_minute(out, wait->taken ? wait->until : MINUTE_NEVER);
    (void)fprintf(out, ",%u,%d\n", wait->missed,
                  (int)calendar_working(study->calendar, wait->fit, wait->until));
}

static void count_leg(struct study_counts *counts, const struct ledger_wait *wait, int32_t minutes)
{
    uint32_t i = 0;
    while (i < counts->leg_count && !(name_same(counts->legs[i].from, wait->holder) &&
                                      name_same(counts->legs[i].to, wait->to))) {
        i++;
    }
    if (i == STUDY_LEGS_MAX) {
        return;
    }
    if (i == counts->leg_count) {
        counts->legs[counts->leg_count++] =
            (struct study_leg){.from = wait->holder, .to = wait->to};
    }
    counts->legs[i].waits++;
    counts->legs[i].missed += wait->missed > 0;
    counts->legs[i].minutes += minutes;
}

void legs_out(struct study *study, const struct study_life *life)
{
    static struct ledger ledger; /* too large for a stack */
    struct ledger_wait wait;
    const struct ledger_input input = input_of(study, life);
    ledger_open(&ledger, &input);
    for (int i = 0; i < ledger.stays; i++) {
        if (ledger_wait_of(&ledger, i, &wait)) {
            write_leg(study, life, &wait);
            count_leg(&study->counts, &wait,
                      calendar_working(study->calendar, wait.fit, wait.until));
        }
    }
}

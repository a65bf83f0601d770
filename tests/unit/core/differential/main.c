/* differential - custody, flags and minutes of every dossier of a folder of lives, by shared/core.
 *
 * differential flags|custody|minutes DIR: DIR holds feed.csv, supplements.csv, acts.csv,
 * calendar.csv, plan.csv and instants.txt, as tests/oracle/lives.py writes them. For each instant
 * it writes what tests/oracle/oracle.py writes, with the instant in front; differential.py
 * compares. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "answers.h"
#include "core/act_csv.h"

enum {
    NAMES_MAX = 1 << 20,
    TEXTS_MAX = 1 << 25,
    ACTS_MAX = 1 << 21,
    DOSSIERS_MAX = 1 << 18,
    PLAN_ROWS_MAX = 20000,
    LINE_SIZE = 8192,
    BUNDLES_MAX = 32
};

static struct names names;
static struct parties parties;
static struct calendar calendar;
static struct plan plan;
static struct act *acts;
static size_t act_count;
static struct dossier_facts *dossiers;
static size_t dossier_count;
static uint32_t *facts_of;  /* by name: index into `dossiers` and one */
static uint32_t *first_act; /* by name: the first of its acts and one */
static uint32_t *next_act;  /* by act: the next on the same subject and one */
static struct movements movements;

static void give_up(const char *file, unsigned line, const char *why)
{
    fprintf(stderr, "differential: %s:%u: %s\n", file, line, why);
    exit(1);
}

typedef void (*line_fn)(const char *path, unsigned number, struct text line);

static void each_line(const char *folder, const char *file, line_fn take)
{
    char path[512];
    static char line[LINE_SIZE];
    unsigned number = 0;
    snprintf(path, sizeof path, "%s/%s", folder, file);
    FILE *in = fopen(path, "r");
    if (!in) {
        give_up(path, 0, "cannot be opened");
    }
    while (in && fgets(line, sizeof line, in)) {
        number++;
        take(path, number, text_trim(text_of(line)));
    }
    if (in) {
        fclose(in);
    }
}

static void take_calendar(const char *path, unsigned number, struct text line)
{
    struct calendar_fault fault;
    if (!calendar_row(&calendar, line, &fault)) {
        give_up(path, number, "no calendar row");
    }
}

static void take_plan(const char *path, unsigned number, struct text line)
{
    struct plan_fault fault;
    if (!plan_row(&plan, &names, line, &fault)) {
        give_up(path, number, plan_fault_said(fault.kind)->en);
    }
}

static void take_feed(const char *path, unsigned number, struct text line)
{
    struct feed_fault fault;
    struct dossier_facts facts;
    if (feed_line_skip(line)) {
        return;
    }
    if (!feed_line_parse(line, &names, &facts, &fault)) {
        give_up(path, number, feed_fault_said(fault.kind)->en);
    }
    if (facts_of[facts.dossier.id] != 0) {
        give_up(path, number, "the dossier has a row already");
    }
    dossiers[dossier_count++] = facts;
    facts_of[facts.dossier.id] = (uint32_t)dossier_count;
}

static void take_supplement(const char *path, unsigned number, struct text line)
{
    struct feed_fault fault;
    struct supplement supplement;
    struct name dossier;
    if (feed_line_skip(line)) {
        return;
    }
    if (!supplement_line_parse(line, &names, &dossier, &supplement, &fault)) {
        give_up(path, number, feed_fault_said(fault.kind)->en);
    }
    if (facts_of[dossier.id] == 0 ||
        !dossier_supplement(&dossiers[facts_of[dossier.id] - 1], &supplement)) {
        give_up(path, number, "no such dossier, or too many supplements");
    }
}

static void take_act(const char *path, unsigned number, struct text line)
{
    struct act_fault fault;
    if (act_csv_skip(line)) {
        return;
    }
    if (!act_csv_parse(line, &names, &acts[act_count], &fault)) {
        give_up(path, number, act_fault_said(fault.kind)->en);
    }
    act_count++;
}

static void index_acts(void)
{
    for (size_t i = act_count; i > 0; i--) {
        uint32_t subject = acts[i - 1].subject.id;
        next_act[i - 1] = first_act[subject];
        first_act[subject] = (uint32_t)i;
    }
}

/* Dossiers that acts speak of and the feed does not know yet. Their codes hold a hyphen; bundles'
 * and runs' do not. */
static void add_unknown(void)
{
    for (size_t i = 0; i < act_count; i++) {
        struct text subject = names_text(&names, acts[i].subject);
        if (facts_of[acts[i].subject.id] == 0 && memchr(subject.at, '-', subject.size)) {
            dossier_facts_init(&dossiers[dossier_count++], acts[i].subject);
            facts_of[acts[i].subject.id] = (uint32_t)dossier_count;
        }
    }
}

static void see_runs(void)
{
    movements_begin(&movements, calloc(ACTS_MAX, sizeof *movements.all), ACTS_MAX);
    for (size_t i = 0; i < act_count; i++) {
        if (!movements_add(&movements, &acts[i], &names)) {
            give_up("acts.csv", (unsigned)i, "more than is held");
        }
    }
    movements_end(&movements);
}

static void load(const char *folder)
{
    struct plan_fault fault;
    names_init(&names, malloc(names_memory(NAMES_MAX, TEXTS_MAX)), NAMES_MAX, TEXTS_MAX);
    acts = calloc(ACTS_MAX, sizeof *acts);
    next_act = calloc(ACTS_MAX, sizeof *next_act);
    dossiers = calloc(DOSSIERS_MAX, sizeof *dossiers);
    facts_of = calloc(NAMES_MAX + 1, sizeof *facts_of);
    first_act = calloc(NAMES_MAX + 1, sizeof *first_act);
    if (parties_give(&names, &parties) != STATUS_OK) {
        give_up(folder, 0, "no room");
    }
    calendar_begin(&calendar, 1, (struct day){0}, NULL);
    each_line(folder, "calendar.csv", take_calendar);
    calendar_end(&calendar);
    plan_begin(&plan, malloc(plan_memory(PLAN_ROWS_MAX)), plan_memory(PLAN_ROWS_MAX), &calendar);
    each_line(folder, "plan.csv", take_plan);
    if (!plan_end(&plan, &names, &parties, &fault)) {
        give_up("plan.csv", fault.line, plan_fault_said(fault.kind)->en);
    }
    each_line(folder, "feed.csv", take_feed);
    each_line(folder, "supplements.csv", take_supplement);
    each_line(folder, "acts.csv", take_act);
    index_acts();
    add_unknown();
    see_runs();
}

static size_t add_acts(struct act *gathered, size_t count, struct name subject)
{
    for (uint32_t i = first_act[subject.id]; i != 0; i = next_act[i - 1]) {
        if (count == CUSTODY_ACTS_MAX) {
            give_up("acts.csv", i, "more acts on one dossier than are folded");
        }
        gathered[count++] = acts[i - 1];
    }
    return count;
}

/* The dossier's acts and those of every bundle it was ever in. */
static size_t gather(struct name dossier, struct act gathered[CUSTODY_ACTS_MAX])
{
    struct name bundles[BUNDLES_MAX];
    size_t known = 0;
    size_t count = add_acts(gathered, 0, dossier);
    for (;;) {
        size_t found = custody_bundles(gathered, count, bundles, BUNDLES_MAX);
        if (found > BUNDLES_MAX) {
            give_up("acts.csv", 0, "more bundles than are folded");
        }
        if (found == known) {
            return count;
        }
        for (; known < found; known++) {
            count = add_acts(gathered, count, bundles[known]);
        }
    }
}

static const char *what;

static void at_instant(const char *path, unsigned number, struct text line)
{
    static struct act gathered[CUSTODY_ACTS_MAX];
    char text[INSTANT_TEXT_SIZE];
    struct instant now;
    if (line.size == 0) {
        return;
    }
    if (instant_parse(line, &now) != STATUS_OK) {
        give_up(path, number, "no instant");
    }
    for (size_t i = 0; i < dossier_count; i++) {
        struct flag_input input = {.names = &names,
                                   .parties = &parties,
                                   .facts = &dossiers[i],
                                   .acts = gathered,
                                   .act_count = gather(dossiers[i].dossier, gathered),
                                   .plan = &plan,
                                   .calendar = &calendar,
                                   .promised_by = &calendar};
        instant_text(now, text);
        if (strcmp(what, "minutes") == 0) {
            put_minutes(&input, &movements, instant_minute(now), text);
            continue;
        }
        printf("%s,", text);
        put_text(names_text(&names, dossiers[i].dossier));
        putchar(',');
        (strcmp(what, "custody") == 0 ? put_custody : put_flag)(&input, instant_minute(now));
    }
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        fputs("usage: differential flags|custody|minutes DIR\n", stderr);
        return 2;
    }
    what = argv[1];
    load(argv[2]);
    each_line(argv[2], "instants.txt", at_instant);
    return 0;
}

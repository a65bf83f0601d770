/* verb_whatif - `trao whatif`: a past period replayed over another timetable.
 *
 * The behavioural model is SEMANTICS section 6: what is known stays, only waits for runs move, and
 * what follows them. Says for how many lives the same replay over their own plan does not return
 * what happened. */
#include <stdlib.h>
#include <string.h>

#include "tools/study/asks.h"
#include "tools/study/replay.h"
#include "tools/study/study.h"
#include "tools/study/study_said.h"
#include "tools/trao/answer.h"
#include "tools/trao/number_words.h"
#include "tools/trao/plan_edits.h"
#include "tools/trao/study_facts.h"
#include "tools/trao/study_pass.h"
#include "tools/trao/table.h"
#include "tools/trao/trao_said.h"
#include "tools/trao/verbs.h"
#include "tools/trao/whatif_suggest.h"

enum { LEGS_SHOWN = 20 };

struct trying {
    const struct call *call;
    struct study_files files;
    const char *runs, *from, *to;
    struct plan_edits edits;
    struct plan other;
    void *other_memory;
    struct study study;
    struct replay replay;
    struct replay_interval interval;
    struct plan_cost cost, other_cost;
};

static int take_days(struct trying *t)
{
    const struct past *past = &t->files.past;
    t->study.from = minute_day(past->first_fact);
    t->study.to = minute_day(past->latest);
    if (t->from && day_parse(text_of(t->from), &t->study.from) != STATUS_OK) {
        return call_refuse(t->call, CALL_USAGE, trao_said(SAID_BAD_DAY), text_of(t->from),
                           (struct text){0});
    }
    if (t->to && day_parse(text_of(t->to), &t->study.to) != STATUS_OK) {
        return call_refuse(t->call, CALL_USAGE, trao_said(SAID_BAD_DAY), text_of(t->to),
                           (struct text){0});
    }
    return CALL_OK;
}

static int replay_all(struct trying *t)
{
    t->study.other = &t->other;
    t->study.replay = &t->replay;
    if (study_pass(t->call, &t->study) != STATUS_OK) {
        return study_no_memory(t->call);
    }
    replay_interval(&t->replay, &t->interval);
    plan_cost(&t->files.plan, t->files.calendar, t->study.from, t->study.to, &t->cost);
    plan_cost(&t->other, t->files.calendar, t->study.from, t->study.to, &t->other_cost);
    return t->replay.replayed > 0
               ? CALL_OK
               : call_refuse_plain(t->call, CALL_FOUND, study_said(STUDY_NO_RESULTS));
}

static struct text name_of(const struct trying *t, struct name name)
{
    return names_text(&t->files.past.names, name);
}

/* Those that change most come first. */
static int order_legs(const void *a, const void *b)
{
    const struct replay_leg *one = a;
    const struct replay_leg *other = b;
    const int64_t x = llabs(one->minutes - one->other);
    const int64_t y = llabs(other->minutes - other->other);
    return (x < y) - (x > y);
}

enum { LEG_COLUMNS = 5, CELL_SIZE = 96 };

static void leg_cells(const struct trying *t, const struct replay_leg *leg,
                      char bytes[LEG_COLUMNS][CELL_SIZE], struct text cells[LEG_COLUMNS])
{
    struct line line[LEG_COLUMNS];
    char each[NUMBER_TEXT_SIZE];
    for (int i = 0; i < LEG_COLUMNS; i++) {
        line[i] = line_of(bytes[i], CELL_SIZE);
    }
    line_text(&line[0], name_of(t, leg->from));
    line_put(&line[0], " > ");
    line_text(&line[0], name_of(t, leg->to));
    line_unsigned(&line[1], leg->transfers);
    line_signed(&line[2], leg->minutes);
    line_signed(&line[3], leg->other);
    line_text(
        &line[4],
        number_signed_text(t->call, (double)(leg->other - leg->minutes) / leg->transfers, 1, each));
    for (int i = 0; i < LEG_COLUMNS; i++) {
        cells[i] = line_done(&line[i]);
    }
}

static void print_legs(const struct trying *t)
{
    const struct call *call = t->call;
    const struct replay *replay = &t->replay;
    const struct table_column columns[LEG_COLUMNS] = {
        {text_of(call_word(call, "Chặng",     "Leg")),       false, true },
        {text_of(call_word(call, "Lần",       "Transfers")), true,  false},
        {text_of(call_word(call, "Phút",       "Minutes")),   true,  false},
        {text_of(call_word(call, "Sẽ là",    "Would be")),  true,  false},
        {text_of(call_word(call, "Mỗi lần", "Each")),      true,  false}
    };
    struct table table;
    char bytes[LEG_COLUMNS][CELL_SIZE];
    struct text cells[LEG_COLUMNS];
    const uint32_t shown = replay->legs < LEGS_SHOWN ? replay->legs : LEGS_SHOWN;
    table_begin(&table, columns, LEG_COLUMNS, call->color);
    for (uint32_t i = 0; i < shown; i++) {
        leg_cells(t, &replay->leg[i], bytes, cells);
        table_measure(&table, cells);
    }
    table_fit(&table);
    (void)putchar('\n');
    table_titles(&table, stdout);
    for (uint32_t i = 0; i < shown; i++) {
        leg_cells(t, &replay->leg[i], bytes, cells);
        table_row(&table, cells, stdout);
    }
}

static void print_cost(const struct trying *t)
{
    char digits[2][NUMBER_TEXT_SIZE];
    const struct call *call = t->call;
    text_said(
        call_word(call, "Số chuyến %+d, %s km, %s giờ bưu tá.",
                  "%+d runs, %s km, %s courier hours."),
        (int)t->other_cost.runs - (int)t->cost.runs,
        number_signed_text(call, t->other_cost.kilometres - t->cost.kilometres, 0, digits[0]).at,
        number_signed_text(call, t->other_cost.courier_hours - t->cost.courier_hours, 1, digits[1])
            .at);
}

static void print(const struct trying *t)
{
    const struct call *call = t->call;
    const struct replay *r = &t->replay;
    char days[2][INSTANT_TEXT_SIZE];
    text_said(call_word(call, "%s đến %s: %u hồ sơ đã có kết quả về Trung tâm, %u trễ hẹn.",
                        "%s to %s: %u dossiers whose result is back, %u of them late."),
              day_text(t->study.from, days[0]), day_text(t->study.to, days[1]), r->replayed,
              r->late);
    text_said(call_word(call,
                        "Theo kế hoạch kia: cứu %u (95 %%: %d đến %d), trễ thêm %u, còn trễ %u.",
                        "Under the other plan: %u saved (95 %%: %d to %d), %u newly late, %u"
                        " late in all."),
              r->saved, (int)t->interval.saved_low, (int)t->interval.saved_high, r->newly_late,
              r->late_other);
    text_said(call_word(call, "Bớt %lld phút làm việc (95 %%: %lld đến %lld).",
                        "%lld working minutes saved (95 %%: %lld to %lld)."),
              (long long)r->minutes, (long long)t->interval.minutes_low,
              (long long)t->interval.minutes_high);
    print_cost(t);
    text_said(
        call_word(call,
                  "Chạy lại theo chính kế hoạch của mình, %u trên %u hồ sơ không về đúng lúc đã về "
                  "(trung bình lệch %.0f phút làm việc).",
                  "Replayed over their own plan, %u of %u do not come back when they did "
                  "(%.0f working minutes off on average)."),
        r->unlike, r->replayed, r->unlike > 0 ? (double)r->unlike_minutes / r->unlike : 0.0);
    if (r->without_runs > 0) {
        text_said(call_word(call, "%u hồ sơ không có chuyến nào trong kế hoạch kia.",
                            "%u have no run or no budget in the other plan."),
                  r->without_runs);
    }
    print_legs(t);
}

static json_t *cost_json(const struct plan_cost *cost)
{
    return json_pack("{s:I, s:f, s:f}", "runs", (json_int_t)cost->runs, "kilometres",
                     cost->kilometres, "courier_hours", cost->courier_hours);
}

static json_t *legs_json(const struct trying *t)
{
    json_t *legs = json_array();
    for (uint32_t i = 0; i < t->replay.legs; i++) {
        const struct replay_leg *leg = &t->replay.leg[i];
        (void)json_array_append_new(
            legs,
            json_pack("{s:o, s:o, s:o, s:I, s:I, s:I}", "from", answer_text(name_of(t, leg->from)),
                      "to", answer_text(name_of(t, leg->to)), "agency",
                      answer_text(name_of(t, leg->agency)), "transfers", (json_int_t)leg->transfers,
                      "minutes", (json_int_t)leg->minutes, "would_be", (json_int_t)leg->other));
    }
    return legs;
}

static void print_json(const struct trying *t)
{
    const struct replay *r = &t->replay;
    char days[2][INSTANT_TEXT_SIZE];
    (void)answer_json(json_pack(
        "{s:s, s:s, s:I, s:I, s:I, s:I, s:I, s:[i,i], s:I, s:[I,I], s:I, s:I, s:I, s:o, s:o, s:o}",
        "from", day_text(t->study.from, days[0]), "to", day_text(t->study.to, days[1]), "replayed",
        (json_int_t)r->replayed, "late", (json_int_t)r->late, "late_under_plan",
        (json_int_t)r->late_other, "saved", (json_int_t)r->saved, "newly_late",
        (json_int_t)r->newly_late, "saved_95", (int)t->interval.saved_low,
        (int)t->interval.saved_high, "minutes_saved", (json_int_t)r->minutes, "minutes_saved_95",
        (json_int_t)t->interval.minutes_low, (json_int_t)t->interval.minutes_high,
        "unlike_under_own_plan", (json_int_t)r->unlike, "unlike_minutes",
        (json_int_t)r->unlike_minutes, "without_runs", (json_int_t)r->without_runs, "cost",
        cost_json(&t->cost), "cost_under_plan", cost_json(&t->other_cost), "legs", legs_json(t)));
}

/* A plan from a file, or the one in force with some of its runs changed. */
static int read_other(struct trying *t)
{
    char *text = NULL;
    size_t size = 0;
    if (t->runs) {
        return study_files_other(&t->files, t->runs, &t->other, &t->other_memory);
    }
    int result = plan_edits_apply(&t->edits, &t->files, &t->study, &text, &size);
    if (result == CALL_OK) {
        result =
            study_files_plan(&t->files, t->files.plan_path ? t->files.plan_path : "",
                             (struct text){.at = text, .size = size}, &t->other, &t->other_memory);
    }
    free(text);
    return result;
}

static int try_other(struct trying *t)
{
    int result = read_other(t);
    if (result == CALL_OK) {
        result = replay_all(t);
    }
    if (result != CALL_OK) {
        return result;
    }
    qsort(t->replay.leg, t->replay.legs, sizeof t->replay.leg[0], order_legs);
    if (t->call->json) {
        print_json(t);
    } else {
        print(t);
    }
    return CALL_OK;
}

static int run(struct trying *t, const struct suggest_words *words, bool suggests)
{
    int result = study_facts_read(&t->files);
    if (result == CALL_OK) {
        result = take_days(t);
    }
    if (result != CALL_OK) {
        return result;
    }
    study_files_lend(&t->files, &t->study);
    return suggests ? whatif_suggest(&t->files, &t->study, words) : try_other(t);
}

/* `suggest`, or nothing. */
static int take_word(struct call *call, bool *out_suggests)
{
    *out_suggests = call->argc > 0 && strcmp(call->argv[0], "suggest") == 0;
    return *out_suggests ? call_words(call, 1, NULL) : call_words(call, 0, NULL);
}

static const char *missing_of(const struct trying *t, bool suggests)
{
    const bool other = t->runs || plan_edits_any(&t->edits);
    return !other && !suggests ? "--runs" : study_facts_missing(&t->files);
}

int verb_whatif(struct call *call, int argc, char **argv)
{
    static struct trying t; /* too large for a stack */
    t = (struct trying){.call = call, .files = {.call = call}};
    struct study_files *files = &t.files;
    struct suggest_words words = {0};
    bool suggests = false;
    const struct call_option options[] = {
        {"runs",        &t.runs,                         NULL        },
        {"from",        &t.from,                         NULL        },
        {"to",          &t.to,                           NULL        },
        {"feed",        &files->path[GIVEN_FEED],        NULL        },
        {"supplements", &files->path[GIVEN_SUPPLEMENTS], NULL        },
        {"acts",        &files->path[GIVEN_ACTS],        NULL        },
        {"log",         &files->log_path,                NULL        },
        {"map",         &files->map_path,                NULL        },
        {"calendar",    &files->calendar_path,           NULL        },
        {"plan",        &files->plan_path,               NULL        },
        {"shift",       &t.edits.shift,                  NULL        },
        {"copy",        &t.edits.copy,                   NULL        },
        {"drop",        &t.edits.drop,                   NULL        },
        {"skip",        &t.edits.skip,                   NULL        },
        {"on-demand",   &t.edits.on_demand,              NULL        },
        {"most",        &words.most,                     NULL        },
        {"out",         &words.out,                      NULL        },
        {"fixed",       NULL,                            &words.fixed}
    };
    int result = call_options(call, argc, argv, options, sizeof options / sizeof options[0]);
    if (result == CALL_OK) {
        result = take_word(call, &suggests);
    }
    if (result != CALL_OK) {
        return result;
    }
    const char *missing = missing_of(&t, suggests);
    if (missing) {
        return call_missing(call, missing);
    }
    result = run(&t, &words, suggests);
    study_close(&t.study);
    study_files_free(files);
    free(t.other_memory);
    return result;
}

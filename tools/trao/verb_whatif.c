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
#include "tools/trao/study_files.h"
#include "tools/trao/study_pass.h"
#include "tools/trao/trao_said.h"
#include "tools/trao/verbs.h"
#include "tools/trao/whatif_suggest.h"

enum { LEGS_SHOWN = 20 };

struct trying {
    const struct call *call;
    struct study_files files;
    const char *runs, *from, *to;
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

static void set_study(struct trying *t)
{
    t->study.past = &t->files.past;
    t->study.calendar = t->files.calendar;
    t->study.plan = &t->files.plan;
    t->study.now = t->files.past.latest;
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

static void print_legs(const struct trying *t)
{
    const struct replay *replay = &t->replay;
    (void)printf("\n%-24s %10s %12s %12s %12s\n", call_word(t->call, "chặng", "leg"),
                 call_word(t->call, "lần", "transfers"), call_word(t->call, "phút", "minutes"),
                 call_word(t->call, "sẽ là", "would be"), call_word(t->call, "mỗi lần", "each"));
    for (uint32_t i = 0; i < replay->legs && i < LEGS_SHOWN; i++) {
        const struct replay_leg *leg = &replay->leg[i];
        char name[64];
        struct line line = line_of(name, sizeof name);
        line_text(&line, name_of(t, leg->from));
        line_put(&line, " > ");
        line_text(&line, name_of(t, leg->to));
        (void)line_done(&line);
        (void)printf("%-24s %10u %12lld %12lld %+12.1f\n", name, leg->transfers,
                     (long long)leg->minutes, (long long)leg->other,
                     (double)(leg->other - leg->minutes) / leg->transfers);
    }
}

static void print(const struct trying *t)
{
    const struct call *call = t->call;
    const struct replay *r = &t->replay;
    char days[2][INSTANT_TEXT_SIZE];
    (void)printf(call_word(call, "%s đến %s: %u hồ sơ đã có kết quả về Trung tâm, %u trễ hẹn.\n",
                           "%s to %s: %u dossiers whose result is back, %u of them late.\n"),
                 day_text(t->study.from, days[0]), day_text(t->study.to, days[1]), r->replayed,
                 r->late);
    (void)printf(
        call_word(call, "Theo kế hoạch kia: cứu %u (95 %%: %d đến %d), trễ thêm %u, còn trễ %u.\n",
                  "Under the other plan: %u saved (95 %%: %d to %d), %u newly late, %u"
                  " late in all.\n"),
        r->saved, (int)t->interval.saved_low, (int)t->interval.saved_high, r->newly_late,
        r->late_other);
    (void)printf(call_word(call, "Bớt %lld phút làm việc (95 %%: %lld đến %lld).\n",
                           "%lld working minutes saved (95 %%: %lld to %lld).\n"),
                 (long long)r->minutes, (long long)t->interval.minutes_low,
                 (long long)t->interval.minutes_high);
    (void)printf(call_word(call, "Thêm %d chuyến, %.0f km, %.1f giờ bưu tá.\n",
                           "%+d runs, %+.0f km, %+.1f courier hours.\n"),
                 (int)t->other_cost.runs - (int)t->cost.runs,
                 t->other_cost.kilometres - t->cost.kilometres,
                 t->other_cost.courier_hours - t->cost.courier_hours);
    (void)printf(
        call_word(
            call,
            "Chạy lại theo chính kế hoạch của mình, %u trên %u hồ sơ không về đúng lúc đã về\n"
            "(trung bình lệch %.0f phút làm việc).\n",
            "Replayed over their own plan, %u of %u do not come back when they did\n"
            "(%.0f working minutes off on average).\n"),
        r->unlike, r->replayed, r->unlike > 0 ? (double)r->unlike_minutes / r->unlike : 0.0);
    if (r->without_runs > 0) {
        (void)printf(call_word(call, "%u hồ sơ không có chuyến nào trong kế hoạch kia.\n",
                               "%u have no run or no budget in the other plan.\n"),
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

static int try_other(struct trying *t)
{
    int result = study_files_other(&t->files, t->runs, &t->other, &t->other_memory);
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
    int result = study_files_read(&t->files);
    if (result == CALL_OK) {
        result = take_days(t);
    }
    if (result != CALL_OK) {
        return result;
    }
    set_study(t);
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
    const struct study_files *files = &t->files;
    return !t->runs && !suggests      ? "--runs"
           : !files->path[GIVEN_FEED] ? "--feed"
           : !files->path[GIVEN_ACTS] ? "--acts"
                                      : NULL;
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
        {"calendar",    &files->calendar_path,           NULL        },
        {"plan",        &files->plan_path,               NULL        },
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

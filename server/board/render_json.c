#include <jansson.h>
#include <stdlib.h>

#include "server/board/board_said.h"
#include "server/board/render.h"

/* Times of a damaged book beyond this are none: past here nothing can be added to them. */
static const int64_t far_ms = INT64_C(4000000000000000);

/* jansson takes UTF-8 only. The book holds nothing else; of a damaged one the ASCII is shown. */
static json_t *text_json(struct text text)
{
    struct body ascii = {0};
    if (text_utf8(text)) {
        return json_stringn(text.size > 0 ? text.at : "", text.size);
    }
    for (size_t i = 0; i < text.size; i++) {
        char c = text.at[i];
        body_text(&ascii, c > 0 ? (struct text){.at = &c, .size = 1} : TEXT("?"));
    }
    json_t *json = ascii.failed ? NULL : json_stringn(ascii.at, ascii.size);
    body_free(&ascii);
    return json;
}

static json_t *minute_json(struct minute minute)
{
    char text[INSTANT_TEXT_SIZE];
    return minute.m == MINUTE_NEVER.m ? json_null() : json_string(minute_text(minute, text));
}

static json_t *instant_json(struct instant instant)
{
    char text[INSTANT_TEXT_SIZE];
    return instant.ms < -far_ms || instant.ms > far_ms ? json_null()
                                                       : json_string(instant_text(instant, text));
}

/* No memory for one value: the whole answer fails, it is never given with a part left out. */
static void set(struct body *body, json_t *object, const char *key, json_t *value)
{
    if (json_object_set_new(object, key, value) != 0) {
        body->failed = true;
    }
}

static void add(struct body *body, json_t *array, json_t *value)
{
    if (json_array_append_new(array, value) != 0) {
        body->failed = true;
    }
}

static json_t *run_json(struct body *body, const struct book_run *run)
{
    if (run->departs.m == MINUTE_NEVER.m) {
        return json_null();
    }
    json_t *object = json_object();
    set(body, object, "route", text_json(run->route));
    set(body, object, "round", text_json(run->round));
    set(body, object, "departs", minute_json(run->departs));
    return object;
}

static json_t *saver_json(struct body *body, const struct book_dossier *row)
{
    json_t *object = json_object();
    set(body, object, "kind", json_string(flag_saver_name(row->saver)));
    set(body, object, "leg", json_string(flag_leg_name(row->saver_leg)));
    set(body, object, "extra_run_before", minute_json(row->extra_before));
    return object;
}

/* Its arithmetic in one sentence, and the rule, as people read them. */
static json_t *why_json(struct body *body, const struct book_dossier *row, enum language language)
{
    char text[FLAG_SUM_SIZE];
    struct line line = line_of(text, sizeof text);
    const struct flag_sum sum = book_sum(row);
    json_t *object = json_object();
    flag_sum_line(&line, &sum, language);
    set(body, object, "sentence", text_json(line_done(&line)));
    set(body, object, "rule", json_string(said_in(flag_level_rule(row->level), language)));
    set(body, object, "cause_rule",
        row->cause == CAUSE_NONE ? json_null()
                                 : json_string(said_in(flag_cause_rule(row->cause), language)));
    return object;
}

static json_t *dossier_json(struct body *body, const struct book_dossier *row)
{
    bool judged = row->forecast.m != MINUTE_NEVER.m && row->promised.m != MINUTE_NEVER.m;
    json_t *object = json_object();
    set(body, object, "dossier", text_json(row->code));
    set(body, object, "level", json_string(flag_level_name(row->level)));
    set(body, object, "cause", json_string(flag_cause_name(row->cause)));
    set(body, object, "leg", json_string(flag_leg_name(row->leg)));
    set(body, object, "missing", json_string(flag_missing_name(row->missing)));
    set(body, object, "slack_minutes", judged ? json_integer(row->slack_minutes) : json_null());
    set(body, object, "minutes_gained", json_integer(row->minutes_gained));
    set(body, object, "butfor", minute_json(row->butfor));
    set(body, object, "minutes_spare", json_integer(row->minutes_spare));
    set(body, object, "minutes_taken", json_integer(row->minutes_taken));
    set(body, object, "minutes_standard", json_integer(row->minutes_standard));
    set(body, object, "why_vi", why_json(body, row, LANGUAGE_VI));
    set(body, object, "why_en", why_json(body, row, LANGUAGE_EN));
    set(body, object, "promised", minute_json(row->promised));
    set(body, object, "forecast", minute_json(row->forecast));
    set(body, object, "f50", minute_json(row->f50));
    set(body, object, "f90", minute_json(row->f90));
    set(body, object, "p_late", row->late < 0 ? json_null() : json_real(row->late / 1000.0));
    set(body, object, "raised_at", minute_json(row->raised_at));
    set(body, object, "holder", text_json(row->holder));
    set(body, object, "since", minute_json(row->since));
    set(body, object, "verified", json_boolean(row->verified));
    set(body, object, "offered_to", text_json(row->offer_to));
    set(body, object, "bundle", text_json(row->bundle));
    set(body, object, "from", text_json(row->from));
    set(body, object, "to", text_json(row->to));
    set(body, object, "last_safe_run", run_json(body, &row->last_safe_run));
    set(body, object, "saver", saver_json(body, row));
    set(body, object, "agency", text_json(row->agency));
    set(body, object, "procedure", text_json(row->procedure));
    set(body, object, "received", minute_json(row->received));
    set(body, object, "by_post", json_boolean(row->by_post));
    set(body, object, "conflicts", json_integer(row->conflicts));
    set(body, object, "acknowledged", json_boolean(row->acknowledged));
    set(body, object, "handled", json_boolean(row->handled));
    return object;
}

static void dump(struct body *body, json_t *object)
{
    char *text = json_dumps(object, JSON_COMPACT | JSON_PRESERVE_ORDER);
    json_decref(object);
    if (!text) {
        body->failed = true;
        return;
    }
    body_put(body, text);
    body_put(body, "\n");
    free(text);
}

static json_t *counts_json(struct body *body, const struct flag_counts *counts)
{
    json_t *object = json_object();
    for (int level = 0; level < FLAG_LEVELS; level++) {
        set(body, object, flag_level_name((enum flag_level)level),
            json_integer((json_int_t)counts->by_level[level]));
    }
    return object;
}

void render_flags_json(struct body *body, const struct view *view)
{
    json_t *object = json_object();
    json_t *list = json_array();
    for (size_t i = 0; i < view->flag_count; i++) {
        add(body, list, dossier_json(body, &view->flags[i]));
    }
    set(body, object, "as_of", view->position.n > 0 ? minute_json(view->stands) : json_null());
    set(body, object, "book_position", json_integer((json_int_t)view->position.n));
    set(body, object, "intake_down", json_boolean(view->intake_down));
    set(body, object, "demo", json_boolean(view->demo));
    set(body, object, "counts", counts_json(body, &view->counts));
    set(body, object, "page", json_integer((json_int_t)view->asked.page));
    set(body, object, "limit", json_integer((json_int_t)view->asked.limit));
    set(body, object, "flags", list);
    dump(body, object);
}

static json_t *act_json(struct body *body, const struct book_act *act)
{
    char device[DEVICE_TEXT_SIZE];
    json_t *object = json_object();
    json_t *source = json_object();
    set(body, source, "device", json_string(device_text(act->source.device, device)));
    set(body, source, "epoch", json_integer(act->source.place.epoch));
    set(body, source, "seq", json_integer((json_int_t)act->source.place.seq));
    int64_t at_ms = act->at.ms < -far_ms || act->at.ms > far_ms ? INT64_MAX / 2 : act->at.ms;
    set(body, source, "line", json_integer(act->source.line));
    set(body, object, "at", instant_json(act->at));
    set(body, object, "earliest", instant_json((struct instant){at_ms - act->early_ms}));
    set(body, object, "latest", instant_json((struct instant){at_ms + act->late_ms}));
    set(body, object, "act", json_string(act_kind_name(act->kind)));
    set(body, object, "subject", text_json(act->subject));
    set(body, object, "party", text_json(act->party));
    set(body, object, "person", text_json(act->person));
    set(body, object, "counterpart", text_json(act->counterpart));
    set(body, object, "stop", text_json(act->stop));
    set(body, object, "parent", text_json(act->parent));
    set(body, object, "reason", text_json(act->reason));
    set(body, object, "one_device", json_boolean(act->one_device));
    set(body, object, "typed", json_boolean(act->typed));
    set(body, object, "entry", source);
    return object;
}

static json_t *notice_json(struct body *body, const struct book_notice *notice,
                           enum notice_state state)
{
    json_t *object = json_object();
    set(body, object, "dossier", text_json(notice->code));
    set(body, object, "rung", json_string(ladder_rung_name((enum ladder_rung)notice->rung)));
    set(body, object, "party", text_json(notice->party));
    set(body, object, "raised_at", minute_json(notice->raised_at));
    set(body, object, "reached", minute_json(notice->reached));
    set(body, object, "told", minute_json(notice->told));
    set(body, object, "level", json_string(flag_level_name(notice->level)));
    set(body, object, "cause", json_string(flag_cause_name(notice->cause)));
    set(body, object, "leg", json_string(flag_leg_name(notice->leg)));
    set(body, object, "slack_minutes", json_integer(notice->slack_minutes));
    set(body, object, "run", run_json(body, &notice->run));
    set(body, object, "saver", json_string(flag_saver_name(notice->saver)));
    set(body, object, "extra_run_before", minute_json(notice->extra_before));
    set(body, object, "state", json_string(notice_state_name(state)));
    return object;
}

void render_notices_json(struct body *body, const struct notices *notices)
{
    json_t *object = json_object();
    json_t *rows = json_array();
    for (size_t i = 0; i < notices->count; i++) {
        add(body, rows, notice_json(body, &notices->rows[i], notices->states[i]));
    }
    set(body, object, "as_of", minute_json(notices->position.clock));
    set(body, object, "notices", rows);
    dump(body, object);
}

/* The run of the row at FROM, and all who must leave with it; *out_next is the row behind them. */
static json_t *due_json(struct body *body, const struct runs_due *runs, size_t from,
                        size_t *out_next)
{
    const struct run_due *first = &runs->rows[from];
    json_t *object = json_object();
    json_t *dossiers = json_array();
    size_t at = from;
    for (; at < runs->count && runs_same(first, &runs->rows[at]); at++) {
        add(body, dossiers, text_json(runs->rows[at].code));
    }
    set(body, object, "route", text_json(first->run.route));
    set(body, object, "round", text_json(first->run.round));
    set(body, object, "departs", minute_json(first->run.departs));
    set(body, object, "party", text_json(first->from));
    set(body, object, "must", json_integer((json_int_t)(at - from)));
    set(body, object, "must_dossiers", dossiers);
    *out_next = at;
    return object;
}

void render_runs_json(struct body *body, const struct runs_due *runs)
{
    json_t *object = json_object();
    json_t *rows = json_array();
    size_t next = 0;
    while (next < runs->count && runs->rows[next].run.departs.m == runs->rows[0].run.departs.m) {
        next++;
    }
    for (size_t at = 0; at < runs->count;) {
        add(body, rows, due_json(body, runs, at, &at));
    }
    set(body, object, "as_of", minute_json(runs->position.clock));
    set(body, object, "book_position", json_integer((json_int_t)runs->position.n));
    set(body, object, "next_must", json_integer((json_int_t)next));
    set(body, object, "next_departs",
        runs->count > 0 ? minute_json(runs->rows[0].run.departs) : json_null());
    set(body, object, "left_off", json_boolean(runs->left_off));
    set(body, object, "runs", rows);
    dump(body, object);
}

static json_t *change_json(struct body *body, const struct book_change *change)
{
    json_t *object = json_object();
    set(body, object, "at", minute_json(change->at));
    set(body, object, "level", json_string(flag_level_name(change->level)));
    set(body, object, "cause", json_string(flag_cause_name(change->cause)));
    set(body, object, "leg", json_string(flag_leg_name(change->leg)));
    set(body, object, "slack_minutes", json_integer(change->slack_minutes));
    set(body, object, "forecast", minute_json(change->forecast));
    set(body, object, "promised", minute_json(change->promised));
    set(body, object, "same_fact", json_boolean(change->same_fact));
    return object;
}

static json_t *conflict_json(struct body *body, const struct book_conflict *conflict)
{
    json_t *object = json_object();
    set(body, object, "at", instant_json(conflict->at));
    set(body, object, "kind", json_string(conflict_kind_name(conflict->kind)));
    set(body, object, "holder", text_json(conflict->holder));
    set(body, object, "party", text_json(conflict->party));
    set(body, object, "moved", json_boolean(conflict->moved));
    return object;
}

void render_timeline_json(struct body *body, const struct timeline *timeline)
{
    json_t *object = dossier_json(body, &timeline->dossier);
    json_t *acts = json_array();
    json_t *changes = json_array();
    json_t *conflicts = json_array();
    for (size_t i = 0; i < timeline->act_count; i++) {
        add(body, acts, act_json(body, &timeline->acts[i]));
    }
    for (size_t i = 0; i < timeline->change_count; i++) {
        add(body, changes, change_json(body, &timeline->changes[i]));
    }
    for (size_t i = 0; i < timeline->conflict_count; i++) {
        add(body, conflicts, conflict_json(body, &timeline->conflicts[i]));
    }
    set(body, object, "timeline", acts);
    set(body, object, "timeline_left_off", json_boolean(timeline->acts_left_off));
    set(body, object, "flag_history", changes);
    set(body, object, "conflict_list", conflicts);
    dump(body, object);
}

static json_t *sentence_json(const struct problem *problem, enum language language)
{
    char sentence[512];
    struct line line = line_of(sentence, sizeof sentence);
    said_line(&line, problem->said, language, &problem->value, 1);
    return text_json(line_done(&line));
}

void render_problem(struct body *body, const struct problem *problem)
{
    json_t *object = json_object();
    set(body, object, "type", json_string("about:blank"));
    set(body, object, "status", json_integer((json_int_t)problem->code));
    set(body, object, "title", sentence_json(problem, problem->language));
    set(body, object, "code", json_string(problem->said->code));
    set(body, object, "vi", sentence_json(problem, LANGUAGE_VI));
    set(body, object, "en", sentence_json(problem, LANGUAGE_EN));
    dump(body, object);
}

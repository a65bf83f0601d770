#include <jansson.h>
#include <stdlib.h>

#include "server/board/board_said.h"
#include "server/board/render.h"

/* jansson refuses what is not UTF-8; the book holds nothing else, and an object that could not be
 * made is NULL and ends as a body that failed. */

static json_t *text_json(struct text text)
{
    return json_stringn(text.size > 0 ? text.at : "", text.size);
}

static json_t *minute_json(struct minute minute)
{
    char text[INSTANT_TEXT_SIZE];
    return minute.m == MINUTE_NEVER.m ? json_null() : json_string(minute_text(minute, text));
}

static json_t *instant_json(struct instant instant)
{
    char text[INSTANT_TEXT_SIZE];
    return json_string(instant_text(instant, text));
}

static void set(json_t *object, const char *key, json_t *value)
{
    (void)json_object_set_new(object, key, value);
}

static json_t *run_json(const struct book_run *run)
{
    if (run->departs.m == MINUTE_NEVER.m) {
        return json_null();
    }
    json_t *object = json_object();
    set(object, "route", text_json(run->route));
    set(object, "round", text_json(run->round));
    set(object, "departs", minute_json(run->departs));
    return object;
}

static json_t *saver_json(const struct book_dossier *row)
{
    json_t *object = json_object();
    set(object, "kind", json_string(flag_saver_name(row->saver)));
    set(object, "leg", json_string(flag_leg_name(row->saver_leg)));
    set(object, "extra_run_before", minute_json(row->extra_before));
    return object;
}

static json_t *dossier_json(const struct book_dossier *row)
{
    bool judged = row->forecast.m != MINUTE_NEVER.m && row->promised.m != MINUTE_NEVER.m;
    json_t *object = json_object();
    set(object, "dossier", text_json(row->code));
    set(object, "level", json_string(flag_level_name(row->level)));
    set(object, "cause", json_string(flag_cause_name(row->cause)));
    set(object, "leg", json_string(flag_leg_name(row->leg)));
    set(object, "missing", json_string(flag_missing_name(row->missing)));
    set(object, "slack_minutes", judged ? json_integer(row->slack_minutes) : json_null());
    set(object, "minutes_gained", json_integer(row->minutes_gained));
    set(object, "promised", minute_json(row->promised));
    set(object, "forecast", minute_json(row->forecast));
    set(object, "raised_at", minute_json(row->raised_at));
    set(object, "holder", text_json(row->holder));
    set(object, "since", minute_json(row->since));
    set(object, "verified", json_boolean(row->verified));
    set(object, "offered_to", text_json(row->offer_to));
    set(object, "bundle", text_json(row->bundle));
    set(object, "from", text_json(row->from));
    set(object, "to", text_json(row->to));
    set(object, "last_safe_run", run_json(&row->last_safe_run));
    set(object, "saver", saver_json(row));
    set(object, "agency", text_json(row->agency));
    set(object, "procedure", text_json(row->procedure));
    set(object, "received", minute_json(row->received));
    set(object, "by_post", json_boolean(row->by_post));
    set(object, "conflicts", json_integer(row->conflicts));
    set(object, "acknowledged", json_boolean(row->acknowledged));
    set(object, "handled", json_boolean(row->handled));
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

static json_t *counts_json(const struct flag_counts *counts)
{
    json_t *object = json_object();
    for (int level = 0; level < FLAG_LEVELS; level++) {
        set(object, flag_level_name((enum flag_level)level),
            json_integer((json_int_t)counts->by_level[level]));
    }
    return object;
}

void render_flags_json(struct body *body, const struct view *view)
{
    json_t *object = json_object();
    json_t *list = json_array();
    for (size_t i = 0; i < view->flag_count; i++) {
        (void)json_array_append_new(list, dossier_json(&view->flags[i]));
    }
    set(object, "as_of", minute_json(view->position->clock));
    set(object, "book_position", json_integer((json_int_t)view->position->n));
    set(object, "intake_down", json_boolean(view->intake_down));
    set(object, "demo", json_boolean(view->demo));
    set(object, "counts", counts_json(view->counts));
    set(object, "flags", list);
    dump(body, object);
}

static json_t *act_json(const struct book_act *act)
{
    char device[DEVICE_TEXT_SIZE];
    json_t *object = json_object();
    json_t *source = json_object();
    set(source, "device", json_string(device_text(act->source.device, device)));
    set(source, "epoch", json_integer(act->source.place.epoch));
    set(source, "seq", json_integer((json_int_t)act->source.place.seq));
    set(source, "line", json_integer(act->source.line));
    set(object, "at", instant_json(act->at));
    set(object, "earliest", instant_json((struct instant){act->at.ms - act->early_ms}));
    set(object, "latest", instant_json((struct instant){act->at.ms + act->late_ms}));
    set(object, "act", json_string(act_kind_name(act->kind)));
    set(object, "subject", text_json(act->subject));
    set(object, "party", text_json(act->party));
    set(object, "person", text_json(act->person));
    set(object, "counterpart", text_json(act->counterpart));
    set(object, "stop", text_json(act->stop));
    set(object, "parent", text_json(act->parent));
    set(object, "reason", text_json(act->reason));
    set(object, "one_device", json_boolean(act->one_device));
    set(object, "typed", json_boolean(act->typed));
    set(object, "entry", source);
    return object;
}

static json_t *change_json(const struct book_change *change)
{
    json_t *object = json_object();
    set(object, "at", minute_json(change->at));
    set(object, "level", json_string(flag_level_name(change->level)));
    set(object, "cause", json_string(flag_cause_name(change->cause)));
    set(object, "leg", json_string(flag_leg_name(change->leg)));
    set(object, "slack_minutes", json_integer(change->slack_minutes));
    set(object, "forecast", minute_json(change->forecast));
    set(object, "promised", minute_json(change->promised));
    set(object, "same_fact", json_boolean(change->same_fact));
    return object;
}

static json_t *conflict_json(const struct book_conflict *conflict)
{
    json_t *object = json_object();
    set(object, "at", instant_json(conflict->at));
    set(object, "kind", json_string(conflict_kind_name(conflict->kind)));
    set(object, "holder", text_json(conflict->holder));
    set(object, "party", text_json(conflict->party));
    set(object, "moved", json_boolean(conflict->moved));
    return object;
}

void render_timeline_json(struct body *body, const struct timeline *timeline)
{
    json_t *object = dossier_json(timeline->dossier);
    json_t *acts = json_array();
    json_t *changes = json_array();
    json_t *conflicts = json_array();
    for (size_t i = 0; i < timeline->act_count; i++) {
        (void)json_array_append_new(acts, act_json(&timeline->acts[i]));
    }
    for (size_t i = 0; i < timeline->change_count; i++) {
        (void)json_array_append_new(changes, change_json(&timeline->changes[i]));
    }
    for (size_t i = 0; i < timeline->conflict_count; i++) {
        (void)json_array_append_new(conflicts, conflict_json(&timeline->conflicts[i]));
    }
    set(object, "timeline", acts);
    set(object, "flag_history", changes);
    set(object, "conflict_list", conflicts);
    dump(body, object);
}

void render_problem(struct body *body, unsigned code, const struct said *said,
                    enum language language, struct text value)
{
    char sentence[512];
    struct line line = line_of(sentence, sizeof sentence);
    said_line(&line, said, language, &value, 1);
    json_t *object = json_object();
    set(object, "type", json_string("about:blank"));
    set(object, "status", json_integer((json_int_t)code));
    set(object, "title", text_json(line_done(&line)));
    set(object, "code", json_string(said->code));
    dump(body, object);
}

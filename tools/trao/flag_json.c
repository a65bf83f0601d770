#include "tools/trao/flag_json.h"

#include "tools/trao/answer.h"

static void set(json_t *object, const char *key, json_t *value)
{
    (void)json_object_set_new(object, key, value);
}

static json_t *run(const struct book_run *run)
{
    if (run->departs.m == MINUTE_NEVER.m) {
        return json_null();
    }
    json_t *object = json_object();
    set(object, "route", answer_text(run->route));
    set(object, "round", answer_text(run->round));
    set(object, "departs", answer_minute(run->departs));
    return object;
}

static json_t *saver(const struct book_dossier *row)
{
    json_t *object = json_object();
    set(object, "kind", json_string(flag_saver_name(row->saver)));
    set(object, "leg", json_string(flag_leg_name(row->saver_leg)));
    set(object, "extra_run_before", answer_minute(row->extra_before));
    return object;
}

/* Its arithmetic in one sentence, and the rule, as people read them. */
static json_t *why(const struct book_dossier *row, enum language language)
{
    char text[FLAG_SUM_SIZE];
    struct line line = line_of(text, sizeof text);
    const struct flag_sum sum = book_sum(row);
    json_t *object = json_object();
    flag_sum_line(&line, &sum, language);
    set(object, "sentence", answer_text(line_done(&line)));
    set(object, "rule", json_string(said_in(flag_level_rule(row->level), language)));
    set(object, "cause_rule",
        row->cause == CAUSE_NONE ? json_null()
                                 : json_string(said_in(flag_cause_rule(row->cause), language)));
    return object;
}

json_t *flag_json_dossier(const struct book_dossier *row)
{
    bool judged = row->forecast.m != MINUTE_NEVER.m && row->promised.m != MINUTE_NEVER.m;
    json_t *object = json_object();
    set(object, "dossier", answer_text(row->code));
    set(object, "level", json_string(flag_level_name(row->level)));
    set(object, "cause", json_string(flag_cause_name(row->cause)));
    set(object, "leg", json_string(flag_leg_name(row->leg)));
    set(object, "missing", json_string(flag_missing_name(row->missing)));
    set(object, "slack_minutes", judged ? json_integer(row->slack_minutes) : json_null());
    set(object, "minutes_gained", json_integer(row->minutes_gained));
    set(object, "butfor", answer_minute(row->butfor));
    set(object, "minutes_spare", json_integer(row->minutes_spare));
    set(object, "minutes_taken", json_integer(row->minutes_taken));
    set(object, "minutes_standard", json_integer(row->minutes_standard));
    set(object, "why_vi", why(row, LANGUAGE_VI));
    set(object, "why_en", why(row, LANGUAGE_EN));
    set(object, "promised", answer_minute(row->promised));
    set(object, "forecast", answer_minute(row->forecast));
    set(object, "f50", answer_minute(row->f50));
    set(object, "f90", answer_minute(row->f90));
    set(object, "p_late", row->late < 0 ? json_null() : json_real(row->late / 1000.0));
    set(object, "raised_at", answer_minute(row->raised_at));
    set(object, "holder", answer_text(row->holder));
    set(object, "since", answer_minute(row->since));
    set(object, "verified", json_boolean(row->verified));
    set(object, "offered_to", answer_text(row->offer_to));
    set(object, "bundle", answer_text(row->bundle));
    set(object, "from", answer_text(row->from));
    set(object, "to", answer_text(row->to));
    set(object, "last_safe_run", run(&row->last_safe_run));
    set(object, "saver", saver(row));
    set(object, "agency", answer_text(row->agency));
    set(object, "procedure", answer_text(row->procedure));
    set(object, "received", answer_minute(row->received));
    set(object, "by_post", json_boolean(row->by_post));
    set(object, "conflicts", json_integer(row->conflicts));
    set(object, "acknowledged", json_boolean(row->acknowledged));
    set(object, "handled", json_boolean(row->handled));
    return object;
}

json_t *flag_json_act(const struct book_act *act)
{
    char device[DEVICE_TEXT_SIZE];
    json_t *object = json_object();
    json_t *source = json_object();
    set(source, "device", json_string(device_text(act->source.device, device)));
    set(source, "epoch", json_integer(act->source.place.epoch));
    set(source, "seq", json_integer((json_int_t)act->source.place.seq));
    set(source, "line", json_integer(act->source.line));
    set(object, "at", answer_instant(act->at));
    set(object, "earliest", answer_instant((struct instant){act->at.ms - act->early_ms}));
    set(object, "latest", answer_instant((struct instant){act->at.ms + act->late_ms}));
    set(object, "act", json_string(act_kind_name(act->kind)));
    set(object, "subject", answer_text(act->subject));
    set(object, "party", answer_text(act->party));
    set(object, "person", answer_text(act->person));
    set(object, "counterpart", answer_text(act->counterpart));
    set(object, "stop", answer_text(act->stop));
    set(object, "parent", answer_text(act->parent));
    set(object, "reason", answer_text(act->reason));
    set(object, "one_device", json_boolean(act->one_device));
    set(object, "typed", json_boolean(act->typed));
    set(object, "entry", source);
    return object;
}

json_t *flag_json_change(const struct book_change *change)
{
    json_t *object = json_object();
    set(object, "at", answer_minute(change->at));
    set(object, "level", json_string(flag_level_name(change->level)));
    set(object, "cause", json_string(flag_cause_name(change->cause)));
    set(object, "leg", json_string(flag_leg_name(change->leg)));
    set(object, "slack_minutes", json_integer(change->slack_minutes));
    set(object, "forecast", answer_minute(change->forecast));
    set(object, "promised", answer_minute(change->promised));
    set(object, "same_fact", json_boolean(change->same_fact));
    return object;
}

json_t *flag_json_conflict(const struct book_conflict *conflict)
{
    json_t *object = json_object();
    set(object, "at", answer_instant(conflict->at));
    set(object, "kind", json_string(conflict_kind_name(conflict->kind)));
    set(object, "holder", answer_text(conflict->holder));
    set(object, "party", answer_text(conflict->party));
    set(object, "moved", json_boolean(conflict->moved));
    return object;
}

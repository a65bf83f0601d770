#include "core/plan_export.h"

#include "core/plan_table.h"

enum { WORKING_DAY = 480, HALF_DAY = 240, WORKING_HOUR = 60, MICRO = 1000000 };

static void put_clock(struct line *line, int32_t minute)
{
    if (minute != PLAN_NO_TIME) {
        line_digits(line, (uint64_t)minute / 60, 2);
        line_char(line, ':');
        line_digits(line, (uint64_t)minute % 60, 2);
    }
}

/* A field, in quotes where RFC 4180 wants them. */
static void put_field(struct line *line, struct text text)
{
    bool plain = true;
    for (size_t i = 0; i < text.size; i++) {
        plain = plain && text.at[i] != ',' && text.at[i] != '"';
    }
    if (plain) {
        line_text(line, text);
        return;
    }
    line_char(line, '"');
    for (size_t i = 0; i < text.size; i++) {
        if (text.at[i] == '"') {
            line_char(line, '"');
        }
        line_char(line, text.at[i]);
    }
    line_char(line, '"');
}

static void put_name(struct line *line, const struct names *names, struct name name)
{
    line_char(line, ',');
    put_field(line, names_text(names, name));
}

static void put_any(struct line *line, const struct names *names, struct name name)
{
    if (name.id == 0) {
        line_put(line, ",*");
    } else {
        put_name(line, names, name);
    }
}

static void put_dates(struct line *line, struct day from, struct day to)
{
    char text[INSTANT_TEXT_SIZE];
    line_char(line, ',');
    if (from.d != PLAN_OPEN_FROM.d) {
        line_put(line, day_text(from, text));
    }
    line_char(line, ',');
    if (to.d != PLAN_OPEN_TO.d) {
        line_put(line, day_text(to, text));
    }
    line_char(line, '\n');
}

static void put_number(struct line *line, int32_t number)
{
    line_char(line, ',');
    line_signed(line, number);
}

/* Micro-degrees with a point; zeros at the end fall away. */
static void put_degrees(struct line *line, int32_t micro)
{
    uint32_t size = micro < 0 ? 0u - (uint32_t)micro : (uint32_t)micro;
    uint32_t rest = size % MICRO;
    size_t digits = 6;
    line_char(line, ',');
    if (micro < 0) {
        line_char(line, '-');
    }
    line_unsigned(line, size / MICRO);
    while (digits > 0 && rest % 10 == 0) {
        rest /= 10;
        digits--;
    }
    if (digits > 0) {
        line_char(line, '.');
        line_digits(line, rest, (int)digits);
    }
}

static void put_stop(struct line *line, const struct names *names, const struct plan_stop *stop)
{
    line_put(line, "stop");
    put_name(line, names, stop->code);
    put_name(line, names, stop->party);
    put_name(line, names, stop->label);
    if (stop->lat_e6 == 0 && stop->lon_e6 == 0) {
        line_put(line, ",,");
    } else {
        put_degrees(line, stop->lat_e6);
        put_degrees(line, stop->lon_e6);
    }
    put_dates(line, stop->from, stop->to);
}

static void put_days(struct line *line, uint8_t days)
{
    line_char(line, ',');
    if (days == PLAN_EVERY_DAY) {
        line_char(line, 'W');
        return;
    }
    for (int i = 0; i < 7; i++) {
        if ((days >> i & 1) != 0) {
            line_char(line, (char)('1' + i));
        }
    }
}

static const char *season_name(uint8_t season)
{
    return season == SEASON_SUMMER ? "summer" : season == SEASON_WINTER ? "winter" : "all";
}

static void put_call(struct line *line, const struct names *names, const struct plan_call *call)
{
    line_put(line, "call");
    put_name(line, names, call->route);
    put_name(line, names, call->round);
    put_number(line, call->seq);
    put_name(line, names, call->stop);
    line_char(line, ',');
    put_clock(line, call->arrives);
    line_char(line, ',');
    put_clock(line, call->departs);
    put_number(line, call->cut_off);
    put_days(line, call->days);
    line_char(line, ',');
    line_put(line, season_name(call->season));
    put_dates(line, call->from, call->to);
}

void plan_export_processing(const struct budget *budget, struct line *line)
{
    const int32_t minutes = budget->processing;
    if (budget->share) {
        line_signed(line, minutes);
        line_char(line, '%');
        return;
    }
    const int32_t each = minutes % WORKING_DAY == 0 ? WORKING_DAY
                         : minutes % HALF_DAY == 0  ? HALF_DAY
                                                    : WORKING_HOUR;
    line_signed(line, minutes / each);
    line_put(line, each == WORKING_DAY ? "wd" : each == HALF_DAY ? "hd" : "wh");
}

static void put_budget(struct line *line, const struct names *names,
                       const struct plan_budget_row *row)
{
    line_put(line, "budget");
    put_any(line, names, row->procedure);
    put_any(line, names, row->agency);
    line_char(line, ',');
    line_put(line, journey_kind_name(row->budget.kind));
    line_char(line, ',');
    plan_export_processing(&row->budget, line);
    put_number(line, row->budget.handover);
    put_number(line, row->budget.receipt);
    put_dates(line, row->from, row->to);
}

static void put_terms(struct line *line, const struct names *names,
                      const struct plan_terms_row *row)
{
    line_put(line, "promise");
    put_any(line, names, row->procedure);
    line_put(line, row->terms.pause == PROMISE_RESTART ? ",restart," : ",extend,");
    if (row->judges) {
        line_put(line, row->terms.judged == PROMISE_BY_INSTANT ? "instant" : "date");
    }
    put_dates(line, row->from, row->to);
}

static void put_merger(struct line *line, const struct names *names, const struct merger *row)
{
    char text[INSTANT_TEXT_SIZE];
    line_put(line, "merge");
    put_name(line, names, row->old_party);
    put_name(line, names, row->new_party);
    line_char(line, ',');
    line_put(line, day_text(row->from, text));
    line_char(line, '\n');
}

static void put_cancel(struct line *line, const struct names *names, const struct plan_cancel *row)
{
    char text[INSTANT_TEXT_SIZE];
    line_put(line, "cancel,");
    line_put(line, day_text(row->day, text));
    put_name(line, names, row->route);
    put_name(line, names, row->round);
    line_char(line, ',');
    if (row->known.m != INT32_MIN) {
        line_put(line, minute_text(row->known, text));
    }
    line_char(line, '\n');
}

/* Only what is not as usual: a plan that says nothing of it stays as it was. */
static void put_ladder(struct line *line, const struct ladder_settings *ladder)
{
    const struct ladder_settings usual = ladder_usual();
    const struct {
        const char *name;
        int32_t value, usual;
        bool time;
    } settings[] = {
        {"set,load_first",     ladder->load_first,     usual.load_first,     false},
        {"set,officer_after",  ladder->officer_after,  usual.officer_after,  false},
        {"set,manager_after",  ladder->manager_after,  usual.manager_after,  false},
        {"set,quiet_from",     ladder->quiet_from,     usual.quiet_from,     true },
        {"set,quiet_to",       ladder->quiet_to,       usual.quiet_to,       true },
        {"set,digest_morning", ladder->digest_morning, usual.digest_morning, true },
        {"set,digest_noon",    ladder->digest_noon,    usual.digest_noon,    true },
    };
    for (size_t i = 0; i < sizeof settings / sizeof settings[0]; i++) {
        if (settings[i].value == settings[i].usual) {
            continue;
        }
        line_put(line, settings[i].name);
        if (settings[i].time) {
            line_char(line, ',');
            put_clock(line, settings[i].value);
        } else {
            put_number(line, settings[i].value);
        }
        line_char(line, '\n');
    }
}

void plan_export_settings(const struct plan *plan, struct line *line)
{
    const struct plan_settings *settings = &plan->settings;
    line_put(line, "set,grace");
    put_number(line, settings->grace);
    line_put(line, "\nset,extra_notice");
    put_number(line, settings->extra_notice);
    line_put(line, "\nset,due_soon");
    put_number(line, settings->due_soon);
    line_put(line, "\nset,pass_on_after,");
    put_clock(line, settings->pass_on_after);
    line_put(line, settings->judged == PROMISE_BY_INSTANT ? "\nset,judged,instant\n"
                                                          : "\nset,judged,date\n");
    put_ladder(line, &settings->ladder);
}

enum row_kind { ROW_STOP, ROW_CALL, ROW_BUDGET, ROW_CANCEL, ROW_TERMS, ROW_MERGER };

/* Which row stands next in the file. */
struct next_row {
    uint32_t after;
    uint32_t line; /* UINT32_MAX: none yet */
    uint32_t at;
    enum row_kind of;
};

static void offer(struct next_row *next, uint32_t line, enum row_kind of, uint32_t at)
{
    if (line > next->after && line < next->line) {
        next->line = line;
        next->at = at;
        next->of = of;
    }
}

static void find_next(const struct plan *plan, struct next_row *next)
{
    for (uint32_t i = 0; i < plan->stop_count; i++) {
        offer(next, plan->stops[i].line, ROW_STOP, i);
    }
    for (uint32_t i = 0; i < plan->call_count; i++) {
        offer(next, plan->calls[i].line, ROW_CALL, i);
    }
    for (uint32_t i = 0; i < plan->budget_count; i++) {
        offer(next, plan->budgets[i].line, ROW_BUDGET, i);
    }
    for (uint32_t i = 0; i < plan->cancel_count; i++) {
        offer(next, plan->cancels[i].line, ROW_CANCEL, i);
    }
    for (uint32_t i = 0; i < plan->terms_count; i++) {
        offer(next, plan->terms[i].line, ROW_TERMS, i);
    }
    for (uint32_t i = 0; i < plan->merger_count; i++) {
        offer(next, plan->mergers[i].line, ROW_MERGER, i);
    }
}

bool plan_export_row(const struct plan *plan, const struct names *names, uint32_t *after,
                     struct line *line)
{
    struct next_row next = {.after = *after, .line = UINT32_MAX};
    find_next(plan, &next);
    if (next.line == UINT32_MAX) {
        return false;
    }
    *after = next.line;
    switch (next.of) {
    case ROW_STOP:
        put_stop(line, names, &plan->stops[next.at]);
        break;
    case ROW_CALL:
        put_call(line, names, &plan->calls[next.at]);
        break;
    case ROW_BUDGET:
        put_budget(line, names, &plan->budgets[next.at]);
        break;
    case ROW_CANCEL:
        put_cancel(line, names, &plan->cancels[next.at]);
        break;
    case ROW_TERMS:
        put_terms(line, names, &plan->terms[next.at]);
        break;
    case ROW_MERGER:
        put_merger(line, names, &plan->mergers[next.at]);
        break;
    }
    return true;
}

#include "server/board/render.h"

/* Prometheus text format 0.0.4: base units, bounded labels, no dossier in any of them. */

static void head(struct body *body, const char *name, const char *kind, const char *what)
{
    body_put(body, "# HELP ");
    body_put(body, name);
    body_put(body, " ");
    body_put(body, what);
    body_put(body, "\n# TYPE ");
    body_put(body, name);
    body_put(body, " ");
    body_put(body, kind);
    body_put(body, "\n");
}

static void one(struct body *body, const char *name, const char *kind, const char *what,
                int64_t value)
{
    head(body, name, kind, what);
    body_put(body, name);
    body_put(body, " ");
    body_number(body, value);
    body_put(body, "\n");
}

static void levels(struct body *body, const struct view *view)
{
    head(body, "trao_dossiers", "gauge", "Dossiers in the book, by the level of their flag.");
    for (int level = 0; level < FLAG_LEVELS; level++) {
        body_put(body, "trao_dossiers{level=\"");
        body_put(body, flag_level_name((enum flag_level)level));
        body_put(body, "\"} ");
        body_number(body, (int64_t)view->counts->by_level[level]);
        body_put(body, "\n");
    }
    head(body, "trao_held_up_dossiers", "gauge",
         "Dossiers late, or forecast to be late, by cause.");
    for (int cause = CAUSE_TRANSFER; cause < FLAG_CAUSES; cause++) {
        body_put(body, "trao_held_up_dossiers{cause=\"");
        body_put(body, flag_cause_name((enum flag_cause)cause));
        body_put(body, "\"} ");
        body_number(body, (int64_t)view->counts->by_cause[cause]);
        body_put(body, "\n");
    }
}

/* Not counted, but as it stands; what is in neither list is a time and says nothing here. */
static const char *const gauges[] = {
    "position",      "down",         "full",        "wal_bytes",
    "devices",       "devices_seen", "clock_unset", "devices_revoked",
    "devices_locked"};
static const char *const silent[] = {"trao-intake", "wall_ms", "mono_ms", "received_ms",
                                     "clock_behind_ms"};

static bool is_among(struct text name, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (text_is(name, names[i])) {
            return true;
        }
    }
    return false;
}

static void intake_line(struct body *body, struct text name, struct text value)
{
    char metric[96];
    uint64_t number = 0;
    bool gauge = is_among(name, gauges, sizeof gauges / sizeof gauges[0]);
    if (!text_unsigned(text_trim(value), &number) ||
        is_among(name, silent, sizeof silent / sizeof silent[0])) {
        return;
    }
    struct line line = line_of(metric, sizeof metric);
    line_put(&line, "trao_intake_");
    line_text(&line, name);
    line_put(&line, gauge ? "" : "_total");
    one(body, metric, gauge ? "gauge" : "counter",
        gauge ? "As intake last said." : "Counted at the door since intake started.",
        (int64_t)number);
}

/* intake's sign of life: lines `name value` (server/intake/stat.h says which). */
static void intake(struct body *body, const struct view *view)
{
    struct text rest = text_of(view->intake->text);
    one(body, "trao_intake_up", "gauge", "Has intake given a sign of life lately.",
        !view->intake_down);
    while (rest.size > 0) {
        struct text line = text_split(&rest, '\n');
        struct text name = text_split(&line, ' ');
        intake_line(body, name, line);
    }
}

void render_metrics(struct body *body, const struct view *view, uint64_t requests,
                    uint64_t unauthorised)
{
    levels(body, view);
    one(body, "trao_acts", "gauge", "Acts folded into the book.", (int64_t)view->counts->acts);
    one(body, "trao_conflicts", "gauge", "Conflicts of custody that stand in the book.",
        (int64_t)view->counts->conflicts);
    one(body, "trao_incidents", "gauge", "Incidents with devices, batches and files.",
        (int64_t)view->counts->incidents);
    one(body, "trao_unmatched_readings", "gauge", "Readings nobody could match.",
        (int64_t)view->counts->readings);
    one(body, "trao_book_position", "gauge", "Newest row of the acts that is folded in.",
        (int64_t)view->position->n);
    one(body, "trao_book_clock_timestamp_seconds", "gauge",
        "Every minute up to this one has been judged.",
        minute_instant(view->position->clock).ms / 1000);
    one(body, "trao_book_age_seconds", "gauge", "How far the book's clock is behind the board's.",
        (int64_t)(view->now.m - view->position->clock.m) * 60);
    one(body, "trao_http_requests_total", "counter", "Requests answered since start.",
        (int64_t)requests);
    one(body, "trao_http_unauthorised_total", "counter", "Requests without a good token.",
        (int64_t)unauthorised);
    intake(body, view);
}

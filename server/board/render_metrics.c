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
    one(body, "trao_open_dossiers", "gauge", "Dossiers that are not done.",
        (int64_t)(view->counts.dossiers - view->counts.by_level[FLAG_DONE]));
    head(body, "trao_flags", "gauge", "Dossiers in the book, by the level of their flag.");
    for (int level = 0; level < FLAG_LEVELS; level++) {
        body_put(body, "trao_flags{level=\"");
        body_put(body, flag_level_name((enum flag_level)level));
        body_put(body, "\"} ");
        body_number(body, (int64_t)view->counts.by_level[level]);
        body_put(body, "\n");
    }
    head(body, "trao_held_up_dossiers", "gauge",
         "Dossiers late, or forecast to be late, by cause.");
    for (int cause = CAUSE_TRANSFER; cause < FLAG_CAUSES; cause++) {
        body_put(body, "trao_held_up_dossiers{cause=\"");
        body_put(body, flag_cause_name((enum flag_cause)cause));
        body_put(body, "\"} ");
        body_number(body, (int64_t)view->counts.by_cause[cause]);
        body_put(body, "\n");
    }
}

/* What intake says of itself (server/intake/stat.h); names that are not here are passed over, so
 * that its file can never make a metric of its own. */
enum { GAUGE, COUNTER };

static const struct {
    const char *name; /* ours is trao_intake_NAME, with _total if it is a counter */
    int kind;
    const char *what;
} told[] = {
    {"position",            GAUGE,   "Newest row of the book of acts."                  },
    {"down",                GAUGE,   "1: the book of acts cannot be written."           },
    {"full",                GAUGE,   "1: the disk is full."                             },
    {"clock_unset",         GAUGE,   "1: the wall clock was never set."                 },
    {"wal_bytes",           GAUGE,   "Size of the write-ahead log."                     },
    {"devices",             GAUGE,   "Devices enrolled."                                },
    {"devices_seen",        GAUGE,   "Devices heard of in 15 minutes."                  },
    {"devices_revoked",     GAUGE,   "Devices revoked."                                 },
    {"devices_locked",      GAUGE,   "Devices locked as clones."                        },
    {"messages",            COUNTER, "Messages received."                               },
    {"hellos",              COUNTER, "Hellos received."                                 },
    {"batches",             COUNTER, "Batches received."                                },
    {"entries",             COUNTER, "Entries stored."                                  },
    {"doubles",             COUNTER, "Entries that were known already."                 },
    {"busy",                COUNTER, "Devices told to come again later."                },
    {"refused",             COUNTER, "Batches refused."                                 },
    {"malformed",           COUNTER, "Messages nobody could read."                      },
    {"unknown_kind",        COUNTER, "Messages of a later kind."                        },
    {"strangers",           COUNTER, "Messages of devices not enrolled."                },
    {"quarantined",         COUNTER, "Batches kept apart."                              },
    {"quarantine_left_off", COUNTER, "Batches not even kept apart: there were too many."},
    {"incidents",           COUNTER, "Incidents recorded."                              },
    {"incidents_left_off",  COUNTER, "Incidents not recorded: there were too many."     },
    {"commits",             COUNTER, "Transactions committed."                          },
    {"commits_failed",      COUNTER, "Transactions lost."                               },
    {"enrolled",            COUNTER, "Devices enrolled since start."                    },
    {"group_max",           GAUGE,   "Most batches in one transaction."                 },
    {"unanswered",          COUNTER, "Answers that found nobody."                       },
    {"door_admitted",       COUNTER, "Handshakes admitted."                             },
    {"door_not_ready",      COUNTER, "Handshakes before the list of devices was known." },
    {"door_refused",        COUNTER, "Handshakes refused."                              },
    {"door_dropped",        COUNTER, "Messages dropped."                                },
    {"door_bad",            COUNTER, "Messages out of shape."                           },
    {"gate_accepted",       COUNTER, "Lines accepted by the gate."                      },
    {"gate_passed",         COUNTER, "Lines that began a handshake."                    },
    {"gate_opened",         COUNTER, "Lines that finished their handshake."             },
    {"gate_crowded",        COUNTER, "Lines cut: too many were waiting."                },
    {"gate_late",           COUNTER, "Lines cut: their time was over."                  },
    {"gate_foreign",        COUNTER, "Lines cut: they did not speak CURVE."             },
    {"gate_failed",         COUNTER, "Handshakes begun and never finished."             },
    {"gate_turned_away",    COUNTER, "Lines of distrusted addresses not heard."         },
    {"gate_waiting",        GAUGE,   "Lines that have proven no key yet."               },
};

static void intake(struct body *body, const struct view *view)
{
    one(body, "trao_intake_up", "gauge", "Has intake given a sign of life lately.",
        !view->intake_down);
    for (size_t i = 0; i < sizeof told / sizeof told[0]; i++) {
        char metric[64];
        struct line line = line_of(metric, sizeof metric);
        line_put(&line, "trao_intake_");
        line_put(&line, told[i].name);
        line_put(&line, told[i].kind == COUNTER ? "_total" : "");
        one(body, metric, told[i].kind == COUNTER ? "counter" : "gauge", told[i].what,
            (int64_t)intake_sign_value(view->intake, told[i].name));
    }
}

static void book(struct body *body, const struct view *view)
{
    levels(body, view);
    one(body, "trao_acts", "gauge", "Acts folded into the book.", (int64_t)view->counts.acts);
    one(body, "trao_conflicts", "gauge", "Conflicts of custody that stand in the book.",
        (int64_t)view->counts.conflicts);
    one(body, "trao_incidents", "gauge", "Incidents with devices, batches and files.",
        (int64_t)view->counts.incidents);
    one(body, "trao_batches_apart", "gauge", "Batches in the book of acts that do not count.",
        (int64_t)view->counts.apart);
    one(body, "trao_unmatched_readings", "gauge", "Readings nobody could match.",
        (int64_t)view->counts.readings);
    one(body, "trao_book_position", "gauge", "Newest row of the acts that is folded in.",
        (int64_t)view->position.n);
    one(body, "trao_book_clock_timestamp_seconds", "gauge",
        "Every minute up to this one has been judged.", minute_instant(view->stands).ms / 1000);
    one(body, "trao_book_age_seconds", "gauge", "How far the book's clock is behind the board's.",
        ((int64_t)view->now.m - view->stands.m) * 60);
}

void render_metrics(struct body *body, const struct view *view, bool readable, uint64_t requests,
                    uint64_t unauthorised)
{
    one(body, "trao_book_readable", "gauge", "1: the flag book can be read.", readable);
    if (readable) {
        book(body, view);
    }
    one(body, "trao_http_requests_total", "counter", "Requests answered since start.",
        (int64_t)requests);
    one(body, "trao_http_unauthorised_total", "counter", "Requests without a good token.",
        (int64_t)unauthorised);
    intake(body, view);
}

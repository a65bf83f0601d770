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
static const struct {
    const char *name, *metric, *kind, *what;
} told[] = {
    {"position",            "trao_intake_position",                  "gauge",   "Newest row of the book of acts."       },
    {"down",                "trao_intake_book_down",                 "gauge",   "1: the book of acts cannot be written."},
    {"full",                "trao_intake_disk_full",                 "gauge",   "1: the disk is full."                  },
    {"clock_unset",         "trao_intake_clock_unset",               "gauge",   "1: the wall clock was never set."      },
    {"wal_bytes",           "trao_intake_wal_bytes",                 "gauge",   "Size of the write-ahead log."          },
    {"devices",             "trao_intake_devices",                   "gauge",   "Devices enrolled."                     },
    {"devices_seen",        "trao_intake_devices_seen",              "gauge",   "Devices heard of in 15 minutes."       },
    {"devices_revoked",     "trao_intake_devices_revoked",           "gauge",   "Devices revoked."                      },
    {"devices_locked",      "trao_intake_devices_locked",            "gauge",   "Devices locked as clones."             },
    {"messages",            "trao_intake_messages_total",            "counter", "Messages received."                    },
    {"hellos",              "trao_intake_hellos_total",              "counter", "Hellos received."                      },
    {"batches",             "trao_intake_batches_total",             "counter", "Batches received."                     },
    {"entries",             "trao_intake_entries_total",             "counter", "Entries stored."                       },
    {"doubles",             "trao_intake_doubles_total",             "counter", "Entries that were known already."      },
    {"busy",                "trao_intake_busy_total",                "counter", "Devices told to come again later."     },
    {"refused",             "trao_intake_refused_total",             "counter", "Batches refused."                      },
    {"malformed",           "trao_intake_malformed_total",           "counter", "Messages nobody could read."           },
    {"unknown_kind",        "trao_intake_unknown_kind_total",        "counter", "Messages of a later kind."             },
    {"strangers",           "trao_intake_strangers_total",           "counter", "Messages of devices not enrolled."     },
    {"quarantined",         "trao_intake_quarantined_total",         "counter", "Batches kept apart."                   },
    {"quarantine_left_off", "trao_intake_quarantine_left_off_total", "counter",
     "Batches not even kept apart: there were too many."                                                                },
    {"incidents",           "trao_intake_incidents_total",           "counter", "Incidents recorded."                   },
    {"incidents_left_off",  "trao_intake_incidents_left_off_total",  "counter",
     "Incidents not recorded: there were too many."                                                                     },
    {"commits",             "trao_intake_commits_total",             "counter", "Transactions committed."               },
    {"commits_failed",      "trao_intake_commits_failed_total",      "counter", "Transactions lost."                    },
    {"enrolled",            "trao_intake_enrolled_total",            "counter", "Devices enrolled since start."         },
    {"group_max",           "trao_intake_group_max",                 "gauge",   "Most batches in one transaction."      },
    {"unanswered",          "trao_intake_unanswered_total",          "counter", "Answers that found nobody."            },
    {"door_admitted",       "trao_intake_door_admitted_total",       "counter", "Handshakes admitted."                  },
    {"door_not_ready",      "trao_intake_door_not_ready_total",      "counter",
     "Handshakes before the list of devices was known."                                                                 },
    {"door_refused",        "trao_intake_door_refused_total",        "counter", "Handshakes refused."                   },
    {"door_dropped",        "trao_intake_door_dropped_total",        "counter", "Messages dropped."                     },
    {"door_bad",            "trao_intake_door_bad_total",            "counter", "Messages out of shape."                },
};

static void intake(struct body *body, const struct view *view)
{
    one(body, "trao_intake_up", "gauge", "Has intake given a sign of life lately.",
        !view->intake_down);
    for (size_t i = 0; i < sizeof told / sizeof told[0]; i++) {
        one(body, told[i].metric, told[i].kind, told[i].what,
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

#include "adapters/sqlite/flag_tables.h"

#include <sqlite3.h>
#include <stddef.h>
#include <string.h>

#include "adapters/sqlite/row.h"

enum column_kind {
    COLUMN_TEXT,    /* struct text */
    COLUMN_MINUTE,  /* struct minute */
    COLUMN_INSTANT, /* struct instant */
    COLUMN_NUMBER,  /* int32_t, an enum */
    COLUMN_COUNT,   /* uint32_t */
    COLUMN_LONG,    /* uint64_t, int64_t */
    COLUMN_SMALL,   /* uint8_t, bool */
};

struct column {
    const char *name;
    enum column_kind kind;
    size_t at;
};

struct table {
    const char *name;
    const struct column *columns;
    int count;
    int keys;   /* the first so many columns are the key */
    int hidden; /* the last so many are not in the canonical export */
    size_t width;
};

static_assert(sizeof(enum flag_level) == 4, "enums are read and written as four bytes");

#define IN(type, member) offsetof(struct type, member)

static const struct column book_columns[] = {
    {"n",           COLUMN_LONG,    IN(book_position, n)       },
    {"received_ms", COLUMN_INSTANT, IN(book_position, received)},
    {"clock",       COLUMN_MINUTE,  IN(book_position, clock)   },
    {"fold",        COLUMN_COUNT,   IN(book_position, fold)    },
    {"incident",    COLUMN_LONG,    IN(book_position, incident)},
    {"acts",        COLUMN_LONG,    IN(book_position, acts)    },
    {"trail",       COLUMN_LONG,    IN(book_position, trail)   },
    {"checked",     COLUMN_LONG,    IN(book_position, checked) },
    {"written_ms",  COLUMN_INSTANT, IN(book_position, written) },
};

static const struct column dossier_columns[] = {
    {"code",             COLUMN_TEXT,   IN(book_dossier, code)                 },
    {"procedure",        COLUMN_TEXT,   IN(book_dossier, procedure)            },
    {"agency",           COLUMN_TEXT,   IN(book_dossier, agency)               },
    {"received",         COLUMN_MINUTE, IN(book_dossier, received)             },
    {"promised",         COLUMN_MINUTE, IN(book_dossier, promised)             },
    {"status",           COLUMN_SMALL,  IN(book_dossier, status)               },
    {"by_post",          COLUMN_SMALL,  IN(book_dossier, by_post)              },
    {"holder",           COLUMN_TEXT,   IN(book_dossier, holder)               },
    {"since",            COLUMN_MINUTE, IN(book_dossier, since)                },
    {"verified",         COLUMN_SMALL,  IN(book_dossier, verified)             },
    {"offer_to",         COLUMN_TEXT,   IN(book_dossier, offer_to)             },
    {"bundle",           COLUMN_TEXT,   IN(book_dossier, bundle)               },
    {"level",            COLUMN_NUMBER, IN(book_dossier, level)                },
    {"cause",            COLUMN_NUMBER, IN(book_dossier, cause)                },
    {"leg",              COLUMN_NUMBER, IN(book_dossier, leg)                  },
    {"missing",          COLUMN_NUMBER, IN(book_dossier, missing)              },
    {"slack_minutes",    COLUMN_NUMBER, IN(book_dossier, slack_minutes)        },
    {"minutes_gained",   COLUMN_NUMBER, IN(book_dossier, minutes_gained)       },
    {"forecast",         COLUMN_MINUTE, IN(book_dossier, forecast)             },
    {"safe_route",       COLUMN_TEXT,   IN(book_dossier, last_safe_run.route)  },
    {"safe_round",       COLUMN_TEXT,   IN(book_dossier, last_safe_run.round)  },
    {"safe_departs",     COLUMN_MINUTE, IN(book_dossier, last_safe_run.departs)},
    {"saver",            COLUMN_NUMBER, IN(book_dossier, saver)                },
    {"saver_leg",        COLUMN_NUMBER, IN(book_dossier, saver_leg)            },
    {"extra_before",     COLUMN_MINUTE, IN(book_dossier, extra_before)         },
    {"from_party",       COLUMN_TEXT,   IN(book_dossier, from)                 },
    {"to_party",         COLUMN_TEXT,   IN(book_dossier, to)                   },
    {"raised_at",        COLUMN_MINUTE, IN(book_dossier, raised_at)            },
    {"conflicts",        COLUMN_SMALL,  IN(book_dossier, conflicts)            },
    {"acknowledged",     COLUMN_SMALL,  IN(book_dossier, acknowledged)         },
    {"handled",          COLUMN_SMALL,  IN(book_dossier, handled)              },
    {"butfor",           COLUMN_MINUTE, IN(book_dossier, butfor)               },
    {"minutes_spare",    COLUMN_NUMBER, IN(book_dossier, minutes_spare)        },
    {"minutes_taken",    COLUMN_NUMBER, IN(book_dossier, minutes_taken)        },
    {"minutes_standard", COLUMN_NUMBER, IN(book_dossier, minutes_standard)     },
    {"by_instant",       COLUMN_SMALL,  IN(book_dossier, by_instant)           },
    {"rung",             COLUMN_SMALL,  IN(book_dossier, rung)                 },
    {"f50",              COLUMN_MINUTE, IN(book_dossier, f50)                  },
    {"f90",              COLUMN_MINUTE, IN(book_dossier, f90)                  },
    {"late",             COLUMN_NUMBER, IN(book_dossier, late)                 },
};

static const struct column act_columns[] = {
    {"subject",     COLUMN_TEXT,    IN(book_act, subject)           },
    {"at_ms",       COLUMN_INSTANT, IN(book_act, at)                },
    {"kind",        COLUMN_NUMBER,  IN(book_act, kind)              },
    {"party",       COLUMN_TEXT,    IN(book_act, party)             },
    {"counterpart", COLUMN_TEXT,    IN(book_act, counterpart)       },
    {"parent",      COLUMN_TEXT,    IN(book_act, parent)            },
    {"reason",      COLUMN_TEXT,    IN(book_act, reason)            },
    {"stop",        COLUMN_TEXT,    IN(book_act, stop)              },
    {"person",      COLUMN_TEXT,    IN(book_act, person)            },
    {"early_ms",    COLUMN_NUMBER,  IN(book_act, early_ms)          },
    {"late_ms",     COLUMN_NUMBER,  IN(book_act, late_ms)           },
    {"device",      COLUMN_LONG,    IN(book_act, source.device.id)  },
    {"epoch",       COLUMN_COUNT,   IN(book_act, source.place.epoch)},
    {"seq",         COLUMN_LONG,    IN(book_act, source.place.seq)  },
    {"line",        COLUMN_COUNT,   IN(book_act, source.line)       },
    {"one_device",  COLUMN_SMALL,   IN(book_act, one_device)        },
    {"typed",       COLUMN_SMALL,   IN(book_act, typed)             },
};

static const struct column change_columns[] = {
    {"code",          COLUMN_TEXT,   IN(book_change, code)         },
    {"at",            COLUMN_MINUTE, IN(book_change, at)           },
    {"level",         COLUMN_NUMBER, IN(book_change, level)        },
    {"cause",         COLUMN_NUMBER, IN(book_change, cause)        },
    {"leg",           COLUMN_NUMBER, IN(book_change, leg)          },
    {"slack_minutes", COLUMN_NUMBER, IN(book_change, slack_minutes)},
    {"forecast",      COLUMN_MINUTE, IN(book_change, forecast)     },
    {"promised",      COLUMN_MINUTE, IN(book_change, promised)     },
    {"raised_at",     COLUMN_MINUTE, IN(book_change, raised_at)    },
    {"same_fact",     COLUMN_SMALL,  IN(book_change, same_fact)    },
    {"acknowledged",  COLUMN_SMALL,  IN(book_change, acknowledged) },
    {"handled",       COLUMN_SMALL,  IN(book_change, handled)      },
    {"rung",          COLUMN_SMALL,  IN(book_change, rung)         },
};

static const struct column conflict_columns[] = {
    {"code",   COLUMN_TEXT,    IN(book_conflict, code)  },
    {"at_ms",  COLUMN_INSTANT, IN(book_conflict, at)    },
    {"kind",   COLUMN_NUMBER,  IN(book_conflict, kind)  },
    {"party",  COLUMN_TEXT,    IN(book_conflict, party) },
    {"holder", COLUMN_TEXT,    IN(book_conflict, holder)},
    {"moved",  COLUMN_SMALL,   IN(book_conflict, moved) },
};

static const struct column incident_columns[] = {
    {"device", COLUMN_LONG,    IN(book_incident, source.device.id)  },
    {"epoch",  COLUMN_COUNT,   IN(book_incident, source.place.epoch)},
    {"seq",    COLUMN_LONG,    IN(book_incident, source.place.seq)  },
    {"line",   COLUMN_COUNT,   IN(book_incident, source.line)       },
    {"kind",   COLUMN_TEXT,    IN(book_incident, kind)              },
    {"detail", COLUMN_TEXT,    IN(book_incident, detail)            },
    {"at_ms",  COLUMN_INSTANT, IN(book_incident, at)                },
};

static const struct column apart_columns[] = {
    {"n",      COLUMN_LONG,  IN(book_apart, n)          },
    {"device", COLUMN_LONG,  IN(book_apart, device.id)  },
    {"epoch",  COLUMN_COUNT, IN(book_apart, first.epoch)},
    {"seq",    COLUMN_LONG,  IN(book_apart, first.seq)  },
    {"count",  COLUMN_COUNT, IN(book_apart, count)      },
    {"why",    COLUMN_TEXT,  IN(book_apart, why)        },
};

static const struct column reading_columns[] = {
    {"device", COLUMN_LONG,    IN(book_reading, source.device.id)  },
    {"epoch",  COLUMN_COUNT,   IN(book_reading, source.place.epoch)},
    {"seq",    COLUMN_LONG,    IN(book_reading, source.place.seq)  },
    {"line",   COLUMN_COUNT,   IN(book_reading, source.line)       },
    {"at_ms",  COLUMN_INSTANT, IN(book_reading, at)                },
    {"raw",    COLUMN_TEXT,    IN(book_reading, raw)               },
    {"party",  COLUMN_TEXT,    IN(book_reading, party)             },
    {"stop",   COLUMN_TEXT,    IN(book_reading, stop)              },
};

static const struct column office_columns[] = {
    {"code",        COLUMN_TEXT, IN(book_office, code)       },
    {"label",       COLUMN_TEXT, IN(book_office, label)      },
    {"short_label", COLUMN_TEXT, IN(book_office, short_label)},
    {"kind",        COLUMN_TEXT, IN(book_office, kind)       },
    {"stop",        COLUMN_TEXT, IN(book_office, stop)       },
};

static const struct column notice_columns[] = {
    {"code",          COLUMN_TEXT,   IN(book_notice, code)         },
    {"raised_at",     COLUMN_MINUTE, IN(book_notice, raised_at)    },
    {"rung",          COLUMN_SMALL,  IN(book_notice, rung)         },
    {"reached",       COLUMN_MINUTE, IN(book_notice, reached)      },
    {"told",          COLUMN_MINUTE, IN(book_notice, told)         },
    {"party",         COLUMN_TEXT,   IN(book_notice, party)        },
    {"level",         COLUMN_NUMBER, IN(book_notice, level)        },
    {"cause",         COLUMN_NUMBER, IN(book_notice, cause)        },
    {"leg",           COLUMN_NUMBER, IN(book_notice, leg)          },
    {"slack_minutes", COLUMN_NUMBER, IN(book_notice, slack_minutes)},
    {"route",         COLUMN_TEXT,   IN(book_notice, run.route)    },
    {"round",         COLUMN_TEXT,   IN(book_notice, run.round)    },
    {"departs",       COLUMN_MINUTE, IN(book_notice, run.departs)  },
    {"saver",         COLUMN_NUMBER, IN(book_notice, saver)        },
    {"extra_before",  COLUMN_MINUTE, IN(book_notice, extra_before) },
};

#define COLUMNS(list) list, (int)(sizeof(list) / sizeof((list)[0]))

static const struct table tables[] = {
    [TABLE_BOOK] = {"book",     COLUMNS(book_columns),     0, 2, sizeof(struct book_position)},
    [TABLE_DOSSIER] = {"dossier",  COLUMNS(dossier_columns),  1, 0, sizeof(struct book_dossier) },
    [TABLE_ACT] = {"act",      COLUMNS(act_columns),      9, 0, sizeof(struct book_act)     },
    [TABLE_CHANGE] = {"change",   COLUMNS(change_columns),   2, 0, sizeof(struct book_change)  },
    [TABLE_CONFLICT] = {"conflict", COLUMNS(conflict_columns), 4, 0, sizeof(struct book_conflict)},
    [TABLE_INCIDENT] = {"incident", COLUMNS(incident_columns), 6, 0, sizeof(struct book_incident)},
    [TABLE_APART] = {"apart",    COLUMNS(apart_columns),    1, 0, sizeof(struct book_apart)   },
    [TABLE_READING] = {"reading",  COLUMNS(reading_columns),  4, 0, sizeof(struct book_reading) },
    [TABLE_OFFICE] = {"office",   COLUMNS(office_columns),   1, 0, sizeof(struct book_office)  },
    [TABLE_NOTICE] = {"notice",   COLUMNS(notice_columns),   3, 0, sizeof(struct book_notice)  },
};

static_assert(sizeof tables / sizeof tables[0] == FLAG_TABLES, "every table has its columns");

/* Written out, so that a reader of the file sees what stands in it; flag_tables_test.c holds it
 * against the lists above. */
static const char *const schema[] = {
    "CREATE TABLE book(one INTEGER PRIMARY KEY CHECK(one = 1), n INTEGER NOT NULL,"
    " received_ms INTEGER NOT NULL, clock INTEGER NOT NULL, fold INTEGER NOT NULL,"
    " incident INTEGER NOT NULL, acts INTEGER NOT NULL, trail INTEGER NOT NULL,"
    " checked INTEGER NOT NULL, written_ms INTEGER NOT NULL) STRICT;"
    "CREATE TABLE dossier(code TEXT PRIMARY KEY, procedure TEXT NOT NULL, agency TEXT NOT NULL,"
    " received INTEGER NOT NULL, promised INTEGER NOT NULL, status INTEGER NOT NULL,"
    " by_post INTEGER NOT NULL, holder TEXT NOT NULL, since INTEGER NOT NULL,"
    " verified INTEGER NOT NULL, offer_to TEXT NOT NULL, bundle TEXT NOT NULL,"
    " level INTEGER NOT NULL, cause INTEGER NOT NULL, leg INTEGER NOT NULL,"
    " missing INTEGER NOT NULL, slack_minutes INTEGER NOT NULL, minutes_gained INTEGER NOT NULL,"
    " forecast INTEGER NOT NULL, safe_route TEXT NOT NULL, safe_round TEXT NOT NULL,"
    " safe_departs INTEGER NOT NULL, saver INTEGER NOT NULL, saver_leg INTEGER NOT NULL,"
    " extra_before INTEGER NOT NULL, from_party TEXT NOT NULL, to_party TEXT NOT NULL,"
    " raised_at INTEGER NOT NULL, conflicts INTEGER NOT NULL,"
    " acknowledged INTEGER NOT NULL, handled INTEGER NOT NULL)"
    " STRICT, WITHOUT ROWID;"
    "CREATE INDEX dossier_level ON dossier(level, cause);"
    "CREATE TABLE act(subject TEXT NOT NULL, at_ms INTEGER NOT NULL, kind INTEGER NOT NULL,"
    " party TEXT NOT NULL, counterpart TEXT NOT NULL, parent TEXT NOT NULL, reason TEXT NOT NULL,"
    " stop TEXT NOT NULL, person TEXT NOT NULL, early_ms INTEGER NOT NULL,"
    " late_ms INTEGER NOT NULL, device INTEGER NOT NULL, epoch INTEGER NOT NULL,"
    " seq INTEGER NOT NULL, line INTEGER NOT NULL, one_device INTEGER NOT NULL,"
    " typed INTEGER NOT NULL,"
    " PRIMARY KEY(subject, at_ms, kind, party, counterpart, parent, reason, stop, person))"
    " STRICT, WITHOUT ROWID;"
    "CREATE TABLE change(code TEXT NOT NULL, at INTEGER NOT NULL, level INTEGER NOT NULL,"
    " cause INTEGER NOT NULL, leg INTEGER NOT NULL, slack_minutes INTEGER NOT NULL,"
    " forecast INTEGER NOT NULL, promised INTEGER NOT NULL, raised_at INTEGER NOT NULL,"
    " same_fact INTEGER NOT NULL, acknowledged INTEGER NOT NULL, handled INTEGER NOT NULL,"
    " PRIMARY KEY(code, at)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE conflict(code TEXT NOT NULL, at_ms INTEGER NOT NULL, kind INTEGER NOT NULL,"
    " party TEXT NOT NULL, holder TEXT NOT NULL, moved INTEGER NOT NULL,"
    " PRIMARY KEY(code, at_ms, kind, party)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE incident(device INTEGER NOT NULL, epoch INTEGER NOT NULL, seq INTEGER NOT NULL,"
    " line INTEGER NOT NULL, kind TEXT NOT NULL, detail TEXT NOT NULL, at_ms INTEGER NOT NULL,"
    " PRIMARY KEY(device, epoch, seq, line, kind, detail)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE apart(n INTEGER PRIMARY KEY, device INTEGER NOT NULL, epoch INTEGER NOT NULL,"
    " seq INTEGER NOT NULL, count INTEGER NOT NULL, why TEXT NOT NULL) STRICT;"
    "CREATE TABLE reading(device INTEGER NOT NULL, epoch INTEGER NOT NULL, seq INTEGER NOT NULL,"
    " line INTEGER NOT NULL, at_ms INTEGER NOT NULL, raw TEXT NOT NULL, party TEXT NOT NULL,"
    " stop TEXT NOT NULL, PRIMARY KEY(device, epoch, seq, line)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE office(code TEXT PRIMARY KEY, label TEXT NOT NULL, short_label TEXT NOT NULL,"
    " kind TEXT NOT NULL, stop TEXT NOT NULL) STRICT, WITHOUT ROWID;",
    /* The arithmetic of a flag. A lifted book is of older rules: watch makes it anew. */
    "ALTER TABLE dossier ADD COLUMN butfor INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE dossier ADD COLUMN minutes_spare INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE dossier ADD COLUMN minutes_taken INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE dossier ADD COLUMN minutes_standard INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE dossier ADD COLUMN by_instant INTEGER NOT NULL DEFAULT 0;",
    /* Who was told of it. */
    "ALTER TABLE dossier ADD COLUMN rung INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE change ADD COLUMN rung INTEGER NOT NULL DEFAULT 0;"
    "CREATE TABLE notice(code TEXT NOT NULL, raised_at INTEGER NOT NULL, rung INTEGER NOT NULL,"
    " reached INTEGER NOT NULL, told INTEGER NOT NULL, party TEXT NOT NULL,"
    " level INTEGER NOT NULL, cause INTEGER NOT NULL, leg INTEGER NOT NULL,"
    " slack_minutes INTEGER NOT NULL, route TEXT NOT NULL, round TEXT NOT NULL,"
    " departs INTEGER NOT NULL, saver INTEGER NOT NULL, extra_before INTEGER NOT NULL,"
    " PRIMARY KEY(code, raised_at, rung)) STRICT, WITHOUT ROWID;"
    "CREATE INDEX notice_told ON notice(told);",
    /* What legs have really taken. A lifted book is of older rules: watch makes it anew. */
    "ALTER TABLE dossier ADD COLUMN f50 INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE dossier ADD COLUMN f90 INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE dossier ADD COLUMN late INTEGER NOT NULL DEFAULT 0;",
};

const struct database_kind flags_kind = {
    .application_id = 0x54724631, /* "TrF1" */
    .schema = schema,
    .version = sizeof schema / sizeof schema[0],
    .page_size = 4096,
    .checkpoint_pages = 1000,
};

static void put_columns(struct line *line, const struct table *table, int count)
{
    for (int i = 0; i < count; i++) {
        line_put(line, i > 0 ? ", " : "");
        line_put(line, table->columns[i].name);
    }
}

void flag_table_insert(enum flag_table which, char *sql)
{
    const struct table *table = &tables[which];
    struct line line = line_of(sql, FLAG_SQL_SIZE);
    line_put(&line, "INSERT OR REPLACE INTO ");
    line_put(&line, table->name);
    line_put(&line, "(");
    put_columns(&line, table, table->count);
    line_put(&line, table->keys == 0 ? ", one) VALUES(?" : ") VALUES(?");
    for (int i = 1; i < table->count; i++) {
        line_put(&line, ", ?");
    }
    line_put(&line, table->keys == 0 ? ", 1)" : ")");
    assert(!line.cut);
}

void flag_table_select(enum flag_table which, const char *rest, char *sql)
{
    const struct table *table = &tables[which];
    struct line line = line_of(sql, FLAG_SQL_SIZE);
    line_put(&line, "SELECT ");
    put_columns(&line, table, table->count);
    line_put(&line, " FROM ");
    line_put(&line, table->name);
    line_put(&line, rest);
    assert(!line.cut);
}

void flag_table_by_key(enum flag_table which, char *order, size_t room)
{
    const struct table *table = &tables[which];
    struct line line = line_of(order, room);
    if (table->keys > 0) {
        line_put(&line, " ORDER BY ");
        put_columns(&line, table, table->keys);
    }
    assert(!line.cut);
}

static int64_t number_of(const struct column *column, const void *row)
{
    const uint8_t *at = (const uint8_t *)row + column->at;
    int32_t number = 0;
    uint32_t counted = 0;
    int64_t wide = 0;
    switch (column->kind) {
    case COLUMN_MINUTE:
    case COLUMN_NUMBER:
        memcpy(&number, at, sizeof number);
        return number;
    case COLUMN_COUNT:
        memcpy(&counted, at, sizeof counted);
        return counted;
    case COLUMN_INSTANT:
    case COLUMN_LONG:
        memcpy(&wide, at, sizeof wide);
        return wide;
    case COLUMN_SMALL:
        return *at;
    case COLUMN_TEXT:
        break;
    }
    return 0;
}

void flag_table_bind(enum flag_table which, struct sqlite3_stmt *statement, const void *row)
{
    const struct table *table = &tables[which];
    for (int i = 0; i < table->count; i++) {
        const struct column *column = &table->columns[i];
        if (column->kind == COLUMN_TEXT) {
            struct text text;
            memcpy(&text, (const uint8_t *)row + column->at, sizeof text);
            bind_text(statement, i + 1, text);
        } else {
            bind_i64(statement, i + 1, number_of(column, row));
        }
    }
}

static enum status read_text(struct sqlite3_stmt *statement, int place, struct arena *arena,
                             uint8_t *out)
{
    struct text text = column_text(statement, place);
    char *copy = arena_take(arena, text.size + 1);
    if (!copy) {
        return STATUS_FULL;
    }
    if (text.size > 0) {
        memcpy(copy, text.at, text.size);
    }
    text.at = copy;
    memcpy(out, &text, sizeof text);
    return STATUS_OK;
}

static enum status read_number(enum column_kind kind, int64_t value, uint8_t *out)
{
    int32_t number = (int32_t)value;
    uint32_t counted = (uint32_t)value;
    switch (kind) {
    case COLUMN_MINUTE:
    case COLUMN_NUMBER:
        if (value < INT32_MIN || value > INT32_MAX) {
            return STATUS_BROKEN;
        }
        memcpy(out, &number, sizeof number);
        return STATUS_OK;
    case COLUMN_COUNT:
        if (value < 0 || value > UINT32_MAX) {
            return STATUS_BROKEN;
        }
        memcpy(out, &counted, sizeof counted);
        return STATUS_OK;
    case COLUMN_INSTANT:
    case COLUMN_LONG:
        memcpy(out, &value, sizeof value);
        return STATUS_OK;
    case COLUMN_SMALL:
        *out = (uint8_t)value;
        return value < 0 || value > UINT8_MAX ? STATUS_BROKEN : STATUS_OK;
    case COLUMN_TEXT:
        break;
    }
    return STATUS_BROKEN;
}

enum status flag_table_read(enum flag_table which, struct sqlite3_stmt *statement,
                            struct arena *arena, void *out_row)
{
    const struct table *table = &tables[which];
    for (int i = 0; i < table->count; i++) {
        const struct column *column = &table->columns[i];
        uint8_t *out = (uint8_t *)out_row + column->at;
        const enum status status = column->kind == COLUMN_TEXT
                                       ? read_text(statement, i, arena, out)
                                       : read_number(column->kind, column_i64(statement, i), out);
        if (status != STATUS_OK) {
            return status;
        }
    }
    return STATUS_OK;
}

enum status flag_table_rows(struct database *database, enum flag_table which,
                            struct sqlite3_stmt *statement, struct arena *arena, void *out_rows,
                            size_t room, size_t *out_count)
{
    const size_t width = tables[which].width;
    size_t count = 0;
    bool row = true;
    enum status status = STATUS_OK;
    while (status == STATUS_OK && row && count < room) {
        status = database_step(database, statement, &row);
        if (status == STATUS_OK && row) {
            uint8_t *out = (uint8_t *)out_rows + count * width;
            status = flag_table_read(which, statement, arena, out);
            count++;
        }
    }
    database_reset(statement);
    if (status == STATUS_OK) {
        *out_count = count;
    }
    return status;
}

void flag_table_line(enum flag_table which, struct sqlite3_stmt *statement, struct line *line)
{
    const struct table *table = &tables[which];
    line_put(line, table->name);
    for (int i = 0; i < table->count - table->hidden; i++) {
        line_char(line, '\t');
        if (table->columns[i].kind == COLUMN_TEXT) {
            line_escaped(line, column_text(statement, i));
        } else {
            line_signed(line, column_i64(statement, i));
        }
    }
}

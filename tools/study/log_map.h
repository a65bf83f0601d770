/* log_map - how an event log of another program says what ours says: which attribute is what, and
 * which activity is which act (docs/event-log.md).
 *
 * One line a rule, as in a plan: the first word says what. Knows no file. */
#ifndef STUDY_LOG_MAP_H
#define STUDY_LOG_MAP_H

#include "base/said.h"
#include "core/act.h"

/* What an attribute, or a column, may be. The first four belong to a case. */
enum log_field {
    LOG_CASE,
    LOG_PROCEDURE,
    LOG_AGENCY,
    LOG_RECEIVED,
    LOG_DEADLINE,
    LOG_RETURNED,
    LOG_ACTIVITY,
    LOG_TRANSITION,
    LOG_START,
    LOG_END,
    LOG_PARTY,
    LOG_COUNTERPART,
    LOG_FIELDS
};

enum { LOG_WORD_SIZE = 96, LOG_RULES_MAX = 256, LOG_ALIASES_MAX = 512 };

/* What an event of an activity is: an act, `work` (a take when it starts, ready when it ends), or
 * nothing. */
enum log_meaning { LOG_IGNORE, LOG_WORK, LOG_ACT };

struct log_rule {
    char activity[LOG_WORD_SIZE];   /* `*`: any */
    char transition[LOG_WORD_SIZE]; /* `*`: any */
    uint8_t meaning;                /* enum log_meaning */
    uint8_t act;                    /* enum act_kind */
    char party[LOG_WORD_SIZE];      /* empty: as the event says */
    char counterpart[LOG_WORD_SIZE];
};

struct log_map {
    char key[LOG_FIELDS][LOG_WORD_SIZE];
    struct log_rule rule[LOG_RULES_MAX];
    uint32_t rules;
    struct {
        char value[LOG_WORD_SIZE];
        char party[LOG_WORD_SIZE];
    } alias[LOG_ALIASES_MAX];
    uint32_t aliases;
};

enum log_map_fault_kind {
    LOG_MAP_FAULT_NONE,
    LOG_MAP_FAULT_LINE,   /* not CSV, or not UTF-8 */
    LOG_MAP_FAULT_WORD,   /* the first word is none of ours */
    LOG_MAP_FAULT_FIELDS, /* too few or too many fields, or one that is empty or too long */
    LOG_MAP_FAULT_ACT,    /* neither an act, nor work, nor ignore */
    LOG_MAP_FAULT_FULL,   /* more rules than are held */
    LOG_MAP_FAULT_KEYS,   /* no case, activity, or time */
    LOG_MAP_FAULTS
};

struct log_map_fault {
    enum log_map_fault_kind kind;
    uint32_t line;
    struct text found; /* borrowed from the file */
};

/* Reads all of FILE. False: *out_fault says why, at the first one. */
bool log_map_read(struct text file, struct log_map *out_map, struct log_map_fault *out_fault);
/* The sentence for a fault; {0} line number, {1} what was found. Never NULL. */
const struct said *log_map_fault_said(enum log_map_fault_kind kind);
/* The rule for an event, the most exact one; NULL: none. */
const struct log_rule *log_map_rule(const struct log_map *map, struct text activity,
                                    struct text transition);
/* What the party that an event names is called here. */
struct text log_map_party(const struct log_map *map, struct text value);
/* The field that KEY names; LOG_FIELDS: none. */
enum log_field log_map_field(const struct log_map *map, struct text key);

#endif

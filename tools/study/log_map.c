#include "tools/study/log_map.h"

#include <string.h>

#include "base/check.h"
#include "core/csv_line.h"

static const char *const words[LOG_FIELDS] = {
    [LOG_CASE] = "case",         [LOG_PROCEDURE] = "procedure",
    [LOG_AGENCY] = "agency",     [LOG_RECEIVED] = "received",
    [LOG_DEADLINE] = "deadline", [LOG_RETURNED] = "returned",
    [LOG_ACTIVITY] = "activity", [LOG_TRANSITION] = "transition",
    [LOG_START] = "start",       [LOG_END] = "end",
    [LOG_PARTY] = "party",       [LOG_COUNTERPART] = "counterpart"};

static bool fault(struct log_map_fault *out_fault, enum log_map_fault_kind kind, struct text found)
{
    out_fault->kind = kind;
    out_fault->found = found;
    return false;
}

/* `is,ACTIVITY,TRANSITION,MEANING[,PARTY[,COUNTERPART]]` */
static bool take_rule(struct log_map *map, const struct csv_line *line,
                      struct log_map_fault *out_fault)
{
    enum { ACTIVITY = 1, TRANSITION, MEANING, PARTY, COUNTERPART, MOST };
    struct log_rule rule = {.meaning = LOG_ACT};
    const struct text meaning = csv_field(line, MEANING);
    enum act_kind act = ACT_INTAKE;
    if (line->count <= MEANING || line->count > MOST ||
        !text_copy(csv_field(line, ACTIVITY), rule.activity, sizeof rule.activity) ||
        !text_copy(csv_field(line, TRANSITION), rule.transition, sizeof rule.transition) ||
        !text_copy(csv_field(line, PARTY), rule.party, sizeof rule.party) ||
        !text_copy(csv_field(line, COUNTERPART), rule.counterpart, sizeof rule.counterpart) ||
        rule.activity[0] == '\0' || rule.transition[0] == '\0') {
        return fault(out_fault, LOG_MAP_FAULT_FIELDS, csv_field(line, ACTIVITY));
    }
    if (text_is(meaning, "work")) {
        rule.meaning = LOG_WORK;
    } else if (text_is(meaning, "ignore")) {
        rule.meaning = LOG_IGNORE;
    } else if (!act_kind_parse(meaning, &act) || act == ACT_VOID || act == ACT_PACK ||
               act == ACT_EXCEPTION) {
        return fault(out_fault, LOG_MAP_FAULT_ACT, meaning);
    }
    rule.act = (uint8_t)act;
    if (map->rules == LOG_RULES_MAX) {
        return fault(out_fault, LOG_MAP_FAULT_FULL, csv_field(line, ACTIVITY));
    }
    map->rule[map->rules++] = rule;
    return true;
}

/* `name,VALUE,PARTY` */
static bool take_alias(struct log_map *map, const struct csv_line *line,
                       struct log_map_fault *out_fault)
{
    if (map->aliases == LOG_ALIASES_MAX) {
        return fault(out_fault, LOG_MAP_FAULT_FULL, csv_field(line, 1));
    }
    if (line->count != 3 || csv_field(line, 2).size == 0 ||
        !text_copy(csv_field(line, 1), map->alias[map->aliases].value, LOG_WORD_SIZE) ||
        !text_copy(csv_field(line, 2), map->alias[map->aliases].party, LOG_WORD_SIZE)) {
        return fault(out_fault, LOG_MAP_FAULT_FIELDS, csv_field(line, 1));
    }
    map->aliases++;
    return true;
}

static bool take_line(struct log_map *map, struct text text, struct log_map_fault *out_fault)
{
    static struct csv_line line; /* too large for a stack */
    if (text.size == 0 || text.at[0] == '#') {
        return true;
    }
    if (csv_line_split(text, &line) != STATUS_OK) {
        return fault(out_fault, LOG_MAP_FAULT_LINE, text);
    }
    const struct text word = csv_field(&line, 0);
    if (text_is(word, "is")) {
        return take_rule(map, &line, out_fault);
    }
    if (text_is(word, "name")) {
        return take_alias(map, &line, out_fault);
    }
    for (int i = 0; i < LOG_FIELDS; i++) {
        if (text_is(word, words[i])) {
            return (line.count == 2 && csv_field(&line, 1).size > 0 &&
                    text_copy(csv_field(&line, 1), map->key[i], LOG_WORD_SIZE)) ||
                   fault(out_fault, LOG_MAP_FAULT_FIELDS, word);
        }
    }
    return fault(out_fault, LOG_MAP_FAULT_WORD, word);
}

bool log_map_read(struct text file, struct log_map *out_map, struct log_map_fault *out_fault)
{
    memset(out_map, 0, sizeof *out_map);
    *out_fault = (struct log_map_fault){.kind = LOG_MAP_FAULT_NONE};
    while (file.size > 0) {
        out_fault->line++;
        if (!take_line(out_map, text_trim(text_split(&file, '\n')), out_fault)) {
            return false;
        }
    }
    const bool timed = out_map->key[LOG_START][0] != '\0' || out_map->key[LOG_END][0] != '\0';
    return (timed && out_map->key[LOG_CASE][0] != '\0' && out_map->key[LOG_ACTIVITY][0] != '\0') ||
           fault(out_fault, LOG_MAP_FAULT_KEYS, (struct text){.at = "", .size = 0});
}

/* 0: does not fit; more is more exact. */
static int fitness(const struct log_rule *rule, struct text activity, struct text transition)
{
    const bool any_activity = strcmp(rule->activity, "*") == 0;
    const bool any_transition = strcmp(rule->transition, "*") == 0;
    if ((!any_activity && !text_is(activity, rule->activity)) ||
        (!any_transition && !text_is(transition, rule->transition))) {
        return 0;
    }
    return 1 + 2 * !any_activity + !any_transition;
}

const struct log_rule *log_map_rule(const struct log_map *map, struct text activity,
                                    struct text transition)
{
    const struct log_rule *best = NULL;
    int fits = 0;
    for (uint32_t i = 0; i < map->rules; i++) {
        const int how = fitness(&map->rule[i], activity, transition);
        if (how > fits) {
            best = &map->rule[i];
            fits = how;
        }
    }
    return best;
}

struct text log_map_party(const struct log_map *map, struct text value)
{
    for (uint32_t i = 0; i < map->aliases; i++) {
        if (text_is(value, map->alias[i].value)) {
            return text_of(map->alias[i].party);
        }
    }
    return value;
}

enum log_field log_map_field(const struct log_map *map, struct text key)
{
    int i = 0;
    while (i < LOG_FIELDS && (key.size == 0 || !text_is(key, map->key[i]))) {
        i++;
    }
    return (enum log_field)i;
}

/* clang-format off */
static const struct said sentences[LOG_MAP_FAULTS] = {
    [LOG_MAP_FAULT_NONE] =
    {"", "", ""},
    [LOG_MAP_FAULT_LINE] =
    {"LOG-01",
     "Dòng {0} không phải CSV bằng UTF-8: '{1}'.",
     "Line {0} is no CSV in UTF-8: '{1}'."},
    [LOG_MAP_FAULT_WORD] =
    {"LOG-02",
     "Dòng {0} mở đầu bằng '{1}'; cần tên một trường (case, activity, party, start, end …),"
     " 'name' hoặc 'is'.",
     "Line {0} begins with '{1}'; it must be a field (case, activity, party, start, end …),"
     " 'name' or 'is'."},
    [LOG_MAP_FAULT_FIELDS] =
    {"LOG-03",
     "Dòng {0} thiếu hoặc thừa trường, hoặc có trường trống hay quá dài ('{1}').",
     "Line {0} has too few or too many fields, or one that is empty or too long ('{1}')."},
    [LOG_MAP_FAULT_ACT] =
    {"LOG-04",
     "Dòng {0}: '{1}' không phải một việc (intake, take, ready, return …), 'work' hay 'ignore'.",
     "Line {0}: '{1}' is no act (intake, take, give, ready, return …), nor 'work' or 'ignore'."},
    [LOG_MAP_FAULT_FULL] =
    {"LOG-05",
     "Dòng {0}: quá nhiều dòng loại này ('{1}').",
     "Line {0}: too many lines of this kind ('{1}')."},
    [LOG_MAP_FAULT_KEYS] =
    {"LOG-06",
     "Bảng ánh xạ phải nêu case, activity, và start hoặc end.",
     "The mapping must name case, activity, and start or end."},
};
/* clang-format on */

const struct said *log_map_fault_said(enum log_map_fault_kind kind)
{
    assert(kind < LOG_MAP_FAULTS);
    return &sentences[kind];
}

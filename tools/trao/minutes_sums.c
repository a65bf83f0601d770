#include "tools/trao/minutes_sums.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/trao/answer.h"
#include "tools/trao/minute_words.h"
#include "tools/trao/table.h"
#include "tools/trao/trao_said.h"
#include "tools/trao/words.h"

enum {
    COLUMNS = 4,
    CELL_SIZE = 160,
    KEYS_MAX = 65536,
    KEYS_TEXTS = 8 * 1024 * 1024,
    KEY_SIZE = 300
};
enum { DAYS_A_WEEK = 7 };

/* The minutes of one key, and of how many dossiers they are. */
struct group {
    struct name key;
    int64_t minutes;
    uint64_t dossiers;
    uint32_t last; /* the dossier that was counted last, and one */
};

struct sums {
    struct book_past *book;
    const struct minutes_question *question;
    struct names keys;
    struct group *groups; /* by number of the key */
    void *memory;
    int64_t total;
    uint64_t dossiers;
    bool full;
};

const char *minutes_by_name(enum minutes_by by)
{
    switch (by) {
    case BY_PARTY:
        return "party";
    case BY_CAUSE:
        return "cause";
    case BY_AGENCY:
        return "agency";
    case BY_LEG:
        return "leg";
    case BY_RUN:
        return "run";
    case BY_WEEK:
        return "week";
    case MINUTES_BYS:
        break;
    }
    return "none";
}

bool minutes_by_parse(struct text text, enum minutes_by *out_by)
{
    for (int by = 0; by < MINUTES_BYS; by++) {
        if (text_is(text, minutes_by_name((enum minutes_by)by))) {
            *out_by = (enum minutes_by)by;
            return true;
        }
    }
    return false;
}

static struct day monday_of(struct minute minute)
{
    const struct day day = minute_day(minute);
    return (struct day){day.d - (day_weekday(day) - 1)};
}

/* The key of SPAN as programs read it: codes, names, dates; empty where it has none. */
static void put_key(const struct sums *sums, const struct ledger_span *span, struct line *line)
{
    const struct names *names = &sums->book->past.names;
    char text[INSTANT_TEXT_SIZE];
    switch (sums->question->by) {
    case BY_PARTY:
        line_text(line, names_text(names, span->party));
        return;
    case BY_CAUSE:
        line_put(line, ledger_cause_name((enum ledger_cause)span->cause));
        return;
    case BY_AGENCY:
        line_text(line, names_text(names, span->agency));
        return;
    case BY_LEG:
        line_put(line, ledger_leg_name((enum ledger_leg)span->leg));
        return;
    case BY_RUN:
        if (span->has_run) {
            line_text(line, names_text(names, span->run.route));
            line_char(line, '/');
            line_text(line, names_text(names, span->run.round));
            line_char(line, ' ');
            line_put(line, day_text(span->run.day, text));
        }
        return;
    case BY_WEEK:
        line_put(line, day_text(monday_of(span->from), text));
        return;
    case MINUTES_BYS:
        return;
    }
}

static void add(struct sums *sums, const struct ledger_span *span, int32_t minutes, uint32_t at)
{
    char bytes[KEY_SIZE];
    struct line line = line_of(bytes, sizeof bytes);
    struct name key;
    put_key(sums, span, &line);
    if (names_give(&sums->keys, line_done(&line), &key) != STATUS_OK) {
        sums->full = true;
        return;
    }
    struct group *group = &sums->groups[key.id];
    group->key = key;
    group->minutes += minutes;
    group->dossiers += group->last != at + 1;
    group->last = at + 1;
    sums->total += minutes;
}

/* The part of SPAN that is asked about, cut at Mondays where weeks are. */
static bool add_span(struct sums *sums, const struct ledger_span *span, uint32_t at)
{
    const struct minutes_question *question = sums->question;
    struct ledger_span part = *span;
    part.from.m = part.from.m > question->from.m ? part.from.m : question->from.m;
    const int32_t last = part.until.m < question->until.m ? part.until.m : question->until.m;
    bool any = false;
    while (part.from.m < last) {
        const struct day next = {monday_of(part.from).d + DAYS_A_WEEK};
        part.until.m = last;
        if (question->by == BY_WEEK && day_minute(next, 0).m < last) {
            part.until = day_minute(next, 0);
        }
        const int32_t minutes = calendar_working(sums->book->calendar, part.from, part.until);
        if (minutes > 0) {
            add(sums, &part, minutes, at);
            any = true;
        }
        part.from = part.until;
    }
    return any;
}

static void add_all(struct sums *sums)
{
    static struct book_life life; /* too large for a stack */
    struct ledger_span span;
    for (uint32_t at = 0; at < sums->book->past.dossier_count && !sums->full; at++) {
        bool any = false;
        book_past_life(sums->book, at, &life);
        while (ledger_next(&life.ledger, &span)) {
            any = add_span(sums, &span, at) || any;
        }
        sums->dossiers += any;
    }
}

/* qsort() hands nothing through. */
static const struct sums *sorted;

static int by_key(const void *one, const void *two)
{
    const struct group *a = one;
    const struct group *b = two;
    return text_order(names_text(&sorted->keys, a->key), names_text(&sorted->keys, b->key));
}

static int by_minutes(const void *one, const void *two)
{
    const struct group *a = one;
    const struct group *b = two;
    if (a->minutes != b->minutes) {
        return a->minutes > b->minutes ? -1 : 1;
    }
    return by_key(one, two);
}

/* Those that have minutes, in the order in which they are shown; returns how many. */
static size_t put_in_order(struct sums *sums)
{
    size_t count = 0;
    for (uint32_t i = 0; i <= sums->keys.count; i++) {
        if (sums->groups[i].minutes > 0) {
            sums->groups[count++] = sums->groups[i];
        }
    }
    const bool in_time = sums->question->by == BY_RUN || sums->question->by == BY_WEEK;
    sorted = sums;
    if (count > 0) {
        qsort(sums->groups, count, sizeof *sums->groups, in_time ? by_key : by_minutes);
    }
    return count;
}

/* A key as people read it. */
static void put_label(const struct sums *sums, struct text key, struct line *line)
{
    const struct call *call = sums->book->call;
    enum ledger_cause cause;
    switch (sums->question->by) {
    case BY_PARTY:
    case BY_AGENCY:
        line_text(line, minute_party(&sums->book->offices, key));
        return;
    case BY_CAUSE:
        if (ledger_cause_parse(key, &cause)) {
            line_put(line, minute_cause(call, cause));
        }
        return;
    case BY_LEG:
        line_put(line, text_is(key, "out")    ? word_leg(call, LEG_OUT)
                       : text_is(key, "back") ? word_leg(call, LEG_BACK)
                                              : call_word(call, "tại chỗ", "not moving"));
        return;
    case BY_RUN:
    case BY_WEEK:
    case MINUTES_BYS:
        break;
    }
    if (key.size > 0) {
        line_text(line, key);
    } else {
        line_put(line, call_word(call, "không theo chuyến", "no run"));
    }
}

static void put_cells(const struct sums *sums, const struct group *group,
                      char bytes[COLUMNS][CELL_SIZE], struct text cells[COLUMNS])
{
    struct line line[COLUMNS];
    for (int i = 0; i < COLUMNS; i++) {
        line[i] = line_of(bytes[i], CELL_SIZE);
    }
    const int64_t mille =
        sums->total > 0 ? (1000 * group->minutes + sums->total / 2) / sums->total : 0;
    put_label(sums, names_text(&sums->keys, group->key), &line[0]);
    line_signed(&line[1], group->minutes);
    line_signed(&line[2], mille / 10);
    line_put(&line[2], call_word(sums->book->call, ",", "."));
    line_signed(&line[2], mille % 10);
    line_put(&line[2], " %");
    line_unsigned(&line[3], group->dossiers);
    for (int i = 0; i < COLUMNS; i++) {
        cells[i] = line_done(&line[i]);
    }
}

static void print_table(const struct sums *sums, size_t count)
{
    const struct call *call = sums->book->call;
    static const char *const titles[MINUTES_BYS][2] = {
        [BY_PARTY] = {"Bên",        "Party" },
          [BY_CAUSE] = {"Việc gì",  "Cause" },
        [BY_AGENCY] = {"Đơn vị",  "Agency"},
          [BY_LEG] = {"Lượt",     "Leg"   },
        [BY_RUN] = {"Chuyến",    "Run"   },
          [BY_WEEK] = {"Tuần từ", "Week"  },
    };
    const char *const *title = titles[sums->question->by];
    const struct table_column columns[COLUMNS] = {
        {text_of(call_word(call, title[0],   title[1])),   false, true },
        {text_of(call_word(call, "Phút",    "Minutes")),  true,  false},
        {text_of(call_word(call, "Phần",   "Share")),    true,  false},
        {text_of(call_word(call, "Hồ sơ", "Dossiers")), true,  false}
    };
    struct table table;
    char bytes[COLUMNS][CELL_SIZE];
    struct text cells[COLUMNS];
    table_begin(&table, columns, COLUMNS, call->color);
    for (size_t i = 0; i < count; i++) {
        put_cells(sums, &sums->groups[i], bytes, cells);
        table_measure(&table, cells);
    }
    table_fit(&table);
    table_titles(&table, stdout);
    for (size_t i = 0; i < count; i++) {
        put_cells(sums, &sums->groups[i], bytes, cells);
        table_row(&table, cells, stdout);
    }
}

static int print_json(const struct sums *sums, size_t count)
{
    json_t *groups = json_array();
    for (size_t i = 0; i < count; i++) {
        const struct group *group = &sums->groups[i];
        (void)json_array_append_new(
            groups, json_pack("{s:o, s:I, s:I}", "key",
                              answer_text(names_text(&sums->keys, group->key)), "minutes",
                              (json_int_t)group->minutes, "dossiers", (json_int_t)group->dossiers));
    }
    return answer_json(json_pack(
               "{s:o, s:s, s:I, s:I, s:o}", "as_of", answer_minute(sums->book->position.clock),
               "by", minutes_by_name(sums->question->by), "minutes", (json_int_t)sums->total,
               "dossiers", (json_int_t)sums->dossiers, "groups", groups))
               ? CALL_OK
               : CALL_FAILED;
}

static int answer(struct sums *sums)
{
    const struct call *call = sums->book->call;
    char digits[2][24];
    char when[WORD_TIME_SIZE];
    const size_t count = put_in_order(sums);
    if (call->json) {
        return print_json(sums, count);
    }
    if (count == 0) {
        call_tell(call, trao_said(SAID_MINUTES_NONE), NULL, 0);
        return CALL_OK;
    }
    print_table(sums, count);
    struct line total = line_of(digits[0], sizeof digits[0]);
    struct line dossiers = line_of(digits[1], sizeof digits[1]);
    line_signed(&total, sums->total);
    line_unsigned(&dossiers, sums->dossiers);
    const struct text values[] = {line_done(&total), line_done(&dossiers),
                                  text_of(word_minute(call, sums->book->position.clock, when))};
    call_tell(call, trao_said(SAID_MINUTES_TOTAL), values, 3);
    return CALL_OK;
}

int minutes_sums(struct book_past *book, const struct minutes_question *question)
{
    struct sums sums = {.book = book, .question = question};
    sums.memory = malloc(names_memory(KEYS_MAX, KEYS_TEXTS));
    sums.groups = calloc(KEYS_MAX + 2, sizeof *sums.groups);
    int result = CALL_FAILED;
    if (sums.memory && sums.groups) {
        names_init(&sums.keys, sums.memory, KEYS_MAX, KEYS_TEXTS);
        add_all(&sums);
    }
    if (!sums.memory || !sums.groups || sums.full) {
        result = call_refuse_plain(book->call, CALL_FAILED, trao_said(SAID_NO_MEMORY));
    } else {
        result = answer(&sums);
    }
    free(sums.memory);
    free(sums.groups);
    return result;
}

#include "province_maker.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void read_calendar(struct calendar *calendar)
{
    static char file[1 << 16];
    struct calendar_fault fault;
    FILE *in = fopen("tests/data/calendar-vn.csv", "rb");
    assert_non_null(in);
    size_t size = fread(file, 1, sizeof file, in);
    fclose(in);
    assert_true(calendar_read(calendar, 1, (struct day){0}, (struct text){file, size}, &fault));
}

void province_open(struct province *province)
{
    memset(province, 0, sizeof *province);
    province->names_memory = malloc(names_memory(PROVINCE_NAMES, PROVINCE_TEXTS));
    assert_non_null(province->names_memory);
    names_init(&province->names, province->names_memory, PROVINCE_NAMES, PROVINCE_TEXTS);
    assert_int_equal(parties_give(&province->names, &province->parties), STATUS_OK);
    read_calendar(&province->calendar);
}

void province_close(struct province *province)
{
    free(province->names_memory);
    free(province->plan_memory);
}

void province_plan_begin(struct province *province, size_t rows)
{
    free(province->plan_memory);
    province->plan_memory = malloc(plan_memory(rows));
    assert_non_null(province->plan_memory);
    plan_begin(&province->plan, province->plan_memory, plan_memory(rows), &province->calendar);
}

void province_plan_row(struct province *province, const char *row)
{
    struct plan_fault fault;
    if (!plan_row(&province->plan, &province->names, text_of(row), &fault)) {
        fail_msg("plan row %u, fault %d: %s", fault.line, fault.kind, row);
    }
}

void province_plan_end(struct province *province)
{
    struct plan_fault fault;
    if (!plan_end(&province->plan, &province->names, &province->parties, &fault)) {
        fail_msg("plan line %u, fault %d: %.*s", fault.line, fault.kind, (int)fault.found.size,
                 fault.found.at);
    }
}

static const char *const base_rows[] = {
    "stop,TTG,center,Center,18.6733,105.6922,2020-01-01,",
    "stop,NNM,H41.04,Agriculture,18.6701,105.6890,2020-01-01,",
    "stop,XDG,H41.05,Construction,18.6790,105.6811,2020-01-01,",
    "call,R1,1,1,TTG,,09:00,15,W,all,2020-01-01,",
    "call,R1,1,2,NNM,09:40,09:50,10,W,all,2020-01-01,",
    "call,R1,1,3,XDG,10:10,10:20,10,W,all,2020-01-01,",
    "call,R1,1,4,TTG,10:50,,0,W,all,2020-01-01,",
    "call,R1,2,1,TTG,,15:00,15,W,all,2020-01-01,",
    "call,R1,2,2,NNM,15:40,15:50,10,W,all,2020-01-01,",
    "call,R1,2,3,XDG,16:10,16:20,10,W,all,2020-01-01,",
    "call,R1,2,4,TTG,16:50,,0,W,all,2020-01-01,",
    "budget,*,*,paper,24wh,20,10,2020-01-01,",
    "budget,1.002696,*,on_the_spot,4wh,20,10,2020-01-01,",
    "budget,2.001234,*,result_only,16wh,20,10,2020-01-01,",
};

void province_plan_base(struct province *province, const char *const *extra, size_t extras)
{
    province_plan_begin(province, sizeof base_rows / sizeof base_rows[0] + extras + 4);
    for (size_t i = 0; i < sizeof base_rows / sizeof base_rows[0]; i++) {
        province_plan_row(province, base_rows[i]);
    }
    for (size_t i = 0; i < extras; i++) {
        province_plan_row(province, extra[i]);
    }
    province_plan_end(province);
}

struct instant instant_at(const char *text)
{
    struct instant instant;
    if (instant_parse(text_of(text), &instant) != STATUS_OK) {
        fail_msg("no instant: %s", text);
    }
    return instant;
}

struct minute minute_at(const char *text)
{
    return instant_minute(instant_at(text));
}

struct act act_of(struct province *province, const char *csv)
{
    struct act act;
    struct act_fault fault;
    if (!act_csv_parse(text_of(csv), &province->names, &act, &fault)) {
        fail_msg("act fault %d: %s", fault.kind, csv);
    }
    return act;
}

struct flag_input input_of(const struct province *province, const struct life *life)
{
    return (struct flag_input){.names = &province->names,
                               .parties = &province->parties,
                               .facts = &life->facts,
                               .acts = life->acts,
                               .act_count = life->act_count,
                               .plan = &province->plan,
                               .calendar = &province->calendar,
                               .promised_by = &province->calendar};
}

FILE *vectors_open(void)
{
    FILE *file = fopen("tests/unit/core/ledger_vectors.txt", "r");
    assert_non_null(file);
    return file;
}

/* Loads the plan called NAME from the top of the file; the place in FILE is kept. */
static void use_plan(FILE *file, struct province *province, const char *name)
{
    char line[LINE_MAX_SIZE];
    char wanted[64];
    bool inside = false;
    long place = ftell(file);
    snprintf(wanted, sizeof wanted, "plan %s\n", name);
    province_plan_begin(province, 64);
    rewind(file);
    while (fgets(line, sizeof line, file) && strncmp(line, "life ", 5) != 0) {
        line[strcspn(line, "\n")] = '\0';
        if (strncmp(line, "row ", 4) == 0 && inside) {
            province_plan_row(province, line + 4);
        } else if (strncmp(line, "plan ", 5) == 0) {
            inside = strncmp(line, wanted, strlen(line)) == 0 && wanted[strlen(line)] == '\n';
        }
    }
    province_plan_end(province);
    assert_int_equal(fseek(file, place, SEEK_SET), 0);
}

static struct minute maybe_minute(struct text text)
{
    struct instant instant;
    return instant_parse(text, &instant) == STATUS_OK ? instant_minute(instant) : MINUTE_NEVER;
}

static void read_flag(struct life *life, struct text rest)
{
    struct expected *flag = &life->flag[life->flags++];
    int64_t number = 0;
    assert_true(life->flags <= LIFE_FLAGS_MAX);
    memset(flag, 0, sizeof *flag);
    flag->at = maybe_minute(text_split(&rest, ','));
    assert_true(flag_level_parse(text_split(&rest, ','), &flag->level));
    assert_true(flag_cause_parse(text_split(&rest, ','), &flag->cause));
    assert_true(flag_leg_parse(text_split(&rest, ','), &flag->leg));
    flag->has_slack = text_signed(text_split(&rest, ','), &number);
    flag->slack = (int32_t)number;
    flag->forecast = maybe_minute(text_split(&rest, ','));
    flag->promised = maybe_minute(text_split(&rest, ','));
    flag->last_safe = maybe_minute(text_split(&rest, ','));
    flag->has_forecast = flag->forecast.m != MINUTE_NEVER.m;
    flag->has_promised = flag->promised.m != MINUTE_NEVER.m;
    flag->has_gained = text_signed(rest, &number);
    flag->gained = (int32_t)number;
}

static void read_minutes(struct province *province, struct life *life, struct text rest)
{
    struct ledger_sum *sum = &life->minutes[life->sums++];
    enum ledger_cause cause = LEDGER_CAUSES;
    int64_t number = 0;
    assert_true(life->sums <= LIFE_MINUTES_MAX);
    assert_int_equal(names_give(&province->names, text_split(&rest, ','), &sum->party), STATUS_OK);
    assert_true(ledger_cause_parse(text_split(&rest, ','), &cause));
    assert_true(text_signed(rest, &number));
    sum->cause = (uint8_t)cause;
    sum->minutes = (int32_t)number;
}

static void read_line(struct province *province, struct life *life, struct text word,
                      struct text rest)
{
    struct feed_fault fault;
    struct supplement supplement;
    struct name dossier;
    if (text_is(word, "now")) {
        life->now = maybe_minute(rest);
    } else if (text_is(word, "feed")) {
        assert_true(feed_line_parse(rest, &province->names, &life->facts, &fault));
    } else if (text_is(word, "supplement")) {
        assert_true(supplement_line_parse(rest, &province->names, &dossier, &supplement, &fault));
        assert_true(dossier_supplement(&life->facts, &supplement));
    } else if (text_is(word, "act")) {
        char copy[LINE_MAX_SIZE];
        assert_true(text_copy(rest, copy, sizeof copy));
        assert_true(life->act_count < LIFE_ACTS_MAX);
        life->acts[life->act_count++] = act_of(province, copy);
    } else if (text_is(word, "conflict")) {
        life->conflict[life->conflicts].at = minute_instant(maybe_minute(text_split(&rest, ',')));
        int kind = 0;
        while (!text_is(rest, conflict_kind_name((enum conflict_kind)kind))) {
            assert_true(++kind < CONFLICT_KINDS);
        }
        life->conflict[life->conflicts++].kind = (enum conflict_kind)kind;
    } else if (text_is(word, "flag")) {
        read_flag(life, rest);
    } else if (text_is(word, "minutes")) {
        read_minutes(province, life, rest);
    } else if (text_is(word, "elapsed")) {
        int64_t number = 0;
        assert_true(text_signed(rest, &number));
        life->elapsed = (int32_t)number;
    }
}

bool vectors_next(FILE *file, struct province *province, struct life *life)
{
    char line[LINE_MAX_SIZE];
    bool inside = false;
    while (fgets(line, sizeof line, file)) {
        struct text rest = text_trim(text_of(line));
        struct text word = text_split(&rest, ' ');
        if (text_is(word, "life")) {
            memset(life, 0, sizeof *life);
            assert_true(text_copy(rest, life->name, sizeof life->name));
            inside = true;
        } else if (text_is(word, "use") && inside) {
            assert_true(text_copy(rest, life->plan, sizeof life->plan));
            use_plan(file, province, life->plan);
        } else if (text_is(word, "end")) {
            return true;
        } else if (inside) {
            read_line(province, life, word, rest);
        }
    }
    return false;
}

/* splitmix64, S. Vigna */
uint32_t dice_throw(struct dice *dice, uint32_t sides)
{
    uint64_t z = dice->state += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    z ^= z >> 31;
    return (uint32_t)((z >> 32) * sides >> 32);
}

void dice_shuffle(struct dice *dice, struct act *acts, size_t count)
{
    for (size_t i = count; i > 1; i--) {
        size_t j = dice_throw(dice, (uint32_t)i);
        struct act kept = acts[i - 1];
        acts[i - 1] = acts[j];
        acts[j] = kept;
    }
}

#include "answers.h"

#include <stdio.h>
#include <string.h>

void put_text(struct text text)
{
    bool quoted = memchr(text.at, ',', text.size) || memchr(text.at, '"', text.size);
    if (quoted) {
        putchar('"');
    }
    for (size_t i = 0; i < text.size; i++) {
        if (text.at[i] == '"') {
            putchar('"');
        }
        putchar(text.at[i]);
    }
    if (quoted) {
        putchar('"');
    }
}

static void put_minute(bool there, struct minute minute)
{
    char text[INSTANT_TEXT_SIZE];
    if (there && minute.m != MINUTE_NEVER.m) {
        fputs(instant_text(minute_instant(minute), text), stdout);
    }
}

void put_flag(const struct flag_input *input, struct minute now)
{
    struct flag flag;
    flag_judge(input, now, &flag);
    bool open = flag.level != FLAG_DONE && flag.level != FLAG_UNKNOWN;
    printf("%s,%s,%s,", flag_level_name(flag.level), flag_cause_name(flag.cause),
           flag_leg_name(flag.leg));
    if (open) {
        printf("%d", flag.slack_minutes);
    }
    putchar(',');
    put_minute(open, flag.forecast);
    putchar(',');
    put_minute(open, flag.promised);
    putchar(',');
    put_minute(open && flag.has_last_safe_run, flag.last_safe_run.departs);
    putchar('\n');
}

void put_custody(const struct flag_input *input, struct minute now)
{
    struct custody custody;
    char text[INSTANT_TEXT_SIZE];
    flag_custody(input, now, &custody);
    put_text(names_text(input->names, custody.holder));
    bool known = custody.since.ms != INSTANT_NEVER.ms; /* neither receipt nor act: since nothing */
    printf(",%s,%s,", known ? instant_text(custody.since, text) : "",
           custody.verified ? "verified" : "inferred");
    for (int i = 0; i < custody.conflicts; i++) {
        printf("%s%s %s", i > 0 ? ";" : "", instant_text(custody.conflict[i].at, text),
               conflict_kind_name((enum conflict_kind)custody.conflict[i].kind));
    }
    putchar('\n');
}

void put_minutes(const struct flag_input *input, const struct movements *movements,
                 struct minute now, const char *head)
{
    static struct custody custody;
    static struct ledger ledger;
    static struct ledger_sum sums[LEDGER_SUMS_MAX];
    flag_custody(input, now, &custody);
    const struct ledger_input about = {.names = input->names,
                                       .parties = input->parties,
                                       .facts = input->facts,
                                       .acts = input->acts,
                                       .act_count = input->act_count,
                                       .custody = &custody,
                                       .movements = movements,
                                       .plan = input->plan,
                                       .calendar = input->calendar,
                                       .now = now};
    ledger_open(&ledger, &about);
    const size_t count = ledger_sums(&ledger, sums);
    for (size_t i = 0; i < count; i++) {
        printf("%s,", head);
        put_text(names_text(input->names, input->facts->dossier));
        putchar(',');
        put_text(names_text(input->names, sums[i].party));
        printf(",%s,%d\n", ledger_cause_name((enum ledger_cause)sums[i].cause), sums[i].minutes);
    }
}

#include "tools/trao/flag_words.h"

#include "tools/trao/trao_said.h"
#include "tools/trao/words.h"

bool flag_words_has_slack(const struct book_dossier *row)
{
    return row->forecast.m != MINUTE_NEVER.m && row->promised.m != MINUTE_NEVER.m;
}

void flag_words_place(struct line *line, const struct offices *offices,
                      const struct book_dossier *row)
{
    line_text(line, offices_name(offices, row->holder));
    if (row->offer_to.size > 0) {
        line_put(line, " → ");
        line_text(line, offices_name(offices, row->offer_to));
    }
}

void flag_words_cause(struct line *line, const struct offices *offices,
                      const struct book_dossier *row)
{
    const struct call *call = offices->call;
    if (row->level == FLAG_UNKNOWN) {
        line_put(line, word_missing(call, row->missing));
        return;
    }
    line_put(line, word_cause(call, row->cause));
    if (row->leg != LEG_NONE) {
        line_put(line, ", ");
        line_put(line, word_leg(call, row->leg));
    }
    if (row->cause != CAUSE_NONE && row->from.size > 0 && row->to.size > 0) {
        line_put(line, ": ");
        line_text(line, offices_name(offices, row->from));
        line_put(line, " → ");
        line_text(line, offices_name(offices, row->to));
    }
}

void flag_words_why(struct line *line, const struct offices *offices,
                    const struct book_dossier *row)
{
    const enum language language = offices->call->language;
    struct flag_sum sum = book_sum(row);
    sum.from = offices_name(offices, row->from);
    sum.to = offices_name(offices, row->to);
    flag_sum_line(line, &sum, language);
    line_put(line, line->size > 0 ? " " : "");
    const size_t before = line->size;
    flag_chance_line(line, &sum, language);
    line_put(line, line->size > before ? " " : "");
    line_put(line, said_in(flag_level_rule(row->level), language));
    if (row->cause != CAUSE_NONE) {
        line_char(line, ' ');
        line_put(line, said_in(flag_cause_rule(row->cause), language));
    }
}

static void put_run(struct line *line, const struct offices *offices, const struct book_run *run,
                    struct minute now)
{
    char name[128];
    char when[WORD_TIME_SIZE];
    struct line route = line_of(name, sizeof name);
    line_text(&route, run->route);
    line_char(&route, '/');
    line_text(&route, run->round);
    const struct text values[] = {text_of(word_time(offices->call, run->departs, now, when)),
                                  line_done(&route)};
    call_sentence(offices->call, line, trao_said(SAID_TAKE_RUN), values, 2);
}

void flag_words_saver(struct line *line, const struct offices *offices,
                      const struct book_dossier *row, struct minute now)
{
    char when[WORD_TIME_SIZE];
    if (row->level == FLAG_DONE || row->level == FLAG_UNKNOWN) {
        return;
    }
    if (row->last_safe_run.departs.m != MINUTE_NEVER.m) {
        put_run(line, offices, &row->last_safe_run, now);
    } else if (row->saver == SAVER_EXTRA_RUN) {
        const struct text values[] = {
            text_of(word_time(offices->call, row->extra_before, now, when)),
            text_of(word_leg(offices->call, row->saver_leg))};
        call_sentence(offices->call, line, trao_said(SAID_EXTRA_RUN), values, 2);
    } else if (row->level == FLAG_OVERDUE || row->level == FLAG_WILL_MISS) {
        line_put(line, said_in(trao_said(SAID_NOTHING_SAVES), offices->call->language));
    }
}

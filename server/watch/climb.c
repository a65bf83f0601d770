#include "server/watch/climb.h"

#include "core/ladder.h"

static bool is_late(const struct flag *flag)
{
    return flag->level == FLAG_OVERDUE || flag->level == FLAG_AT_RISK ||
           flag->level == FLAG_WILL_MISS;
}

static struct ladder_fact ladder_fact_of(const struct life *life, const struct flag *flag)
{
    return (struct ladder_fact){.late = is_late(flag),
                                .soon = flag->level == FLAG_DUE_SOON,
                                .answered = life->acknowledged || life->handled,
                                .raised = life->raised_at,
                                .leaves = flag->has_last_safe_run ? flag->last_safe_run.departs
                                                                  : MINUTE_NEVER};
}

/* When the next rung is reached; MINUTE_NEVER: it is not, or there is no plan that says so. */
struct minute climb_next(const struct look *look, const struct life *life, const struct flag *flag)
{
    const struct ladder_fact fact = ladder_fact_of(life, flag);
    return look->ready ? ladder_next(&look->input.plan->settings.ladder, look->input.calendar,
                                     &fact, (enum ladder_rung)life->rung)
                       : MINUTE_NEVER;
}

struct book_run climb_run(const struct names *names, const struct flag *flag)
{
    return flag->has_last_safe_run
               ? (struct book_run){.route = names_text(names, flag->last_safe_run.route),
                                   .round = names_text(names, flag->last_safe_run.round),
                                   .departs = flag->last_safe_run.departs}
               : (struct book_run){.departs = MINUTE_NEVER};
}

/* What is said to whoever stands on the next rung. */
static struct book_notice notice_of(const struct model *model, const struct look *look,
                                    const struct life *life, const struct flag *flag,
                                    struct minute now)
{
    const struct names *names = &model->names;
    const struct ladder_fact fact = ladder_fact_of(life, flag);
    const enum ladder_rung rung = (enum ladder_rung)(life->rung + 1);
    return (struct book_notice){
        .code = names_text(names, life->facts.dossier),
        .raised_at = life->raised_at,
        .rung = (uint8_t)rung,
        .reached = now,
        .told =
            ladder_told(&look->input.plan->settings.ladder, look->input.calendar, &fact, rung, now),
        .party = names_text(names, rung == RUNG_MANAGER ? model->parties.center : flag->holder),
        .level = flag->level,
        .cause = flag->cause,
        .leg = flag->leg,
        .slack_minutes = flag->slack_minutes,
        .run = climb_run(names, flag),
        .saver = flag->saver,
        .extra_before = flag->extra_before};
}

/* The history keeps how high a fact has climbed, so that one that returns begins there. */
static enum status keep_rung(struct flag_book *book, const struct model *model,
                             const struct life *life)
{
    uint8_t memory[512];
    struct arena arena = arena_of(memory, sizeof memory);
    struct book_change newest;
    size_t count = 0;
    const struct text code = names_text(&model->names, life->facts.dossier);
    const enum status status = flag_book_changes(book, code, &arena, &newest, 1, &count);
    if (status != STATUS_OK || count == 0) {
        return status;
    }
    newest.rung = life->rung;
    return flag_book_put_change(book, &newest);
}

enum status climb(struct flag_book *book, const struct model *model, const struct look *look,
                  struct life *life, const struct flag *flag, struct minute now)
{
    const uint8_t before = life->rung;
    enum status status = STATUS_OK;
    while (status == STATUS_OK && climb_next(look, life, flag).m <= now.m) {
        const struct book_notice notice = notice_of(model, look, life, flag, now);
        status = flag_book_put_notice(book, &notice);
        life->rung = notice.rung;
    }
    return status == STATUS_OK && life->rung != before ? keep_rung(book, model, life) : status;
}

#include "tests/sim/oracle/told.h"

#include <stdlib.h>
#include <string.h>

void told_init(struct all_told *told)
{
    memset(told, 0, sizeof *told);
    told->nothing = words_give(&told->words, TEXT(""));
    told->center = words_give(&told->words, TEXT("center"));
    told->post = words_give(&told->words, TEXT("post"));
    told->citizen = words_give(&told->words, TEXT("citizen"));
}

void told_fini(struct all_told *told)
{
    for (size_t i = 0; i < told->dossier_count; i++) {
        free(told->dossiers[i].supplements);
        free((void *)told->dossiers[i].reached);
    }
    for (size_t i = 0; i < told->calendar_count; i++) {
        free(told->calendars[i]);
    }
    timetable_fini(&told->plan);
    free(told->dossiers);
    free(told->acts);
    free(told->cancels);
    words_fini(&told->words);
    memset(told, 0, sizeof *told);
}

const char *told_word(struct all_told *told, struct text text)
{
    return words_give(&told->words, text);
}

struct told_dossier *told_dossier(struct all_told *told, const char *code)
{
    for (size_t i = 0; i < told->dossier_count; i++) {
        if (told->dossiers[i].code == code) {
            return &told->dossiers[i];
        }
    }
    told->dossiers = list_grow(told->dossiers, told->dossier_count, sizeof *told->dossiers);
    struct told_dossier *made = &told->dossiers[told->dossier_count++];
    *made = (struct told_dossier){.code = code,
                                  .procedure = told->nothing,
                                  .agency = told->nothing,
                                  .received = NEVER_TOLD,
                                  .promise = NOT_THERE,
                                  .finished = NOT_THERE,
                                  .returned = NOT_THERE};
    made->reached = list_grow(NULL, 0, sizeof *made->reached);
    made->reached[made->reached_count++] = code;
    return made;
}

/* --- codes --- */

static bool is_capital(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_province(struct text part)
{
    return part.size == 3 && is_capital(part.at[0]) && is_digit(part.at[1]) && is_digit(part.at[2]);
}

static bool is_office(struct text part)
{
    if (part.size < 2 || part.size > 3) {
        return false;
    }
    for (size_t i = 0; i < part.size; i++) {
        if (!is_capital(part.at[i]) && !is_digit(part.at[i])) {
            return false;
        }
    }
    return true;
}

/* ([0-9A-Z]{2,3}\.){0,3}[A-Z][0-9]{2} or [A-Z][0-9]{2}(\.[0-9A-Z]{2,3}){0,5} */
static bool is_agency(struct text agency)
{
    struct text part = {0};
    struct text first = {0};
    int parts = 0;
    while (agency.at) {
        part = text_split(&agency, '.');
        first = parts == 0 ? part : first;
        parts++;
        if (!is_office(part)) {
            return false;
        }
    }
    return (is_province(part) && parts <= 4) || (is_province(first) && parts <= 6);
}

static bool all_digits(struct text text, size_t least, size_t most)
{
    uint64_t value;
    return text.size >= least && text.size <= most && text_unsigned(text, &value);
}

bool told_is_code(const char *text)
{
    struct text rest = text_of(text);
    const struct text agency = text_split(&rest, '-');
    const struct text date = text_split(&rest, '-');
    return is_agency(agency) && all_digits(date, 6, 6) && all_digits(rest, 4, 6);
}

/* --- acts --- */

static bool reaches(const struct told_dossier *dossier, const char *subject)
{
    for (size_t i = 0; i < dossier->reached_count; i++) {
        if (dossier->reached[i] == subject) {
            return true;
        }
    }
    return false;
}

/* Whatever a pack act ever put one of them into is reached as well. */
static void widen_reach(const struct all_told *told, struct told_dossier *dossier)
{
    for (size_t i = 0; i < dossier->reached_count; i++) {
        for (size_t j = 0; j < told->act_count; j++) {
            const struct told_act *act = &told->acts[j];
            if (act->kind == ACT_PACK && act->subject == dossier->reached[i] &&
                act->parent != told->nothing && !reaches(dossier, act->parent)) {
                dossier->reached =
                    list_grow(dossier->reached, dossier->reached_count, sizeof *dossier->reached);
                dossier->reached[dossier->reached_count++] = act->parent;
            }
        }
    }
}

void told_act(struct all_told *told, const struct told_act *act)
{
    if (told_is_code(act->subject)) {
        (void)told_dossier(told, act->subject);
    }
    told->acts = list_grow(told->acts, told->act_count, sizeof *told->acts);
    told->acts[told->act_count++] = *act;
    for (size_t i = 0; i < told->dossier_count; i++) {
        struct told_dossier *dossier = &told->dossiers[i];
        if (reaches(dossier, act->subject)) {
            dossier->touched = true;
            if (act->kind == ACT_PACK) {
                widen_reach(told, dossier);
            }
        }
    }
}

void told_take_back(struct all_told *told, struct device device, struct place place)
{
    size_t kept = 0;
    for (size_t i = 0; i < told->act_count; i++) {
        const struct told_act *act = &told->acts[i];
        if (act->device.id != device.id || place_order(act->place, place) <= 0) {
            told->acts[kept++] = *act;
        }
    }
    told->act_count = kept;
    told->all_touched = true;
}

size_t told_reaching(const struct all_told *told, const struct told_dossier *dossier,
                     struct told_act *out)
{
    size_t count = 0;
    for (size_t i = 0; i < told->act_count; i++) {
        const enum act_kind kind = told->acts[i].kind; /* of a run, never of an item: */
        if (kind != ACT_ARRIVE && kind != ACT_DEPART && reaches(dossier, told->acts[i].subject)) {
            out[count++] = told->acts[i];
        }
    }
    return count;
}

/* --- calendars and plan --- */

static void choose_newest(struct all_told *told)
{
    timetable_calendar(&told->plan, told_newest(told));
    told->all_touched = true;
}

bool told_calendar(struct all_told *told, struct text file, struct day valid_from)
{
    struct calendar_fault fault;
    struct calendar *calendar = calloc(1, sizeof *calendar);
    if (!calendar || told->calendar_count == CALENDARS_MAX ||
        !calendar_read(calendar, 0, valid_from, file, &fault)) {
        free(calendar);
        return false;
    }
    size_t at = told->calendar_count++;
    for (; at > 0 && told->calendars[at - 1]->valid_from.d > valid_from.d; at--) {
        told->calendars[at] = told->calendars[at - 1];
    }
    told->calendars[at] = calendar;
    choose_newest(told);
    return true;
}

bool told_plan(struct all_told *told, struct text file)
{
    struct timetable plan;
    if (told->calendar_count == 0 || !timetable_read(&plan, &told->words, file)) {
        return false;
    }
    timetable_fini(&told->plan);
    told->plan = plan;
    told->has_plan = true;
    for (size_t i = 0; i < told->cancel_count; i++) {
        timetable_cancel(&told->plan, &told->cancels[i]);
    }
    choose_newest(told);
    return true;
}

bool told_cancel(struct all_told *told, const struct cancel_row *cancel)
{
    bool found = false;
    for (size_t i = 0; i < told->plan.call_count; i++) {
        found |= told->plan.calls[i].route == cancel->route &&
                 told->plan.calls[i].round == cancel->round;
    }
    if (found) {
        told->cancels = list_grow(told->cancels, told->cancel_count, sizeof *told->cancels);
        told->cancels[told->cancel_count++] = *cancel;
        timetable_cancel(&told->plan, cancel);
        told->all_touched = true;
    }
    return found;
}

const struct calendar *told_newest(const struct all_told *told)
{
    return told->calendar_count == 0 ? NULL : told->calendars[told->calendar_count - 1];
}

const struct calendar *told_promised_by(const struct all_told *told, int32_t received)
{
    const struct calendar *found = told->calendar_count == 0 ? NULL : told->calendars[0];
    const int32_t day = minute_day((struct minute){received}).d;
    for (size_t i = 0; i < told->calendar_count; i++) {
        if (told->calendars[i]->valid_from.d <= day) {
            found = told->calendars[i];
        }
    }
    return found;
}

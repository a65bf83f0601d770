#include "tools/trao/plan_edits.h"

#include <stdlib.h>

#include "tools/study/on_demand.h"
#include "tools/study/study_said.h"
#include "tools/study/timetable.h"
#include "tools/study/trials.h"
#include "tools/trao/study_pass.h"

enum { LAST_MINUTE = 24 * 60 - 1, COPIES_MAX = 1000 };

/* A plan's text while it is edited. */
struct editing {
    struct study_files *files;
    char *text;
    size_t size;
    char name[24]; /* of the last copy */
};

static int refuse(const struct editing *editing, int exit, enum study_said why, struct text word)
{
    return call_refuse(editing->files->call, exit, study_said(why), word, (struct text){0});
}

/* `+1`, `+2` …: what no round of ROUTE is called. */
static struct text name_copy(struct editing *editing, struct text route)
{
    const struct text plan = {.at = editing->text, .size = editing->size};
    int32_t first = 0;
    int32_t last = 0;
    for (uint64_t number = 1; number < COPIES_MAX; number++) {
        struct line line = line_of(editing->name, sizeof editing->name);
        line_char(&line, '+');
        line_unsigned(&line, number);
        if (!timetable_hours(plan, route, line_done(&line), &first, &last)) {
            break;
        }
    }
    return text_of(editing->name);
}

static bool read_minutes(struct text word, int32_t *out_minutes)
{
    int64_t value = 0;
    if (word.size > 1 && word.at[0] == '+') {
        word.at++;
        word.size--;
    }
    *out_minutes = 0;
    if (!text_signed(word, &value) || value > LAST_MINUTE || value < -LAST_MINUTE) {
        return false;
    }
    *out_minutes = (int32_t)value;
    return true;
}

static bool read_edit(enum timetable_edit_kind kind, struct text word, struct timetable_edit *out)
{
    struct text rest = word;
    *out = (struct timetable_edit){.kind = kind, .route = text_split(&rest, '/')};
    if (kind == EDIT_SKIP) {
        out->round = text_split(&rest, '/');
        out->name = rest;
        return out->round.size > 0 && out->name.size > 0;
    }
    if (kind == EDIT_DROP) {
        out->round = rest;
        return out->round.size > 0;
    }
    out->round = text_split(&rest, ':');
    return out->round.size > 0 && read_minutes(rest, &out->minutes);
}

static int edit_one(struct editing *editing, enum timetable_edit_kind kind, struct text word)
{
    struct timetable_edit edit;
    char *text = NULL;
    size_t size = 0;
    if (!read_edit(kind, word, &edit)) {
        return refuse(editing, CALL_USAGE, STUDY_BAD_EDIT, word);
    }
    if (kind == EDIT_COPY) {
        edit.name = name_copy(editing, edit.route);
    }
    FILE *out = open_memstream(&text, &size);
    if (!out) {
        return study_no_memory(editing->files->call);
    }
    const struct text plan = {.at = editing->text, .size = editing->size};
    const bool done = timetable_edit(plan, &edit, 0, LAST_MINUTE, out);
    const bool closed = fclose(out) == 0;
    free(editing->text);
    editing->text = text;
    editing->size = size;
    if (!closed) {
        return study_no_memory(editing->files->call);
    }
    return done ? CALL_OK : refuse(editing, CALL_USAGE, STUDY_NO_EDIT, word);
}

static int edit_each(struct editing *editing, enum timetable_edit_kind kind, const char *words)
{
    struct text rest = text_of(words);
    int result = CALL_OK;
    while (result == CALL_OK && rest.size > 0) {
        result = edit_one(editing, kind, text_split(&rest, ','));
    }
    return result;
}

static enum status note_lives(struct study_files *files, struct study *study, struct trials *trials)
{
    struct study pass = *study;
    *trials = (struct trials){.calendar = files->calendar};
    pass.trials = trials;
    enum status status = trials_open(trials, files->past.dossier_count);
    if (status == STATUS_OK) {
        status = study_pass(files->call, &pass);
    }
    study_close(&pass);
    return status == STATUS_OK ? trials_order(trials) : status;
}

static enum status add_rows(struct editing *editing, const struct on_demand *on_demand,
                            const struct trials *trials)
{
    char *text = NULL;
    size_t size = 0;
    uint32_t runs = 0;
    FILE *out = open_memstream(&text, &size);
    if (!out) {
        return STATUS_FULL;
    }
    (void)fwrite(editing->text, 1, editing->size, out);
    (void)fputc('\n', out);
    enum status status = on_demand_rows(on_demand, trials, out, &runs);
    status = fclose(out) == 0 ? status : STATUS_FULL;
    free(editing->text);
    editing->text = text;
    editing->size = size;
    return status;
}

/* Called by those who wait under the plan in force. */
static int call_on_demand(struct editing *editing, struct study *study, const char *word)
{
    struct study_files *files = editing->files;
    struct trials trials;
    struct text rest = text_of(word);
    const struct text route = text_split(&rest, ':');
    uint64_t threshold = 0;
    if (route.size == 0 || !text_unsigned(rest, &threshold) || threshold == 0 ||
        threshold > UINT32_MAX) {
        return refuse(editing, CALL_USAGE, STUDY_BAD_EDIT, text_of(word));
    }
    const struct on_demand on_demand = {
        .plan = &files->plan,
        .names = &files->past.names,
        .calendar = files->calendar,
        .plan_text = {.at = files->plan_text, .size = files->plan_size},
        .route = names_find(&files->past.names, route),
        .threshold = (uint32_t)threshold,
        .from = study->from,
        .to = study->to
    };
    enum status status = note_lives(files, study, &trials);
    if (status == STATUS_OK) {
        status = add_rows(editing, &on_demand, &trials);
    }
    trials_close(&trials);
    return status == STATUS_OK          ? CALL_OK
           : status == STATUS_NOT_FOUND ? refuse(editing, CALL_USAGE, STUDY_NO_EDIT, text_of(word))
                                        : study_no_memory(files->call);
}

bool plan_edits_any(const struct plan_edits *edits)
{
    return edits->shift || edits->copy || edits->drop || edits->skip || edits->on_demand;
}

static bool copy_plan(struct editing *editing)
{
    FILE *out = open_memstream(&editing->text, &editing->size);
    if (!out) {
        return false;
    }
    (void)fwrite(editing->files->plan_text, 1, editing->files->plan_size, out);
    return fclose(out) == 0;
}

int plan_edits_apply(const struct plan_edits *edits, struct study_files *files, struct study *study,
                     char **out_text, size_t *out_size)
{
    const struct {
        enum timetable_edit_kind kind;
        const char *words;
    } all[] = {
        {EDIT_SHIFT, edits->shift},
        {EDIT_COPY,  edits->copy },
        {EDIT_SKIP,  edits->skip },
        {EDIT_DROP,  edits->drop }
    };
    struct editing editing = {.files = files};
    int result = copy_plan(&editing) ? CALL_OK : study_no_memory(files->call);
    for (size_t i = 0; result == CALL_OK && i < sizeof all / sizeof all[0]; i++) {
        result = edit_each(&editing, all[i].kind, all[i].words);
    }
    if (result == CALL_OK && edits->on_demand) {
        result = call_on_demand(&editing, study, edits->on_demand);
    }
    *out_text = editing.text;
    *out_size = editing.size;
    return result;
}

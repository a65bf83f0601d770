#include "tools/trao/whatif_suggest.h"

#include "tools/study/study_said.h"
#include "tools/study/suggest.h"
#include "tools/trao/answer.h"
#include "tools/trao/number_words.h"
#include "tools/trao/out_file.h"
#include "tools/trao/progress.h"
#include "tools/trao/study_pass.h"
#include "tools/trao/table.h"
#include "tools/trao/trao_said.h"

enum { COLUMNS = 8, CELL_SIZE = 96, MORE_RUNS = 5, MOST_MAX = 10000, MINUTES_AN_HOUR = 60 };

struct suggesting {
    const struct call *call;
    struct study_files *files;
    struct study *study;
    struct trials trials;
    struct suggest suggest;
};

/* Up to MORE_RUNS more than there are, unless the caller says how many. */
static int take_most(struct suggesting *s, const struct suggest_words *words)
{
    uint64_t most = s->suggest.point[0].runs_a_day + MORE_RUNS;
    if (words->most &&
        (!text_unsigned(text_of(words->most), &most) || most == 0 || most > MOST_MAX)) {
        return call_refuse(s->call, CALL_USAGE, study_said(STUDY_BAD_MOST), text_of(words->most),
                           (struct text){0});
    }
    s->suggest.most = (uint32_t)most;
    s->suggest.fixed = words->fixed;
    return CALL_OK;
}

static enum status note_lives(struct suggesting *s)
{
    s->study->trials = &s->trials;
    s->trials.calendar = s->files->calendar;
    enum status status = trials_open(&s->trials, s->files->past.dossier_count);
    if (status == STATUS_OK) {
        status = study_pass(s->call, s->study);
    }
    return status == STATUS_OK ? trials_order(&s->trials) : status;
}

static enum status open_search(struct suggesting *s)
{
    struct suggest *suggest = &s->suggest;
    suggest->trials = &s->trials;
    suggest->names = &s->files->past.names;
    suggest->parties = &s->files->past.parties;
    suggest->calendar = s->files->calendar;
    suggest->plan = &s->files->plan;
    suggest->plan_text = (struct text){.at = s->files->plan_text, .size = s->files->plan_size};
    suggest->from = s->study->from;
    suggest->to = s->study->to;
    return suggest_open(suggest);
}

/* Every route is searched once for moves and once for additions, and anew after a change on it. */
static enum status search(struct suggesting *s)
{
    struct progress progress;
    struct suggest *suggest = &s->suggest;
    enum status status = STATUS_OK;
    const uint32_t runs = suggest->point[0].runs_a_day;
    const uint32_t more = suggest->most > runs ? suggest->most - runs : 0;
    const uint64_t total = 3 * (uint64_t)suggest->routes + 2 * (uint64_t)more + 1;
    progress_begin(&progress, s->call, study_said(STUDY_SEARCHING), total);
    for (uint64_t done = 0; status == STATUS_OK && !suggest_done(suggest); done++) {
        status = suggest_step(suggest);
        progress_at(&progress, done < total ? done : total);
    }
    progress_end(&progress);
    return status;
}

static const char *change_word(const struct call *call, enum timetable_edit_kind kind)
{
    switch (kind) {
    case EDIT_SHIFT:
        return call_word(call, "dời", "move");
    case EDIT_COPY:
        return call_word(call, "thêm", "add");
    case EDIT_DROP:
        return call_word(call, "bỏ", "drop");
    case EDIT_SKIP:
        break;
    }
    return call_word(call, "bỏ điểm", "skip");
}

static void put_change(struct line *line, const struct call *call,
                       const struct suggest_point *point, bool first)
{
    const struct timetable_edit *edit = &point->edit;
    if (first) {
        line_put(line, call_word(call, "như hiện nay", "as it is"));
        return;
    }
    line_put(line, change_word(call, edit->kind));
    line_char(line, ' ');
    line_text(line, edit->route);
    line_char(line, '/');
    line_text(line, edit->kind == EDIT_COPY ? edit->name : edit->round);
    if (point->departs >= 0) {
        line_char(line, ' ');
        line_digits(line, (uint64_t)point->departs / MINUTES_AN_HOUR, 2);
        line_char(line, ':');
        line_digits(line, (uint64_t)point->departs % MINUTES_AN_HOUR, 2);
    }
}

static void put_number(struct line *line, const struct call *call, double value, int decimals)
{
    char digits[NUMBER_TEXT_SIZE];
    line_text(line, number_text(call, value, decimals, digits));
}

static void cells_of(const struct suggesting *s, uint32_t at, char bytes[COLUMNS][CELL_SIZE],
                     struct text cells[COLUMNS])
{
    const struct suggest *suggest = &s->suggest;
    const struct suggest_point *point = &suggest->point[at];
    const struct trial_score *was = &suggest->point[0].score;
    const double days = suggest->days > 0 ? suggest->days : 1;
    struct line line[COLUMNS];
    for (int i = 0; i < COLUMNS; i++) {
        line[i] = line_of(bytes[i], CELL_SIZE);
    }
    put_change(&line[0], s->call, point, at == 0);
    line_unsigned(&line[1], point->runs_a_day);
    put_number(&line[2], s->call, point->cost.kilometres / days, 0);
    put_number(&line[3], s->call, point->cost.courier_hours / days, 1);
    line_unsigned(&line[4], point->score.late);
    line_signed(&line[5], (int64_t)was->late - point->score.late);
    if (at > 0) {
        line_signed(&line[6], point->interval.saved_low);
        line_put(&line[6], "…");
        line_signed(&line[6], point->interval.saved_high);
    }
    put_number(&line[7], s->call, (double)(point->score.minutes - was->minutes) / MINUTES_AN_HOUR,
               0);
    for (int i = 0; i < COLUMNS; i++) {
        cells[i] = line_done(&line[i]);
    }
}

static void print_points(const struct suggesting *s)
{
    const struct call *call = s->call;
    const struct table_column columns[COLUMNS] = {
        {text_of(call_word(call, "Thay đổi",   "Change")),     false, true },
        {text_of(call_word(call, "Lượt/ngày", "Runs/day")),   true,  false},
        {text_of(call_word(call, "Km/ngày",      "Km/day")),     true,  false},
        {text_of(call_word(call, "Giờ/ngày",   "Hours/day")),  true,  false},
        {text_of(call_word(call, "Trễ",         "Late")),       true,  false},
        {text_of(call_word(call, "Cứu",         "Saved")),      true,  false},
        {text_of(call_word(call, "95 %",          "95 %")),       true,  false},
        {text_of(call_word(call, "Giờ bớt",   "Hours less")), true,  false}
    };
    struct table table;
    char bytes[COLUMNS][CELL_SIZE];
    struct text cells[COLUMNS];
    table_begin(&table, columns, COLUMNS, call->color);
    for (uint32_t i = 0; i < s->suggest.points; i++) {
        cells_of(s, i, bytes, cells);
        table_measure(&table, cells);
    }
    table_fit(&table);
    table_titles(&table, stdout);
    for (uint32_t i = 0; i < s->suggest.points; i++) {
        cells_of(s, i, bytes, cells);
        table_row(&table, cells, stdout);
    }
}

static void print(const struct suggesting *s)
{
    char digits[2][24];
    char days[2][INSTANT_TEXT_SIZE];
    const struct text tried[] = {study_number(s->suggest.tried, digits[0]),
                                 study_number(s->suggest.touched, digits[1])};
    text_said(call_word(s->call, "%s đến %s: %u hồ sơ đã có kết quả, %u trễ hẹn.",
                        "%s to %s: %u dossiers whose result is back, %u of them late."),
              day_text(s->study->from, days[0]), day_text(s->study->to, days[1]),
              s->trials.life_count, s->trials.late_before);
    (void)putchar('\n');
    print_points(s);
    (void)putchar('\n');
    call_tell(s->call, study_said(STUDY_GREEDY), tried, 2);
}

static json_t *change_json(const struct suggest_point *point, bool first)
{
    static const char *const kinds[] = {
        [EDIT_SHIFT] = "move", [EDIT_COPY] = "add", [EDIT_DROP] = "drop", [EDIT_SKIP] = "skip"};
    const struct timetable_edit *edit = &point->edit;
    if (first) {
        return json_null();
    }
    return json_pack("{s:s, s:o, s:o, s:o, s:i}", "kind", kinds[edit->kind], "route",
                     answer_text(edit->route), "round", answer_text(edit->round), "copy",
                     edit->kind == EDIT_COPY ? answer_text(edit->name) : json_null(), "minutes",
                     (int)edit->minutes);
}

static void print_json(const struct suggesting *s, const char *out)
{
    char days[2][INSTANT_TEXT_SIZE];
    json_t *points = json_array();
    const struct suggest *suggest = &s->suggest;
    for (uint32_t i = 0; i < suggest->points; i++) {
        const struct suggest_point *point = &suggest->point[i];
        (void)json_array_append_new(
            points, json_pack("{s:o, s:I, s:I, s:f, s:f, s:I, s:I, s:[i,i], s:I, s:[I,I]}",
                              "change", change_json(point, i == 0), "runs_a_day",
                              (json_int_t)point->runs_a_day, "runs", (json_int_t)point->cost.runs,
                              "kilometres", point->cost.kilometres, "courier_hours",
                              point->cost.courier_hours, "late", (json_int_t)point->score.late,
                              "saved", (json_int_t)suggest->point[0].score.late - point->score.late,
                              "saved_95", (int)point->interval.saved_low,
                              (int)point->interval.saved_high, "minutes_saved",
                              (json_int_t)(point->score.minutes - suggest->point[0].score.minutes),
                              "minutes_saved_95", (json_int_t)point->interval.minutes_low,
                              (json_int_t)point->interval.minutes_high));
    }
    (void)answer_json(
        json_pack("{s:s, s:s, s:I, s:I, s:I, s:I, s:I, s:I, s:o, s:s?}", "from",
                  day_text(s->study->from, days[0]), "to", day_text(s->study->to, days[1]),
                  "working_days", (json_int_t)suggest->days, "replayed",
                  (json_int_t)s->trials.life_count, "late", (json_int_t)s->trials.late_before,
                  "most", (json_int_t)suggest->most, "timetables_tried", (json_int_t)suggest->tried,
                  "lives_replayed", (json_int_t)suggest->touched, "points", points, "plan", out));
}

static int keep_plan(const struct suggesting *s, const char *path)
{
    struct out_file out;
    if (!path) {
        return CALL_OK;
    }
    int result = out_file_open(&out, s->call, path);
    if (result == CALL_OK) {
        (void)fwrite(s->suggest.text, 1, s->suggest.text_size, out.stream);
        result = out_file_keep(&out);
    }
    if (result == CALL_OK && !s->call->json) {
        const struct text value = text_of(path);
        call_tell(s->call, study_said(STUDY_KEPT), &value, 1);
    }
    return result;
}

static int suggest_all(struct suggesting *s, const struct suggest_words *words)
{
    if (note_lives(s) != STATUS_OK) {
        return study_no_memory(s->call);
    }
    if (s->trials.life_count == 0) {
        return call_refuse_plain(s->call, CALL_FOUND, study_said(STUDY_NO_RESULTS));
    }
    if (open_search(s) != STATUS_OK) {
        return study_no_memory(s->call);
    }
    const int result = take_most(s, words);
    if (result != CALL_OK) {
        return result;
    }
    if (search(s) != STATUS_OK) {
        return study_no_memory(s->call);
    }
    if (s->call->json) {
        print_json(s, words->out);
    } else {
        print(s);
    }
    return keep_plan(s, words->out);
}

int whatif_suggest(struct study_files *files, struct study *study,
                   const struct suggest_words *words)
{
    static struct suggesting s; /* too large for a stack */
    s = (struct suggesting){.call = files->call, .files = files, .study = study};
    const int result = suggest_all(&s, words);
    suggest_close(&s.suggest);
    trials_close(&s.trials);
    return result;
}

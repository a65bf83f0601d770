#include "tools/study/report.h"

#include <stdlib.h>
#include <string.h>

#include "tools/study/replay.h"
#include "tools/study/report_said.h"

enum { SHOWN = 20, BAR = 360, MINUTES_AN_HOUR = 60, NUMBER = 24 };

struct page {
    const struct study *study;
    enum language language;
    FILE *out;
    int64_t all; /* minutes */
};

static void put(const struct page *page, struct text text)
{
    for (size_t i = 0; i < text.size; i++) {
        switch (text.at[i]) {
        case '<':
            (void)fputs("&lt;", page->out);
            break;
        case '>':
            (void)fputs("&gt;", page->out);
            break;
        case '&':
            (void)fputs("&amp;", page->out);
            break;
        case '"':
            (void)fputs("&quot;", page->out);
            break;
        default:
            (void)fputc(text.at[i], page->out);
        }
    }
}

/* Digits in groups of three, as the language writes them. */
static struct text grouped(const struct page *page, int64_t value, char out[NUMBER])
{
    char digits[NUMBER];
    const int size = snprintf(digits, sizeof digits, "%lld", (long long)llabs(value));
    struct line line = line_of(out, NUMBER);
    line_put(&line, value < 0 ? "-" : "");
    for (int i = 0; i < size; i++) {
        if (i > 0 && (size - i) % 3 == 0) {
            line_char(&line, page->language == LANGUAGE_VI ? '.' : ',');
        }
        line_char(&line, digits[i]);
    }
    return line_done(&line);
}

static void sentence(const struct page *page, const char *tag, enum report_said which,
                     const struct text *values, size_t count)
{
    char bytes[1024];
    struct line line = line_of(bytes, sizeof bytes);
    said_line(&line, report_said(which), page->language, values, count);
    (void)fprintf(page->out, "<%s>", tag);
    put(page, line_done(&line));
    (void)fprintf(page->out, "</%.*s>\n", (int)strcspn(tag, " "), tag);
}

/* Numbers stand right, and so do their titles. */
static bool is_words(enum report_said column)
{
    return column == REPORT_COLUMN_PARTY || column == REPORT_COLUMN_CAUSE ||
           column == REPORT_COLUMN_LEG;
}

static void head(const struct page *page, const enum report_said *columns, size_t count)
{
    (void)fputs("<table><thead><tr>", page->out);
    for (size_t i = 0; i < count; i++) {
        sentence(page, is_words(columns[i]) ? "th" : "th class=n", columns[i], NULL, 0);
    }
    (void)fputs("</tr></thead><tbody>\n", page->out);
}

static void cell_number(const struct page *page, int64_t value)
{
    char digits[NUMBER];
    (void)fputs("<td class=n>", page->out);
    put(page, grouped(page, value, digits));
    (void)fputs("</td>", page->out);
}

static void cell_share(const struct page *page, int64_t part, int64_t whole)
{
    const double share = whole > 0 ? 100.0 * (double)part / (double)whole : 0;
    char text[NUMBER];
    (void)snprintf(text, sizeof text, "%.1f", share);
    char *point = strchr(text, '.');
    if (point && page->language == LANGUAGE_VI) {
        *point = ',';
    }
    (void)fprintf(page->out, "<td class=n>%s %%</td>", text);
}

/* What a party is called: by its stop's label in the plan, else by its code. */
static struct text called(const struct study *study, struct name party)
{
    for (uint32_t i = 0; i < study->plan->stop_count; i++) {
        const struct plan_stop *stop = &study->plan->stops[i];
        if (name_same(stop->party, party) && stop->label.id != 0) {
            return names_text(&study->past->names, stop->label);
        }
    }
    return names_text(&study->past->names, party);
}

static struct text spoken(const struct page *page, struct name party)
{
    const struct parties *parties = &page->study->past->parties;
    const bool vi = page->language == LANGUAGE_VI;
    if (name_same(party, parties->post)) {
        return vi ? TEXT("Bưu điện") : TEXT("the post");
    }
    if (name_same(party, parties->citizen)) {
        return vi ? TEXT("Người dân") : TEXT("citizens");
    }
    if (party.id != 0 && text_is(names_text(&page->study->past->names, party), "timetable")) {
        return vi ? TEXT("Lịch chuyến") : TEXT("the timetable");
    }
    return called(page->study, party);
}

static void by_cause(const struct page *page)
{
    int64_t minutes[LEDGER_CAUSES] = {0};
    int64_t most = 1;
    const struct study_counts *counts = &page->study->counts;
    static const enum report_said columns[] = {REPORT_COLUMN_CAUSE, REPORT_COLUMN_HOURS,
                                               REPORT_COLUMN_SHARE, REPORT_COLUMN_EACH};
    for (uint32_t i = 0; i < counts->minutes_count; i++) {
        minutes[counts->minutes[i].cause] += counts->minutes[i].minutes;
    }
    for (int i = 0; i < LEDGER_CAUSES; i++) {
        most = minutes[i] > most ? minutes[i] : most;
    }
    sentence(page, "h2", REPORT_CAUSES, NULL, 0);
    (void)fprintf(page->out, "<svg viewBox='0 0 640 %d' role=img>", LEDGER_CAUSES * 28);
    for (int i = 0; i < LEDGER_CAUSES; i++) {
        (void)fprintf(page->out,
                      "<text x=200 y=%d text-anchor=end>%s</text>"
                      "<rect class='c%d' x=210 y=%d width=%.1f height=18 rx=2></rect>\n",
                      i * 28 + 18, said_in(report_cause((enum ledger_cause)i), page->language), i,
                      i * 28 + 4, 1 + BAR * (double)minutes[i] / (double)most);
    }
    (void)fputs("</svg>\n", page->out);
    head(page, columns, 4);
    for (int i = 0; i < LEDGER_CAUSES; i++) {
        (void)fprintf(page->out, "<tr><td>%s</td>",
                      said_in(report_cause((enum ledger_cause)i), page->language));
        cell_number(page, minutes[i] / MINUTES_AN_HOUR);
        cell_share(page, minutes[i], page->all);
        cell_number(page, counts->lives > 0 ? minutes[i] / (int64_t)counts->lives : 0);
        (void)fputs("</tr>\n", page->out);
    }
    (void)fputs("</tbody></table>\n", page->out);
}

static int order_minutes(const void *a, const void *b)
{
    const int64_t one = ((const struct study_minutes *)a)->minutes;
    const int64_t other = ((const struct study_minutes *)b)->minutes;
    return (one < other) - (one > other);
}

static void by_party(const struct page *page)
{
    static struct study_minutes sorted[STUDY_MINUTES_MAX]; /* too large for a stack */
    static const enum report_said columns[] = {REPORT_COLUMN_PARTY, REPORT_COLUMN_CAUSE,
                                               REPORT_COLUMN_HOURS, REPORT_COLUMN_SHARE};
    const uint32_t count = page->study->counts.minutes_count;
    memcpy(sorted, page->study->counts.minutes, sizeof sorted);
    qsort(sorted, count, sizeof sorted[0], order_minutes);
    sentence(page, "h2", REPORT_PARTIES, NULL, 0);
    head(page, columns, 4);
    for (uint32_t i = 0; i < count && i < SHOWN; i++) {
        (void)fputs("<tr><td>", page->out);
        put(page, spoken(page, sorted[i].party));
        (void)fprintf(page->out, "</td><td>%s</td>",
                      said_in(report_cause((enum ledger_cause)sorted[i].cause), page->language));
        cell_number(page, sorted[i].minutes / MINUTES_AN_HOUR);
        cell_share(page, sorted[i].minutes, page->all);
        (void)fputs("</tr>\n", page->out);
    }
    (void)fputs("</tbody></table>\n", page->out);
}

static int order_legs(const void *a, const void *b)
{
    const int64_t one = ((const struct study_leg *)a)->minutes;
    const int64_t other = ((const struct study_leg *)b)->minutes;
    return (one < other) - (one > other);
}

static void by_leg(const struct page *page)
{
    static struct study_leg sorted[STUDY_LEGS_MAX]; /* too large for a stack */
    static const enum report_said columns[] = {REPORT_COLUMN_LEG, REPORT_COLUMN_WAITS,
                                               REPORT_COLUMN_MEAN, REPORT_COLUMN_MISSED};
    const uint32_t count = page->study->counts.leg_count;
    memcpy(sorted, page->study->counts.legs, sizeof sorted);
    qsort(sorted, count, sizeof sorted[0], order_legs);
    sentence(page, "h2", REPORT_LEGS, NULL, 0);
    head(page, columns, 4);
    for (uint32_t i = 0; i < count && i < SHOWN; i++) {
        (void)fputs("<tr><td>", page->out);
        put(page, spoken(page, sorted[i].from));
        (void)fputs(" → ", page->out);
        put(page, spoken(page, sorted[i].to));
        (void)fputs("</td>", page->out);
        cell_number(page, sorted[i].waits);
        cell_number(page, sorted[i].minutes / sorted[i].waits);
        cell_share(page, sorted[i].missed, sorted[i].waits);
        (void)fputs("</tr>\n", page->out);
    }
    (void)fputs("</tbody></table>\n", page->out);
}

static void other_timetable(const struct page *page, const struct plan_cost costs[2])
{
    char digits[4][NUMBER];
    const struct replay *replay = page->study->replay;
    struct replay_interval interval;
    if (!page->study->other || !replay || replay->replayed == 0) {
        return;
    }
    replay_interval(replay, &interval);
    sentence(page, "h2", REPORT_WHATIF, NULL, 0);
    const struct text saved[] = {
        grouped(page, replay->replayed, digits[0]), grouped(page, replay->late, digits[1]),
        grouped(page, replay->saved, digits[2]), grouped(page, replay->newly_late, digits[3])};
    sentence(page, "p", REPORT_SAVED, saved, 4);
    const struct text sure[] = {grouped(page, interval.saved_low, digits[0]),
                                grouped(page, interval.saved_high, digits[1])};
    sentence(page, "p", REPORT_SURE, sure, 2);
    const struct text cost[] = {
        grouped(page, (int64_t)costs[1].runs - costs[0].runs, digits[0]),
        grouped(page, (int64_t)(costs[1].kilometres - costs[0].kilometres), digits[1]),
        grouped(page, (int64_t)(costs[1].courier_hours - costs[0].courier_hours), digits[2])};
    sentence(page, "p", REPORT_COST, cost, 3);
    const struct text unlike[] = {grouped(page, replay->unlike, digits[0]),
                                  grouped(page, replay->replayed, digits[1])};
    sentence(page, "p", REPORT_UNLIKE, unlike, 2);
}

static const char style[] =
    ":root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;"
    "margin:2rem auto;padding:0 1rem}h1{line-height:1.2}h2{margin-top:2.2rem}"
    "table{border-collapse:collapse;width:100%}th,td{padding:.3rem .5rem;text-align:left;"
    "border-bottom:1px solid #8884}th{font-weight:600}th.n,.n{text-align:right;"
    "font-variant-numeric:tabular-nums}svg{width:100%;height:auto}svg text{font-size:14px;"
    "fill:currentColor}.lead{font-size:1.15rem}rect{fill:#5a7fa6}.c1{fill:#8a8a8a}.c4{fill:#3d7d4f}"
    ".c5,.c6{fill:#b3541e}.c7{fill:#9a9a55}@media print{body{margin:0;max-width:none}}";

static void opening(const struct page *page)
{
    char digits[2][NUMBER];
    char days[2][INSTANT_TEXT_SIZE];
    const struct study *study = page->study;
    (void)fprintf(page->out,
                  "<!doctype html>\n<html lang=%s><head><meta charset=utf-8>"
                  "<meta name=viewport content='width=device-width'><title>%s</title>"
                  "<style>%s</style></head><body>\n",
                  page->language == LANGUAGE_VI ? "vi" : "en",
                  said_in(report_said(REPORT_TITLE), page->language), style);
    sentence(page, "h1", REPORT_TITLE, NULL, 0);
    const struct text scope[] = {grouped(page, (int64_t)study->counts.lives, digits[0]),
                                 grouped(page, study->past->act_count, digits[1]),
                                 text_of(day_text(minute_day(study->past->first_fact), days[0])),
                                 text_of(day_text(minute_day(study->now), days[1]))};
    sentence(page, "p", REPORT_SCOPE, scope, 4);
}

static void shares(const struct page *page)
{
    char percent[2][NUMBER];
    int64_t moving = 0;
    int64_t working = 0;
    const struct study_counts *counts = &page->study->counts;
    const int64_t all = page->all > 0 ? page->all : 1;
    for (uint32_t i = 0; i < counts->minutes_count; i++) {
        const struct study_minutes *sum = &counts->minutes[i];
        const bool moves = sum->cause == LEDGER_UNCONFIRMED || sum->cause == LEDGER_IN_TRANSIT ||
                           sum->cause == LEDGER_WAITING_FOR_RUN || sum->cause == LEDGER_MISSED_RUN;
        moving += moves ? sum->minutes : 0;
        working += sum->cause == LEDGER_PROCESSING ? sum->minutes : 0;
    }
    const struct text values[] = {grouped(page, (moving * 100 + all / 2) / all, percent[0]),
                                  grouped(page, (working * 100 + all / 2) / all, percent[1])};
    sentence(page, "p class=lead", REPORT_SHARES, values, 2);
}

void report_write(const struct study *study, const struct plan_cost costs[2],
                  enum language language, FILE *out)
{
    char digits[2][NUMBER];
    struct page page = {.study = study, .language = language, .out = out};
    for (uint32_t i = 0; i < study->counts.minutes_count; i++) {
        page.all += study->counts.minutes[i].minutes;
    }
    opening(&page);
    shares(&page);
    by_cause(&page);
    by_party(&page);
    by_leg(&page);
    other_timetable(&page, costs);
    sentence(&page, "h2", REPORT_UNKNOWN, NULL, 0);
    const struct text unseen[] = {grouped(&page, (int64_t)study->counts.unseen, digits[0]),
                                  grouped(&page, (int64_t)study->counts.lives, digits[1])};
    sentence(&page, "p", REPORT_UNSEEN, unseen, 2);
    sentence(&page, "p", REPORT_CAVEAT, NULL, 0);
    (void)fputs("</body></html>\n", out);
}

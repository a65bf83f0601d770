#include "tests/sim/oracle/compare.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/sim/oracle/held.h"

enum { ROWS_MAX = 512, TEXTS_SIZE = 1 << 20, LINE_SIZE = 512 };

/* What a comparison works with. */
struct desk {
    struct history *history;
    struct flag_reader *book;
    struct complaint *complaint;
    const char *code;
    struct arena arena; /* of the texts of one answer */
    struct book_change changes[ROWS_MAX];
    struct book_conflict conflicts[ROWS_MAX];
    uint8_t texts[TEXTS_SIZE];
};

__attribute__((format(printf, 2, 3))) static void differ(struct desk *desk, const char *format, ...)
{
    char line[LINE_SIZE];
    va_list arguments;
    int size = snprintf(line, sizeof line, "%s ", desk->code);
    va_start(arguments, format);
    (void)vsnprintf(line + size, sizeof line - (size_t)size, format, arguments);
    va_end(arguments);
    desk->complaint->say(desk->complaint->self, line);
    desk->complaint->count++;
}

static const char *shown(int32_t minute, char out[INSTANT_TEXT_SIZE])
{
    return minute == NOT_THERE || minute == MINUTE_NEVER.m
               ? "never"
               : minute_text((struct minute){minute}, out);
}

static void same_minute(struct desk *desk, const char *what, int32_t book, int32_t mine)
{
    char one[INSTANT_TEXT_SIZE];
    char two[INSTANT_TEXT_SIZE];
    book = book == MINUTE_NEVER.m ? NOT_THERE : book;
    if (book != mine) {
        differ(desk, "%s: the book says %s, the oracle %s", what, shown(book, one),
               shown(mine, two));
    }
}

static void same_number(struct desk *desk, const char *what, int64_t book, int64_t mine)
{
    if (book != mine) {
        differ(desk, "%s: the book says %lld, the oracle %lld", what, (long long)book,
               (long long)mine);
    }
}

static void same_text(struct desk *desk, const char *what, struct text book, const char *mine)
{
    if (!text_is(book, mine ? mine : "")) {
        differ(desk, "%s: the book says '%.*s', the oracle '%s'", what, (int)book.size,
               book.size > 0 ? book.at : "", mine ? mine : "");
    }
}

static bool says_more(enum flag_level level)
{
    return level != FLAG_DONE && level != FLAG_UNKNOWN;
}

/* --- one dossier --- */

static void same_flag(struct desk *desk, const struct book_dossier *row,
                      const struct verdict *verdict)
{
    if (row->level != verdict->level || row->cause != verdict->cause || row->leg != verdict->leg) {
        differ(desk, "flag: the book says %s %s %s, the oracle %s %s %s",
               flag_level_name(row->level), flag_cause_name(row->cause), flag_leg_name(row->leg),
               flag_level_name(verdict->level), flag_cause_name(verdict->cause),
               flag_leg_name(verdict->leg));
        return;
    }
    if (says_more(verdict->level)) {
        same_minute(desk, "forecast", row->forecast.m, verdict->forecast);
        same_minute(desk, "promised", row->promised.m, verdict->promised);
        same_minute(desk, "last safe run", row->last_safe_run.departs.m, verdict->last_safe);
        same_number(desk, "slack", row->slack_minutes, verdict->slack);
        same_number(desk, "minutes gained", row->minutes_gained, verdict->gained);
    } else if (verdict->level == FLAG_DONE && verdict->forecast != NOT_THERE) {
        same_minute(desk, "back since", row->forecast.m, verdict->forecast);
    }
}

static void same_custody(struct desk *desk, const struct book_dossier *row,
                         const struct verdict *verdict)
{
    if (!verdict->holder) {
        return; /* no plan yet: nobody can say where a life starts */
    }
    same_text(desk, "holder", row->holder, verdict->holder);
    same_minute(desk, "held since", row->since.m, verdict->since);
    same_number(desk, "verified", row->verified, verdict->verified);
    same_text(desk, "offered to", row->offer_to, verdict->offer_to);
    same_text(desk, "bundle", row->bundle, verdict->bundle);
}

/* Each (instant, kind) once: the book keeps one of those that are the same. */
static bool has_clash(const struct verdict *verdict, const struct book_conflict *conflict)
{
    for (size_t i = 0; i < verdict->clash_count; i++) {
        if (verdict->clashes[i].at == conflict->at.ms &&
            verdict->clashes[i].kind == conflict->kind) {
            return true;
        }
    }
    return false;
}

static bool has_conflict(const struct book_conflict *rows, size_t count, const struct clash *clash)
{
    for (size_t i = 0; i < count; i++) {
        if (rows[i].at.ms == clash->at && rows[i].kind == clash->kind) {
            return true;
        }
    }
    return false;
}

static void same_conflicts(struct desk *desk, const struct verdict *verdict)
{
    char text[INSTANT_TEXT_SIZE];
    size_t count = 0;
    struct book_conflict *rows = desk->conflicts;
    desk->arena = arena_of(desk->texts, sizeof desk->texts);
    if (flag_reader_conflicts(desk->book, text_of(desk->code), &desk->arena, rows, ROWS_MAX,
                              &count) != STATUS_OK) {
        differ(desk, "conflicts: the book cannot be read");
        return;
    }
    for (size_t i = 0; i < count; i++) {
        if (!has_clash(verdict, &rows[i])) {
            differ(desk, "conflict: only the book has %s %s", instant_text(rows[i].at, text),
                   conflict_kind_name(rows[i].kind));
        }
    }
    for (size_t i = 0; i < verdict->clash_count; i++) {
        const struct clash *clash = &verdict->clashes[i];
        if (!has_conflict(rows, count, clash)) {
            differ(desk, "conflict: only the oracle has %s %s",
                   instant_text((struct instant){clash->at}, text),
                   conflict_kind_name(clash->kind));
        }
    }
}

static void same_change(struct desk *desk, const struct book_change *row,
                        const struct change *change)
{
    char one[INSTANT_TEXT_SIZE];
    char two[INSTANT_TEXT_SIZE];
    const struct verdict *verdict = &change->verdict;
    if (row->at.m != change->at || row->level != verdict->level || row->cause != verdict->cause ||
        row->leg != verdict->leg) {
        differ(desk, "history: the book says %s %s %s %s, the oracle %s %s %s %s",
               shown(row->at.m, one), flag_level_name(row->level), flag_cause_name(row->cause),
               flag_leg_name(row->leg), shown(change->at, two), flag_level_name(verdict->level),
               flag_cause_name(verdict->cause), flag_leg_name(verdict->leg));
        return;
    }
    same_minute(desk, "history: raised", row->raised_at.m, change->raised_at);
    same_minute(desk, "history: promise as stated", row->promised.m, verdict->stated);
    same_number(desk, "history: the same flag", row->same_fact, change->same_fact);
    if (says_more(verdict->level)) {
        same_minute(desk, "history: forecast", row->forecast.m, verdict->forecast);
        same_number(desk, "history: slack", row->slack_minutes, verdict->slack);
    }
}

static void same_changes(struct desk *desk, const struct chapter *chapter)
{
    size_t count = 0;
    desk->arena = arena_of(desk->texts, sizeof desk->texts);
    if (flag_reader_changes(desk->book, text_of(desk->code), &desk->arena, desk->changes, ROWS_MAX,
                            &count) != STATUS_OK) {
        differ(desk, "history: the book cannot be read");
        return;
    }
    for (size_t i = 0; i < count && i < chapter->change_count; i++) {
        const size_t said = desk->complaint->count;
        same_change(desk, &desk->changes[i], &chapter->changes[i]);
        if (desk->complaint->count > said) {
            return; /* what follows follows from it */
        }
    }
    if (count < ROWS_MAX || chapter->change_count < count) {
        same_number(desk, "history: changes", (int64_t)count, (int64_t)chapter->change_count);
    }
}

static void same_dossier(struct desk *desk, size_t index)
{
    struct book_dossier row;
    const struct chapter *chapter = &desk->history->chapters[index];
    desk->code = desk->history->statements.told.dossiers[index].code;
    desk->arena = arena_of(desk->texts, sizeof desk->texts);
    if (flag_reader_dossier(desk->book, text_of(desk->code), &desk->arena, &row) != STATUS_OK) {
        differ(desk, "has no row in the book");
        return;
    }
    const struct verdict verdict = history_now(desk->history, index);
    same_custody(desk, &row, &verdict);
    same_flag(desk, &row, &verdict);
    same_minute(desk, "raised", row.raised_at.m, chapter->raised_at);
    same_conflicts(desk, &verdict);
    same_changes(desk, chapter);
}

/* --- all of them --- */

static void same_rest(struct desk *desk)
{
    struct flag_counts counts;
    struct book_position position;
    desk->code = "the book";
    if (flag_reader_counts(desk->book, &counts) != STATUS_OK ||
        flag_reader_position(desk->book, &position) != STATUS_OK) {
        differ(desk, "cannot be read");
        return;
    }
    same_number(desk, "dossiers", (int64_t)counts.dossiers, (int64_t)desk->history->chapter_count);
    same_minute(desk, "clock", position.clock.m, desk->history->clock);
}

void compare_books(struct history *history, struct flag_reader *book, struct complaint *complaint)
{
    struct desk *desk = calloc(1, sizeof *desk);
    if (!desk) {
        abort();
    }
    desk->history = history;
    desk->book = book;
    desk->complaint = complaint;
    same_rest(desk);
    for (size_t i = 0; i < history->chapter_count; i++) {
        same_dossier(desk, i);
    }
    free(desk);
}

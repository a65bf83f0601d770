#include "tools/trao/study_facts.h"

#include <stdlib.h>

#include "tools/study/study_said.h"
#include "tools/trao/book_past.h"
#include "tools/trao/calendar_file.h"

static bool is_in_book(const struct study_files *files)
{
    bool given = files->log_path || files->map_path;
    for (int i = 0; i < GIVENS; i++) {
        given = given || files->path[i];
    }
    return !given;
}

const char *study_facts_missing(const struct study_files *files)
{
    if (files->log_path || files->map_path) {
        return !files->log_path ? "--log" : !files->map_path ? "--map" : NULL;
    }
    if (is_in_book(files)) {
        return NULL;
    }
    return !files->path[GIVEN_FEED] ? "--feed" : !files->path[GIVEN_ACTS] ? "--acts" : NULL;
}

/* Every calendar that was in force; a promise keeps its own. */
static int book_calendars(struct study_files *files, const struct book_files *book)
{
    files->versions = calloc(book->version_count + 1, sizeof(void *));
    if (!files->versions) {
        return study_no_memory(files->call);
    }
    for (size_t i = 0; i < book->version_count; i++) {
        const struct book_version *version = &book->versions[i];
        const struct text text = {.at = version->text.bytes, .size = version->text.size};
        struct calendar_fault fault;
        if (version->kind != FILE_CALENDAR) {
            continue;
        }
        struct calendar *calendar = malloc(sizeof *calendar);
        if (!calendar) {
            return study_no_memory(files->call);
        }
        if (calendar_read(calendar, (uint32_t)i + 1, version->valid_from, text, &fault)) {
            files->versions[files->version_count++] = calendar;
        } else {
            free(calendar); /* does not count in the book either */
        }
    }
    if (files->version_count == 0) {
        return calendar_file_read(files->call, NULL, &files->calendar);
    }
    files->calendar = files->versions[files->version_count - 1];
    return CALL_OK;
}

static int book_plan(struct study_files *files, struct book_files *book)
{
    const enum status status = book_files_plan(book, files->calendar, &files->plan,
                                               &files->past.names, &files->past.parties);
    files->plan_memory = book->plan_memory;
    book->plan_memory = NULL;
    if (status == STATUS_NOT_FOUND) {
        return study_files_own_plan(files);
    }
    FILE *out = status == STATUS_OK ? open_memstream(&files->plan_text, &files->plan_size) : NULL;
    if (out) {
        book_files_plan_rows(book, out);
    }
    if (out ? fclose(out) != 0 : status != STATUS_MALFORMED) {
        return study_no_memory(files->call);
    }
    return status == STATUS_OK ? CALL_OK : books_failed(files->call, STATE_ACTS, status);
}

static int take_book(struct study_files *files, struct book_files *book)
{
    int result = files->past.dossier_count > 0
                     ? CALL_OK
                     : call_refuse_plain(files->call, CALL_FOUND, study_said(STUDY_NO_FACTS));
    if (result == CALL_OK) {
        result = files->calendar_path
                     ? calendar_file_read(files->call, files->calendar_path, &files->calendar)
                     : book_calendars(files, book);
    }
    if (result != CALL_OK) {
        return result;
    }
    return files->plan_path ? study_files_own_plan(files) : book_plan(files, book);
}

static int read_book(struct study_files *files)
{
    static struct book_files in_book; /* too large for a stack */
    struct book_past book = {0};
    struct config config;
    faults_begin(&files->faults, files->call);
    in_book = (struct book_files){.call = files->call, .keep_versions = true};
    int result = config_read(files->call, &config);
    if (result == CALL_OK) {
        result = book_past_facts(&book, files->call, &config, &in_book);
    }
    files->past = book.past;
    book.past = (struct past){0};
    if (result == CALL_OK) {
        result = take_book(files, &in_book);
    }
    book_files_free(&in_book);
    book_past_free(&book);
    return result;
}

int study_facts_read(struct study_files *files)
{
    return is_in_book(files) ? read_book(files) : study_files_read(files);
}

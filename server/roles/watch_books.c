#include "server/roles/watch_books.h"

#include <unistd.h>

/* Room for a province's five years: 1.05 M dossiers, 10 M acts (PERFORMANCE section 1). Only what
 * is used becomes memory. A host that does not promise that much begins smaller, and a table that
 * fills is made twice as large at the next opening. */
static const struct model_limits usual = {.names = 3 << 20,
                                          .texts = 96 << 20,
                                          .lives = 1 << 20,
                                          .acts = 10 << 20,
                                          .files = 1 << 19,
                                          .handoffs = 1 << 20};
enum { LIMITS_SMALLEST = 1 << 12, LIMITS_LARGEST = 1 << 24, TELL_EVERY_ROWS = 20000 };

static void tell(const struct watch_books *books, enum log_level level, const char *what,
                 enum status why)
{
    const struct log_field field = {.key = "why", .value = text_of(status_text(why))};
    log_write(books->log, level, what, &field, why == STATUS_OK ? 0 : 1);
}

enum status watch_books_init(struct watch_books *books, const char *state)
{
    books->limits = usual;
    enum status status = places_path(state, PLACE_ACTS, books->acts_path);
    if (status == STATUS_OK) {
        status = places_path(state, PLACE_FLAGS, books->flags_path);
    }
    return status == STATUS_OK ? places_path(state, PLACE_FLAGS ".new", books->fresh_path) : status;
}

static void stop_watching(struct watch_books *books)
{
    if (books->watching) {
        watch_close(&books->watch);
        books->watching = false;
    }
}

void watch_books_close(struct watch_books *books)
{
    stop_watching(books);
    flag_book_sqlite_close(&books->fresh);
    flag_book_sqlite_close(&books->flags);
    act_reader_sqlite_close(&books->acts);
}

/* That it is not there, or not made to its end, is no error to be logged: so it is tried silently
 * first. */
enum status watch_books_find_acts(struct watch_books *books)
{
    struct database_options options = {.path = books->acts_path};
    if (access(books->acts_path, F_OK) != 0) {
        return STATUS_NOT_FOUND;
    }
    const enum status status = act_reader_sqlite_open(&books->acts, &options);
    act_reader_sqlite_close(&books->acts);
    if (status != STATUS_OK) {
        return status;
    }
    options.log = books->log;
    books->reader = act_reader_sqlite_reader(&books->acts);
    return act_reader_sqlite_open(&books->acts, &options);
}

static void scale_limits(struct model_limits *limits, bool up)
{
    uint32_t *const all[] = {&limits->names, &limits->texts, &limits->lives,
                             &limits->acts,  &limits->files, &limits->handoffs};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        *all[i] = up ? *all[i] * 2 : *all[i] / 2;
    }
}

/* Watch on books->book, with limits that this host grants and the books fit into. */
static enum status open_watch(struct watch_books *books)
{
    const struct watch_ports ports = {
        .reader = &books->reader, .book = &books->book, .log = books->log};
    enum status status = watch_open(&books->watch, &ports, &books->limits);
    while (status == STATUS_FULL && books->limits.lives > LIMITS_SMALLEST) {
        scale_limits(&books->limits, false);
        tell(books, LOG_LEVEL_WARNING, "there is less memory than watch asks for", STATUS_OK);
        status = watch_open(&books->watch, &ports, &books->limits);
    }
    books->watching = status == STATUS_OK;
    return status;
}

static enum status open_flags(struct watch_books *books)
{
    const struct database_options options = {
        .path = books->flags_path, .log = books->log, .lock = true};
    const enum status status = flag_book_sqlite_open(&books->flags, &options);
    books->book = flag_book_sqlite_book(&books->flags);
    return status;
}

bool watch_books_busy(const struct watch_books *books)
{
    const struct database_options options = {.path = books->flags_path, .lock = true};
    struct flag_book_sqlite book;
    const enum status status = flag_book_sqlite_open(&book, &options);
    flag_book_sqlite_close(&book);
    return status == STATUS_DENIED;
}

/* The book does not belong to these acts, is damaged, or was made by other rules. */
static bool is_worthless(enum status status)
{
    return status == STATUS_BROKEN || status == STATUS_MALFORMED || status == STATUS_TOO_NEW;
}

enum status watch_books_begin(struct watch_books *books)
{
    enum status status = open_flags(books);
    if (status == STATUS_OK) {
        status = open_watch(books);
    }
    if (!is_worthless(status)) {
        return status;
    }
    tell(books, LOG_LEVEL_WARNING, "the flag book does not fit the acts and is made anew", status);
    return watch_books_rebuild(books, INSTANT_NEVER);
}

enum status watch_books_again(struct watch_books *books, enum status why)
{
    const bool full = why == STATUS_FULL && books->watching && watch_full(&books->watch);
    tell(books, LOG_LEVEL_ERROR,
         full ? "a table is full; the books are read again into larger ones"
              : "a turn was lost; the books are read again",
         why);
    if (full && books->limits.lives < LIMITS_LARGEST) {
        scale_limits(&books->limits, true);
    }
    stop_watching(books);
    enum status status = act_reader_reopen(&books->reader);
    if (status != STATUS_OK) {
        return status;
    }
    flag_book_sqlite_close(&books->flags);
    return watch_books_begin(books);
}

struct instant watch_books_clock(const struct watch_books *books)
{
    return minute_instant(books->watch.position.clock);
}

static struct watch_event event_at(const struct watch_books *books, struct instant until)
{
    const struct clock_reading now = clock_read(&books->clock->port);
    struct watch_event event = {.wall = now.wall, .margin_ms = books->margin_ms};
    if (until.ms != INSTANT_NEVER.ms) {
        event.wall.ms = until.ms + books->margin_ms;
    }
    return event;
}

static void tell_progress(const struct watch_books *books, uint64_t *told)
{
    char number[24];
    struct line line = line_of(number, sizeof number);
    const uint64_t n = books->watch.position.n;
    if (n < *told + TELL_EVERY_ROWS) {
        return;
    }
    *told = n;
    line_unsigned(&line, n);
    const struct log_field field = {.key = "batches", .value = line_done(&line)};
    log_write(books->log, LOG_LEVEL_INFO, "rebuilding", &field, 1);
}

/* Everything from the first row on, into books->fresh. */
static enum status make_fresh(struct watch_books *books, struct instant until)
{
    const struct database_options options = {.path = books->fresh_path, .log = books->log};
    struct watch_effects effects = {.again = true};
    uint64_t told = 0;
    enum status status = flag_book_sqlite_remove(books->fresh_path); /* of a rebuild cut short */
    if (status == STATUS_OK) {
        status = flag_book_sqlite_open(&books->fresh, &options);
    }
    if (status == STATUS_OK) {
        books->book = flag_book_sqlite_book(&books->fresh);
        status = open_watch(books);
    }
    while (status == STATUS_OK && effects.again) {
        const struct watch_event event = event_at(books, until);
        status = books->stopped(books->context) ? STATUS_NOT_FOUND
                                                : watch_step(&books->watch, &event, &effects);
        tell_progress(books, &told);
    }
    return status;
}

static void drop_fresh(struct watch_books *books)
{
    stop_watching(books);
    flag_book_sqlite_close(&books->fresh);
    if (flag_book_sqlite_remove(books->fresh_path) != STATUS_OK) {
        tell(books, LOG_LEVEL_WARNING, "what was rebuilt cannot be removed", STATUS_OK);
    }
}

/* The watch that made it goes on with it: its memory is as the book is. */
static enum status take_fresh(struct watch_books *books)
{
    enum status status = flag_book_sqlite_replace(&books->fresh, books->flags_path);
    flag_book_sqlite_close(&books->flags);
    if (status == STATUS_OK) {
        status = open_flags(books);
    }
    return status;
}

enum status watch_books_rebuild(struct watch_books *books, struct instant until)
{
    stop_watching(books);
    tell(books, LOG_LEVEL_INFO, "the flag book is made anew", STATUS_OK);
    enum status status = make_fresh(books, until);
    if (status == STATUS_OK) {
        status = take_fresh(books);
    }
    if (status == STATUS_OK) {
        tell(books, LOG_LEVEL_INFO, "the flag book is new", STATUS_OK);
        books->rebuilds++;
        return STATUS_OK;
    }
    tell(books, LOG_LEVEL_ERROR, "the flag book could not be made anew", status);
    drop_fresh(books);
    flag_book_sqlite_close(&books->flags);
    return status;
}

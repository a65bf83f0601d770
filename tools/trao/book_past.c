#include "tools/trao/book_past.h"

#include <stdlib.h>
#include <string.h>

#include "tools/trao/exports.h"
#include "tools/trao/trao_said.h"

enum { TEXTS_SIZE = 1024 * 1024 };

static int no_memory(const struct call *call)
{
    return call_refuse_plain(call, CALL_FAILED, trao_said(SAID_NO_MEMORY));
}

/* The acts that count, as an acts file in memory. */
static int read_acts(const struct call *call, const struct config *config, char **out_bytes,
                     size_t *out_size)
{
    uint64_t count = 0;
    struct out_file out = {
        .call = call, .path = "-", .stream = open_memstream(out_bytes, out_size)};
    if (!out.stream) {
        return no_memory(call);
    }
    const int result = export_acts(call, config, &out, &count);
    return fclose(out.stream) == 0 ? result : no_memory(call);
}

static int read_position(struct book_past *book, const struct config *config)
{
    struct flag_reader_sqlite sqlite;
    const int result = books_flags(book->call, config, &sqlite);
    if (result != CALL_OK) {
        return result;
    }
    struct flag_reader reader = flag_reader_sqlite_reader(&sqlite);
    struct arena arena = arena_of(book->texts, TEXTS_SIZE);
    enum status status = flag_reader_position(&reader, &book->position);
    if (status == STATUS_OK) {
        status = offices_read(&book->offices, book->call, &reader, &arena);
    }
    flag_reader_sqlite_close(&sqlite);
    return status == STATUS_OK ? CALL_OK : books_failed(book->call, STATE_FLAGS, status);
}

static enum status take_facts(struct book_past *book, const struct book_files *files,
                              struct text acts)
{
    struct past *past = &book->past;
    const struct past_size size = {
        .feed_lines = past_lines(book_files_text(files, FILE_FEED)) +
                      past_lines(book_files_text(files, FILE_SUPPLEMENTS)),
        .act_lines = past_lines(acts),
        .bytes = files->text[FILE_FEED].size + files->text[FILE_SUPPLEMENTS].size + acts.size +
                 files->text[FILE_PLAN].size};
    enum status status = past_open(past, &size);
    if (status == STATUS_OK) {
        status = past_feed(past, book_files_text(files, FILE_FEED));
    }
    if (status == STATUS_OK) {
        status = past_supplements(past, book_files_text(files, FILE_SUPPLEMENTS));
    }
    if (status == STATUS_OK) {
        status = past_acts(past, acts);
    }
    return status == STATUS_OK ? past_end(past) : status;
}

static enum status see_runs(struct book_past *book)
{
    const struct past *past = &book->past;
    book->movement_memory = malloc((past->act_count + 1) * sizeof(struct movement));
    if (!book->movement_memory) {
        return STATUS_FULL;
    }
    movements_begin(&book->movements, book->movement_memory, past->act_count + 1);
    for (uint32_t i = 0; i < past->act_count; i++) {
        if (!movements_add(&book->movements, &past->acts[i], &past->names)) {
            return STATUS_FULL;
        }
    }
    movements_end(&book->movements);
    return STATUS_OK;
}

static int failed(const struct call *call, enum status status)
{
    if (status == STATUS_NOT_FOUND) {
        return call_refuse_plain(call, CALL_FAILED, trao_said(SAID_NO_PLAN));
    }
    return status == STATUS_OK     ? CALL_OK
           : status == STATUS_FULL ? no_memory(call)
                                   : books_failed(call, STATE_ACTS, status);
}

int book_past_facts(struct book_past *book, const struct call *call, const struct config *config,
                    struct book_files *files)
{
    char *bytes = NULL;
    size_t size = 0;
    *book = (struct book_past){.call = call, .texts = malloc(TEXTS_SIZE)};
    if (!book->texts) {
        return no_memory(call);
    }
    int result = read_position(book, config);
    if (result == CALL_OK) {
        result = read_acts(call, config, &bytes, &size);
    }
    if (result == CALL_OK) {
        result = book_files_read(files, config, book->position.n);
    }
    if (result == CALL_OK) {
        result = failed(call, take_facts(book, files, (struct text){.at = bytes, .size = size}));
    }
    free(bytes);
    return result;
}

static int take_almanac(struct book_past *book, struct book_files *files)
{
    book->calendar = malloc(sizeof *book->calendar);
    book->acts = malloc((CUSTODY_ACTS_MAX + 1) * sizeof *book->acts);
    if (!book->calendar || !book->acts) {
        return no_memory(book->call);
    }
    enum status status = see_runs(book);
    if (status == STATUS_OK) {
        status = book_files_almanac(files, book->calendar, &book->plan, &book->past.names,
                                    &book->past.parties);
        book->plan_memory = files->plan_memory;
        files->plan_memory = NULL;
    }
    return failed(book->call, status);
}

int book_past_read(struct book_past *book, const struct call *call, const struct config *config)
{
    static struct book_files files; /* too large for a stack */
    files = (struct book_files){.call = call};
    int result = book_past_facts(book, call, config, &files);
    if (result == CALL_OK) {
        result = take_almanac(book, &files);
    }
    book_files_free(&files);
    return result;
}

void book_past_free(struct book_past *book)
{
    if (book) {
        past_close(&book->past);
        free(book->calendar);
        free(book->acts);
        free(book->plan_memory);
        free(book->movement_memory);
        free(book->texts);
        *book = (struct book_past){0};
    }
}

void book_past_input(struct book_past *book, uint32_t at, struct flag_input *out_input)
{
    bool left_off = false; /* said by the count: one more than the fold takes */
    const struct past *past = &book->past;
    const struct dossier_facts *facts = &past_at(past, at)->facts;
    *out_input = (struct flag_input){
        .names = &past->names,
        .parties = &past->parties,
        .facts = facts,
        .acts = book->acts,
        .act_count = past_gather(past, facts->dossier, book->acts, CUSTODY_ACTS_MAX + 1, &left_off),
        .plan = &book->plan,
        .calendar = book->calendar,
        .promised_by = book->calendar,
    };
}

void book_past_life(struct book_past *book, uint32_t at, struct book_life *life)
{
    struct flag_input input;
    book_past_input(book, at, &input);
    life->facts = input.facts;
    flag_custody(&input, book->position.clock, &life->custody);
    ledger_open(&life->ledger, &(struct ledger_input){.names = input.names,
                                                      .parties = input.parties,
                                                      .facts = input.facts,
                                                      .acts = input.acts,
                                                      .act_count = input.act_count,
                                                      .custody = &life->custody,
                                                      .movements = &book->movements,
                                                      .plan = input.plan,
                                                      .calendar = input.calendar,
                                                      .now = book->position.clock});
}

uint32_t book_past_find(const struct book_past *book, struct text code)
{
    const struct past *past = &book->past;
    const struct name name = names_find(&past->names, code);
    for (uint32_t i = 0; name.id != 0 && i < past->dossier_count; i++) {
        if (name_same(past_at(past, i)->facts.dossier, name)) {
            return i;
        }
    }
    return past->dossier_count;
}

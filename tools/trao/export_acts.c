#include <stdlib.h>
#include <string.h>

#include "core/act_csv.h"
#include "tools/trao/exports.h"
#include "tools/trao/trao_said.h"

/* The book is asked for its acts subject by subject; which subjects there are, the canonical export
 * says, whose rows come by key. */

enum { ACTS_MAX = 262144, TEXTS_SIZE = 64 * 1024 * 1024, SUBJECT_SIZE = 512 };

struct writing {
    struct flag_reader acts; /* a second reader: the first one is in the middle of its rows */
    struct out_file *out;
    struct book_act *rows;
    void *texts;
    char subject[SUBJECT_SIZE]; /* escaped, as the canonical export has it */
    uint64_t count;
};

/* What line_escaped() has done, undone. */
static bool unescape(struct text text, char *out, size_t room)
{
    size_t size = 0;
    for (size_t i = 0; i < text.size; i++) {
        char c = text.at[i];
        if (c == '\\' && i + 1 < text.size) {
            uint8_t byte = 0;
            c = text.at[++i];
            if (c == 'x' && i + 2 < text.size &&
                hex_bytes((struct text){text.at + i + 1, 2}, &byte, 1)) {
                c = (char)byte;
                i += 2;
            }
        }
        if (size + 1 >= room) {
            return false;
        }
        out[size++] = c;
    }
    out[size] = '\0';
    return true;
}

static void put_field(FILE *out, struct text field, char before)
{
    bool quoted = false;
    for (size_t i = 0; i < field.size; i++) {
        quoted = quoted || field.at[i] == ',' || field.at[i] == '"' || field.at[i] == '\n' ||
                 field.at[i] == '\r';
    }
    (void)fputc(before, out);
    (void)fputs(quoted ? "\"" : "", out);
    for (size_t i = 0; i < field.size; i++) {
        (void)fputs(quoted && field.at[i] == '"' ? "\"" : "", out);
        (void)fputc(field.at[i], out);
    }
    (void)fputs(quoted ? "\"" : "", out);
}

static void put_act(FILE *out, const struct book_act *act)
{
    char at[INSTANT_TEXT_SIZE];
    (void)fputs(instant_text(act->at, at), out);
    put_field(out, text_of(act_kind_name(act->kind)), ',');
    put_field(out, act->subject, ',');
    put_field(out, act->party, ',');
    put_field(out, act->person, ',');
    put_field(out, act->counterpart, ',');
    put_field(out, act->stop, ',');
    put_field(out, act->parent, ',');
    put_field(out, act->reason, ',');
    (void)fputc('\n', out);
}

static enum status put_subject(struct writing *writing, struct text escaped)
{
    char subject[SUBJECT_SIZE];
    struct arena arena = arena_of(writing->texts, TEXTS_SIZE);
    size_t count = 0;
    if (!unescape(escaped, subject, sizeof subject)) {
        return STATUS_FULL;
    }
    enum status status =
        flag_reader_acts(&writing->acts, text_of(subject), &arena, writing->rows, ACTS_MAX, &count);
    if (status == STATUS_OK && count == ACTS_MAX) {
        return STATUS_FULL;
    }
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        put_act(writing->out->stream, &writing->rows[i]);
        writing->count++;
    }
    return status == STATUS_OK && ferror(writing->out->stream) ? STATUS_IO : status;
}

static enum status take_line(void *to, struct text line)
{
    struct writing *writing = to;
    struct text rest = line;
    if (!text_is(text_split(&rest, '\t'), "act")) {
        return STATUS_OK;
    }
    struct text subject = text_split(&rest, '\t');
    if (text_is(subject, writing->subject)) {
        return STATUS_OK;
    }
    if (!text_copy(subject, writing->subject, sizeof writing->subject)) {
        return STATUS_FULL;
    }
    return put_subject(writing, subject);
}

static enum status write_all(struct writing *writing, struct flag_reader *keys)
{
    writing->rows = malloc(ACTS_MAX * sizeof *writing->rows);
    writing->texts = malloc(TEXTS_SIZE);
    enum status status = writing->rows && writing->texts ? STATUS_OK : STATUS_FULL;
    if (status == STATUS_OK) {
        (void)fputs(ACT_CSV_HEADER "\n", writing->out->stream);
        status = flag_reader_canonical(keys, take_line, writing);
    }
    free(writing->rows);
    free(writing->texts);
    return status;
}

int export_acts(const struct call *call, const struct config *config, struct out_file *out,
                uint64_t *out_count)
{
    struct flag_reader_sqlite keys;
    struct flag_reader_sqlite acts;
    int result = books_flags(call, config, &keys);
    if (result != CALL_OK) {
        return result;
    }
    result = books_flags(call, config, &acts);
    if (result == CALL_OK) {
        struct flag_reader by_key = flag_reader_sqlite_reader(&keys);
        struct writing writing = {.acts = flag_reader_sqlite_reader(&acts), .out = out};
        enum status status = write_all(&writing, &by_key);
        *out_count = writing.count;
        result = status == STATUS_OK ? CALL_OK : books_failed(call, STATE_FLAGS, status);
        flag_reader_sqlite_close(&acts);
    }
    flag_reader_sqlite_close(&keys);
    return result;
}

#include "tools/trao/faults.h"

#include <stdio.h>

enum { SENTENCE_SIZE = 1024, SHOWN_SIZE = 120 };

void faults_begin(struct faults *faults, const struct call *call)
{
    *faults = (struct faults){.call = call,
                              .list = call->json ? json_array() : NULL,
                              .doubt_list = call->json ? json_array() : NULL};
}

void faults_end(struct faults *faults)
{
    json_decref(faults->list);
    json_decref(faults->doubt_list);
    *faults = (struct faults){0};
}

/* The sentences of core begin with the line's number; here it stands in front already. */
static struct text without_line(struct text sentence)
{
    struct text rest = sentence;
    struct text before = text_split(&rest, ':');
    bool numbered = text_starts(before, "Line ") || text_starts(before, "Dòng ");
    uint64_t number = 0;
    struct text word = before;
    (void)text_split(&word, ' ');
    return numbered && rest.at && text_unsigned(word, &number) ? text_trim(rest) : sentence;
}

/* LIST NULL: for a person. */
static void show(json_t *list, const char *path, uint64_t line, const struct said *said,
                 struct text sentence)
{
    if (!list) {
        char number[24] = "";
        struct line digits = line_of(number, sizeof number);
        if (line > 0) {
            line_unsigned(&digits, line);
            line_char(&digits, ':');
        }
        (void)fprintf(stderr, "%s:%s %.*s [%s]\n", path, number, (int)sentence.size, sentence.at,
                      said->code);
        return;
    }
    json_t *fault = json_pack("{s:s, s:I, s:s, s:s%}", "file", path, "line", (json_int_t)line,
                              "code", said->code, "reason", sentence.at, sentence.size);
    (void)json_array_append_new(list, fault);
}

struct spot {
    const char *path;
    uint64_t line;
    const struct said *said;
};

static void add(const struct call *call, json_t *list, const struct spot *spot,
                const struct text *values, size_t count)
{
    char sentence[SENTENCE_SIZE];
    char bytes[FAULT_VALUES_MAX][SHOWN_SIZE];
    struct text shown[FAULT_VALUES_MAX];
    count = count > FAULT_VALUES_MAX ? FAULT_VALUES_MAX : count;
    for (size_t i = 0; i < count; i++) {
        struct line value = line_of(bytes[i], sizeof bytes[i]);
        line_escaped(&value, values[i]);
        shown[i] = line_done(&value);
    }
    struct line text = line_of(sentence, sizeof sentence);
    call_sentence(call, &text, spot->said, shown, count);
    show(list, spot->path, spot->line, spot->said, without_line(line_done(&text)));
}

void faults_add(struct faults *faults, const char *path, uint64_t line, const struct said *said,
                const struct text *values, size_t count)
{
    const struct spot spot = {path, line, said};
    if (faults->count++ < FAULTS_SHOWN_MAX) {
        add(faults->call, faults->list, &spot, values, count);
    }
}

void faults_add_line(struct faults *faults, const char *path, uint64_t line,
                     const struct said *said, struct text one, struct text two)
{
    char number[24];
    struct line digits = line_of(number, sizeof number);
    line_unsigned(&digits, line);
    const struct text values[] = {line_done(&digits), one, two};
    faults_add(faults, path, line, said, values, 3);
}

void faults_doubt(struct faults *faults, const char *path, uint64_t line, const struct said *said,
                  struct text one, struct text two)
{
    char number[24];
    struct line digits = line_of(number, sizeof number);
    line_unsigned(&digits, line);
    const struct text values[] = {line_done(&digits), one, two};
    const struct spot spot = {path, line, said};
    if (faults->doubts++ < FAULTS_SHOWN_MAX) {
        add(faults->call, faults->doubt_list, &spot, values, 3);
    }
}

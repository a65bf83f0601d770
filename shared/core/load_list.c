#include "core/load_list.h"

#define WORD TEXT("load_first")

/* Fits into a line of its own, and between tabs. */
static bool is_plain(struct text text)
{
    for (size_t i = 0; i < text.size; i++) {
        if ((unsigned char)text.at[i] < 0x20 || text.at[i] == 0x7F) {
            return false;
        }
    }
    return text.size > 0 && text.size <= LOAD_TEXT_MAX && text_utf8(text);
}

bool load_list_has(const struct load_list *list, struct text code)
{
    for (size_t i = 0; i < list->count; i++) {
        if (text_equal(list->code[i], code)) {
            return true;
        }
    }
    return false;
}

bool load_list_add(struct load_list *list, struct text code)
{
    if (list->count == LOAD_CODES_MAX || !is_plain(code) || load_list_has(list, code)) {
        return false;
    }
    list->code[list->count++] = code;
    return true;
}

bool load_list_write(const struct load_list *list, struct line *line)
{
    char leaves[INSTANT_TEXT_SIZE];
    const struct line before = *line;
    if (!is_plain(list->route) || !is_plain(list->round)) {
        return false;
    }
    line_text(line, WORD);
    line_char(line, '\t');
    line_put(line, minute_text(list->leaves, leaves));
    line_char(line, '\t');
    line_text(line, list->route);
    line_char(line, '\t');
    line_text(line, list->round);
    line_char(line, '\n');
    for (size_t i = 0; i < list->count; i++) {
        line_text(line, list->code[i]);
        line_char(line, '\n');
    }
    if (line->cut) {
        *line = before;
        return false;
    }
    return true;
}

/* The head of a list, a whole line. */
static bool read_head(struct text line, struct load_list *list)
{
    struct instant leaves;
    const struct text word = text_split(&line, '\t');
    const struct text when = text_split(&line, '\t');
    if (!text_equal(word, WORD) || instant_parse(when, &leaves) != STATUS_OK) {
        return false;
    }
    list->leaves = instant_minute(leaves);
    list->route = text_split(&line, '\t');
    list->round = line;
    return is_plain(list->route) && is_plain(list->round);
}

static bool is_head(struct text line)
{
    return text_equal(text_split(&line, '\t'), WORD) && line.size > 0;
}

bool load_list_next(struct text *rest, struct load_list *out_list)
{
    struct load_list list = {.count = 0};
    if (rest->size == 0 || !read_head(text_split(rest, '\n'), &list)) {
        return false;
    }
    while (rest->size > 0) {
        struct text after = *rest;
        const struct text line = text_split(&after, '\n');
        if (is_head(line)) {
            break;
        }
        if (!is_plain(line)) {
            return false;
        }
        (void)load_list_add(&list, line); /* more than fit are left off */
        *rest = after;
    }
    *out_list = list;
    return true;
}

#include "handheld/app/load_first.h"

#include "base/check.h"

#define LOAD_KEY TEXT("load_first")

static_assert((int)LOAD_LIST_SIZE <= (int)JOURNAL_KEPT_SIZE_MAX, "a journal keeps it");

enum status load_first_kept(struct journal_file *journal, struct load_first *memory,
                            struct text *out_lists)
{
    size_t size = 0;
    enum status status =
        journal_file_kept(journal, LOAD_KEY, (uint8_t *)memory->kept, sizeof memory->kept, &size);
    if (status == STATUS_NOT_FOUND || status == STATUS_FULL) {
        size = 0; /* nothing yet, or of another version: it comes again */
        status = STATUS_OK;
    }
    *out_lists = (struct text){.at = memory->kept, .size = size};
    return status;
}

/* HEARD joined to what was told of the same run; the others that have not left are copied. */
static void join(struct text kept, const struct load_list *heard, struct minute now,
                 struct load_list *fresh, struct line *next)
{
    struct load_list joined = *heard;
    struct load_list list;
    *fresh = *heard;
    joined.count = fresh->count = 0;
    while (load_list_next(&kept, &list)) {
        if (load_list_same_run(&list, heard)) {
            joined = list;
        } else if (list.leaves.m >= now.m) {
            (void)load_list_write(&list, next); /* no room: told again, should it come again */
        }
    }
    for (size_t i = 0; i < heard->count; i++) {
        if (load_list_add(&joined, heard->code[i])) {
            (void)load_list_add(fresh, heard->code[i]);
        }
    }
    if (!load_list_write(&joined, next)) {
        fresh->count = 0; /* what cannot be kept would be told again and again */
    }
}

enum status load_first_hear(struct journal_file *journal, struct load_first *memory,
                            const struct load_list *heard, struct minute now,
                            struct load_list *out_fresh)
{
    struct text kept;
    struct load_list fresh;
    struct line next = line_of(memory->next, sizeof memory->next);
    enum status status = load_first_kept(journal, memory, &kept);
    if (status != STATUS_OK) {
        return status;
    }
    *out_fresh = *heard;
    out_fresh->count = 0;
    if (heard->leaves.m < now.m) {
        return STATUS_OK;
    }
    join(kept, heard, now, &fresh, &next);
    if (fresh.count > 0) {
        const struct journal_kept value = {.key = LOAD_KEY,
                                           .value = span_of(memory->next, next.size)};
        const struct journal_group group = {.kept = &value, .kept_count = 1};
        status = journal_file_append(journal, &group);
    }
    if (status == STATUS_OK) {
        *out_fresh = fresh;
    }
    return status;
}

/* As many as fit, and how many are left off is told by the count. */
static struct text put_codes(const struct load_list *list, char room[LOAD_WORDS_SIZE])
{
    struct line line = line_of(room, LOAD_WORDS_SIZE);
    for (size_t i = 0; i < list->count; i++) {
        if (line.size + list->code[i].size + 8 > LOAD_WORDS_SIZE) {
            line_put(&line, ", …");
            break;
        }
        line_put(&line, i > 0 ? ", " : "");
        line_text(&line, list->code[i]);
    }
    return line_done(&line);
}

/* `15:30 23/11`. */
static struct text put_when(struct minute minute, char room[INSTANT_TEXT_SIZE])
{
    const struct civil civil = instant_civil(minute_instant(minute));
    struct line line = line_of(room, INSTANT_TEXT_SIZE);
    line_digits(&line, (uint64_t)civil.hour, 2);
    line_char(&line, ':');
    line_digits(&line, (uint64_t)civil.minute, 2);
    line_char(&line, ' ');
    line_digits(&line, (uint64_t)civil.day, 2);
    line_char(&line, '/');
    line_digits(&line, (uint64_t)civil.month, 2);
    return line_done(&line);
}

void load_first_values(const struct load_list *list, struct load_words *out_words)
{
    struct line run = line_of(out_words->run, sizeof out_words->run);
    struct line count = line_of(out_words->count, sizeof out_words->count);
    line_text(&run, list->route);
    line_char(&run, '/');
    line_text(&run, list->round);
    line_unsigned(&count, list->count);
    out_words->value[0] = put_when(list->leaves, out_words->when);
    out_words->value[1] = line_done(&run);
    out_words->value[2] = line_done(&count);
    out_words->value[3] = put_codes(list, out_words->codes);
}

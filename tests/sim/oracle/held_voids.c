#include <stdlib.h>
#include <string.h>

#include "tests/sim/oracle/held.h"

static int by_fold(const void *left, const void *right)
{
    const struct told_act *a = left;
    const struct told_act *b = right;
    if (a->at != b->at) {
        return a->at < b->at ? -1 : 1;
    }
    if (a->kind != b->kind) {
        return a->kind < b->kind ? -1 : 1;
    }
    const char *const texts[][2] = {
        {a->party,       b->party      },
        {a->counterpart, b->counterpart},
        {a->subject,     b->subject    },
        {a->parent,      b->parent     },
        {a->reason,      b->reason     },
        {a->stop,        b->stop       },
        {a->person,      b->person     },
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        const int order = strcmp(texts[i][0], texts[i][1]);
        if (order != 0) {
            return order;
        }
    }
    return 0;
}

void held_sort(struct told_act *acts, size_t count)
{
    qsort(acts, count, sizeof *acts, by_fold);
}

/* Two different names between `+ & ; / ,`. */
static bool two_persons(const char *persons)
{
    struct text first = {0};
    for (const char *at = persons;; at++) {
        const char *end = at + strcspn(at, "+&;/,");
        const struct text name = text_trim((struct text){.at = at, .size = (size_t)(end - at)});
        if (name.size > 0 && first.size > 0 && !text_equal(name, first)) {
            return true;
        }
        first = name.size > 0 && first.size == 0 ? name : first;
        if (*end == '\0') {
            return false;
        }
        at = end;
    }
}

/* Does VOIDING take WRONG away? */
static bool voids(const struct told_act *voiding, const struct told_act *wrong)
{
    struct text rest = text_of(voiding->parent);
    struct instant at;
    if (voiding->kind != ACT_VOID || voiding->subject != wrong->subject ||
        instant_parse(text_split(&rest, '/'), &at) != STATUS_OK || at.ms != wrong->at ||
        !text_is(text_split(&rest, '/'), act_kind_name(wrong->kind)) ||
        !text_is(rest, wrong->party)) {
        return false;
    }
    return voiding->party == wrong->party ||
           (text_starts(text_of(voiding->reason), "ruling_") && two_persons(voiding->person));
}

size_t held_effective(struct told_act *acts, size_t count)
{
    size_t kept = 0;
    bool *falls = calloc(count + 1, sizeof *falls);
    if (!falls) {
        abort();
    }
    held_sort(acts, count);
    for (size_t i = 0; i < count; i++) {
        falls[i] = acts[i].kind == ACT_VOID;
        if (i > 0 && by_fold(&acts[i - 1], &acts[i]) == 0) {
            /* Said twice, it happened where both intervals hold. */
            acts[i].early = acts[i - 1].early < acts[i].early ? acts[i - 1].early : acts[i].early;
            acts[i].late = acts[i - 1].late < acts[i].late ? acts[i - 1].late : acts[i].late;
            falls[i - 1] = true;
        }
        for (size_t j = 0; j < count && !falls[i]; j++) {
            falls[i] = voids(&acts[j], &acts[i]);
        }
    }
    for (size_t i = 0; i < count; i++) {
        if (!falls[i]) {
            acts[kept++] = acts[i];
        }
    }
    free(falls);
    return kept;
}

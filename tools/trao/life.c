#include "tools/trao/life.h"

#include <stdlib.h>

#include "core/custody.h"

/* What was done to a bundle was done to what lay in it: the acts of every bundle that the dossier
 * was packed into belong to its life, and those of the bags these lay in. */

static bool is_known(const struct text *subjects, size_t count, struct text one)
{
    for (size_t i = 0; i < count; i++) {
        if (text_equal(subjects[i], one)) {
            return true;
        }
    }
    return false;
}

static enum status read_subject(struct flag_reader *reader, struct text subject,
                                struct arena *arena, struct life *life)
{
    size_t count = 0;
    enum status status = flag_reader_acts(reader, subject, arena, life->acts + life->act_count,
                                          LIFE_ACTS_MAX - life->act_count, &count);
    life->act_count += status == STATUS_OK ? count : 0;
    return status;
}

static enum status read_acts(struct flag_reader *reader, struct text code, struct arena *arena,
                             struct life *life)
{
    struct text subjects[CUSTODY_BUNDLES_MAX + 1] = {code};
    size_t count = 1;
    enum status status = STATUS_OK;
    for (size_t at = 0; status == STATUS_OK && at < count; at++) {
        size_t from = life->act_count;
        status = read_subject(reader, subjects[at], arena, life);
        for (size_t i = from; i < life->act_count; i++) {
            const struct book_act *act = &life->acts[i];
            if (act->kind == ACT_PACK && act->parent.size > 0 && count <= CUSTODY_BUNDLES_MAX &&
                !is_known(subjects, count, act->parent)) {
                subjects[count++] = act->parent;
            }
        }
    }
    return status;
}

static int by_time(const void *one, const void *two)
{
    const struct book_act *a = one;
    const struct book_act *b = two;
    if (a->at.ms != b->at.ms) {
        return a->at.ms < b->at.ms ? -1 : 1;
    }
    if (a->kind != b->kind) {
        return a->kind < b->kind ? -1 : 1;
    }
    return text_order(a->subject, b->subject);
}

enum status life_read(struct flag_reader *reader, struct text code, struct arena *arena,
                      struct life *out_life)
{
    struct life *life = out_life;
    life->act_count = 0;
    enum status status = flag_reader_dossier(reader, code, arena, &life->dossier);
    if (status == STATUS_OK) {
        status = read_acts(reader, code, arena, life);
    }
    if (status == STATUS_OK) {
        status = flag_reader_changes(reader, code, arena, life->changes, LIFE_CHANGES_MAX,
                                     &life->change_count);
    }
    if (status == STATUS_OK) {
        status = flag_reader_conflicts(reader, code, arena, life->conflicts, LIFE_CONFLICTS_MAX,
                                       &life->conflict_count);
    }
    if (status == STATUS_OK) {
        qsort(life->acts, life->act_count, sizeof life->acts[0], by_time);
    }
    return status;
}

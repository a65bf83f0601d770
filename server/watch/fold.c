#include "server/watch/fold.h"

#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "wire/message.h"

static enum status files_open(struct file_set *files, uint32_t count_max)
{
    *files = (struct file_set){.count_max = count_max, .slot_count = 2 * count_max + 1};
    files->slots = calloc(files->slot_count, sizeof *files->slots);
    return files->slots ? STATUS_OK : STATUS_FULL;
}

static struct hash *file_slot(const struct file_set *files, const struct hash *file)
{
    uint64_t at = 0;
    memcpy(&at, file->byte, sizeof at);
    for (;; at++) {
        struct hash *slot = &files->slots[at % files->slot_count];
        if (hash_is_zero(slot) || hash_equal(slot, file)) {
            return slot;
        }
    }
}

bool file_is_known(const struct file_set *files, const struct hash *file)
{
    return !hash_is_zero(file_slot(files, file));
}

enum status file_know(struct file_set *files, const struct hash *file)
{
    struct hash *slot = file_slot(files, file);
    if (hash_is_zero(slot)) {
        if (files->count == files->count_max) {
            return STATUS_FULL;
        }
        *slot = *file;
        files->count++;
    }
    return STATUS_OK;
}

enum status fold_open(struct fold *fold, const struct model_limits *limits)
{
    *fold = (struct fold){0};
    enum status status = files_open(&fold->files, limits->files);
    if (status == STATUS_OK) {
        status = handoffs_open(&fold->handoffs, limits->handoffs);
    }
    fold->apart = calloc(FOLD_APART_MAX, sizeof *fold->apart);
    fold->memory = malloc(FOLD_PAGE_SIZE + MESSAGE_ARENA_SIZE);
    fold->text = malloc(FOLD_TEXT_SIZE);
    item_grammar_default(&fold->grammar);
    if (status != STATUS_OK || !fold->apart || !fold->memory || !fold->text) {
        fold_close(fold);
        return STATUS_FULL;
    }
    return STATUS_OK;
}

void fold_close(struct fold *fold)
{
    if (fold) {
        free(fold->files.slots);
        handoffs_close(&fold->handoffs);
        free(fold->apart);
        free(fold->memory);
        free(fold->text);
        *fold = (struct fold){0};
    }
}

bool fold_full(const struct fold *fold)
{
    return fold->files.count == fold->files.count_max || handoffs_full(&fold->handoffs);
}

enum status fold_apart(struct fold *fold, uint64_t row)
{
    assert(fold->apart_count == 0 || fold->apart[fold->apart_count - 1] < row);
    if (fold->apart_count == FOLD_APART_MAX) {
        return STATUS_FULL;
    }
    fold->apart[fold->apart_count++] = row;
    return STATUS_OK;
}

bool fold_is_apart(const struct fold *fold, uint64_t row)
{
    uint32_t low = 0;
    uint32_t high = fold->apart_count;
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        if (fold->apart[middle] < row) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < fold->apart_count && fold->apart[low] == row;
}

/* Acts speak of dossiers, of bundles and of runs; a dossier alone has a life. One whose code the
 * grammar does not know has it from the feed. */
static bool is_dossier(const struct fold *fold, struct name subject)
{
    struct item_code code;
    item_code_read(names_text(&fold->model->names, subject), &fold->grammar, &code);
    return code.kind == ITEM_DOSSIER;
}

static bool has_life(const struct fold *fold, const struct act *act)
{
    return model_find(fold->model, act->subject) ||
           (act->kind != ACT_ARRIVE && act->kind != ACT_DEPART && is_dossier(fold, act->subject));
}

static enum status write_act(struct fold *fold, const struct act *act, const struct book_act *shown)
{
    const struct names *names = &fold->model->names;
    struct book_act row = *shown;
    row.subject = names_text(names, act->subject);
    row.at = act->at;
    row.early_ms = act->early_ms;
    row.late_ms = act->late_ms;
    row.kind = (enum act_kind)act->kind;
    row.party = names_text(names, act->party);
    row.person = names_text(names, act->person);
    row.counterpart = names_text(names, act->counterpart);
    row.stop = names_text(names, act->stop);
    row.parent = names_text(names, act->parent);
    row.reason = names_text(names, act->reason);
    return flag_book_put_act(fold->book, &row);
}

enum status fold_act(struct fold *fold, const struct act *act, const struct book_act *shown)
{
    bool is_new = false;
    if (has_life(fold, act) && !model_life(fold->model, act->subject)) {
        return STATUS_FULL;
    }
    enum status status = model_add(fold->model, act, &shown->source, &is_new);
    if (status != STATUS_OK) {
        return status;
    }
    if (!is_new) {
        fold->counters.doubles++;
        return STATUS_OK;
    }
    fold->counters.acts++;
    return fold->book ? write_act(fold, act, shown) : STATUS_OK;
}

enum status fold_incident(struct fold *fold, const struct book_source *source, struct instant at,
                          const char *kind, struct text detail)
{
    struct book_incident incident = {
        .at = at, .source = *source, .kind = text_of(kind), .detail = detail};
    return fold->book ? flag_book_put_incident(fold->book, &incident) : STATUS_OK;
}

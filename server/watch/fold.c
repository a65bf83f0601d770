#include "server/watch/fold.h"

#include <stdlib.h>

#include "wire/message.h"

enum status fold_open(struct fold *fold)
{
    *fold = (struct fold){0};
    fold->known_files = calloc(FOLD_FILES_KNOWN_MAX, sizeof *fold->known_files);
    fold->memory = malloc(FOLD_PAGE_SIZE + MESSAGE_ARENA_SIZE);
    fold->text = malloc(FOLD_TEXT_SIZE);
    item_grammar_default(&fold->grammar);
    if (!fold->known_files || !fold->memory || !fold->text) {
        fold_close(fold);
        return STATUS_FULL;
    }
    return STATUS_OK;
}

void fold_close(struct fold *fold)
{
    if (fold) {
        free(fold->known_files);
        free(fold->memory);
        free(fold->text);
        *fold = (struct fold){0};
    }
}

/* A bundle has no life of its own, nor has a run; everything else that is acted on is a dossier. */
static bool has_life(const struct fold *fold, const struct act *act)
{
    struct item_code code;
    if (act->kind == ACT_ARRIVE || act->kind == ACT_DEPART) {
        return false;
    }
    item_code_read(names_text(&fold->model->names, act->subject), &fold->grammar, &code);
    return code.kind != ITEM_BUNDLE && code.kind != ITEM_RECEPTACLE;
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

#include "server/watch/file_lines.h"

#include "core/act_csv.h"
#include "core/csv_line.h"
#include "core/dossier.h"

static enum status feed_line(struct fold *fold, struct text line, bool count)
{
    struct dossier_facts facts;
    struct feed_fault fault;
    if (feed_line_skip(line)) {
        return STATUS_OK;
    }
    if (!feed_line_parse(line, &fold->model->names, &facts, &fault)) {
        return fault.kind == FEED_FAULT_FULL ? STATUS_FULL : STATUS_MALFORMED;
    }
    if (!count) {
        return STATUS_OK;
    }
    struct life *life = model_life(fold->model, facts.dossier);
    if (!life) {
        return STATUS_FULL;
    }
    for (uint8_t i = 0; i < life->facts.supplements; i++) {
        (void)dossier_supplement(&facts, &life->facts.supplement[i]); /* as many as there were */
    }
    facts.supplements_left_off = life->facts.supplements_left_off;
    life->facts = facts;
    life->in_feed = true;
    fold->counters.impossible += dossier_impossible(&facts);
    model_touch(fold->model, life);
    return STATUS_OK;
}

static enum status supplement_line(struct fold *fold, struct text line, bool count)
{
    struct supplement supplement;
    struct feed_fault fault;
    struct name dossier;
    if (feed_line_skip(line)) {
        return STATUS_OK;
    }
    if (!supplement_line_parse(line, &fold->model->names, &dossier, &supplement, &fault)) {
        return fault.kind == FEED_FAULT_FULL ? STATUS_FULL : STATUS_MALFORMED;
    }
    if (!count) {
        return STATUS_OK;
    }
    struct life *life = model_life(fold->model, dossier);
    if (!life) {
        return STATUS_FULL;
    }
    (void)dossier_supplement(&life->facts, &supplement); /* too many: its flag says unknown */
    fold->counters.impossible += dossier_before_receipt(&life->facts, supplement.promised);
    model_touch(fold->model, life);
    return STATUS_OK;
}

static enum status act_line(struct fold *fold, struct text line, const struct book_source *source,
                            bool count)
{
    struct act act;
    struct act_fault fault;
    if (act_csv_skip(line)) {
        return STATUS_OK;
    }
    if (!act_csv_parse(line, &fold->model->names, &act, &fault)) {
        return fault.kind == ACT_FAULT_FULL ? STATUS_FULL : STATUS_MALFORMED;
    }
    struct book_act shown = {.source = *source};
    return count ? fold_act(fold, &act, &shown) : STATUS_OK;
}

static enum status office_line(struct fold *fold, struct text line, bool count)
{
    struct csv_line fields;
    if (line.size == 0 || text_starts(line, "#") || text_starts(line, "code,")) {
        return STATUS_OK;
    }
    if (csv_line_split(line, &fields) != STATUS_OK || fields.count != 5) {
        return STATUS_MALFORMED;
    }
    struct book_office office = {.code = csv_field(&fields, 0),
                                 .label = csv_field(&fields, 1),
                                 .short_label = csv_field(&fields, 2),
                                 .kind = csv_field(&fields, 3),
                                 .stop = csv_field(&fields, 4)};
    return count && fold->book ? flag_book_put_office(fold->book, &office) : STATUS_OK;
}

enum status file_line(struct fold *fold, enum file_kind kind, struct text line,
                      const struct book_source *source, bool count)
{
    switch (kind) {
    case FILE_FEED:
        return feed_line(fold, line, count);
    case FILE_SUPPLEMENTS:
        return supplement_line(fold, line, count);
    case FILE_ACTS:
        return act_line(fold, line, source, count);
    case FILE_OFFICES:
        return office_line(fold, line, count);
    case FILE_PLAN:
    case FILE_CALENDAR:
        break; /* taken whole */
    }
    return STATUS_MALFORMED;
}

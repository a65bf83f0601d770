#include "server/board/notices.h"

#include "core/names.h"

enum { LIMIT = 500 };

const char *notice_state_name(enum notice_state state)
{
    switch (state) {
    case NOTICE_STANDS:
        return "stands";
    case NOTICE_CLIMBED:
        return "climbed";
    case NOTICE_ACKNOWLEDGED:
        return "acknowledged";
    case NOTICE_HANDLED:
        return "handled";
    case NOTICE_GONE:
    case NOTICE_STATES:
        break;
    }
    return "gone";
}

const char *notices_ask(const struct request *request, struct notices_asked *out_asked)
{
    const struct text rung_text = request->query(request->self, "rung");
    const struct text all = request->query(request->self, "all");
    struct notices_asked asked = {
        .party = request->query(request->self, "party"), .all = text_is(all, "1"), .limit = LIMIT};
    enum ladder_rung rung = RUNG_NONE;
    if (!text_utf8(asked.party) || asked.party.size > NAME_SIZE_MAX) {
        return "party";
    }
    if (rung_text.size > 0 && !ladder_rung_parse(rung_text, &rung)) {
        return "rung";
    }
    if (all.size > 0 && !asked.all && !text_is(all, "0")) {
        return "all";
    }
    asked.rung = (uint8_t)rung;
    *out_asked = asked;
    return NULL;
}

static bool same_fact(const struct book_notice *notice, const struct book_dossier *row)
{
    return row->raised_at.m == notice->raised_at.m && row->level == notice->level &&
           row->cause == notice->cause && row->leg == notice->leg;
}

static enum notice_state state_of(const struct book_notice *notice, const struct book_dossier *row)
{
    if (!same_fact(notice, row)) {
        return NOTICE_GONE;
    }
    if (row->handled) {
        return NOTICE_HANDLED;
    }
    if (row->acknowledged) {
        return NOTICE_ACKNOWLEDGED;
    }
    return row->rung > notice->rung ? NOTICE_CLIMBED : NOTICE_STANDS;
}

/* The flag as it is now; what the arena is used for beside the answer is given back. */
static enum status add_state(struct source *source, const struct book_notice *notice,
                             enum notice_state *out_state)
{
    struct arena scratch = source->arena;
    struct book_dossier row;
    const enum status status = flag_reader_dossier(source->reader, notice->code, &scratch, &row);
    *out_state = status == STATUS_OK ? state_of(notice, &row) : NOTICE_GONE;
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

enum status notices_read(struct source *source, const struct notices_asked *asked,
                         struct notices *out_notices)
{
    struct notices notices = {.count = 0};
    struct book_notice *rows = arena_take(&source->arena, asked->limit * sizeof *rows);
    enum notice_state *states = arena_take(&source->arena, asked->limit * sizeof *states);
    if (!rows || !states) {
        return STATUS_FULL;
    }
    enum status status = flag_reader_position(source->reader, &notices.position);
    if (status == STATUS_OK) {
        const struct notice_filter filter = {.from = {INT32_MIN},
                                             .to = notices.position.clock,
                                             .rung = asked->rung,
                                             .party = asked->party,
                                             .only_standing = !asked->all};
        status = flag_reader_notices(source->reader, &filter, 0, &source->arena, rows, asked->limit,
                                     &notices.count);
    }
    for (size_t i = 0; status == STATUS_OK && i < notices.count; i++) {
        status = add_state(source, &rows[i], &states[i]);
    }
    if (status == STATUS_OK) {
        notices.rows = rows;
        notices.states = states;
        *out_notices = notices;
    }
    return status;
}

#include "server/intake/level_two.h"

#include "core/statement_backup.h"
#include "server/intake/enrolment.h"

/* INVARIANTS
 *
 * (1) Level two never falls, and never passes what the copied rows hold.
 * (2) Every stream's place is known before the first one is raised: all rise, or none. */

/* The row is asked of the book, so only committed rows count: a copy cannot hold others. */
static enum level_two_verdict judge_row(struct append *append, const struct backup_body *body)
{
    struct act_batch row;
    struct act_page page = {
        .at = append->page, .room = MESSAGE_BYTES_MAX, .rows = &row, .rows_max = 1};
    if (body->row > append->position) {
        return LEVEL_TWO_BEYOND;
    }
    if (act_store_row(append->ports.store, body->row, &page) != STATUS_OK) {
        return LEVEL_TWO_UNREADABLE;
    }
    const struct hash hash = backup_row_hash(row.message);
    return hash_equal(&hash, &body->row_hash) ? LEVEL_TWO_RAISED : LEVEL_TWO_OTHER_ROW;
}

/* The thread is followed from the newest committed row; rows of the group under way come later. */
static enum level_two_verdict raise_all(struct append *append, uint64_t row)
{
    const struct roster *roster = &append->roster;
    for (uint32_t i = 0; i < roster->count; i++) { /* (2) */
        struct member *member = &roster->members[i];
        if (act_store_reached(append->ports.store, &member->stream, row, &member->copied) !=
            STATUS_OK) {
            return LEVEL_TWO_UNREADABLE;
        }
    }
    for (uint32_t i = 0; i < roster->count; i++) {
        struct member *member = &roster->members[i];
        if (place_order(member->copied, member->stream.level_two) > 0) { /* (1) */
            member->stream.level_two = member->copied;
            group_change(append->group, member);
        }
    }
    return LEVEL_TWO_RAISED;
}

enum level_two_verdict level_two_take(struct append *append, const struct member *sender,
                                      const struct sealed *sealed)
{
    struct backup_body body;
    const struct enrolment_known known = {.roster = &append->roster, .group = append->group};
    if (sealed->entry.kind != ENTRY_BACKUP) {
        return LEVEL_TWO_NONE;
    }
    if (!enrolment_by_admin(&known, sender, sealed->entry.place)) {
        return LEVEL_TWO_NOT_ADMIN;
    }
    /* Elsewhere the signature is watch's to check; here units delete on the word of it. */
    if (!entry_signed_by(sealed, &sender->device.sign_key)) {
        return LEVEL_TWO_UNSIGNED;
    }
    if (backup_decode(sealed->entry.body, &body) != STATUS_OK) {
        return LEVEL_TWO_MALFORMED;
    }
    enum level_two_verdict verdict = judge_row(append, &body);
    return verdict == LEVEL_TWO_RAISED ? raise_all(append, body.row) : verdict;
}

const char *level_two_verdict_text(enum level_two_verdict verdict)
{
    switch (verdict) {
    case LEVEL_TWO_NONE:
        return "no statement on a backup";
    case LEVEL_TWO_RAISED:
        return "level two raised";
    case LEVEL_TWO_NOT_ADMIN:
        return "backup refused: the sender is not an administrator's device";
    case LEVEL_TWO_UNSIGNED:
        return "backup refused: the signature is not the sender's";
    case LEVEL_TWO_MALFORMED:
        return "backup refused: the statement does not decode";
    case LEVEL_TWO_BEYOND:
        return "backup refused: it names a row that this book does not have";
    case LEVEL_TWO_OTHER_ROW:
        return "backup refused: the row it names holds another batch here";
    case LEVEL_TWO_UNREADABLE:
        return "backup refused: the book could not be read; back up again";
    }
    return "unknown verdict";
}

#include "server/intake/warn.h"

#include <stdlib.h>

#include "core/load_list.h"

/* INVARIANTS
 *
 * (1) A unit is told what concerns its own party, and nothing else.
 * (2) `warned` of a member is the digest of what its line was told last: another one is told. */

enum { ROWS_MAX = 1024, TEXTS_SIZE = 512 * 1024, LOOK_EVERY_MS = 1000 };

enum status warn_open(struct warn *warn, struct flag_reader *flags)
{
    *warn = (struct warn){.flags = flags};
    if (!flags) {
        return STATUS_OK;
    }
    warn->rows = malloc(ROWS_MAX * sizeof *warn->rows);
    warn->memory = malloc(TEXTS_SIZE);
    if (!warn->rows || !warn->memory) {
        warn_close(warn);
        return STATUS_FULL;
    }
    return STATUS_OK;
}

void warn_close(struct warn *warn)
{
    free(warn->rows);
    free(warn->memory);
    *warn = (struct warn){0};
}

/* Warnings that have been due since yesterday and whose run has not left. */
static void look(struct warn *warn, struct minute now)
{
    struct arena arena = arena_of(warn->memory, TEXTS_SIZE);
    const struct notice_filter filter = {
        .from = {now.m - MINUTES_A_DAY}, .to = now, .rung = RUNG_HOLDER, .only_standing = true};
    size_t count = 0;
    warn->count = 0;
    if (flag_reader_notices(warn->flags, &filter, 0, &arena, warn->rows, ROWS_MAX, &count) !=
        STATUS_OK) {
        return; /* no book yet, or it is being made anew: the next ring or hello comes */
    }
    for (size_t i = 0; i < count; i++) {
        const struct book_notice *row = &warn->rows[i];
        if (row->level == FLAG_DUE_SOON && row->run.departs.m != MINUTE_NEVER.m &&
            row->run.departs.m > now.m) {
            warn->rows[warn->count++] = *row;
        }
    }
}

static bool same_run(const struct book_run *a, const struct book_run *b)
{
    return a->departs.m == b->departs.m && text_equal(a->route, b->route) &&
           text_equal(a->round, b->round);
}

/* Of all rows of PARTY, whatever their order; 0: none. */
static uint64_t digest(const struct warn *warn, struct text party)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < warn->count; i++) {
        const struct book_notice *row = &warn->rows[i];
        if (text_equal(row->party, party)) {
            sum += (text_mix(row->code) ^ (uint64_t)row->run.departs.m) * 0x9E3779B97F4A7C15u | 1;
        }
    }
    return sum;
}

/* Is row I the first of its run and party? */
static bool begins_list(const struct warn *warn, size_t i)
{
    for (size_t k = 0; k < i; k++) {
        if (text_equal(warn->rows[k].party, warn->rows[i].party) &&
            same_run(&warn->rows[k].run, &warn->rows[i].run)) {
            return false;
        }
    }
    return true;
}

/* One notice a run; its number is the minute in which the run leaves. */
static void tell(struct warn *warn, struct append *append, const struct member *member,
                 size_t first)
{
    char body[LOAD_LIST_SIZE];
    struct line line = line_of(body, sizeof body);
    const struct book_run *run = &warn->rows[first].run;
    struct load_list list = {.leaves = run->departs, .route = run->route, .round = run->round};
    for (size_t i = first; i < warn->count; i++) {
        const struct book_notice *row = &warn->rows[i];
        if (text_equal(row->party, warn->rows[first].party) && same_run(&row->run, run)) {
            (void)load_list_add(&list,
                                row->code); /* the first so many; the rest stands on the board */
        }
    }
    if (list.count == 0 || !load_list_write(&list, &line)) {
        return;
    }
    const struct message message = {
        .kind = MESSAGE_NOTICE,
        .notice = {.kind = NOTICE_MANIFEST,
                   .number = (uint64_t)run->departs.m,
                   .body = span_of(body, line.size)}
    };
    warn->sent++;
    append_say(append, &member->peer, &message);
}

/* (1)(2) */
static void tell_member(struct warn *warn, struct append *append, struct member *member)
{
    const struct text party = text_of(member->device.party);
    const uint64_t now = digest(warn, party);
    if (now == member->warned) {
        return;
    }
    member->warned = now;
    for (size_t i = 0; i < warn->count; i++) {
        if (text_equal(warn->rows[i].party, party) && begins_list(warn, i)) {
            tell(warn, append, member, i);
        }
    }
}

void warn_turn(struct warn *warn, struct append *append, bool advanced)
{
    warn->due = warn->flags && (warn->due || advanced || append->greeted);
    append->greeted = false;
    if (!warn->due || append->timeless ||
        instant_before(append->now.mono, (struct instant){warn->looked.ms + LOOK_EVERY_MS})) {
        return;
    }
    warn->due = false;
    warn->looked = append->now.mono;
    look(warn, instant_minute(append->now.wall));
    for (uint32_t i = 0; i < append->roster.count; i++) {
        struct member *member = &append->roster.members[i];
        if (member->peer.size > 0 && !member->device.revoked &&
            member->stream.stream.state != STREAM_LOCKED) {
            tell_member(warn, append, member);
        }
    }
}

struct instant warn_wakeup(const struct warn *warn)
{
    return warn->due ? (struct instant){warn->looked.ms + LOOK_EVERY_MS} : INSTANT_NEVER;
}

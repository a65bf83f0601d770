#include "tests/sim/oracle/held.h"

#include <stdlib.h>
#include <string.h>

static struct holding *now(struct folded *fold)
{
    return &fold->holdings[fold->count - 1];
}

const char *held_bundle(const struct folded *fold, const char *code)
{
    for (size_t i = 0; i < fold->packed_count; i++) {
        if (fold->packed[i].subject == code) {
            return fold->packed[i].bundle;
        }
    }
    return NULL;
}

/* Is SUBJECT this item, or a bundle it is in, however deep? */
static bool reached(const struct folded *fold, const char *subject)
{
    const char *each = fold->code;
    for (size_t deep = 0; each && deep <= fold->packed_count; deep++) {
        if (each == subject) {
            return true;
        }
        each = held_bundle(fold, each);
    }
    return false;
}

static bool offered_to(const struct folded *fold, const char *party)
{
    return fold->offered && fold->offer_to == party;
}

/* --- what would conflict --- */

static bool take_conflicts(const struct folded *fold, const struct told_act *act,
                           enum conflict_kind *out)
{
    const char *holder = held_now(fold)->holder;
    if (act->party == holder || act->counterpart[0] == '\0' || act->counterpart == holder) {
        return false;
    }
    *out = CONFLICT_TAKE_MISSING;
    if (offered_to(fold, act->counterpart)) {
        return true;
    }
    *out = CONFLICT_OTHER_CUSTODIAN;
    return act->subject != fold->code || !fold->unlocated;
}

static bool must_hold(enum act_kind kind)
{
    return kind == ACT_GIVE || kind == ACT_READY || kind == ACT_RETURN;
}

static bool conflicts(const struct folded *fold, const struct told_act *act,
                      enum conflict_kind *out)
{
    if (!reached(fold, act->subject)) {
        return false;
    }
    *out = CONFLICT_AFTER_RETURN;
    if (fold->returned != NEVER_TOLD) {
        return true;
    }
    if (act->kind == ACT_TAKE) {
        return take_conflicts(fold, act, out);
    }
    if (act->party == held_now(fold)->holder) {
        return false;
    }
    if (must_hold(act->kind)) {
        *out = offered_to(fold, act->party) ? CONFLICT_TAKE_MISSING : CONFLICT_NOT_HOLDER;
        return true;
    }
    *out = CONFLICT_OTHER_CUSTODIAN;
    return act->kind == ACT_EXCEPTION && strcmp(act->reason, "found") == 0 && !fold->unlocated;
}

/* --- moves --- */

static void begin_holding(struct folded *fold, const char *holder, int64_t since, bool verified)
{
    fold->holdings[fold->count++] = (struct holding){.holder = holder,
                                                     .since = since,
                                                     .verified = verified,
                                                     .ready = NEVER_TOLD,
                                                     .evidence = NEVER_TOLD};
}

static void move(struct folded *fold, const char *party, int64_t at, bool verified)
{
    fold->offered = false;
    fold->unlocated = false;
    if (now(fold)->holder != party) {
        begin_holding(fold, party, at, verified);
    }
    now(fold)->verified = verified;
    fold->may_fall = false;
}

/* PARTY held it since the offer, though its own take is missing. */
static void corroborate(struct folded *fold, const char *party)
{
    const int64_t since = fold->offer_at;
    fold->offered = false;
    fold->unlocated = false;
    begin_holding(fold, party, since, false);
    fold->may_fall = false;
}

static void leave_hole(struct folded *fold, int64_t at)
{
    const struct holding *holding = held_now(fold);
    const int64_t from = holding->evidence == NEVER_TOLD ? holding->since : holding->evidence;
    fold->holes[fold->hole_count++] = (struct hole){.from = from, .to = at};
}

static void unpack_from(struct folded *fold, const char *subject)
{
    for (size_t i = 0; i < fold->packed_count; i++) {
        if (fold->packed[i].subject == subject) {
            fold->packed[i] = fold->packed[--fold->packed_count];
            return;
        }
    }
}

static void repack(struct folded *fold, const struct told_act *act)
{
    const char *bundle = held_bundle(fold, act->subject);
    if (act->kind == ACT_PACK && act->parent[0] != '\0') {
        unpack_from(fold, act->subject);
        fold->packed[fold->packed_count++] =
            (struct packing){.subject = act->subject, .bundle = act->parent};
    } else if (act->kind == ACT_UNPACK && (act->parent[0] == '\0' || act->parent == bundle)) {
        unpack_from(fold, act->subject);
    }
}

static void take(struct folded *fold, const struct told_act *act,
                 const enum conflict_kind *conflict)
{
    const bool direct = act->subject == fold->code;
    if (direct && act->parent[0] != '\0' && !reached(fold, act->parent)) {
        unpack_from(fold, fold->code);
    }
    if (act->party == now(fold)->holder) {
        if (direct) {
            now(fold)->verified = true;
            fold->may_fall = false;
            fold->unlocated = false;
        }
        return;
    }
    if (conflict && *conflict == CONFLICT_TAKE_MISSING) {
        corroborate(fold, act->counterpart);
    } else if (conflict) {
        if (!direct) {
            return;
        }
        leave_hole(fold, act->at);
    }
    const struct holdings before = {.count = fold->count, .last = *now(fold)};
    move(fold, act->party, act->at, direct);
    fold->may_fall = !direct;
    fold->before = before;
}

static void give_ready_return(struct folded *fold, const struct told_act *act,
                              const enum conflict_kind *conflict)
{
    if (conflict && *conflict == CONFLICT_TAKE_MISSING) {
        corroborate(fold, act->party);
    } else if (conflict) {
        if (act->kind == ACT_GIVE) {
            return;
        }
        leave_hole(fold, act->at);
        move(fold, act->party, act->at, true);
    }
    if (act->kind == ACT_GIVE) {
        fold->offered = true;
        fold->offer_from = act->party;
        fold->offer_to = act->counterpart;
        fold->offer_at = act->at;
    } else if (act->kind == ACT_READY) {
        now(fold)->ready = now(fold)->ready == NEVER_TOLD ? act->at : now(fold)->ready;
    } else {
        fold->returned = act->at;
        fold->offered = false;
        unpack_from(fold, fold->code);
    }
}

/* The inferred take of the one who says short falls, with all it did since. */
static void fall_short(struct folded *fold, const struct told_act *act)
{
    if (!fold->may_fall || act->party != now(fold)->holder) {
        return;
    }
    fold->count = fold->before.count;
    *now(fold) = fold->before.last;
    fold->offered = false;
    fold->may_fall = false;
    fold->unlocated = true;
    unpack_from(fold, act->subject);
}

static void except(struct folded *fold, const struct told_act *act, bool conflict)
{
    if (strcmp(act->reason, "short") == 0) {
        fall_short(fold, act);
    } else if (strcmp(act->reason, "lost") == 0) {
        fold->unlocated = true;
    } else if (strcmp(act->reason, "found") == 0) {
        if (act->party == now(fold)->holder) {
            fold->unlocated = false;
            return;
        }
        if (conflict) {
            leave_hole(fold, act->at);
        }
        move(fold, act->party, act->at, true);
    }
}

static void apply(struct folded *fold, const struct told_act *act)
{
    enum conflict_kind kind;
    if (!reached(fold, act->subject)) {
        repack(fold, act);
        return;
    }
    const bool conflict = conflicts(fold, act, &kind);
    if (conflict) {
        fold->clashes[fold->clash_count++] = (struct clash){.at = act->at, .kind = kind};
    }
    if (fold->returned != NEVER_TOLD) {
        return;
    }
    if (act->kind == ACT_TAKE) {
        take(fold, act, conflict ? &kind : NULL);
    } else if (must_hold(act->kind)) {
        give_ready_return(fold, act, conflict ? &kind : NULL);
    } else if (act->kind == ACT_REFUSE) {
        fold->offered = fold->offered && fold->offer_to != act->party;
    } else if (act->kind == ACT_EXCEPTION) {
        except(fold, act, conflict);
    } else if (act->kind == ACT_INTAKE && act->party == now(fold)->holder &&
               act->subject == fold->code) {
        now(fold)->verified = true;
    }
    repack(fold, act);
    if (act->party == now(fold)->holder) {
        now(fold)->evidence = act->at;
    }
}

/* At one instant: repeatedly the first that conflicts with nothing, else the first. */
static void apply_tied(struct folded *fold, const struct told_act *acts, size_t count,
                       struct arena *arena)
{
    bool *done = arena_take(arena, count * sizeof *done);
    for (size_t left = count; left > 0; left--) {
        enum conflict_kind kind;
        size_t first = count;
        size_t next = count;
        for (size_t i = 0; i < count && next == count; i++) {
            first = !done[i] && first == count ? i : first;
            next = !done[i] && !conflicts(fold, &acts[i], &kind) ? i : next;
        }
        next = next == count ? first : next;
        done[next] = true;
        apply(fold, &acts[next]);
    }
}

struct folded held_of(const struct held_start *start, const struct told_act *acts, size_t count,
                      struct arena *arena)
{
    struct folded fold = {.code = start->code,
                          .holdings = arena_take(arena, (2 * count + 2) * sizeof *fold.holdings),
                          .holes = arena_take(arena, (count + 1) * sizeof *fold.holes),
                          .clashes = arena_take(arena, (count + 1) * sizeof *fold.clashes),
                          .packed = arena_take(arena, (count + 1) * sizeof *fold.packed),
                          .offer_from = start->nothing,
                          .offer_to = start->nothing,
                          .returned = NEVER_TOLD};
    if (!fold.packed) {
        abort(); /* a life this long is no test's */
    }
    begin_holding(&fold, start->holder, start->since, false);
    for (size_t i = 0; i < count;) {
        size_t end = i + 1;
        while (end < count && acts[end].at == acts[i].at) {
            end++;
        }
        apply_tied(&fold, &acts[i], end - i, arena);
        i = end;
    }
    return fold;
}

#include "core/custody.h"

#include <string.h>

#include "base/check.h"
#include "core/act_csv.h"
#include "core/custody_book.h"

/* The fold: voids first, then by event time; at one instant repeatedly the first act that conflicts
 * with nothing, else the first (SEMANTICS section 3).
 *
 * INVARIANTS, asserted by custody_valid() on the way out:
 * (1) The item has exactly one holder at any instant: each tenure begins where the one before it
 *     ends, and only the last is open.
 * (2) `holder`, `since`, `verified`, `ready_at`, `evidence` are the last tenure's.
 * (3) At most one offer is open, the last, and it is the one `offer_to` names.
 * (4) At most one unlocated spell is open, the last, and it began at `unlocated_since`. */

const char *conflict_kind_name(enum conflict_kind kind)
{
    switch (kind) {
    case CONFLICT_TAKE_MISSING:
        return "take_missing";
    case CONFLICT_OTHER_CUSTODIAN:
        return "other_custodian";
    case CONFLICT_NOT_HOLDER:
        return "not_holder";
    case CONFLICT_AFTER_RETURN:
        return "after_return";
    case CONFLICT_KINDS:
        break;
    }
    return "none";
}

const char *tenure_how_name(enum tenure_how how)
{
    switch (how) {
    case TENURE_START:
        return "start";
    case TENURE_VERIFIED:
        return "verified";
    case TENURE_INFERRED:
        return "inferred";
    case TENURE_CORROBORATED:
        return "corroborated";
    case TENURE_CLAIMED:
        return "claimed";
    case TENURE_FOUND:
        return "found";
    case TENURE_HOWS:
        break;
    }
    return "none";
}

const char *offer_end_name(enum offer_end end)
{
    switch (end) {
    case OFFER_OPEN:
        return "open";
    case OFFER_TAKEN:
        return "taken";
    case OFFER_REFUSED:
        return "refused";
    case OFFER_REPLACED:
        return "replaced";
    case OFFER_DROPPED:
        return "dropped";
    }
    return "none";
}

static bool tenures_valid(const struct custody *custody)
{
    for (int i = 0; i + 1 < custody->tenures; i++) {
        if (custody->tenure[i].until.ms != custody->tenure[i + 1].from.ms) {
            return false; /* (1) */
        }
    }
    const struct tenure *last = &custody->tenure[custody->tenures - 1];
    return last->until.ms == INSTANT_NEVER.ms && name_same(last->holder, custody->holder) &&
           last->from.ms == custody->since.ms && last->verified == custody->verified &&
           last->ready_at.ms == custody->ready_at.ms &&
           last->evidence.ms == custody->evidence.ms; /* (2) */
}

bool custody_valid(const struct custody *custody)
{
    if (custody->tenures == 0 || !tenures_valid(custody)) {
        return false;
    }
    int open = 0;
    for (int i = 0; i < custody->offers; i++) {
        open += custody->offer[i].until.ms == INSTANT_NEVER.ms;
    }
    if (open != (custody->offer_to.id != 0) ||
        (open == 1 && !name_same(custody->offer[custody->offers - 1].to, custody->offer_to))) {
        return false; /* (3) */
    }
    int missing = 0;
    for (int i = 0; i < custody->unlocateds; i++) {
        missing += custody->unlocated[i].until.ms == INSTANT_NEVER.ms;
    }
    return missing == (custody->unlocated_since.ms != INSTANT_NEVER.ms); /* (4) */
}

/* Acts in order, as numbers of those given. */
struct order {
    uint16_t at[CUSTODY_ACTS_MAX];
    uint16_t count;
    bool voids; /* some act is a void */
};

/* Puts act NUMBER in its place; one that is there already is the same statement. */
static void insert(struct order *order, const struct custody_input *input, uint16_t number)
{
    const struct act *act = &input->acts[number];
    int at = order->count;
    while (at > 0) {
        const struct act *before = &input->acts[order->at[at - 1]];
        int relation = before->at.ms < act->at.ms ? -1 : act_order(before, act, input->names);
        if (relation == 0) {
            return;
        }
        if (relation < 0) {
            break;
        }
        at--;
    }
    for (int i = order->count; i > at; i--) {
        order->at[i] = order->at[i - 1];
    }
    order->at[at] = number;
    order->count++;
    order->voids = order->voids || act->kind == ACT_VOID;
}

/* False: there are more than fit. */
static bool put_in_order(struct order *order, const struct custody_input *input)
{
    int64_t known_before = input->known.m == MINUTE_NEVER.m
                               ? INT64_MAX
                               : minute_instant((struct minute){input->known.m + 1}).ms;
    order->count = 0;
    order->voids = false;
    for (size_t i = 0; i < input->act_count; i++) {
        if (input->acts[i].at.ms >= known_before) {
            continue;
        }
        if (order->count == CUSTODY_ACTS_MAX || i > UINT16_MAX) {
            return false;
        }
        insert(order, input, (uint16_t)i);
    }
    return true;
}

bool custody_is_ruling(const struct act *act, const struct names *names)
{
    if (!text_starts(names_text(names, act->reason), "ruling_")) {
        return false;
    }
    struct text rest = names_text(names, act->person);
    struct text first = {.at = "", .size = 0};
    size_t from = 0;
    for (size_t i = 0; i <= rest.size; i++) {
        bool mark = i == rest.size || rest.at[i] == '+' || rest.at[i] == '&' || rest.at[i] == ';' ||
                    rest.at[i] == '/' || rest.at[i] == ',';
        if (!mark) {
            continue;
        }
        struct text person = text_trim((struct text){rest.at + from, i - from});
        from = i + 1;
        if (person.size > 0 && first.size == 0) {
            first = person;
        } else if (person.size > 0 && !text_equal(person, first)) {
            return true;
        }
    }
    return false;
}

/* Strikes out what the voids declare wrong. A void is never voided. */
static void strike(struct order *order, const struct custody_input *input)
{
    bool struck[CUSTODY_ACTS_MAX] = {false};
    for (int v = 0; v < order->count; v++) {
        const struct act *by = &input->acts[order->at[v]];
        struct act_reference wrong;
        if (by->kind != ACT_VOID ||
            !act_reference_parse(names_text(input->names, by->parent), &wrong)) {
            continue;
        }
        bool ruling = custody_is_ruling(by, input->names);
        for (int i = 0; i < order->count; i++) {
            const struct act *act = &input->acts[order->at[i]];
            bool meant = act->kind == wrong.kind && act->at.ms == wrong.at.ms &&
                         name_same(act->subject, by->subject) &&
                         text_equal(names_text(input->names, act->party), wrong.party);
            struck[i] = struck[i] || (meant && (ruling || name_same(by->party, act->party)));
        }
    }
    int kept = 0;
    for (int i = 0; i < order->count; i++) {
        if (!struck[i] && input->acts[order->at[i]].kind != ACT_VOID) {
            order->at[kept++] = order->at[i];
        }
    }
    order->count = (uint16_t)kept;
}

size_t custody_counting(const struct custody_input *input, uint16_t out_numbers[CUSTODY_ACTS_MAX])
{
    struct order order;
    if (!put_in_order(&order, input)) {
        return 0;
    }
    strike(&order, input);
    memcpy(out_numbers, order.at, order.count * sizeof *out_numbers);
    return order.count;
}

/* The name under which the book knows PARTY: an office that has merged is the one it was. */
static struct name as_known(const struct custody *custody, const struct mergers *mergers,
                            struct name party, struct day day)
{
    if (merger_same(mergers, party, custody->holder, day)) {
        return custody->holder;
    }
    return merger_same(mergers, party, custody->offer_to, day) ? custody->offer_to : party;
}

/* ACT with the parties by the names the book knows them by; in ROOM if those are others. */
static const struct act *known_as(const struct custody_book *book,
                                  const struct custody_input *input, const struct act *act,
                                  struct act *room)
{
    if (input->mergers.count == 0) {
        return act;
    }
    const struct day day = minute_day(instant_minute(act->at));
    *room = *act;
    room->party = as_known(book->custody, &input->mergers, act->party, day);
    room->counterpart = as_known(book->custody, &input->mergers, act->counterpart, day);
    return room;
}

/* The acts of one instant, order->at[from .. to). */
static void fold_instant(struct custody_book *book, const struct custody_input *input,
                         struct order *order, int from, int to)
{
    while (from < to && !book->custody->overflow) {
        struct act room;
        int chosen = from;
        while (to - from > 1 && chosen < to &&
               custody_would(book, known_as(book, input, &input->acts[order->at[chosen]], &room)) !=
                   CONFLICT_KINDS) {
            chosen++;
        }
        chosen = chosen == to ? from : chosen;
        uint16_t number = order->at[chosen];
        for (int i = chosen; i > from; i--) {
            order->at[i] = order->at[i - 1];
        }
        from++;
        custody_act(book, known_as(book, input, &input->acts[number], &room), number);
    }
}

static void start(struct custody *custody, const struct custody_input *input,
                  const struct order *order)
{
    struct instant since = input->since;
    for (int i = 0; i < order->count && since.ms == INSTANT_NEVER.ms; i++) {
        const struct act *act = &input->acts[order->at[i]];
        since = name_same(act->subject, input->dossier) ? act->at : since;
    }
    memset(custody, 0, offsetof(struct custody, tenure)); /* how many of the rest there are */
    custody->holder = input->holder;
    custody->since = since;
    custody->evidence = INSTANT_NEVER;
    custody->ready_at = INSTANT_NEVER;
    custody->offer_at = INSTANT_NEVER;
    custody->unlocated_since = INSTANT_NEVER;
    custody->returned_at = INSTANT_NEVER;
    custody->first_act = INSTANT_NEVER;
    custody->first_intake = INSTANT_NEVER;
    custody->tenures = 1;
    custody->tenure[0] = (struct tenure){.holder = input->holder,
                                         .from = since,
                                         .until = INSTANT_NEVER,
                                         .ready_at = INSTANT_NEVER,
                                         .evidence = INSTANT_NEVER,
                                         .how = TENURE_START,
                                         .act = UINT16_MAX};
}

void custody_fold(const struct custody_input *input, struct custody *out_custody)
{
    struct order order;
    struct custody_book book;
    bool fits = put_in_order(&order, input);
    if (order.voids) {
        strike(&order, input);
    }
    start(out_custody, input, &order);
    custody_book_open(&book, input, out_custody);
    out_custody->overflow = !fits;
    for (int from = 0; from < order.count && !out_custody->overflow;) {
        int to = from + 1;
        while (to < order.count &&
               input->acts[order.at[to]].at.ms == input->acts[order.at[from]].at.ms) {
            to++;
        }
        fold_instant(&book, input, &order, from, to);
        from = to;
    }
    assert(out_custody->overflow || custody_valid(out_custody));
}

size_t custody_bundles(const struct act *acts, size_t count, struct name *out_bundles, size_t room)
{
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        struct name parent = acts[i].parent;
        if (acts[i].kind != ACT_PACK || parent.id == 0) {
            continue;
        }
        size_t at = 0;
        while (at < found && at < room && !name_same(out_bundles[at], parent)) {
            at++;
        }
        if (at == found || at == room) {
            if (found < room) {
                out_bundles[found] = parent;
            }
            found++;
        }
    }
    return found;
}

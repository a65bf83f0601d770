#include "base/check.h"
#include "core/custody_book.h"

/* What the moves do: tenures, offers, gaps, and how bundles lie in one another. */

static struct name parent_of(const struct custody_book *book, struct name bundle)
{
    for (int i = 0; i < book->bundles; i++) {
        if (name_same(book->nested[i].bundle, bundle)) {
            return book->nested[i].parent;
        }
    }
    return NAME_NONE;
}

/* True if the dossier lies in BUNDLE, however deep. Bundles may be said to lie in a ring: then the
 * walk ends after as many steps as there are bundles. */
bool custody_lies_in(const struct custody_book *book, struct name bundle)
{
    struct name at = book->custody->bundle;
    for (int i = 0; i <= book->bundles && at.id != 0; i++) {
        if (name_same(at, bundle)) {
            return true;
        }
        at = parent_of(book, at);
    }
    return false;
}

struct tenure *custody_present(const struct custody_book *book)
{
    assert(book->custody->tenures > 0);
    return &book->custody->tenure[book->custody->tenures - 1];
}

void custody_note(struct custody_book *book, enum conflict_kind kind, const struct act *act,
                  uint16_t index, bool moved)
{
    struct custody *custody = book->custody;
    if (custody->conflicts == CUSTODY_CONFLICTS_MAX) {
        custody->conflicts_left_off = true;
        return;
    }
    bool missing = kind == CONFLICT_TAKE_MISSING;
    custody->conflict[custody->conflicts++] =
        (struct conflict){.at = act->at,
                          .holder = custody->holder,
                          .party = missing ? custody->offer_to : act->party,
                          .act = index,
                          .kind = (uint8_t)kind,
                          .moved = moved};
}

static void close_offer(struct custody *custody, struct instant at, enum offer_end end)
{
    if (custody->offer_to.id == 0) {
        return;
    }
    struct custody_offer *offer = &custody->offer[custody->offers - 1];
    offer->until = at;
    offer->end = (uint8_t)end;
    custody->offer_to = NAME_NONE;
    custody->offer_at = INSTANT_NEVER;
}

static void locate(struct custody *custody, struct instant at)
{
    if (custody->unlocated_since.ms != INSTANT_NEVER.ms) {
        custody->unlocated[custody->unlocateds - 1].until = at;
        custody->unlocated_since = INSTANT_NEVER;
    }
}

static void lose(struct custody *custody, struct instant at)
{
    if (custody->unlocated_since.ms != INSTANT_NEVER.ms) {
        return;
    }
    if (custody->unlocateds == CUSTODY_SPELLS_MAX) {
        custody->overflow = true;
        return;
    }
    custody->unlocated[custody->unlocateds++] =
        (struct spell){.party = custody->holder, .from = at, .until = INSTANT_NEVER};
    custody->unlocated_since = at;
}

/* The tenure that is present says who holds it, since when, how sure, and whether it is ready. */
static void read_present(struct custody_book *book)
{
    struct custody *custody = book->custody;
    const struct tenure *tenure = custody_present(book);
    custody->holder = tenure->holder;
    custody->since = tenure->from;
    custody->verified = tenure->verified;
    custody->ready_at = tenure->ready_at;
    custody->evidence = tenure->evidence;
}

static void hold(struct custody_book *book, const struct tenure *next)
{
    struct custody *custody = book->custody;
    if (custody->tenures == CUSTODY_TENURES_MAX) {
        custody->overflow = true;
        return;
    }
    bool to_whom_offered = name_same(custody->offer_to, next->holder);
    close_offer(custody, next->from, to_whom_offered ? OFFER_TAKEN : OFFER_DROPPED);
    custody_present(book)->until = next->from;
    custody->tenure[custody->tenures++] = *next;
    read_present(book);
}

/* WHO held it since the offer to it, though it never took it. What was lost meanwhile is located
 * only now, by the act that says so. */
static void corroborate(struct custody_book *book, struct name who, struct instant said,
                        uint16_t index)
{
    struct tenure tenure = {.holder = who,
                            .from = book->custody->offer_at,
                            .until = INSTANT_NEVER,
                            .ready_at = INSTANT_NEVER,
                            .evidence = INSTANT_NEVER,
                            .how = TENURE_CORROBORATED,
                            .act = index};
    hold(book, &tenure);
    locate(book->custody, said);
}

static void mark_gap(struct custody_book *book, struct instant until)
{
    struct custody *custody = book->custody;
    if (custody->gaps == CUSTODY_SPELLS_MAX) {
        custody->overflow = true;
        return;
    }
    bool seen = custody->evidence.ms != INSTANT_NEVER.ms;
    custody->gap[custody->gaps++] =
        (struct spell){.party = custody->holder,
                       .from = seen ? custody->evidence : custody->since,
                       .until = until};
    custody->has_gap = true;
}

void custody_come(struct custody_book *book, const struct act *act, uint16_t index,
                  enum comes comes)
{
    struct custody *custody = book->custody;
    bool direct = custody_direct(book, act);
    struct tenure tenure = {.holder = act->party,
                            .from = act->at,
                            .until = INSTANT_NEVER,
                            .ready_at = INSTANT_NEVER,
                            .evidence = INSTANT_NEVER,
                            .bundle = direct ? NAME_NONE : act->subject,
                            .how = direct ? TENURE_VERIFIED : TENURE_INFERRED,
                            .verified = direct,
                            .act = index};
    switch (comes) {
    case COMES_NOT:
        return;
    case COMES_CORROBORATED:
        corroborate(book, act->party, act->at, index);
        return;
    case COMES_THROUGH:
        corroborate(book, act->counterpart, act->at, index);
        if (name_same(act->party, act->counterpart)) {
            custody_do(book, act, DOES_CONFIRM); /* it takes from itself what it was offered */
            return;
        }
        break;
    case COMES_CLAIMING:
        mark_gap(book, act->at);
        tenure.how = TENURE_CLAIMED;
        break;
    case COMES_FINDING:
        tenure.how = TENURE_FOUND;
        break;
    case COMES_TAKING:
        break;
    }
    tenure.ended_spell = custody->unlocated_since.ms != INSTANT_NEVER.ms && comes != COMES_THROUGH
                             ? custody->unlocateds
                             : 0;
    hold(book, &tenure);
    locate(custody, act->at);
}

static void offer(struct custody_book *book, const struct act *act)
{
    struct custody *custody = book->custody;
    close_offer(custody, act->at, OFFER_REPLACED);
    if (custody->offers == CUSTODY_OFFERS_MAX) {
        custody->overflow = true;
        return;
    }
    custody->offer[custody->offers++] = (struct custody_offer){.from = act->party,
                                                               .to = act->counterpart,
                                                               .at = act->at,
                                                               .until = INSTANT_NEVER,
                                                               .end = OFFER_OPEN};
    custody->offer_to = act->counterpart;
    custody->offer_at = act->at;
}

/* "that take falls for this item: previous holder, unlocated; out of the bundle" */
static void fall(struct custody_book *book, const struct act *act)
{
    struct custody *custody = book->custody;
    const uint8_t spell = custody_present(book)->ended_spell;
    close_offer(custody, act->at, OFFER_DROPPED);
    custody->tenures--;
    custody_present(book)->until = INSTANT_NEVER;
    read_present(book);
    custody->bundle = NAME_NONE;
    if (spell == 0) {
        lose(custody, act->at);
        return;
    }
    custody->unlocateds = spell; /* what the fallen take had found was never found */
    custody->unlocated[spell - 1].until = INSTANT_NEVER;
    custody->unlocated_since = custody->unlocated[spell - 1].from;
}

static void mark_pause(struct custody *custody, const struct act *act)
{
    if (custody->pauses == CUSTODY_PAUSES_MAX) {
        custody->overflow = true;
        return;
    }
    custody->pause[custody->pauses++] = (struct pause_mark){.at = act->at,
                                                            .party = act->party,
                                                            .reason = act->reason,
                                                            .resume = act->kind == ACT_RESUME};
}

/* BUNDLE now lies in PARENT. */
static void nest(struct custody_book *book, struct name bundle, struct name parent)
{
    int at = 0;
    while (at < book->bundles && !name_same(book->nested[at].bundle, bundle)) {
        at++;
    }
    if (at == CUSTODY_BUNDLES_MAX) {
        book->custody->overflow = true;
        return;
    }
    book->nested[at].bundle = bundle;
    book->nested[at].parent = parent;
    book->bundles = (uint8_t)(at == book->bundles ? at + 1 : book->bundles);
}

static void put_in(struct custody_book *book, struct name subject, struct name parent)
{
    if (name_same(subject, book->dossier)) {
        book->custody->bundle = parent;
    } else {
        nest(book, subject, parent);
    }
}

static struct name lies_where(const struct custody_book *book, struct name subject)
{
    return name_same(subject, book->dossier) ? book->custody->bundle : parent_of(book, subject);
}

/* Out of the bundle it names; naming none, out of whatever it is in. */
static void take_out(struct custody_book *book, const struct act *act)
{
    struct name in = lies_where(book, act->subject);
    if (in.id != 0 && (act->parent.id == 0 || name_same(act->parent, in))) {
        put_in(book, act->subject, NAME_NONE);
    }
}

/* True: the item itself was scanned, not only its bundle. */
static bool verify(struct custody_book *book, const struct act *act)
{
    const bool direct = custody_direct(book, act);
    if (direct) {
        custody_present(book)->verified = true;
        book->custody->verified = true;
    }
    return direct;
}

void custody_do(struct custody_book *book, const struct act *act, enum does does)
{
    struct custody *custody = book->custody;
    switch (does) {
    case DOES_NOTHING:
        break;
    case DOES_VERIFY:
        (void)verify(book, act);
        break;
    case DOES_CONFIRM:
        if (verify(book, act)) {
            locate(custody, act->at);
        }
        break;
    case DOES_OFFER:
        offer(book, act);
        break;
    case DOES_CLOSE:
        close_offer(custody, act->at, OFFER_REFUSED);
        break;
    case DOES_READY:
        if (custody->ready_at.ms == INSTANT_NEVER.ms) {
            custody->ready_at = act->at;
            custody_present(book)->ready_at = act->at;
        }
        break;
    case DOES_END:
        close_offer(custody, act->at, OFFER_DROPPED);
        locate(custody, act->at);
        custody->returned_at = act->at;
        custody->bundle = NAME_NONE;
        break;
    case DOES_FALL:
        fall(book, act);
        break;
    case DOES_LOSE:
        lose(custody, act->at);
        break;
    case DOES_LOCATE:
        locate(custody, act->at);
        break;
    case DOES_PACK:
        put_in(book, act->subject, act->parent);
        break;
    case DOES_UNPACK:
        take_out(book, act);
        break;
    case DOES_MARK:
        mark_pause(custody, act);
        break;
    }
}

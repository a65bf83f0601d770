/* custody_book - the book of one dossier while it is folded, for the files that make up custody.
 *
 * Nobody outside custody*.c looks here. */
#ifndef CORE_CUSTODY_BOOK_H
#define CORE_CUSTODY_BOOK_H

#include "core/custody.h"

/* The book while it is folded: custody itself and how the bundles lie in one another. */
struct custody_book {
    const struct names *names;
    struct name dossier;
    struct custody *custody;
    struct {
        struct name bundle;
        struct name parent; /* NAME_NONE: it lies in none */
    } nested[CUSTODY_BUNDLES_MAX];
    uint8_t bundles;
};

/* How who acts comes to hold it. */
enum comes {
    COMES_NOT,
    COMES_TAKING,
    COMES_THROUGH,      /* through the giver, who held it since the offer, inferred */
    COMES_CORROBORATED, /* held it since the offer to it, inferred */
    COMES_CLAIMING,     /* the time since the last evidence is a gap */
    COMES_FINDING
};

enum does {
    DOES_NOTHING,
    DOES_VERIFY,  /* it took in what it holds, the item itself: verified */
    DOES_CONFIRM, /* it took again what it holds: verified, and located */
    DOES_OFFER,
    DOES_CLOSE,
    DOES_READY,
    DOES_END,
    DOES_FALL, /* the taker's inferred take falls for this item */
    DOES_LOSE,
    DOES_LOCATE,
    DOES_PACK,
    DOES_UNPACK,
    DOES_MARK
};

static inline bool custody_direct(const struct custody_book *book, const struct act *act)
{
    return name_same(act->subject, book->dossier);
}

/* True if the dossier lies in BUNDLE, however deep. */
bool custody_lies_in(const struct custody_book *book, struct name bundle);
struct tenure *custody_present(const struct custody_book *book);
void custody_note(struct custody_book *book, enum conflict_kind kind, const struct act *act,
                  uint16_t index, bool moved);
void custody_come(struct custody_book *book, const struct act *act, uint16_t index,
                  enum comes comes);
void custody_do(struct custody_book *book, const struct act *act, enum does does);

void custody_book_open(struct custody_book *book, const struct custody_input *input,
                       struct custody *custody);
/* The conflict ACT would be now; CONFLICT_KINDS: none. Changes nothing. */
enum conflict_kind custody_would(const struct custody_book *book, const struct act *act);
/* What ACT, number INDEX of those given, does. */
void custody_act(struct custody_book *book, const struct act *act, uint16_t index);

#endif

#include "base/check.h"
#include "core/custody_book.h"

/* The book of one dossier and what an act does to it: SEMANTICS section 3, row by row. */

enum deed { /* acts, with the exceptions that move something apart */
            DEED_NONE,
            DEED_INTAKE,
            DEED_READY,
            DEED_PACK,
            DEED_GIVE,
            DEED_REFUSE,
            DEED_TAKE,
            DEED_UNPACK,
            DEED_PAUSE,
            DEED_RESUME,
            DEED_SHORT,
            DEED_LOST,
            DEED_FOUND,
            DEED_RETURN
};

enum when {
    WHEN_ANY,
    WHEN_HOLDS,         /* who acts is the holder */
    WHEN_FROM_HOLDER,   /* the counterpart is the holder, or not named */
    WHEN_GIVER_OFFERED, /* an open offer to the counterpart */
    WHEN_OFFERED,       /* an open offer to who acts */
    WHEN_ASTRAY,        /* unlocated, and the item itself was scanned or spoken of */
    WHEN_SCANNED,       /* the item itself, not only its bundle */
    WHEN_BY_BUNDLE      /* who acts holds it only because it took the bundle */
};

enum { NO_CONFLICT = CONFLICT_KINDS };

/* Every move there is. The first row that fits an act is taken; an act that fits none (seal,
 * arrive, other exceptions) moves nothing and is evidence at most. */
static const struct move {
    enum deed deed;
    enum when when;
    enum comes comes;
    int conflict;
    enum does does;
} moves[] = {
    {DEED_INTAKE, WHEN_HOLDS,         COMES_NOT,          NO_CONFLICT,              DOES_VERIFY },
    {DEED_READY,  WHEN_HOLDS,         COMES_NOT,          NO_CONFLICT,              DOES_READY  },
    {DEED_READY,  WHEN_OFFERED,       COMES_CORROBORATED, CONFLICT_TAKE_MISSING,    DOES_READY  },
    {DEED_READY,  WHEN_ANY,           COMES_CLAIMING,     CONFLICT_NOT_HOLDER,      DOES_READY  },
    {DEED_PACK,   WHEN_ANY,           COMES_NOT,          NO_CONFLICT,              DOES_PACK   },
    {DEED_GIVE,   WHEN_HOLDS,         COMES_NOT,          NO_CONFLICT,              DOES_OFFER  },
    {DEED_GIVE,   WHEN_OFFERED,       COMES_CORROBORATED, CONFLICT_TAKE_MISSING,    DOES_OFFER  },
    {DEED_GIVE,   WHEN_ANY,           COMES_NOT,          CONFLICT_NOT_HOLDER,      DOES_NOTHING},
    {DEED_REFUSE, WHEN_OFFERED,       COMES_NOT,          NO_CONFLICT,              DOES_CLOSE  },
    {DEED_TAKE,   WHEN_HOLDS,         COMES_NOT,          NO_CONFLICT,              DOES_CONFIRM},
    {DEED_TAKE,   WHEN_FROM_HOLDER,   COMES_TAKING,       NO_CONFLICT,              DOES_NOTHING},
    {DEED_TAKE,   WHEN_GIVER_OFFERED, COMES_THROUGH,      CONFLICT_TAKE_MISSING,    DOES_NOTHING},
    {DEED_TAKE,   WHEN_ASTRAY,        COMES_FINDING,      NO_CONFLICT,              DOES_NOTHING},
    {DEED_TAKE,   WHEN_SCANNED,       COMES_CLAIMING,     CONFLICT_OTHER_CUSTODIAN, DOES_NOTHING},
    {DEED_TAKE,   WHEN_ANY,           COMES_NOT,          CONFLICT_OTHER_CUSTODIAN, DOES_NOTHING},
    {DEED_UNPACK, WHEN_ANY,           COMES_NOT,          NO_CONFLICT,              DOES_UNPACK },
    {DEED_PAUSE,  WHEN_SCANNED,       COMES_NOT,          NO_CONFLICT,              DOES_MARK   },
    {DEED_RESUME, WHEN_SCANNED,       COMES_NOT,          NO_CONFLICT,              DOES_MARK   },
    {DEED_SHORT,  WHEN_BY_BUNDLE,     COMES_NOT,          NO_CONFLICT,              DOES_FALL   },
    {DEED_LOST,   WHEN_ANY,           COMES_NOT,          NO_CONFLICT,              DOES_LOSE   },
    {DEED_FOUND,  WHEN_HOLDS,         COMES_NOT,          NO_CONFLICT,              DOES_LOCATE },
    {DEED_FOUND,  WHEN_ASTRAY,        COMES_FINDING,      NO_CONFLICT,              DOES_NOTHING},
    {DEED_FOUND,  WHEN_ANY,           COMES_CLAIMING,     CONFLICT_OTHER_CUSTODIAN, DOES_NOTHING},
    {DEED_RETURN, WHEN_HOLDS,         COMES_NOT,          NO_CONFLICT,              DOES_END    },
    {DEED_RETURN, WHEN_OFFERED,       COMES_CORROBORATED, CONFLICT_TAKE_MISSING,    DOES_END    },
    {DEED_RETURN, WHEN_ANY,           COMES_CLAIMING,     CONFLICT_NOT_HOLDER,      DOES_END    },
};

enum { MOVES = sizeof moves / sizeof moves[0] };

/* The first row of each deed: rows of one deed stand together. */
static const uint8_t first_move[] = {
    [DEED_NONE] = MOVES, [DEED_INTAKE] = 0,  [DEED_READY] = 1,  [DEED_PACK] = 4,
    [DEED_GIVE] = 5,     [DEED_REFUSE] = 8,  [DEED_TAKE] = 9,   [DEED_UNPACK] = 15,
    [DEED_PAUSE] = 16,   [DEED_RESUME] = 17, [DEED_SHORT] = 18, [DEED_LOST] = 19,
    [DEED_FOUND] = 20,   [DEED_RETURN] = 23,
};

void custody_book_open(struct custody_book *book, const struct custody_input *input,
                       struct custody *custody)
{
    book->names = input->names;
    book->dossier = input->dossier;
    book->custody = custody;
    book->bundles = 0;
}

static enum deed exception_deed(const struct custody_book *book, const struct act *act)
{
    struct text reason = names_text(book->names, act->reason);
    return text_is(reason, "short")   ? DEED_SHORT
           : text_is(reason, "lost")  ? DEED_LOST
           : text_is(reason, "found") ? DEED_FOUND
                                      : DEED_NONE;
}

static enum deed deed_of(const struct custody_book *book, const struct act *act)
{
    switch ((enum act_kind)act->kind) {
    case ACT_INTAKE:
        return DEED_INTAKE;
    case ACT_READY:
        return DEED_READY;
    case ACT_PACK:
        return DEED_PACK;
    case ACT_GIVE:
        return DEED_GIVE;
    case ACT_REFUSE:
        return DEED_REFUSE;
    case ACT_TAKE:
        return DEED_TAKE;
    case ACT_UNPACK:
        return DEED_UNPACK;
    case ACT_PAUSE:
        return DEED_PAUSE;
    case ACT_RESUME:
        return DEED_RESUME;
    case ACT_RETURN:
        return DEED_RETURN;
    case ACT_EXCEPTION:
        return exception_deed(book, act);
    case ACT_SEAL:
    case ACT_ARRIVE:
    case ACT_DEPART:
    case ACT_VOID:
    case ACT_KINDS:
        break;
    }
    return DEED_NONE;
}

static bool reaches(const struct custody_book *book, const struct act *act)
{
    return custody_direct(book, act) || custody_lies_in(book, act->subject);
}

static bool fits(const struct custody_book *book, const struct act *act, enum when when)
{
    const struct custody *custody = book->custody;
    bool offered = custody->offer_to.id != 0;
    switch (when) {
    case WHEN_ANY:
        return true;
    case WHEN_HOLDS:
        return name_same(act->party, custody->holder);
    case WHEN_FROM_HOLDER:
        return act->counterpart.id == 0 || name_same(act->counterpart, custody->holder);
    case WHEN_GIVER_OFFERED:
        return offered && name_same(act->counterpart, custody->offer_to);
    case WHEN_OFFERED:
        return offered && name_same(act->party, custody->offer_to);
    case WHEN_ASTRAY:
        return custody->unlocated_since.ms != INSTANT_NEVER.ms && custody_direct(book, act);
    case WHEN_SCANNED:
        return custody_direct(book, act);
    case WHEN_BY_BUNDLE:
        return name_same(act->party, custody->holder) &&
               custody_present(book)->how == TENURE_INFERRED && !custody_present(book)->verified;
    }
    return false;
}

static const struct move *move_of(const struct custody_book *book, const struct act *act)
{
    enum deed deed = deed_of(book, act);
    assert(deed == DEED_NONE || moves[first_move[deed]].deed == deed);
    for (int i = first_move[deed]; i < MOVES && moves[i].deed == deed; i++) {
        if (fits(book, act, moves[i].when)) {
            return &moves[i];
        }
    }
    return NULL;
}

enum conflict_kind custody_would(const struct custody_book *book, const struct act *act)
{
    if (!reaches(book, act)) {
        return CONFLICT_KINDS;
    }
    if (book->custody->returned_at.ms != INSTANT_NEVER.ms) {
        return CONFLICT_AFTER_RETURN;
    }
    const struct move *move = move_of(book, act);
    return move ? (enum conflict_kind)move->conflict : CONFLICT_KINDS;
}

/* What an act that is about the dossier says of it apart from custody. */
static void read_own(struct custody_book *book, const struct act *act)
{
    struct custody *custody = book->custody;
    if (!custody_direct(book, act)) {
        return;
    }
    custody->has_own_act = true;
    if (custody->first_act.ms > act->at.ms) {
        custody->first_act = act->at;
    }
    if (act->kind == ACT_INTAKE && custody->first_intake.ms > act->at.ms) {
        custody->first_intake = act->at;
    }
    /* "a direct take under another parent unpacks" */
    if (act->kind == ACT_TAKE && act->parent.id != 0 && !custody_lies_in(book, act->parent)) {
        custody->bundle = NAME_NONE;
    }
}

void custody_act(struct custody_book *book, const struct act *act, uint16_t index)
{
    struct custody *custody = book->custody;
    if (!reaches(book, act)) {
        custody_do(book, act,
                   act->kind == ACT_PACK     ? DOES_PACK
                   : act->kind == ACT_UNPACK ? DOES_UNPACK
                                             : DOES_NOTHING);
        return;
    }
    if (custody->returned_at.ms != INSTANT_NEVER.ms) {
        custody_note(book, CONFLICT_AFTER_RETURN, act, index, false);
        return;
    }
    read_own(book, act);
    const struct move *move = move_of(book, act);
    if (move) {
        if (move->conflict != NO_CONFLICT) {
            custody_note(book, (enum conflict_kind)move->conflict, act, index,
                         move->comes != COMES_NOT);
        }
        custody_come(book, act, index, move->comes);
        custody_do(book, act, move->does);
    }
    if (name_same(act->party, custody->holder)) {
        custody->evidence = act->at;
        custody_present(book)->evidence = act->at;
    }
}

static const char *deed_name(enum deed deed)
{
    switch (deed) {
    case DEED_INTAKE:
        return "intake";
    case DEED_READY:
        return "ready";
    case DEED_PACK:
        return "pack";
    case DEED_GIVE:
        return "give";
    case DEED_REFUSE:
        return "refuse";
    case DEED_TAKE:
        return "take";
    case DEED_UNPACK:
        return "unpack";
    case DEED_PAUSE:
        return "pause";
    case DEED_RESUME:
        return "resume";
    case DEED_SHORT:
        return "short";
    case DEED_LOST:
        return "lost";
    case DEED_FOUND:
        return "found";
    case DEED_RETURN:
        return "return";
    case DEED_NONE:
        break;
    }
    return "none";
}

static const char *when_name(enum when when)
{
    switch (when) {
    case WHEN_ANY:
        return "else";
    case WHEN_HOLDS:
        return "it is the holder";
    case WHEN_FROM_HOLDER:
        return "from the holder";
    case WHEN_GIVER_OFFERED:
        return "from one it was offered to";
    case WHEN_OFFERED:
        return "it was offered to it";
    case WHEN_ASTRAY:
        return "unlocated, item scanned";
    case WHEN_SCANNED:
        return "item scanned";
    case WHEN_BY_BUNDLE:
        return "it took the bundle only";
    }
    return "none";
}

static const char *comes_name(enum comes comes)
{
    switch (comes) {
    case COMES_NOT:
        return "custody stays";
    case COMES_TAKING:
        return "it holds";
    case COMES_THROUGH:
        return "the giver held since the offer, then it holds";
    case COMES_CORROBORATED:
        return "it held since the offer";
    case COMES_CLAIMING:
        return "a gap, then it holds";
    case COMES_FINDING:
        return "found: it holds";
    }
    return "none";
}

static const char *does_name(enum does does)
{
    switch (does) {
    case DOES_NOTHING:
        return "";
    case DOES_VERIFY:
    case DOES_CONFIRM:
        return "verified if scanned";
    case DOES_OFFER:
        return "offer opens";
    case DOES_CLOSE:
        return "offer closes";
    case DOES_READY:
        return "ready";
    case DOES_END:
        return "life ends";
    case DOES_FALL:
        return "its take falls, unlocated, out of the bundle";
    case DOES_LOSE:
        return "unlocated";
    case DOES_LOCATE:
        return "located";
    case DOES_PACK:
        return "into the bundle";
    case DOES_UNPACK:
        return "out of the bundle";
    case DOES_MARK:
        return "noted";
    }
    return "none";
}

void custody_moves_dot(struct line *line)
{
    line_put(line, "// Printed from the table in shared/core/custody_moves.c; a test compares.\n"
                   "digraph custody {\n  rankdir=LR;\n");
    for (int i = 0; i < MOVES; i++) {
        const struct move *move = &moves[i];
        line_put(line, "  \"");
        line_put(line, deed_name(move->deed));
        line_put(line, "\" -> \"");
        line_put(line, comes_name(move->comes));
        line_put(line, "\" [label=\"");
        line_put(line, when_name(move->when));
        if (move->does != DOES_NOTHING) {
            line_put(line, ": ");
            line_put(line, does_name(move->does));
        }
        if (move->conflict != NO_CONFLICT) {
            line_put(line, " / ");
            line_put(line, conflict_kind_name((enum conflict_kind)move->conflict));
        }
        line_put(line, "\"];\n");
    }
    line_put(line, "}\n");
}

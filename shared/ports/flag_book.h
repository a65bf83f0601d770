/* flag_book - what watch has concluded: custody, flags and their history, timelines, conflicts.
 *
 * A derived book: it may be deleted and is rebuilt from the acts, equal in its canonical export.
 * watch is the only writer (`flag_book`); board and the command line read (`flag_reader`). All
 * texts are texts here: numbers of core/names never enter a book. Kept by
 * adapters/sqlite/flag_book_sqlite.c; faked by tests/fakes/flag_book_memory.c; both pass
 * tests/contract/flag_book. */
#ifndef PORTS_FLAG_BOOK_H
#define PORTS_FLAG_BOOK_H

#include "base/arena.h"
#include "core/act.h"
#include "core/custody.h"
#include "core/flag.h"
#include "core/flag_said.h"
#include "core/journal.h"

/* How far the book is. `fold` is the version of the rules: a book of other rules is rebuilt. */
struct book_position {
    uint64_t n;              /* newest row of the acts that is folded in */
    struct instant received; /* its commit time */
    struct minute clock;     /* every minute up to this one has been judged */
    uint32_t fold;
    uint64_t incident; /* newest incident of the acts' book that is copied here */
    uint64_t acts;     /* that count: a table too long to be counted for each question */
    uint64_t trail;    /* a digest of the rows up to n: is this the book of those acts? */
    uint64_t checked;  /* all signatures up to this row have been looked at; never in an export */
    struct instant written; /* the writer's wall clock: a sign of life, never in an export */
};

/* Where a statement stands in the acts: the entry, and the line of a file (0: the entry itself). */
struct book_source {
    struct device device;
    struct place place;
    uint32_t line;
};

struct book_run {
    struct text route;
    struct text round;
    struct minute departs; /* MINUTE_NEVER: none */
};

/* One dossier as it stands: what the feed says, who holds it, its flag. Key: code. Of a flag that
 * is done or unknown only level, missing, promised and, when done, forecast (J) say something. */
struct book_dossier {
    struct text code;
    struct text procedure;
    struct text agency;
    struct minute received;
    struct minute promised; /* P, at J when done, as stated when unknown; MINUTE_NEVER: none */
    uint8_t status;         /* of the feed */
    bool by_post;
    struct text holder;
    struct minute since;
    bool verified;
    struct text offer_to;
    struct text bundle;
    enum flag_level level;
    enum flag_cause cause;
    enum flag_leg leg;
    enum flag_missing missing;
    int32_t slack_minutes;
    int32_t minutes_gained;
    struct minute butfor; /* as these four: struct flag; core/flag_said makes a sentence of them */
    int32_t minutes_spare;
    int32_t minutes_taken;
    int32_t minutes_standard;
    bool by_instant;
    struct minute forecast;
    struct minute f50, f90; /* by what legs have really taken; MINUTE_NEVER: nothing can be said */
    int32_t late;           /* thousandths: how likely it is late; -1: nothing can be said */
    struct book_run last_safe_run;
    enum flag_saver saver;
    enum flag_leg saver_leg;
    struct minute extra_before;
    struct text from, to;    /* of the transfer that is the cause, or of the next one */
    struct minute raised_at; /* when (stated promise, level, cause, leg) became what it is */
    uint8_t conflicts;
    bool acknowledged;
    bool handled;
    uint8_t rung; /* enum ladder_rung: the highest one reached by this fact */
};

/* What the flag's sentence is made of, by codes of offices. */
static inline struct flag_sum book_sum(const struct book_dossier *row)
{
    return (struct flag_sum){.level = row->level,
                             .cause = row->cause,
                             .leg = row->leg,
                             .promised = row->promised,
                             .forecast = row->forecast,
                             .butfor = row->butfor,
                             .slack_minutes = row->slack_minutes,
                             .minutes_gained = row->minutes_gained,
                             .minutes_spare = row->minutes_spare,
                             .minutes_taken = row->minutes_taken,
                             .minutes_standard = row->minutes_standard,
                             .by_instant = row->by_instant,
                             .f50 = row->f50,
                             .f90 = row->f90,
                             .late = row->late,
                             .from = row->from,
                             .to = row->to};
}

/* One act of one subject. Key: subject, at, and the rest in the order of act_order(). */
struct book_act {
    struct text subject;
    struct instant at;
    int32_t early_ms, late_ms;
    enum act_kind kind;
    struct text party, person, counterpart, stop, parent, reason;
    struct book_source source;
    bool one_device; /* a take signed by the giver's device only */
    bool typed;
};

/* One change of a flag. Key: code, at. A fact is (code, promised, level, cause, leg); one that
 * returns within 30 minutes is the same flag and keeps the minute it was raised, and what people
 * said of it (SEMANTICS section 6). */
struct book_change {
    struct text code;
    struct minute at;
    enum flag_level level;
    enum flag_cause cause;
    enum flag_leg leg;
    int32_t slack_minutes;
    struct minute forecast;
    struct minute promised; /* as stated: without what pauses add to it */
    struct minute raised_at;
    bool same_fact; /* it was this flag already, less than 30 minutes before */
    bool acknowledged;
    bool handled;
    uint8_t rung;
};

/* Somebody is to be told of a flag. Key: code, raised_at, rung: the same fact never twice. What it
 * says of the flag is as of `reached`; it stands while the dossier's row says the same fact and
 * nobody has acknowledged it. */
struct book_notice {
    struct text code;
    struct minute raised_at;
    uint8_t rung; /* enum ladder_rung */
    struct minute reached;
    struct minute told;
    struct text party; /* the holder's, or the office whose officer or manager it is for */
    enum flag_level level;
    enum flag_cause cause;
    enum flag_leg leg;
    int32_t slack_minutes;
    struct book_run run; /* the last safe one */
    enum flag_saver saver;
    struct minute extra_before;
};

static inline bool notice_stands(const struct book_notice *notice, const struct book_dossier *row)
{
    return row->raised_at.m == notice->raised_at.m && row->level == notice->level &&
           row->cause == notice->cause && row->leg == notice->leg && !row->acknowledged;
}

/* One conflict of custody. Key: code, at, kind, party. */
struct book_conflict {
    struct text code;
    struct instant at;
    enum conflict_kind kind;
    struct text holder, party;
    bool moved;
};

/* What is wrong with a device, a batch or a file. Key: source, kind, detail. */
struct book_incident {
    struct instant at;
    struct book_source source;
    struct text kind;   /* `bad_signature`, `cloned`, `file_broken` … */
    struct text detail; /* English */
};

/* A received batch that does not count. Key: n. */
struct book_apart {
    uint64_t n; /* row of the acts */
    struct device device;
    struct place first;
    uint32_t count; /* entries */
    struct text why;
};

/* A reading nobody could match. Key: source. */
struct book_reading {
    struct instant at;
    struct book_source source;
    struct text raw; /* escaped, passwords masked */
    struct text party, stop;
};

/* An office as people call it. Key: code. */
struct book_office {
    struct text code, label, short_label, kind, stop;
};

/* Everything one turn of watch has concluded goes in together. */
struct flag_book_ops {
    enum status (*begin)(void *self);
    enum status (*put_dossier)(void *self, const struct book_dossier *dossier);
    enum status (*put_act)(void *self, const struct book_act *act);
    enum status (*put_change)(void *self, const struct book_change *change);
    enum status (*put_conflicts)(void *self, struct text code,
                                 const struct book_conflict *conflicts, size_t count);
    enum status (*put_incident)(void *self, const struct book_incident *incident);
    enum status (*end_incident)(void *self, const struct book_incident *incident);
    enum status (*put_apart)(void *self, const struct book_apart *apart);
    enum status (*put_reading)(void *self, const struct book_reading *reading);
    enum status (*put_office)(void *self, const struct book_office *office);
    enum status (*put_notice)(void *self, const struct book_notice *notice);
    enum status (*take_back)(void *self, struct device device, struct place place);
    enum status (*changes)(void *self, struct text code, struct arena *arena,
                           struct book_change *out, size_t room, size_t *out_count);
    enum status (*dossiers)(void *self, struct text after, struct arena *arena,
                            struct book_dossier *out, size_t room, size_t *out_count);
    enum status (*aparts)(void *self, uint64_t after, struct arena *arena, struct book_apart *out,
                          size_t room, size_t *out_count);
    enum status (*commit)(void *self, const struct book_position *position);
    enum status (*position)(void *self, struct book_position *out_position);
    enum status (*reopen)(void *self);
};

struct flag_book {
    const struct flag_book_ops *ops;
    void *self; /* borrowed */
};

/* The writer's half. One turn: begin, any number of puts, commit. A put replaces the row of the
 * same key; a commit of the position that is there already, with no put before it, costs no write.
 * Anything but STATUS_OK: the turn is lost whole; reopen, and start again from position. Reopening
 * in the midst of a turn loses it too. */
static inline enum status MUST_CHECK flag_book_begin(struct flag_book *book)
{
    return book->ops->begin(book->self);
}

static inline enum status MUST_CHECK flag_book_put_dossier(struct flag_book *book,
                                                           const struct book_dossier *dossier)
{
    return book->ops->put_dossier(book->self, dossier);
}

static inline enum status MUST_CHECK flag_book_put_act(struct flag_book *book,
                                                       const struct book_act *act)
{
    return book->ops->put_act(book->self, act);
}

static inline enum status MUST_CHECK flag_book_put_change(struct flag_book *book,
                                                          const struct book_change *change)
{
    return book->ops->put_change(book->self, change);
}

/* All conflicts of one dossier, replacing those it had. */
static inline enum status MUST_CHECK flag_book_put_conflicts(struct flag_book *book,
                                                             struct text code,
                                                             const struct book_conflict *conflicts,
                                                             size_t count)
{
    return book->ops->put_conflicts(book->self, code, conflicts, count);
}

static inline enum status MUST_CHECK flag_book_put_incident(struct flag_book *book,
                                                            const struct book_incident *incident)
{
    return book->ops->put_incident(book->self, incident);
}

/* Takes out the incident of that key, if it is there: what was missing has come. */
static inline enum status MUST_CHECK flag_book_end_incident(struct flag_book *book,
                                                            const struct book_incident *incident)
{
    return book->ops->end_incident(book->self, incident);
}

static inline enum status MUST_CHECK flag_book_put_apart(struct flag_book *book,
                                                         const struct book_apart *apart)
{
    return book->ops->put_apart(book->self, apart);
}

static inline enum status MUST_CHECK flag_book_put_reading(struct flag_book *book,
                                                           const struct book_reading *reading)
{
    return book->ops->put_reading(book->self, reading);
}

static inline enum status MUST_CHECK flag_book_put_office(struct flag_book *book,
                                                          const struct book_office *office)
{
    return book->ops->put_office(book->self, office);
}

static inline enum status MUST_CHECK flag_book_put_notice(struct flag_book *book,
                                                          const struct book_notice *notice)
{
    return book->ops->put_notice(book->self, notice);
}

/* Takes out the acts and readings that DEVICE stated behind PLACE: it was revoked up to there. */
static inline enum status MUST_CHECK flag_book_take_back(struct flag_book *book,
                                                         struct device device, struct place place)
{
    return book->ops->take_back(book->self, device, place);
}

/* What the writer asks its own book, those of the turn under way included. The newest changes of
 * CODE's flag, newest first. */
static inline enum status MUST_CHECK flag_book_changes(struct flag_book *book, struct text code,
                                                       struct arena *arena, struct book_change *out,
                                                       size_t room, size_t *out_count)
{
    return book->ops->changes(book->self, code, arena, out, room, out_count);
}

/* Dossiers whose code comes after AFTER, byte for byte; ROOM at most, fewer: that was the end. */
static inline enum status MUST_CHECK flag_book_dossiers(struct flag_book *book, struct text after,
                                                        struct arena *arena,
                                                        struct book_dossier *out, size_t room,
                                                        size_t *out_count)
{
    return book->ops->dossiers(book->self, after, arena, out, room, out_count);
}

/* Batches kept apart, behind row AFTER of the acts; as above. */
static inline enum status MUST_CHECK flag_book_aparts(struct flag_book *book, uint64_t after,
                                                      struct arena *arena, struct book_apart *out,
                                                      size_t room, size_t *out_count)
{
    return book->ops->aparts(book->self, after, arena, out, room, out_count);
}

static inline enum status MUST_CHECK flag_book_commit(struct flag_book *book,
                                                      const struct book_position *position)
{
    return book->ops->commit(book->self, position);
}

/* Zeroes in a fresh book. */
static inline enum status MUST_CHECK flag_book_position(struct flag_book *book,
                                                        struct book_position *out_position)
{
    return book->ops->position(book->self, out_position);
}

static inline enum status MUST_CHECK flag_book_reopen(struct flag_book *book)
{
    return book->ops->reopen(book->self);
}

/* What a list of flags should hold. */
struct flag_filter {
    bool any_level;
    enum flag_level level;
    bool any_cause;
    enum flag_cause cause;
    bool only_flagged;  /* overdue, at_risk, will_miss, due_soon and unknown, of open dossiers */
    struct text agency; /* empty: all */
};

struct flag_counts {
    uint64_t dossiers;
    uint64_t by_level[FLAG_LEVELS];
    uint64_t by_cause[FLAG_CAUSES]; /* of overdue, at_risk and will_miss */
    uint64_t conflicts;
    uint64_t incidents;
    uint64_t apart; /* batches that do not count */
    uint64_t readings;
    uint64_t acts;
};

/* What a list of notices should hold: those told in [from, to]. */
struct notice_filter {
    struct minute from, to;
    uint8_t rung;       /* RUNG_NONE: all */
    struct text party;  /* empty: all */
    bool only_standing; /* of flags that are still what was told, and not acknowledged */
};

/* A reader's page: rows and the arena that holds their texts. */
struct flag_reader_ops {
    enum status (*position)(void *self, struct book_position *out_position);
    enum status (*counts)(void *self, struct flag_counts *out_counts);
    enum status (*flags)(void *self, const struct flag_filter *filter, uint64_t skip,
                         struct arena *arena, struct book_dossier *out, size_t room,
                         size_t *out_count);
    enum status (*dossier)(void *self, struct text code, struct arena *arena,
                           struct book_dossier *out_dossier);
    enum status (*acts)(void *self, struct text subject, struct arena *arena, struct book_act *out,
                        size_t room, size_t *out_count);
    enum status (*changes)(void *self, struct text code, struct arena *arena,
                           struct book_change *out, size_t room, size_t *out_count);
    enum status (*conflicts)(void *self, struct text code, struct arena *arena,
                             struct book_conflict *out, size_t room, size_t *out_count);
    enum status (*incidents)(void *self, uint64_t skip, struct arena *arena,
                             struct book_incident *out, size_t room, size_t *out_count);
    enum status (*readings)(void *self, uint64_t skip, struct arena *arena,
                            struct book_reading *out, size_t room, size_t *out_count);
    enum status (*offices)(void *self, uint64_t skip, struct arena *arena, struct book_office *out,
                           size_t room, size_t *out_count);
    enum status (*notices)(void *self, const struct notice_filter *filter, uint64_t skip,
                           struct arena *arena, struct book_notice *out, size_t room,
                           size_t *out_count);
    enum status (*canonical)(void *self, enum status (*line)(void *to, struct text text), void *to);
    enum status (*reopen)(void *self);
};

struct flag_reader {
    const struct flag_reader_ops *ops;
    void *self; /* borrowed */
};

/* The readers' half: read-only, never a transaction longer than one call, and no call longer than
 * two seconds (STATUS_IO then). STATUS_NOT_FOUND: no book yet, or no such row. STATUS_FULL: the
 * arena is too small. Lists give ROOM rows at most, from the SKIPth on. */
static inline enum status MUST_CHECK flag_reader_position(struct flag_reader *reader,
                                                          struct book_position *out_position)
{
    return reader->ops->position(reader->self, out_position);
}

static inline enum status MUST_CHECK flag_reader_counts(struct flag_reader *reader,
                                                        struct flag_counts *out_counts)
{
    return reader->ops->counts(reader->self, out_counts);
}

/* Worst first: by slack, those without one (unknown) last; then by code. */
static inline enum status MUST_CHECK flag_reader_flags(struct flag_reader *reader,
                                                       const struct flag_filter *filter,
                                                       uint64_t skip, struct arena *arena,
                                                       struct book_dossier *out, size_t room,
                                                       size_t *out_count)
{
    return reader->ops->flags(reader->self, filter, skip, arena, out, room, out_count);
}

static inline enum status MUST_CHECK flag_reader_dossier(struct flag_reader *reader,
                                                         struct text code, struct arena *arena,
                                                         struct book_dossier *out_dossier)
{
    return reader->ops->dossier(reader->self, code, arena, out_dossier);
}

/* The acts on SUBJECT (a dossier or a bundle) in event-time order. A timeline needs those of every
 * bundle the dossier was in as well: custody_bundles() says which. */
static inline enum status MUST_CHECK flag_reader_acts(struct flag_reader *reader,
                                                      struct text subject, struct arena *arena,
                                                      struct book_act *out, size_t room,
                                                      size_t *out_count)
{
    return reader->ops->acts(reader->self, subject, arena, out, room, out_count);
}

static inline enum status MUST_CHECK flag_reader_changes(struct flag_reader *reader,
                                                         struct text code, struct arena *arena,
                                                         struct book_change *out, size_t room,
                                                         size_t *out_count)
{
    return reader->ops->changes(reader->self, code, arena, out, room, out_count);
}

static inline enum status MUST_CHECK flag_reader_conflicts(struct flag_reader *reader,
                                                           struct text code, struct arena *arena,
                                                           struct book_conflict *out, size_t room,
                                                           size_t *out_count)
{
    return reader->ops->conflicts(reader->self, code, arena, out, room, out_count);
}

static inline enum status MUST_CHECK flag_reader_incidents(struct flag_reader *reader,
                                                           uint64_t skip, struct arena *arena,
                                                           struct book_incident *out, size_t room,
                                                           size_t *out_count)
{
    return reader->ops->incidents(reader->self, skip, arena, out, room, out_count);
}

static inline enum status MUST_CHECK flag_reader_readings(struct flag_reader *reader, uint64_t skip,
                                                          struct arena *arena,
                                                          struct book_reading *out, size_t room,
                                                          size_t *out_count)
{
    return reader->ops->readings(reader->self, skip, arena, out, room, out_count);
}

static inline enum status MUST_CHECK flag_reader_offices(struct flag_reader *reader, uint64_t skip,
                                                         struct arena *arena,
                                                         struct book_office *out, size_t room,
                                                         size_t *out_count)
{
    return reader->ops->offices(reader->self, skip, arena, out, room, out_count);
}

/* Newest told first; then by rung, party, slack and code: the lines of one list are together. */
static inline enum status MUST_CHECK flag_reader_notices(struct flag_reader *reader,
                                                         const struct notice_filter *filter,
                                                         uint64_t skip, struct arena *arena,
                                                         struct book_notice *out, size_t room,
                                                         size_t *out_count)
{
    return reader->ops->notices(reader->self, filter, skip, arena, out, room, out_count);
}

/* The canonical export: every row of every table, by key, one line each, in a text form that never
 * depends on how the book came to be. LINE may stop it by answering anything but STATUS_OK. This
 * call alone may take as long as the book is large. */
static inline enum status MUST_CHECK flag_reader_canonical(
    struct flag_reader *reader, enum status (*line)(void *to, struct text text), void *to)
{
    return reader->ops->canonical(reader->self, line, to);
}

static inline enum status MUST_CHECK flag_reader_reopen(struct flag_reader *reader)
{
    return reader->ops->reopen(reader->self);
}

#endif

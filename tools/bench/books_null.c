#include "tools/bench/books_null.h"

static enum status count_put(void *self)
{
    struct books_null *null = self;
    null->puts++;
    return STATUS_OK;
}

static enum status begin(void *self)
{
    (void)self;
    return STATUS_OK;
}

static enum status put_dossier(void *self, const struct book_dossier *dossier)
{
    (void)dossier;
    return count_put(self);
}

static enum status put_act(void *self, const struct book_act *act)
{
    (void)act;
    return count_put(self);
}

static enum status put_change(void *self, const struct book_change *change)
{
    (void)change;
    return count_put(self);
}

static enum status put_conflicts(void *self, struct text code,
                                 const struct book_conflict *conflicts, size_t count)
{
    (void)code;
    (void)conflicts;
    (void)count;
    return count_put(self);
}

static enum status put_incident(void *self, const struct book_incident *incident)
{
    (void)incident;
    return count_put(self);
}

static enum status put_apart(void *self, const struct book_apart *apart)
{
    (void)apart;
    return count_put(self);
}

static enum status put_reading(void *self, const struct book_reading *reading)
{
    (void)reading;
    return count_put(self);
}

static enum status put_notice(void *self, const struct book_notice *notice)
{
    (void)notice;
    return count_put(self);
}

static enum status put_office(void *self, const struct book_office *office)
{
    (void)office;
    return count_put(self);
}

static enum status take_back(void *self, struct device device, struct place place)
{
    (void)device;
    (void)place;
    return count_put(self);
}

static enum status no_changes(void *self, struct text code, struct arena *arena,
                              struct book_change *out, size_t room, size_t *out_count)
{
    (void)self;
    (void)code;
    (void)arena;
    (void)out;
    (void)room;
    *out_count = 0;
    return STATUS_OK;
}

static enum status no_dossiers(void *self, struct text after, struct arena *arena,
                               struct book_dossier *out, size_t room, size_t *out_count)
{
    (void)self;
    (void)after;
    (void)arena;
    (void)out;
    (void)room;
    *out_count = 0;
    return STATUS_OK;
}

static enum status no_aparts(void *self, uint64_t after, struct arena *arena,
                             struct book_apart *out, size_t room, size_t *out_count)
{
    (void)self;
    (void)after;
    (void)arena;
    (void)out;
    (void)room;
    *out_count = 0;
    return STATUS_OK;
}

static enum status commit(void *self, const struct book_position *position)
{
    struct books_null *null = self;
    null->position = *position;
    return STATUS_OK;
}

static enum status position(void *self, struct book_position *out_position)
{
    const struct books_null *null = self;
    *out_position = null->position;
    return STATUS_OK;
}

static const struct flag_book_ops ops = {.begin = begin,
                                         .put_dossier = put_dossier,
                                         .put_act = put_act,
                                         .put_change = put_change,
                                         .put_conflicts = put_conflicts,
                                         .put_incident = put_incident,
                                         .end_incident = put_incident,
                                         .put_apart = put_apart,
                                         .put_reading = put_reading,
                                         .put_office = put_office,
                                         .put_notice = put_notice,
                                         .take_back = take_back,
                                         .changes = no_changes,
                                         .dossiers = no_dossiers,
                                         .aparts = no_aparts,
                                         .commit = commit,
                                         .position = position,
                                         .reopen = begin};

void books_null_init(struct books_null *null)
{
    *null = (struct books_null){
        .port = {.ops = &ops, .self = null}
    };
}

#include "tests/sim/storage/abstract.h"

#include "base/check.h"

static const struct journal_file_ops *journal_inner(struct abstract_journal *journal)
{
    return journal->memory.port.ops;
}

/* Lets the fake say what the disk decided, in the write that comes now. */
static void decide(struct abstract_journal *journal)
{
    const struct past_write write =
        journal->memory.failed ? (struct past_write){STATUS_IO, false} : past_write(&journal->past);
    journal->memory.next = write.says;
    journal->memory.lands = write.lands;
}

static enum status journal_append(void *self, const struct journal_group *group)
{
    struct abstract_journal *journal = self;
    decide(journal);
    const enum status status = journal_inner(journal)->append(self, group);
    journal->memory.next = STATUS_OK; /* a group that is refused for itself does not get so far */
    return status;
}

static enum status journal_receive(void *self, const struct journal_receipt *receipt)
{
    struct abstract_journal *journal = self;
    decide(journal);
    return journal_inner(journal)->receive(self, receipt);
}

static enum status journal_purge(void *self, struct instant cut, uint32_t count_max,
                                 uint32_t *out_count)
{
    struct abstract_journal *journal = self;
    decide(journal);
    return journal_inner(journal)->purge(self, cut, count_max, out_count);
}

static enum status journal_look(struct abstract_journal *journal)
{
    journal->memory.failed = journal->memory.failed || !abstract_reads(journal->past.disk);
    return journal->memory.failed ? STATUS_IO : STATUS_OK;
}

static enum status journal_read(void *self, struct place from, struct journal_page *page)
{
    struct abstract_journal *journal = self;
    const size_t count = journal->memory.count;
    if (journal_look(journal) != STATUS_OK) {
        return STATUS_IO;
    }
    if (count > 0 && disk_fires(journal->past.disk, DISK_BIT_ROT)) {
        const size_t rotten = (size_t)disk_below(journal->past.disk, count);
        journal_memory_damage(&journal->memory, journal->memory.entries[rotten].place);
    }
    return journal_inner(journal)->read(self, from, page);
}

static enum status journal_next(void *self, struct place from, struct place *out_place)
{
    return journal_inner(self)->next(self, from, out_place);
}

static enum status journal_hash_at(void *self, struct place place, struct hash *out_hash)
{
    const enum status status = journal_look(self);
    return status == STATUS_OK ? journal_inner(self)->hash_at(self, place, out_hash) : status;
}

static enum status journal_kept(void *self, struct text key, uint8_t *out, size_t room,
                                size_t *out_size)
{
    const enum status status = journal_look(self);
    return status == STATUS_OK ? journal_inner(self)->kept(self, key, out, room, out_size) : status;
}

static enum status journal_state(void *self, struct journal_state *out_state)
{
    return journal_inner(self)->state(self, out_state);
}

static enum status journal_reopen(void *self)
{
    struct abstract_journal *journal = self;
    if (!journal->open || !abstract_reads(journal->past.disk)) { /* (2) */
        return STATUS_IO;
    }
    past_sync(&journal->past); /* (1) */
    return journal_inner(journal)->reopen(self);
}

enum status abstract_open_journal(struct abstract_journal *journal, struct device device,
                                  struct journal_file *out)
{
    static const struct journal_file_ops ops = {
        .append = journal_append,
        .state = journal_state,
        .read = journal_read,
        .next = journal_next,
        .hash_at = journal_hash_at,
        .receive = journal_receive,
        .kept = journal_kept,
        .purge = journal_purge,
        .reopen = journal_reopen,
    };
    assert(!journal->open);
    if (!abstract_reads(journal->past.disk)) {
        return STATUS_IO;
    }
    journal->made = true;
    journal->open = true;
    journal->device = device;
    past_sync(&journal->past);
    journal_memory_restart(&journal->memory);
    *out = (struct journal_file){.ops = &ops, .self = journal};
    return STATUS_OK;
}

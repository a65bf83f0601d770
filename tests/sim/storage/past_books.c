#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "tests/sim/storage/past.h"

static void *copy_of(const void *bytes, size_t size)
{
    void *copy = malloc(size == 0 ? 1 : size);
    assert(copy != NULL);
    if (size > 0) {
        memcpy(copy, bytes, size);
    }
    return copy;
}

/* --- a journal --- */

static void journal_init(void *book)
{
    journal_memory_init(book);
}

static void journal_fini(void *book)
{
    journal_memory_fini(book);
}

static void journal_settle(void *book)
{
    struct journal_memory *journal = book;
    journal->port.self = journal;
}

static void journal_copy(void *to, const void *from)
{
    const struct journal_memory *source = from;
    struct journal_memory *copy = to;
    *copy = *source;
    copy->room = source->count;
    copy->entries = copy_of(source->entries, source->count * sizeof *source->entries);
    for (size_t i = 0; i < copy->count; i++) {
        copy->entries[i].whole = copy_of(source->entries[i].whole, source->entries[i].size);
    }
    for (size_t i = 0; i < JOURNAL_MEMORY_KEPT; i++) {
        if (source->kept[i].value != NULL) {
            copy->kept[i].value = copy_of(source->kept[i].value, source->kept[i].size);
        }
    }
    copy->next = STATUS_OK;
    copy->failed = false;
    journal_settle(copy);
}

const struct past_type past_journal = {sizeof(struct journal_memory), journal_init, journal_fini,
                                       journal_copy, journal_settle};

/* --- the acts --- */

static void acts_init(void *book)
{
    act_store_memory_init(book);
}

static void acts_fini(void *book)
{
    act_store_memory_fini(book);
}

static void acts_settle(void *book)
{
    struct act_store_memory *store = book;
    store->port.self = store;
    store->reader.self = store;
}

static void table_copy(struct act_table *table)
{
    table->room = table->count;
    table->at = copy_of(table->at, table->count * table->element);
}

static void message_copy(struct span *message)
{
    /* The analyzer does not see that copy_of() has filled the rows just before.
     * NOLINTNEXTLINE(clang-analyzer-core.CallAndMessage) */
    message->at = copy_of(message->at, message->size);
}

static void acts_copy(void *to, const void *from)
{
    struct act_store_memory *copy = to;
    *copy = *(const struct act_store_memory *)from;
    table_copy(&copy->batches);
    table_copy(&copy->streams);
    table_copy(&copy->devices);
    table_copy(&copy->quarantine);
    table_copy(&copy->incidents);
    struct act_batch *batches = (struct act_batch *)(void *)copy->batches.at;
    for (size_t i = 0; i < copy->batches.count; i++) {
        message_copy(&batches[i].message);
    }
    struct act_quarantine *kept = (struct act_quarantine *)(void *)copy->quarantine.at;
    for (size_t i = 0; i < copy->quarantine.count; i++) {
        message_copy(&kept[i].message);
    }
    acts_settle(copy);
}

const struct past_type past_acts = {sizeof(struct act_store_memory), acts_init, acts_fini,
                                    acts_copy, acts_settle};

/* --- the flags --- */

static void flags_init(void *book)
{
    flag_book_memory_init(book);
}

static void flags_fini(void *book)
{
    flag_book_memory_fini(book);
}

static void flags_settle(void *book)
{
    struct flag_book_memory *flags = book;
    flags->port.self = flags;
    flags->reader.self = flags;
}

static void flags_copy(void *to, const void *from)
{
    flag_book_memory_copy(to, from);
}

const struct past_type past_flags = {sizeof(struct flag_book_memory), flags_init, flags_fini,
                                     flags_copy, flags_settle};

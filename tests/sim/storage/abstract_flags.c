#include "tests/sim/storage/abstract.h"

#include <string.h>

#include "base/check.h"

static const struct flag_book_ops *flags_inner(struct abstract_flags *flags)
{
    return flags->memory.port.ops;
}

/* The fake loses a turn whose commit fails; one that lands all the same is committed and not told.
 * A commit that changes nothing costs no write. */
static enum status flags_commit(void *self, const struct book_position *position)
{
    struct abstract_flags *flags = self;
    struct flag_book_memory *memory = &flags->memory;
    const bool writes = memory->dirty || memcmp(&memory->position, position, sizeof *position) != 0;
    const struct past_write write =
        writes ? past_write(&flags->past) : (struct past_write){STATUS_OK, true};
    memory->next = write.lands ? STATUS_OK : write.says;
    const enum status status = flags_inner(flags)->commit(memory, position);
    memory->failed = memory->failed || write.says == STATUS_IO;
    return status == STATUS_OK ? write.says : status;
}

static enum status flags_reopen(void *self)
{
    struct abstract_flags *flags = self;
    if (!flags->open || !abstract_reads(flags->past.disk)) {
        return STATUS_IO;
    }
    past_sync(&flags->past);
    return flags_inner(flags)->reopen(self);
}

enum status abstract_open_flags(struct abstract_flags *flags, struct flag_book *out)
{
    static struct flag_book_ops ops; /* the fake's, but for two */
    assert(!flags->open);
    if (!abstract_reads(flags->past.disk)) {
        return STATUS_IO;
    }
    past_sync(&flags->past);
    flag_book_memory_restart(&flags->memory);
    flags->made = true;
    flags->open = true;
    ops = *flags_inner(flags);
    ops.commit = flags_commit;
    ops.reopen = flags_reopen;
    *out = (struct flag_book){.ops = &ops, .self = flags};
    return STATUS_OK;
}

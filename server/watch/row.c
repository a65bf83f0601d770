#include "server/watch/row.h"

#include "server/watch/statements.h"

static enum status put_apart(struct fold *fold, const struct act_batch *row,
                             enum batch_verdict verdict, const struct log *log)
{
    char device[DEVICE_TEXT_SIZE];
    const struct text why = text_of(batch_verdict_text(verdict));
    const struct log_field fields[] = {
        {"device", text_of(device_text(row->device, device))},
        {"why",        why                                  },
    };
    const struct book_source source = {.device = row->device, .place = row->first};
    const struct book_apart apart = {
        .n = row->n, .device = row->device, .first = row->first, .count = row->count, .why = why};
    log_write(log, LOG_LEVEL_WARNING, "a batch does not count", fields, 2);
    enum status status = fold_apart(fold, row->n);
    if (status == STATUS_OK) {
        status = flag_book_put_apart(fold->book, &apart);
    }
    return status == STATUS_OK
               ? fold_incident(fold, &source, row->received, batch_verdict_kind(verdict), why)
               : status;
}

static enum status fold_entries(struct fold *fold, struct batch_walk *walk)
{
    struct sealed sealed;
    struct event_time time;
    enum status status = STATUS_OK;
    while (status == STATUS_OK && evidence_next(walk, &sealed, &time)) {
        status = statements_entry(fold, &sealed, &time);
    }
    return status;
}

struct minute row_minute(const struct fold *fold, const struct act_batch *row)
{
    const struct minute minute = instant_minute(row->received);
    return fold->row > 0 && minute.m < fold->minute.m ? fold->minute : minute;
}

static enum status begin(struct fold *fold, const struct act_batch *row)
{
    fold->minute = row_minute(fold, row);
    fold->row = row->n;
    return evidence_witness(fold->evidence, row->device)
               ? STATUS_OK
               : evidence_devices(fold->evidence, fold->reader); /* newly enrolled */
}

enum status row_fold(struct fold *fold, const struct act_batch *row, const struct log *log)
{
    struct batch_walk walk;
    const enum status status = begin(fold, row);
    if (status != STATUS_OK) {
        return status;
    }
    const enum batch_verdict verdict = evidence_batch(fold->evidence, row, false, &walk);
    return verdict == BATCH_COUNTS ? fold_entries(fold, &walk) : put_apart(fold, row, verdict, log);
}

enum status row_load(struct fold *fold, const struct act_batch *row)
{
    struct batch_walk walk;
    const enum status status = begin(fold, row);
    if (status != STATUS_OK || fold_is_apart(fold, row->n)) {
        return status;
    }
    return evidence_batch(fold->evidence, row, true, &walk) == BATCH_COUNTS
               ? fold_entries(fold, &walk)
               : STATUS_BROKEN;
}

/* FNV-1a over numbers. */
static uint64_t mix(uint64_t into, uint64_t number)
{
    return (into ^ number) * 0x100000001b3u;
}

uint64_t row_trail(uint64_t trail, const struct act_batch *row)
{
    enum { END = 64 }; /* the last entry's signature, which all before it stand behind */
    const size_t size = row->message.size < END ? row->message.size : END;
    const struct text end = {.at = (const char *)row->message.at + row->message.size - size,
                             .size = size};
    trail = mix(trail, row->n);
    trail = mix(trail, row->device.id);
    trail = mix(trail, (uint64_t)row->received.ms);
    trail = mix(trail, row->first.epoch);
    trail = mix(trail, row->first.seq);
    trail = mix(trail, (uint64_t)row->count << 32 | row->skip);
    return mix(trail, text_mix(end));
}

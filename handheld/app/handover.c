#include "handheld/app/handover.h"

#include <string.h>

#include "base/check.h"
#include "core/statement.h"

/* The items, sorted as bytes; there are a hundred at most. */
static uint32_t sorted_items(const struct operation *operation, bool containers,
                             const struct operation_item **out)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < operation->item_count; i++) {
        const struct operation_item *item = &operation->items[i];
        if (item->container != containers) {
            continue;
        }
        uint32_t at = count++;
        while (at > 0 && text_order(text_of(out[at - 1]->code), text_of(item->code)) > 0) {
            out[at] = out[at - 1];
            at--;
        }
        out[at] = item;
    }
    return count;
}

static struct handoff record_of(const struct shift *shift)
{
    const struct operation *operation = &shift->operation;
    const struct operation_item *items[OPERATION_ITEMS_MAX];
    struct handoff handoff = {.giver = text_of(operation->party),
                              .receiver = text_of(operation->counterpart),
                              .stop = shift_stop(shift),
                              .giver_person = text_of(shift->duty.person),
                              .giver_device = shift->settings.device,
                              .giver_wall_ms = shift->now.wall.ms};
    memcpy(handoff.id, operation->handoff_id, sizeof handoff.id);
    handoff.bundle_count = sorted_items(operation, true, items);
    for (uint32_t i = 0; i < handoff.bundle_count; i++) {
        handoff.bundles[i] = (struct handoff_bundle){.code = text_of(items[i]->code),
                                                     .seal = text_of(items[i]->seal)};
        handoff.declared += items[i]->declared;
    }
    handoff.item_count = sorted_items(operation, false, items);
    for (uint32_t i = 0; i < handoff.item_count; i++) {
        handoff.items[i] = text_of(items[i]->code);
    }
    handoff.declared += handoff.item_count;
    return handoff;
}

static void end(struct shift *shift)
{
    shift->operation.state = OPERATION_ENDED;
    shift->keep = true;
}

/* Returns the record's digest. */
static struct hash write_give(struct shift *shift, const struct handoff *handoff,
                              struct text absent)
{
    uint8_t record[ENTRY_BODY_MAX];
    struct writer bytes = writer_of(record, sizeof record);
    struct writer body = writer_of(shift->body, sizeof shift->body);
    enum status status = handoff_encode(handoff, &bytes);
    assert(status == STATUS_OK); /* sorted, unique, and within its bounds */
    status = give_encode(writer_span(&bytes), absent, &body);
    assert(status == STATUS_OK);
    (void)status;
    shift_write(shift, ENTRY_GIVE, writer_span(&body));
    return handoff_digest(writer_span(&bytes));
}

void handover_give(struct shift *shift, struct text absent)
{
    struct handoff handoff = record_of(shift);
    assert(shift->operation.state == OPERATION_OPEN && shift->operation.kind == ACT_GIVE);
    (void)write_give(shift, &handoff, absent);
    end(shift);
}

static void write_take(struct shift *shift, const struct take_body *take)
{
    struct writer body = writer_of(shift->body, sizeof shift->body);
    enum status status = take_encode(take, &body);
    assert(status == STATUS_OK);
    (void)status;
    shift_write(shift, ENTRY_TAKE, writer_span(&body));
}

/* What HANDOFF holds, as scanned. */
static struct take_body take_of(const struct handoff *handoff)
{
    struct take_body take = {.stop = handoff->stop,
                             .bundle_count = handoff->bundle_count,
                             .scanned_count = handoff->item_count};
    memcpy(take.handoff_id, handoff->id, sizeof take.handoff_id);
    for (uint32_t i = 0; i < handoff->bundle_count; i++) {
        take.bundles[i] = handoff->bundles[i].code;
    }
    for (uint32_t i = 0; i < handoff->item_count; i++) {
        take.scanned[i] = handoff->items[i];
    }
    return take;
}

static void sign(struct shift *shift, struct take_body *take, struct text person)
{
    const struct operation *operation = &shift->operation;
    take->one_device = true;
    take->party = text_of(operation->counterpart);
    take->person = person;
    take->proven = PROVEN_BADGE;
    take->giver = text_of(operation->party);
    take->stop = shift_stop(shift);
    write_take(shift, take);
}

/* What is left of a record that was closed when it was full: its codes by the unit's memory. */
static uint32_t sign_earlier(struct shift *shift, const struct operation_earlier *earlier,
                             struct text person)
{
    struct text codes[OPERATION_ITEMS_MAX];
    struct take_body take = {.digest = earlier->digest, .giver_entry = earlier->entry.hash};
    size_t count =
        memory_at(&shift->memory, earlier->entry.place, codes, sizeof codes / sizeof codes[0]);
    memcpy(take.handoff_id, earlier->handoff_id, sizeof take.handoff_id);
    for (size_t i = 0; i < count; i++) {
        if (operation_is_container(codes[i])) {
            take.bundles[take.bundle_count++] = codes[i];
        } else {
            take.scanned[take.scanned_count++] = codes[i];
        }
    }
    if (count > 0) {
        sign(shift, &take, person);
    }
    return (uint32_t)count;
}

uint32_t handover_sign(struct shift *shift, struct text person)
{
    struct handoff handoff = record_of(shift);
    struct take_body take = take_of(&handoff);
    const struct operation *operation = &shift->operation;
    uint32_t count = operation->item_count;
    assert(operation->state == OPERATION_OPEN && operation->kind == ACT_GIVE);
    take.digest = write_give(shift, &handoff, (struct text){0});
    take.giver_entry = shift->head.hash;
    sign(shift, &take, person);
    for (size_t i = 0; i < operation->earlier_count; i++) {
        count += sign_earlier(shift, &operation->earlier[i], person);
    }
    end(shift);
    return count;
}

static bool lists(const struct handoff *handoff, struct text code)
{
    bool found = false;
    for (uint32_t i = 0; i < handoff->item_count && !found; i++) {
        found = text_equal(handoff->items[i], code);
    }
    for (uint32_t i = 0; i < handoff->bundle_count && !found; i++) {
        found = text_equal(handoff->bundles[i].code, code);
    }
    return found;
}

static void count_expected(const struct operation *operation, struct text code,
                           struct handover_tally *tally)
{
    if (operation_find(operation, code)) {
        tally->matched++;
    } else {
        tally->missing[tally->missing_count++] = code;
    }
}

void handover_tally(const struct operation *operation, struct handover_tally *out_tally)
{
    struct handoff expected;
    out_tally->matched = out_tally->missing_count = out_tally->over_count = 0;
    out_tally->known = offer_expected(&operation->offer, out_tally->record, &expected);
    if (!out_tally->known) {
        return;
    }
    for (uint32_t i = 0; i < expected.item_count; i++) {
        count_expected(operation, expected.items[i], out_tally);
    }
    for (uint32_t i = 0; i < expected.bundle_count; i++) {
        count_expected(operation, expected.bundles[i].code, out_tally);
    }
    for (uint32_t i = 0; i < operation->item_count; i++) {
        const struct text code = text_of(operation->items[i].code);
        if (!lists(&expected, code)) {
            out_tally->over[out_tally->over_count++] = code;
        }
    }
}

/* The digest that the giver's unit has shown, and what differs from its list. */
static void answer_offer(const struct operation *operation, struct handover_tally *tally,
                         struct take_body *take)
{
    take->digest = operation->offer.digest;
    take->giver_entry = operation->offer.giver_entry;
    handover_tally(operation, tally);
    while (take->missing_count < tally->missing_count && take->missing_count < HANDOFF_ITEMS_MAX) {
        take->missing[take->missing_count] = tally->missing[take->missing_count];
        take->missing_count++;
    }
    while (take->over_count < tally->over_count && take->over_count < HANDOFF_ITEMS_MAX) {
        take->over[take->over_count] = tally->over[take->over_count];
        take->over_count++;
    }
}

void handover_take(struct shift *shift)
{
    struct handoff handoff = record_of(shift);
    struct take_body take = take_of(&handoff);
    struct handover_tally tally;
    if (shift->operation.offer.read) {
        answer_offer(&shift->operation, &tally, &take);
    }
    assert(shift->operation.state == OPERATION_OPEN && shift->operation.kind == ACT_TAKE);
    take.party = handoff.giver; /* the operation's party is who takes */
    take.person = handoff.giver_person;
    take.proven = shift->duty.proven;
    take.giver = handoff.receiver;
    write_take(shift, &take);
    end(shift);
}

void handover_continue(struct shift *shift)
{
    struct operation *operation = &shift->operation;
    if (operation->kind == ACT_TAKE) {
        handover_take(shift);
    } else {
        struct handoff handoff = record_of(shift);
        struct operation_earlier earlier = {.digest = {{0}}};
        memcpy(earlier.handoff_id, handoff.id, sizeof earlier.handoff_id);
        earlier.digest = write_give(shift, &handoff, (struct text){0});
        earlier.entry = shift->head;
        if (operation->earlier_count == OPERATION_EARLIER_MAX) { /* it stays given and unsigned */
            memmove(operation->earlier, operation->earlier + 1,
                    (OPERATION_EARLIER_MAX - 1) * sizeof earlier);
            operation->earlier_count--;
        }
        operation->earlier[operation->earlier_count++] = earlier;
    }
    chance_fill(shift->chance, operation->handoff_id, sizeof operation->handoff_id);
    operation->state = OPERATION_OPEN;
    operation->from = shift_next(shift);
    operation->record = (struct place){0};
    operation->item_count = operation->total = 0;
    shift->keep = true;
}

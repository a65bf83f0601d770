#include "handheld/app/recall.h"

#include <string.h>

#include "core/handoff_code.h"
#include "core/statement_scan.h"

bool recall_place(struct text parent, struct place *out_place)
{
    struct text rest = parent;
    uint64_t epoch = 0;
    uint64_t seq = 0;
    if (!text_is(text_split(&rest, '/'), "entry") ||
        !text_unsigned(text_split(&rest, '/'), &epoch) || epoch > UINT32_MAX ||
        !text_unsigned(rest, &seq)) {
        return false;
    }
    *out_place = (struct place){(uint32_t)epoch, seq};
    return true;
}

static struct memory_mark mark_of(const struct entry *entry, enum act_kind kind, struct text code,
                                  struct text party, struct text other)
{
    struct memory_mark mark = {.kind = kind, .place = entry->place, .when = entry->when};
    bool fits = text_copy(code, mark.code, sizeof mark.code);
    fits = text_copy(party, mark.party, sizeof mark.party) && fits;
    fits = text_copy(other, mark.other, sizeof mark.other) && fits;
    (void)fits; /* bodies hold no longer texts */
    return mark;
}

/* The seal `COUNT/SEAL` of a bundle sealed on this unit, for the record that gives it away. */
static void take_seal(const struct memory_mark *known, struct operation_item *item)
{
    struct text seal = text_of(known->detail);
    uint64_t declared = 0;
    if (known->kind == ACT_SEAL && text_unsigned(text_split(&seal, '/'), &declared)) {
        item->declared = declared > UINT32_MAX ? UINT32_MAX : (uint32_t)declared;
        (void)text_copy(seal, item->seal, sizeof item->seal);
    }
}

static bool is_ours(const struct operation *operation, const struct entry *entry)
{
    return operation->state != OPERATION_NONE && place_order(entry->place, operation->from) >= 0;
}

/* As it stood before this scan was noted. */
static struct operation_item item_of(const struct memory *memory, const struct entry *entry,
                                     const struct scan_body *scan)
{
    struct operation_item item = {.typed = scan->typed, .place = entry->place};
    const struct memory_mark *known = memory_find(memory, scan->code);
    (void)text_copy(scan->code, item.code, sizeof item.code);
    item.container = operation_is_container(scan->code);
    if (known) {
        take_seal(known, &item);
    }
    return item;
}

static void recall_scan(struct memory *memory, struct operation *operation,
                        const struct entry *entry)
{
    struct scan_body scan;
    if (scan_decode(entry->body, &scan) != STATUS_OK) {
        return;
    }
    bool ours = is_ours(operation, entry) && operation_hands_over(operation) &&
                memcmp(scan.handoff_id, operation->handoff_id, sizeof scan.handoff_id) == 0;
    if (scan.withdrawn) {
        memory_forget(memory, scan.code);
        if (ours) {
            operation_remove(operation, scan.code);
        }
        return;
    }
    if (ours) {
        const struct operation_item item = item_of(memory, entry, &scan);
        operation_add(operation, &item);
    }
    struct memory_mark mark = mark_of(entry, scan.kind, scan.code, scan.party, scan.counterpart);
    mark.listed = true;
    memory_note(memory, &mark);
}

static void recall_void(struct memory *memory, struct operation *operation,
                        const struct entry *entry, const struct act_body *act)
{
    struct place wrong;
    if (!recall_place(act->parent, &wrong)) {
        return;
    }
    const struct memory_mark *known = memory_find(memory, act->subject);
    if (known && place_order(known->place, wrong) == 0) {
        memory_forget(memory, act->subject);
    }
    const struct operation_item *item = operation_find(operation, act->subject);
    if (item && is_ours(operation, entry) &&
        (place_order(item->place, wrong) == 0 || place_order(operation->record, wrong) == 0)) {
        operation_remove(operation, act->subject);
    }
}

static void recall_act(struct memory *memory, struct operation *operation,
                       const struct entry *entry)
{
    struct act_body act;
    if (act_decode(entry->body, &act) != STATUS_OK) {
        return;
    }
    if (act.kind == ACT_VOID) {
        recall_void(memory, operation, entry, &act);
        return;
    }
    struct memory_mark mark = mark_of(entry, act.kind, act.subject, act.party, act.counterpart);
    struct text detail = act.kind == ACT_SEAL                               ? act.reason
                         : act.kind == ACT_ARRIVE || act.kind == ACT_DEPART ? act.stop
                                                                            : act.parent;
    (void)text_copy(detail, mark.detail, sizeof mark.detail);
    memory_note(memory, &mark);
    if (is_ours(operation, entry) && operation->kind == act.kind) {
        struct operation_item item = {.typed = act.typed, .place = entry->place};
        (void)text_copy(act.subject, item.code, sizeof item.code);
        operation_add(operation, &item);
    }
}

static void recall_give(struct memory *memory, struct operation *operation,
                        const struct entry *entry)
{
    struct give_body give;
    if (give_decode(entry->body, &give) != STATUS_OK) {
        return;
    }
    const struct handoff *handoff = &give.handoff;
    struct memory_handoff known = {
        .gave = true, .digest = handoff_digest(give.record), .place = entry->place};
    memcpy(known.id, handoff->id, sizeof known.id);
    memory_note_handoff(memory, &known);
    for (uint32_t i = 0; i < handoff->bundle_count + handoff->item_count; i++) {
        struct text code = i < handoff->bundle_count ? handoff->bundles[i].code
                                                     : handoff->items[i - handoff->bundle_count];
        struct memory_mark mark = mark_of(entry, ACT_GIVE, code, handoff->giver, handoff->receiver);
        memory_note(memory, &mark);
    }
    if (is_ours(operation, entry) && operation->kind == ACT_GIVE &&
        memcmp(handoff->id, operation->handoff_id, sizeof handoff->id) == 0) {
        operation->record = entry->place;
    }
}

static void recall_take(struct memory *memory, struct operation *operation,
                        const struct entry *entry)
{
    struct take_body take;
    if (take_decode(entry->body, &take) != STATUS_OK) {
        return;
    }
    for (uint32_t i = 0; i < take.bundle_count + take.scanned_count; i++) {
        struct text code =
            i < take.bundle_count ? take.bundles[i] : take.scanned[i - take.bundle_count];
        struct memory_mark mark = take.one_device
                                      ? mark_of(entry, ACT_GIVE, code, take.giver, take.party)
                                      : mark_of(entry, ACT_TAKE, code, take.party, take.giver);
        mark.agreed = take.one_device;
        memory_note(memory, &mark);
    }
    if (take.one_device) {
        memory_agree(memory, take.handoff_id, false);
    } else {
        struct memory_handoff known = {.digest = take.digest, .place = entry->place};
        memcpy(known.id, take.handoff_id, sizeof known.id);
        memory_note_handoff(memory, &known);
    }
    if (!is_ours(operation, entry) ||
        memcmp(take.handoff_id, operation->handoff_id, sizeof take.handoff_id) != 0) {
        return;
    }
    if (take.one_device) {
        operation->agreed = true;
    } else {
        operation->record = entry->place;
    }
}

/* What another unit has shown; exchange.c has judged it before it was written. */
static void recall_reading(struct memory *memory, struct operation *operation,
                           const struct entry *entry)
{
    struct reading_body reading;
    struct handoff_code code;
    uint8_t room[HANDOFF_CODE_BYTES];
    if (reading_decode(entry->body, &reading) != STATUS_OK) {
        return;
    }
    const struct text raw = {.at = (const char *)reading.raw.at, .size = reading.raw.size};
    if (handoff_code_read(raw, room, &code) != STATUS_OK) {
        return;
    }
    const bool ours =
        is_ours(operation, entry) && memcmp(code.id, operation->handoff_id, sizeof code.id) == 0;
    switch (code.kind) {
    case HANDOFF_OFFER:
        if (ours && operation->kind == ACT_TAKE) {
            offer_begin(&operation->offer, &code);
        }
        break;
    case HANDOFF_LIST:
        if (ours && operation->offer.read) {
            (void)offer_add(&operation->offer, &code);
        }
        break;
    case HANDOFF_ANSWER:
        memory_agree(memory, code.id, code.missing == 0);
        operation->agreed = operation->agreed || (ours && operation->kind == ACT_GIVE);
        break;
    }
}

void recall_entry(struct memory *memory, struct operation *operation, const struct entry *entry)
{
    switch (entry->kind) {
    case ENTRY_ACT:
        recall_act(memory, operation, entry);
        break;
    case ENTRY_GIVE:
        recall_give(memory, operation, entry);
        break;
    case ENTRY_TAKE:
        recall_take(memory, operation, entry);
        break;
    case ENTRY_SCAN:
        recall_scan(memory, operation, entry);
        break;
    case ENTRY_READING:
        recall_reading(memory, operation, entry);
        break;
    case ENTRY_OPENED:
    case ENTRY_FILE_PART:
    case ENTRY_FILE_CLOSE:
    case ENTRY_RUN_CALLED:
    case ENTRY_RUN_CANCELLED:
    case ENTRY_FLAG_ACKNOWLEDGED:
    case ENTRY_FLAG_HANDLED:
    case ENTRY_RULING:
    case ENTRY_STOP_POSITION:
    case ENTRY_DEVICE_ENROLLED:
    case ENTRY_DEVICE_REVOKED:
    case ENTRY_INCIDENT_OPENED:
    case ENTRY_INCIDENT_CLOSED:
    case ENTRY_BACKUP:
        break;
    }
}

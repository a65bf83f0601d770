#include "core/statement.h"
#include "core/statement_bytes.h"

enum { TEXT_MAX = STATEMENT_TEXT_MAX, NOTE_MAX = STATEMENT_NOTE_MAX };
enum { HANDOFF_FORMAT = 1, TAKE_ONE_DEVICE = 1 };

/* INVARIANTS
 *
 * (1) A record has one encoding: its items are sorted as bytes and none stands twice.
 * (2) The digest is over the record's stored bytes, which give_decode() hands out untouched. */

static bool sorted_and_unique(const struct text *items, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        if (items[i].size == 0 || (i > 0 && text_order(items[i - 1], items[i]) >= 0)) {
            return false;
        }
    }
    return true;
}

static bool handoff_in_form(const struct handoff *handoff)
{
    bool bundles = true;
    for (uint32_t i = 0; i < handoff->bundle_count; i++) {
        bundles = bundles && handoff->bundles[i].code.size > 0;
    }
    return bundles && handoff->giver.size > 0 && handoff->receiver.size > 0 &&
           handoff->item_count + handoff->bundle_count > 0 &&
           sorted_and_unique(handoff->items, handoff->item_count);
}

enum status handoff_encode(const struct handoff *handoff, struct writer *writer)
{
    struct body_writer out = body_writer_of(writer);
    if (handoff->bundle_count > HANDOFF_BUNDLES_MAX || handoff->item_count > HANDOFF_ITEMS_MAX) {
        return STATUS_FULL;
    }
    body_write_requires(&out, handoff_in_form(handoff)); /* (1) */
    write_u8(writer, HANDOFF_FORMAT);
    write_bytes(writer, handoff->id, sizeof handoff->id);
    write_u64(writer, handoff->giver_device.id);
    write_i64(writer, handoff->giver_wall_ms);
    write_u32(writer, handoff->declared);
    body_write_text(&out, handoff->giver, TEXT_MAX);
    body_write_text(&out, handoff->receiver, TEXT_MAX);
    body_write_text(&out, handoff->stop, TEXT_MAX);
    body_write_text(&out, handoff->giver_person, TEXT_MAX);
    write_u8(writer, (uint8_t)handoff->bundle_count);
    for (uint32_t i = 0; i < handoff->bundle_count; i++) {
        body_write_text(&out, handoff->bundles[i].code, TEXT_MAX);
        body_write_text(&out, handoff->bundles[i].seal, TEXT_MAX);
    }
    body_write_texts(&out, handoff->items, handoff->item_count, HANDOFF_ITEMS_MAX);
    return body_written(&out);
}

static void read_bundles(struct body_reader *in, struct handoff *handoff)
{
    uint32_t count = read_u8(&in->from);
    body_read_requires(in, count <= HANDOFF_BUNDLES_MAX);
    handoff->bundle_count = count <= HANDOFF_BUNDLES_MAX ? count : 0;
    for (uint32_t i = 0; i < handoff->bundle_count; i++) {
        handoff->bundles[i].code = body_read_text(in, TEXT_MAX);
        handoff->bundles[i].seal = body_read_text(in, TEXT_MAX);
    }
}

enum status handoff_decode(struct span record, struct handoff *out)
{
    struct body_reader in = body_reader_of(record);
    struct handoff handoff = {0};
    body_read_requires(&in, read_u8(&in.from) == HANDOFF_FORMAT);
    read_bytes(&in.from, handoff.id, sizeof handoff.id);
    handoff.giver_device.id = read_u64(&in.from);
    handoff.giver_wall_ms = read_i64(&in.from);
    handoff.declared = read_u32(&in.from);
    handoff.giver = body_read_text(&in, TEXT_MAX);
    handoff.receiver = body_read_text(&in, TEXT_MAX);
    handoff.stop = body_read_text(&in, TEXT_MAX);
    handoff.giver_person = body_read_text(&in, TEXT_MAX);
    read_bundles(&in, &handoff);
    handoff.item_count = body_read_texts(&in, handoff.items, HANDOFF_ITEMS_MAX);
    body_read_requires(&in, handoff_in_form(&handoff)); /* (1) */
    enum status status = body_read(&in);
    if (status == STATUS_OK) {
        *out = handoff;
    }
    return status;
}

struct hash handoff_digest(struct span record)
{
    return hash_labelled(TEXT("trao/handoff/1"), record);
}

enum status give_encode(struct span record, struct text absent, struct writer *writer)
{
    struct handoff handoff;
    struct body_writer out = body_writer_of(writer);
    if (record.size > ENTRY_BODY_MAX) {
        return STATUS_FULL;
    }
    body_write_requires(&out, handoff_decode(record, &handoff) == STATUS_OK);
    write_u16(writer, (uint16_t)record.size);
    write_bytes(writer, record.at, record.size);
    body_write_text(&out, absent, NOTE_MAX);
    return body_written(&out);
}

enum status give_decode(struct span body, struct give_body *out)
{
    struct body_reader in = body_reader_of(body);
    struct give_body give;
    size_t size = read_u16(&in.from);
    give.record = read_span(&in.from, size); /* (2) */
    give.absent = body_read_text(&in, NOTE_MAX);
    body_read_requires(&in, handoff_decode(give.record, &give.handoff) == STATUS_OK);
    enum status status = body_read(&in);
    if (status == STATUS_OK) {
        *out = give;
    }
    return status;
}

enum status take_encode(const struct take_body *body, struct writer *writer)
{
    struct body_writer out = body_writer_of(writer);
    body_write_requires(&out, body->party.size > 0 && body->proven < PROVENS);
    write_bytes(writer, body->handoff_id, sizeof body->handoff_id);
    body_write_hash(&out, &body->digest);
    body_write_hash(&out, &body->giver_entry);
    write_u8(writer, body->one_device ? TAKE_ONE_DEVICE : 0);
    write_u8(writer, (uint8_t)body->proven);
    body_write_text(&out, body->party, TEXT_MAX);
    body_write_text(&out, body->person, TEXT_MAX);
    body_write_text(&out, body->giver, TEXT_MAX);
    body_write_text(&out, body->stop, TEXT_MAX);
    body_write_texts(&out, body->bundles, body->bundle_count, HANDOFF_BUNDLES_MAX);
    body_write_texts(&out, body->scanned, body->scanned_count, HANDOFF_ITEMS_MAX);
    body_write_texts(&out, body->missing, body->missing_count, HANDOFF_ITEMS_MAX);
    body_write_texts(&out, body->over, body->over_count, HANDOFF_ITEMS_MAX);
    return body_written(&out);
}

enum status take_decode(struct span body, struct take_body *out)
{
    struct body_reader in = body_reader_of(body);
    struct take_body take = {0};
    read_bytes(&in.from, take.handoff_id, sizeof take.handoff_id);
    take.digest = body_read_hash(&in);
    take.giver_entry = body_read_hash(&in);
    uint8_t flags = read_u8(&in.from);
    uint8_t proven = read_u8(&in.from);
    body_read_requires(&in, flags <= TAKE_ONE_DEVICE && proven < PROVENS);
    take.one_device = flags & TAKE_ONE_DEVICE;
    take.proven = proven < PROVENS ? (enum proven)proven : PROVEN_NONE;
    take.party = body_read_text(&in, TEXT_MAX);
    take.person = body_read_text(&in, TEXT_MAX);
    take.giver = body_read_text(&in, TEXT_MAX);
    take.stop = body_read_text(&in, TEXT_MAX);
    take.bundle_count = body_read_texts(&in, take.bundles, HANDOFF_BUNDLES_MAX);
    take.scanned_count = body_read_texts(&in, take.scanned, HANDOFF_ITEMS_MAX);
    take.missing_count = body_read_texts(&in, take.missing, HANDOFF_ITEMS_MAX);
    take.over_count = body_read_texts(&in, take.over, HANDOFF_ITEMS_MAX);
    body_read_requires(&in, take.party.size > 0);
    enum status status = body_read(&in);
    if (status == STATUS_OK) {
        *out = take;
    }
    return status;
}

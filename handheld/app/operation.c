#include "handheld/app/operation.h"

#include <string.h>

#include "core/item_code.h"

/* INVARIANTS
 * (1) No code stands twice among the items.
 * (2) total >= item_count. */

enum { TEXTS = 5 };

bool operation_is_container(struct text code)
{
    static const struct item_grammar none; /* what is no dossier needs no pattern */
    struct item_code read;
    item_code_read(code, &none, &read);
    return read.kind == ITEM_BUNDLE || read.kind == ITEM_WAYBILL || read.kind == ITEM_RECEPTACLE;
}

static size_t index_of(const struct operation *operation, struct text code)
{
    size_t i = 0;
    while (i < operation->item_count && !text_equal(text_of(operation->items[i].code), code)) {
        i++;
    }
    return i;
}

const struct operation_item *operation_find(const struct operation *operation, struct text code)
{
    size_t at = index_of(operation, code);
    return at < operation->item_count ? &operation->items[at] : NULL;
}

bool operation_is_full(const struct operation *operation, bool container)
{
    uint32_t same = 0;
    for (uint32_t i = 0; i < operation->item_count; i++) {
        same += operation->items[i].container == container;
    }
    return same >= (container ? HANDOFF_BUNDLES_MAX : HANDOFF_ITEMS_MAX);
}

static void drop(struct operation *operation, size_t at)
{
    memmove(&operation->items[at], &operation->items[at + 1],
            (operation->item_count - at - 1) * sizeof operation->items[0]);
    operation->item_count--;
}

void operation_add(struct operation *operation, const struct operation_item *item)
{
    size_t known = index_of(operation, text_of(item->code));
    if (known < operation->item_count) {
        drop(operation, known); /* (1) */
        operation->total--;
    } else if (operation->item_count == OPERATION_ITEMS_MAX) {
        drop(operation, 0);
    }
    operation->items[operation->item_count++] = *item;
    operation->total++; /* (2) */
}

void operation_remove(struct operation *operation, struct text code)
{
    size_t at = index_of(operation, code);
    if (at < operation->item_count) {
        drop(operation, at);
        operation->total--;
    }
}

static void write_text(struct writer *writer, const char *text)
{
    size_t size = strlen(text);
    write_u8(writer, (uint8_t)size);
    write_bytes(writer, text, size);
}

static void read_text(struct reader *reader, char out[MEMORY_TEXT_SIZE])
{
    size_t size = read_u8(reader);
    struct span bytes = read_span(reader, size);
    struct text text = {.at = (const char *)bytes.at, .size = bytes.size};
    reader->short_of = reader->short_of || !text_copy(text, out, MEMORY_TEXT_SIZE);
}

void operation_write(const struct operation *operation, struct writer *writer)
{
    const char *const texts[TEXTS] = {operation->party, operation->counterpart, operation->parent,
                                      operation->reason, operation->stop};
    write_u8(writer, (uint8_t)operation->state);
    write_text(writer, act_kind_name(operation->kind)); /* the enum's order is free to change */
    write_bytes(writer, operation->handoff_id, sizeof operation->handoff_id);
    write_u32(writer, operation->from.epoch);
    write_u64(writer, operation->from.seq);
    for (size_t i = 0; i < TEXTS; i++) {
        write_text(writer, texts[i]);
    }
    write_u8(writer, operation->earlier_count);
    for (size_t i = 0; i < operation->earlier_count; i++) {
        const struct operation_earlier *earlier = &operation->earlier[i];
        write_bytes(writer, earlier->handoff_id, sizeof earlier->handoff_id);
        write_bytes(writer, earlier->digest.byte, sizeof earlier->digest.byte);
        write_bytes(writer, earlier->entry.hash.byte, sizeof earlier->entry.hash.byte);
        write_u32(writer, earlier->entry.place.epoch);
        write_u64(writer, earlier->entry.place.seq);
    }
}

static void read_earlier(struct reader *reader, struct operation *operation)
{
    uint8_t count = read_u8(reader);
    reader->short_of = reader->short_of || count > OPERATION_EARLIER_MAX;
    operation->earlier_count = reader->short_of ? 0 : count;
    for (size_t i = 0; i < operation->earlier_count; i++) {
        struct operation_earlier *earlier = &operation->earlier[i];
        read_bytes(reader, earlier->handoff_id, sizeof earlier->handoff_id);
        read_bytes(reader, earlier->digest.byte, sizeof earlier->digest.byte);
        read_bytes(reader, earlier->entry.hash.byte, sizeof earlier->entry.hash.byte);
        earlier->entry.place.epoch = read_u32(reader);
        earlier->entry.place.seq = read_u64(reader);
    }
}

enum status operation_read(struct reader *reader, struct operation *out_operation)
{
    struct operation read = {.state = OPERATION_NONE};
    uint8_t state = read_u8(reader);
    char kind[MEMORY_TEXT_SIZE];
    read_text(reader, kind);
    read_bytes(reader, read.handoff_id, sizeof read.handoff_id);
    read.from.epoch = read_u32(reader);
    read.from.seq = read_u64(reader);
    read_text(reader, read.party);
    read_text(reader, read.counterpart);
    read_text(reader, read.parent);
    read_text(reader, read.reason);
    read_text(reader, read.stop);
    read_earlier(reader, &read);
    if (reader->short_of || state > OPERATION_ENDED || !act_kind_parse(text_of(kind), &read.kind)) {
        return STATUS_MALFORMED;
    }
    read.state = (enum operation_state)state;
    *out_operation = read;
    return STATUS_OK;
}

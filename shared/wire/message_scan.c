#include "wire/message_scan.h"

#include "base/check.h"
#include "base/text.h"
#include "core/sync.h"
#include "trao.pb-c.h"

/* The descriptors that protoc-c made are the grammar, so it stands in one place: trao.proto.
 *
 * INVARIANTS
 * (1) What passes has a bounded number of fields: each known one once, MESSAGE_UNKNOWN_MAX others.
 *     So unpacking takes at most the bytes' own size and a constant.
 * (2) Nothing is read beyond the bytes; nesting is as deep as the contract's, no deeper. */

enum { TYPE_VARINT = 0, TYPE_FIXED64 = 1, TYPE_BYTES = 2, TYPE_FIXED32 = 5 };
enum { DEPTH_MAX = 4, FIELDS_MAX = 64, VARINT_BYTES_MAX = 10, NUMBER_MAX = (1 << 29) - 1 };

struct scan {
    bool newer;       /* the sender's version is newer than ours */
    uint32_t unknown; /* fields skipped so far */
};

/* One field as it stands in the bytes. */
struct field {
    uint32_t number;
    uint8_t type;
    uint64_t value;    /* of a varint */
    struct span bytes; /* of TYPE_BYTES */
};

/* The shortest form only: the last byte of a longer one would be zero (row 68). */
static bool read_varint(struct reader *reader, uint64_t *out_value)
{
    const size_t most = reader->left < VARINT_BYTES_MAX ? reader->left : VARINT_BYTES_MAX;
    uint64_t value = 0;
    for (size_t i = 0; i < most; i++) {
        const uint8_t byte = reader->at[i];
        if (i == VARINT_BYTES_MAX - 1 && byte > 1) {
            return false;
        }
        value |= (uint64_t)(byte & 0x7F) << (7 * i);
        if (byte < 0x80) {
            reader->at += i + 1;
            reader->left -= i + 1;
            *out_value = value;
            return i == 0 || byte != 0;
        }
    }
    return false;
}

static bool read_field(struct reader *reader, struct field *out_field)
{
    uint64_t tag = 0;
    if (!read_varint(reader, &tag) || tag >> 3 == 0 || tag >> 3 > NUMBER_MAX) {
        return false;
    }
    struct field field = {.number = (uint32_t)(tag >> 3), .type = tag & 7};
    uint64_t size = 0;
    bool good = true;
    switch (field.type) {
    case TYPE_VARINT:
        good = read_varint(reader, &field.value);
        break;
    case TYPE_FIXED64:
        (void)read_u64(reader);
        break;
    case TYPE_FIXED32:
        (void)read_u32(reader);
        break;
    case TYPE_BYTES:
        good = read_varint(reader, &size) && size <= reader->left;
        field.bytes = good ? read_span(reader, (size_t)size) : (struct span){0};
        break;
    default: /* groups, and what never was */
        good = false;
    }
    *out_field = field;
    return good && !reader->short_of;
}

/* The index of the field in its message, or -1. */
static int find_field(const ProtobufCMessageDescriptor *message, uint32_t number)
{
    for (unsigned i = 0; i < message->n_fields; i++) {
        if (message->fields[i].id == number) {
            return (int)i;
        }
    }
    return -1;
}

static bool known_value(const ProtobufCEnumDescriptor *values, uint64_t value)
{
    for (unsigned i = 0; i < values->n_values; i++) {
        if (values->values[i].value >= 0 && (uint64_t)values->values[i].value == value) {
            return true;
        }
    }
    return false;
}

/* Is what FIELD holds of the TYPE the contract gives it? Messages are judged by the caller. */
static bool fits_type(const ProtobufCFieldDescriptor *rule, const struct field *field)
{
    switch ((int)rule->type) {
    case PROTOBUF_C_TYPE_UINT32:
        return field->type == TYPE_VARINT && field->value <= UINT32_MAX;
    case PROTOBUF_C_TYPE_UINT64:
    case PROTOBUF_C_TYPE_SINT64:
        return field->type == TYPE_VARINT;
    case PROTOBUF_C_TYPE_ENUM:
        return field->type == TYPE_VARINT && known_value(rule->descriptor, field->value);
    case PROTOBUF_C_TYPE_FIXED64:
        return field->type == TYPE_FIXED64;
    case PROTOBUF_C_TYPE_STRING:
        return field->type == TYPE_BYTES &&
               text_utf8((struct text){(const char *)field->bytes.at, field->bytes.size});
    case PROTOBUF_C_TYPE_BYTES:
    case PROTOBUF_C_TYPE_MESSAGE:
        return field->type == TYPE_BYTES;
    default:
        return false; /* trao.proto uses no other type */
    }
}

/* One message inside another; the envelope is scan_envelope()'s. Iterative, so that no input
 * decides about our stack (2). */
static bool scan_body(struct scan *scan, const ProtobufCMessageDescriptor *outermost,
                      struct span bytes)
{
    struct level {
        const ProtobufCMessageDescriptor *message;
        struct reader reader;
        uint64_t seen;
    } levels[DEPTH_MAX] = {
        {.message = outermost, .reader = reader_of(bytes)}
    };
    size_t depth = 1;
    while (depth > 0) {
        struct level *level = &levels[depth - 1];
        struct field field;
        if (level->reader.left == 0) {
            depth--;
            continue;
        }
        if (!read_field(&level->reader, &field)) {
            return false;
        }
        int index = find_field(level->message, field.number);
        if (index < 0) {
            if (!scan->newer || field.number < MESSAGE_ADDED_FROM ||
                ++scan->unknown > MESSAGE_UNKNOWN_MAX) {
                return false;
            }
            continue;
        }
        assert(index < FIELDS_MAX);
        const ProtobufCFieldDescriptor *rule = &level->message->fields[index];
        if (level->seen & 1ULL << index || !fits_type(rule, &field)) { /* (1) */
            return false;
        }
        level->seen |= 1ULL << index;
        if (rule->type == PROTOBUF_C_TYPE_MESSAGE) {
            assert(depth < DEPTH_MAX);
            levels[depth++] =
                (struct level){.message = rule->descriptor, .reader = reader_of(field.bytes)};
        }
    }
    return true;
}

/* The version comes first, so that everything behind it is read by the right rule. */
static enum status scan_version(struct reader *reader, struct scan *scan)
{
    struct field field;
    if (!read_field(reader, &field) || field.number != 1 || field.type != TYPE_VARINT ||
        field.value == 0 || field.value > UINT32_MAX) {
        return STATUS_MALFORMED;
    }
    scan->newer = field.value > SYNC_VERSION;
    return field.value > SYNC_VERSION + 1 ? STATUS_TOO_NEW : STATUS_OK;
}

enum status message_scan(struct span bytes)
{
    struct reader reader = reader_of(bytes);
    struct scan scan = {0};
    bool known = false;
    if (bytes.size > MESSAGE_BYTES_MAX) {
        return STATUS_MALFORMED;
    }
    enum status status = scan_version(&reader, &scan);
    if (status != STATUS_OK) {
        return status;
    }
    while (reader.left > 0) {
        struct field field;
        if (!read_field(&reader, &field)) {
            return STATUS_MALFORMED;
        }
        int index = find_field(&trao__envelope__descriptor, field.number);
        if (index < 0) {
            if (!scan.newer || field.number < MESSAGE_ADDED_FROM ||
                ++scan.unknown > MESSAGE_UNKNOWN_MAX) {
                return STATUS_MALFORMED;
            }
            continue;
        }
        const ProtobufCFieldDescriptor *rule = &trao__envelope__descriptor.fields[index];
        if (known || rule->type != PROTOBUF_C_TYPE_MESSAGE || field.type != TYPE_BYTES ||
            !scan_body(&scan, rule->descriptor, field.bytes)) {
            return STATUS_MALFORMED;
        }
        known = true;
    }
    if (known) {
        return STATUS_OK;
    }
    return scan.unknown > 0 ? STATUS_NOT_FOUND : STATUS_MALFORMED;
}

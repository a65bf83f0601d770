#include "core/statement.h"
#include "core/statement_bytes.h"

enum { TEXT_MAX = STATEMENT_TEXT_MAX, NOTE_MAX = STATEMENT_NOTE_MAX };

static void write_place(struct writer *writer, struct place place)
{
    write_u32(writer, place.epoch);
    write_u64(writer, place.seq);
}

static struct place read_place(struct body_reader *in)
{
    struct place place = {.epoch = read_u32(&in->from)};
    place.seq = read_u64(&in->from);
    return place;
}

/* Both zero, or neither: there is no entry 0 in an epoch and no epoch 0. */
static bool place_in_form(struct place place)
{
    return (place.epoch == 0) == (place.seq == 0);
}

static bool head_in_form(const struct head *head)
{
    return place_in_form(head->place) && (head->place.epoch == 0) == hash_is_zero(&head->hash);
}

enum status opened_encode(const struct opened_body *body, struct writer *writer)
{
    struct body_writer out = body_writer_of(writer);
    body_write_requires(&out, head_in_form(&body->head));
    write_bytes(writer, body->sign_key.byte, sizeof body->sign_key.byte);
    write_place(writer, body->head.place);
    body_write_hash(&out, &body->head.hash);
    body_write_text(&out, body->software, TEXT_MAX);
    return body_written(&out);
}

enum status opened_decode(struct span body, struct opened_body *out)
{
    struct body_reader in = body_reader_of(body);
    struct opened_body opened;
    read_bytes(&in.from, opened.sign_key.byte, sizeof opened.sign_key.byte);
    opened.head.place = read_place(&in);
    opened.head.hash = body_read_hash(&in);
    opened.software = body_read_text(&in, TEXT_MAX);
    body_read_requires(&in, head_in_form(&opened.head));
    enum status status = body_read(&in);
    if (status == STATUS_OK) {
        *out = opened;
    }
    return status;
}

/* The device is its signing key; a statement that pairs others is worth nothing. */
static bool enrolled_in_form(const struct enrolled_body *body)
{
    return body->kind >= DEVICE_HANDHELD && body->kind <= DEVICE_ADMIN &&
           device_of(&body->sign_key).id == body->device.id && body->party.size > 0;
}

enum status enrolled_encode(const struct enrolled_body *body, struct writer *writer)
{
    struct body_writer out = body_writer_of(writer);
    body_write_requires(&out, enrolled_in_form(body));
    write_u64(writer, body->device.id);
    write_bytes(writer, body->link_key, sizeof body->link_key);
    write_bytes(writer, body->sign_key.byte, sizeof body->sign_key.byte);
    write_u8(writer, (uint8_t)body->kind);
    body_write_text(&out, body->label, TEXT_MAX);
    body_write_text(&out, body->party, TEXT_MAX);
    body_write_text(&out, body->person_one, TEXT_MAX);
    body_write_text(&out, body->person_two, TEXT_MAX);
    return body_written(&out);
}

enum status enrolled_decode(struct span body, struct enrolled_body *out)
{
    struct body_reader in = body_reader_of(body);
    struct enrolled_body enrolled = {.device = {read_u64(&in.from)}};
    read_bytes(&in.from, enrolled.link_key, sizeof enrolled.link_key);
    read_bytes(&in.from, enrolled.sign_key.byte, sizeof enrolled.sign_key.byte);
    uint8_t kind = read_u8(&in.from);
    enrolled.kind = (enum device_kind)kind;
    enrolled.label = body_read_text(&in, TEXT_MAX);
    enrolled.party = body_read_text(&in, TEXT_MAX);
    enrolled.person_one = body_read_text(&in, TEXT_MAX);
    enrolled.person_two = body_read_text(&in, TEXT_MAX);
    body_read_requires(&in, enrolled_in_form(&enrolled));
    enum status status = body_read(&in);
    if (status == STATUS_OK) {
        *out = enrolled;
    }
    return status;
}

enum status revoked_encode(const struct revoked_body *body, struct writer *writer)
{
    struct body_writer out = body_writer_of(writer);
    body_write_requires(&out, place_in_form(body->trusted_to));
    write_u64(writer, body->device.id);
    write_place(writer, body->trusted_to);
    body_write_text(&out, body->reason, NOTE_MAX);
    body_write_text(&out, body->person_one, TEXT_MAX);
    body_write_text(&out, body->person_two, TEXT_MAX);
    return body_written(&out);
}

enum status revoked_decode(struct span body, struct revoked_body *out)
{
    struct body_reader in = body_reader_of(body);
    struct revoked_body revoked = {.device = {read_u64(&in.from)}};
    revoked.trusted_to = read_place(&in);
    revoked.reason = body_read_text(&in, NOTE_MAX);
    revoked.person_one = body_read_text(&in, TEXT_MAX);
    revoked.person_two = body_read_text(&in, TEXT_MAX);
    body_read_requires(&in, place_in_form(revoked.trusted_to));
    enum status status = body_read(&in);
    if (status == STATUS_OK) {
        *out = revoked;
    }
    return status;
}

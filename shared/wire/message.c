#include "wire/message.h"

#include <string.h>

#include "base/check.h"
#include "core/statement.h"
#include "trao.pb-c.h"
#include "wire/message_scan.h"

/* INVARIANTS
 *
 * (1) What message_encode() writes, message_decode() reads to the same values, version for version.
 * (2) A decoded message keeps the bounds of core/sync.h: heads whole, texts short, numbers known.
 * (3) Nothing is unpacked that message_scan() has not passed. */

enum { DETAIL_MAX = 255, BATTERY_MAX = 100 };

/* One message on its way out: every piece it may need, so that nothing is allocated. */
struct parcel {
    Trao__Envelope envelope;
    Trao__Hello hello;
    Trao__Welcome welcome;
    Trao__Batch batch;
    Trao__Receipt receipt;
    Trao__Busy busy;
    Trao__Refusal refusal;
    Trao__Notice notice;
    Trao__Head heads[2];
    Trao__Place places[3];
    Trao__Clock clock;
    Trao__Offset offset;
    char text[DETAIL_MAX + 1];
};

static Trao__Place *place_out(Trao__Place *piece, struct place place)
{
    trao__place__init(piece);
    piece->epoch = place.epoch;
    piece->seq = place.seq;
    return place.epoch == 0 && place.seq == 0 ? NULL : piece;
}

/* protobuf-c has no const; packing only reads. */
static uint8_t *lent(const void *bytes)
{
    union {
        const void *from;
        uint8_t *to;
    } pointer = {.from = bytes};
    return pointer.to;
}

static Trao__Head *head_out(Trao__Head *piece, const struct head *head)
{
    trao__head__init(piece);
    piece->epoch = head->place.epoch;
    piece->seq = head->place.seq;
    piece->hash.data = lent(head->hash.byte);
    piece->hash.len = HASH_SIZE;
    return head->place.epoch == 0 && head->place.seq == 0 ? NULL : piece;
}

static Trao__Clock *clock_out(Trao__Clock *piece, const struct device_clock *clock)
{
    trao__clock__init(piece);
    piece->wall_ms = clock->wall_ms;
    piece->mono_ms = clock->mono_ms;
    piece->boot = clock->boot;
    return piece;
}

static bool text_out(struct parcel *parcel, struct text text, size_t text_max, char **out)
{
    *out = parcel->text;
    return text.size <= text_max && text_utf8(text) &&
           text_copy(text, parcel->text, sizeof parcel->text);
}

static bool hello_out(struct parcel *parcel, const struct hello *hello)
{
    Trao__Hello *out = &parcel->hello;
    trao__hello__init(out);
    out->device = hello->device.id;
    out->head = head_out(&parcel->heads[0], &hello->head);
    out->first = place_out(&parcel->places[0], hello->first);
    out->received = place_out(&parcel->places[1], hello->received);
    out->asked = place_out(&parcel->places[2], hello->asked);
    out->proof = head_out(&parcel->heads[1], &hello->proof);
    out->clock = clock_out(&parcel->clock, &hello->clock);
    out->unsent = hello->unsent;
    out->battery = (uint32_t)(hello->battery_percent + 1);
    parcel->envelope.version = hello->version;
    parcel->envelope.message_case = TRAO__ENVELOPE__MESSAGE_HELLO;
    parcel->envelope.hello = out;
    return hello->battery_percent >= -1 && hello->battery_percent <= BATTERY_MAX &&
           text_out(parcel, hello->software, STATEMENT_TEXT_MAX, &out->software);
}

static void welcome_out(struct parcel *parcel, const struct welcome *welcome)
{
    Trao__Welcome *out = &parcel->welcome;
    trao__welcome__init(out);
    out->verdict = (Trao__Verdict)welcome->verdict;
    out->high_water = head_out(&parcel->heads[0], &welcome->high_water);
    out->epoch = welcome->epoch;
    out->server_wall_ms = welcome->server_wall_ms;
    out->echo_mono_ms = welcome->echo_mono_ms;
    out->level_two = place_out(&parcel->places[0], welcome->level_two);
    parcel->envelope.version = welcome->version;
    parcel->envelope.message_case = TRAO__ENVELOPE__MESSAGE_WELCOME;
    parcel->envelope.welcome = out;
}

static void batch_out(struct parcel *parcel, const struct batch *batch)
{
    Trao__Batch *out = &parcel->batch;
    trao__batch__init(out);
    trao__offset__init(&parcel->offset);
    parcel->offset.ms = batch->offset_ms;
    parcel->offset.rtt_ms = batch->rtt_ms;
    out->device = batch->device.id;
    out->epoch = batch->epoch;
    out->first_seq = batch->first_seq;
    out->count = batch->count;
    out->clock = clock_out(&parcel->clock, &batch->clock);
    out->offset = batch->has_offset ? &parcel->offset : NULL;
    out->entries.data = lent(batch->entries.at);
    out->entries.len = batch->entries.size;
    parcel->envelope.message_case = TRAO__ENVELOPE__MESSAGE_BATCH;
    parcel->envelope.batch = out;
}

static void receipt_out(struct parcel *parcel, const struct receipt *receipt)
{
    trao__receipt__init(&parcel->receipt);
    parcel->receipt.head = head_out(&parcel->heads[0], &receipt->head);
    parcel->receipt.level_two = place_out(&parcel->places[0], receipt->level_two);
    parcel->envelope.message_case = TRAO__ENVELOPE__MESSAGE_RECEIPT;
    parcel->envelope.receipt = &parcel->receipt;
}

static void busy_out(struct parcel *parcel, const struct busy *busy)
{
    trao__busy__init(&parcel->busy);
    parcel->busy.retry_after_ms = busy->retry_after_ms;
    parcel->envelope.message_case = TRAO__ENVELOPE__MESSAGE_BUSY;
    parcel->envelope.busy = &parcel->busy;
}

static bool refusal_out(struct parcel *parcel, const struct refusal *refusal)
{
    trao__refusal__init(&parcel->refusal);
    parcel->refusal.code = (Trao__RefusalCode)refusal->code;
    parcel->refusal.high_water = head_out(&parcel->heads[0], &refusal->high_water);
    parcel->envelope.message_case = TRAO__ENVELOPE__MESSAGE_REFUSAL;
    parcel->envelope.refusal = &parcel->refusal;
    return text_out(parcel, refusal->detail, DETAIL_MAX, &parcel->refusal.detail);
}

static void notice_out(struct parcel *parcel, const struct notice *notice)
{
    trao__notice__init(&parcel->notice);
    parcel->notice.kind = (Trao__NoticeKind)notice->kind;
    parcel->notice.number = notice->number;
    parcel->notice.body.data = lent(notice->body.at);
    parcel->notice.body.len = notice->body.size;
    parcel->envelope.message_case = TRAO__ENVELOPE__MESSAGE_NOTICE;
    parcel->envelope.notice = &parcel->notice;
}

static bool message_out(struct parcel *parcel, const struct message *message)
{
    trao__envelope__init(&parcel->envelope);
    parcel->envelope.version = SYNC_VERSION;
    switch (message->kind) {
    case MESSAGE_HELLO:
        return hello_out(parcel, &message->hello);
    case MESSAGE_WELCOME:
        welcome_out(parcel, &message->welcome);
        return true;
    case MESSAGE_BATCH:
        batch_out(parcel, &message->batch);
        return true;
    case MESSAGE_RECEIPT:
        receipt_out(parcel, &message->receipt);
        return true;
    case MESSAGE_BUSY:
        busy_out(parcel, &message->busy);
        return true;
    case MESSAGE_REFUSAL:
        return refusal_out(parcel, &message->refusal);
    case MESSAGE_NOTICE:
        notice_out(parcel, &message->notice);
        return true;
    }
    return false;
}

enum status message_encode(const struct message *message, struct writer *writer)
{
    struct parcel parcel;
    if (!message_out(&parcel, message)) {
        return STATUS_MALFORMED;
    }
    size_t size = trao__envelope__get_packed_size(&parcel.envelope);
    if (writer->short_of || size > MESSAGE_BYTES_MAX || size > writer->room - writer->size) {
        return STATUS_FULL;
    }
    uint8_t *at = writer->at + writer->size;
    size_t packed = trao__envelope__pack(&parcel.envelope, at);
    assert(packed == size);
    writer->size += size;
    return STATUS_OK;
}

static bool place_in(const Trao__Place *piece, struct place *out)
{
    *out = piece ? (struct place){piece->epoch, piece->seq} : (struct place){0};
    return (out->epoch == 0) == (out->seq == 0);
}

/* All of it or nothing (2). */
static bool head_in(const Trao__Head *piece, struct head *out)
{
    *out = (struct head){0};
    if (!piece || (piece->epoch == 0 && piece->seq == 0 && piece->hash.len == 0)) {
        return true;
    }
    if (piece->hash.len != HASH_SIZE || piece->epoch == 0 || piece->seq == 0) {
        return false;
    }
    out->place = (struct place){piece->epoch, piece->seq};
    memcpy(out->hash.byte, piece->hash.data, HASH_SIZE);
    return true;
}

static struct device_clock clock_in(const Trao__Clock *piece)
{
    if (!piece) {
        return (struct device_clock){0};
    }
    return (struct device_clock){piece->wall_ms, piece->mono_ms, piece->boot};
}

static bool hello_in(const Trao__Envelope *envelope, struct hello *out)
{
    const Trao__Hello *in = envelope->hello;
    struct text software = text_of(in->software);
    *out = (struct hello){.version = envelope->version,
                          .device = {in->device},
                          .clock = clock_in(in->clock),
                          .software = software,
                          .unsent = in->unsent,
                          .battery_percent = (int32_t)(in->battery & 0xFF) - 1};
    return software.size <= STATEMENT_TEXT_MAX && in->battery <= BATTERY_MAX + 1 &&
           head_in(in->head, &out->head) && place_in(in->first, &out->first) &&
           place_in(in->received, &out->received) && place_in(in->asked, &out->asked) &&
           head_in(in->proof, &out->proof);
}

static bool welcome_in(const Trao__Envelope *envelope, struct welcome *out)
{
    const Trao__Welcome *in = envelope->welcome;
    *out = (struct welcome){.version = envelope->version,
                            .verdict = (enum welcome_verdict)in->verdict,
                            .epoch = in->epoch,
                            .server_wall_ms = in->server_wall_ms,
                            .echo_mono_ms = in->echo_mono_ms};
    return in->verdict != TRAO__VERDICT__VERDICT_NONE &&
           head_in(in->high_water, &out->high_water) && place_in(in->level_two, &out->level_two);
}

static bool batch_in(const Trao__Batch *in, struct batch *out)
{
    *out = (struct batch){.device = {in->device},
                          .epoch = in->epoch,
                          .first_seq = in->first_seq,
                          .count = in->count,
                          .clock = clock_in(in->clock),
                          .entries = span_of(in->entries.data, in->entries.len)};
    if (in->offset) {
        out->has_offset = true;
        out->offset_ms = in->offset->ms;
        out->rtt_ms = in->offset->rtt_ms;
    }
    return true;
}

static bool refusal_in(const Trao__Refusal *in, struct refusal *out)
{
    *out = (struct refusal){.code = (enum refusal_code)in->code, .detail = text_of(in->detail)};
    return in->code != TRAO__REFUSAL_CODE__REFUSAL_NONE && out->detail.size <= DETAIL_MAX &&
           head_in(in->high_water, &out->high_water);
}

static bool notice_in(const Trao__Notice *in, struct notice *out)
{
    *out = (struct notice){.kind = (enum notice_kind)in->kind,
                           .number = in->number,
                           .body = span_of(in->body.data, in->body.len)};
    return in->kind != TRAO__NOTICE_KIND__NOTICE_NONE;
}

static bool message_in(const Trao__Envelope *envelope, struct message *out)
{
    switch ((int)envelope->message_case) {
    case TRAO__ENVELOPE__MESSAGE_HELLO:
        out->kind = MESSAGE_HELLO;
        return hello_in(envelope, &out->hello);
    case TRAO__ENVELOPE__MESSAGE_WELCOME:
        out->kind = MESSAGE_WELCOME;
        return welcome_in(envelope, &out->welcome);
    case TRAO__ENVELOPE__MESSAGE_BATCH:
        out->kind = MESSAGE_BATCH;
        return batch_in(envelope->batch, &out->batch);
    case TRAO__ENVELOPE__MESSAGE_RECEIPT:
        out->kind = MESSAGE_RECEIPT;
        return head_in(envelope->receipt->head, &out->receipt.head) &&
               place_in(envelope->receipt->level_two, &out->receipt.level_two);
    case TRAO__ENVELOPE__MESSAGE_BUSY:
        out->kind = MESSAGE_BUSY;
        out->busy.retry_after_ms = envelope->busy->retry_after_ms;
        return true;
    case TRAO__ENVELOPE__MESSAGE_REFUSAL:
        out->kind = MESSAGE_REFUSAL;
        return refusal_in(envelope->refusal, &out->refusal);
    case TRAO__ENVELOPE__MESSAGE_NOTICE:
        out->kind = MESSAGE_NOTICE;
        return notice_in(envelope->notice, &out->notice);
    default:
        return false;
    }
}

static void *arena_alloc(void *arena, size_t size)
{
    return arena_take(arena, size);
}

static void arena_keep(void *arena, void *pointer)
{
    (void)arena; /* given back all at once, when the turn ends */
    (void)pointer;
}

enum status message_decode(struct span bytes, struct arena *arena, struct message *out_message)
{
    enum status status = message_scan(bytes); /* (3) */
    if (status != STATUS_OK) {
        return status;
    }
    ProtobufCAllocator allocator = {
        .alloc = arena_alloc, .free = arena_keep, .allocator_data = arena};
    const Trao__Envelope *envelope = trao__envelope__unpack(&allocator, bytes.size, bytes.at);
    if (!envelope) {
        return STATUS_FULL;
    }
    struct message message = {0};
    if (!message_in(envelope, &message)) {
        return STATUS_MALFORMED;
    }
    *out_message = message;
    return STATUS_OK;
}

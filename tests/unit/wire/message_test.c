#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "wire/message.h"

static uint8_t bytes[MESSAGE_BYTES_MAX + 64];
static uint8_t memory[MESSAGE_ARENA_SIZE];
static uint8_t entries[BATCH_BYTES_MAX];

static struct span encode(const struct message *message)
{
    struct writer writer = writer_of(bytes, sizeof bytes);
    assert_int_equal(message_encode(message, &writer), STATUS_OK);
    return writer_span(&writer);
}

static enum status decode(struct span span, struct message *out)
{
    struct arena arena = arena_of(memory, sizeof memory);
    return message_decode(span, &arena, out);
}

static struct message there_and_back(const struct message *message)
{
    struct message back;
    assert_int_equal(decode(encode(message), &back), STATUS_OK);
    assert_int_equal(back.kind, message->kind);
    return back;
}

static struct head a_head(uint32_t epoch, uint64_t seq)
{
    return (struct head){
        {epoch, seq},
        hash_of(span_of(&seq, sizeof seq))
    };
}

static void assert_head(const struct head *a, const struct head *b)
{
    assert_int_equal(place_order(a->place, b->place), 0);
    assert_true(hash_equal(&a->hash, &b->hash));
}

static struct message a_hello(void)
{
    return (struct message){
        .kind = MESSAGE_HELLO,
        .hello = {.version = SYNC_VERSION,
                  .device = {0xFEDCBA9876543210},
                  .head = a_head(2, UINT64_MAX),
                  .first = {1, 7},
                  .received = {2, 40},
                  .asked = {2, 40},
                  .proof = a_head(2, 40),
                  .clock = {-5, 123456, UINT64_MAX},
                  .software = TEXT("trao-handheld 0.1.0"),
                  .unsent = 12,
                  .battery_percent = 0}
    };
}

static void a_hello_comes_back(void **unused)
{
    (void)unused;
    struct message message = a_hello();
    struct message back = there_and_back(&message);
    assert_int_equal(back.hello.version, SYNC_VERSION);
    assert_int_equal(back.hello.device.id, message.hello.device.id);
    assert_head(&back.hello.head, &message.hello.head);
    assert_head(&back.hello.proof, &message.hello.proof);
    assert_int_equal(back.hello.first.seq, 7);
    assert_int_equal(back.hello.received.seq, 40);
    assert_int_equal(back.hello.asked.epoch, 2);
    assert_int_equal(back.hello.clock.wall_ms, -5);
    assert_int_equal(back.hello.clock.mono_ms, 123456);
    assert_true(back.hello.clock.boot == UINT64_MAX);
    assert_true(text_is(back.hello.software, "trao-handheld 0.1.0"));
    assert_int_equal(back.hello.unsent, 12);
    assert_int_equal(back.hello.battery_percent, 0);
    message.hello.battery_percent = -1;
    assert_int_equal(there_and_back(&message).hello.battery_percent, -1);
    message.hello.battery_percent = 100;
    assert_int_equal(there_and_back(&message).hello.battery_percent, 100);
}

static void a_hello_of_a_new_unit_says_nothing_of_places(void **unused)
{
    (void)unused;
    struct message message = {
        .kind = MESSAGE_HELLO, .hello = {.version = SYNC_VERSION, .battery_percent = -1}
    };
    struct message back = there_and_back(&message);
    assert_int_equal(back.hello.head.place.epoch, 0);
    assert_true(hash_is_zero(&back.hello.head.hash));
    assert_int_equal(back.hello.software.size, 0);
}

static void a_welcome_comes_back(void **unused)
{
    (void)unused;
    for (int verdict = WELCOME_CONTINUE; verdict <= WELCOME_LOCKED; verdict++) {
        struct message message = {
            .kind = MESSAGE_WELCOME,
            .welcome = {.version = SYNC_VERSION,
                        .verdict = (enum welcome_verdict)verdict,
                        .high_water = a_head(3, 9),
                        .epoch = 4,
                        .server_wall_ms = 1700000000000,
                        .echo_mono_ms = INT64_MIN,
                        .level_two = {3, 8}}
        };
        struct message back = there_and_back(&message);
        assert_int_equal(back.welcome.verdict, verdict);
        assert_head(&back.welcome.high_water, &message.welcome.high_water);
        assert_int_equal(back.welcome.epoch, 4);
        assert_int_equal(back.welcome.server_wall_ms, 1700000000000);
        assert_true(back.welcome.echo_mono_ms == INT64_MIN);
        assert_int_equal(back.welcome.level_two.seq, 8);
    }
}

static void the_largest_batch_comes_back_whole(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < sizeof entries; i++) {
        entries[i] = (uint8_t)(i * 31);
    }
    struct message message = {
        .kind = MESSAGE_BATCH,
        .batch = {.device = {7},
                  .epoch = UINT32_MAX,
                  .first_seq = UINT64_MAX,
                  .count = BATCH_ENTRIES_MAX,
                  .clock = {1, 2, 3},
                  .has_offset = true,
                  .offset_ms = -3600000,
                  .rtt_ms = 80,
                  .entries = span_of(entries, sizeof entries)}
    };
    struct message back = there_and_back(&message);
    assert_true(span_equal(back.batch.entries, message.batch.entries));
    assert_int_equal(back.batch.epoch, UINT32_MAX);
    assert_true(back.batch.first_seq == UINT64_MAX);
    assert_int_equal(back.batch.count, BATCH_ENTRIES_MAX);
    assert_true(back.batch.has_offset);
    assert_int_equal(back.batch.offset_ms, -3600000);
    assert_int_equal(back.batch.rtt_ms, 80);
    assert_int_equal(back.batch.clock.boot, 3);
    message.batch.has_offset = false;
    assert_false(there_and_back(&message).batch.has_offset);
}

static void receipt_busy_refusal_and_notice_come_back(void **unused)
{
    (void)unused;
    struct message message = {
        .kind = MESSAGE_RECEIPT, .receipt = {.head = a_head(1, 5), .level_two = {1, 4}}
    };
    struct message back = there_and_back(&message);
    assert_head(&back.receipt.head, &message.receipt.head);
    assert_int_equal(back.receipt.level_two.seq, 4);

    message = (struct message){.kind = MESSAGE_BUSY, .busy = {.retry_after_ms = 1500}};
    assert_int_equal(there_and_back(&message).busy.retry_after_ms, 1500);
    message.busy.retry_after_ms = 0; /* an empty message inside */
    assert_int_equal(there_and_back(&message).busy.retry_after_ms, 0);

    for (int code = REFUSAL_UPDATE_NEEDED; code <= REFUSAL_TOO_LARGE; code++) {
        message = (struct message){
            .kind = MESSAGE_REFUSAL,
            .refusal = {.code = (enum refusal_code)code,
                        .high_water = a_head(1, 5),
                        .detail = TEXT("why")}
        };
        back = there_and_back(&message);
        assert_int_equal(back.refusal.code, code);
        assert_head(&back.refusal.high_water, &message.refusal.high_water);
        assert_true(text_is(back.refusal.detail, "why"));
    }

    for (int kind = NOTICE_CALENDAR; kind <= NOTICE_INCIDENT; kind++) {
        message = (struct message){
            .kind = MESSAGE_NOTICE,
            .notice = {.kind = (enum notice_kind)kind, .number = 9, .body = span_of("\0x", 2)}
        };
        back = there_and_back(&message);
        assert_int_equal(back.notice.kind, kind);
        assert_int_equal(back.notice.number, 9);
        assert_true(span_equal(back.notice.body, message.notice.body));
    }
}

static void what_does_not_fit_is_full_and_leaves_the_writer(void **unused)
{
    (void)unused;
    struct message message = a_hello();
    struct writer writer = writer_of(bytes, 20);
    write_u8(&writer, 1);
    assert_int_equal(message_encode(&message, &writer), STATUS_FULL);
    assert_int_equal(writer.size, 1);
    static uint8_t large[MESSAGE_BYTES_MAX];
    message = (struct message){
        .kind = MESSAGE_NOTICE,
        .notice = {.kind = NOTICE_PLAN, .body = span_of(large, sizeof large)}
    };
    writer = writer_of(bytes, sizeof bytes);
    assert_int_equal(message_encode(&message, &writer), STATUS_FULL);
}

static void what_no_peer_would_read_is_not_written(void **unused)
{
    (void)unused;
    static const char long_text[] = "0123456789012345678901234567890123456789012345678901234567890"
                                    "123";
    struct writer writer = writer_of(bytes, sizeof bytes);
    struct message message = a_hello();
    message.hello.software = text_of(long_text);
    assert_int_equal(message_encode(&message, &writer), STATUS_MALFORMED);
    message.hello.software = TEXT("\xFF");
    assert_int_equal(message_encode(&message, &writer), STATUS_MALFORMED);
    message = a_hello();
    message.hello.battery_percent = 101;
    assert_int_equal(message_encode(&message, &writer), STATUS_MALFORMED);
    message.kind = (enum message_kind)99;
    assert_int_equal(message_encode(&message, &writer), STATUS_MALFORMED);
    assert_int_equal(writer.size, 0);
}

/* Every cut message is refused; what is refused writes nothing. */
static void a_cut_message_is_malformed(void **unused)
{
    (void)unused;
    struct message message = a_hello();
    struct span whole = encode(&message);
    for (size_t size = 0; size < whole.size; size++) {
        struct message back = {.kind = MESSAGE_NOTICE};
        assert_int_equal(decode(span_of(whole.at, size), &back), STATUS_MALFORMED);
        assert_int_equal(back.kind, MESSAGE_NOTICE);
    }
}

static void a_small_arena_is_full(void **unused)
{
    (void)unused;
    struct message message = a_hello();
    struct span whole = encode(&message);
    struct message back;
    struct arena enough = arena_of(memory, sizeof memory);
    assert_int_equal(message_decode(whole, &enough, &back), STATUS_OK);
    for (size_t room = 0; room < enough.size; room++) {
        struct arena arena = arena_of(memory, room);
        assert_int_equal(message_decode(whole, &arena, &back), STATUS_FULL);
    }
}

/* Finds HEAD's bytes in a receipt and cuts or zeroes pieces of it. */
static void a_head_is_whole_or_not_there(void **unused)
{
    (void)unused;
    /* Envelope{2, Receipt{Head{...}}} by hand: hash of 31 bytes, no hash, no epoch. */
    uint8_t raw[64] = {0x08, SYNC_VERSION, 0x2A, 39, 0x0A, 37, 0x08, 1, 0x10, 5, 0x1A, 31};
    struct message back;
    assert_int_equal(decode(span_of(raw, 43), &back), STATUS_MALFORMED);
    raw[3] = 40;
    raw[5] = 38;
    raw[11] = 32;
    assert_int_equal(decode(span_of(raw, 44), &back), STATUS_OK);
    raw[7] = 0;
    assert_int_equal(decode(span_of(raw, 44), &back), STATUS_MALFORMED);
    const uint8_t no_hash[] = {0x08, SYNC_VERSION, 0x2A, 6, 0x0A, 4, 0x08, 1, 0x10, 5};
    assert_int_equal(decode(span_of(no_hash, sizeof no_hash), &back), STATUS_MALFORMED);
    const uint8_t half_place[] = {0x08, SYNC_VERSION, 0x2A, 5, 0xA2, 0x06, 2, 0x10, 5};
    assert_int_equal(decode(span_of(half_place, sizeof half_place), &back), STATUS_MALFORMED);
}

static void a_refusal_verdict_or_notice_of_no_kind_is_malformed(void **unused)
{
    (void)unused;
    struct message back;
    static const uint8_t fields[] = {0x1A, 0x3A, 0x42}; /* welcome, refusal, notice: empty */
    for (size_t i = 0; i < sizeof fields; i++) {
        const uint8_t raw[] = {0x08, SYNC_VERSION, fields[i], 0};
        assert_int_equal(decode(span_of(raw, sizeof raw), &back), STATUS_MALFORMED);
    }
}

/* Row 73 of bad-inputs.csv: one version older and newer still speak; later ones are told. */
static void row_73_versions_beside_ours_are_read(void **unused)
{
    (void)unused;
    struct message message = a_hello();
    struct message back;
    for (uint32_t version = 1; version < SYNC_VERSION + 4; version++) {
        message.hello.version = version;
        enum status status = decode(encode(&message), &back);
        assert_int_equal(status, version <= SYNC_VERSION + 1 ? STATUS_OK : STATUS_TOO_NEW);
    }
    message.hello.version = 0;
    assert_int_equal(decode(encode(&message), &back), STATUS_MALFORMED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_hello_comes_back),
        cmocka_unit_test(a_hello_of_a_new_unit_says_nothing_of_places),
        cmocka_unit_test(a_welcome_comes_back),
        cmocka_unit_test(the_largest_batch_comes_back_whole),
        cmocka_unit_test(receipt_busy_refusal_and_notice_come_back),
        cmocka_unit_test(what_does_not_fit_is_full_and_leaves_the_writer),
        cmocka_unit_test(what_no_peer_would_read_is_not_written),
        cmocka_unit_test(a_cut_message_is_malformed),
        cmocka_unit_test(a_small_arena_is_full),
        cmocka_unit_test(a_head_is_whole_or_not_there),
        cmocka_unit_test(a_refusal_verdict_or_notice_of_no_kind_is_malformed),
        cmocka_unit_test(row_73_versions_beside_ours_are_read),
    };
    return cmocka_run_group_tests_name("message", tests, NULL, NULL);
}

#include "tools/bench/units.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "core/sync_receiver.h"
#include "wire/message.h"

enum { ACTS = 64, BATCH = 32 };

static struct units units;

static int make(void **unused)
{
    (void)unused;
    return sign_start() == STATUS_OK && units_make(&units, 2) && units_seal(&units, 2, ACTS) ? 0
                                                                                             : -1;
}

static int unmake(void **unused)
{
    (void)unused;
    units_free(&units);
    return 0;
}

/* The message AFTER/COUNT of the first unit, judged as the server would. */
static enum batch_outcome_kind judge(struct stream *stream, uint32_t after, uint32_t count)
{
    static uint8_t bytes[MESSAGE_BYTES_MAX];
    static uint8_t memory[MESSAGE_ARENA_SIZE];
    struct writer writer = writer_of(bytes, sizeof bytes);
    struct arena arena = arena_of(memory, sizeof memory);
    struct message message;
    struct batch_outcome outcome;
    assert_true(units_message(&units.unit[0], after, count, &writer));
    assert_int_equal(message_decode(writer_span(&writer), &arena, &message), STATUS_OK);
    assert_int_equal(message.kind, MESSAGE_BATCH);
    stream_batch(stream, &message.batch, NULL, &outcome);
    return outcome.kind;
}

static void the_server_takes_every_message_in_its_order(void **unused)
{
    (void)unused;
    static const struct head nothing;
    struct stream stream;
    stream_init(&stream, units.unit[0].device, &nothing, 0, false);
    assert_int_equal(judge(&stream, 0, 0), BATCH_ACCEPTED);
    assert_int_equal(judge(&stream, 0, BATCH), BATCH_ACCEPTED);
    assert_int_equal(judge(&stream, BATCH, BATCH), BATCH_ACCEPTED);
    assert_int_equal(stream.high_water.place.seq, 1 + ACTS);
    assert_int_equal(judge(&stream, 0, BATCH), BATCH_LOOK_UP); /* known already */
}

static void every_act_is_200_bytes_and_truly_signed(void **unused)
{
    (void)unused;
    struct span left = span_of(units.unit[1].acts, (size_t)ACTS * UNITS_ACT_SIZE);
    struct sealed sealed;
    for (int i = 0; i < ACTS; i++) {
        assert_int_equal(entry_open(&left, &sealed), STATUS_OK);
        assert_int_equal(sealed.whole.size, UNITS_ACT_SIZE);
        assert_true(entry_signed_by(&sealed, &units.unit[1].sign_key));
    }
    assert_int_equal(left.size, 0);
}

static void sealing_again_only_adds(void **unused)
{
    (void)unused;
    const struct hash before = units.unit[0].head.hash;
    assert_true(units_seal(&units, 2, ACTS));
    assert_true(hash_equal(&before, &units.unit[0].head.hash));
    assert_true(units_seal(&units, 1, ACTS + 1));
    assert_int_equal(units.unit[0].count, ACTS + 1);
    assert_int_equal(units.unit[1].count, ACTS);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make, unmake)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_server_takes_every_message_in_its_order),
        TEST(every_act_is_200_bytes_and_truly_signed),
        TEST(sealing_again_only_adds),
    };
    return cmocka_run_group_tests_name("units", tests, NULL, NULL);
}

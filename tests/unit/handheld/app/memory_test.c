#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "handheld/app/memory.h"

static struct memory memory;

static int clear(void **state)
{
    (void)state;
    memory_init(&memory);
    return 0;
}

static void note(unsigned number, enum act_kind kind, const char *detail, uint64_t seq)
{
    struct memory_mark mark = {
        .kind = kind, .place = {1, seq}
    };
    (void)snprintf(mark.code, sizeof mark.code, "code-%u", number);
    (void)snprintf(mark.detail, sizeof mark.detail, "%s", detail);
    memory_note(&memory, &mark);
}

static const struct memory_mark *find(unsigned number)
{
    char code[32];
    (void)snprintf(code, sizeof code, "code-%u", number);
    return memory_find(&memory, text_of(code));
}

static void the_latest_word_on_a_code_replaces_the_one_before(void **unused)
{
    (void)unused;
    assert_null(find(1));
    note(1, ACT_INTAKE, "", 1);
    note(2, ACT_INTAKE, "", 2);
    note(1, ACT_GIVE, "", 3);
    assert_int_equal(find(1)->kind, ACT_GIVE);
    assert_int_equal(find(2)->kind, ACT_INTAKE);
    memory_forget(&memory, TEXT("code-1"));
    assert_null(find(1));
    assert_non_null(find(2));
    memory_forget(&memory, TEXT("code-1"));
}

static void the_oldest_update_is_forgotten_first(void **unused)
{
    (void)unused;
    for (unsigned i = 0; i < MEMORY_MARKS; i++) {
        note(i, ACT_INTAKE, "", i + 1);
    }
    note(0, ACT_READY, "", 9000); /* now it is the newest, and code-1 the oldest */
    note(MEMORY_MARKS, ACT_INTAKE, "", 9001);
    assert_non_null(find(0));
    assert_null(find(1));
    assert_non_null(find(2));
    assert_non_null(find(MEMORY_MARKS));
}

static void a_model_of_it_agrees_over_many_random_steps(void **unused)
{
    (void)unused;
    enum { CODES = 300, STEPS = 20000 };
    static uint64_t newest[CODES]; /* the seq of its latest word; 0: forgotten */
    unsigned random = 1;
    for (unsigned step = 1; step <= STEPS; step++) {
        random = random * 1103515245u + 12345u;
        unsigned number = random / 65536 % CODES;
        if (random / 1024 % 4 == 0) {
            char code[32];
            (void)snprintf(code, sizeof code, "code-%u", number);
            memory_forget(&memory, text_of(code));
            newest[number] = 0;
        } else {
            note(number, ACT_INTAKE, "", step);
            newest[number] = step;
        }
        const struct memory_mark *mark = find(number);
        assert_int_equal(mark ? mark->place.seq : 0, newest[number]);
    }
    for (unsigned number = 0; number < CODES; number++) {
        const struct memory_mark *mark = find(number);
        assert_int_equal(mark ? mark->place.seq : 0, newest[number]);
    }
}

static void what_was_packed_last_is_counted_by_bundle(void **unused)
{
    (void)unused;
    note(1, ACT_PACK, "B1", 1);
    note(2, ACT_PACK, "B1", 2);
    note(3, ACT_PACK, "B2", 3);
    note(2, ACT_UNPACK, "B1", 4);
    assert_int_equal(memory_packed(&memory, TEXT("B1")), 1);
    assert_int_equal(memory_packed(&memory, TEXT("B3")), 0);
}

static void the_codes_of_one_record_are_found_by_its_place(void **unused)
{
    (void)unused;
    struct text codes[4];
    note(1, ACT_GIVE, "", 7);
    note(2, ACT_GIVE, "", 7);
    note(3, ACT_GIVE, "", 8);
    assert_int_equal(memory_at(&memory, (struct place){1, 7}, codes, 4), 2);
    assert_int_equal(memory_at(&memory, (struct place){1, 7}, codes, 1), 1);
    assert_int_equal(memory_at(&memory, (struct place){2, 7}, codes, 4), 0);
}

static void handoffs_go_in_a_circle_and_are_found_by_their_number(void **unused)
{
    (void)unused;
    memory_init(&memory);
    assert_null(memory_newest_handoff(&memory, true));
    for (unsigned i = 1; i <= MEMORY_HANDOFFS + 1; i++) {
        struct memory_handoff handoff = {
            .gave = i % 2 == 0, .place = {1, i}
        };
        handoff.id[0] = handoff.digest.byte[0] = (uint8_t)i;
        memory_note_handoff(&memory, &handoff);
    }
    const uint8_t first[16] = {1};
    const uint8_t second[16] = {2};
    assert_null(memory_handoff(&memory, first, false)); /* it made room */
    assert_null(memory_handoff(&memory, second, false));
    assert_int_equal(memory_handoff(&memory, second, true)->place.seq, 2);
    assert_int_equal(memory_newest_handoff(&memory, true)->place.seq, MEMORY_HANDOFFS);
    assert_int_equal(memory_newest_handoff(&memory, false)->place.seq, MEMORY_HANDOFFS + 1);
    const uint8_t last[16] = {MEMORY_HANDOFFS};
    memory_agree(&memory, last, true);
    assert_int_equal(memory_newest_handoff(&memory, true)->place.seq, MEMORY_HANDOFFS - 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(the_latest_word_on_a_code_replaces_the_one_before, clear),
        cmocka_unit_test_setup(the_oldest_update_is_forgotten_first, clear),
        cmocka_unit_test_setup(a_model_of_it_agrees_over_many_random_steps, clear),
        cmocka_unit_test_setup(what_was_packed_last_is_counted_by_bundle, clear),
        cmocka_unit_test_setup(the_codes_of_one_record_are_found_by_its_place, clear),
        cmocka_unit_test(handoffs_go_in_a_circle_and_are_found_by_their_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

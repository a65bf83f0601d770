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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(the_latest_word_on_a_code_replaces_the_one_before, clear),
        cmocka_unit_test_setup(the_oldest_update_is_forgotten_first, clear),
        cmocka_unit_test_setup(a_model_of_it_agrees_over_many_random_steps, clear),
        cmocka_unit_test_setup(what_was_packed_last_is_counted_by_bundle, clear),
        cmocka_unit_test_setup(the_codes_of_one_record_are_found_by_its_place, clear),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

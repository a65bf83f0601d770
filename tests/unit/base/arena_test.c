#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"

static uint8_t memory[256];

static void what_is_taken_is_zeroed_aligned_and_apart(void **unused)
{
    (void)unused;
    struct arena arena = arena_of(memory, sizeof memory);
    for (size_t i = 0; i < sizeof memory; i++) {
        memory[i] = 0xFF;
    }
    uint8_t *first = arena_take(&arena, 3);
    uint8_t *second = arena_take(&arena, 20);
    assert_non_null(first);
    assert_non_null(second);
    assert_int_equal((uintptr_t)first % 16, 0);
    assert_int_equal((uintptr_t)second % 16, 0);
    assert_true(second >= first + 3);
    for (size_t i = 0; i < 20; i++) {
        assert_int_equal(second[i], 0);
    }
}

static void nothing_is_given_past_the_end(void **unused)
{
    (void)unused;
    struct arena arena = arena_of(memory, 64);
    assert_non_null(arena_take(&arena, 33));
    assert_null(arena_take(&arena, 64));
    assert_null(arena_take(&arena, SIZE_MAX));
    size_t before = arena.size;
    assert_null(arena_take(&arena, 33));
    assert_int_equal(arena.size, before);
}

static void a_reset_gives_everything_back(void **unused)
{
    (void)unused;
    struct arena arena = arena_of(memory, sizeof memory);
    void *first = arena_take(&arena, 100);
    arena_reset(&arena);
    assert_ptr_equal(arena_take(&arena, 100), first);
}

static void an_arena_without_memory_gives_nothing(void **unused)
{
    (void)unused;
    struct arena arena = arena_of(NULL, 0);
    assert_null(arena_take(&arena, 1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_taken_is_zeroed_aligned_and_apart),
        cmocka_unit_test(nothing_is_given_past_the_end),
        cmocka_unit_test(a_reset_gives_everything_back),
        cmocka_unit_test(an_arena_without_memory_gives_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

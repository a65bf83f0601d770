#include "core/names.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { COUNT = 2000, ROOM = 40000 };

static void the_same_text_has_the_same_number_and_comes_back_whole(void **unused)
{
    (void)unused;
    struct names names;
    void *memory = malloc(names_memory(COUNT, ROOM));
    names_init(&names, memory, COUNT, ROOM);
    for (int round = 0; round < 2; round++) {
        for (uint32_t i = 1; i <= COUNT; i++) {
            char text[32];
            struct line line = line_of(text, sizeof text);
            struct name name;
            line_put(&line, "H41.04-");
            line_unsigned(&line, i * 7919u);
            assert_int_equal(names_give(&names, line_done(&line), &name), STATUS_OK);
            assert_int_equal(name.id, i);
            assert_true(text_equal(names_text(&names, name), line_done(&line)));
            assert_true(name_same(names_find(&names, line_done(&line)), name));
        }
    }
    free(memory);
}

static void the_empty_text_is_number_none(void **unused)
{
    (void)unused;
    struct names names;
    uint32_t memory[200];
    struct name name = {7};
    assert_true(names_memory(4, 16) <= sizeof memory);
    names_init(&names, memory, 4, 16);
    assert_int_equal(names_give(&names, (struct text){.at = "", .size = 0}, &name), STATUS_OK);
    assert_int_equal(name.id, 0);
    assert_int_equal(names_text(&names, NAME_NONE).size, 0);
    assert_int_equal(names_find(&names, TEXT("never")).id, 0);
}

static void a_full_table_says_so_and_changes_nothing(void **unused)
{
    (void)unused;
    struct names names;
    uint32_t memory[200];
    struct name name = {7};
    char longer[NAME_SIZE_MAX + 1];
    memset(longer, 'x', sizeof longer);
    names_init(&names, memory, 2, 10);
    assert_int_equal(names_give(&names, TEXT("center"), &name), STATUS_OK);
    assert_int_equal(names_give(&names, TEXT("citizen"), &name), STATUS_FULL); /* 13 > 10 */
    assert_int_equal(name.id, 1);
    assert_int_equal(names_give(&names, TEXT("post"), &name), STATUS_OK);
    assert_int_equal(names_give(&names, TEXT("x"), &name), STATUS_FULL); /* a third */
    assert_int_equal(names_give(&names, TEXT("center"), &name), STATUS_OK);
    assert_int_equal(name.id, 1);
    assert_int_equal(names_give(&names, (struct text){longer, sizeof longer}, &name), STATUS_FULL);
    assert_int_equal(names.count, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_text_has_the_same_number_and_comes_back_whole),
        cmocka_unit_test(the_empty_text_is_number_none),
        cmocka_unit_test(a_full_table_says_so_and_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

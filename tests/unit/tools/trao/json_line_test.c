#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "tools/trao/json_line.h"

static char bytes[512];

static const char *json_of(struct text text)
{
    struct line line = line_of(bytes, sizeof bytes);
    json_line(&line, text);
    assert_false(line.cut);
    return bytes;
}

static void plain_text_stands_between_quotes(void **unused)
{
    (void)unused;
    assert_string_equal(json_of(TEXT("H41.04-230321-0001")), "\"H41.04-230321-0001\"");
    assert_string_equal(json_of(TEXT("Sở Tư pháp")), "\"Sở Tư pháp\"");
    assert_string_equal(json_of((struct text){0}), "\"\"");
}

static void what_json_wants_escaped_is_escaped(void **unused)
{
    (void)unused;
    assert_string_equal(json_of(TEXT("a\"b\\c")), "\"a\\\"b\\\\c\"");
    assert_string_equal(json_of(TEXT("\n\x1b\x7f")), "\"\\u000a\\u001b\\u007f\"");
    assert_string_equal(json_of((struct text){"\0", 1}), "\"\\u0000\"");
}

static void bytes_that_are_no_utf8_become_the_replacement_character(void **unused)
{
    (void)unused;
    assert_string_equal(json_of(TEXT("a\xff"
                                     "b")),
                        "\"a\\ufffdb\"");
    assert_string_equal(json_of(TEXT("\xe1\xba")), "\"\\ufffd\\ufffd\"");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_text_stands_between_quotes),
        cmocka_unit_test(what_json_wants_escaped_is_escaped),
        cmocka_unit_test(bytes_that_are_no_utf8_become_the_replacement_character),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

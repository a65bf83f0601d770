/* What is said to the person at the keyboard, in both languages. */
#include "server/home/home_said.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void every_sentence_is_whole_in_both_languages(void **unused)
{
    (void)unused;
    for (int i = 0; i < HOME_SENTENCES; i++) {
        assert_true(said_valid(home_said((enum home_sentence)i)));
    }
}

static void no_code_stands_for_two_sentences(void **unused)
{
    (void)unused;
    for (int i = 0; i < HOME_SENTENCES; i++) {
        for (int j = 0; j < i; j++) {
            assert_string_not_equal(home_said((enum home_sentence)i)->code,
                                    home_said((enum home_sentence)j)->code);
        }
    }
}

static void the_help_fits_one_screen(void **unused)
{
    (void)unused;
    for (int language = LANGUAGE_VI; language <= LANGUAGE_EN; language++) {
        struct text rest = text_of(said_in(home_said(HOME_USAGE), (enum language)language));
        int lines = 0;
        while (rest.size > 0) {
            const struct text line = text_split(&rest, '\n');
            size_t characters = 0;
            for (size_t i = 0; i < line.size; i++) {
                characters += ((uint8_t)line.at[i] & 0xC0) != 0x80;
            }
            assert_true(characters <= 90);
            lines++;
        }
        assert_true(lines <= 24);
    }
}

static void a_locale_names_its_language(void **unused)
{
    (void)unused;
    enum language language = LANGUAGE_EN;
    assert_true(home_language("vi_VN.UTF-8", &language));
    assert_int_equal(language, LANGUAGE_VI);
    assert_true(home_language("en", &language));
    assert_int_equal(language, LANGUAGE_EN);
    assert_false(home_language("C.UTF-8", &language));
    assert_false(home_language("", &language));
    assert_false(home_language(NULL, &language));
    assert_int_equal(language, LANGUAGE_EN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_sentence_is_whole_in_both_languages),
        cmocka_unit_test(no_code_stands_for_two_sentences),
        cmocka_unit_test(the_help_fits_one_screen),
        cmocka_unit_test(a_locale_names_its_language),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include <regex.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "core/item_grammar.h"
#include "tests/unit/core/calendar_brute.h"

static struct item_grammar grammar;

static bool matches(const char *code)
{
    struct item_match match;
    return item_grammar_match(&grammar, text_of(code), &match);
}

static void only(const char *pattern)
{
    size_t at = 0;
    item_grammar_init(&grammar);
    assert_int_equal(item_grammar_add(&grammar, text_of(pattern), &at), ITEM_PATTERN_OK);
}

static void is_refused(const char *pattern, enum item_pattern_fault fault, size_t at)
{
    size_t found = 999;
    item_grammar_init(&grammar);
    assert_int_equal(item_grammar_add(&grammar, text_of(pattern), &found), fault);
    assert_int_equal(found, at);
    assert_int_equal(grammar.count, 0);
}

static void classes_and_characters_read_one_each(void **unused)
{
    (void)unused;
    only("A#@?-%");
    assert_true(matches("A1B2-230321"));
    assert_true(matches("A1BC-230321"));
    assert_false(matches("B1B2-230321"));
    assert_false(matches("AAB2-230321"));
    assert_false(matches("A112-230321"));
    assert_false(matches("A1B.-230321"));
    assert_false(matches("A1B2-23032"));
    assert_false(matches("A1B2-2303211"));
    assert_false(matches(""));
}

static void repeats_have_a_least_and_a_most(void **unused)
{
    (void)unused;
    only("A{2,3}B{0,1}C{2}%");
    assert_true(matches("AABCC230321"));
    assert_true(matches("AAACC230321"));
    assert_false(matches("ABCC230321"));
    assert_false(matches("AAAABCC230321"));
    assert_false(matches("AABBCC230321"));
    assert_false(matches("AABC230321"));
}

static void groups_repeat_whole_with_their_own_repeats_inside(void **unused)
{
    (void)unused;
    only("(#{1,2}.){0,3}%");
    assert_true(matches("230321"));
    assert_true(matches("1.230321"));
    assert_true(matches("12.3.45.230321"));
    assert_false(matches("1.2.3.4.230321"));
    assert_false(matches("123.230321"));
    assert_false(matches(".230321"));
    only("(A{0,1}B{0,1}){0,2}%");
    assert_true(matches("230321"));
    assert_true(matches("ABAB230321"));
    assert_true(matches("BA230321"));
    assert_false(matches("BBB230321"));
}

static void a_match_says_where_the_date_and_the_agency_are(void **unused)
{
    (void)unused;
    struct item_match match;
    item_grammar_default(&grammar);
    assert_true(item_grammar_match(&grammar, TEXT("000.00.04.H41-230321-0001"), &match));
    assert_int_equal(match.agency_size, 13);
    assert_int_equal(match.date_at, 14);
    only("#{6,12}%");
    assert_true(item_grammar_match(&grammar, TEXT("123456230321"), &match));
    assert_int_equal(match.date_at, 6);
    only("%-#{4}");
    assert_true(item_grammar_match(&grammar, TEXT("230321-0001"), &match));
    assert_int_equal(match.agency_size, 0);
}

static void a_pattern_out_of_order_is_refused_at_its_place(void **unused)
{
    (void)unused;
    is_refused("A*%", ITEM_PATTERN_MARK, 1);
    is_refused("a%", ITEM_PATTERN_MARK, 0);
    is_refused("A %", ITEM_PATTERN_MARK, 1);
    is_refused("A\n%", ITEM_PATTERN_MARK, 1);
    is_refused("(A%", ITEM_PATTERN_GROUP, 2);
    is_refused("()%", ITEM_PATTERN_GROUP, 1);
    is_refused("A)%", ITEM_PATTERN_GROUP, 1);
    is_refused("((A))%", ITEM_PATTERN_GROUP, 1);
    is_refused("{2}%", ITEM_PATTERN_REPEAT, 0);
    is_refused("A{2}{2}%", ITEM_PATTERN_REPEAT, 4);
    is_refused("A{}%", ITEM_PATTERN_REPEAT, 2);
    is_refused("A{0}%", ITEM_PATTERN_REPEAT, 3);
    is_refused("A{3,2}%", ITEM_PATTERN_REPEAT, 5);
    is_refused("A{2,}%", ITEM_PATTERN_REPEAT, 4);
    is_refused("A{1,64}%", ITEM_PATTERN_REPEAT, 6);
    is_refused("A{99999999999999999999}%", ITEM_PATTERN_REPEAT, 22);
    is_refused("A{2", ITEM_PATTERN_REPEAT, 1);
    is_refused("A-#{4}", ITEM_PATTERN_DATE, 5);
    is_refused("", ITEM_PATTERN_DATE, 0);
    is_refused("%-%", ITEM_PATTERN_DATE, 2);
    is_refused("%{2}", ITEM_PATTERN_DATE, 1);
    is_refused("(A%){2}", ITEM_PATTERN_DATE, 4);
    is_refused("A{60}%", ITEM_PATTERN_LONG, 5);
    is_refused("(AB){32}%", ITEM_PATTERN_LONG, 7);
}

static void eight_patterns_fit_and_a_ninth_is_refused(void **unused)
{
    (void)unused;
    size_t at = 0;
    item_grammar_init(&grammar);
    for (int i = 0; i < ITEM_PATTERNS_MAX; i++) {
        assert_int_equal(item_grammar_add(&grammar, TEXT("A%"), &at), ITEM_PATTERN_OK);
    }
    assert_int_equal(item_grammar_add(&grammar, TEXT("A%"), &at), ITEM_PATTERN_MANY);
}

static void a_pattern_of_63_places_is_read_to_its_end(void **unused)
{
    (void)unused;
    char code[70];
    only("?{0,57}%");
    memset(code, '1', sizeof code);
    code[63] = '\0';
    assert_true(matches(code));
    code[63] = '1';
    code[64] = '\0';
    assert_false(matches(code));
}

/* The regular expression of DOMAIN section 3, by the C library's own engine. */
static const char domain[] = "^(([0-9A-Z]{2,3}\\.){0,3}[A-Z][0-9]{2}|[A-Z][0-9]{2}"
                             "(\\.[0-9A-Z]{2,3}){0,5})-([0-9]{6})-([0-9]{4,6})$";

/* A code, then up to three changes, so that most cases lie near the border. */
static void make_case(uint64_t *seed, char *out, size_t room)
{
    static const char *const starts[] = {"000.00.04.H41-230321-0001", "H41.04-230321-0001",
                                         "H41-230321-123456", "G22.99.08-260921-896048",
                                         "A12.B3.C45.D6.E78.F9-230321-00012"};
    static const char letters[] = "0123456789AHZ.-";
    snprintf(out, room, "%s", starts[test_between(seed, 0, 5)]);
    for (int64_t changes = test_between(seed, 0, 4); changes > 0; changes--) {
        size_t size = strlen(out);
        size_t at = (size_t)test_between(seed, 0, (int64_t)size);
        char c = letters[test_between(seed, 0, sizeof letters - 1)];
        switch (test_between(seed, 0, 3)) {
        case 0:
            out[at] = c;
            break;
        case 1:
            memmove(out + at, out + at + 1, size - at);
            break;
        default:
            memmove(out + at + 1, out + at, size - at + 1);
            out[at] = c;
        }
    }
}

static void the_default_is_the_regular_expression_of_the_domain(void **unused)
{
    (void)unused;
    regex_t regex;
    uint64_t seed = 3;
    int good = 0;
    assert_int_equal(regcomp(&regex, domain, REG_EXTENDED | REG_NOSUB), 0);
    item_grammar_default(&grammar);
    for (int i = 0; i < 20000; i++) {
        char code[64];
        make_case(&seed, code, sizeof code);
        bool expected = regexec(&regex, code, 0, NULL, 0) == 0;
        if (matches(code) != expected) {
            fail_msg("%s: expected %d", code, expected);
        }
        good += expected;
    }
    assert_in_range(good, 5000, 15000); /* both answers were asked for */
    regfree(&regex);
}

static void every_fault_has_its_sentence_in_both_languages(void **unused)
{
    (void)unused;
    assert_null(item_pattern_said(ITEM_PATTERN_OK));
    for (int i = ITEM_PATTERN_MARK; i <= ITEM_PATTERN_MANY; i++) {
        assert_true(said_valid(item_pattern_said((enum item_pattern_fault)i)));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(classes_and_characters_read_one_each),
        cmocka_unit_test(repeats_have_a_least_and_a_most),
        cmocka_unit_test(groups_repeat_whole_with_their_own_repeats_inside),
        cmocka_unit_test(a_match_says_where_the_date_and_the_agency_are),
        cmocka_unit_test(a_pattern_out_of_order_is_refused_at_its_place),
        cmocka_unit_test(eight_patterns_fit_and_a_ninth_is_refused),
        cmocka_unit_test(a_pattern_of_63_places_is_read_to_its_end),
        cmocka_unit_test(the_default_is_the_regular_expression_of_the_domain),
        cmocka_unit_test(every_fault_has_its_sentence_in_both_languages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

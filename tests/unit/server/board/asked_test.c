#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "server/board/asked.h"
#include "tests/unit/server/board/asker.h"

static const char *ask(const char *query, struct asked *out_asked)
{
    struct asker_query asked = {query};
    const struct request request = {.query = asker_query, .self = &asked};
    return asked_flags(&request, out_asked);
}

static void nothing_asked_means_the_hundred_worst_that_are_flagged(void **unused)
{
    struct asked asked;
    (void)unused;
    assert_null(ask(NULL, &asked));
    assert_true(asked.filter.only_flagged && asked.filter.any_level && asked.filter.any_cause);
    assert_int_equal(asked.limit, ASKED_LIMIT_USUAL);
    assert_int_equal(asked.page, 0);
}

static void levels_and_causes_are_asked_by_their_names(void **unused)
{
    struct asked asked;
    (void)unused;
    assert_null(ask("level=will_miss&cause=transfer&agency=so-khdt", &asked));
    assert_int_equal(asked.filter.level, FLAG_WILL_MISS);
    assert_int_equal(asked.filter.cause, CAUSE_TRANSFER);
    assert_false(asked.filter.any_level || asked.filter.any_cause || asked.filter.only_flagged);
    assert_true(text_is(asked.filter.agency, "so-khdt"));
    assert_null(ask("level=all", &asked));
    assert_true(asked.filter.any_level && !asked.filter.only_flagged);
}

static void what_is_not_understood_is_named_and_nothing_is_written(void **unused)
{
    struct asked asked = {.limit = 7};
    (void)unused;
    assert_string_equal(ask("level=red", &asked), "level");
    assert_string_equal(ask("cause=weather", &asked), "cause");
    assert_string_equal(ask("agency=\xFF", &asked), "agency");
    assert_string_equal(ask("limit=ten", &asked), "limit");
    assert_string_equal(ask("limit=0", &asked), "limit");
    assert_int_equal(asked.limit, 7);
}

static void row_89_a_page_of_minus_one_is_refused_a_huge_limit_is_made_smaller(void **unused)
{
    struct asked asked;
    (void)unused;
    assert_string_equal(ask("page=-1", &asked), "page");
    assert_string_equal(ask("page=99999999999999999999", &asked), "page");
    assert_null(ask("limit=1000000000&page=4294967296", &asked));
    assert_int_equal(asked.limit, ASKED_LIMIT_MAX);
    assert_int_equal(asked.page, UINT32_MAX);
}

static void a_language_is_asked_or_the_usual_one(void **unused)
{
    struct asker_query asked = {"lang=en"};
    struct request request = {.query = asker_query, .self = &asked};
    (void)unused;
    assert_int_equal(asked_language(&request, LANGUAGE_VI), LANGUAGE_EN);
    asked.text = "lang=fr";
    assert_int_equal(asked_language(&request, LANGUAGE_VI), LANGUAGE_VI);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_asked_means_the_hundred_worst_that_are_flagged),
        cmocka_unit_test(levels_and_causes_are_asked_by_their_names),
        cmocka_unit_test(what_is_not_understood_is_named_and_nothing_is_written),
        cmocka_unit_test(row_89_a_page_of_minus_one_is_refused_a_huge_limit_is_made_smaller),
        cmocka_unit_test(a_language_is_asked_or_the_usual_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <jansson.h>
#include <string.h>

#include "tests/unit/server/board/asker.h"

static json_t *json_of(const char *text)
{
    json_t *json = json_loads(text, 0, NULL);
    assert_non_null(json);
    return json;
}

static void flags_are_given_worst_first_and_can_be_filtered(void **state)
{
    json_t *all = json_of(asker_get(*state, "/api/v1/flags", NULL));
    assert_int_equal(json_array_size(json_object_get(all, "flags")), SAMPLE_FLAGGED);
    json_t *worst = json_array_get(json_object_get(all, "flags"), 0);
    assert_string_equal(json_string_value(json_object_get(worst, "level")), "overdue");
    json_decref(all);
    json_t *soon = json_of(asker_get(*state, "/api/v1/flags", "level=due_soon&limit=2&page=1"));
    assert_int_equal(json_array_size(json_object_get(soon, "flags")), SAMPLE_DUE_SOON - 2);
    json_decref(soon);
}

static void a_dossier_comes_with_its_bundles_acts_its_history_and_its_conflicts(void **state)
{
    json_t *one = json_of(asker_get(*state, "/api/v1/dossiers/" SAMPLE_TRACED, NULL));
    json_t *acts = json_object_get(one, "timeline");
    assert_int_equal(json_array_size(acts), 3);
    json_t *last = json_array_get(acts, 2);
    assert_string_equal(json_string_value(json_object_get(last, "subject")), "TUI-000042");
    assert_int_equal(json_array_size(json_object_get(one, "flag_history")), 1);
    assert_int_equal(json_array_size(json_object_get(one, "conflict_list")), 1);
    assert_true(json_is_false(json_object_get(one, "timeline_left_off")));
    json_decref(one);
}

static void notices_that_stand_are_given_and_those_to_come_are_not(void **state)
{
    json_t *all = json_of(asker_get(*state, "/api/v1/notices", NULL));
    json_t *one = json_array_get(json_object_get(all, "notices"), 0);
    assert_int_equal(json_array_size(json_object_get(all, "notices")), 1);
    assert_string_equal(json_string_value(json_object_get(one, "dossier")), SAMPLE_TRACED);
    assert_string_equal(json_string_value(json_object_get(one, "rung")), "holder");
    assert_string_equal(json_string_value(json_object_get(one, "party")), "so-khdt");
    assert_non_null(json_object_get(json_object_get(one, "run"), "departs"));
    json_decref(all);
}

static void the_page_says_who_was_told_without_a_script_and_of_one_office_if_asked(void **state)
{
    struct asker *asker = *state;
    const char *page = asker_get(asker, "/", "lang=en");
    assert_non_null(strstr(page, "Who was told, newest first"));
    assert_non_null(strstr(page, "nobody has answered"));
    assert_non_null(strstr(page, "href=\"/?lang=en&amp;party=so-khdt#notices\""));
    assert_non_null(strstr(asker_get(asker, "/", "lang=vi"), "chưa ai nhận việc"));
    page = asker_get(asker, "/", "lang=en&party=center");
    assert_non_null(strstr(page, "Told to Trung tâm, newest first."));
    assert_null(strstr(page, "nobody has answered"));
    assert_non_null(strstr(page, ">Show all</a>"));
    page = asker_get(asker, "/", "lang=en&party=\"><script>");
    assert_null(strstr(page, "<script"));
    asker_get(asker, "/api/v1/notices", "rung=king");
    assert_int_equal(asker->answer.code, 400);
}

static void what_is_not_there_is_a_404_with_a_sentence_in_both_languages(void **state)
{
    struct asker *asker = *state;
    json_t *problem = json_of(asker_get(asker, "/api/v1/dossiers/000.00.00.H00-000000-0000", NULL));
    assert_int_equal(asker->answer.code, 404);
    assert_string_equal(asker->answer.type, "application/problem+json");
    assert_string_equal(json_string_value(json_object_get(problem, "code")), "BOARD-41");
    assert_string_equal(json_string_value(json_object_get(problem, "en")),
                        "There is no such page or dossier.");
    assert_non_null(json_object_get(problem, "vi"));
    json_decref(problem);
}

static void nobody_reads_without_the_token(void **state)
{
    struct asker *asker = *state;
    struct asker_query none = {NULL};
    const struct request request = {
        .method = TEXT("GET"), .path = TEXT("/api/v1/flags"), .query = asker_query, .self = &none};
    assert_null(strstr(asker_ask(asker, &request), SAMPLE_TRACED));
    assert_int_equal(asker->answer.code, 401);
    assert_int_equal(asker->board.unauthorised, 1);
}

static void the_page_asks_a_person_for_the_token_and_turns_it_into_a_cookie(void **state)
{
    struct asker *asker = *state;
    struct asker_query query = {NULL};
    const struct request request = {
        .method = TEXT("GET"), .path = TEXT("/"), .query = asker_query, .self = &query};
    const char *page = asker_ask(asker, &request);
    assert_int_equal(asker->answer.code, 401);
    assert_non_null(strstr(page, "name=\"token\""));
    query.text = "token=" ASKER_TOKEN "&lang=en";
    (void)asker_ask(asker, &request);
    assert_int_equal(asker->answer.code, 303);
    assert_string_equal(asker->answer.location, "/?lang=en");
    assert_string_equal(asker->answer.set_cookie, ASKER_TOKEN);
}

static void only_reading_is_allowed(void **state)
{
    struct asker *asker = *state;
    struct asker_query none = {NULL};
    const struct request request = {
        .method = TEXT("POST"), .path = TEXT("/"), .query = asker_query, .self = &none};
    (void)asker_ask(asker, &request);
    assert_int_equal(asker->answer.code, 405);
}

static void row_84_what_is_too_large_or_too_long_is_said(void **state)
{
    struct asker *asker = *state;
    struct asker_query none = {NULL};
    struct request request = {.method = TEXT("POST"),
                              .path = TEXT("/api/v1/flags"),
                              .too_large = true,
                              .query = asker_query,
                              .self = &none};
    assert_non_null(strstr(asker_ask(asker, &request), "BOARD-45"));
    assert_int_equal(asker->answer.code, 413);
    request.too_large = false;
    request.too_long = true;
    assert_non_null(strstr(asker_ask(asker, &request), "BOARD-46"));
    assert_int_equal(asker->answer.code, 414);
}

static void row_89_a_bad_parameter_is_a_400_that_names_it(void **state)
{
    struct asker *asker = *state;
    assert_non_null(strstr(asker_get(asker, "/api/v1/flags", "page=-1"), "'page'"));
    assert_int_equal(asker->answer.code, 400);
    (void)asker_get(asker, "/api/v1/flags", "limit=1000000000");
    assert_int_equal(asker->answer.code, 200);
}

static void readiness_says_in_words_what_is_missing(void **state)
{
    struct asker *asker = *state;
    assert_string_equal(asker_get(asker, "/readyz", "lang=en"), "ready\n");
    assert_int_equal(asker->answer.code, 200);
    clock_fake_advance(&asker->clock, 6000);
    assert_non_null(strstr(asker_get(asker, "/readyz", "lang=en"), "Intake gives no sign"));
    assert_int_equal(asker->answer.code, 503);
    clock_fake_advance(&asker->clock, 6 * 60 * 1000);
    assert_non_null(strstr(asker_get(asker, "/readyz", "lang=en"), "stands still"));
    clock_fake_set_wall(&asker->clock, asker->clock.now.wall, false);
    assert_non_null(strstr(asker_get(asker, "/readyz", "lang=en"), "clock has not been set"));
    assert_string_equal(asker_get(asker, "/healthz", NULL), "ok\n");
    assert_int_equal(asker->answer.code, 200);
}

static enum status no_position(void *self, struct book_position *out_position)
{
    (void)self;
    (void)out_position;
    return STATUS_NOT_FOUND;
}

static void without_a_book_everything_says_so_and_metrics_still_come(void **state)
{
    static const struct flag_reader_ops none = {.position = no_position};
    struct flag_reader reader = {.ops = &none};
    struct asker *asker = *state;
    asker->board.source.reader = &reader;
    assert_non_null(strstr(asker_get(asker, "/api/v1/flags", NULL), "BOARD-05"));
    assert_int_equal(asker->answer.code, 503);
    assert_non_null(strstr(asker_get(asker, "/", NULL), "<!doctype html>"));
    assert_int_equal(asker->answer.code, 503);
    (void)asker_get(asker, "/readyz", NULL);
    assert_int_equal(asker->answer.code, 503);
    assert_non_null(strstr(asker_get(asker, "/metrics", NULL), "\ntrao_book_readable 0\n"));
    assert_int_equal(asker->answer.code, 200);
}

static void an_arena_that_is_too_small_is_a_503_never_half_an_answer(void **state)
{
    struct asker *asker = *state;
    asker->board.source.arena.room = 4096;
    assert_null(strstr(asker_get(asker, "/api/v1/flags", NULL), "dossier\""));
    assert_int_equal(asker->answer.code, 503);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, asker_setup, asker_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(flags_are_given_worst_first_and_can_be_filtered),
        CASE(a_dossier_comes_with_its_bundles_acts_its_history_and_its_conflicts),
        CASE(notices_that_stand_are_given_and_those_to_come_are_not),
        CASE(the_page_says_who_was_told_without_a_script_and_of_one_office_if_asked),
        CASE(what_is_not_there_is_a_404_with_a_sentence_in_both_languages),
        CASE(nobody_reads_without_the_token),
        CASE(the_page_asks_a_person_for_the_token_and_turns_it_into_a_cookie),
        CASE(only_reading_is_allowed),
        CASE(row_84_what_is_too_large_or_too_long_is_said),
        CASE(row_89_a_bad_parameter_is_a_400_that_names_it),
        CASE(readiness_says_in_words_what_is_missing),
        CASE(without_a_book_everything_says_so_and_metrics_still_come),
        CASE(an_arena_that_is_too_small_is_a_503_never_half_an_answer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

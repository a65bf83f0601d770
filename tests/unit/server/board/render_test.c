#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <jansson.h>
#include <string.h>

#include "server/board/page.h"
#include "server/board/render.h"
#include "tests/unit/server/board/asker.h"

/* A view of one hand-made row; what is not set says nothing. */
struct scene {
    struct intake_sign intake;
    struct book_dossier row;
    struct view view;
    struct body body;
};

static void scene_init(struct scene *scene)
{
    const struct clock_reading now = {.wall = {ASKER_NOW}};
    memset(scene, 0, sizeof *scene);
    intake_sign_init(&scene->intake, 5000, &now);
    scene->row = (struct book_dossier){.code = TEXT("D1"),
                                       .level = FLAG_WILL_MISS,
                                       .promised = MINUTE_NEVER,
                                       .forecast = MINUTE_NEVER,
                                       .f50 = MINUTE_NEVER,
                                       .f90 = MINUTE_NEVER,
                                       .late = -1,
                                       .since = MINUTE_NEVER,
                                       .raised_at = MINUTE_NEVER,
                                       .received = MINUTE_NEVER,
                                       .last_safe_run = {.departs = MINUTE_NEVER},
                                       .extra_before = MINUTE_NEVER};
    scene->view = (struct view){.language = LANGUAGE_EN,
                                .now = instant_minute(now.wall),
                                .stands = instant_minute(now.wall),
                                .position = {.n = 1},
                                .intake = &scene->intake,
                                .flags = &scene->row,
                                .flag_count = 1};
}

static const char *page_of(struct scene *scene)
{
    body_free(&scene->body);
    render_page(&scene->body, &scene->view);
    body_text(&scene->body, (struct text){.at = "", .size = 1});
    assert_false(scene->body.failed);
    return scene->body.at;
}

static void row_81_a_script_in_any_text_of_a_row_is_only_text(void **unused)
{
    static const struct text hostile = {.at = SAMPLE_HOSTILE, .size = sizeof SAMPLE_HOSTILE - 1};
    const struct book_office office = {.code = TEXT("o"), .label = hostile, .short_label = hostile};
    struct scene scene;
    (void)unused;
    scene_init(&scene);
    scene.row.code = hostile;
    scene.row.holder = hostile;
    scene.row.offer_to = TEXT("o");
    scene.row.from = hostile;
    scene.row.to = TEXT("o");
    scene.row.last_safe_run = (struct book_run){hostile, hostile, scene.view.now};
    scene.view.offices = &office;
    scene.view.office_count = 1;
    const char *page = page_of(&scene);
    assert_null(strstr(page, "<script"));
    assert_null(strstr(page, "'x&y'"));
    assert_non_null(strstr(page, "&lt;script&gt;alert(&#39;x&amp;y&#39;)&lt;/script&gt;&quot;"));
    body_free(&scene.body);
}

static void the_page_carries_no_script_and_no_style_of_its_own(void **unused)
{
    struct scene scene;
    (void)unused;
    scene_init(&scene);
    const char *page = page_of(&scene);
    assert_null(strstr(page, "<script"));
    assert_null(strstr(page, " style="));
    assert_null(strstr(page, "<style"));
    assert_null(strstr(page, " onclick"));
    body_free(&scene.body);
}

static void the_sentence_tells_what_can_still_be_done(void **unused)
{
    struct scene scene;
    (void)unused;
    scene_init(&scene);
    scene.view.counts.by_cause[CAUSE_TRANSFER] = 4;
    assert_non_null(strstr(page_of(&scene), "4 dossiers are or will be late"));
    scene.view.extra_run = (struct rescue){3, {scene.view.now.m + 40}};
    assert_non_null(strstr(page_of(&scene), "3 dossiers can keep their date only by an extra run"));
    scene.view.next_run = (struct rescue){12, {scene.view.now.m + 75}};
    assert_non_null(strstr(page_of(&scene), "12 dossiers will miss their date"));
    assert_non_null(strstr(scene.body.at, "01:24 run (in 75 min)"));
    scene.view.position.n = 0;
    assert_non_null(strstr(page_of(&scene), "Nothing has been received yet."));
    assert_null(strstr(scene.body.at, "<table"));
    body_free(&scene.body);
}

static void a_demo_a_dead_intake_and_an_old_book_are_said_on_the_page(void **unused)
{
    struct scene scene;
    (void)unused;
    scene_init(&scene);
    assert_null(strstr(page_of(&scene), "class=\"banner"));
    scene.view.demo = true;
    scene.view.intake_down = true;
    scene.view.book_old = true;
    const char *page = page_of(&scene);
    assert_non_null(strstr(page, "Demonstration data"));
    assert_non_null(strstr(page, "Intake has been down since 00:09"));
    assert_non_null(strstr(page, "The flag book stands at 00:09"));
    body_free(&scene.body);
}

static void more_flags_than_shown_are_counted(void **unused)
{
    struct scene scene;
    (void)unused;
    scene_init(&scene);
    scene.view.counts.by_level[FLAG_OVERDUE] = 300;
    assert_non_null(strstr(page_of(&scene), "The 1 most urgent of 300 are shown."));
    body_free(&scene.body);
}

static void times_and_stretches_are_written_as_here(void **unused)
{
    char out[SHOWN_SIZE];
    const struct view vi = {.language = LANGUAGE_VI};
    struct minute now = instant_minute((struct instant){ASKER_NOW});
    (void)unused;
    assert_true(text_is(page_minute(now, now, out), "00:09"));
    assert_true(text_is(page_minute((struct minute){now.m - 10}, now, out), "23/11 23:59"));
    assert_true(text_is(page_minute((struct minute){0}, now, out), "01/01/1970 00:00"));
    assert_true(text_is(page_minute(MINUTE_NEVER, now, out), "–"));
    assert_true(text_is(page_stretch(&vi, 119, out), "119 phút"));
    assert_true(text_is(page_stretch(&vi, -125, out), "−2 giờ 05 phút"));
    assert_true(text_is(page_stretch(&vi, INT32_MIN, out), "−35791394 giờ 08 phút"));
}

/* Numbers no writer writes: a page, and JSON, come out all the same. */
static void a_flag_says_its_arithmetic_and_its_rule(void **unused)
{
    struct scene scene;
    (void)unused;
    scene_init(&scene);
    scene.row.level = FLAG_WILL_MISS;
    scene.row.cause = CAUSE_PROCESSING;
    scene.row.promised = (struct minute){scene.view.now.m - 40};
    scene.row.forecast = (struct minute){scene.view.now.m + 90};
    scene.row.butfor = (struct minute){scene.view.now.m - 60};
    scene.row.slack_minutes = -90;
    scene.row.minutes_gained = 100;
    scene.row.minutes_spare = 10;
    scene.row.minutes_taken = 1440;
    scene.row.minutes_standard = 960;
    assert_non_null(strstr(page_of(&scene), "90 working minutes late; processing takes 1440 "
                                            "minutes, 960 by plan, 480 over; by plan it would be "
                                            "back 23/11/2026 23:09, 100 minutes earlier, in time "
                                            "with 10 to spare."));
    assert_non_null(strstr(scene.body.at, "no extra run would keep it."));
    body_free(&scene.body);
    render_flags_json(&scene.body, &scene.view);
    json_t *json = json_loadb(scene.body.at, scene.body.size, 0, NULL);
    json_t *row = json_array_get(json_object_get(json, "flags"), 0);
    json_t *why = json_object_get(row, "why_vi");
    assert_non_null(strstr(json_string_value(json_object_get(why, "sentence")), "muộn 90 phút"));
    assert_non_null(strstr(json_string_value(json_object_get(why, "cause_rule")), "Xử lý"));
    assert_int_equal(json_integer_value(json_object_get(row, "minutes_spare")), 10);
    json_decref(json);
    body_free(&scene.body);
}

static void a_row_says_what_still_saves_it_and_how_likely_it_is_late(void **unused)
{
    struct scene scene;
    (void)unused;
    scene_init(&scene);
    assert_non_null(strstr(page_of(&scene), "nothing any more"));
    assert_null(strstr(scene.body.at, "likely late"));
    scene.row.saver = SAVER_EXTRA_RUN;
    scene.row.extra_before = scene.view.now;
    scene.row.f50 = (struct minute){scene.view.now.m + 90};
    scene.row.f90 = (struct minute){scene.view.now.m + 180};
    scene.row.late = 420;
    assert_non_null(strstr(page_of(&scene), "call an extra run before"));
    assert_non_null(strstr(scene.body.at, "42 % likely late"));
    scene.row.last_safe_run = (struct book_run){TEXT("R4"), TEXT("2"), scene.view.now};
    assert_non_null(strstr(page_of(&scene), "run (R4/2)"));
    body_free(&scene.body);
}

static void a_damaged_row_is_shown_as_unreadable(void **unused)
{
    static const int32_t damaged[] = {-1, 99, INT32_MIN, INT32_MAX};
    struct scene scene;
    (void)unused;
    scene_init(&scene);
    for (size_t i = 0; i < sizeof damaged / sizeof damaged[0]; i++) {
        memcpy(&scene.row.level, &damaged[i], sizeof scene.row.level);
        memcpy(&scene.row.cause, &damaged[i], sizeof scene.row.cause);
        memcpy(&scene.row.leg, &damaged[i], sizeof scene.row.leg);
        memcpy(&scene.row.missing, &damaged[i], sizeof scene.row.missing);
        memcpy(&scene.row.saver, &damaged[i], sizeof scene.row.saver);
        scene.row.promised.m = damaged[i];
        scene.row.holder = TEXT("\xFF\xFE");
        assert_non_null(strstr(page_of(&scene), "unreadable"));
        body_free(&scene.body);
        render_flags_json(&scene.body, &scene.view);
        assert_false(scene.body.failed);
        json_t *json = json_loadb(scene.body.at, scene.body.size, 0, NULL);
        json_t *row = json_array_get(json_object_get(json, "flags"), 0);
        assert_string_equal(json_string_value(json_object_get(row, "holder")), "??");
        json_decref(json);
    }
    body_free(&scene.body);
}

static void times_beyond_all_bounds_in_a_timeline_are_null(void **unused)
{
    const struct book_act act = {
        .at = {INT64_MIN}, .early_ms = INT32_MAX, .late_ms = INT32_MIN, .kind = (enum act_kind)77};
    struct timeline timeline = {.acts = &act, .act_count = 1};
    struct body body = {0};
    (void)unused;
    render_timeline_json(&body, &timeline);
    json_t *json = json_loadb(body.at, body.size, 0, NULL);
    json_t *row = json_array_get(json_object_get(json, "timeline"), 0);
    assert_true(json_is_null(json_object_get(row, "at")));
    assert_true(json_is_null(json_object_get(row, "earliest")));
    json_decref(json);
    body_free(&body);
}

static void metrics_name_each_level_and_no_dossier(void **unused)
{
    struct scene scene;
    (void)unused;
    scene_init(&scene);
    scene.view.counts.dossiers = 9;
    scene.view.counts.by_level[FLAG_DONE] = 2;
    render_metrics(&scene.body, &scene.view, true, 5, 1);
    body_text(&scene.body, (struct text){.at = "", .size = 1});
    assert_non_null(strstr(scene.body.at, "\ntrao_open_dossiers 7\n"));
    assert_non_null(strstr(scene.body.at, "\ntrao_flags{level=\"done\"} 2\n"));
    assert_non_null(strstr(scene.body.at, "\ntrao_http_requests_total 5\n"));
    assert_null(strstr(scene.body.at, "D1"));
    body_free(&scene.body);
}

static void the_style_sheet_is_the_file(void **unused)
{
    struct body body = {0};
    (void)unused;
    render_style(&body);
    assert_memory_equal(body.at, "/* The board's one style sheet", 30);
    assert_int_equal(body.at[body.size - 1], '\n');
    body_free(&body);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(row_81_a_script_in_any_text_of_a_row_is_only_text),
        cmocka_unit_test(the_page_carries_no_script_and_no_style_of_its_own),
        cmocka_unit_test(the_sentence_tells_what_can_still_be_done),
        cmocka_unit_test(a_demo_a_dead_intake_and_an_old_book_are_said_on_the_page),
        cmocka_unit_test(more_flags_than_shown_are_counted),
        cmocka_unit_test(times_and_stretches_are_written_as_here),
        cmocka_unit_test(a_flag_says_its_arithmetic_and_its_rule),
        cmocka_unit_test(a_row_says_what_still_saves_it_and_how_likely_it_is_late),
        cmocka_unit_test(a_damaged_row_is_shown_as_unreadable),
        cmocka_unit_test(times_beyond_all_bounds_in_a_timeline_are_null),
        cmocka_unit_test(metrics_name_each_level_and_no_dossier),
        cmocka_unit_test(the_style_sheet_is_the_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

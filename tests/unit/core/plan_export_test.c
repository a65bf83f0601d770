#include "province_maker.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/plan_export.h"

static struct province province;
static char first[65536];
static char second[65536];

static const char *const rows[] = {
    "# the comment falls away",
    "set,judged,instant",
    "set,pass_on_after,15:00",
    "stop,TTG,center,\"Trung tâm, tầng 1\",18.6733,105.6922,2020-01-01,",
    "stop,NNM,H41.04,\"Sở \"\"N\"\"\",-0.5,0.000001,,2026-06-30",
    "stop,NNM,H41.99,,,,2026-07-01,",
    "  call , R1, 1, 1, TTG, , 09:00, 15, 12345, winter, 2020-01-01, ",
    "call,R1,1,2,NNM,09:40,,,1234567,all,,",
    "call,R1,1,3,TTG,10:50,11:00,0,6,summer,,2027-12-31",
    "call,R1,1,4,TTG,11:40,,0,W,all,,",
    "budget,1.002696.000.00.00.H41,*,on_the_spot,4wh,20,10,,",
    "budget,*,H41.04,paper,24wh,20,10,2020-01-01,",
    "budget,*,*,paper,70%,0,0,,",
    "budget,*,*,paper,3660wd,0,0,2030-01-01,",
    "promise,1.002696,restart,instant,2026-01-01,",
    "promise,*,extend,,,",
    "merge,H41.04,H41.99,2026-07-01",
    "cancel,2026-03-03,R1,1,2026-03-02T08:00",
    "cancel,2026-03-04,R1,1,",
};

/* The plan as text: a fresh province of the lines of TEXT, or of the rows above. */
static void take(const char *const *lines, size_t count)
{
    province_plan_begin(&province, count);
    for (size_t i = 0; i < count; i++) {
        province_plan_row(&province, lines[i]);
    }
    province_plan_end(&province);
}

static void write_plan(char *out, size_t room)
{
    struct line line = line_of(out, room);
    uint32_t after = 0;
    plan_export_settings(&province.plan, &line);
    while (plan_export_row(&province.plan, &province.names, &after, &line)) {
    }
    assert_false(line.cut);
}

static void take_text(const char *text)
{
    static char lines[64][256];
    const char *at[64];
    size_t count = 0;
    struct text rest = text_of(text);
    while (rest.size > 0) {
        assert_true(text_copy(text_split(&rest, '\n'), lines[count], sizeof lines[count]));
        at[count] = lines[count];
        count++;
    }
    take(at, count);
}

static void what_is_written_out_reads_as_the_same_plan_and_writes_the_same_bytes(void **unused)
{
    (void)unused;
    take(rows, sizeof rows / sizeof rows[0]);
    write_plan(first, sizeof first);
    take_text(first);
    assert_int_equal(province.plan.stop_count, 3);
    assert_int_equal(province.plan.call_count, 4);
    assert_int_equal(province.plan.settings.pass_on_after, 15 * 60);
    write_plan(second, sizeof second);
    assert_string_equal(first, second);
}

static void rows_are_written_as_they_mean_in_the_order_of_the_file(void **unused)
{
    (void)unused;
    take(rows, sizeof rows / sizeof rows[0]);
    write_plan(first, sizeof first);
    assert_string_equal(first,
                        "set,grace,15\n"
                        "set,extra_notice,30\n"
                        "set,due_soon,240\n"
                        "set,pass_on_after,15:00\n"
                        "set,judged,instant\n"
                        "stop,TTG,center,\"Trung tâm, tầng 1\",18.6733,105.6922,2020-01-01,\n"
                        "stop,NNM,H41.04,\"Sở \"\"N\"\"\",-0.5,0.000001,,2026-06-30\n"
                        "stop,NNM,H41.99,,,,2026-07-01,\n"
                        "call,R1,1,1,TTG,,09:00,15,12345,winter,2020-01-01,\n"
                        "call,R1,1,2,NNM,09:40,,0,W,all,,\n"
                        "call,R1,1,3,TTG,10:50,11:00,0,6,summer,,2027-12-31\n"
                        "call,R1,1,4,TTG,11:40,,0,W,all,,\n"
                        "budget,1.002696,*,on_the_spot,1hd,20,10,,\n"
                        "budget,*,H41.04,paper,3wd,20,10,2020-01-01,\n"
                        "budget,*,*,paper,70%,0,0,,\n"
                        "budget,*,*,paper,3660wd,0,0,2030-01-01,\n"
                        "promise,1.002696,restart,instant,2026-01-01,\n"
                        "promise,*,extend,,,\n"
                        "merge,H41.04,H41.99,2026-07-01\n"
                        "cancel,2026-03-03,R1,1,2026-03-02T08:00\n"
                        "cancel,2026-03-04,R1,1,\n");
}

static void the_numbers_that_names_have_change_no_byte(void **unused)
{
    (void)unused;
    struct name name;
    take(rows, sizeof rows / sizeof rows[0]);
    write_plan(first, sizeof first);
    province_close(&province);
    province_open(&province);
    assert_int_equal(names_give(&province.names, TEXT("NNM"), &name), STATUS_OK);
    assert_int_equal(names_give(&province.names, TEXT("1.002696"), &name), STATUS_OK);
    take(rows, sizeof rows / sizeof rows[0]);
    write_plan(second, sizeof second);
    assert_string_equal(first, second);
}

static int open_province(void **unused)
{
    (void)unused;
    province_open(&province);
    return 0;
}

static int close_province(void **unused)
{
    (void)unused;
    province_close(&province);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_out_reads_as_the_same_plan_and_writes_the_same_bytes),
        cmocka_unit_test(rows_are_written_as_they_mean_in_the_order_of_the_file),
        cmocka_unit_test(the_numbers_that_names_have_change_no_byte),
    };
    return cmocka_run_group_tests(tests, open_province, close_province);
}

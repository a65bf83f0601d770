#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/handheld/app/bench.h"

static struct bench *bench;

static int open_bench(void **state)
{
    (void)state;
    bench = bench_open();
    return 0;
}

static int close_bench(void **state)
{
    (void)state;
    bench_close();
    return 0;
}

static void a_voids_parent_names_an_entry(void **unused)
{
    (void)unused;
    struct place place = {9, 9};
    assert_true(recall_place(TEXT("entry/2/17"), &place));
    assert_int_equal(place.epoch, 2);
    assert_int_equal(place.seq, 17);
    assert_false(recall_place(TEXT("entry/2"), &place));
    assert_false(recall_place(TEXT("entry/x/1"), &place));
    assert_false(recall_place(TEXT("entry/4294967296/1"), &place));
    assert_false(recall_place(TEXT("2026-11-23T14:25:00/give/center"), &place));
    assert_int_equal(place.seq, 17);
}

static void assert_same_item(const struct operation_item *item, const struct operation_item *other)
{
    assert_string_equal(item->code, other->code);
    assert_int_equal(item->container, other->container);
    assert_int_equal(item->typed, other->typed);
    assert_string_equal(item->seal, other->seal);
    assert_int_equal(item->declared, other->declared);
    assert_int_equal(place_order(item->place, other->place), 0);
}

/* What the unit knows, without what is only in memory for a moment. */
static void assert_same_knowledge(const struct shift *live, const struct shift *loaded)
{
    assert_int_equal(live->operation.item_count, loaded->operation.item_count);
    assert_int_equal(live->operation.total, loaded->operation.total);
    assert_int_equal(live->operation.agreed, loaded->operation.agreed);
    assert_int_equal(place_order(live->operation.record, loaded->operation.record), 0);
    for (uint32_t i = 0; i < live->operation.item_count; i++) {
        assert_same_item(&live->operation.items[i], &loaded->operation.items[i]);
    }
    for (size_t i = 0; i < MEMORY_MARKS; i++) {
        const struct memory_mark *mark = &live->memory.marks[i];
        if (!mark->code[0]) {
            continue;
        }
        const struct memory_mark *other = memory_find(&loaded->memory, text_of(mark->code));
        assert_non_null(other);
        assert_int_equal(mark->kind, other->kind);
        assert_int_equal(mark->listed, other->listed);
        assert_int_equal(mark->agreed, other->agreed);
        assert_string_equal(mark->party, other->party);
        assert_string_equal(mark->other, other->other);
        assert_string_equal(mark->detail, other->detail);
        assert_int_equal(place_order(mark->place, other->place), 0);
        assert_int_equal(mark->when.wall_ms, other->when.wall_ms);
    }
}

/* The same code fills memory live and from the book; this is the proof that it does. */
static void a_unit_after_a_crash_knows_what_it_knew(void **unused)
{
    (void)unused;
    static const char *const lines[] = {"badge TH-center-TT01",
                                        "do seal BTTG0042303211007I 12 NP1",
                                        "do give post",
                                        "scan H41.04-261120-0001",
                                        "scan BTTG0042303211007I",
                                        "scan H41.04-261120-0002",
                                        "do undo",
                                        "scan H41.04-261120-0003",
                                        "scan TH-post-BT01",
                                        "do intake",
                                        "scan H41.04-261120-0004",
                                        "scan H41.04-261120-0005",
                                        "do undo",
                                        "do take H41.09",
                                        "scan H41.09-261120-0001",
                                        "do done",
                                        "do undo",
                                        "do arrive R1/1 TTG",
                                        "do pack BTTG0042303211007I",
                                        "scan H41.04-261120-0006",
                                        "do take post",
                                        "scan H41.04-261120-0001",
                                        "scan H41.04-261120-0007"};
    struct shift *live = malloc(sizeof *live);
    assert_non_null(live);
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        bench_line(lines[i], "ok UNIT-");
        *live = bench->unit.shift;
        bench_restart();
        assert_same_knowledge(live, &bench->unit.shift);
        assert_same_knowledge(&bench->unit.shift, live);
        bench_pass(5000);
    }
    free(live);
}

static void what_was_said_before_the_operation_is_not_among_its_items(void **unused)
{
    (void)unused;
    bench_line("do intake", "ok UNIT-04");
    bench_line("scan H41.04-261120-0001", "ok UNIT-01");
    bench_line("do intake", "ok UNIT-05");
    bench_line("scan H41.04-261120-0002", "ok UNIT-01");
    assert_int_equal(bench->unit.shift.operation.total, 1);
    bench_restart();
    assert_int_equal(bench->unit.shift.operation.total, 1);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_bench, close_bench)
    const struct CMUnitTest tests[] = {
        TEST(a_voids_parent_names_an_entry),
        TEST(a_unit_after_a_crash_knows_what_it_knew),
        TEST(what_was_said_before_the_operation_is_not_among_its_items),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

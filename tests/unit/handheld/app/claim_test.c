#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "handheld/app/claim.h"
#include "tests/unit/handheld/app/bench.h"

#define D1   "H41.04-261120-0001"
#define B1   "BTTG0042303211007I"
#define B2   "B004TTG2303212001W"
#define SIGN "scan TH-post-BT01"

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

/* FIRST on D1, a minute later SECOND on it: what is said then. */
static void what_follows_what(void **unused)
{
    (void)unused;
    static const struct {
        const char *first, *sign, *second, *expected;
    } cases[] = {
  /* said before, and nothing has happened since */
        {"do intake",         NULL,          "do intake",      "duplicate UNIT-21"},
        {"do return",         NULL,          "do return",      "duplicate UNIT-21"},
        {"do take post",      NULL,          "do take post",   "duplicate UNIT-21"},
        {"do give post",      SIGN,          "do give post",   "duplicate UNIT-21"},
 /* may truly happen twice, or has nobody's word yet */
        {"do give post",      NULL,          "do give post",   "ok UNIT-01"       },
        {"do give post",      "do absent x", "do give post",   "ok UNIT-01"       },
        {"do ready",          NULL,          "do ready",       "ok UNIT-01"       },
        {"do pause",          NULL,          "do pause",       "ok UNIT-01"       },
        {"do exception lost", NULL,          "do lost",        "ok UNIT-01"       },
        {"do unpack " B1,     NULL,          "do unpack " B1,  "ok UNIT-01"       },
        {"do pack " B1,       NULL,          "do pack " B1,    "duplicate UNIT-21"},
        {"do pack " B1,       NULL,          "do pack " B2,    "ok UNIT-01"       },
 /* somebody else has it by this unit's book */
        {"do give post",      SIGN,          "do give H41.04", "ok UNIT-03"       },
        {"do give post",      SIGN,          "do ready",       "ok UNIT-03"       },
        {"do give post",      SIGN,          "do return",      "ok UNIT-03"       },
        {"do give post",      SIGN,          "do take H41.04", "ok UNIT-03"       },
        {"do give post",      SIGN,          "do take post",   "ok UNIT-01"       },
        {"do return",         NULL,          "do give post",   "ok UNIT-03"       },
        {"do return",         NULL,          "do found",       "ok UNIT-01"       },
 /* we hold it ourselves */
        {"do intake",         NULL,          "do give post",   "ok UNIT-01"       },
        {"do take post",      NULL,          "do take H41.04", "ok UNIT-01"       },
        {"do take post",      NULL,          "do give H41.04", "ok UNIT-01"       },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        bench_line("badge TH-center-TT01", "ok UNIT-11");
        bench_line(cases[i].first, "ok UNIT-0");
        bench_line("scan " D1, "ok UNIT-01");
        bench_line(cases[i].sign ? cases[i].sign : "do done", "ok UNIT-");
        bench_pass(60000);
        bench_line(cases[i].second, "ok UNIT-0");
        bench_line("scan " D1, cases[i].expected);
        bench_close();
        bench = bench_open();
    }
}

static void another_party_on_the_same_unit_repeats_nothing(void **unused)
{
    (void)unused;
    bench_line("badge TH-center-TT01", "ok UNIT-11");
    bench_line("do take post", "ok UNIT-04");
    bench_line("scan " D1, "ok UNIT-01");
    bench_line("badge TH-H41.04-CB01", "ok UNIT-12");
    bench_line("do take post", "ok UNIT-04");
    bench_line("scan " D1, "ok UNIT-03"); /* the Center took it */
}

static void whole_acts_are_said_once_a_day(void **unused)
{
    (void)unused;
    bench_line("do arrive R1/1 TTG", "ok UNIT-17");
    bench_line("do arrive R1/1 TTG", "duplicate UNIT-20");
    bench_pass(60000);
    bench_line("do arrive R1/1 TTG", "duplicate UNIT-21");
    bench_line("do arrive R1/1 GVT", "ok UNIT-17");
    bench_line("do arrive R1/1 TTG", "ok UNIT-17"); /* on its way back */
    bench_pass(86400000);
    bench_line("do arrive R1/1 TTG", "ok UNIT-17");
    bench_line("do seal BTTG0042303211007I 3 N1", "ok UNIT-15");
    bench_line("do seal BTTG0042303211007I 3 N1", "duplicate UNIT-20");
    bench_line("do seal BTTG0042303211007I 3 N2", "ok UNIT-15"); /* sealed anew */
}

static void a_bounce_is_told_from_a_repeat_by_the_monotonic_clock(void **unused)
{
    (void)unused;
    bench_line("do give post", "ok UNIT-04");
    bench_line("scan " D1, "ok UNIT-01");
    bench->clock.now.wall.ms += 86400000; /* moved by hand */
    bench_line("scan " D1, "duplicate UNIT-20");
    clock_fake_reboot(&bench->clock);
    bench_restart();
    bench_line("scan " D1, "duplicate UNIT-21");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_bench, close_bench)
    const struct CMUnitTest tests[] = {
        TEST(what_follows_what),
        TEST(another_party_on_the_same_unit_repeats_nothing),
        TEST(whole_acts_are_said_once_a_day),
        TEST(a_bounce_is_told_from_a_repeat_by_the_monotonic_clock),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

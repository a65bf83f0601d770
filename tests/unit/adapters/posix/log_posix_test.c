/* One call, one line, one write; nothing a scanner read can break the line or the terminal. */
#include "adapters/posix/log_posix.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

struct bench {
    struct log_posix log;
    int ends[2];
    char line[8192];
};

static int open_bench(void **state)
{
    static struct bench bench;
    memset(&bench, 0, sizeof bench);
    *state = &bench;
    return pipe(bench.ends);
}

static int close_bench(void **state)
{
    struct bench *bench = *state;
    return close(bench->ends[0]) | close(bench->ends[1]);
}

static const char *written(struct bench *bench)
{
    ssize_t size = read(bench->ends[0], bench->line, sizeof bench->line - 1);
    assert_true(size > 0);
    bench->line[size] = '\0';
    return bench->line;
}

static void the_journal_gets_a_priority_and_stamps_the_line_itself(void **state)
{
    struct bench *bench = *state;
    struct log_field fields[] = {
        {"n",    TEXT("12")                },
        {"code", TEXT("H41.04-230321-0001")}
    };
    log_posix_init(&bench->log, bench->ends[1], LOG_LEVEL_INFO, true, "intake");
    log_write(&bench->log.port, LOG_LEVEL_WARNING, "a batch is late", fields, 2);
    assert_string_equal(written(bench), "<4>role=intake msg=\"a batch is late\" n=12 "
                                        "code=H41.04-230321-0001\n");
}

static void a_terminal_gets_time_and_level(void **state)
{
    struct bench *bench = *state;
    log_posix_init(&bench->log, bench->ends[1], LOG_LEVEL_INFO, false, NULL);
    log_write(&bench->log.port, LOG_LEVEL_INFO, "started", NULL, 0);
    const char *line = written(bench);
    assert_memory_equal(line, "time=20", 7);
    assert_non_null(strstr(line, "+07:00 level=info msg=started\n"));
}

static void what_is_less_urgent_than_asked_for_is_left_out(void **state)
{
    struct bench *bench = *state;
    log_posix_init(&bench->log, bench->ends[1], LOG_LEVEL_WARNING, true, NULL);
    log_write(&bench->log.port, LOG_LEVEL_INFO, "quiet", NULL, 0);
    log_write(&bench->log.port, LOG_LEVEL_ERROR, "loud", NULL, 0);
    assert_string_equal(written(bench), "<3>msg=loud\n");
}

static void values_are_quoted_and_escaped(void **state)
{
    struct bench *bench = *state;
    struct log_field fields[] = {
        {"empty",  TEXT("")             },
        {"lines",  TEXT("a\nmsg=forged")},
        {"quote",  TEXT("say \"x\\y\"") },
        {"person", TEXT("Nguyễn Ánh")},
        {"escape", TEXT("\x1b[2J")      },
        {"c1",     TEXT("\xc2\x9b"
                    "2J") },
        {"bytes",  TEXT("\xff\xc3")     },
        {"nul",    TEXT("a\0b")         },
        {"gt",     TEXT("a>")           },
        {"after",  TEXT("1")            },
    };
    log_posix_init(&bench->log, bench->ends[1], LOG_LEVEL_INFO, true, NULL);
    log_write(&bench->log.port, LOG_LEVEL_INFO, "m", fields, sizeof fields / sizeof fields[0]);
    assert_string_equal(written(bench),
                        "<6>msg=m empty=\"\" lines=\"a\\x0amsg=forged\" quote=\"say "
                        "\\\"x\\\\y\\\"\" person=\"Nguyễn Ánh\" escape=\"\\x1b[2J\" "
                        "c1=\"\\xc2\\x9b2J\" bytes=\"\\xff\\xc3\" nul=\"a\\x00b\" gt=a> after=1\n");
}

static void a_long_line_is_cut_on_a_character_and_still_ends(void **state)
{
    struct bench *bench = *state;
    char much[6000];
    struct line value = line_of(much, sizeof much);
    while (!value.cut) {
        line_put(&value, "ễ");
    }
    struct log_field field = {"much", line_done(&value)};
    log_posix_init(&bench->log, bench->ends[1], LOG_LEVEL_INFO, true, NULL);
    log_write(&bench->log.port, LOG_LEVEL_INFO, "m", &field, 1);
    const char *line = written(bench);
    size_t size = strlen(line);
    assert_in_range(size, 3900, 4000);
    assert_int_equal(line[size - 1], '\n');
    assert_true(text_utf8((struct text){line, size}));
}

int main(void)
{
#define BENCHED(test) cmocka_unit_test_setup_teardown(test, open_bench, close_bench)
    const struct CMUnitTest tests[] = {
        BENCHED(the_journal_gets_a_priority_and_stamps_the_line_itself),
        BENCHED(a_terminal_gets_time_and_level),
        BENCHED(what_is_less_urgent_than_asked_for_is_left_out),
        BENCHED(values_are_quoted_and_escaped),
        BENCHED(a_long_line_is_cut_on_a_character_and_still_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

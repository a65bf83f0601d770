/* What server.ini may say, and what it may not. */
#include "server/home/settings.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "ports/log.h"

static struct settings settings;
static struct settings_fault fault;

static int usual(void **unused)
{
    (void)unused;
    settings = settings_usual("server.ini");
    return 0;
}

static bool take(const char *section, const char *key, const char *value)
{
    return settings_take(&settings, text_of(section), text_of(key), text_of(value), &fault);
}

static void every_key_is_taken(void **unused)
{
    (void)unused;
    assert_true(take("server", "state", "/srv/trao"));
    assert_true(take("server", "language", "en"));
    assert_true(take("server", "log", "debug"));
    assert_true(take("intake", "listen", "tcp://0.0.0.0:7201"));
    assert_true(take("intake", "units", "40"));
    assert_true(take("intake", "waiting", "500"));
    assert_true(take("intake", "handshakes", "3"));
    assert_true(take("intake", "failures", "20"));
    assert_true(take("intake", "forgiven", "0"));
    assert_true(take("intake", "distrusted_percent", "25"));
    assert_true(take("intake", "distrusted_waiting", "8"));
    assert_true(take("board", "port", "8080"));
    assert_true(take("board", "token", "/etc/trao/token"));
    assert_true(take("clock", "start", "2026-11-23T14:25:00"));
    assert_true(take("clock", "rate", "120"));
    assert_true(take("clock", "anchor_mono_ms", "123456"));
    assert_true(settings_finish(&settings, TEXT("/etc/trao"), &fault));
    assert_string_equal(settings.state, "/srv/trao");
    assert_int_equal(settings.language, LANGUAGE_EN);
    assert_int_equal(settings.log, LOG_LEVEL_DEBUG);
    assert_string_equal(settings.listen, "tcp://0.0.0.0:7201");
    assert_int_equal(settings.units, 40);
    assert_int_equal(settings.limits.waiting, 500);
    assert_int_equal(settings.limits.handshakes, 3);
    assert_int_equal(settings.limits.failures, 20);
    assert_int_equal(settings.limits.forgiven, 0);
    assert_int_equal(settings.limits.distrusted_percent, 25);
    assert_int_equal(settings.limits.distrusted_waiting, 8);
    assert_int_equal(settings.port, 8080);
    assert_string_equal(settings.token, "/etc/trao/token");
    assert_int_equal(settings.demo.rate, 120);
    assert_int_equal(settings.demo.anchor_mono_ms, 123456);
    assert_int_equal(settings.demo.start.ms, 1795418700000);
}

static void what_is_not_in_the_table_is_a_fault_never_ignored(void **unused)
{
    (void)unused;
    assert_false(take("intake", "listne", "tcp://0.0.0.0:7201"));
    assert_int_equal(fault.why, HOME_NO_KEY);
    assert_true(text_is(fault.values[1], "listne"));
    assert_false(take("intaek", "listen", "tcp://0.0.0.0:7201"));
    assert_int_equal(fault.why, HOME_NO_SECTION);
    assert_false(take("", "listen", "x"));
    assert_int_equal(fault.why, HOME_NO_SECTION);
    assert_false(take("server", "units", "4")); /* another section's */
    assert_int_equal(fault.why, HOME_NO_KEY);
}

static void a_key_is_given_once_in_a_file_and_the_environment_may_overrule(void **unused)
{
    (void)unused;
    assert_true(take("intake", "units", "40"));
    assert_false(take("intake", "units", "50"));
    assert_int_equal(fault.why, HOME_TWICE);
    assert_int_equal(settings.units, 40);
    settings_next_source(&settings);
    assert_true(take("intake", "units", "50"));
    assert_int_equal(settings.units, 50);
}

static void values_out_of_bounds_are_faults_and_change_nothing(void **unused)
{
    (void)unused;
    static const struct {
        const char *section, *key, *value;
        enum home_sentence why;
    } bad[] = {
        {"server", "state",          "",                        HOME_NOT_A_PATH    },
        {"server", "state",          "a\tb",                    HOME_NOT_A_PATH    },
        {"server", "state",          "a\xff",                   HOME_NOT_A_PATH    },
        {"server", "language",       "fr",                      HOME_NOT_A_WORD    },
        {"server", "log",            "INFO",                    HOME_NOT_A_WORD    },
        {"intake", "listen",         "0.0.0.0:7201",            HOME_NOT_AN_ADDRESS},
        {"intake", "listen",         "tcp://0.0.0.0",           HOME_NOT_AN_ADDRESS},
        {"intake", "listen",         "tcp://:7201",             HOME_NOT_AN_ADDRESS},
        {"intake", "listen",         "tcp://0.0.0.0:0",         HOME_NOT_AN_ADDRESS},
        {"intake", "listen",         "tcp://0.0.0.0:65536",     HOME_NOT_AN_ADDRESS},
        {"intake", "listen",         "tcp://a b:7201",          HOME_NOT_AN_ADDRESS},
        {"intake", "listen",         "tcp://0.0.0.0:7201;rm",   HOME_NOT_AN_ADDRESS},
        {"intake", "listen",         "pgm://eth0;239.1.1.1:55", HOME_NOT_AN_ADDRESS},
        {"intake", "units",          "0",                       HOME_NOT_A_NUMBER  },
        {"intake", "units",          "8193",                    HOME_NOT_A_NUMBER  },
        {"intake", "units",          "-1",                      HOME_NOT_A_NUMBER  },
        {"intake", "units",          "4x",                      HOME_NOT_A_NUMBER  },
        {"intake", "units",          "99999999999999999999",    HOME_NOT_A_NUMBER  },
        {"board",  "port",           "65536",                   HOME_NOT_A_NUMBER  },
        {"clock",  "start",          "yesterday",               HOME_NOT_A_TIME    },
        {"clock",  "start",          "2026-02-30T10:00",        HOME_NOT_A_TIME    },
        {"clock",  "rate",           "0",                       HOME_NOT_A_NUMBER  },
        {"clock",  "anchor_mono_ms", "-5",                      HOME_NOT_A_NUMBER  },
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        const struct settings before = settings;
        assert_false(take(bad[i].section, bad[i].key, bad[i].value));
        assert_int_equal(fault.why, bad[i].why);
        assert_memory_equal(&before, &settings, sizeof settings);
    }
}

static void any_free_port_may_be_asked_for(void **unused)
{
    (void)unused;
    assert_true(take("intake", "listen", "tcp://127.0.0.1:*"));
    settings_next_source(&settings);
    assert_true(take("intake", "listen", "tcp://[::1]:7201"));
    assert_true(take("board", "port", "0"));
}

static void a_path_that_is_too_long_is_refused(void **unused)
{
    (void)unused;
    char path[600];
    memset(path, 'a', sizeof path);
    path[500] = '\0';
    assert_true(take("server", "state", path));
    settings_next_source(&settings);
    path[500] = 'a';
    path[501] = '\0';
    assert_false(take("server", "state", path));
    assert_false(settings_finish(&settings, TEXT("/a/folder/that/is/long/enough"), &fault));
    assert_int_equal(fault.why, HOME_NOT_A_PATH);
}

static void half_a_demonstration_clock_is_a_fault(void **unused)
{
    (void)unused;
    assert_true(take("clock", "rate", "120"));
    assert_false(settings_finish(&settings, TEXT("."), &fault));
    assert_int_equal(fault.why, HOME_HALF_A_CLOCK);
}

static void paths_stand_beside_the_configuration(void **unused)
{
    (void)unused;
    assert_true(settings_finish(&settings, TEXT("/home/an"), &fault));
    assert_string_equal(settings.state, "/home/an/state");
    assert_string_equal(settings.token, "/home/an/state/tokens/api.token");
    settings = settings_usual("/etc/trao/server.ini");
    assert_true(settings_finish(&settings, TEXT("/etc/trao"), &fault));
    assert_string_equal(settings.state, HOME_SYSTEM_STATE);
}

/* Reads a written configuration as inih would. */
static void take_lines(struct text rest)
{
    struct text section = {0};
    while (rest.size > 0) {
        struct text line = text_split(&rest, '\n');
        assert_true(line.size < 198); /* inih's bound */
        if (text_starts(line, "[")) {
            section = (struct text){line.at + 1, line.size - 2};
        } else if (line.size > 0 && !text_starts(line, ";")) {
            struct text key = text_trim(text_split(&line, '='));
            assert_true(settings_take(&settings, section, key, text_trim(line), &fault));
        }
    }
}

static void what_is_written_is_read_back_the_same(void **unused)
{
    (void)unused;
    char text[SETTINGS_FILE_MAX];
    every_key_is_taken(unused);
    for (int language = LANGUAGE_VI; language <= LANGUAGE_EN; language++) {
        const struct settings written = settings;
        struct line line = line_of(text, sizeof text);
        settings_write(&written, (enum language)language, &line);
        assert_false(line.cut);
        settings = settings_usual("server.ini");
        take_lines(line_done(&line));
        assert_true(settings_finish(&settings, TEXT("."), &fault));
        assert_memory_equal(&settings, &written, sizeof settings);
    }
}

static void the_usual_configuration_names_every_key_and_is_read_back(void **unused)
{
    (void)unused;
    char text[SETTINGS_FILE_MAX];
    char name[64];
    struct text section;
    struct text key;
    struct line line = line_of(text, sizeof text);
    const struct settings written = settings;
    settings_write(&written, LANGUAGE_EN, &line);
    for (size_t i = 0;; i++) {
        struct line variable = line_of(name, sizeof name);
        if (!settings_key(i, &section, &key, &variable)) {
            assert_int_equal(i, 16);
            break;
        }
        char word[64];
        assert_true(text_copy(key, word, sizeof word));
        assert_non_null(strstr(text, word));
    }
    take_lines(line_done(&line));
    assert_string_equal(settings.listen, written.listen);
    assert_memory_equal(&settings.limits, &written.limits, sizeof written.limits);
    assert_int_equal(settings.demo.rate, 0);
}

static void each_key_has_its_name_in_the_environment(void **unused)
{
    (void)unused;
    char name[64];
    struct text section;
    struct text key;
    struct line variable = line_of(name, sizeof name);
    assert_true(settings_key(0, &section, &key, &variable));
    assert_string_equal(name, "TRAO_SERVER_STATE");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(every_key_is_taken, usual),
        cmocka_unit_test_setup(what_is_not_in_the_table_is_a_fault_never_ignored, usual),
        cmocka_unit_test_setup(a_key_is_given_once_in_a_file_and_the_environment_may_overrule,
                               usual),
        cmocka_unit_test_setup(values_out_of_bounds_are_faults_and_change_nothing, usual),
        cmocka_unit_test_setup(any_free_port_may_be_asked_for, usual),
        cmocka_unit_test_setup(a_path_that_is_too_long_is_refused, usual),
        cmocka_unit_test_setup(half_a_demonstration_clock_is_a_fault, usual),
        cmocka_unit_test_setup(paths_stand_beside_the_configuration, usual),
        cmocka_unit_test_setup(what_is_written_is_read_back_the_same, usual),
        cmocka_unit_test_setup(the_usual_configuration_names_every_key_and_is_read_back, usual),
        cmocka_unit_test_setup(each_key_has_its_name_in_the_environment, usual),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

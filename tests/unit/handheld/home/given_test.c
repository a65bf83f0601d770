#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "adapters/zmq/keys.h"
#include "handheld/home/given.h"
#include "tests/contract/folder.h"

static struct folder folder;
static struct given given;
static enum home_saying why;
static const char *what;

static int make(void **state)
{
    (void)state;
    folder_make(&folder);
    return 0;
}

static int drop(void **state)
{
    (void)state;
    folder_remove(&folder);
    return 0;
}

static const char *file_of(const char *name, const char *text)
{
    const char *path = folder_file(&folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
    return path;
}

static void nothing_given_is_the_usual(void **unused)
{
    (void)unused;
    const struct given_texts texts = {.drain = NULL};
    assert_true(given_read(&given, &texts, &why, &what));
    assert_int_equal(given.language, LANGUAGE_VI);
    assert_int_equal(given.drain_s, 30);
    assert_int_equal(given.demo.rate, 0);
    assert_int_equal(given.offices.count, 0);
}

static void values_are_understood(void **unused)
{
    (void)unused;
    const struct given_texts texts = {
        .language = "en",
        .drain = "0",
        .demo = "2026-11-23T14:25:00,120,98765",
        .offices = file_of("offices.csv", "code,name\r\nH41.01,\"Sở Nội vụ, một\"\r\n\nH41.02,b\n"),
    };
    assert_true(given_read(&given, &texts, &why, &what));
    assert_int_equal(given.language, LANGUAGE_EN);
    assert_int_equal(given.drain_s, 0);
    assert_int_equal(given.demo.rate, 120);
    assert_int_equal(given.demo.anchor_mono_ms, 98765);
    assert_int_equal(given.offices.count, 2);
    assert_true(text_is(given.offices.codes[0], "H41.01"));
    assert_true(text_is(given.offices.codes[1], "H41.02"));
}

static void a_servers_key_is_given_by_itself_or_in_a_file(void **unused)
{
    (void)unused;
    struct curve_keypair pair;
    char z85[KEYS_TEXT_SIZE];
    char line[64];
    assert_int_equal(keys_make(&pair), STATUS_OK);
    (void)keys_text(&pair.public_key, z85);
    struct given_texts texts = {.server_key = z85};
    assert_true(given_read(&given, &texts, &why, &what));
    assert_memory_equal(&given.server_key, &pair.public_key, sizeof given.server_key);
    (void)snprintf(line, sizeof line, "%s\n", z85);
    memset(&given, 0, sizeof given);
    texts.server_key = file_of("server.pub", line);
    assert_true(given_read(&given, &texts, &why, &what));
    assert_memory_equal(&given.server_key, &pair.public_key, sizeof given.server_key);
    keys_wipe(&pair);
}

static void what_is_not_understood_is_named(void **unused)
{
    (void)unused;
    const struct {
        struct given_texts texts;
        enum home_saying why;
    } cases[] = {
        {{.language = "fr"},                            HOME_USAGE         },
        {{.drain = "-1"},                               HOME_USAGE         },
        {{.drain = "86401"},                            HOME_USAGE         },
        {{.demo = "2026-11-23T14:25:00,120"},           HOME_USAGE         },
        {{.demo = "yesterday,120,1"},                   HOME_USAGE         },
        {{.demo = "2026-11-23T14:25:00,0,1"},           HOME_USAGE         },
        {{.server_key = "short"},                       HOME_BAD_SERVER_KEY},
        {{.offices = "/nowhere/offices.csv"},           HOME_BAD_OFFICES   },
        {{.offices = file_of("bad", "code\n\"open\n")}, HOME_BAD_OFFICES   },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_false(given_read(&given, &cases[i].texts, &why, &what));
        assert_int_equal(why, cases[i].why);
        assert_true(strlen(what) > 0);
    }
}

static void a_key_is_shown_so_that_people_can_compare_it(void **unused)
{
    (void)unused;
    const struct link_key key = {{1}};
    const struct link_key other = {{2}};
    char print[KEY_PRINT_SIZE];
    char second[KEY_PRINT_SIZE];
    assert_int_equal(strlen(key_print(&key, print)), KEY_PRINT_SIZE - 1);
    assert_int_equal(strspn(print, "0123456789ABCDEF-"), KEY_PRINT_SIZE - 1);
    assert_string_not_equal(print, key_print(&other, second));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_given_is_the_usual),
        cmocka_unit_test(values_are_understood),
        cmocka_unit_test(a_servers_key_is_given_by_itself_or_in_a_file),
        cmocka_unit_test(what_is_not_understood_is_named),
        cmocka_unit_test(a_key_is_shown_so_that_people_can_compare_it),
    };
    return cmocka_run_group_tests(tests, make, drop);
}

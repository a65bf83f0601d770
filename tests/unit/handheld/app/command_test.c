#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "handheld/app/command.h"

static struct command read(const char *line)
{
    struct command command;
    memset(&command, 0xA5, sizeof command);
    command_read(text_of(line), &command);
    return command;
}

static void readings_keep_their_text_byte_for_byte(void **unused)
{
    (void)unused;
    struct command command = read("scan  ]C1 x ");
    assert_int_equal(command.kind, COMMAND_SCAN);
    assert_true(text_is(command.raw, " ]C1 x "));
    command = read("key abc\r");
    assert_int_equal(command.kind, COMMAND_KEY);
    assert_true(text_is(command.raw, "abc"));
    command = read("badge TH-center-TT01");
    assert_int_equal(command.kind, COMMAND_BADGE);
    assert_true(text_is(command.raw, "TH-center-TT01"));
    assert_int_equal(read("scan").raw.size, 0);
    command_read((struct text){.at = "scan a\0b", .size = 8}, &command);
    assert_int_equal(command.raw.size, 3);
}

static void every_operation_has_its_arguments(void **unused)
{
    (void)unused;
    struct command command = read("do refuse H41.04  wrong_agency");
    assert_int_equal(command.kind, COMMAND_BEGIN);
    assert_int_equal(command.act, ACT_REFUSE);
    assert_true(text_is(command.counterpart, "H41.04"));
    assert_true(text_is(command.reason, "wrong_agency"));
    command = read("do seal B1 15 NP6");
    assert_int_equal(command.kind, COMMAND_WHOLE);
    assert_int_equal(command.declared, 15);
    assert_true(text_is(command.seal, "NP6"));
    command = read("do arrive R2/1 GVT");
    assert_true(text_is(command.subject, "R2/1"));
    assert_true(text_is(command.stop, "GVT"));
    command = read("do found");
    assert_int_equal(command.act, ACT_EXCEPTION);
    assert_true(text_is(command.reason, "found"));
    assert_int_equal(read("do pause").reason.size, 0);
    assert_int_equal(read("do done").kind, COMMAND_DONE);
    assert_int_equal(read("do undo").kind, COMMAND_UNDO);
    assert_true(text_is(read("do undo H41-230321-0001").reason, "H41-230321-0001"));
    assert_int_equal(read("do offer").kind, COMMAND_OFFER);
    assert_int_equal(read("do check").kind, COMMAND_CHECK);
    assert_int_equal(read("do answer").kind, COMMAND_ANSWER);
    command = read("do list 3");
    assert_int_equal(command.kind, COMMAND_LIST);
    assert_int_equal(command.declared, 3);
    assert_int_equal(read("do list x").fault, COMMAND_BAD_COUNT);
    command = read("find H41-230321-0001");
    assert_int_equal(command.kind, COMMAND_FIND);
    assert_true(text_is(command.raw, "H41-230321-0001"));
    command = read("do absent post_gone");
    assert_int_equal(command.kind, COMMAND_ABSENT);
    assert_true(text_is(command.reason, "post_gone"));
}

static void empty_lines_and_comments_are_nothing(void **unused)
{
    (void)unused;
    assert_int_equal(read("").kind, COMMAND_NOTHING);
    assert_int_equal(read("\r").kind, COMMAND_NOTHING);
    assert_int_equal(read("   ").kind, COMMAND_NOTHING);
    assert_int_equal(read("# scan x").kind, COMMAND_NOTHING);
}

static void what_is_not_the_language_says_which_word(void **unused)
{
    (void)unused;
    static const struct {
        const char *line;
        enum command_fault fault;
        const char *wrong;
    } cases[] = {
        {"scam x",            COMMAND_BAD_WORD,      "scam"          },
        {"do jump",           COMMAND_BAD_WORD,      "jump"          },
        {"do give",           COMMAND_BAD_FORM,      "do give"       },
        {"do done now",       COMMAND_BAD_FORM,      "do done now"   },
        {"do pause a b",      COMMAND_BAD_FORM,      "do pause a b"  },
        {"do pause a\x01",    COMMAND_BAD_FORM,      "do pause a\x01"},
        {"do pause a\xff",    COMMAND_BAD_FORM,      "do pause a\xff"},
        {"do a b c d e f",    COMMAND_BAD_FORM,      "do a b c d e f"},
        {"do take citizen",   COMMAND_BAD_PARTY,     "citizen"       },
        {"do take .H41",      COMMAND_BAD_PARTY,     ".H41"          },
        {"do take h41.04",    COMMAND_BAD_PARTY,     "h41.04"        },
        {"do exception nope", COMMAND_BAD_EXCEPTION, "nope"          },
        {"do seal B -1",      COMMAND_BAD_COUNT,     "-1"            },
        {"do seal B 10000",   COMMAND_BAD_COUNT,     "10000"         },
        {"do depart R2/ TTG", COMMAND_BAD_RUN,       "R2/"           },
        {"do depart /1 TTG",  COMMAND_BAD_RUN,       "/1"            },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct command command = read(cases[i].line);
        assert_int_equal(command.kind, COMMAND_BAD);
        assert_int_equal(command.fault, cases[i].fault);
        assert_true(text_is(command.wrong, cases[i].wrong));
    }
}

static void a_word_longer_than_a_body_holds_is_refused(void **unused)
{
    (void)unused;
    char line[128] = "do pause ";
    memset(line + 9, 'x', COMMAND_WORD_MAX);
    assert_int_equal(read(line).kind, COMMAND_BEGIN);
    line[9 + COMMAND_WORD_MAX] = 'x';
    assert_int_equal(read(line).kind, COMMAND_BAD);
}

static void parties_are_the_center_the_post_and_codes(void **unused)
{
    (void)unused;
    assert_true(command_is_party(TEXT("center")));
    assert_true(command_is_party(TEXT("post")));
    assert_true(command_is_party(TEXT("H41.04")));
    assert_true(command_is_party(TEXT("000.00.04.H41")));
    assert_false(command_is_party(TEXT("Center")));
    assert_false(command_is_party(TEXT("H4")));
    assert_false(command_is_party(TEXT("")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(readings_keep_their_text_byte_for_byte),
        cmocka_unit_test(every_operation_has_its_arguments),
        cmocka_unit_test(empty_lines_and_comments_are_nothing),
        cmocka_unit_test(what_is_not_the_language_says_which_word),
        cmocka_unit_test(a_word_longer_than_a_body_holds_is_refused),
        cmocka_unit_test(parties_are_the_center_the_post_and_codes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

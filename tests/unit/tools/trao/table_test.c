#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "tools/trao/table.h"

static char printed[4096];

static const struct table_column columns[] = {
    {{"Dư", 3},       true,  false},
    {{"Hồ sơ", 8},  false, false},
    {{"Đang ở", 9}, false, true }
};

/* The table as text; ROWS rows of three cells. */
static const char *print(const struct text (*rows)[3], size_t count)
{
    struct table table;
    FILE *out = fmemopen(printed, sizeof printed, "w");
    assert_non_null(out);
    table_begin(&table, columns, 3, false);
    for (size_t i = 0; i < count; i++) {
        table_measure(&table, rows[i]);
    }
    table_fit(&table);
    table_titles(&table, out);
    for (size_t i = 0; i < count; i++) {
        table_row(&table, rows[i], out);
    }
    assert_int_equal(fclose(out), 0);
    return printed;
}

static void vietnamese_letters_are_one_column_wide(void **unused)
{
    (void)unused;
    assert_int_equal(text_width(TEXT("Sở Nông nghiệp")), 14);
    assert_int_equal(text_width(TEXT("→ …")), 3);
    assert_int_equal(text_width((struct text){0}), 0);
}

static void combining_marks_have_no_width(void **unused)
{
    (void)unused;
    assert_int_equal(text_width(TEXT("So\xcc\x9b\xcc\x89")), 2); /* Sở, taken apart */
}

static void columns_stand_under_each_other(void **unused)
{
    (void)unused;
    const struct text rows[][3] = {
        {TEXT("-180"), TEXT("H41.04-230321-0001"), TEXT("Sở Tư pháp")},
        {TEXT("5"),    TEXT("H41-230321-0001"),    TEXT("Bưu điện")  }
    };
    assert_string_equal(print(rows, 2), "  Dư  Hồ sơ               Đang ở\n"
                                        "-180  H41.04-230321-0001  Sở Tư pháp\n"
                                        "   5  H41-230321-0001     Bưu điện\n");
}

static void no_line_is_wider_than_eighty_columns(void **unused)
{
    (void)unused;
    char wide[200];
    memset(wide, 'x', sizeof wide);
    const struct text rows[][3] = {
        {TEXT("1"), TEXT("H41.04-230321-0001"), {wide, sizeof wide}}
    };
    char *rest = (char *)print(rows, 1);
    for (char *line = strsep(&rest, "\n"); line && *line; line = strsep(&rest, "\n")) {
        assert_true(text_width(text_of(line)) <= TABLE_WIDTH);
    }
}

static void what_is_cut_ends_in_an_ellipsis(void **unused)
{
    (void)unused;
    char bytes[64];
    struct line line = line_of(bytes, sizeof bytes);
    text_cut(&line, TEXT("Sở Nông nghiệp"), 7);
    assert_string_equal(bytes, "Sở Nôn…");
    line = line_of(bytes, sizeof bytes);
    text_cut(&line, TEXT("Sở"), 2);
    assert_string_equal(bytes, "Sở");
}

static void control_characters_never_reach_the_terminal(void **unused)
{
    (void)unused;
    char bytes[64];
    struct line line = line_of(bytes, sizeof bytes);
    text_cut(&line, TEXT("a\x1b[31mb\x7f\xc2\x9b"), 20);
    assert_string_equal(bytes, "a?[31mb??");
}

static void a_long_sentence_is_broken_between_words(void **unused)
{
    (void)unused;
    char words[600];
    size_t size = 0;
    for (int i = 0; i < 30; i++) {
        size += (size_t)snprintf(words + size, sizeof words - size, "luân chuyển ");
    }
    FILE *out = fmemopen(printed, sizeof printed, "w");
    assert_non_null(out);
    text_wrapped((struct text){.at = words, .size = size}, 4, out);
    assert_int_equal(fclose(out), 0);
    int lines = 0;
    for (char *line = strtok(printed, "\n"); line; line = strtok(NULL, "\n")) {
        const size_t wide = text_width(text_of(line));
        assert_true(wide <= TABLE_WIDTH && wide >= 4);
        assert_memory_equal(line, "    ", 4);
        const char *last = strrchr(line, ' ') + 1;
        assert_true(strcmp(last, "luân") == 0 || strcmp(last, "chuyển") == 0);
        lines++;
    }
    assert_int_equal(lines, 5); /* 360 columns in lines of 76 */
}

static void a_word_that_is_wider_stands_alone_and_whole(void **unused)
{
    (void)unused;
    char words[256];
    const int folder = 100;
    (void)snprintf(words, sizeof words, "see /%0*d in it", folder, 0);
    FILE *out = fmemopen(printed, sizeof printed, "w");
    assert_non_null(out);
    text_wrapped(text_of(words), 2, out);
    assert_int_equal(fclose(out), 0);
    char *rest = printed;
    assert_string_equal(strsep(&rest, "\n"), "  see");
    assert_int_equal(strlen(strsep(&rest, "\n")), 2 + 1 + folder);
    assert_string_equal(rest, "  in it\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(vietnamese_letters_are_one_column_wide),
        cmocka_unit_test(combining_marks_have_no_width),
        cmocka_unit_test(columns_stand_under_each_other),
        cmocka_unit_test(no_line_is_wider_than_eighty_columns),
        cmocka_unit_test(what_is_cut_ends_in_an_ellipsis),
        cmocka_unit_test(a_long_sentence_is_broken_between_words),
        cmocka_unit_test(a_word_that_is_wider_stands_alone_and_whole),
        cmocka_unit_test(control_characters_never_reach_the_terminal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "server/board/body.h"

/* Undoes body_html(); false if PAGE holds a byte that should have been escaped. */
static bool unescape(struct text page, char *out, size_t *out_size)
{
    static const struct {
        const char *escape;
        char plain;
    } table[] = {
        {"&amp;",  '&' },
        {"&lt;",   '<' },
        {"&gt;",   '>' },
        {"&quot;", '"' },
        {"&#39;",  '\''},
    };
    *out_size = 0;
    while (page.size > 0) {
        size_t used = 0;
        char plain = page.at[0];
        for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
            if (text_starts(page, table[i].escape)) {
                plain = table[i].plain;
                used = strlen(table[i].escape);
            }
        }
        if (used == 0 && (strchr("<>&\"'", plain) || (unsigned char)plain < 0x20)) {
            return false;
        }
        used = used ? used : 1;
        out[(*out_size)++] = plain;
        page = (struct text){.at = page.at + used, .size = page.size - used};
    }
    return true;
}

/* Random bytes, rich in those that matter: what comes out has none of them bare, and is the same
 * text again once it is read back. */
static void row_81_whatever_goes_in_comes_out_escaped_and_whole(void **unused)
{
    static const char rich[] = "<>&\"'/ =\n\x01\x7F"
                               "ab\xC4\x91";
    uint64_t random = 20261123;
    (void)unused;
    for (int round = 0; round < 5000; round++) {
        char in[64] = {0};
        char out[64] = {0};
        size_t size = 0;
        struct body body = {0};
        size_t length = (size_t)(round % 64);
        for (size_t i = 0; i < length; i++) {
            random = random * 6364136223846793005u + 1442695040888963407u;
            in[i] = rich[(random >> 33) % (sizeof rich - 1)];
        }
        body_html(&body, (struct text){.at = in, .size = length});
        assert_true(unescape((struct text){.at = body.at, .size = body.size}, out, &size));
        assert_int_equal(size, length);
        for (size_t i = 0; i < length; i++) {
            bool control = (unsigned char)in[i] < 0x20 || in[i] == 0x7F;
            assert_int_equal(out[i], control ? ' ' : in[i]);
        }
        body_free(&body);
    }
}

static void a_body_grows_and_keeps_every_byte(void **unused)
{
    struct body body = {0};
    (void)unused;
    for (int i = 0; i < 20000; i++) {
        body_number(&body, i % 10);
    }
    assert_false(body.failed);
    assert_int_equal(body.size, 20000);
    for (size_t i = 0; i < body.size; i++) {
        assert_int_equal(body.at[i], '0' + (int)(i % 10));
    }
    body_number(&body, INT64_MIN);
    assert_memory_equal(body.at + 20000, "-9223372036854775808", 20);
    body_free(&body);
    assert_null(body.at);
}

static void too_much_fails_and_takes_nothing_more(void **unused)
{
    char *piece = calloc(1, 1024 * 1024);
    struct body body = {0};
    (void)unused;
    assert_non_null(piece);
    for (int i = 0; i < 20; i++) {
        body_text(&body, (struct text){.at = piece, .size = 1024 * 1024});
    }
    assert_true(body.failed);
    assert_int_equal(body.size, BODY_MAX);
    body_free(&body);
    free(piece);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(row_81_whatever_goes_in_comes_out_escaped_and_whole),
        cmocka_unit_test(a_body_grows_and_keeps_every_byte),
        cmocka_unit_test(too_much_fails_and_takes_nothing_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

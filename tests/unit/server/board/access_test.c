#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "server/board/access.h"
#include "tests/unit/server/board/asker.h"

static enum access ask(const char *path, const char *authorization, const char *cookie,
                       const char *query)
{
    struct text code;
    struct asker_query asked = {query};
    const struct request request = {.path = text_of(path),
                                    .authorization = text_of(authorization),
                                    .cookie = text_of(cookie),
                                    .query = asker_query,
                                    .self = &asked};
    return access_of(ASKER_TOKEN, route_of(request.path, &code), &request);
}

/* Every route, for nobody and for the holder of the token: the whole table. */
static void each_route_is_open_or_wants_the_token(void **unused)
{
    static const struct {
        const char *path;
        enum access nobody, holder;
    } table[] = {
        {"/healthz",           ACCESS_GRANTED, ACCESS_GRANTED},
        {"/readyz",            ACCESS_GRANTED, ACCESS_GRANTED},
        {"/metrics",           ACCESS_GRANTED, ACCESS_GRANTED},
        {"/style.css",         ACCESS_GRANTED, ACCESS_GRANTED},
        {"/",                  ACCESS_DENIED,  ACCESS_GRANTED},
        {"/api/v1/flags",      ACCESS_DENIED,  ACCESS_GRANTED},
        {"/api/v1/notices",    ACCESS_DENIED,  ACCESS_GRANTED},
        {"/api/v1/runs",       ACCESS_DENIED,  ACCESS_GRANTED},
        {"/api/v1/dossiers/x", ACCESS_DENIED,  ACCESS_GRANTED},
        {"/nowhere",           ACCESS_DENIED,  ACCESS_GRANTED},
        {"/metrics/",          ACCESS_DENIED,  ACCESS_GRANTED},
        {"",                   ACCESS_DENIED,  ACCESS_GRANTED},
    };
    (void)unused;
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        assert_int_equal(ask(table[i].path, NULL, NULL, NULL), table[i].nobody);
        assert_int_equal(ask(table[i].path, "Bearer " ASKER_TOKEN, NULL, NULL), table[i].holder);
        assert_int_equal(ask(table[i].path, NULL, ASKER_TOKEN, NULL), table[i].holder);
    }
}

static void a_token_that_differs_anywhere_is_none(void **unused)
{
    char token[] = ASKER_TOKEN;
    (void)unused;
    for (size_t i = 0; i < sizeof token - 1; i++) {
        token[i] ^= 1;
        assert_int_equal(ask("/", NULL, token, NULL), ACCESS_DENIED);
        token[i] ^= 1;
    }
    assert_int_equal(ask("/", NULL, ASKER_TOKEN "0", NULL), ACCESS_DENIED);
    assert_int_equal(ask("/", NULL, ASKER_TOKEN ASKER_TOKEN, NULL), ACCESS_DENIED);
    assert_int_equal(ask("/", NULL, "0123456789abcdef0123456789abcde", NULL), ACCESS_DENIED);
    assert_int_equal(ask("/", "Bearer", NULL, NULL), ACCESS_DENIED);
    assert_int_equal(ask("/", "Basic " ASKER_TOKEN, NULL, NULL), ACCESS_DENIED);
    assert_int_equal(ask("/", "Bearer wrong", ASKER_TOKEN, NULL), ACCESS_DENIED);
}

static void no_token_at_all_opens_nothing(void **unused)
{
    struct text code;
    struct asker_query asked = {NULL};
    const struct request request = {.query = asker_query, .self = &asked};
    (void)unused;
    assert_int_equal(access_of("", route_of(TEXT("/"), &code), &request), ACCESS_DENIED);
}

static void a_token_in_the_address_is_taken_by_the_page_only(void **unused)
{
    (void)unused;
    assert_int_equal(ask("/", NULL, NULL, "token=" ASKER_TOKEN), ACCESS_LOGIN);
    assert_int_equal(ask("/", NULL, NULL, "token=wrong"), ACCESS_DENIED);
    assert_int_equal(ask("/api/v1/flags", NULL, NULL, "token=" ASKER_TOKEN), ACCESS_DENIED);
}

static void row_87_a_path_with_dots_escapes_or_nul_is_no_route(void **unused)
{
    static const char *const paths[] = {
        "/../etc/passwd", "/%2e%2e/etc/passwd", "/style.css%00", "//",
        "/api/v1/flags/", "/api/v1/dossiers/",  "/API/V1/FLAGS", "api/v1/flags"};
    struct text code;
    (void)unused;
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        assert_int_equal(route_of(text_of(paths[i]), &code), ROUTE_NONE);
    }
    assert_int_equal(route_of((struct text){.at = "/metrics\0", .size = 9}, &code), ROUTE_NONE);
    assert_int_equal(route_of(TEXT("/api/v1/dossiers/a/b"), &code), ROUTE_DOSSIER);
    assert_true(text_is(code, "a/b"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_route_is_open_or_wants_the_token),
        cmocka_unit_test(a_token_that_differs_anywhere_is_none),
        cmocka_unit_test(no_token_at_all_opens_nothing),
        cmocka_unit_test(a_token_in_the_address_is_taken_by_the_page_only),
        cmocka_unit_test(row_87_a_path_with_dots_escapes_or_nul_is_no_route),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

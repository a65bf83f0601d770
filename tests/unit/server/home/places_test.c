/* What stands where in the state folder. */
#include "server/home/places.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void a_place_stands_in_its_folder(void **unused)
{
    (void)unused;
    char path[PLACES_PATH_MAX];
    assert_int_equal(places_path("/var/lib/trao", PLACE_ACTS, path), STATUS_OK);
    assert_string_equal(path, "/var/lib/trao/acts.db");
    assert_int_equal(places_path(".", PLACE_API_TOKEN, path), STATUS_OK);
    assert_string_equal(path, "./tokens/api.token");
}

static void a_path_that_is_too_long_is_refused_not_cut(void **unused)
{
    (void)unused;
    char folder[PLACES_PATH_MAX];
    char path[PLACES_PATH_MAX] = "before";
    memset(folder, 'a', sizeof folder - 1);
    folder[sizeof folder - 1] = '\0';
    assert_int_equal(places_path(folder, PLACE_ACTS, path), STATUS_FULL);
    assert_string_equal(path, "before");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_place_stands_in_its_folder),
        cmocka_unit_test(a_path_that_is_too_long_is_refused_not_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "handheld/devices/gps/gps_address.h"

static void an_address_of_this_machine_is_taken(void **unused)
{
    (void)unused;
    struct gps_address address;
    assert_true(gps_address_read(TEXT("127.0.0.1:2947"), &address));
    assert_string_equal(address.host, "127.0.0.1");
    assert_string_equal(address.port, "2947");
    assert_true(gps_address_read(TEXT("localhost:1"), &address));
    assert_string_equal(address.host, "127.0.0.1");
    assert_true(gps_address_read(TEXT("[::1]:65535"), &address));
    assert_string_equal(address.host, "::1");
    assert_true(gps_address_read(TEXT("127.255.0.255:2947"), &address));
}

static void another_machine_and_what_is_no_address_are_refused(void **unused)
{
    (void)unused;
    static const char *const bad[] = {"",
                                      ":",
                                      "2947",
                                      "127.0.0.1",
                                      "127.0.0.1:",
                                      "127.0.0.1:0",
                                      ":2947",
                                      "127.0.0.1:65536",
                                      "gps:2947",
                                      "192.168.1.4:2947",
                                      "::1:2947",
                                      "127.0.0.1.evil.example:2947",
                                      "127.1:2947",
                                      "127.0.0.1:29 47",
                                      "[::2]:2947",
                                      "127.0.0.256:2947",
                                      "127.:2947",
                                      "127.0.0.1:-1",
                                      "127.0.0.0.1:2947"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct gps_address address = {.port = "7"};
        assert_false(gps_address_read(text_of(bad[i]), &address));
        assert_string_equal(address.port, "7");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_address_of_this_machine_is_taken),
        cmocka_unit_test(another_machine_and_what_is_no_address_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

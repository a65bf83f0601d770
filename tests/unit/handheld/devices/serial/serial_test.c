/* On a pty: its far end is the scanner. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include <cmocka.h>

#include "handheld/devices/serial/serial.h"

static struct serial serial;
static struct instant now;
static struct text code;
static int scanner; /* the pty's far end */
static char path[64];

static void plug(void)
{
    scanner = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    assert_true(scanner >= 0 && grantpt(scanner) == 0 && unlockpt(scanner) == 0);
    assert_int_equal(ptsname_r(scanner, path, sizeof path), 0);
}

static int make(void **state)
{
    (void)state;
    now.ms = 1000;
    plug();
    serial_init(&serial, path);
    return 0;
}

static int drop(void **state)
{
    (void)state;
    serial_close(&serial);
    (void)close(scanner);
    return 0;
}

static void send_text(const char *text)
{
    size_t size = strlen(text);
    assert_int_equal(write(scanner, text, size), size);
}

static void is(enum serial_event expected)
{
    assert_int_equal(serial_next(&serial, now, &code), expected);
}

static void is_code(const char *expected)
{
    is(SERIAL_CODE);
    assert_true(text_is(code, expected));
}

static void cr_lf_or_both_end_a_code(void **unused)
{
    (void)unused;
    is(SERIAL_READY);
    send_text("A1\rB2\nC3\r\nD4\n\r\r\nE5\r");
    is_code("A1");
    is_code("B2");
    is_code("C3");
    is_code("D4");
    is_code("E5");
    is(SERIAL_NOTHING);
    assert_int_equal(serial_wakeup(&serial).ms, INSTANT_NEVER.ms);
}

static void bytes_come_raw_and_are_not_sent_back(void **unused)
{
    (void)unused;
    is(SERIAL_READY);
    send_text("\003\032\021A\177 B\004\r"); /* what a terminal would act upon */
    is_code("\003\032\021A\177 B\004");
    struct termios how;
    assert_int_equal(tcgetattr(serial.fd, &how), 0);
    assert_int_equal(how.c_lflag & (tcflag_t)(ECHO | ICANON | ISIG), 0);
}

static void a_code_may_come_in_pieces(void **unused)
{
    (void)unused;
    is(SERIAL_READY);
    send_text("H41.04-");
    is(SERIAL_NOTHING);
    assert_int_equal(serial_wakeup(&serial).ms, now.ms + SERIAL_NEXT_MS_MAX);
    now.ms += SERIAL_NEXT_MS_MAX - 1;
    send_text("230321-0001\r");
    is_code("H41.04-230321-0001");
}

static void row_13_a_part_whose_rest_never_comes_is_dropped(void **unused)
{
    (void)unused;
    is(SERIAL_READY);
    send_text("H41.04-");
    is(SERIAL_NOTHING);
    now.ms += SERIAL_NEXT_MS_MAX;
    is(SERIAL_CUT);
    send_text("A1\r");
    is_code("A1");
}

static void row_13_a_hang_up_in_mid_code_drops_it_and_is_told(void **unused)
{
    (void)unused;
    is(SERIAL_READY);
    send_text("H41.04-");
    is(SERIAL_NOTHING);
    (void)close(scanner);
    is(SERIAL_CUT);
    is(SERIAL_GONE);
    is(SERIAL_NOTHING);
    assert_int_equal(serial.fd, -1);
    assert_int_equal(serial_wakeup(&serial).ms, now.ms + SERIAL_OPEN_MS);
    plug(); /* under whatever name: the test's path follows it */
    is(SERIAL_NOTHING);
    now.ms += SERIAL_OPEN_MS;
    is(SERIAL_READY);
    send_text("A1\n");
    is_code("A1");
}

static void a_code_before_the_hang_up_is_kept(void **unused)
{
    (void)unused;
    is(SERIAL_READY);
    send_text("A1\nB2\n");
    is_code("A1");
    (void)close(scanner);
    is_code("B2");
    is(SERIAL_GONE);
    plug();
}

static void row_04_a_code_too_long_is_dropped_whole(void **unused)
{
    (void)unused;
    char part[101] = {0};
    memset(part, 'a', 100);
    is(SERIAL_READY);
    for (int i = 0; i < 11; i++) {
        send_text(part);
        is(SERIAL_NOTHING);
    }
    send_text("\rA1\r");
    is(SERIAL_LONG);
    is_code("A1");
}

static void what_is_not_there_or_no_terminal_is_waited_for(void **unused)
{
    (void)unused;
    struct serial none;
    serial_init(&none, "/dev/null");
    assert_int_equal(serial_next(&none, now, &code), SERIAL_NOTHING);
    assert_int_equal(none.fd, -1);
    assert_int_equal(serial_wakeup(&none).ms, now.ms + SERIAL_OPEN_MS);
    serial_init(&none, "/nowhere/tty");
    assert_int_equal(serial_next(&none, now, &code), SERIAL_NOTHING);
    serial_close(&none);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, make, drop)
    const struct CMUnitTest tests[] = {
        TEST(cr_lf_or_both_end_a_code),
        TEST(bytes_come_raw_and_are_not_sent_back),
        TEST(a_code_may_come_in_pieces),
        TEST(row_13_a_part_whose_rest_never_comes_is_dropped),
        TEST(row_13_a_hang_up_in_mid_code_drops_it_and_is_told),
        TEST(a_code_before_the_hang_up_is_kept),
        TEST(row_04_a_code_too_long_is_dropped_whole),
        TEST(what_is_not_there_or_no_terminal_is_waited_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

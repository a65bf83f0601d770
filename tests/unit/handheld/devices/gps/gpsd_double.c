#include "tests/unit/handheld/devices/gps/gpsd_double.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

void gpsd_double_open(struct gpsd_double *gpsd)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t size = sizeof at;
    char text[32];
    *gpsd = (struct gpsd_double){.line = -1};
    gpsd->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_true(gpsd->listener >= 0);
    assert_int_equal(bind(gpsd->listener, (struct sockaddr *)&at, sizeof at), 0);
    assert_int_equal(listen(gpsd->listener, 4), 0);
    assert_int_equal(getsockname(gpsd->listener, (struct sockaddr *)&at, &size), 0);
    (void)snprintf(text, sizeof text, "127.0.0.1:%u", (unsigned)ntohs(at.sin_port));
    assert_true(gps_address_read(text_of(text), &gpsd->address));
}

void gpsd_double_hang_up(struct gpsd_double *gpsd)
{
    if (gpsd->line >= 0) {
        (void)close(gpsd->line);
        gpsd->line = -1;
    }
}

void gpsd_double_close(struct gpsd_double *gpsd)
{
    gpsd_double_hang_up(gpsd);
    if (gpsd->listener >= 0) {
        (void)close(gpsd->listener);
        gpsd->listener = -1;
    }
}

void gpsd_double_accept(struct gpsd_double *gpsd)
{
    gpsd->line = accept4(gpsd->listener, NULL, NULL, SOCK_CLOEXEC);
    assert_true(gpsd->line >= 0);
}

void gpsd_double_say(struct gpsd_double *gpsd, const char *bytes, size_t size)
{
    assert_int_equal(send(gpsd->line, bytes, size, MSG_NOSIGNAL), (ssize_t)size);
}

void gpsd_double_report(struct gpsd_double *gpsd, int second)
{
    char text[512];
    int size = snprintf(text, sizeof text,
                        "{\"class\":\"TPV\",\"device\":\"/dev/pts/1\",\"mode\":3,"
                        "\"time\":\"2026-11-23T07:25:%02d.000Z\",\"lat\":18.6733,"
                        "\"lon\":105.6922,\"eph\":17.1,\"speed\":0.97}\r\n",
                        second);
    gpsd_double_say(gpsd, text, (size_t)size);
}

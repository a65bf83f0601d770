#include "handheld/devices/serial/serial.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

/* INVARIANTS
 * (1) size <= sizeof text; start <= end <= sizeof bytes.
 * (2) While it is not open nothing of a code is kept. */

void serial_init(struct serial *serial, const char *path)
{
    memset(serial, 0, sizeof *serial);
    serial->path = path;
    serial->fd = -1;
    serial->told_gone = true; /* what was never there does not go */
}

void serial_close(struct serial *serial)
{
    if (serial->path && serial->fd >= 0) {
        (void)close(serial->fd);
    }
    serial->fd = -1;
    serial->size = serial->start = serial->end = 0; /* (2) */
    serial->too_long = false;
}

/* A terminal of our own: raw, no echo, nobody else opens it. The speed means nothing to USB. */
static bool make_raw(int fd)
{
    struct termios how;
    if (tcgetattr(fd, &how) != 0) {
        return false;
    }
    cfmakeraw(&how);
    how.c_cflag |= CLOCAL | CREAD;
    how.c_cc[VMIN] = 1;
    how.c_cc[VTIME] = 0;
    bool raw = tcsetattr(fd, TCSANOW, &how) == 0;
    (void)ioctl(fd, TIOCEXCL);
    return raw;
}

static bool open_now(struct serial *serial)
{
    serial->fd = open(serial->path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    if (serial->fd >= 0 && !make_raw(serial->fd)) {
        serial_close(serial);
    }
    return serial->fd >= 0;
}

static bool is_under_way(const struct serial *serial)
{
    return serial->size > 0 || serial->too_long;
}

static enum serial_event end_code(struct serial *serial, struct text *out_code)
{
    bool too_long = serial->too_long;
    *out_code = (struct text){.at = serial->text, .size = serial->size};
    serial->size = 0;
    serial->too_long = false;
    return too_long ? SERIAL_LONG : SERIAL_CODE;
}

static void append(struct serial *serial, char c)
{
    if (serial->size == sizeof serial->text) {
        serial->too_long = true; /* (1) */
    } else {
        serial->text[serial->size++] = c;
    }
}

/* What was read, up to the end of a code. The end of one that is empty is its LF behind the CR. */
static enum serial_event take_bytes(struct serial *serial, struct text *out_code)
{
    while (serial->start < serial->end) {
        char c = serial->bytes[serial->start++];
        if (c != '\r' && c != '\n') {
            append(serial, c);
        } else if (is_under_way(serial)) {
            return end_code(serial, out_code);
        }
    }
    return SERIAL_NOTHING;
}

/* False: nothing came. A hang-up closes. */
static bool read_more(struct serial *serial, struct instant mono)
{
    ssize_t got = read(serial->fd, serial->bytes, sizeof serial->bytes);
    if (got > 0) {
        serial->start = 0;
        serial->end = (size_t)got;
        serial->last = mono;
        return true;
    }
    if (got == 0 || (errno != EAGAIN && errno != EINTR)) {
        bool under_way = is_under_way(serial);
        serial_close(serial);
        serial->too_long = under_way; /* until that is told */
        serial->told_gone = false;
        serial->open_at.ms = mono.ms + SERIAL_OPEN_MS;
    }
    return false;
}

static enum serial_event drop(struct serial *serial)
{
    serial->size = 0;
    serial->too_long = false;
    return SERIAL_CUT;
}

static enum serial_event next_closed(struct serial *serial, struct instant mono)
{
    if (is_under_way(serial)) {
        return drop(serial);
    }
    if (!serial->told_gone) {
        serial->told_gone = true;
        return SERIAL_GONE;
    }
    if (instant_before(mono, serial->open_at)) {
        return SERIAL_NOTHING;
    }
    serial->open_at.ms = mono.ms + SERIAL_OPEN_MS;
    return open_now(serial) ? SERIAL_READY : SERIAL_NOTHING;
}

enum serial_event serial_next(struct serial *serial, struct instant mono, struct text *out_code)
{
    if (serial->fd >= 0) {
        if (!instant_before(mono, serial_wakeup(serial))) {
            return drop(serial);
        }
        do {
            enum serial_event event = take_bytes(serial, out_code);
            if (event != SERIAL_NOTHING) {
                return event;
            }
        } while (read_more(serial, mono));
    }
    return serial->fd >= 0 ? SERIAL_NOTHING : next_closed(serial, mono);
}

struct instant serial_wakeup(const struct serial *serial)
{
    if (serial->fd < 0) {
        return serial->told_gone && !is_under_way(serial) ? serial->open_at : (struct instant){0};
    }
    return is_under_way(serial) ? (struct instant){serial->last.ms + SERIAL_NEXT_MS_MAX}
                                : INSTANT_NEVER;
}

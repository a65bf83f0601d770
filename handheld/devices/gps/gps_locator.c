/* gps_open() may wait, so it is asked of this machine only, where it is answered at once; from then
 * on the line is non-blocking. We read it ourselves and give the library whole reports of position
 * and satellites only: gps_read() of 3.22 never comes back from a list of devices that was cut. */
#include "handheld/devices/gps/gps_locator.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "handheld/devices/gps/gps_report.h"

struct gps_session {
    struct gps_data_t data; /* 100 KB */
    char bytes[GPS_LINE_MAX + 1];
    size_t size;
    bool cut; /* what comes up to the next LF belongs to a line that was too long */
};

static void log_line(const struct gps_locator *locator, enum log_level level, const char *message)
{
    const struct log_field fields[] = {
        {"host", text_of(locator->address.host)},
        {"port", text_of(locator->address.port)}
    };
    log_write(locator->log, level, message, fields, 2);
}

static void drop(struct gps_locator *locator)
{
    if (locator->up) {
        (void)gps_close(&locator->session->data);
        locator->up = false;
        locator->fd = -1;
        log_line(locator, LOG_LEVEL_WARNING, "gpsd is gone");
    }
}

/* More bytes; STATUS_NOT_FOUND: none at present, STATUS_IO: the line is gone. */
static enum status receive(struct gps_locator *locator)
{
    struct gps_session *session = locator->session;
    if (session->size == GPS_LINE_MAX) {
        session->size = 0;
        session->cut = true;
    }
    ssize_t got = recv(locator->fd, session->bytes + session->size, GPS_LINE_MAX - session->size,
                       MSG_DONTWAIT);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) {
        return STATUS_NOT_FOUND;
    }
    session->size += got > 0 ? (size_t)got : 0;
    return got > 0 ? STATUS_OK : STATUS_IO;
}

static bool is_wanted(struct text line)
{
    bool named = text_starts(line, "{\"class\":\"TPV\"") || text_starts(line, "{\"class\":\"SKY\"");
    return named && line.at[line.size - 1] == '}';
}

/* The first whole line is unpacked and taken away; false: there is none. */
static bool take_line(struct gps_session *session)
{
    char *end = memchr(session->bytes, '\n', session->size);
    if (!end) {
        return false;
    }
    size_t size = (size_t)(end - session->bytes);
    struct text line = text_trim((struct text){.at = session->bytes, .size = size});
    session->data.set = 0;
    if (!session->cut && is_wanted(line)) {
        *end = '\0';
        if (gps_unpack(session->bytes, &session->data) != 0) {
            session->data.set = 0;
        }
    }
    session->cut = false;
    session->size -= size + 1;
    memmove(session->bytes, end + 1, session->size);
    return true;
}

/* A report, STATUS_NOT_FOUND for none, STATUS_IO for a line that is gone. */
static enum status read_one(struct gps_locator *locator, struct fix_epoch *out_epoch)
{
    enum status status = STATUS_OK;
    for (; locator->reads > 0 && status == STATUS_OK; locator->reads--) {
        if (!take_line(locator->session)) {
            status = receive(locator);
        } else if (gps_report_read(&locator->session->data, out_epoch)) {
            locator->retry_ms = GPS_RETRY_MS;
            locator->reads--;
            return STATUS_OK;
        }
    }
    return status == STATUS_OK ? STATUS_NOT_FOUND : status;
}

static enum status next(void *self, struct fix_epoch *out_epoch)
{
    struct gps_locator *locator = self;
    enum status status = locator->up ? read_one(locator, out_epoch) : STATUS_NOT_FOUND;
    if (status == STATUS_IO) {
        drop(locator);
        status = STATUS_NOT_FOUND;
    }
    return status;
}

static const struct locator_ops ops = {.next = next};

enum status gps_locator_open(struct gps_locator *locator, const struct gps_address *address,
                             const struct log *log)
{
    struct gps_session *session = calloc(1, sizeof *session);
    if (!session) {
        return STATUS_IO;
    }
    *locator = (struct gps_locator){
        .port = {.ops = &ops, .self = locator},
        .fd = -1,
        .address = *address,
        .log = log,
        .session = session,
        .retry_ms = GPS_RETRY_MS
    };
    return STATUS_OK;
}

void gps_locator_close(struct gps_locator *locator)
{
    if (!locator || !locator->session) {
        return;
    }
    if (locator->up) {
        (void)gps_close(&locator->session->data);
    }
    free(locator->session);
    *locator = (struct gps_locator){.fd = -1};
}

static bool ask(struct gps_locator *locator)
{
    struct gps_data_t *data = &locator->session->data;
    if (gps_open(locator->address.host, locator->address.port, data) != 0) {
        return false;
    }
    int flags = fcntl(data->gps_fd, F_GETFL);
    locator->session->size = 0;
    locator->session->cut = false;
    if (flags < 0 || fcntl(data->gps_fd, F_SETFL, flags | O_NONBLOCK) < 0 ||
        fcntl(data->gps_fd, F_SETFD, FD_CLOEXEC) < 0 ||
        gps_stream(data, WATCH_ENABLE | WATCH_JSON, NULL) != 0) {
        (void)gps_close(data);
        return false;
    }
    locator->fd = data->gps_fd;
    return true;
}

void gps_locator_turn(struct gps_locator *locator, struct instant line)
{
    locator->reads = GPS_READS_MAX;
    if (!locator->session || locator->up || instant_before(line, locator->retry_at)) {
        return;
    }
    locator->retry_at.ms = line.ms + locator->retry_ms;
    locator->retry_ms *= 2;
    if (locator->retry_ms > GPS_RETRY_MS_MAX) {
        locator->retry_ms = GPS_RETRY_MS_MAX;
    }
    locator->up = ask(locator);
    if (locator->up) {
        locator->told = false;
        log_line(locator, LOG_LEVEL_INFO, "gpsd answers");
    } else if (!locator->told) {
        locator->told = true;
        log_line(locator, LOG_LEVEL_WARNING, "gpsd cannot be reached; it is asked again");
    }
}

struct instant gps_locator_wakeup(const struct gps_locator *locator)
{
    if (locator->up && locator->reads == 0) {
        return (struct instant){0}; /* what was received already rings no bell */
    }
    return locator->session && !locator->up ? locator->retry_at : INSTANT_NEVER;
}

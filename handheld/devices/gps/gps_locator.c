/* gps_open() may wait, so it is asked of this machine only, where it is answered at once; from then
 * on the line is non-blocking. One readable event may leave several objects in the library's own
 * buffer, and they ring no bell: they are read until nothing is waiting. */
#include "handheld/devices/gps/gps_locator.h"

#include <fcntl.h>
#include <stdlib.h>

#include "handheld/devices/gps/gps_report.h"

struct gps_session {
    struct gps_data_t data; /* 100 KB */
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

/* A report, STATUS_NOT_FOUND for none, STATUS_IO for a line that is gone. */
static enum status read_one(struct gps_locator *locator, struct fix_epoch *out_epoch)
{
    struct gps_data_t *data = &locator->session->data;
    while (locator->reads > 0 && gps_waiting(data, 0)) {
        locator->reads--;
        data->set = 0;
        if (gps_read(data, NULL, 0) < 0) {
            return STATUS_IO;
        }
        if (gps_report_read(data, out_epoch)) {
            locator->retry_ms = GPS_RETRY_MS;
            return STATUS_OK;
        }
    }
    return STATUS_NOT_FOUND;
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
        return (struct instant){0}; /* what the library still holds rings no bell */
    }
    return locator->session && !locator->up ? locator->retry_at : INSTANT_NEVER;
}

#include "handheld/devices/hid/hid_stream.h"

#include <errno.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

void hid_stream_init(struct hid_stream *stream, int fd)
{
    struct stat about;
    *stream = (struct hid_stream){.fd = fd};
    stream->whole_reads = fstat(fd, &about) == 0 && S_ISCHR(about.st_mode);
}

static bool is_readable(int fd)
{
    struct pollfd one = {.fd = fd, .events = POLLIN};
    return poll(&one, 1, 0) > 0;
}

/* A read of one byte more than a report tells one that is too long. */
static enum status fill(struct hid_stream *stream, struct instant mono)
{
    size_t room = stream->whole_reads ? sizeof stream->bytes : HID_REPORT_SIZE - stream->size;
    if (!is_readable(stream->fd)) {
        return STATUS_NOT_FOUND;
    }
    ssize_t got = read(stream->fd, stream->bytes + stream->size, room);
    if (got < 0) {
        bool later = errno == EINTR || errno == EAGAIN;
        stream->ended = !later;
        return later ? STATUS_NOT_FOUND : STATUS_IO;
    }
    stream->ended = got == 0;
    stream->size += (size_t)got;
    stream->last = mono;
    return STATUS_OK;
}

static bool is_due(const struct hid_stream *stream, struct instant mono)
{
    bool cut =
        stream->size > 0 && (stream->ended || !instant_before(mono, hid_stream_wakeup(stream)));
    return stream->size >= HID_REPORT_SIZE || (stream->whole_reads && stream->size > 0) || cut;
}

enum status hid_stream_next(struct hid_stream *stream, struct instant mono, struct span *out_report)
{
    enum status status = STATUS_OK;
    while (status == STATUS_OK && !stream->ended && !is_due(stream, mono)) {
        status = fill(stream, mono);
    }
    if (is_due(stream, mono)) {
        *out_report = span_of(stream->bytes, stream->size);
        stream->size = 0;
        return STATUS_OK;
    }
    return status == STATUS_OK ? STATUS_NOT_FOUND : status;
}

struct instant hid_stream_wakeup(const struct hid_stream *stream)
{
    return stream->size > 0 ? (struct instant){stream->last.ms + HID_NEXT_MS_MAX} : INSTANT_NEVER;
}

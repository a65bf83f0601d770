/* Socket addresses hold 108 bytes and a state folder's path may be longer: both ends reach the
 * folder through a descriptor, as /proc/self/fd/N/NAME. */
#include "adapters/posix/bell_posix.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "adapters/posix/errno_status.h"
#include "base/span.h"
#include "base/text.h"

static bool name_valid(const char *name)
{
    size_t size = strnlen(name, BELL_NAME_SIZE);
    return size > 0 && size < BELL_NAME_SIZE && strchr(name, '/') == NULL;
}

static struct sockaddr_un address_of(int folder, const char *name)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    struct line line = line_of(address.sun_path, sizeof address.sun_path);
    line_put(&line, "/proc/self/fd/");
    line_signed(&line, folder);
    line_char(&line, '/');
    line_put(&line, name);
    return address;
}

static enum status open_both(const char *folder, int *out_folder, int *out_fd)
{
    int at = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (at < 0) {
        return errno_status(errno);
    }
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0) {
        (void)close(at);
        return STATUS_IO;
    }
    *out_folder = at;
    *out_fd = fd;
    return STATUS_OK;
}

static void ring(void *self, uint64_t position)
{
    struct bell_posix *bell = self;
    uint8_t bytes[sizeof position];
    struct writer writer = writer_of(bytes, sizeof bytes);
    write_u64(&writer, position);
    for (size_t i = 0; i < bell->count; i++) {
        struct sockaddr_un address = address_of(bell->folder, bell->ears[i]);
        /* Nobody there or a full queue: they will read the book anyway. */
        (void)sendto(bell->fd, bytes, sizeof bytes, MSG_NOSIGNAL, (const struct sockaddr *)&address,
                     sizeof address);
    }
}

static const struct bell_ops ops = {.ring = ring};

enum status bell_posix_open(struct bell_posix *bell, const char *folder, const char *const *names,
                            size_t count)
{
    struct bell_posix made = {
        .port = {.ops = &ops, .self = bell},
          .count = count
    };
    if (count > BELL_EARS_MAX) {
        return STATUS_MALFORMED;
    }
    for (size_t i = 0; i < count; i++) {
        if (!name_valid(names[i])) {
            return STATUS_MALFORMED;
        }
        memcpy(made.ears[i], names[i], strlen(names[i]));
    }
    enum status status = open_both(folder, &made.folder, &made.fd);
    if (status == STATUS_OK) {
        *bell = made;
    }
    return status;
}

void bell_posix_close(struct bell_posix *bell)
{
    if (bell && bell->port.ops) {
        (void)close(bell->fd);
        (void)close(bell->folder);
        *bell = (struct bell_posix){0};
    }
}

enum status bell_ear_open(struct bell_ear *ear, const char *folder, const char *name)
{
    int at = -1;
    int fd = -1;
    if (!name_valid(name)) {
        return STATUS_MALFORMED;
    }
    enum status status = open_both(folder, &at, &fd);
    if (status != STATUS_OK) {
        return status;
    }
    struct sockaddr_un address = address_of(at, name);
    bool free = unlinkat(at, name, 0) == 0 || errno == ENOENT;
    if (!free || bind(fd, (const struct sockaddr *)&address, sizeof address) != 0) {
        status = errno_status(errno);
    }
    (void)close(at);
    if (status != STATUS_OK) {
        (void)close(fd);
        return status;
    }
    ear->fd = fd;
    return STATUS_OK;
}

void bell_ear_close(struct bell_ear *ear)
{
    if (ear && ear->fd > 0) {
        (void)close(ear->fd);
        ear->fd = 0;
    }
}

bool bell_ear_heard(struct bell_ear *ear, uint64_t *out_position)
{
    uint64_t greatest = 0;
    bool heard = false;
    for (;;) {
        uint8_t bytes[sizeof greatest + 1];
        ssize_t size = recv(ear->fd, bytes, sizeof bytes, 0);
        if (size < 0 && errno != EINTR) {
            break; /* EAGAIN: all taken */
        }
        if (size != (ssize_t)sizeof greatest) {
            continue; /* no ring of ours */
        }
        struct reader reader = reader_of(span_of(bytes, sizeof greatest));
        uint64_t position = read_u64(&reader);
        greatest = position > greatest ? position : greatest;
        heard = true;
    }
    if (heard) {
        *out_position = greatest;
    }
    return heard;
}

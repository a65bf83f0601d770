#include "adapters/posix/log_posix.h"

#include <time.h>
#include <unistd.h>

#include "base/instant.h"

enum { LINE_ROOM = 4000 }; /* below PIPE_BUF, 4096: such a write is one piece, pipe(7) */

static const char *level_name(enum log_level level)
{
    switch (level) {
    case LOG_LEVEL_ERROR:
        return "error";
    case LOG_LEVEL_WARNING:
        return "warning";
    case LOG_LEVEL_INFO:
        return "info";
    case LOG_LEVEL_DEBUG:
        return "debug";
    }
    return "unknown";
}

static bool plain(struct text value)
{
    for (size_t i = 0; i < value.size; i++) {
        uint8_t c = (uint8_t)value.at[i];
        if (c <= ' ' || c > '~' || c == '"' || c == '=' || c == '\\') {
            return false;
        }
    }
    return value.size > 0;
}

/* How many bytes from VALUE[AT] on are one character; VALUE is well-formed UTF-8. */
static size_t character_size(struct text value, size_t at)
{
    size_t size = 1;
    while (at + size < value.size && ((uint8_t)value.at[at + size] & 0xC0) == 0x80) {
        size++;
    }
    return size;
}

static void put_bytes(struct line *line, struct text bytes)
{
    for (size_t i = 0; i < bytes.size; i++) {
        line_put(line, "\\x");
        line_hex(line, bytes.at + i, 1);
    }
}

/* A terminal must not obey what a scanner read: control characters, also those that UTF-8 writes as
 * C2 80..C2 9F, and bytes that are no UTF-8 at all, become \xNN. */
static void put_quoted(struct line *line, struct text value)
{
    bool utf8 = text_utf8(value);
    size_t size = 0;
    line_char(line, '"');
    for (size_t i = 0; i < value.size; i += size) {
        uint8_t first = (uint8_t)value.at[i];
        size = utf8 ? character_size(value, i) : 1;
        struct text one = {.at = value.at + i, .size = size};
        bool c1 = first == 0xC2 && size == 2 && (uint8_t)value.at[i + 1] < 0xA0;
        if (first < 0x80) {
            line_escaped(line, one);
        } else if (c1 || !utf8) {
            put_bytes(line, one);
        } else {
            line_text(line, one);
        }
    }
    line_char(line, '"');
}

/* FRONT: where the first field stands, so that only the others get a space. */
static void put_field(struct line *line, size_t front, const char *key, struct text value)
{
    if (line->size > front) {
        line_char(line, ' ');
    }
    line_put(line, key);
    line_char(line, '=');
    if (plain(value)) {
        line_text(line, value);
    } else {
        put_quoted(line, value);
    }
}

static void put_front(struct line *line, const struct log_posix *log, enum log_level level)
{
    if (log->journal) {
        line_char(line, '<');
        line_unsigned(line, (uint64_t)level);
        line_char(line, '>');
        return;
    }
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_REALTIME, &now);
    int64_t seconds = (int64_t)now.tv_sec;
    char text[INSTANT_TEXT_SIZE];
    line_put(line, "time=");
    line_put(line, instant_text((struct instant){seconds * 1000}, text));
    line_char(line, '.');
    line_digits(line, (uint64_t)(now.tv_nsec / 1000000), 3);
    line_put(line, "+07:00");
    put_field(line, 0, "level", text_of(level_name(level)));
}

static void write_line(void *self, enum log_level level, const char *message,
                       const struct log_field *fields, size_t count)
{
    const struct log_posix *log = self;
    char room[LINE_ROOM];
    if (level > log->up_to) {
        return;
    }
    struct line line = line_of(room, sizeof room - 1); /* one byte stays for the LF */
    put_front(&line, log, level);
    size_t front = log->journal ? line.size : 0;
    if (log->role) {
        put_field(&line, front, "role", text_of(log->role));
    }
    put_field(&line, front, "msg", text_of(message));
    for (size_t i = 0; i < count; i++) {
        put_field(&line, front, fields[i].key, fields[i].value);
    }
    room[line.size] = '\n';
    /* A log that cannot be written has nobody left to tell. */
    ssize_t written = write(log->fd, room, line.size + 1);
    (void)written;
}

static const struct log_ops ops = {.write = write_line};

void log_posix_init(struct log_posix *log, int fd, enum log_level up_to, bool journal,
                    const char *role)
{
    *log = (struct log_posix){
        .port = {.ops = &ops, .self = log},
        .fd = fd,
        .up_to = up_to,
        .journal = journal,
        .role = role,
    };
}

#include "tools/trao/backup_manifest.h"

#include <stdlib.h>
#include <string.h>

#define FORM        "trao-backup "
#define FORM_NUMBER 1
#define CLOSING     "sha256 "

void manifest_fini(struct manifest *manifest)
{
    free(manifest->streams);
    *manifest = (struct manifest){0};
}

enum status manifest_add_file(struct manifest *manifest, const struct manifest_file *file)
{
    if (manifest->file_count == MANIFEST_FILES_MAX) {
        return STATUS_FULL;
    }
    manifest->files[manifest->file_count++] = *file;
    return STATUS_OK;
}

enum status manifest_add_stream(struct manifest *manifest, const struct manifest_stream *stream)
{
    if (manifest->stream_count == manifest->stream_room) {
        const size_t room = manifest->stream_room ? 2 * manifest->stream_room : 64;
        void *grown = realloc(manifest->streams, room * sizeof *manifest->streams);
        if (!grown) {
            return STATUS_FULL;
        }
        manifest->streams = grown;
        manifest->stream_room = room;
    }
    manifest->streams[manifest->stream_count++] = *stream;
    return STATUS_OK;
}

const struct manifest_stream *manifest_stream(const struct manifest *manifest, struct device device)
{
    for (size_t i = 0; i < manifest->stream_count; i++) {
        if (manifest->streams[i].device.id == device.id) {
            return &manifest->streams[i];
        }
    }
    return NULL;
}

/* --- writing --- */

static void put(struct line *line, const char *key, const char *value)
{
    line_put(line, key);
    line_char(line, ' ');
    line_put(line, value);
    line_char(line, '\n');
}

static void put_number(struct line *line, const char *key, uint64_t value)
{
    line_put(line, key);
    line_char(line, ' ');
    line_unsigned(line, value);
    line_char(line, '\n');
}

static void put_files(const struct manifest *manifest, struct line *line)
{
    char hex[HASH_TEXT_SIZE];
    for (size_t i = 0; i < manifest->file_count; i++) {
        const struct manifest_file *file = &manifest->files[i];
        line_put(line, "file ");
        line_put(line, file->name);
        line_char(line, ' ');
        line_unsigned(line, file->size);
        put(line, "", hash_text(&file->hash, hex));
    }
}

static void put_streams(const struct manifest *manifest, struct line *line)
{
    char hex[HASH_TEXT_SIZE];
    char number[DEVICE_TEXT_SIZE];
    for (size_t i = 0; i < manifest->stream_count; i++) {
        const struct manifest_stream *stream = &manifest->streams[i];
        line_put(line, "stream ");
        line_put(line, device_text(stream->device, number));
        line_char(line, ' ');
        line_unsigned(line, stream->head.place.epoch);
        line_char(line, '/');
        line_unsigned(line, stream->head.place.seq);
        put(line, "", hash_text(&stream->head.hash, hex));
    }
}

void manifest_write(const struct manifest *manifest, struct line *line)
{
    char hex[HASH_TEXT_SIZE];
    char made[INSTANT_TEXT_SIZE];
    const size_t start = line->size;
    line_put(line, FORM);
    line_unsigned(line, FORM_NUMBER);
    line_char(line, '\n');
    put(line, "program", manifest->program);
    put_number(line, "schema", manifest->schema);
    put(line, "made", instant_text(manifest->made, made));
    put(line, "server", manifest->server);
    put_number(line, "rows", manifest->rows);
    put(line, "row", hash_text(&manifest->row, hex));
    put_files(manifest, line);
    put_streams(manifest, line);
    const struct hash own = hash_of(span_of(line->at + start, line->size - start));
    line_put(line, CLOSING);
    line_put(line, hash_text(&own, hex));
    line_char(line, '\n');
}

/* --- reading --- */

/* What stands behind `KEY ` in the next line. */
static bool take(struct text *rest, const char *key, struct text *out_value)
{
    struct text line = text_split(rest, '\n');
    if (!text_is(text_split(&line, ' '), key) || line.size == 0) {
        return false;
    }
    *out_value = line;
    return true;
}

/* No NUL: it would be written as less than it was read. */
static bool copy_whole(struct text value, char *out, size_t room)
{
    return text_utf8(value) && text_copy(value, out, room);
}

static bool take_text(struct text *rest, const char *key, char *out, size_t room)
{
    struct text value;
    return take(rest, key, &value) && copy_whole(value, out, room);
}

static bool take_number(struct text *rest, const char *key, uint64_t *out)
{
    struct text value;
    return take(rest, key, &value) && text_unsigned(value, out);
}

static bool take_head(struct text *rest, struct manifest *manifest)
{
    struct text value;
    return take_text(rest, "program", manifest->program, sizeof manifest->program) &&
           take_number(rest, "schema", &manifest->schema) && take(rest, "made", &value) &&
           instant_parse(value, &manifest->made) == STATUS_OK &&
           take_text(rest, "server", manifest->server, sizeof manifest->server) &&
           take_number(rest, "rows", &manifest->rows) && take(rest, "row", &value) &&
           hash_parse(value, &manifest->row);
}

static enum status take_file(struct text value, struct manifest *manifest)
{
    struct manifest_file file = {0};
    if (!copy_whole(text_split(&value, ' '), file.name, sizeof file.name) ||
        !text_unsigned(text_split(&value, ' '), &file.size) || !hash_parse(value, &file.hash)) {
        return STATUS_MALFORMED;
    }
    return manifest_add_file(manifest, &file);
}

static enum status take_stream(struct text value, struct manifest *manifest)
{
    struct manifest_stream stream = {.device = {0}};
    uint64_t epoch = 0;
    if (!device_parse(text_split(&value, ' '), &stream.device) ||
        !text_unsigned(text_split(&value, '/'), &epoch) || epoch > UINT32_MAX ||
        !text_unsigned(text_split(&value, ' '), &stream.head.place.seq) ||
        !hash_parse(value, &stream.head.hash)) {
        return STATUS_MALFORMED;
    }
    stream.head.place.epoch = (uint32_t)epoch;
    return manifest_add_stream(manifest, &stream);
}

static enum status take_lists(struct text *rest, struct manifest *manifest)
{
    enum status status = STATUS_OK;
    while (status == STATUS_OK && rest->size > 0) {
        struct text line = text_split(rest, '\n');
        struct text key = text_split(&line, ' ');
        if (text_is(key, "file")) {
            status = take_file(line, manifest);
        } else {
            status = text_is(key, "stream") ? take_stream(line, manifest) : STATUS_MALFORMED;
        }
    }
    return status;
}

/* The last line against everything before it. */
static enum status check_own_hash(struct text text, size_t *out_size)
{
    const size_t closing = sizeof CLOSING - 1 + HASH_TEXT_SIZE; /* the NUL's byte is the LF's */
    char hex[HASH_TEXT_SIZE];
    char last[sizeof CLOSING + HASH_TEXT_SIZE];
    if (text.size <= closing) {
        return STATUS_MALFORMED;
    }
    const size_t size = text.size - closing;
    const struct hash own = hash_of(span_of(text.at, size));
    struct line line = line_of(last, sizeof last);
    line_put(&line, CLOSING);
    line_put(&line, hash_text(&own, hex));
    line_char(&line, '\n');
    *out_size = size;
    return text_equal(line_done(&line), (struct text){text.at + size, closing}) ? STATUS_OK
                                                                                : STATUS_BROKEN;
}

enum status manifest_parse(struct text text, struct manifest *out_manifest)
{
    struct manifest manifest = {.file_count = 0};
    struct text rest = text;
    uint64_t form = 0;
    if (!text_starts(text, FORM) || !take_number(&rest, "trao-backup", &form) || form == 0) {
        return STATUS_MALFORMED;
    }
    if (form > FORM_NUMBER) {
        return STATUS_TOO_NEW;
    }
    size_t size = 0;
    enum status status = check_own_hash(text, &size);
    if (status != STATUS_OK) {
        return status;
    }
    rest.size = (size_t)(text.at + size - rest.at);
    status = take_head(&rest, &manifest) ? take_lists(&rest, &manifest) : STATUS_MALFORMED;
    if (status != STATUS_OK) {
        manifest_fini(&manifest);
        return status;
    }
    *out_manifest = manifest;
    return STATUS_OK;
}

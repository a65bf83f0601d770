#include "tools/trao/import_send.h"

#include <string.h>

#include "tools/trao/desk_memory.h"
#include "tools/trao/trao_said.h"

enum { KEY_DIGITS = 12 /* bytes of the hash */, KEY_SIZE = JOURNAL_KEPT_KEY_MAX + 1 };

#define CALENDAR_KEY "import/calendar"
#define PLAN_KEY     "import/plan"

static void key_of(const struct hash *file, char out[KEY_SIZE])
{
    struct line line = line_of(out, KEY_SIZE);
    line_put(&line, "file/");
    line_hex(&line, file->byte, KEY_DIGITS);
}

bool import_was_sent(struct desk *desk, const struct import_file *file)
{
    char key[KEY_SIZE];
    struct hash hash;
    size_t size = 0;
    key_of(&file->stated, key);
    return desk_keeps(desk, key, hash.byte, sizeof hash.byte, &size) && size == HASH_SIZE &&
           hash_equal(&hash, &file->stated);
}

bool import_has_calendar(struct desk *desk)
{
    uint8_t kept[HASH_SIZE];
    size_t size = 0;
    return desk_keeps(desk, CALENDAR_KEY, kept, sizeof kept, &size);
}

bool import_was_replaced(struct desk *desk, const struct import_file *file)
{
    struct hash newest;
    size_t size = 0;
    return file->kind == FILE_PLAN &&
           desk_keeps(desk, PLAN_KEY, newest.byte, sizeof newest.byte, &size) &&
           size == HASH_SIZE && !hash_equal(&newest, &file->stated);
}

/* The next part, cut at a line's end. */
static struct span cut_part(const struct import_file *file, size_t at)
{
    size_t size = file->size - at;
    if (size > FILE_PART_MAX) {
        size = FILE_PART_MAX;
        while (file->bytes[at + size - 1] != '\n') {
            size--; /* no line is longer than a part: import_rows.c, and FILE_PART_MAX */
        }
    }
    return span_of(file->bytes + at, size);
}

static int say_parts(struct desk *desk, const struct import_file *file, uint32_t *out_parts)
{
    static uint8_t bodies[DESK_GROUP_MAX][ENTRY_BODY_MAX];
    struct span spans[DESK_GROUP_MAX];
    struct file_part_body part = {.kind = file->kind, .file = file->hash};
    size_t at = 0;
    int result = CALL_OK;
    while (result == CALL_OK && at < file->size) {
        size_t count = 0;
        for (; count < DESK_GROUP_MAX && at < file->size; count++, part.number++) {
            struct writer writer = writer_of(bodies[count], sizeof bodies[count]);
            part.bytes = cut_part(file, at);
            at += part.bytes.size;
            if (file_part_encode(&part, &writer) != STATUS_OK) {
                return call_refuse(desk->call, CALL_FAILED, trao_said(SAID_ROW_LONG), TEXT("0"),
                                   (struct text){0});
            }
            spans[count] = writer_span(&writer);
        }
        result = desk_say_all(desk, ENTRY_FILE_PART, spans, count);
    }
    *out_parts = part.number;
    return result;
}

static struct text name_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    struct text name = text_of(slash ? slash + 1 : path);
    name.size = name.size > STATEMENT_NOTE_MAX ? STATEMENT_NOTE_MAX : name.size;
    return text_utf8(name) ? name : (struct text){.at = "", .size = 0};
}

int import_send(struct desk *desk, const struct import_file *file, struct day valid_from)
{
    const bool is_version = file->kind == FILE_CALENDAR || file->kind == FILE_PLAN;
    uint8_t body[512];
    char key[KEY_SIZE];
    struct writer writer = writer_of(body, sizeof body);
    struct file_close_body close = {.kind = file->kind,
                                    .file = file->hash,
                                    .size = file->size,
                                    .name = name_of(file->path),
                                    .valid_from = is_version ? valid_from : (struct day){0}};
    int result = say_parts(desk, file, &close.parts);
    if (result != CALL_OK || file_close_encode(&close, &writer) != STATUS_OK) {
        return result == CALL_OK ? CALL_FAILED : result;
    }
    key_of(&file->stated, key);
    const struct text newest =
        file->kind == FILE_CALENDAR ? TEXT(CALENDAR_KEY) : TEXT(PLAN_KEY); /* of versions */
    const struct span stated = span_of(file->stated.byte, HASH_SIZE);
    const struct journal_kept kept[] = {
        {text_of(key), stated},
        {newest,       stated}
    };
    return desk_say(desk, ENTRY_FILE_CLOSE, writer_span(&writer), kept, is_version ? 2 : 1);
}

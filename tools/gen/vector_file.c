#include "tools/gen/vector_file.h"

#include <string.h>

#include "core/journal.h"
#include "tools/gen/entry_dump.h"
#include "tools/gen/message_dump.h"
#include "tools/gen/stream_dump.h"

enum { BYTES_MAX = 1 << 20, LINE_MAX_SIZE = 1 << 18, KIND_SIZE = 16 };

/* A case as far as it has been read. */
struct vector {
    char kind[KIND_SIZE];
    struct sign_public key;
    uint8_t bytes[BYTES_MAX];
    size_t size;
    bool open;
};

static void print_hex(FILE *to, const char *word, const void *bytes, size_t size)
{
    const uint8_t *at = bytes;
    (void)fprintf(to, "%s ", word);
    for (size_t i = 0; i < size; i++) {
        (void)fprintf(to, "%02x", at[i]);
    }
    (void)fputc('\n', to);
}

static bool answer(FILE *to, const char *kind, struct span bytes, const struct sign_public *key)
{
    if (strcmp(kind, "entry") == 0) {
        entry_dump(to, bytes, key);
    } else if (strcmp(kind, "stream") == 0) {
        stream_dump(to, bytes);
    } else if (strcmp(kind, "message") == 0) {
        message_dump(to, bytes);
    } else {
        return false;
    }
    (void)fputc('\n', to);
    return true;
}

static void print_title(FILE *to, const char *name, const char *shows, const char *kind)
{
    (void)fprintf(to, "# %s\ncase %s\nkind %s\n", shows, name, kind);
}

static struct span print_parts(FILE *to, const struct span *parts, size_t count)
{
    static uint8_t bytes[BYTES_MAX];
    struct writer whole = writer_of(bytes, sizeof bytes);
    for (size_t i = 0; i < count; i++) {
        print_hex(to, "in", parts[i].at, parts[i].size);
        write_bytes(&whole, parts[i].at, parts[i].size);
    }
    return writer_span(&whole);
}

void vector_file_entry(FILE *to, const char *name, const char *shows, const struct sign_public *key,
                       const struct span *parts, size_t count)
{
    print_title(to, name, shows, "entry");
    print_hex(to, "key", key->byte, sizeof key->byte);
    (void)answer(to, "entry", print_parts(to, parts, count), key);
}

void vector_file_stream(FILE *to, const char *name, const char *shows, const struct span *parts,
                        size_t count)
{
    print_title(to, name, shows, "stream");
    (void)answer(to, "stream", print_parts(to, parts, count), NULL);
}

void vector_file_message(FILE *to, const char *name, const char *shows, struct span bytes)
{
    print_title(to, name, shows, "message");
    (void)answer(to, "message", print_parts(to, &bytes, 1), NULL);
}

static bool add_hex(struct vector *vector, struct text hex)
{
    size_t size = hex.size / 2;
    if (size > sizeof vector->bytes - vector->size ||
        !hex_bytes(hex, vector->bytes + vector->size, size)) {
        return false;
    }
    vector->size += size;
    return true;
}

/* False: a line that no vector file has. */
static bool read_line(struct vector *vector, struct text line)
{
    struct text value = line;
    struct text word = text_split(&value, ' ');
    if (text_is(word, "case")) {
        *vector = (struct vector){.open = true};
    } else if (text_is(word, "kind")) {
        return text_copy(value, vector->kind, sizeof vector->kind);
    } else if (text_is(word, "key")) {
        return hex_bytes(value, vector->key.byte, sizeof vector->key.byte);
    } else if (text_is(word, "in")) {
        return add_hex(vector, value);
    } else {
        return line.size == 0 || line.at[0] == '#';
    }
    return true;
}

bool vector_read(FILE *from, FILE *to)
{
    static struct vector vector;
    static char buffer[LINE_MAX_SIZE];
    vector.open = false;
    while (fgets(buffer, sizeof buffer, from)) {
        struct text line = text_trim(text_of(buffer));
        if (text_starts(line, "out ")) {
            continue;
        }
        if (!read_line(&vector, line)) {
            return false;
        }
        if (line.size > 0) {
            (void)fputs(buffer, to);
        } else if (vector.open) {
            vector.open = false;
            if (!answer(to, vector.kind, span_of(vector.bytes, vector.size), &vector.key)) {
                return false;
            }
            (void)fflush(to);
        }
    }
    return !vector.open; /* the last case ends with an empty line, too */
}

#include "tools/gen/dump.h"

#include <inttypes.h>

enum { ESCAPED_SIZE_MAX = 4 * 256 + 1 };

void dump_word(FILE *to, const char *name, const char *word)
{
    (void)fprintf(to, "out %s %s\n", name, word);
}

void dump_text(FILE *to, const char *name, struct text text)
{
    char escaped[ESCAPED_SIZE_MAX];
    struct line line = line_of(escaped, sizeof escaped);
    line_escaped(&line, text);
    (void)fprintf(to, "out %s \"%s\"\n", name, escaped);
}

void dump_hex(FILE *to, const char *name, const void *bytes, size_t size)
{
    const unsigned char *at = bytes;
    (void)fprintf(to, "out %s %s", name, size == 0 ? "-" : "");
    for (size_t i = 0; i < size; i++) {
        (void)fprintf(to, "%02x", at[i]);
    }
    (void)fputc('\n', to);
}

void dump_hash(FILE *to, const char *name, const struct hash *hash)
{
    dump_hex(to, name, hash->byte, HASH_SIZE);
}

void dump_signed(FILE *to, const char *name, int64_t value)
{
    (void)fprintf(to, "out %s %" PRId64 "\n", name, value);
}

void dump_unsigned(FILE *to, const char *name, uint64_t value)
{
    (void)fprintf(to, "out %s %" PRIu64 "\n", name, value);
}

void dump_place(FILE *to, const char *name, struct place place)
{
    (void)fprintf(to, "out %s %" PRIu32 "/%" PRIu64 "\n", name, place.epoch, place.seq);
}

void dump_device(FILE *to, const char *name, struct device device)
{
    char text[DEVICE_TEXT_SIZE];
    dump_word(to, name, device_text(device, text));
}

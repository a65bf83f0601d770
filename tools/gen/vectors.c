#include "tools/gen/vectors.h"

#include "tools/gen/dump.h"

void vectors_keys(FILE *to)
{
    static const struct {
        const char *name;
        uint8_t seed;
    } rows[] = {
        {"unit",  1},
        {"other", 2},
    };
    (void)fputs("# Ed25519 keys (RFC 8032) from a seed of 32 times one byte, and their devices.\n",
                to);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct vector_device device = vector_device_of(rows[i].seed);
        (void)fprintf(to, "key %s\nseed_byte %u\n", rows[i].name, (unsigned)rows[i].seed);
        dump_hex(to, "public", device.key.byte, sizeof device.key.byte);
        dump_device(to, "device", device.device);
        (void)fputc('\n', to);
    }
}

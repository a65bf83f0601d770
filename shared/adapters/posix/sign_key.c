#include "adapters/posix/sign_key.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "adapters/posix/errno_status.h"
#include "adapters/posix/files.h"
#include "base/text.h"

enum { FILE_SIZE_MAX = 512 };

#define HEADING "Trao signing key, Ed25519. It stays on this machine.\nseed "

enum status sign_key_make(const char *path)
{
    char text[FILE_SIZE_MAX];
    uint8_t seed[SIGN_SEED_SIZE];
    struct line line = line_of(text, sizeof text);
    sign_random(seed, sizeof seed);
    line_put(&line, HEADING);
    line_hex(&line, seed, sizeof seed);
    line_put(&line, "\n");
    enum status status = files_write_once(path, span_of(text, line.size), FILES_PRIVATE);
    explicit_bzero(seed, sizeof seed);
    explicit_bzero(text, sizeof text);
    return status;
}

static enum status parse(struct text text, struct sign_public *out_public,
                         struct sign_secret *out_secret)
{
    uint8_t seed[SIGN_SEED_SIZE];
    if (!text_starts(text, HEADING)) {
        return STATUS_MALFORMED;
    }
    struct text hex = {.at = text.at + strlen(HEADING), .size = text.size - strlen(HEADING)};
    bool whole = hex_bytes(text_trim(hex), seed, sizeof seed);
    if (whole) {
        sign_keys(seed, out_public, out_secret);
    }
    explicit_bzero(seed, sizeof seed);
    return whole ? STATUS_OK : STATUS_MALFORMED;
}

enum status sign_key_load(const char *path, struct sign_public *out_public,
                          struct sign_secret *out_secret)
{
    char text[FILE_SIZE_MAX];
    struct stat about;
    size_t size = 0;
    if (stat(path, &about) != 0) {
        return errno_status(errno);
    }
    if ((about.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        return STATUS_DENIED;
    }
    enum status status = files_read(path, text, sizeof text, &size);
    if (status == STATUS_OK) {
        status = parse((struct text){.at = text, .size = size}, out_public, out_secret);
    }
    explicit_bzero(text, sizeof text);
    return status == STATUS_FULL ? STATUS_MALFORMED : status;
}

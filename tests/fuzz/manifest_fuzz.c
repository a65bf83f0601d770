/* manifest_fuzz - what a backup says of itself, from anywhere: the bytes as they are, and closed by
 * their own hash, as one would close them who wants to be believed. What is taken is written in one
 * way and reads as itself. */
#include <stdlib.h>
#include <string.h>

#include "tests/fuzz/fuzz.h"
#include "tools/trao/backup_manifest.h"

enum { BODY_MAX = 16 * 1024, WRITTEN_MAX = 2 * BODY_MAX };

static struct text write_out(const struct manifest *manifest, char out[WRITTEN_MAX])
{
    struct line line = line_of(out, WRITTEN_MAX);
    manifest_write(manifest, &line);
    assert(!line.cut);
    return line_done(&line);
}

static void check_again(const struct manifest *manifest)
{
    static char first[WRITTEN_MAX];
    static char second[WRITTEN_MAX];
    struct manifest again;
    struct text text = write_out(manifest, first);
    enum status status = manifest_parse(text, &again);
    assert(status == STATUS_OK && text_equal(write_out(&again, second), text));
    assert(again.file_count == manifest->file_count);
    assert(again.stream_count == manifest->stream_count);
    for (size_t i = 0; i < again.stream_count; i++) {
        const struct manifest_stream *found = manifest_stream(&again, manifest->streams[i].device);
        assert(found != NULL && found->device.id == manifest->streams[i].device.id);
    }
    manifest_fini(&again);
}

static void take(struct text text)
{
    struct manifest manifest;
    struct manifest untouched;
    memset(&manifest, 0x77, sizeof manifest);
    memset(&untouched, 0x77, sizeof untouched);
    enum status status = manifest_parse(text, &manifest);
    if (status != STATUS_OK) {
        assert(status == STATUS_MALFORMED || status == STATUS_TOO_NEW || status == STATUS_BROKEN ||
               status == STATUS_FULL);
        assert(memcmp(&manifest, &untouched, sizeof manifest) == 0);
        return;
    }
    check_again(&manifest);
    manifest_fini(&manifest);
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size)
{
    char hex[HASH_TEXT_SIZE];
    take(fuzz_text(at, size));
    if (size > BODY_MAX) {
        return 0;
    }
    char *closed = malloc(size + 128); /* of its own, so that its end is seen */
    assert(closed != NULL);
    struct line line = line_of(closed, size + 128);
    const struct hash own = hash_of(span_of(at, size));
    memcpy(closed, at, size);
    line.size = size;
    line_put(&line, "sha256 ");
    line_put(&line, hash_text(&own, hex));
    line_put(&line, "\n");
    take(line_done(&line));
    free(closed);
    return 0;
}

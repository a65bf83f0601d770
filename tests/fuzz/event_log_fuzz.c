/* event_log_fuzz - event logs from anywhere, in XES and CSV, by a mapping from anywhere: what comes
 * out is a feed and acts without a fault of their own. The mapping ends at the first line `--`. */
#include <stdlib.h>
#include <string.h>

#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/memory_file.h"
#include "tools/trao/log_file.h"

static const struct call call = {.language = LANGUAGE_EN, .json = true, .quiet = true};

static struct text cut_map(struct text *rest)
{
    static const char mark[] = "\n--\n";
    for (size_t i = 0; i + sizeof mark - 1 <= rest->size; i++) {
        if (memcmp(rest->at + i, mark, sizeof mark - 1) == 0) {
            const struct text map = {.at = rest->at, .size = i + 1};
            rest->at += i + sizeof mark - 1;
            rest->size -= i + sizeof mark - 1;
            return map;
        }
    }
    const struct text all = *rest;
    rest->size = 0;
    return all;
}

/* A row that came out is taken again as it is. */
static void again(const struct import_file *file, struct faults *faults)
{
    struct import_file second;
    const uint64_t before = faults->count;
    bool begun = import_begin(&second, "file", file->kind);
    assert(begun);
    import_csv(&second, (struct text){.at = file->bytes, .size = file->size}, faults);
    bool ended = import_end(&second);
    assert(ended && second.rows == file->rows && faults->count == before);
    import_free(&second);
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size)
{
    static struct memory_file map_file;
    static struct memory_file log_file;
    struct text rest = fuzz_text(at, size);
    const struct text map = cut_map(&rest);
    struct import_file feed;
    struct import_file acts;
    struct faults faults;
    char *codes = NULL;
    memory_file_put(&map_file, span_of(map.at, map.size));
    memory_file_put(&log_file, span_of(rest.at, rest.size));
    faults_begin(&faults, &call);
    bool begun = import_begin(&feed, "file", FILE_FEED);
    begun = import_begin(&acts, "file", FILE_ACTS) && begun;
    assert(begun);
    const int result =
        log_file_read(&call, log_file.path, map_file.path, &feed, &acts, &faults, &codes);
    bool ended = import_end(&feed);
    ended = import_end(&acts) && ended;
    assert(ended && (result == CALL_OK || result == CALL_FOUND || result == CALL_FAILED));
    if (result == CALL_OK) {
        again(&feed, &faults);
        again(&acts, &faults);
    }
    import_free(&feed);
    import_free(&acts);
    faults_end(&faults);
    free(codes);
    return 0;
}

/* verify_fuzz - a file for `trao verify` from anywhere: entries back to back. It is called whole
 * only if every entry in it stands where its device sealed it. */
#include "core/journal.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/memory_file.h"
#include "tools/trao/call.h"
#include "tools/trao/chain_check.h"
#include "tools/trao/verbs.h"

/* Does each entry at least have its shape, up to the last byte? */
static bool all_shaped(struct span bytes)
{
    struct sealed sealed;
    while (bytes.size > 0) {
        if (entry_open(&bytes, &sealed) != STATUS_OK) {
            return false;
        }
    }
    return true;
}

/* Entries by entries, with a card beside them: a key stands for no device but its own. */
static void check_streams(struct span bytes)
{
    struct chain_check check;
    struct sealed sealed;
    chain_check_init(&check);
    while (bytes.size > 0 && entry_open(&bytes, &sealed) == STATUS_OK) {
        const struct device device = sealed.entry.device;
        struct sign_public key = {{(uint8_t)bytes.size}};
        bool taken = chain_check_key(&check, device, &key);
        assert(taken == (device_of(&key).id == device.id));
        taken = chain_check_key(&check, device_of(&key), &key);
        assert(taken && chain_check_stream(&check, device_of(&key))->has_key);
        (void)chain_check_entry(&check, &sealed);
        const struct chain_stream *stream = chain_check_stream(&check, device);
        assert(stream != NULL && place_order(stream->head.place, sealed.entry.place) == 0);
    }
    assert(chain_check_stream(&check, (struct device){0}) == NULL || check.stream_count > 0);
    chain_check_fini(&check);
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size)
{
    static struct memory_file file;
    char verb[] = "verify";
    char folder[] = "/"; /* opens, and is no file */
    char *words[] = {verb, size == 0 ? folder : file.path, NULL};
    struct call call = {
        .language = LANGUAGE_EN, .quiet = true, .json = size % 2 == 0, .program = "trao"};
    memory_file_put(&file, span_of(at, size));
    check_streams(span_of(at, size));
    int result = verb_verify(&call, 2, words);
    bool is_book = size >= 16 && text_starts(fuzz_text(at, size), "SQLite format 3");
    assert(result == CALL_OK || result == CALL_FOUND || result == CALL_FAILED);
    assert(size > 0 || result == CALL_FAILED);
    assert(is_book || result != CALL_OK || all_shaped(span_of(at, size)));
    return 0;
}

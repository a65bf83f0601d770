#include "core/handoff_code.h"
#include "tests/fuzz/fuzz.h"

/* What was read can be shown again, and is read as the same. */
static void show_again(struct text text, struct handoff_code *code)
{
    static struct sign_secret secret;
    static struct sign_public key;
    static const uint8_t seed[SIGN_SEED_SIZE] = {1};
    uint8_t room[HANDOFF_CODE_BYTES];
    char out[HANDOFF_CODE_SIZE];
    struct handoff_code again;
    if (code->kind != HANDOFF_LIST) { /* signed by another; a list has one text */
        sign_keys(seed, &key, &secret);
        code->key = key;
    }
    enum status status = handoff_code_write(code, &secret, out);
    assert(status == STATUS_OK && (code->kind != HANDOFF_LIST || text_is(text, out)));
    status = handoff_code_read(text_of(out), room, &again);
    assert(status == STATUS_OK && again.kind == code->kind && again.count == code->count);
    (void)status;
}

/* And a list that unpacks packs to a record of the same bytes. */
int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size)
{
    static uint8_t record[ENTRY_BODY_MAX];
    static uint8_t again[ENTRY_BODY_MAX];
    static uint8_t list[HANDOFF_LIST_SIZE];
    uint8_t room[HANDOFF_CODE_BYTES];
    struct handoff_code code;
    const struct text text = {.at = (const char *)at, .size = size};
    if (handoff_code_read(text, room, &code) == STATUS_OK) {
        show_again(text, &code);
    }
    struct writer bytes = writer_of(record, sizeof record);
    struct writer packed = writer_of(list, sizeof list);
    struct writer back = writer_of(again, sizeof again);
    if (handoff_list_unpack(span_of(at, size), &bytes) == STATUS_OK) {
        enum status status = handoff_list_pack(writer_span(&bytes), &packed);
        assert(status == STATUS_OK);
        status = handoff_list_unpack(writer_span(&packed), &back);
        assert(status == STATUS_OK && span_equal(writer_span(&bytes), writer_span(&back)));
        (void)status;
    }
    return 0;
}

/* hid_keys_fuzz - keys from anywhere, at any speed: never half a code, never one too long, and no
 * more of them than a hand can read. */
#include <string.h>

#include "handheld/devices/hid/hid_keys.h"
#include "tests/fuzz/fuzz.h"

/* Pieces of a byte that says how late a report is, and its bytes; each 16th is of another size. */
int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size)
{
    static struct hid_keys keys;
    struct reader reader = reader_of(span_of(at, size));
    struct instant mono = {1};
    struct instant since = mono;
    size_t codes = 0;
    hid_keys_init(&keys, &hid_keymap_us);
    while (reader.left > 0) {
        uint8_t late = read_u8(&reader);
        size_t length = late % 16 == 15 ? late / 16 : HID_KEYS_REPORT_SIZE;
        struct span report = read_span(&reader, length < reader.left ? length : reader.left);
        struct text code = {0};
        mono.ms += late < 0xF0 ? late / 8 : 1000 * (late - 0xEF);
        if (mono.ms - since.ms >= HID_RATE_MS) {
            since = mono;
            codes = 0;
        }
        bool muted = hid_rate_is_muted(&keys.rate, mono);
        enum hid_keys_result result = hid_keys_report(&keys, report, mono, &code);
        assert(result < HID_KEYS_RESULTS && strlen(hid_keys_text(result)) > 0);
        if (result == HID_KEYS_CODE) {
            assert(!muted && code.size > 0 && code.size <= HID_KEYS_CODE_MAX);
            assert(!memchr(code.at, '\0', code.size));
            assert(++codes <= HID_RATE_KEYBOARD);
        }
        assert(keys.size <= sizeof keys.line);
        assert(!hid_rate_is_muted(&keys.rate, mono) || keys.size == 0);
    }
    (void)hid_keys_unplug(&keys);
    assert(hid_keys_wakeup(&keys).ms == INSTANT_NEVER.ms);
    return 0;
}

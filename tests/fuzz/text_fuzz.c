/* text_fuzz - the small readers of base and core: what one of them understands is written in one
 * way and reads as itself; what it does not understand leaves its answer alone. */
#include <string.h>

#include "adapters/zmq/keys.h"
#include "base/hash.h"
#include "base/instant.h"
#include "core/device_card.h"
#include "core/flag.h"
#include "core/promise.h"
#include "tests/fuzz/fuzz.h"

static void read_times(struct text text)
{
    char out[INSTANT_TEXT_SIZE];
    const struct instant untouched = {-77};
    struct instant instant = untouched;
    struct instant again;
    if (instant_parse(text, &instant) == STATUS_OK) {
        enum status status = instant_parse(text_of(instant_text(instant, out)), &again);
        assert(status == STATUS_OK && again.ms == instant.ms);
        assert(minute_instant(instant_minute(instant)).ms <= instant.ms);
    } else {
        assert(instant.ms == untouched.ms);
    }
    struct day day = {-77};
    struct day day_again;
    if (day_parse(text, &day) == STATUS_OK) {
        enum status status = day_parse(text_of(day_text(day, out)), &day_again);
        assert(status == STATUS_OK && day_again.d == day.d);
        assert(day_weekday(day) >= 1 && day_weekday(day) <= 7);
    } else {
        assert(day.d == -77);
    }
    instant = untouched;
    if (instant_parse_compact(text, &instant) == STATUS_OK) {
        struct civil civil = instant_civil(instant);
        struct line line = line_of(out, sizeof out);
        line_digits(&line, (uint64_t)civil.year, 4);
        line_digits(&line, (uint64_t)civil.month, 2);
        line_digits(&line, (uint64_t)civil.day, 2);
        line_digits(&line, (uint64_t)civil.hour, 2);
        line_digits(&line, (uint64_t)civil.minute, 2);
        line_digits(&line, (uint64_t)civil.second, 2);
        enum status status = instant_parse_compact(line_done(&line), &again);
        assert(status == STATUS_OK && again.ms == instant.ms);
        /* Nothing but a leap second, which is the next second, is written in another way. */
        assert(text_equal(line_done(&line), text) || memcmp(text.at + 12, "60", 2) == 0);
    } else {
        assert(instant.ms == untouched.ms);
    }
}

static void read_numbers(struct text text)
{
    char out[32];
    struct line line = line_of(out, sizeof out);
    uint64_t number = 77;
    uint64_t again = 0;
    if (text_unsigned(text, &number)) {
        line_unsigned(&line, number);
        bool good = text_unsigned(line_done(&line), &again);
        assert(good && again == number);
    } else {
        assert(number == 77);
    }
    int64_t whole = -77;
    int64_t whole_again = 0;
    line = line_of(out, sizeof out);
    if (text_signed(text, &whole)) {
        line_signed(&line, whole);
        bool good = text_signed(line_done(&line), &whole_again);
        assert(good && whole_again == whole);
    } else {
        assert(whole == -77);
    }
    struct duration duration = {.count = -77};
    struct duration duration_again;
    char words[DURATION_TEXT_SIZE];
    if (duration_parse(text, &duration)) {
        bool good = duration_parse(text_of(duration_text(duration, words)), &duration_again);
        assert(good && duration_again.count == duration.count);
        assert(duration_again.unit == duration.unit && duration.count <= DURATION_COUNT_MAX);
    } else {
        assert(duration.count == -77);
    }
}

static void read_keys(struct text text)
{
    struct hash hash;
    struct hash hash_again;
    struct device device;
    struct device device_again;
    struct link_key key;
    struct link_key key_again;
    char hex[HASH_TEXT_SIZE];
    char z85[KEYS_TEXT_SIZE];
    char name[DEVICE_TEXT_SIZE];
    if (hash_parse(text, &hash)) {
        bool good = hash_parse(text_of(hash_text(&hash, hex)), &hash_again);
        assert(good && hash_equal(&hash, &hash_again));
    }
    if (device_parse(text, &device)) {
        bool good = device_parse(text_of(device_text(device, name)), &device_again);
        assert(good && device_again.id == device.id);
    }
    if (keys_parse(text, &key)) {
        assert(text_equal(text_of(keys_text(&key, z85)), text));
        bool good = keys_parse(text_of(z85), &key_again);
        assert(good && memcmp(&key, &key_again, sizeof key) == 0);
    }
}

static void read_words(struct text text)
{
    enum act_kind act;
    enum exception_kind exception;
    enum flag_level level;
    enum flag_cause cause;
    assert(!act_kind_parse(text, &act) || text_is(text, act_kind_name(act)));
    assert(!exception_kind_parse(text, &exception) ||
           text_is(text, exception_kind_name(exception)));
    assert(!flag_level_parse(text, &level) || text_is(text, flag_level_name(level)));
    assert(!flag_cause_parse(text, &cause) || text_is(text, flag_cause_name(cause)));
}

static void show(struct text text)
{
    char all[1024];
    char some[24];
    struct line line = line_of(all, sizeof all);
    line_escaped(&line, text);
    assert(text_utf8(line_done(&line)) && strlen(all) == line.size);
    line = line_of(some, sizeof some);
    line_escaped(&line, text);
    assert(text_utf8(line_done(&line)));
    line = line_of(some, sizeof some);
    line_text(&line, text);
    assert(!text_utf8(text) || text_utf8(line_done(&line)));
    assert(text_copy(text, some, sizeof some) == (text.size < sizeof some));
    struct text trimmed = text_trim(text);
    assert(text_equal(text_trim(trimmed), trimmed));
    size_t whole = 0;
    for (struct text rest = text; rest.size > 0;) {
        bool marked = memchr(rest.at, ',', rest.size) != NULL;
        whole += text_split(&rest, ',').size + marked;
        assert(marked == (rest.at != NULL));
    }
    assert(whole == text.size);
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size)
{
    struct text text = fuzz_text(at, size);
    read_times(text);
    read_numbers(text);
    read_keys(text);
    read_words(text);
    show(text);
    return 0;
}

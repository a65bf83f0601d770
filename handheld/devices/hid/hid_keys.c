#include "handheld/devices/hid/hid_keys.h"

#include <string.h>

#include "base/check.h"

/* INVARIANTS
 * (1) size <= sizeof line.
 * (2) While it is muted no line is under way. */

enum {
    USAGE_ROLL_OVER = 0x01, /* and 0x02, 0x03: the keyboard cannot tell which keys are down */
    USAGE_UNDEFINED = 0x03,
    USAGE_ENTER = 0x28,
    USAGE_KEYPAD_ENTER = 0x58,
    AT_MODIFIERS = 0,
    AT_SLOTS = 2,
    SHIFTS = 0x22,
    OTHER_MODIFIERS = 0xDD
};

void hid_keys_init(struct hid_keys *keys, const struct hid_keymap *keymap)
{
    memset(keys, 0, sizeof *keys);
    keys->keymap = keymap;
    hid_rate_init(&keys->rate, HID_RATE_KEYBOARD);
}

static enum hid_keys_result count(struct hid_keys *keys, enum hid_keys_result result)
{
    keys->counts[result]++;
    return result;
}

static bool is_under_way(const struct hid_keys *keys)
{
    return keys->size > 0 || keys->refused;
}

static void drop(struct hid_keys *keys)
{
    keys->size = 0;
    keys->refused = false;
}

static enum hid_keys_result mute(struct hid_keys *keys, struct instant mono)
{
    drop(keys); /* (2) */
    hid_rate_mute(&keys->rate, mono);
    return HID_KEYS_MUTED;
}

static enum hid_keys_result end_line(struct hid_keys *keys, struct instant mono,
                                     struct text *out_code)
{
    bool refused = keys->refused;
    if (!is_under_way(keys)) {
        return HID_KEYS_NOTHING;
    }
    if (!hid_rate_take(&keys->rate, mono)) {
        return mute(keys, mono);
    }
    memcpy(keys->code, keys->line, keys->size);
    *out_code = (struct text){.at = keys->code, .size = keys->size};
    drop(keys);
    return refused ? HID_KEYS_REFUSED : HID_KEYS_CODE;
}

static char character_of(const struct hid_keys *keys, uint8_t modifiers, uint8_t usage)
{
    if (usage >= HID_KEYMAP_SIZE || (modifiers & OTHER_MODIFIERS) != 0) {
        return '\0';
    }
    const char *map = modifiers & SHIFTS ? keys->keymap->shifted : keys->keymap->plain;
    return map[usage];
}

static enum hid_keys_result press(struct hid_keys *keys, uint8_t modifiers, uint8_t usage,
                                  struct instant mono, struct text *out_code)
{
    keys->last = mono;
    if (usage == USAGE_ENTER || usage == USAGE_KEYPAD_ENTER) {
        return end_line(keys, mono, out_code);
    }
    char character = character_of(keys, modifiers, usage);
    if (keys->size == sizeof keys->line) {
        return mute(keys, mono); /* (1) */
    }
    keys->refused = keys->refused || !character;
    keys->line[keys->size++] = character;
    return HID_KEYS_NOTHING;
}

static bool holds(const uint8_t *slots, size_t count, uint8_t usage)
{
    return memchr(slots, usage, count) != NULL;
}

/* The keyboard lost count: what was down stays down. */
static bool is_roll_over(const uint8_t *slots)
{
    for (size_t i = 0; i < HID_KEYS_SLOTS; i++) {
        if (slots[i] >= USAGE_ROLL_OVER && slots[i] <= USAGE_UNDEFINED) {
            return true;
        }
    }
    return false;
}

/* What stands behind an Enter in the same report is no scanner's: the line it begins is refused,
 * and the code that was ended stays as it is (found by tests/fuzz/hid_keys_fuzz.c). */
static enum hid_keys_result take_slots(struct hid_keys *keys, const uint8_t *report,
                                       struct instant mono, struct text *out_code)
{
    const uint8_t *slots = report + AT_SLOTS;
    enum hid_keys_result told = HID_KEYS_NOTHING;
    for (size_t i = 0; i < HID_KEYS_SLOTS && told != HID_KEYS_MUTED; i++) {
        bool known = holds(keys->down, sizeof keys->down, slots[i]) || holds(slots, i, slots[i]);
        if (slots[i] == 0 || known) {
            continue;
        }
        if (told == HID_KEYS_NOTHING) {
            told = press(keys, report[AT_MODIFIERS], slots[i], mono, out_code);
        } else {
            keys->refused = true;
        }
    }
    return told;
}

enum hid_keys_result hid_keys_report(struct hid_keys *keys, struct span report, struct instant mono,
                                     struct text *out_code)
{
    struct text code = {0};
    if (report.size != HID_KEYS_REPORT_SIZE) {
        return count(keys, HID_KEYS_ODD);
    }
    if (is_roll_over(report.at + AT_SLOTS)) {
        return count(keys, HID_KEYS_NOTHING);
    }
    (void)hid_keys_expire(keys, mono);
    enum hid_keys_result result = HID_KEYS_NOTHING;
    if (!hid_rate_is_muted(&keys->rate, mono)) {
        result = take_slots(keys, report.at, mono, &code);
    }
    memcpy(keys->down, report.at + AT_SLOTS, sizeof keys->down);
    if (result == HID_KEYS_CODE) {
        *out_code = code;
    }
    return count(keys, result);
}

struct instant hid_keys_wakeup(const struct hid_keys *keys)
{
    return is_under_way(keys) ? (struct instant){keys->last.ms + HID_KEYS_NEXT_MS_MAX}
                              : INSTANT_NEVER;
}

enum hid_keys_result hid_keys_expire(struct hid_keys *keys, struct instant mono)
{
    bool late = !instant_before(mono, hid_keys_wakeup(keys));
    return late ? hid_keys_unplug(keys) : HID_KEYS_NOTHING;
}

enum hid_keys_result hid_keys_unplug(struct hid_keys *keys)
{
    bool cut = is_under_way(keys);
    drop(keys);
    return cut ? count(keys, HID_KEYS_CUT) : HID_KEYS_NOTHING;
}

const char *hid_keys_text(enum hid_keys_result result)
{
    switch (result) {
    case HID_KEYS_NOTHING:
    case HID_KEYS_RESULTS:
        break;
    case HID_KEYS_CODE:
        return "code";
    case HID_KEYS_REFUSED:
        return "unknown key";
    case HID_KEYS_CUT:
        return "cut";
    case HID_KEYS_MUTED:
        return "too fast";
    case HID_KEYS_ODD:
        return "length";
    }
    return "none";
}

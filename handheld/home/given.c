#include "handheld/home/given.h"

#include "adapters/posix/files.h"
#include "adapters/zmq/keys.h"
#include "base/hash.h"
#include "core/csv_line.h"

enum { KEY_FILE_MAX = 128, KEY_PRINT_BYTES = 8, DRAIN_S = 30, DRAIN_S_MAX = 86400 };

static bool read_language(struct text text, enum language *out_language)
{
    if (!text_is(text, "vi") && !text_is(text, "en")) {
        return false;
    }
    *out_language = text_is(text, "vi") ? LANGUAGE_VI : LANGUAGE_EN;
    return true;
}

static bool read_seconds(struct text text, uint32_t *out_seconds)
{
    uint64_t seconds = 0;
    if (!text_unsigned(text, &seconds) || seconds > DRAIN_S_MAX) {
        return false;
    }
    *out_seconds = (uint32_t)seconds;
    return true;
}

static bool read_demo(struct text text, struct clock_demo *out_demo)
{
    struct clock_demo demo = {.rate = 0};
    uint64_t rate = 0;
    struct text start = text_split(&text, ',');
    struct text middle = text_split(&text, ',');
    if (instant_parse(start, &demo.start) != STATUS_OK || !text_unsigned(middle, &rate) ||
        rate < 1 || rate > CLOCK_DEMO_RATE_MAX || !text_signed(text, &demo.anchor_mono_ms)) {
        return false;
    }
    demo.rate = (uint32_t)rate;
    *out_demo = demo;
    return true;
}

static enum status read_server_key(const char *given, struct link_key *out_key)
{
    char text[KEY_FILE_MAX];
    size_t size = 0;
    if (keys_parse(text_of(given), out_key)) {
        return STATUS_OK;
    }
    enum status status = files_read(given, text, sizeof text, &size);
    if (status != STATUS_OK) {
        return status == STATUS_FULL ? STATUS_MALFORMED : status;
    }
    struct text key = text_trim((struct text){.at = text, .size = size});
    return keys_parse(key, out_key) ? STATUS_OK : STATUS_MALFORMED;
}

static enum status read_offices(const char *path, struct offices *out_offices)
{
    struct csv_line csv;
    size_t size = 0;
    bool head = true;
    enum status status = files_read(path, out_offices->bytes, sizeof out_offices->bytes, &size);
    out_offices->count = 0;
    struct text rest = {.at = out_offices->bytes, .size = status == STATUS_OK ? size : 0};
    while (status == STATUS_OK && rest.size > 0) {
        struct text line = text_split(&rest, '\n');
        status = csv_line_split(line, &csv);
        struct text code = text_trim(text_split(&line, ','));
        if (head || code.size == 0) {
            head = false;
            continue;
        }
        if (out_offices->count == OFFICES_MAX) {
            return STATUS_FULL;
        }
        out_offices->codes[out_offices->count++] = code;
    }
    return status;
}

static bool refuse(enum home_saying why, const char *what, enum home_saying *out_why,
                   const char **out_what)
{
    *out_why = why;
    *out_what = what;
    return false;
}

bool given_read(struct given *given, const struct given_texts *texts, enum home_saying *out_why,
                const char **out_what)
{
    given->language = LANGUAGE_VI;
    given->drain_s = DRAIN_S;
    given->demo.rate = 0;
    given->offices.count = 0;
    if (texts->language && !read_language(text_of(texts->language), &given->language)) {
        return refuse(HOME_USAGE, "--lang vi|en", out_why, out_what);
    }
    if (texts->drain && !read_seconds(text_of(texts->drain), &given->drain_s)) {
        return refuse(HOME_USAGE, "--drain SECONDS", out_why, out_what);
    }
    if (texts->demo && !read_demo(text_of(texts->demo), &given->demo)) {
        return refuse(HOME_USAGE, "--demo-clock START,RATE,ANCHOR", out_why, out_what);
    }
    if (texts->server_key && read_server_key(texts->server_key, &given->server_key) != STATUS_OK) {
        return refuse(HOME_BAD_SERVER_KEY, texts->server_key, out_why, out_what);
    }
    if (texts->offices && read_offices(texts->offices, &given->offices) != STATUS_OK) {
        return refuse(HOME_BAD_OFFICES, texts->offices, out_why, out_what);
    }
    return true;
}

char *key_print(const struct link_key *key, char out[KEY_PRINT_SIZE])
{
    static const char digits[] = "0123456789ABCDEF";
    struct hash hash = hash_labelled(TEXT("trao/key-print/1"), span_of(key->byte, LINK_KEY_SIZE));
    struct line line = line_of(out, KEY_PRINT_SIZE);
    for (int i = 0; i < KEY_PRINT_BYTES; i++) {
        if (i > 0 && i % 2 == 0) {
            line_char(&line, '-');
        }
        line_char(&line, digits[hash.byte[i] >> 4]);
        line_char(&line, digits[hash.byte[i] & 15]);
    }
    return out;
}

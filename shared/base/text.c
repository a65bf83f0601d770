#include "base/text.h"

#include <string.h>

struct text text_of(const char *closed)
{
    return (struct text){.at = closed, .size = closed ? strlen(closed) : 0};
}

bool text_equal(struct text a, struct text b)
{
    return a.size == b.size && (a.size == 0 || memcmp(a.at, b.at, a.size) == 0);
}

bool text_is(struct text a, const char *closed)
{
    return text_equal(a, text_of(closed));
}

int text_order(struct text a, struct text b)
{
    size_t both = a.size < b.size ? a.size : b.size;
    int order = both ? memcmp(a.at, b.at, both) : 0;
    if (order != 0) {
        return order;
    }
    return (a.size > b.size) - (a.size < b.size);
}

bool text_starts(struct text a, const char *closed)
{
    size_t size = strlen(closed);
    return a.size >= size && (size == 0 || memcmp(a.at, closed, size) == 0);
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct text text_trim(struct text text)
{
    while (text.size > 0 && is_blank(text.at[0])) {
        text.at++;
        text.size--;
    }
    while (text.size > 0 && is_blank(text.at[text.size - 1])) {
        text.size--;
    }
    return text;
}

struct text text_split(struct text *rest, char mark)
{
    for (size_t i = 0; i < rest->size; i++) {
        if (rest->at[i] == mark) {
            struct text before = {.at = rest->at, .size = i};
            rest->at += i + 1;
            rest->size -= i + 1;
            return before;
        }
    }
    struct text all = *rest;
    *rest = (struct text){0};
    return all;
}

bool text_copy(struct text text, char *out, size_t room)
{
    if (room == 0) {
        return false;
    }
    if (text.size >= room) {
        out[0] = '\0';
        return false;
    }
    if (text.size > 0) {
        memcpy(out, text.at, text.size);
    }
    out[text.size] = '\0';
    return true;
}

bool text_unsigned(struct text text, uint64_t *out_value)
{
    uint64_t value = 0;
    if (text.size == 0) {
        return false;
    }
    for (size_t i = 0; i < text.size; i++) {
        if (text.at[i] < '0' || text.at[i] > '9') {
            return false;
        }
        uint64_t digit = (uint64_t)(text.at[i] - '0');
        if (value > (UINT64_MAX - digit) / 10) {
            return false;
        }
        value = value * 10 + digit;
    }
    *out_value = value;
    return true;
}

bool text_signed(struct text text, int64_t *out_value)
{
    bool minus = text.size > 0 && text.at[0] == '-';
    uint64_t size = 0;
    struct text digits = text;
    if (minus) {
        digits = (struct text){.at = text.at + 1, .size = text.size - 1};
    }
    if (!text_unsigned(digits, &size) || size > INT64_MAX) {
        return false;
    }
    *out_value = minus ? -(int64_t)size : (int64_t)size;
    return true;
}

/* The length of the well-formed sequence at BYTES, or 0 (RFC 3629, table in section 4). */
static size_t utf8_sequence(const uint8_t *bytes, size_t left)
{
    uint8_t first = bytes[0];
    size_t size = first < 0x80 ? 1 : first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (size == 0 || first > 0xF4 || first == 0 || size > left) {
        return 0;
    }
    for (size_t i = 1; i < size; i++) {
        if ((bytes[i] & 0xC0) != 0x80) {
            return 0;
        }
    }
    bool overlong = (first == 0xE0 && bytes[1] < 0xA0) || (first == 0xF0 && bytes[1] < 0x90);
    bool surrogate = first == 0xED && bytes[1] > 0x9F;
    bool beyond = first == 0xF4 && bytes[1] > 0x8F;
    return overlong || surrogate || beyond ? 0 : size;
}

bool text_utf8(struct text text)
{
    size_t i = 0;
    while (i < text.size) {
        size_t size = utf8_sequence((const uint8_t *)text.at + i, text.size - i);
        if (size == 0) {
            return false;
        }
        i += size;
    }
    return true;
}

uint64_t text_mix(struct text text)
{
    uint64_t mix = 0xcbf29ce484222325u;
    for (size_t i = 0; i < text.size; i++) {
        mix = (mix ^ (uint8_t)text.at[i]) * 0x100000001b3u;
    }
    return mix;
}

struct line line_of(char *at, size_t room)
{
    if (room > 0) {
        at[0] = '\0';
    }
    return (struct line){.at = at, .room = room};
}

void line_text(struct line *line, struct text text)
{
    size_t left = line->room > line->size ? line->room - line->size - 1 : 0;
    size_t size = text.size;
    if (size > left) {
        size = left;
        while (size > 0 && ((uint8_t)text.at[size] & 0xC0) == 0x80) {
            size--; /* never half a character */
        }
        line->cut = true;
    }
    if (size > 0) {
        memcpy(line->at + line->size, text.at, size);
        line->size += size;
        line->at[line->size] = '\0';
    }
}

void line_put(struct line *line, const char *closed)
{
    line_text(line, text_of(closed));
}

void line_char(struct line *line, char c)
{
    line_text(line, (struct text){.at = &c, .size = 1});
}

void line_digits(struct line *line, uint64_t value, int width)
{
    char digits[24];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + value % 10);
        value /= 10;
        width--;
    } while ((value > 0 || width > 0) && at > 0);
    line_text(line, (struct text){.at = digits + at, .size = sizeof digits - at});
}

void line_unsigned(struct line *line, uint64_t value)
{
    line_digits(line, value, 1);
}

void line_signed(struct line *line, int64_t value)
{
    if (value < 0) {
        line_char(line, '-');
        line_digits(line, (uint64_t)0 - (uint64_t)value, 1);
        return;
    }
    line_digits(line, (uint64_t)value, 1);
}

static const char hex_digits[] = "0123456789abcdef";

void line_hex(struct line *line, const void *bytes, size_t size)
{
    const uint8_t *at = bytes;
    for (size_t i = 0; i < size; i++) {
        line_char(line, hex_digits[at[i] >> 4]);
        line_char(line, hex_digits[at[i] & 15]);
    }
}

static void line_byte_escaped(struct line *line, uint8_t byte)
{
    char escape[] = {'\\', 'x', hex_digits[byte >> 4], hex_digits[byte & 15]};
    line_text(line, (struct text){.at = escape, .size = sizeof escape});
}

/* A control character of C0, or in UTF-8 of C1 (U+0080 to U+009F): terminals obey both. */
static bool is_control(const uint8_t *at, size_t size)
{
    return at[0] < 0x20 || at[0] == 0x7F || (size == 2 && at[0] == 0xC2 && at[1] < 0xA0);
}

void line_escaped(struct line *line, struct text text)
{
    const uint8_t *at = (const uint8_t *)text.at;
    size_t i = 0;
    while (i < text.size) {
        size_t size = utf8_sequence(at + i, text.size - i);
        if (size == 0 || is_control(at + i, size)) {
            line_byte_escaped(line, at[i]);
            i++; /* what is left of a broken character is broken too */
            continue;
        }
        if (at[i] == '"' || at[i] == '\\') {
            line_char(line, '\\');
        }
        line_text(line, (struct text){.at = text.at + i, .size = size});
        i += size;
    }
}

struct text line_done(const struct line *line)
{
    return (struct text){.at = line->at, .size = line->size};
}

static int hex_value(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool hex_bytes(struct text hex, void *out, size_t size)
{
    uint8_t *to = out;
    if (hex.size != 2 * size) {
        return false;
    }
    for (size_t i = 0; i < hex.size; i++) {
        if (hex_value(hex.at[i]) < 0) {
            return false;
        }
    }
    for (size_t i = 0; i < size; i++) {
        unsigned high = (unsigned)hex_value(hex.at[2 * i]);
        unsigned low = (unsigned)hex_value(hex.at[2 * i + 1]);
        to[i] = (uint8_t)(high << 4 | low);
    }
    return true;
}

#include "core/item_layout.h"

#include <stdint.h>
#include <string.h>

enum { CODE_BYTES_MAX = 96 };

/* The character at the front of *TEXT, which is well-formed; *TEXT moves behind it. */
static uint32_t take_character(struct text *text)
{
    uint8_t first = (uint8_t)text->at[0];
    size_t size = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    uint32_t c = size == 1 ? first : first & (0x7Fu >> size);
    for (size_t i = 1; i < size; i++) {
        c = c << 6 | ((uint8_t)text->at[i] & 0x3Fu);
    }
    *text = (struct text){text->at + size, text->size - size};
    return c;
}

/* Letters and tone marks that Telex and VNI make and keyboards of other countries do not. */
static bool is_vietnamese(uint32_t c)
{
    static const uint32_t letters[] = {
        0xC1,  0xC2,  0xC3,  0xCA,  0xCC,  0xCD,  0xD2,  0xD3,  0xD4,  0xD5,  0xD9,  0xDA,
        0xDD,  0xE1,  0xE2,  0xE3,  0xEA,  0xEC,  0xED,  0xF2,  0xF3,  0xF4,  0xF5,  0xFA,
        0xFD,  0x102, 0x103, 0x110, 0x111, 0x128, 0x129, 0x168, 0x169, 0x1A0, 0x1A1, 0x1AF,
        0x1B0, 0x300, 0x301, 0x303, 0x309, 0x323, 0xC0,  0xC8,  0xC9};
    for (size_t i = 0; i < sizeof letters / sizeof letters[0]; i++) {
        if (letters[i] == c) {
            return true;
        }
    }
    return c >= 0x1EA0 && c <= 0x1EF9;
}

static bool is_of_code(uint32_t c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '.' ||
           c == '-' || c >= 0x80;
}

enum item_layout item_layout_of_test(struct text text)
{
    while (text.size > 0) {
        if (is_vietnamese(take_character(&text))) {
            return ITEM_LAYOUT_IME;
        }
    }
    return ITEM_LAYOUT_OTHER;
}

enum item_layout item_layout_of(struct text text)
{
    struct text rest = text;
    int foreign = 0;
    int own = 0; /* digits and the marks between parts: what a word of a sentence has not */
    if (text.size > CODE_BYTES_MAX) {
        return ITEM_LAYOUT_PLAIN;
    }
    while (rest.size > 0) {
        uint32_t c = take_character(&rest);
        if (!is_of_code(c)) {
            return ITEM_LAYOUT_PLAIN;
        }
        foreign += c >= 0x80;
        own += c < 'A';
    }
    return foreign > 0 && own >= 4 ? item_layout_of_test(text) : ITEM_LAYOUT_PLAIN;
}

/* The US key that a French keyboard reads as C; 0 if there is none in a code. */
static char us_key(uint32_t c)
{
    static const struct {
        uint32_t french;
        char us;
    } keys[] = {
        {'&',  '1'},
        {0xE9, '2'},
        {'"',  '3'},
        {'\'', '4'},
        {'(',  '5'},
        {'-',  '6'},
        {0xE8, '7'},
        {'_',  '8'},
        {0xE7, '9'},
        {0xE0, '0'},
        {')',  '-'},
        {';',  ','},
        {':',  '.'},
        {'!',  '/'},
        {'A',  'Q'},
        {'Q',  'A'},
        {'Z',  'W'},
        {'W',  'Z'},
        {'?',  'M'},
        {',',  'M'},
        {'a',  'q'},
        {'q',  'a'},
        {'z',  'w'},
        {'w',  'z'}
    };
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        if (keys[i].french == c) {
            return keys[i].us;
        }
    }
    bool same = (c >= 'A' && c <= 'Z' && c != 'M') || (c >= 'a' && c <= 'z' && c != 'm');
    if (!same) {
        return '\0';
    }
    return (char)c;
}

bool item_layout_from_azerty(struct text text, char *out, struct text *out_text)
{
    size_t size = 0;
    while (text.size > 0) {
        char us = us_key(take_character(&text));
        if (!us) {
            return false;
        }
        out[size++] = us;
    }
    *out_text = (struct text){out, size};
    return true;
}

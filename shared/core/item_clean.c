#include "core/item_clean.h"

#include <stdint.h>
#include <string.h>

static bool is_control(char c)
{
    return (uint8_t)c < 0x20 || c == 0x7F;
}

static bool is_alnum(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* U+0080 to U+009F: a terminal takes some of them as escapes. */
static bool is_c1_at(struct text text, size_t i)
{
    return i + 1 < text.size && (uint8_t)text.at[i] == 0xC2 && (uint8_t)text.at[i + 1] < 0xA0;
}

/* ISO/IEC 15424: a bracket, a letter for the symbology, a modifier. */
static bool has_aim_identifier(struct text text)
{
    return text.size >= 3 && text.at[0] == ']' && is_alnum(text.at[1]) && text.at[1] > '9' &&
           is_alnum(text.at[2]);
}

/* Whether MODIFIER is one of MODIFIERS and the symbology is LETTER: ]Q2 is 'Q' and "246". */
static bool has_modifier(struct text aim, char letter, const char *modifiers)
{
    bool has = false;
    for (; *modifiers; modifiers++) {
        has = has || *modifiers == aim.at[2];
    }
    return has && aim.at[1] == letter;
}

/* The extended channel is told within the data: `\` and six digits name a character set, and a
 * backslash is doubled (ISO/IEC 15424). All sets are read as UTF-8, or the text is refused. */
static struct text strip_channels(struct text text, char *out)
{
    struct text left = {out, 0};
    for (size_t i = 0; i < text.size; i++) {
        uint64_t number = 0;
        if (text.at[i] == '\\' && i + 6 < text.size &&
            text_unsigned((struct text){text.at + i + 1, 6}, &number)) {
            i += 6;
            continue;
        }
        i += text.at[i] == '\\' && i + 1 < text.size && text.at[i + 1] == '\\';
        out[left.size++] = text.at[i];
    }
    return left;
}

/* Code 39 whose check character the reader has checked and left in its place. What does not check
 * stays as it is: then it is no check character. */
static struct text strip_check_43(struct text text)
{
    static const char values[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. $/+%";
    size_t sum = 0;
    for (size_t i = 0; i + 1 < text.size; i++) {
        size_t value = 0;
        while (values[value] && values[value] != text.at[i]) {
            value++;
        }
        if (!values[value]) {
            return text;
        }
        sum += value;
    }
    bool checks = text.size > 1 && values[sum % (sizeof values - 1)] == text.at[text.size - 1];
    return checks ? (struct text){text.at, text.size - 1} : text;
}

/* What the symbology has put around the code; AIM is the identifier, which stands in front of TEXT
 * in the same room. */
static struct text strip_symbology(struct text aim, struct text text, char *out)
{
    if (has_modifier(aim, 'Q', "246") || has_modifier(aim, 'd', "456")) {
        return text_trim(strip_channels(text, out));
    }
    return has_modifier(aim, 'A', "1") ? strip_check_43(text) : text;
}

bool item_clean(struct text raw, char *out, struct text *out_cleaned)
{
    struct text kept = {out, 0};
    for (size_t i = 0; i < raw.size; i++) {
        if (!is_control(raw.at[i])) {
            out[kept.size++] = raw.at[i];
        }
    }
    bool well_formed = text_utf8(kept);
    struct text left = {out, 0};
    for (size_t i = 0; i < kept.size; i++) {
        if (well_formed && is_c1_at(kept, i)) {
            i++;
        } else {
            out[left.size++] = out[i];
        }
    }
    left = text_trim(left);
    if (has_aim_identifier(left)) {
        struct text aim = {
            (const char[]){left.at[0], left.at[1], left.at[2]},
             3
        };
        left = text_trim((struct text){left.at + 3, left.size - 3});
        left = strip_symbology(aim, left, out);
    }
    *out_cleaned = left;
    return well_formed;
}

struct text item_clean_upper(struct text text, char *out)
{
    for (size_t i = 0; i < text.size; i++) {
        char c = text.at[i];
        out[i] = (char)(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    }
    return (struct text){out, text.size};
}

static char lower(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

static bool is_name(struct text text, const char *name)
{
    size_t i = 0;
    while (i < text.size && name[i] && lower(text.at[i]) == name[i]) {
        i++;
    }
    return i == text.size && !name[i];
}

static bool is_code_parameter(struct text name)
{
    return is_name(name, "mahs") || is_name(name, "mahoso") || is_name(name, "ma_ho_so");
}

static struct text decode(struct text value, char *out)
{
    size_t size = 0;
    for (size_t i = 0; i < value.size; i++) {
        uint8_t byte = (uint8_t)value.at[i];
        if (byte == '%' && i + 2 < value.size &&
            hex_bytes((struct text){value.at + i + 1, 2}, &byte, 1)) {
            i += 2;
        } else if (byte == '+') {
            byte = ' ';
        }
        out[size++] = (char)byte;
    }
    return (struct text){out, size};
}

bool item_clean_url(struct text url, char *out, struct text *out_value)
{
    struct text rest = url;
    (void)text_split(&rest, '?');
    while (rest.size > 0) {
        /* Some of these pages keep a second query behind a #/ or a second ?. */
        size_t end = 0;
        while (end < rest.size && rest.at[end] != '&' && rest.at[end] != '?' &&
               rest.at[end] != '#') {
            end++;
        }
        struct text value = {rest.at, end};
        struct text name = text_split(&value, '=');
        if (value.size > 0 && is_code_parameter(name)) {
            *out_value = decode(value, out);
            return true;
        }
        size_t skip = end < rest.size ? end + 1 : end;
        rest = (struct text){rest.at + skip, rest.size - skip};
    }
    return false;
}

/* The bytes of the well-formed character at AT, 0 if there is none. */
static size_t character_at(struct text text, size_t at)
{
    for (size_t size = 1; size <= 4 && at + size <= text.size; size++) {
        if (text_utf8((struct text){text.at + at, size})) {
            return size;
        }
    }
    return 0;
}

void item_clean_escaped(struct text text, struct line *line)
{
    for (size_t i = 0; i < text.size;) {
        size_t size = character_at(text, i);
        if (size > 1 && !is_c1_at(text, i)) {
            line_text(line, (struct text){text.at + i, size});
            i += size;
        } else if (size == 1) {
            line_escaped(line, (struct text){text.at + i, 1});
            i++;
        } else {
            line_put(line, "\\x");
            line_hex(line, text.at + i, 1);
            i++;
        }
    }
}

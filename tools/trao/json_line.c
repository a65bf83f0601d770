#include "tools/trao/json_line.h"

/* How many bytes of TEXT make its first character; 0 when they make none. */
static size_t character(struct text text)
{
    for (size_t size = 1; size <= 4 && size <= text.size; size++) {
        if (text_utf8((struct text){.at = text.at, .size = size})) {
            return size;
        }
    }
    return 0;
}

static void one_byte(struct line *line, char c)
{
    uint8_t byte = (uint8_t)c;
    if (byte < 0x20 || byte == 0x7F) {
        line_put(line, "\\u00");
        line_hex(line, &byte, 1);
        return;
    }
    if (c == '"' || c == '\\') {
        line_char(line, '\\');
    }
    line_char(line, c);
}

void json_line(struct line *line, struct text text)
{
    line_char(line, '"');
    while (text.size > 0) {
        size_t size = (uint8_t)text.at[0] < 0x80 ? 1 : character(text);
        if ((uint8_t)text.at[0] < 0x80) {
            one_byte(line, text.at[0]);
        } else if (size == 0) {
            line_put(line, "\\ufffd");
            size = 1;
        } else {
            line_text(line, (struct text){.at = text.at, .size = size});
        }
        text.at += size;
        text.size -= size;
    }
    line_char(line, '"');
}

#include "tools/study/rows.h"

void study_field(FILE *out, struct text text)
{
    bool plain = true;
    for (size_t i = 0; i < text.size && plain; i++) {
        plain = text.at[i] != '"' && text.at[i] != ',' && text.at[i] != '\n' && text.at[i] != '\r';
    }
    if (plain) {
        (void)fwrite(text.at, 1, text.size, out);
        return;
    }
    (void)fputc('"', out);
    for (size_t i = 0; i < text.size; i++) {
        if (text.at[i] == '"') {
            (void)fputc('"', out);
        }
        (void)fputc(text.at[i], out);
    }
    (void)fputc('"', out);
}

void study_minute(FILE *out, struct minute minute)
{
    char text[INSTANT_TEXT_SIZE];
    if (minute.m != MINUTE_NEVER.m) {
        (void)fputs(minute_text(minute, text), out);
    }
}

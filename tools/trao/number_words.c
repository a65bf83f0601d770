#include "tools/trao/number_words.h"

#include <stdio.h>

static struct text write_number(const struct call *call, const char *form, double value,
                                int decimals, char out[NUMBER_TEXT_SIZE])
{
    (void)snprintf(out, NUMBER_TEXT_SIZE, form, decimals, value);
    for (char *at = out; *at != '\0'; at++) {
        *at = *at == '.' && call->language == LANGUAGE_VI ? ',' : *at;
    }
    return text_of(out);
}

struct text number_text(const struct call *call, double value, int decimals,
                        char out[NUMBER_TEXT_SIZE])
{
    return write_number(call, "%.*f", value, decimals, out);
}

struct text number_signed_text(const struct call *call, double value, int decimals,
                               char out[NUMBER_TEXT_SIZE])
{
    return write_number(call, "%+.*f", value, decimals, out);
}

#include "base/said.h"

const char *said_in(const struct said *said, enum language language)
{
    return language == LANGUAGE_VI ? said->vi : said->en;
}

/* The number of the place that starts at AT, or -1. */
static int place_at(const char *at)
{
    return at[0] == '{' && at[1] >= '0' && at[1] <= '3' && at[2] == '}' ? at[1] - '0' : -1;
}

void said_line(struct line *line, const struct said *said, enum language language,
               const struct text *values, size_t count)
{
    const char *at = said_in(said, language);
    while (*at) {
        int place = place_at(at);
        if (place >= 0) {
            if ((size_t)place < count) {
                line_text(line, values[place]);
            }
            at += 3;
            continue;
        }
        const char *from = at;
        do {
            at++;
        } while (*at && place_at(at) < 0);
        line_text(line, (struct text){.at = from, .size = (size_t)(at - from)});
    }
}

static unsigned places_of(const char *at)
{
    unsigned places = 0;
    for (; *at; at++) {
        int place = place_at(at);
        if (place >= 0) {
            places |= 1u << place;
        }
    }
    return places;
}

bool said_valid(const struct said *said)
{
    return said->code && said->vi && said->en && *said->code && *said->vi && *said->en &&
           text_utf8(text_of(said->vi)) && text_utf8(text_of(said->en)) &&
           places_of(said->vi) == places_of(said->en);
}

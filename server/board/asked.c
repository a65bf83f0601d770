#include "server/board/asked.h"

enum language asked_language(const struct request *request, enum language usual)
{
    struct text lang = request->query(request->self, "lang");
    if (text_is(lang, "en")) {
        return LANGUAGE_EN;
    }
    return text_is(lang, "vi") ? LANGUAGE_VI : usual;
}

/* A number between LEAST and MOST, which a larger one becomes; USUAL if it is not given. */
static bool asked_number(const struct request *request, const char *name, uint64_t usual,
                         uint64_t least, uint64_t most, uint64_t *out_number)
{
    struct text text = request->query(request->self, name);
    uint64_t number = usual;
    if (text.size > 0 && (!text_unsigned(text, &number) || number < least)) {
        return false;
    }
    *out_number = number > most ? most : number;
    return true;
}

const char *asked_flags(const struct request *request, struct asked *out_asked)
{
    struct text level = request->query(request->self, "level");
    struct text cause = request->query(request->self, "cause");
    struct asked asked = {
        .filter = {.any_level = level.size == 0 || text_is(level, "all"),
                   .any_cause = cause.size == 0,
                   .only_flagged = level.size == 0,
                   .agency = request->query(request->self, "agency")}
    };
    if (!asked.filter.any_level && !flag_level_parse(level, &asked.filter.level)) {
        return "level";
    }
    if (!asked.filter.any_cause && !flag_cause_parse(cause, &asked.filter.cause)) {
        return "cause";
    }
    if (!text_utf8(asked.filter.agency)) {
        return "agency";
    }
    if (!asked_number(request, "limit", ASKED_LIMIT_USUAL, 1, ASKED_LIMIT_MAX, &asked.limit)) {
        return "limit";
    }
    if (!asked_number(request, "page", 0, 0, UINT32_MAX, &asked.page)) {
        return "page";
    }
    *out_asked = asked;
    return NULL;
}

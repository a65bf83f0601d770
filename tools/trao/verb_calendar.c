/* verb_calendar - `trao calendar`: the working days, as they were ordered and as they count. */
#include <string.h>

#include "tools/trao/almanac_said.h"
#include "tools/trao/answer.h"
#include "tools/trao/calendar_verbs.h"
#include "tools/trao/trao_said.h"
#include "tools/trao/verbs.h"
#include "tools/trao/words.h"

static const struct {
    const char *word;
    int (*run)(struct call *call, int argc, char **argv);
} words[] = {
    {"check",  calendar_check },
    {"show",   calendar_show  },
    {"import", calendar_import},
};

/* The word stands right behind `calendar`; options stand behind the word. */
int verb_calendar(struct call *call, int argc, char **argv)
{
    if (argc < 2 || argv[1][0] == '-') {
        return call_missing(call, "check|show|import");
    }
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strcmp(argv[1], words[i].word) == 0) {
            return words[i].run(call, argc - 1, argv + 1);
        }
    }
    return call_refuse(call, CALL_USAGE, trao_said(SAID_UNKNOWN_VERB), text_of(argv[1]),
                       (struct text){0});
}

int calendar_at(const struct call *call, const char *given, struct minute *out_minute)
{
    struct instant instant;
    struct day day;
    if (!given) {
        return CALL_OK;
    }
    if (day_parse(text_of(given), &day) == STATUS_OK) {
        *out_minute = day_minute(day, 0);
    } else if (instant_parse(text_of(given), &instant) == STATUS_OK) {
        *out_minute = instant_minute(instant);
    } else {
        return call_refuse(call, CALL_USAGE, trao_said(SAID_BAD_INSTANT), text_of(given),
                           (struct text){0});
    }
    return CALL_OK;
}

const char *calendar_day(const struct call *call, struct day day, char out[CALENDAR_DAY_SIZE])
{
    const struct civil civil = day_civil(day);
    const bool vi = call->language == LANGUAGE_VI;
    struct line line = line_of(out, CALENDAR_DAY_SIZE);
    line_digits(&line, (uint64_t)(vi ? civil.day : civil.year), vi ? 2 : 4);
    line_char(&line, vi ? '/' : '-');
    line_digits(&line, (uint64_t)civil.month, 2);
    line_char(&line, vi ? '/' : '-');
    line_digits(&line, (uint64_t)(vi ? civil.year : civil.day), vi ? 4 : 2);
    return out;
}

const char *calendar_weekday(const struct call *call, struct day day)
{
    static const char *const vi[] = {"Thứ Hai", "Thứ Ba",  "Thứ Tư",  "Thứ Năm",
                                     "Thứ Sáu", "Thứ Bảy", "Chủ Nhật"};
    static const char *const en[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                     "Friday", "Saturday", "Sunday"};
    const int at = day_weekday(day) - 1;
    return call_word(call, vi[at], en[at]);
}

void calendar_year_said(const struct call *call, const struct calendar *calendar, struct day day)
{
    char digits[24];
    struct line line = line_of(digits, sizeof digits);
    if (calendar_beyond(calendar, day_minute(day, 0))) {
        line_digits(&line, (uint64_t)day_civil(day).year, 4);
        const struct text year = line_done(&line);
        call_tell(call, almanac_said(ALMANAC_SAID_YEAR_UNKNOWN), &year, 1);
    }
}

void calendar_version_said(const struct editions *editions, size_t at)
{
    const struct book_version *version = &editions->files.versions[at];
    char digits[24];
    char day[CALENDAR_DAY_SIZE] = "—";
    char received[WORD_TIME_SIZE];
    struct line number = line_of(digits, sizeof digits);
    const struct call *call = editions->call;
    const bool in_book = version->received.ms != INSTANT_NEVER.ms;
    line_unsigned(&number, editions_number(editions, at));
    line_char(&number, '/');
    line_unsigned(&number, editions_count(editions, version->kind));
    const struct text values[] = {
        line_done(&number), text_of(version->name),
        text_of(in_book ? calendar_day(call, version->valid_from, day) : day),
        text_of(word_minute(call, in_book ? instant_minute(version->received) : MINUTE_NEVER,
                            received))};
    call_tell(call, almanac_said(ALMANAC_SAID_VERSION), values, sizeof values / sizeof values[0]);
}

json_t *calendar_version_json(const struct editions *editions, size_t at)
{
    const struct book_version *version = &editions->files.versions[at];
    const bool in_book = version->received.ms != INSTANT_NEVER.ms;
    char hash[HASH_TEXT_SIZE];
    char day[INSTANT_TEXT_SIZE];
    return json_pack("{s:I, s:o, s:s, s:o, s:s?}", "number",
                     (json_int_t)editions_number(editions, at), "file",
                     answer_text(text_of(version->name)), "hash", hash_text(&version->file, hash),
                     "received", answer_instant(version->received), "valid_from",
                     in_book ? day_text(version->valid_from, day) : NULL);
}

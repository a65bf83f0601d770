#include "tools/trao/answer.h"

#include <stdio.h>

bool answer_json(json_t *answer)
{
    bool good = answer && json_dumpf(answer, stdout, JSON_COMPACT) == 0 && putchar('\n') != EOF;
    json_decref(answer);
    return good;
}

json_t *answer_text(struct text text)
{
    json_t *string = json_stringn(text.at ? text.at : "", text.size);
    return string ? string : json_null();
}

json_t *answer_minute(struct minute minute)
{
    char text[INSTANT_TEXT_SIZE];
    return minute.m == MINUTE_NEVER.m ? json_null() : json_string(minute_text(minute, text));
}

json_t *answer_instant(struct instant instant)
{
    char text[INSTANT_TEXT_SIZE];
    return instant.ms == INSTANT_NEVER.ms ? json_null() : json_string(instant_text(instant, text));
}

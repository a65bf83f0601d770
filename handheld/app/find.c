#include "handheld/app/find.h"

enum { WORDS_SIZE = 192, SINCE_SIZE = 24 };

void find_code(struct shift *shift, struct text raw)
{
    struct item_code code;
    char words[WORDS_SIZE];
    char since[SINCE_SIZE];
    item_code_read(raw, &shift->grammar, &code);
    if (code.kind == ITEM_BAD) {
        shift_refuse_code(shift, &code, raw);
        return;
    }
    const struct memory_mark *mark = memory_find(&shift->memory, item_code_text(&code));
    if (!mark) {
        shift_refuse(shift, SAY_NOT_FOUND, raw);
        return;
    }
    struct line what = line_of(words, sizeof words);
    struct line when = line_of(since, sizeof since);
    const bool exception = mark->kind == ACT_EXCEPTION;
    shift_act_words(shift, mark->kind, text_of(mark->other),
                    exception ? text_of(mark->detail) : (struct text){0}, &what);
    shift_clock_words(shift, &mark->when, &when);
    const struct text values[] = {item_code_text(&code), line_done(&what), line_done(&when),
                                  shift_party_words(shift, text_of(mark->party))};
    shift_say(shift, TONE_OK, unit_said(SAY_FOUND), values, 4);
}

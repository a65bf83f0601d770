#include "tools/trao/offices.h"

#include "tools/trao/words.h"

enum status offices_read(struct offices *offices, const struct call *call,
                         struct flag_reader *reader, struct arena *arena)
{
    offices->call = call;
    offices->count = 0;
    return flag_reader_offices(reader, 0, arena, offices->office, OFFICES_MAX, &offices->count);
}

struct text offices_name(const struct offices *offices, struct text code)
{
    const char *word = word_party(offices->call, code);
    if (word && offices->call->language == LANGUAGE_EN) {
        return text_of(word);
    }
    for (size_t i = 0; i < offices->count; i++) {
        const struct book_office *office = &offices->office[i];
        if (text_equal(office->code, code)) {
            return office->short_label.size > 0 ? office->short_label
                   : office->label.size > 0     ? office->label
                                                : code;
        }
    }
    return word ? text_of(word) : code;
}

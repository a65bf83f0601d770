/* given_fuzz - what stands behind a handheld's options, from anywhere: four lines are the texts,
 * what follows is the file of offices and of the server's key. */
#include <string.h>

#include "handheld/home/given.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/memory_file.h"

enum { WORD = 128, TEXTS = 4 };

static void check(const struct given *given)
{
    assert(given->language == LANGUAGE_VI || given->language == LANGUAGE_EN);
    assert(given->drain_s <= 86400 && given->offices.count <= OFFICES_MAX);
    assert(given->demo.rate <= CLOCK_DEMO_RATE_MAX);
    for (size_t i = 0; i < given->offices.count; i++) {
        const struct text code = given->offices.codes[i];
        assert(code.size > 0 && code.at >= given->offices.bytes && text_utf8(code));
        assert(code.at + code.size <= given->offices.bytes + sizeof given->offices.bytes);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size)
{
    static struct memory_file file;
    static struct given given;
    char words[TEXTS][WORD];
    bool is_said[TEXTS];
    struct text rest = fuzz_text(at, size);
    enum home_saying why = HOME_SAYINGS;
    const char *what = NULL;
    for (int i = 0; i < TEXTS; i++) {
        is_said[i] = text_copy(text_split(&rest, '\n'), words[i], WORD) && words[i][0] != '\0';
    }
    memory_file_put(&file, span_of(rest.at, rest.size));
    const struct given_texts texts = {.language = is_said[0] ? words[0] : NULL,
                                      .drain = is_said[1] ? words[1] : NULL,
                                      .demo = is_said[2] ? words[2] : NULL,
                                      .server_key = is_said[3] && words[3][0] != '/' ? words[3]
                                                    : is_said[3]                     ? file.path
                                                                                     : NULL,
                                      .offices = file.path};
    if (given_read(&given, &texts, &why, &what)) {
        char print[KEY_PRINT_SIZE];
        check(&given);
        assert(strlen(key_print(&given.server_key, print)) == KEY_PRINT_SIZE - 1);
        return 0;
    }
    assert(why < HOME_SAYINGS && what != NULL && said_valid(home_said(why)));
    return 0;
}

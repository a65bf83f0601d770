/* answers_fuzz - `trao due`, `elapsed` and `code` with any words, or with cases from anywhere on
 * standard input. The first line chooses the verb, the others are its words; behind `-` they are
 * what stands on standard input. */
#include <stdio.h>
#include <string.h>

#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/memory_file.h"
#include "tools/trao/call.h"
#include "tools/trao/verbs.h"

enum { WORDS = 12, WORD = 256 };

static char words[WORDS][WORD];

static bool give_input(struct text rest)
{
    static struct memory_file file;
    memory_file_put(&file, span_of(rest.at, rest.size));
    return freopen(file.path, "r", stdin) != NULL;
}

/* False: what asks for another file of this machine is left out. */
static bool read_words(struct text *rest, char **out_words, int *out_count)
{
    int count = 0;
    while (rest->size > 0 && count < WORDS) {
        struct text word = text_split(rest, '\n');
        bool reads_input = text_is(word, "-");
        if (text_starts(word, "--calendar") || text_starts(word, "-c") ||
            text_starts(word, "--config") || !text_copy(word, words[count], WORD)) {
            return false;
        }
        out_words[count] = words[count];
        count++;
        if (reads_input) {
            break;
        }
    }
    *out_count = count;
    return count > 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size)
{
    struct call call = {.language = size % 2 == 0 ? LANGUAGE_EN : LANGUAGE_VI,
                        .program = "trao",
                        .data = "protocols"};
    struct text rest = fuzz_text(at, size);
    char *argv[WORDS + 1] = {NULL};
    int argc = 0;
    if (!read_words(&rest, argv, &argc) || !give_input(rest)) {
        return 0;
    }
    int result = CALL_OK;
    if (strcmp(argv[0], "due") == 0) {
        result = verb_due(&call, argc, argv);
    } else if (strcmp(argv[0], "elapsed") == 0) {
        result = verb_elapsed(&call, argc, argv);
    } else {
        result = verb_code(&call, argc, argv);
    }
    assert(result == CALL_OK || result == CALL_USAGE || result == CALL_FOUND);
    return 0;
}

/* config_fuzz - a server.ini from anywhere, as `trao` reads it: a folder and a clock that can be
 * used, or one sentence. */
#include <string.h>

#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/memory_file.h"
#include "tools/trao/config.h"

/* `;--state PATH` in the first line stands for that option; `;--none`, for a file that is not
 * there. */
static struct call call_of(const char *path, struct text bytes)
{
    static char state[2 * CONFIG_PATH_MAX];
    struct call call = {.language = LANGUAGE_EN, .config = path, .program = "trao"};
    struct text first = text_split(&bytes, '\n');
    if (text_is(first, ";--none")) {
        call.config = "/nowhere/server.ini";
    } else if (text_starts(first, ";--state ") &&
               text_copy((struct text){first.at + 9, first.size - 9}, state, sizeof state)) {
        call.state = state;
    }
    return call;
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size)
{
    static struct memory_file file;
    static struct config config;
    struct clock_posix clock;
    char place[CONFIG_PATH_MAX];
    memory_file_put(&file, span_of(at, size));
    const struct call call = call_of(file.path, fuzz_text(at, size));
    int result = config_read(&call, &config);
    assert(result == CALL_OK || result == CALL_FAILED);
    if (result != CALL_OK) {
        return 0;
    }
    assert(config.state[0] == '/' && memchr(config.state, '\0', sizeof config.state));
    assert(!config.is_demo || config.demo.rate <= CLOCK_DEMO_RATE_MAX);
    result = config_place(&call, &config, STATE_ACTS, place);
    assert(result == CALL_FAILED || text_starts(text_of(place), config.state));
    result = config_clock(&call, &config, &clock);
    assert(result == CALL_OK || result == CALL_FAILED);
    return 0;
}

/* settings_fuzz - the server's settings from anywhere, as `section.key=value` lines: a value that
 * is not taken changes nothing and is blamed in a sentence; what is written reads as the same. */
#include <string.h>

#include "server/home/settings.h"
#include "tests/fuzz/fuzz.h"

/* The section of the line before, for lines as settings_write() makes them. */
static void read_back(struct text file, struct settings *out)
{
    struct settings_fault fault;
    struct text section = {0};
    while (file.size > 0) {
        struct text value = text_split(&file, '\n');
        if (value.size == 0 || value.at[0] == ';') {
            continue;
        }
        if (value.at[0] == '[') {
            section = (struct text){.at = value.at + 1, .size = value.size - 2};
            continue;
        }
        struct text key = text_trim(text_split(&value, '='));
        value = (struct text){.at = value.at + 1, .size = value.size - 1};
        bool taken = settings_take(out, section, key, value, &fault);
        assert(taken);
    }
}

static void take_line(struct settings *settings, struct text line)
{
    struct settings before = *settings;
    struct settings_fault fault = {.why = HOME_SENTENCES};
    struct text key = text_split(&line, '=');
    struct text section = text_split(&key, '.');
    if (text_is(section, "next")) {
        settings_next_source(settings);
    } else if (!settings_take(settings, section, key, line, &fault)) {
        assert(memcmp(&before, settings, sizeof before) == 0);
        assert(fault.why < HOME_SENTENCES && said_valid(home_said(fault.why)));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size)
{
    static char file[SETTINGS_FILE_MAX];
    static struct settings settings;
    static struct settings again;
    struct text rest = fuzz_text(at, size);
    struct settings_fault fault = {.why = HOME_SENTENCES};
    settings = settings_usual(size % 2 == 0 ? "/etc/trao/server.ini" : "server.ini");
    while (rest.size > 0) {
        take_line(&settings, text_split(&rest, '\n'));
    }
    if (!settings_finish(&settings, TEXT("/srv/trao"), &fault)) {
        assert(fault.why < HOME_SENTENCES);
        return 0;
    }
    assert(settings.state[0] == '/' && settings.token[0] != '\0');
    assert(settings.units >= 1 && settings.port <= UINT16_MAX);
    struct line line = line_of(file, sizeof file);
    settings_write(&settings, LANGUAGE_EN, &line);
    assert(!line.cut && text_utf8(line_done(&line)));
    again = settings_usual("server.ini");
    read_back(line_done(&line), &again);
    bool finished = settings_finish(&again, TEXT("/elsewhere"), &fault);
    assert(finished && strcmp(again.state, settings.state) == 0);
    assert(strcmp(again.listen, settings.listen) == 0 && strcmp(again.token, settings.token) == 0);
    assert(again.units == settings.units && again.port == settings.port);
    assert(again.demo.rate == settings.demo.rate);
    assert(again.demo.rate == 0 || again.demo.start.ms == settings.demo.start.ms);
    return 0;
}

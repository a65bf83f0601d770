#include "tools/trao/config.h"

#include <ini.h>
#include <string.h>

#include "tools/trao/trao_said.h"

/* What the file says; a key that is the server's own business is passed over: the server itself
 * refuses the ones it does not know (`trao-server --check-config`). */
struct reading {
    struct config *config;
    bool bad;
    char key[64];
    char value[256];
};

static bool take_clock(struct clock_demo *demo, const char *name, struct text value)
{
    uint64_t number = 0;
    if (strcmp(name, "start") == 0) {
        return instant_parse(value, &demo->start) == STATUS_OK;
    }
    if (strcmp(name, "rate") == 0) {
        bool good = text_unsigned(value, &number) && number <= CLOCK_DEMO_RATE_MAX;
        demo->rate = good ? (uint32_t)number : 0;
        return good;
    }
    return strcmp(name, "anchor_mono_ms") != 0 || text_signed(value, &demo->anchor_mono_ms);
}

static bool take(struct config *config, const char *section, const char *name, struct text value)
{
    if (strcmp(section, "clock") == 0) {
        return take_clock(&config->demo, name, value);
    }
    if (strcmp(name, "state") == 0) {
        return value.size > 0 && text_copy(value, config->state, sizeof config->state);
    }
    return true;
}

static int on_key(void *self, const char *section, const char *name, const char *value)
{
    struct reading *reading = self;
    struct text text = text_trim(text_of(value));
    if (take(reading->config, section, name, text)) {
        return 1;
    }
    if (!reading->bad) {
        struct line key = line_of(reading->key, sizeof reading->key);
        struct line shown = line_of(reading->value, sizeof reading->value);
        line_put(&key, name);
        line_text(&shown, text);
        reading->bad = true;
    }
    return 0;
}

/* A state folder that is not absolute stands beside the file that names it. */
static bool place_state(struct config *config)
{
    char given[CONFIG_PATH_MAX];
    const char *slash = strrchr(config->file, '/');
    if (config->state[0] == '/' || !slash) {
        return true;
    }
    memcpy(given, config->state, sizeof given);
    struct line line = line_of(config->state, sizeof config->state);
    line_text(&line, (struct text){.at = config->file, .size = (size_t)(slash + 1 - config->file)});
    line_put(&line, given);
    return !line.cut;
}

static int refuse_long(const struct call *call, const char *path)
{
    return call_refuse(call, CALL_FAILED, trao_said(SAID_LONG_PATH), text_of(path),
                       (struct text){0});
}

static int refuse_line(const struct call *call, const struct config *config, int number)
{
    char digits[24];
    struct line line = line_of(digits, sizeof digits);
    line_signed(&line, number);
    return call_refuse(call, CALL_FAILED, trao_said(SAID_CONFIG_LINE), text_of(config->file),
                       line_done(&line));
}

int config_read(const struct call *call, struct config *out_config)
{
    struct config config = {.file = call->config ? call->config : CONFIG_USUAL};
    struct reading reading = {.config = &config};
    int line = ini_parse(config.file, on_key, &reading);
    if (line < 0) {
        return call_refuse(call, CALL_FAILED, trao_said(SAID_NO_CONFIG), text_of(config.file),
                           (struct text){0});
    }
    if (reading.bad) {
        return call_refuse(call, CALL_FAILED, trao_said(SAID_CONFIG_VALUE), text_of(reading.key),
                           text_of(reading.value));
    }
    if (line > 0) {
        return refuse_line(call, &config, line);
    }
    if (config.state[0] == '\0') { /* as trao-server takes it, when the file does not say */
        bool system = strncmp(config.file, "/etc/", 5) == 0;
        (void)text_copy(text_of(system ? "/var/lib/trao" : "state"), config.state,
                        sizeof config.state);
    }
    if (call->state && !text_copy(text_of(call->state), config.state, sizeof config.state)) {
        return refuse_long(call, call->state);
    }
    if (!place_state(&config)) {
        return refuse_long(call, config.file);
    }
    config.is_demo = config.demo.rate > 0;
    *out_config = config;
    return CALL_OK;
}

int config_place(const struct call *call, const struct config *config, const char *place,
                 char out[CONFIG_PATH_MAX])
{
    struct line line = line_of(out, CONFIG_PATH_MAX);
    line_put(&line, config->state);
    line_char(&line, '/');
    line_put(&line, place);
    return line.cut ? refuse_long(call, config->state) : CALL_OK;
}

int config_clock(const struct call *call, const struct config *config,
                 struct clock_posix *out_clock)
{
    if (clock_posix_init(out_clock, config->is_demo ? &config->demo : NULL) == STATUS_OK) {
        return CALL_OK;
    }
    return call_refuse(call, CALL_FAILED, trao_said(SAID_CONFIG_VALUE), TEXT("clock"),
                       TEXT("anchor_mono_ms"));
}

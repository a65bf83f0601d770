#include "server/home/settings.h"

#include <string.h>

#include "ports/log.h"
#include "server/home/places.h"

enum kind { A_PATH, AN_ADDRESS, A_LANGUAGE, A_LEVEL, A_NUMBER, A_TIME, A_MONO };

struct row {
    const char *section;
    const char *key;
    enum kind kind;
    size_t at;         /* in struct settings */
    uint32_t min, max; /* A_NUMBER */
    const char *bounds;
    const char *vi;
    const char *en;
};

/* clang-format off */
static const struct row rows[] = {
    {"server", "state", A_PATH, offsetof(struct settings, state), 0, 0, NULL,
     "Thư mục dữ liệu: sổ, khóa, mã truy cập. Tính từ thư mục của tệp này.",
     "State folder: books, keys, tokens. As seen from this file's folder."},
    {"server", "language", A_LANGUAGE, offsetof(struct settings, language), 0, 0, NULL,
     "Ngôn ngữ của các trang và câu chữ: vi hoặc en.",
     "Language of pages and sentences: vi or en."},
    {"server", "log", A_LEVEL, offsetof(struct settings, log), 0, 0, NULL,
     "Ghi nhật ký đến mức: error, warning, info, debug.",
     "How much is logged: error, warning, info, debug."},
    {"intake", "listen", AN_ADDRESS, offsetof(struct settings, listen), 0, 0, NULL,
     "Nơi các máy quét gọi đến. tcp://0.0.0.0:7201 nhận từ mọi mạng.",
     "Where the units call. tcp://0.0.0.0:7201 takes calls from every network."},
    {"intake", "units", A_NUMBER, offsetof(struct settings, units), 1, 8192, "1..8192",
     "Số thiết bị nhiều nhất được đăng ký.",
     "How many devices may be enrolled."},
    {"intake", "waiting", A_NUMBER, offsetof(struct settings, limits.waiting), 16, 8192,
     "16..8192",
     "Số đường gọi chưa chứng minh khóa nhiều nhất; quá số đó cắt đường cũ nhất.",
     "How many lines may wait that have proven no key; beyond it the oldest is cut."},
    {"intake", "handshakes", A_NUMBER, offsetof(struct settings, limits.handshakes), 1, 64,
     "1..64",
     "Số bước bắt tay làm cùng lúc.",
     "How many steps of handshakes are done at once."},
    {"intake", "failures", A_NUMBER, offsetof(struct settings, limits.failures), 1, 10000,
     "1..10000",
     "Một địa chỉ được bắt tay hỏng bao nhiêu lần trước khi bị ngờ.",
     "How many handshakes of an address may fail before it is distrusted."},
    {"intake", "forgiven", A_NUMBER, offsetof(struct settings, limits.forgiven), 0, 1000,
     "0..1000",
     "... mỗi giây quên đi bao nhiêu lần hỏng; 0: không ngờ địa chỉ nào.",
     "... of which so many are forgotten a second; 0: no address is distrusted."},
    {"intake", "distrusted_percent", A_NUMBER, offsetof(struct settings, limits.distrusted_percent),
     1, 100, "1..100",
     "Mọi địa chỉ bị ngờ cùng được bao nhiêu phần trăm thời gian bắt tay.",
     "Percent of the time that all distrusted addresses' handshakes may take."},
    {"intake", "distrusted_waiting", A_NUMBER, offsetof(struct settings, limits.distrusted_waiting),
     1, 8192, "1..8192",
     "Số đường gọi chờ nhiều nhất của một địa chỉ bị ngờ.",
     "How many lines of a distrusted address may wait."},
    {"board", "port", A_NUMBER, offsetof(struct settings, port), 0, 65535, "0..65535",
     "Cổng của trang và API trên 127.0.0.1; 0: cổng trống bất kỳ (run/board.port).",
     "Port of pages and API on 127.0.0.1; 0: any free one (run/board.port)."},
    {"board", "token", A_PATH, offsetof(struct settings, token), 0, 0, NULL,
     "Tệp chứa mã truy cập API. Bỏ trống: tokens/api.token trong thư mục dữ liệu.",
     "File with the API's token. Left out: tokens/api.token in the state folder."},
    {"clock", "start", A_TIME, offsetof(struct settings, demo.start), 0, 0, NULL,
     "Đồng hồ trình diễn: bắt đầu lúc nào. Bỏ trống khi chạy thật.",
     "Clock of a demonstration: when it begins. Left out in production."},
    {"clock", "rate", A_NUMBER, offsetof(struct settings, demo.rate), 1, CLOCK_DEMO_RATE_MAX,
     "1..100000",
     "... nhanh gấp bao nhiêu lần thời gian thật.",
     "... how many times as fast as real time."},
    {"clock", "anchor_mono_ms", A_MONO, offsetof(struct settings, demo.anchor_mono_ms), 0, 0, NULL,
     "... tại trị số nào của CLOCK_MONOTONIC, bằng mili giây.",
     "... at which reading of CLOCK_MONOTONIC, in milliseconds."},
};
/* clang-format on */

enum { ROWS = sizeof rows / sizeof rows[0], PATH_BYTES_MAX = 500 };

struct word {
    const char *text;
    uint32_t value;
};

static const struct word languages[] = {
    {"vi", LANGUAGE_VI},
    {"en", LANGUAGE_EN},
    {NULL, 0          }
};
static const struct word levels[] = {
    {"error",   LOG_LEVEL_ERROR  },
    {"warning", LOG_LEVEL_WARNING},
    {"info",    LOG_LEVEL_INFO   },
    {"debug",   LOG_LEVEL_DEBUG  },
    {NULL,      0                }
};

struct settings settings_usual(const char *config)
{
    struct settings usual = {.state = "state",
                             .language = LANGUAGE_VI,
                             .log = LOG_LEVEL_INFO,
                             .listen = "tcp://127.0.0.1:7201",
                             .units = 1000,
                             .limits = door_limits_usual(),
                             .port = 7280};
    if (text_starts(text_of(config), "/etc/")) {
        (void)text_copy(TEXT(HOME_SYSTEM_STATE), usual.state, sizeof usual.state);
    }
    return usual;
}

void settings_next_source(struct settings *settings)
{
    settings->given = 0;
}

static bool take_word(const struct word *words, struct text value, uint32_t *out)
{
    for (; words->text; words++) {
        if (text_is(value, words->text)) {
            *out = words->value;
            return true;
        }
    }
    return false;
}

static const char *word_of(const struct word *words, uint32_t value)
{
    while (words->text && words->value != value) {
        words++;
    }
    return words->text;
}

static bool take_number(const struct row *row, struct text value, uint32_t *out)
{
    uint64_t number = 0;
    if (!text_unsigned(value, &number) || number < row->min || number > row->max) {
        return false;
    }
    *out = (uint32_t)number;
    return true;
}

static bool take_path(struct text value, char *out)
{
    for (size_t i = 0; i < value.size; i++) {
        if ((uint8_t)value.at[i] < ' ') {
            return false;
        }
    }
    return value.size > 0 && value.size <= PATH_BYTES_MAX && text_utf8(value) &&
           text_copy(value, out, SETTINGS_TEXT_MAX);
}

/* tcp://ADDRESS:PORT, the port a number or * for any free one. */
static bool take_address(struct text value, char *out)
{
    static const char allowed[] = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                  ".-_:[]*%";
    uint64_t port = 0;
    size_t colon = value.size;
    if (!text_starts(value, "tcp://")) {
        return false;
    }
    struct text rest = {.at = value.at + 6, .size = value.size - 6};
    for (size_t i = 0; i < rest.size; i++) {
        if (rest.at[i] == '\0' || !strchr(allowed, rest.at[i])) {
            return false;
        }
        colon = rest.at[i] == ':' ? i : colon;
    }
    if (colon == value.size || colon == 0) {
        return false;
    }
    struct text number = {.at = rest.at + colon + 1, .size = rest.size - colon - 1};
    bool any = text_is(number, "*");
    return (any || (text_unsigned(number, &port) && port > 0 && port <= UINT16_MAX)) &&
           value.size < SETTINGS_TEXT_MAX && text_copy(value, out, SETTINGS_TEXT_MAX);
}

/* What a row's value must look like, if it does not. */
static struct settings_fault fault_of(const struct row *row)
{
    struct settings_fault fault = {.values = {text_of(row->key)}};
    switch (row->kind) {
    case A_PATH:
        fault.why = HOME_NOT_A_PATH;
        break;
    case AN_ADDRESS:
        fault.why = HOME_NOT_AN_ADDRESS;
        break;
    case A_LANGUAGE:
        fault.why = HOME_NOT_A_WORD;
        fault.values[1] = TEXT("vi, en");
        break;
    case A_LEVEL:
        fault.why = HOME_NOT_A_WORD;
        fault.values[1] = TEXT("error, warning, info, debug");
        break;
    case A_NUMBER:
        fault.why = HOME_NOT_A_NUMBER;
        fault.values[1] = text_of(row->bounds);
        break;
    case A_TIME:
        fault.why = HOME_NOT_A_TIME;
        break;
    case A_MONO:
        fault.why = HOME_NOT_A_NUMBER;
        fault.values[1] = TEXT("0..");
        break;
    }
    return fault;
}

static bool take_value(struct settings *settings, const struct row *row, struct text value)
{
    void *field = (char *)settings + row->at;
    switch (row->kind) {
    case A_PATH:
        return take_path(value, field);
    case AN_ADDRESS:
        return take_address(value, field);
    case A_LANGUAGE:
        return take_word(languages, value, field);
    case A_LEVEL:
        return take_word(levels, value, field);
    case A_NUMBER:
        return take_number(row, value, field);
    case A_TIME:
        return instant_parse(value, field) == STATUS_OK;
    case A_MONO: {
        int64_t mono = 0;
        if (!text_signed(value, &mono) || mono < 0) {
            return false;
        }
        memcpy(field, &mono, sizeof mono);
        return true;
    }
    }
    return false;
}

static size_t find_row(struct text section, struct text key, bool *out_section_known)
{
    size_t at = 0;
    *out_section_known = false;
    for (; at < ROWS; at++) {
        bool here = text_is(section, rows[at].section);
        *out_section_known = *out_section_known || here;
        if (here && text_is(key, rows[at].key)) {
            break;
        }
    }
    return at;
}

bool settings_take(struct settings *settings, struct text section, struct text key,
                   struct text value, struct settings_fault *out_fault)
{
    bool known = false;
    const size_t at = find_row(section, key, &known);
    const uint32_t bit = (uint32_t)1 << at;
    if (at == ROWS) {
        *out_fault = (struct settings_fault){
            .why = known ? HOME_NO_KEY : HOME_NO_SECTION, .values = {section, key}
        };
        return false;
    }
    if (settings->given & bit) {
        *out_fault = (struct settings_fault){
            .why = HOME_TWICE, .values = {section, key}
        };
        return false;
    }
    if (!take_value(settings, &rows[at], value)) {
        *out_fault = fault_of(&rows[at]);
        return false;
    }
    settings->given |= bit;
    settings->demo_given |= text_is(section, "clock") ? bit : 0;
    return true;
}

static bool make_whole(char *path, struct text folder)
{
    char whole[SETTINGS_TEXT_MAX];
    struct line line = line_of(whole, sizeof whole);
    if (path[0] == '/' || path[0] == '\0') {
        return true;
    }
    line_text(&line, folder);
    line_char(&line, '/');
    line_put(&line, path);
    return !line.cut && text_copy(line_done(&line), path, SETTINGS_TEXT_MAX);
}

bool settings_finish(struct settings *settings, struct text folder,
                     struct settings_fault *out_fault)
{
    char token[PLACES_PATH_MAX];
    uint32_t all = 0;
    for (size_t i = 0; i < ROWS; i++) {
        all |= strcmp(rows[i].section, "clock") == 0 ? (uint32_t)1 << i : 0;
    }
    if (settings->demo_given != 0 && settings->demo_given != all) {
        *out_fault = (struct settings_fault){.why = HOME_HALF_A_CLOCK};
        return false;
    }
    if (!make_whole(settings->state, folder) || !make_whole(settings->token, folder)) {
        *out_fault = (struct settings_fault){.why = HOME_NOT_A_PATH, .values = {TEXT("state")}};
        return false;
    }
    if (settings->token[0] == '\0' &&
        places_path(settings->state, PLACE_API_TOKEN, token) == STATUS_OK) {
        (void)text_copy(text_of(token), settings->token, sizeof settings->token);
    }
    return true;
}

static void put_upper(struct line *line, const char *word)
{
    static const char upper[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    for (; *word; word++) {
        if (*word >= 'a' && *word <= 'z') {
            line_char(line, upper[*word - 'a']);
        } else {
            line_char(line, *word);
        }
    }
}

bool settings_key(size_t at, struct text *out_section, struct text *out_key, struct line *variable)
{
    if (at >= ROWS) {
        return false;
    }
    *out_section = text_of(rows[at].section);
    *out_key = text_of(rows[at].key);
    line_put(variable, "TRAO_");
    put_upper(variable, rows[at].section);
    line_char(variable, '_');
    put_upper(variable, rows[at].key);
    return true;
}

static void put_value(const struct settings *settings, const struct row *row, struct line *line)
{
    char time[INSTANT_TEXT_SIZE];
    const void *field = (const char *)settings + row->at;
    uint32_t number = 0;
    int64_t wide = 0;
    switch (row->kind) {
    case A_PATH:
    case AN_ADDRESS:
        line_put(line, field);
        return;
    case A_LANGUAGE:
        memcpy(&number, field, sizeof number);
        line_put(line, word_of(languages, number));
        return;
    case A_LEVEL:
        memcpy(&number, field, sizeof number);
        line_put(line, word_of(levels, number));
        return;
    case A_NUMBER:
        memcpy(&number, field, sizeof number);
        line_unsigned(line, number);
        return;
    case A_TIME:
        memcpy(&wide, field, sizeof wide);
        line_put(line, instant_text((struct instant){wide}, time));
        return;
    case A_MONO:
        memcpy(&wide, field, sizeof wide);
        line_signed(line, wide);
        return;
    }
}

/* Keys that have no usual value stand as comments. */
static bool is_left_out(const struct settings *settings, const struct row *row)
{
    bool empty = row->kind == A_PATH && *((const char *)settings + row->at) == '\0';
    return empty || (strcmp(row->section, "clock") == 0 && settings->demo.rate == 0);
}

void settings_write(const struct settings *settings, enum language language, struct line *line)
{
    line_put(line, language == LANGUAGE_VI
                       ? "; Cấu hình của trao-server; xem trao-server(8).\n"
                       : "; Configuration of trao-server; see trao-server(8).\n");
    for (size_t i = 0; i < ROWS; i++) {
        const struct row *row = &rows[i];
        if (i == 0 || strcmp(row->section, rows[i - 1].section) != 0) {
            line_put(line, "\n[");
            line_put(line, row->section);
            line_put(line, "]\n");
        }
        line_put(line, "; ");
        line_put(line, language == LANGUAGE_VI ? row->vi : row->en);
        line_put(line, is_left_out(settings, row) ? "\n; " : "\n");
        line_put(line, row->key);
        line_put(line, " = ");
        if (!is_left_out(settings, row)) {
            put_value(settings, row, line);
        }
        line_char(line, '\n');
    }
}

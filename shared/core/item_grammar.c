#include "core/item_grammar.h"

#include <string.h>

#include "base/check.h"

/* A pattern becomes a row of places, each of which reads one character. From a place one may also
 * step over what is optional; such steps lead forward only, so that after compiling, reach[i] holds
 * all places open from place i, and matching is one pass with a set of places as its state
 * (K. Thompson, "Regular expression search algorithm", 1968).
 *
 * INVARIANTS of a compiled pattern:
 * (1) 0 < place_count <= 63, and reach[i] has bit i and bits above it, none above place_count.
 * (2) date_place .. date_place + 5 are digits; no step leads over or into them but from in front.
 */

enum { DATE_PLACES = 6, REPEAT_MAX = 63 };

struct compiler {
    struct text pattern;
    size_t at;
    struct item_pattern *out;
    bool dated;
};

/* One bracket level: what the next {…} repeats starts at place `from`. */
struct unit {
    uint8_t from;
    bool is_open;  /* there is something to repeat */
    bool is_dated; /* it holds the date and must not be repeated */
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_mark(char c)
{
    return c == '.' || c == '-' || c == '/' || c == '_';
}

static uint64_t bit(unsigned place)
{
    return (uint64_t)1 << place;
}

static bool add_place(struct item_pattern *out, char place)
{
    if (out->place_count == ITEM_PLACES_MAX) {
        return false;
    }
    out->place[out->place_count++] = place;
    return true;
}

/* One or two numbers in braces; `at` stands behind the opening one and moves behind the closing. */
static bool take_bounds(struct compiler *compiler, unsigned *out_min, unsigned *out_max)
{
    struct text rest = {compiler->pattern.at + compiler->at, compiler->pattern.size - compiler->at};
    size_t before = rest.size;
    struct text inside = text_split(&rest, '}');
    uint64_t min = 0;
    uint64_t max = 0;
    if (inside.size == before) {
        return false; /* never closed */
    }
    compiler->at += inside.size + 1;
    struct text last = inside;
    struct text first = text_split(&last, ',');
    if (!text_unsigned(first, &min)) {
        return false;
    }
    max = min;
    if (last.at && !text_unsigned(last, &max)) {
        return false;
    }
    if (min > max || max < 1 || max > REPEAT_MAX) {
        return false;
    }
    *out_min = (unsigned)min;
    *out_max = (unsigned)max;
    return true;
}

/* Places from FROM to the end stand there MIN to MAX times. */
static bool repeat(struct item_pattern *out, unsigned from, unsigned min, unsigned max)
{
    unsigned size = out->place_count - from;
    unsigned end = from + size * max;
    if (end > ITEM_PLACES_MAX) {
        return false;
    }
    for (unsigned place = out->place_count; place < end; place++) {
        out->place[place] = out->place[place - size];
        out->reach[place] |= out->reach[place - size] << size;
    }
    for (unsigned copy = min; copy < max; copy++) {
        out->reach[from + size * copy] |= bit(end);
    }
    out->place_count = (uint8_t)end;
    return true;
}

static enum item_pattern_fault take_repeat(struct compiler *compiler, struct unit *unit)
{
    unsigned min = 0;
    unsigned max = 0;
    if (!unit->is_open) {
        return ITEM_PATTERN_REPEAT;
    }
    if (unit->is_dated) {
        return ITEM_PATTERN_DATE;
    }
    if (!take_bounds(compiler, &min, &max)) {
        return ITEM_PATTERN_REPEAT;
    }
    unit->is_open = false;
    return repeat(compiler->out, unit->from, min, max) ? ITEM_PATTERN_OK : ITEM_PATTERN_LONG;
}

static enum item_pattern_fault take_date(struct compiler *compiler)
{
    if (compiler->dated) {
        return ITEM_PATTERN_DATE;
    }
    compiler->dated = true;
    compiler->out->date_place = compiler->out->place_count;
    for (int i = 0; i < DATE_PLACES; i++) {
        if (!add_place(compiler->out, '#')) {
            return ITEM_PATTERN_LONG;
        }
    }
    return ITEM_PATTERN_OK;
}

/* One character that stands for itself or a class, or the date. */
static enum item_pattern_fault take_one(struct compiler *compiler, char c, struct unit *unit)
{
    *unit = (struct unit){compiler->out->place_count, true, c == '%'};
    if (c == '%') {
        return take_date(compiler);
    }
    if (c != '#' && c != '@' && c != '?' && !is_digit(c) && !is_letter(c) && !is_mark(c)) {
        return ITEM_PATTERN_MARK;
    }
    return add_place(compiler->out, c) ? ITEM_PATTERN_OK : ITEM_PATTERN_LONG;
}

/* The group behind an opening bracket, to behind its closing one. */
static enum item_pattern_fault take_group(struct compiler *compiler, struct unit *out_unit)
{
    struct unit group = {compiler->out->place_count, true, false};
    struct unit unit = {0};
    while (compiler->at < compiler->pattern.size) {
        char c = compiler->pattern.at[compiler->at++];
        if (c == ')') {
            *out_unit = group;
            return compiler->out->place_count > group.from ? ITEM_PATTERN_OK : ITEM_PATTERN_GROUP;
        }
        if (c == '(') {
            return ITEM_PATTERN_GROUP;
        }
        group.is_dated |= c == '%';
        enum item_pattern_fault fault =
            c == '{' ? take_repeat(compiler, &unit) : take_one(compiler, c, &unit);
        if (fault != ITEM_PATTERN_OK) {
            return fault;
        }
    }
    return ITEM_PATTERN_GROUP; /* never closed */
}

static enum item_pattern_fault take_all(struct compiler *compiler)
{
    struct unit unit = {0};
    while (compiler->at < compiler->pattern.size) {
        char c = compiler->pattern.at[compiler->at++];
        enum item_pattern_fault fault = ITEM_PATTERN_GROUP;
        if (c == '(') {
            fault = take_group(compiler, &unit);
        } else if (c == '{') {
            fault = take_repeat(compiler, &unit);
        } else if (c != ')') {
            fault = take_one(compiler, c, &unit);
        }
        if (fault != ITEM_PATTERN_OK) {
            return fault;
        }
    }
    return compiler->dated ? ITEM_PATTERN_OK : ITEM_PATTERN_DATE;
}

/* Steps of several optional things in a row become one (1). */
static void close_steps(struct item_pattern *out)
{
    for (unsigned place = out->place_count + 1u; place-- > 0;) {
        uint64_t direct = out->reach[place];
        out->reach[place] |= bit(place);
        for (unsigned to = place + 1; to <= out->place_count; to++) {
            if (direct & bit(to)) {
                out->reach[place] |= out->reach[to];
            }
        }
    }
}

static bool pattern_valid(const struct item_pattern *pattern)
{
    for (unsigned place = 0; place <= pattern->place_count; place++) {
        uint64_t below = bit(place) - 1;
        uint64_t above = ~(bit(pattern->place_count) | (bit(pattern->place_count) - 1));
        if (!(pattern->reach[place] & bit(place)) || pattern->reach[place] & (below | above)) {
            return false;
        }
    }
    return pattern->place_count > 0 && pattern->place_count <= ITEM_PLACES_MAX &&
           pattern->date_place + DATE_PLACES <= pattern->place_count;
}

void item_grammar_init(struct item_grammar *grammar)
{
    memset(grammar, 0, sizeof *grammar);
}

enum item_pattern_fault item_grammar_add(struct item_grammar *grammar, struct text pattern,
                                         size_t *out_at)
{
    struct item_pattern compiled = {0};
    struct compiler compiler = {.pattern = pattern, .out = &compiled};
    if (grammar->count == ITEM_PATTERNS_MAX) {
        *out_at = 0;
        return ITEM_PATTERN_MANY;
    }
    enum item_pattern_fault fault = take_all(&compiler);
    if (fault != ITEM_PATTERN_OK) {
        *out_at = compiler.at > 0 ? compiler.at - 1 : 0;
        return fault;
    }
    close_steps(&compiled);
    assert(pattern_valid(&compiled));
    grammar->pattern[grammar->count++] = compiled;
    return ITEM_PATTERN_OK;
}

void item_grammar_default(struct item_grammar *grammar)
{
    static const struct text patterns[] = {
        {"(?{2,3}.){0,3}@##-%-#{4,6}", 26},
        {"@##(.?{2,3}){0,5}-%-#{4,6}", 26},
    };
    size_t at = 0;
    item_grammar_init(grammar);
    for (size_t i = 0; i < sizeof patterns / sizeof patterns[0]; i++) {
        enum item_pattern_fault fault = item_grammar_add(grammar, patterns[i], &at);
        assert(fault == ITEM_PATTERN_OK);
        (void)fault;
    }
}

static bool reads(char place, char c)
{
    switch (place) {
    case '#':
        return is_digit(c);
    case '@':
        return is_letter(c);
    case '?':
        return is_digit(c) || is_letter(c);
    default:
        return place == c;
    }
}

/* The places open after C was read in one of OPEN. */
static uint64_t step(const struct item_pattern *pattern, uint64_t open, char c)
{
    uint64_t after = 0;
    for (; open & (bit(pattern->place_count) - 1); open &= open - 1) {
        int place = __builtin_ctzll(open); /* the lowest open place */
        if (reads(pattern->place[place], c)) {
            after |= pattern->reach[place + 1];
        }
    }
    return after;
}

/* True if CODE from AT on is read whole, starting with OPEN places. */
static bool ends_well(const struct item_pattern *pattern, uint64_t open, struct text code,
                      size_t at)
{
    for (; at < code.size && open; at++) {
        open = step(pattern, open, code.at[at]);
    }
    return (open & bit(pattern->place_count)) != 0;
}

/* Where the date stands: the first offset at which it may begin and from which all is read. */
static bool find_date(const struct item_pattern *pattern, struct text code, size_t *out_at)
{
    uint64_t open = pattern->reach[0];
    uint64_t date = bit(pattern->date_place);
    for (size_t at = 0; at < code.size && open; at++) {
        if (open & date && ends_well(pattern, date, code, at)) {
            *out_at = at;
            return true;
        }
        open = step(pattern, open, code.at[at]);
    }
    return false;
}

bool item_grammar_match(const struct item_grammar *grammar, struct text code,
                        struct item_match *out_match)
{
    size_t at = 0;
    if (code.size > ITEM_PLACES_MAX) {
        return false; /* every place reads one character */
    }
    for (size_t i = 0; i < grammar->count; i++) {
        if (find_date(&grammar->pattern[i], code, &at)) {
            size_t agency = at;
            while (agency > 0 && is_mark(code.at[agency - 1])) {
                agency--;
            }
            *out_match = (struct item_match){.date_at = at, .agency_size = agency};
            return true;
        }
    }
    return false;
}

/* clang-format off */
static const struct said said_of[] = {
    [ITEM_PATTERN_MARK] =
    {"GRAM-01",
     "Mẫu mã {0}: không hiểu ký tự ở vị trí {1}.",
     "Code pattern {0}: the character at {1} is not understood."},
    [ITEM_PATTERN_GROUP] =
    {"GRAM-02",
     "Mẫu mã {0}: ngoặc ở vị trí {1} hở, rỗng hoặc lồng nhau.",
     "Code pattern {0}: the group at {1} is open, empty or nested."},
    [ITEM_PATTERN_REPEAT] =
    {"GRAM-03",
     "Mẫu mã {0}: số lần lặp ở vị trí {1} không đúng.",
     "Code pattern {0}: the repeat at {1} is not in order."},
    [ITEM_PATTERN_DATE] =
    {"GRAM-04",
     "Mẫu mã {0}: cần đúng một %, không lặp (vị trí {1}).",
     "Code pattern {0}: exactly one %, not repeated, is needed (at {1})."},
    [ITEM_PATTERN_LONG] =
    {"GRAM-05",
     "Mẫu mã {0} dài quá 63 ký tự (vị trí {1}).",
     "Code pattern {0} is longer than 63 characters (at {1})."},
    [ITEM_PATTERN_MANY] =
    {"GRAM-06",
     "Mẫu mã {0}: đã có 8 mẫu (vị trí {1}).",
     "Code pattern {0}: there are 8 patterns already (at {1})."},
};
/* clang-format on */

const struct said *item_pattern_said(enum item_pattern_fault fault)
{
    bool known = (unsigned)fault < sizeof said_of / sizeof said_of[0] && said_of[fault].code;
    return known ? &said_of[fault] : NULL;
}

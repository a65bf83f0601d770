#include "core/item_code.h"

#include <string.h>

#include "base/check.h"
#include "base/hash.h"
#include "core/item_check.h"
#include "core/item_clean.h"
#include "core/item_layout.h"

/* INVARIANTS:
 *
 * (1) kind is ITEM_BAD exactly when bad is not ITEM_GOOD.
 * (2) text is closed, size is its length, and party and person lie within it.
 * (3) No password of a slip is in text: what starts with D- is masked or hashed. */

enum {
    S10_SIZE = 13,
    S10_CHECK_AT = 10,
    S9_SIZE = 29,
    S9_LETTERS = 15,
    BUNDLE_SIZE = 18,
    BUNDLE_STOP_SIZE = 3,
    BUNDLE_DATE_AT = 7,
    GUID_SIZE = 36,
    PIECE_SIZE_MIN = 8, /* the shortest code that is an item: a procedure */
    UNKNOWN_HASH_BYTES = 16,
    SLIP_TAIL_MAX = 40
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return c >= 'A' && c <= 'Z';
}

static struct text part(struct text text, size_t from, size_t size)
{
    return (struct text){text.at + from, size};
}

static struct text from_on(struct text text, size_t from)
{
    return part(text, from, text.size - from);
}

/* True if every character fits its place: # a digit, @ a letter, * either, else itself. */
static bool fits(struct text text, const char *places)
{
    for (size_t i = 0; i < text.size; i++) {
        char c = text.at[i];
        bool fit = places[i] == '#'   ? is_digit(c)
                   : places[i] == '@' ? is_letter(c)
                   : places[i] == '*' ? is_digit(c) || is_letter(c)
                                      : places[i] == c;
        if (!fit) {
            return false; /* also at the end of PLACES */
        }
    }
    return !places[text.size];
}

static void set_form(struct item_code *code, enum item_kind kind, struct text form)
{
    bool copied = text_copy(form, code->text, sizeof code->text);
    assert(copied);
    (void)copied;
    code->size = (uint8_t)form.size;
    code->kind = kind;
    code->shape = kind;
}

static void refuse(struct item_code *code, enum item_bad bad)
{
    code->kind = ITEM_BAD;
    code->bad = bad;
}

static void set_parts(struct item_code *code, size_t party_at, size_t party_size, size_t person_at,
                      size_t person_size)
{
    code->party_at = (uint8_t)party_at;
    code->party_size = (uint8_t)party_size;
    code->person_at = (uint8_t)person_at;
    code->person_size = (uint8_t)person_size;
}

static void require_check(struct item_code *code, char expected, char found)
{
    if (expected != found) {
        code->expected = expected;
        code->found = found;
        refuse(code, ITEM_BAD_CHECK);
    }
}

/* YYMMDD, of this century. */
static void require_date(struct item_code *code, struct text six)
{
    uint64_t number = 0;
    bool read = text_unsigned(six, &number);
    assert(read);
    (void)read;
    int yymmdd = (int)number;
    if (!civil_day(2000 + yymmdd / 10000, yymmdd / 100 % 100, yymmdd % 100, &code->date)) {
        refuse(code, ITEM_BAD_DATE);
    }
}

static const char *const commands[ITEM_COMMANDS] = {
    [ITEM_COMMAND_DONE] = "LENH-XONG",
    [ITEM_COMMAND_UNDO] = "LENH-HOANTAC",
    [ITEM_COMMAND_CHANGE_RUN] = "LENH-DOICHUYEN",
    [ITEM_COMMAND_INCIDENT] = "LENH-SUCO",
};

static bool read_card(struct text text, struct item_code *code)
{
    if (text_is(text, ITEM_TEST_CODE)) {
        set_form(code, ITEM_TEST, text);
        return true;
    }
    for (int i = 0; i < ITEM_COMMANDS; i++) {
        if (text_is(text, commands[i])) {
            set_form(code, ITEM_COMMAND, text);
            code->command = (enum item_command)i;
            return true;
        }
    }
    return false;
}

/* Agencies are written as they are, the two parties that are words in lower case. */
static bool read_party(struct text text, char out[ITEM_CODE_SIZE])
{
    static const char *const words[][2] = {
        {"CENTER", "center"},
        {"POST",   "post"  }
    };
    for (size_t i = 0; i < 2; i++) {
        if (text_is(text, words[i][0])) {
            return text_copy(text_of(words[i][1]), out, ITEM_CODE_SIZE);
        }
    }
    bool agency = text.size >= 3;
    for (size_t i = 0; i < text.size; i++) {
        agency = agency && (is_digit(text.at[i]) || is_letter(text.at[i]) || text.at[i] == '.');
    }
    return agency && text.at[0] != '.' && text.at[text.size - 1] != '.' &&
           text_copy(text, out, ITEM_CODE_SIZE);
}

/* TH-<party>-<person> */
static bool read_badge(struct text text, struct item_code *code)
{
    char party[ITEM_CODE_SIZE];
    if (text.size >= ITEM_CODE_SIZE || !text_starts(text, "TH-")) {
        return false;
    }
    struct text person = from_on(text, 3);
    struct text named = text_split(&person, '-');
    if (person.size < 2 || !read_party(named, party)) {
        return false;
    }
    for (size_t i = 0; i < person.size; i++) {
        if (!is_digit(person.at[i]) && !is_letter(person.at[i])) {
            return false;
        }
    }
    set_form(code, ITEM_BADGE, text);
    memcpy(code->text + 3, party, named.size);
    set_parts(code, 3, named.size, 4 + named.size, person.size);
    return true;
}

/* The length of the front of TEXT before its last but one `-`; 0 if there is none. */
static size_t before_slip_tail(struct text text)
{
    int marks = 0;
    for (size_t i = text.size; i > 0; i--) {
        if (text.at[i - 1] == '-' && ++marks == 2) {
            return i - 1;
        }
    }
    return 0;
}

/* D-<password>-<id>-<n>: only what stands behind the password is kept (3). */
static bool read_slip(struct text text, struct item_code *code)
{
    char form[ITEM_CODE_SIZE];
    size_t front = before_slip_tail(text);
    if (!text_starts(text, "D-") || front < 3 || text.size - front > SLIP_TAIL_MAX) {
        return false;
    }
    struct text number = from_on(text, front + 1);
    struct text id = text_split(&number, '-');
    uint64_t ignored = 0;
    bool whole = id.size > 0 && text_unsigned(number, &ignored);
    for (size_t i = 0; i < id.size; i++) {
        whole = whole && (is_digit(id.at[i]) || is_letter(id.at[i]));
    }
    if (!whole) {
        return false;
    }
    struct line line = line_of(form, sizeof form);
    line_put(&line, "D-***");
    line_text(&line, from_on(text, front));
    set_form(code, ITEM_SLIP, line_done(&line));
    return true;
}

static bool read_bundle(struct text text, struct item_code *code)
{
    if (!fits(text, "B******##########*")) {
        return false;
    }
    set_form(code, ITEM_BUNDLE, text);
    set_parts(code, 1, BUNDLE_STOP_SIZE, 1 + BUNDLE_STOP_SIZE, BUNDLE_STOP_SIZE);
    require_date(code, part(text, BUNDLE_DATE_AT, 6));
    require_check(code, item_check_37_36(part(text, 0, BUNDLE_SIZE - 1)), text.at[BUNDLE_SIZE - 1]);
    return true;
}

static bool read_dossier(struct text text, const struct item_grammar *grammar,
                         struct item_code *code)
{
    struct item_match match;
    if (!item_grammar_match(grammar, text, &match)) {
        return false;
    }
    set_form(code, ITEM_DOSSIER, text);
    set_parts(code, 0, match.agency_size, 0, 0);
    require_date(code, part(text, match.date_at, 6));
    return true;
}

/* ^[1-3]\.[0-9]{6}(\.000\.00\.00)?(\.[A-Z][0-9]{2})?(\.[0-9]{2})?$ */
static bool read_procedure(struct text text, struct item_code *code)
{
    if (text.size < 8 || text.size >= ITEM_CODE_SIZE || text.at[0] < '1' || text.at[0] > '3' ||
        !fits(part(text, 1, 7), ".######")) {
        return false;
    }
    struct text rest = from_on(text, 8);
    if (text_starts(rest, ".000.00.00")) {
        rest = from_on(rest, 10);
    }
    if (rest.size >= 4 && fits(part(rest, 0, 4), ".@##")) {
        rest = from_on(rest, 4);
    }
    if (rest.size > 0 && !fits(rest, ".##")) {
        return false;
    }
    set_form(code, ITEM_PROCEDURE, text);
    return true;
}

static bool read_postal(struct text text, struct item_code *code)
{
    if (text.size == S9_SIZE && fits(part(text, 0, S9_LETTERS), "@@@@@@@@@@@@@@@") &&
        fits(from_on(text, S9_LETTERS), "##############")) {
        set_form(code, ITEM_RECEPTACLE, text);
        return true;
    }
    if (text.size != S10_SIZE || !fits(text, "@@#########@@")) {
        return false;
    }
    set_form(code, ITEM_WAYBILL, text);
    require_check(code, item_check_s10(part(text, 2, 8)), text.at[S10_CHECK_AT]);
    return true;
}

static bool read_guid(struct text text, struct item_code *code)
{
    if (text.size == GUID_SIZE + 2 && text.at[0] == '{' && text.at[GUID_SIZE + 1] == '}') {
        text = part(text, 1, GUID_SIZE);
    }
    if (!fits(text, "********-****-****-****-************")) {
        return false;
    }
    for (size_t i = 0; i < text.size; i++) {
        if (text.at[i] > 'F') {
            return false;
        }
    }
    set_form(code, ITEM_GUID, text);
    return true;
}

/* True if TEXT, upper-case, has the form of a kind; CODE may still be refused. */
static bool recognise(struct text text, const struct item_grammar *grammar, struct item_code *code)
{
    return read_card(text, code) || read_badge(text, code) || read_slip(text, code) ||
           read_bundle(text, code) || read_dossier(text, grammar, code) ||
           read_procedure(text, code) || read_postal(text, code) || read_guid(text, code);
}

/* True if TEXT is by itself a code that stands on paper. */
static bool is_piece(struct text text, const struct item_grammar *grammar)
{
    struct item_code code = {.shape = ITEM_UNKNOWN};
    return recognise(text, grammar, &code) && code.shape <= ITEM_GUID;
}

/* True if TEXT begins with one code and ends with another. */
static bool is_together(struct text text, const struct item_grammar *grammar)
{
    size_t front = PIECE_SIZE_MIN;
    while (front < text.size && front < ITEM_CODE_SIZE &&
           !is_piece(part(text, 0, front), grammar)) {
        front++;
    }
    if (front >= ITEM_CODE_SIZE || front >= text.size) {
        return false;
    }
    size_t left = text.size - front;
    for (size_t back = PIECE_SIZE_MIN; back <= left && back < ITEM_CODE_SIZE; back++) {
        if (is_piece(from_on(text, text.size - back), grammar)) {
            return true;
        }
    }
    return false;
}

/* Which key-swapping stood between, if CLEANED is a code that suffered one. */
static enum item_layout layout_of(struct text cleaned, const struct item_grammar *grammar)
{
    char keys[ITEM_RAW_MAX];
    struct text us;
    struct item_code code = {0};
    size_t test = sizeof ITEM_TEST_CODE - 1;
    if (text_starts(cleaned, "THU") && cleaned.size > 3 && !is_letter(cleaned.at[3]) &&
        cleaned.at[3] != ' ' && cleaned.size >= test - 5 && cleaned.size <= 2 * test) {
        return item_layout_of_test(cleaned);
    }
    if (item_layout_from_azerty(cleaned, keys, &us) && us.size < ITEM_CODE_SIZE &&
        recognise(item_clean_upper(us, keys), grammar, &code)) {
        return ITEM_LAYOUT_OTHER;
    }
    return item_layout_of(cleaned);
}

/* A dossier code in all but its form: an agency, six digits, digits or nothing (DOMAIN section 3
 * refuses H41.04-230321-001 and H41..04-230321-0001). */
static bool is_almost_dossier(struct text text)
{
    struct text rest = text;
    struct text agency = text_split(&rest, '-');
    struct text date = text_split(&rest, '-');
    for (size_t i = 0; i < agency.size; i++) {
        char c = agency.at[i];
        if (!is_digit(c) && !is_letter(c) && c != '.') {
            return false;
        }
    }
    for (size_t i = 0; i < rest.size; i++) {
        if (!is_digit(rest.at[i])) {
            return false;
        }
    }
    return text.size < ITEM_CODE_SIZE && agency.size > 0 && fits(date, "######");
}

static void keep_unknown(struct text cleaned, struct item_code *code)
{
    char form[ITEM_CODE_SIZE];
    bool secret = text_starts(cleaned, "D-") || text_starts(cleaned, "d-"); /* (3) */
    if (cleaned.size < ITEM_CODE_SIZE && !secret) {
        set_form(code, ITEM_UNKNOWN, cleaned);
        return;
    }
    struct hash hash = hash_of(span_of(cleaned.at, cleaned.size));
    struct line line = line_of(form, sizeof form);
    line_char(&line, '#');
    line_hex(&line, hash.byte, UNKNOWN_HASH_BYTES);
    set_form(code, ITEM_UNKNOWN, line_done(&line));
}

/* CLEANED is not empty and is UTF-8. */
static void judge(struct text cleaned, const struct item_grammar *grammar, struct item_code *code)
{
    char room[ITEM_RAW_MAX];
    struct text upper = item_clean_upper(cleaned, room);
    if (recognise(upper, grammar, code)) {
        return;
    }
    if (is_together(upper, grammar)) {
        refuse(code, ITEM_BAD_TOGETHER);
        return;
    }
    enum item_layout layout = layout_of(cleaned, grammar);
    if (layout != ITEM_LAYOUT_PLAIN) {
        refuse(code, layout == ITEM_LAYOUT_IME ? ITEM_BAD_IME : ITEM_BAD_LAYOUT);
        return;
    }
    if (is_almost_dossier(upper)) {
        set_form(code, ITEM_DOSSIER, upper);
        refuse(code, ITEM_BAD_FORM);
        return;
    }
    keep_unknown(cleaned, code);
}

static bool code_valid(const struct item_code *code)
{
    return (code->kind == ITEM_BAD) == (code->bad != ITEM_GOOD) &&   /* (1) */
           code->size < ITEM_CODE_SIZE && !code->text[code->size] && /* (2) */
           code->party_at + code->party_size <= code->size &&
           code->person_at + code->person_size <= code->size;
}

/* The code a URL holds in its parameter; false if there is none. */
static bool judge_url(struct text cleaned, const struct item_grammar *grammar,
                      struct item_code *code)
{
    char room[ITEM_RAW_MAX];
    struct text value;
    if (!item_clean_url(cleaned, room, &value)) {
        return false;
    }
    bool well_formed = item_clean(value, room, &value);
    if (well_formed && value.size == 0) {
        return false;
    }
    if (well_formed) {
        judge(value, grammar, code);
    } else {
        refuse(code, ITEM_BAD_UTF8);
    }
    code->from_url = true;
    return true;
}

void item_code_read(struct text raw, const struct item_grammar *grammar, struct item_code *out_code)
{
    char room[ITEM_RAW_MAX];
    struct text cleaned;
    struct item_code code = {.kind = ITEM_UNKNOWN, .shape = ITEM_UNKNOWN};
    if (raw.size > ITEM_RAW_MAX) {
        refuse(&code, ITEM_BAD_LONG);
    } else if (!item_clean(raw, room, &cleaned)) {
        refuse(&code, ITEM_BAD_UTF8);
    } else if (cleaned.size == 0) {
        refuse(&code, ITEM_BAD_EMPTY);
    } else if (!judge_url(cleaned, grammar, &code)) {
        judge(cleaned, grammar, &code);
    }
    assert(code_valid(&code));
    *out_code = code;
}

struct text item_code_text(const struct item_code *code)
{
    return (struct text){code->text, code->size};
}

struct text item_code_party(const struct item_code *code)
{
    return part(item_code_text(code), code->party_at, code->party_size);
}

bool item_code_is_unproved(const struct item_code *code)
{
    return code->kind == ITEM_DOSSIER || code->kind == ITEM_RECEPTACLE;
}

struct text item_code_person(const struct item_code *code)
{
    return part(item_code_text(code), code->person_at, code->person_size);
}

enum item_doubt item_code_doubt(const struct item_code *code, struct day today,
                                const struct text *agencies, size_t count)
{
    if (code->shape != ITEM_DOSSIER && code->shape != ITEM_BUNDLE) {
        return ITEM_DOUBT_NONE;
    }
    if (code->date.d > today.d) {
        return ITEM_DOUBT_FUTURE;
    }
    if (code->date.d < today.d - ITEM_TYPED_DAYS_MAX) {
        return ITEM_DOUBT_OLD;
    }
    bool known = count == 0 || code->shape != ITEM_DOSSIER;
    for (size_t i = 0; i < count && !known; i++) {
        known = text_equal(agencies[i], item_code_party(code));
    }
    return known ? ITEM_DOUBT_NONE : ITEM_DOUBT_AGENCY;
}

static bool is_stop(struct text stop)
{
    return stop.size == BUNDLE_STOP_SIZE && fits(stop, "***");
}

bool item_code_bundle_make(struct text from, struct text to, struct day day, int round, int serial,
                           struct item_code *out_code)
{
    char form[BUNDLE_SIZE + 1];
    struct line line = line_of(form, sizeof form);
    struct civil civil = day_civil(day);
    if (!is_stop(from) || !is_stop(to) || civil.year < 2000 || civil.year > 2099 || round < 1 ||
        round > 9 || serial < 0 || serial > 999) {
        return false;
    }
    line_char(&line, 'B');
    line_text(&line, from);
    line_text(&line, to);
    line_digits(&line, (uint64_t)(civil.year % 100), 2);
    line_digits(&line, (uint64_t)civil.month, 2);
    line_digits(&line, (uint64_t)civil.day, 2);
    line_digits(&line, (uint64_t)round, 1);
    line_digits(&line, (uint64_t)serial, 3);
    char check = item_check_37_36(line_done(&line));
    line_char(&line, check);
    struct item_code code = {0};
    if (!item_check_is_printed(check) || !read_bundle(line_done(&line), &code)) {
        return false;
    }
    assert(code_valid(&code) && code.kind == ITEM_BUNDLE);
    *out_code = code;
    return true;
}

#include "handheld/screen/face.h"

#include <string.h>

#include "base/check.h"

/* INVARIANTS
 * (1) typed[typed_size] is NUL.
 * (2) answered is SCREENS or one of the three answers; only an alarm outlives flash_until. */

void face_init(struct face *face, enum language language)
{
    memset(face, 0, sizeof *face);
    face->language = language;
    face->answered = SCREENS;
    face->flash_until = face->message_until = INSTANT_NEVER;
}

/* ---- typing ---- */

void face_text(struct face *face, struct text text, struct instant line)
{
    if (face->typed_size == 0) {
        face->typed_first = line;
    }
    face->typed_last = line;
    for (size_t i = 0; i < text.size && face->typed_size < FACE_TYPED_MAX; i++) {
        face->typed[face->typed_size++] = text.at[i];
    }
    face->typed[face->typed_size] = '\0'; /* (1) */
}

static void forget_typed(struct face *face)
{
    face->typed_size = 0;
    face->typed[0] = '\0';
}

void face_erase(struct face *face)
{
    while (face->typed_size > 0 && (face->typed[face->typed_size - 1] & 0xC0) == 0x80) {
        face->typed_size--; /* the rest of one character */
    }
    face->typed_size -= face->typed_size > 0;
    face->typed[face->typed_size] = '\0';
}

/* A scanner types faster than a hand. */
static bool is_wedge(const struct face *face)
{
    int64_t took_ms = face->typed_last.ms - face->typed_first.ms;
    return face->typed_size > 2 && took_ms <= FACE_WEDGE_MS * (int64_t)(face->typed_size - 1);
}

static struct text typed_of(const struct face *face)
{
    return text_trim((struct text){.at = face->typed, .size = face->typed_size});
}

static void put_line(struct face_effect *effect, const char *line)
{
    struct line out = line_of(effect->text, sizeof effect->text);
    line_put(&out, line);
    effect->kind = FACE_LINE;
}

/* Of a line that is no reading RAW is empty: its answer is no flash. */
void face_read(struct face *face, struct text raw)
{
    struct line code = line_of(face->code, sizeof face->code);
    item_code_shown(raw, &code);
}

/* ---- choosing ---- */

static bool is_choosing(const struct face *face, const struct unit *unit)
{
    return face->page == FACE_MAIN && unit->shift.duty.person[0] &&
           unit->shift.operation.state != OPERATION_OPEN;
}

/* The parties this one works with: the two that are words, then the agencies. */
static bool partner(const struct unit *unit, size_t i, struct text *out_partner)
{
    const struct text own = shift_party(&unit->shift);
    const struct text words[] = {TEXT("center"), TEXT("post")};
    for (size_t at = 0; at < 2; at++) {
        if (text_equal(words[at], own)) {
            continue;
        }
        if (i == 0) {
            *out_partner = words[at];
            return true;
        }
        i--;
    }
    if (i >= unit->shift.settings.agency_count) {
        return false;
    }
    *out_partner = unit->shift.settings.agencies[i];
    return !text_equal(*out_partner, own);
}

bool face_choice(const struct face *face, const struct unit *unit, size_t i, struct line *out_line,
                 struct line *out_words)
{
    struct text other;
    const size_t at = (size_t)face->choices_page * FACE_CHOICES_MAX + i;
    const enum act_kind kind = at % 2 == 0 ? ACT_TAKE : ACT_GIVE;
    if (!partner(unit, at / 2, &other)) {
        return false;
    }
    line_put(out_line, kind == ACT_TAKE ? "do take " : "do give ");
    line_text(out_line, other);
    shift_act_words(&unit->shift, kind, other, (struct text){0}, out_words);
    return true;
}

static void change_language(struct face *face, struct face_effect *effect)
{
    face->language = face->language == LANGUAGE_VI ? LANGUAGE_EN : LANGUAGE_VI;
    effect->kind = FACE_SPEAK;
}

static void pick(struct face *face, size_t i, const struct unit *unit, struct face_effect *effect)
{
    char words[VIEW_TITLE_SIZE];
    struct line shown = line_of(words, sizeof words);
    struct line line = line_of(effect->text, sizeof effect->text);
    if (face->page == FACE_SETTINGS && i == 0) {
        change_language(face, effect);
    } else if (is_choosing(face, unit) && face_choice(face, unit, i, &line, &shown)) {
        effect->kind = FACE_LINE;
        face->choices_page = 0;
        face->handing = false;
    }
}

static bool is_digit(const struct face *face)
{
    return face->typed_size == 1 && face->typed[0] >= '1' && face->typed[0] <= '9';
}

static bool takes_digits(const struct face *face, const struct unit *unit)
{
    return face->page == FACE_SETTINGS || is_choosing(face, unit);
}

void face_enter(struct face *face, const struct unit *unit, struct face_effect *out_effect)
{
    const struct text typed = typed_of(face);
    *out_effect = (struct face_effect){.kind = FACE_NOTHING};
    if (is_digit(face) && takes_digits(face, unit)) {
        pick(face, (size_t)(face->typed[0] - '1'), unit, out_effect);
    } else if (face->page == FACE_SEARCH) {
        (void)text_copy(typed, face->asked, sizeof face->asked);
    } else if (typed.size > 0) {
        struct line line = line_of(out_effect->text, sizeof out_effect->text);
        out_effect->kind = is_wedge(face) ? FACE_SCAN : FACE_LINE;
        line_put(&line, out_effect->kind == FACE_LINE ? "key " : "");
        line_text(&line, typed);
        face_read(face, typed);
    }
    forget_typed(face);
}

/* ---- keys ---- */

static void secondary(struct face *face, const struct unit *unit, struct face_effect *effect)
{
    if (face->page != FACE_MAIN) {
        face->page = FACE_MAIN;
        forget_typed(face);
    } else if (face->handing) {
        face->handing = false;
    } else if (unit->shift.operation.state == OPERATION_OPEN) {
        put_line(effect, "do undo");
    } else if (is_choosing(face, unit)) {
        struct line none = line_of(effect->text, sizeof effect->text);
        struct line words = none;
        face->choices_page++;
        if (!face_choice(face, unit, 0, &none, &words)) {
            face->choices_page = 0;
        }
    }
}

/* Whose fault it is that nobody was there: the reason begins with that party. */
static void put_absent(const struct operation *operation, struct face_effect *effect)
{
    const struct text other = text_of(operation->counterpart);
    put_line(effect, text_is(other, "center") ? "do absent center_not_there"
                     : text_is(other, "post") ? "do absent post_not_there"
                                              : "do absent agency_not_there");
}

static void primary(struct face *face, const struct unit *unit, struct face_effect *effect)
{
    const struct operation *operation = &unit->shift.operation;
    if (face->page == FACE_SYNC) {
        effect->kind = FACE_SEND;
    } else if (face->page == FACE_SEARCH) {
        face_enter(face, unit, effect);
    } else if (face->page == FACE_MAIN && operation->state == OPERATION_OPEN) {
        if (operation->kind == ACT_GIVE && operation->item_count > 0 && !face->handing) {
            face->handing = true;
        } else if (face->handing) {
            put_absent(operation, effect);
            face->handing = false;
        } else {
            put_line(effect, "do done");
        }
    } else if (is_choosing(face, unit)) {
        pick(face, 0, unit, effect);
    }
}

static bool is_alarmed(const struct face *face)
{
    return face->answered == SCREEN_MISMATCH;
}

void face_touch(struct face *face, int touch, const struct unit *unit,
                struct face_effect *out_effect)
{
    *out_effect = (struct face_effect){.kind = FACE_NOTHING};
    if (touch == TOUCH_LANGUAGE) {
        change_language(face, out_effect);
    } else if (is_alarmed(face)) {
        if (touch == TOUCH_PRIMARY) { /* F4 alone: never by accident */
            face->answered = SCREENS;
            face->must_answer = false;
        }
    } else if (touch == TOUCH_MENU) {
        face->page = (enum face_page)((face->page + 1) % FACE_PAGES);
        forget_typed(face);
    } else if (touch == TOUCH_SECONDARY) {
        secondary(face, unit, out_effect);
    } else if (touch == TOUCH_PRIMARY) {
        primary(face, unit, out_effect);
    } else if (touch >= TOUCH_ROW) {
        pick(face, (size_t)(touch - TOUCH_ROW), unit, out_effect);
    }
}

/* ---- answers ---- */

/* Not recorded, and it will not be next time either: somebody must have seen it. */
static bool is_grave(const char *code)
{
    static const char *const grave[] = {"UNIT-57", "UNIT-58", "UNIT-59", "UNIT-60"};
    for (size_t i = 0; i < sizeof grave / sizeof grave[0]; i++) {
        if (strcmp(code, grave[i]) == 0) {
            return true;
        }
    }
    return false;
}

static void put_message(struct face *face, const struct answer *answer, struct instant line)
{
    struct line message = line_of(face->message, sizeof face->message);
    line_put(&message, answer->text);
    face->message_until.ms = line.ms + FACE_MESSAGE_MS;
}

/* What the picture says anyway: recorded, begun, in whose hand. */
static bool is_plain(const char *code)
{
    return strcmp(code, "UNIT-01") == 0 || strcmp(code, "UNIT-04") == 0 ||
           strcmp(code, "UNIT-11") == 0;
}

static void flash(struct face *face, enum screen screen, struct instant line)
{
    face->answered = screen;
    face->flash_until.ms = line.ms + FACE_FLASH_MS;
}

void face_hear(struct face *face, const struct answer *answer, struct instant line)
{
    if (answer->tone == TONE_INFO) {
        put_message(face, answer, line);
        return;
    }
    if (face->must_answer) {
        return; /* what is red stays red; the tone has told */
    }
    face->answer = *answer;
    if (answer->tone == TONE_REFUSED) {
        face->answered = SCREEN_MISMATCH;
        face->must_answer = is_grave(answer->code);
        face->flash_until = INSTANT_NEVER; /* (2) */
        return;
    }
    if (!is_plain(answer->code) && answer->tone == TONE_OK) {
        put_message(face, answer, line);
    }
    if (face->code[0]) {
        flash(face, answer->tone == TONE_OK ? SCREEN_RECORDED : SCREEN_DUPLICATE, line);
    } else {
        face->answered = SCREENS;
    }
}

/* ---- time ---- */

void face_turn(struct face *face, struct instant line, const struct unit *unit,
               struct face_effect *out_effect)
{
    *out_effect = (struct face_effect){.kind = FACE_NOTHING};
    if (!instant_before(line, face->flash_until)) {
        face->answered = SCREENS;
        face->flash_until = INSTANT_NEVER;
    }
    if (!instant_before(line, face->message_until)) {
        face->message[0] = '\0';
        face->message_until = INSTANT_NEVER;
    }
    if (unit->shift.operation.state != OPERATION_OPEN) {
        face->handing = false;
    }
    if (is_digit(face) && takes_digits(face, unit) &&
        line.ms >= face->typed_last.ms + FACE_PICK_MS) {
        face_enter(face, unit, out_effect);
    }
}

struct instant face_wakeup(const struct face *face)
{
    struct instant wakeup = instant_min(face->flash_until, face->message_until);
    if (is_digit(face)) {
        wakeup = instant_min(wakeup, (struct instant){face->typed_last.ms + FACE_PICK_MS});
    }
    return wakeup;
}

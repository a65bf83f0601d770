#include "handheld/app/claim.h"

enum { SINCE_SIZE = 24 };

/* Who has it by MARK; empty when that does not say. */
static struct text holder_of(const struct memory_mark *mark)
{
    if (mark->listed) {
        return (struct text){0};
    }
    switch (mark->kind) {
    case ACT_INTAKE:
    case ACT_TAKE:
        return text_of(mark->party);
    case ACT_GIVE:
        return mark->agreed ? text_of(mark->other) : (struct text){0};
    case ACT_RETURN:
        return TEXT("citizen");
    case ACT_READY:
    case ACT_PACK:
    case ACT_SEAL:
    case ACT_ARRIVE:
    case ACT_REFUSE:
    case ACT_UNPACK:
    case ACT_PAUSE:
    case ACT_RESUME:
    case ACT_EXCEPTION:
    case ACT_DEPART:
    case ACT_VOID:
    case ACT_KINDS:
        break;
    }
    return (struct text){0};
}

/* Does OPERATION say what MARK has said in an earlier one? A give nobody has signed may be said
 * again, and so may whatever can truly happen twice. */
static bool says_again(const struct operation *operation, const struct memory_mark *mark)
{
    if (mark->kind != operation->kind || mark->listed ||
        !text_is(text_of(mark->party), operation->party)) {
        return false;
    }
    switch (mark->kind) {
    case ACT_INTAKE:
    case ACT_RETURN:
        return true;
    case ACT_TAKE:
        return text_is(text_of(mark->other), operation->counterpart);
    case ACT_GIVE:
        return mark->agreed && text_is(text_of(mark->other), operation->counterpart);
    case ACT_PACK:
        return text_is(text_of(mark->detail), operation->parent);
    case ACT_READY:
    case ACT_SEAL:
    case ACT_ARRIVE:
    case ACT_REFUSE:
    case ACT_UNPACK:
    case ACT_PAUSE:
    case ACT_RESUME:
    case ACT_EXCEPTION:
    case ACT_DEPART:
    case ACT_VOID:
    case ACT_KINDS:
        break;
    }
    return false;
}

/* Does HOLDER stand against what OPERATION says? */
static bool is_against(const struct operation *operation, struct text holder)
{
    if (holder.size == 0 || text_is(holder, operation->party)) {
        return false;
    }
    switch (operation->kind) {
    case ACT_GIVE:
    case ACT_READY:
    case ACT_RETURN:
        return true;
    case ACT_TAKE:
        return !text_is(holder, operation->counterpart);
    case ACT_INTAKE:
    case ACT_PACK:
    case ACT_SEAL:
    case ACT_ARRIVE:
    case ACT_REFUSE:
    case ACT_UNPACK:
    case ACT_PAUSE:
    case ACT_RESUME:
    case ACT_EXCEPTION:
    case ACT_DEPART:
    case ACT_VOID:
    case ACT_KINDS:
        break;
    }
    return false;
}

static struct claim repeated(const struct shift *shift, const struct memory_mark *mark)
{
    bool bounce = shift_is_recent(shift, mark->when.mono_ms, mark->when.boot, CLAIM_BOUNCE_MS - 1);
    return (struct claim){.kind = bounce ? CLAIM_BOUNCE : CLAIM_ALREADY, .since = mark->when};
}

struct claim claim_of(const struct shift *shift, struct text code)
{
    const struct operation *operation = &shift->operation;
    const struct memory_mark *mark = memory_find(&shift->memory, code);
    if (!mark) {
        return (struct claim){.kind = CLAIM_NONE};
    }
    bool in_this_one =
        mark->kind == operation->kind && place_order(mark->place, operation->from) >= 0;
    if (in_this_one) {
        return repeated(shift, mark);
    }
    if (says_again(operation, mark)) {
        return (struct claim){.kind = CLAIM_ALREADY, .since = mark->when};
    }
    struct text holder = holder_of(mark);
    if (is_against(operation, holder)) {
        return (struct claim){.kind = CLAIM_OTHER_HOLDER, .since = mark->when, .holder = holder};
    }
    return (struct claim){.kind = CLAIM_NONE};
}

struct claim claim_of_whole(const struct shift *shift, enum act_kind kind, struct text subject,
                            struct text detail)
{
    const struct memory_mark *mark = memory_find(&shift->memory, subject);
    struct instant then = {mark ? mark->when.wall_ms : 0};
    struct day day = minute_day(instant_minute(then));
    struct day today = minute_day(instant_minute(shift->now.wall));
    bool same = mark && mark->kind == kind && text_is(detail, mark->detail) && day.d == today.d;
    return same ? repeated(shift, mark) : (struct claim){.kind = CLAIM_NONE};
}

void claim_say(struct shift *shift, struct text code, const struct claim *claim)
{
    char since[SINCE_SIZE];
    struct line line = line_of(since, sizeof since);
    shift_clock_words(shift, &claim->since, &line);
    const struct text values[] = {code, line_done(&line)};
    enum unit_saying saying = claim->kind == CLAIM_BOUNCE ? SAY_BOUNCE : SAY_ALREADY;
    shift_say(shift, TONE_DUPLICATE, unit_said(saying), values, 2);
}

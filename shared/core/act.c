#include "core/act.h"

const char *act_kind_name(enum act_kind kind)
{
    switch (kind) {
    case ACT_INTAKE:
        return "intake";
    case ACT_READY:
        return "ready";
    case ACT_PACK:
        return "pack";
    case ACT_SEAL:
        return "seal";
    case ACT_ARRIVE:
        return "arrive";
    case ACT_GIVE:
        return "give";
    case ACT_REFUSE:
        return "refuse";
    case ACT_TAKE:
        return "take";
    case ACT_UNPACK:
        return "unpack";
    case ACT_PAUSE:
        return "pause";
    case ACT_RESUME:
        return "resume";
    case ACT_EXCEPTION:
        return "exception";
    case ACT_DEPART:
        return "depart";
    case ACT_RETURN:
        return "return";
    case ACT_VOID:
        return "void";
    case ACT_KINDS:
        break;
    }
    return "none";
}

bool act_kind_parse(struct text text, enum act_kind *out_kind)
{
    for (int kind = 0; kind < ACT_KINDS; kind++) {
        if (text_is(text, act_kind_name((enum act_kind)kind))) {
            *out_kind = (enum act_kind)kind;
            return true;
        }
    }
    return false;
}

const char *exception_kind_name(enum exception_kind kind)
{
    switch (kind) {
    case EXCEPTION_OVER:
        return "over";
    case EXCEPTION_SHORT:
        return "short";
    case EXCEPTION_MISROUTED:
        return "misrouted";
    case EXCEPTION_SEAL_BROKEN:
        return "seal_broken";
    case EXCEPTION_DAMAGED:
        return "damaged";
    case EXCEPTION_LOST:
        return "lost";
    case EXCEPTION_FOUND:
        return "found";
    case EXCEPTION_UNREADABLE:
        return "unreadable";
    case EXCEPTION_KINDS:
        break;
    }
    return "none";
}

bool exception_kind_parse(struct text text, enum exception_kind *out_kind)
{
    for (int kind = 0; kind < EXCEPTION_KINDS; kind++) {
        if (text_is(text, exception_kind_name((enum exception_kind)kind))) {
            *out_kind = (enum exception_kind)kind;
            return true;
        }
    }
    return false;
}

/* The same number is the same text; else the texts decide, never the numbers. */
static int name_order(struct name a, struct name b, const struct names *names)
{
    return name_same(a, b) ? 0 : text_order(names_text(names, a), names_text(names, b));
}

int act_order(const struct act *a, const struct act *b, const struct names *names)
{
    if (a->at.ms != b->at.ms) {
        return a->at.ms < b->at.ms ? -1 : 1;
    }
    if (a->kind != b->kind) {
        return a->kind < b->kind ? -1 : 1;
    }
    /* "then party, counterpart, subject, parent, reason, stop, person" (SEMANTICS section 3) */
    const struct name left[] = {a->party,  a->counterpart, a->subject, a->parent,
                                a->reason, a->stop,        a->person};
    const struct name right[] = {b->party,  b->counterpart, b->subject, b->parent,
                                 b->reason, b->stop,        b->person};
    for (size_t i = 0; i < sizeof left / sizeof left[0]; i++) {
        int order = name_order(left[i], right[i], names);
        if (order != 0) {
            return order;
        }
    }
    return 0;
}

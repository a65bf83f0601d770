#include "core/flag.h"

/* The words of a flag, as they stand in books, exports and the API. */

const char *flag_level_name(enum flag_level level)
{
    switch (level) {
    case FLAG_DONE:
        return "done";
    case FLAG_UNKNOWN:
        return "unknown";
    case FLAG_OVERDUE:
        return "overdue";
    case FLAG_AT_RISK:
        return "at_risk";
    case FLAG_WILL_MISS:
        return "will_miss";
    case FLAG_DUE_SOON:
        return "due_soon";
    case FLAG_ON_TRACK:
        return "on_track";
    case FLAG_LEVELS:
        break;
    }
    return "none";
}

const char *flag_cause_name(enum flag_cause cause)
{
    switch (cause) {
    case CAUSE_NONE:
        return "";
    case CAUSE_TRANSFER:
        return "transfer";
    case CAUSE_TRANSFERS:
        return "transfers";
    case CAUSE_PROCESSING:
        return "processing";
    case CAUSE_BOTH:
        return "both";
    case CAUSE_PLAN:
        return "plan";
    case FLAG_CAUSES:
        break;
    }
    return "";
}

const char *flag_leg_name(enum flag_leg leg)
{
    switch (leg) {
    case LEG_NONE:
        return "";
    case LEG_OUT:
        return "out";
    case LEG_BACK:
        return "back";
    case FLAG_LEGS:
        break;
    }
    return "";
}

const char *flag_missing_name(enum flag_missing missing)
{
    switch (missing) {
    case MISSING_NOTHING:
        return "";
    case MISSING_PROMISE:
        return "promise";
    case MISSING_BUDGET:
        return "budget";
    case MISSING_RUN:
        return "run";
    case MISSING_ACT:
        return "act";
    case MISSING_ITEM:
        return "item";
    case MISSING_CERTAINTY:
        return "certainty";
    case MISSING_SCAN:
        return "scan";
    case MISSING_ROOM:
        return "room";
    case MISSING_KINDS:
        break;
    }
    return "";
}

const char *flag_saver_name(enum flag_saver saver)
{
    switch (saver) {
    case SAVER_NONE:
        return "";
    case SAVER_RUN:
        return "run";
    case SAVER_EXTRA_RUN:
        return "extra_run";
    case FLAG_SAVERS:
        break;
    }
    return "";
}

bool flag_level_parse(struct text text, enum flag_level *out_level)
{
    for (int i = 0; i < FLAG_LEVELS; i++) {
        if (text_is(text, flag_level_name((enum flag_level)i))) {
            *out_level = (enum flag_level)i;
            return true;
        }
    }
    return false;
}

bool flag_cause_parse(struct text text, enum flag_cause *out_cause)
{
    for (int i = 0; i < FLAG_CAUSES; i++) {
        if (text_is(text, flag_cause_name((enum flag_cause)i))) {
            *out_cause = (enum flag_cause)i;
            return true;
        }
    }
    return false;
}

bool flag_leg_parse(struct text text, enum flag_leg *out_leg)
{
    for (int i = 0; i < FLAG_LEGS; i++) {
        if (text_is(text, flag_leg_name((enum flag_leg)i))) {
            *out_leg = (enum flag_leg)i;
            return true;
        }
    }
    return false;
}

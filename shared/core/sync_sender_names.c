#include "core/sync_sender.h"

const char *sync_sender_state_name(enum sync_sender_state state)
{
    switch (state) {
    case SENDER_GREETING:
        return "greeting";
    case SENDER_IDLE:
        return "idle";
    case SENDER_AWAITING:
        return "awaiting";
    case SENDER_HELD:
        return "held";
    case SENDER_OUTDATED:
        return "outdated";
    case SENDER_LOCKED:
        return "locked";
    case SENDER_STATES:
        break;
    }
    return "not a state of a sender";
}

const char *sender_on_name(enum sender_on on)
{
    switch (on) {
    case SENDER_ON_WRITTEN:
        return "new entry";
    case SENDER_ON_LINK_UP:
        return "line is up";
    case SENDER_ON_TIMEOUT:
        return "time-out";
    case SENDER_ON_THIRD_TIMEOUT:
        return "third time-out";
    case SENDER_ON_PROVEN:
        return "looked up";
    case SENDER_ON_PROVE:
        return "welcome: prove";
    case SENDER_ON_ALL_THERE:
        return "nothing is left";
    case SENDER_ON_MORE_TO_DO:
        return "more to send";
    case SENDER_ON_TAIL_LOST:
        return "welcome: open an epoch";
    case SENDER_ON_EPOCH_OPENED:
        return "epoch opened";
    case SENDER_ON_BUSY:
        return "busy";
    case SENDER_ON_ASK_AGAIN:
        return "refused: gap or chain";
    case SENDER_ON_REFUSED:
        return "refused";
    case SENDER_ON_NOT_ADMITTED:
        return "door refuses our key";
    case SENDER_ON_OUTDATED:
        return "update needed";
    case SENDER_ON_LOCKED:
        return "clone";
    case SENDER_ONS:
        break;
    }
    return "nothing that moves a sender";
}

const char *sender_do_name(enum sender_do what)
{
    switch (what) {
    case SENDER_DO_NOTHING:
        return "-";
    case SENDER_DO_LOOK_UP:
        return "look up proof";
    case SENDER_DO_RENEW:
        return "new line, look up proof";
    case SENDER_DO_GREET:
        return "hello";
    case SENDER_DO_SEND:
        return "batch";
    case SENDER_DO_OPEN:
        return "open epoch";
    case SENDER_DO_REST:
        return "rest 5 min";
    case SENDER_DO_WAIT:
        return "wait as told";
    case SENDER_DO_WAIT_MINUTE:
        return "wait 1 min";
    case SENDER_DO_WAIT_HOUR:
        return "wait 1 h";
    case SENDER_DOS:
        break;
    }
    return "nothing a sender does";
}

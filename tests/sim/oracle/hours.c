#include "tests/sim/oracle/hours.h"

/* Day by day and session by session: what a calendar's row says of a day is read, and nothing is
 * asked of its arithmetic. */

enum { FIRST_DAY = CALENDAR_DAY_FIRST, PAST_DAYS = CALENDAR_DAY_FIRST + CALENDAR_DAYS };

static int32_t smaller(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

static int32_t larger(int32_t a, int32_t b)
{
    return a > b ? a : b;
}

/* The sessions of DAY, in minutes of the calendar; their number. */
static int sessions_of(const struct calendar *cal, int32_t day,
                       int32_t out[CALENDAR_SESSIONS_MAX][2])
{
    struct session sessions[CALENDAR_SESSIONS_MAX];
    if (day < FIRST_DAY || day >= PAST_DAYS) {
        return 0;
    }
    const int count = calendar_sessions(cal, (struct day){day}, sessions);
    for (int i = 0; i < count; i++) {
        out[i][0] = day_minute((struct day){day}, sessions[i].from).m;
        out[i][1] = day_minute((struct day){day}, sessions[i].to).m;
    }
    return count;
}

int32_t hours_between(const struct calendar *cal, int32_t a, int32_t b)
{
    int32_t session[CALENDAR_SESSIONS_MAX][2];
    int32_t sum = 0;
    const int32_t last = smaller(hours_day(b), PAST_DAYS);
    for (int32_t day = larger(hours_day(a), FIRST_DAY); b > a && day <= last; day++) {
        const int count = sessions_of(cal, day, session);
        for (int i = 0; i < count; i++) {
            sum += larger(smaller(session[i][1], b) - larger(session[i][0], a), 0);
        }
    }
    return sum;
}

int32_t hours_signed(const struct calendar *cal, int32_t a, int32_t b)
{
    return b >= a ? hours_between(cal, a, b) : -hours_between(cal, b, a);
}

/* LEFT more working minutes after T, LEFT > 0. */
static int32_t forward(const struct calendar *cal, int32_t t, int32_t left)
{
    int32_t session[CALENDAR_SESSIONS_MAX][2];
    for (int32_t day = larger(hours_day(t), FIRST_DAY); day < PAST_DAYS; day++) {
        const int count = sessions_of(cal, day, session);
        for (int i = 0; i < count; i++) {
            const int32_t from = larger(session[i][0], t);
            const int32_t here = session[i][1] - from;
            if (here >= left) {
                return from + left; /* an end on closing stays there */
            }
            left -= larger(here, 0);
        }
    }
    return NOT_THERE;
}

/* The earliest minute that has LEFT working minutes less before it than T, LEFT > 0. */
static int32_t backward(const struct calendar *cal, int32_t t, int32_t left)
{
    int32_t session[CALENDAR_SESSIONS_MAX][2];
    for (int32_t day = smaller(hours_day(t), PAST_DAYS - 1); day >= FIRST_DAY; day--) {
        for (int i = sessions_of(cal, day, session); i-- > 0;) {
            const int32_t here = smaller(session[i][1], t) - session[i][0];
            if (here > left) {
                return session[i][0] + here - left;
            }
            left -= larger(here, 0); /* 0: the closing of the session before */
        }
    }
    return NOT_THERE;
}

int32_t hours_shift(const struct calendar *cal, int32_t t, int32_t n)
{
    if (t == NOT_THERE || n == 0) {
        return t;
    }
    return n > 0 ? forward(cal, t, n) : backward(cal, t, -n);
}

/* T itself inside a session, else the next opening. */
static int32_t effective(const struct calendar *cal, int32_t t)
{
    int32_t session[CALENDAR_SESSIONS_MAX][2];
    for (int32_t day = larger(hours_day(t), FIRST_DAY); day < PAST_DAYS; day++) {
        const int count = sessions_of(cal, day, session);
        for (int i = 0; i < count; i++) {
            if (t < session[i][1]) {
                return larger(session[i][0], t);
            }
        }
    }
    return NOT_THERE;
}

int32_t hours_add(const struct calendar *cal, int32_t t, int32_t n)
{
    if (t == NOT_THERE) {
        return t;
    }
    return n > 0 ? forward(cal, t, n) : effective(cal, t);
}

int32_t hours_later(int32_t a, int32_t b)
{
    if (a == NOT_THERE || b == NOT_THERE) {
        return NOT_THERE;
    }
    return a > b ? a : b;
}

int32_t hours_earlier(int32_t a, int32_t b)
{
    if (a == NOT_THERE || b == NOT_THERE) {
        return NOT_THERE;
    }
    return a < b ? a : b;
}

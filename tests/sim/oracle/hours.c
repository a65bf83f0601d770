#include "tests/sim/oracle/hours.h"

static const struct minute origin = {CALENDAR_DAY_FIRST * MINUTES_A_DAY};

static int32_t or_not_there(struct minute minute)
{
    return minute.m == MINUTE_NEVER.m ? NOT_THERE : minute.m;
}

int32_t hours_between(const struct calendar *cal, int32_t a, int32_t b)
{
    return calendar_working(cal, (struct minute){a}, (struct minute){b});
}

int32_t hours_signed(const struct calendar *cal, int32_t a, int32_t b)
{
    return b >= a ? hours_between(cal, a, b) : -hours_between(cal, b, a);
}

int32_t hours_shift(const struct calendar *cal, int32_t t, int32_t n)
{
    if (t == NOT_THERE || n == 0) {
        return t;
    }
    const int32_t count = hours_between(cal, origin.m, t) + n;
    return count <= 0 ? NOT_THERE : or_not_there(calendar_add(cal, origin, count));
}

int32_t hours_add(const struct calendar *cal, int32_t t, int32_t n)
{
    if (t == NOT_THERE) {
        return t;
    }
    return n > 0 ? hours_shift(cal, t, n)
                 : or_not_there(calendar_effective(cal, (struct minute){t}));
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

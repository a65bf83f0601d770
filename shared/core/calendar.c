#include "core/calendar.h"

#include "base/check.h"

/* INVARIANTS, set up by calendar_end():
 *
 * (1) before[i + 1] - before[i] is what day i is worked: 0, or between
 *     CALENDAR_DAY_MINUTES_MIN and _MAX.
 * (2) worked[rank[i]] is the first working day from day i on, for every rank[i] < working_days.
 * (3) day_at[k] is the day on which working minute 60k is worked. A worked day has at least 60
 *     minutes (1), so working minute m is worked on day_at[m / 60] or on the next working day. */

enum { STEP = CALENDAR_DAY_MINUTES_MIN };

static inline int32_t index_of(struct day day)
{
    return day.d - CALENDAR_DAY_FIRST;
}

static inline bool in_tables(int32_t index)
{
    return index >= 0 && index < CALENDAR_DAYS;
}

static struct day day_of(int32_t index)
{
    return (struct day){CALENDAR_DAY_FIRST + index};
}

static const struct day_hours *hours_of(const struct calendar *cal, int32_t index)
{
    return &cal->hours[cal->of_day[index]];
}

/* Working minutes of a session before the minute of the day AT. */
static inline int32_t session_before(struct session session, int at)
{
    int to = at < session.to ? at : session.to;
    return to > session.from ? to - session.from : 0;
}

/* Working minutes in the tables before T. */
static inline int32_t position(const struct calendar *cal, struct minute t)
{
    assert(cal->total >= 0); /* calendar_end() was called */
    const struct day day = minute_day(t);
    int32_t index = index_of(day);
    if (!in_tables(index)) {
        return index < 0 ? 0 : cal->total;
    }
    const struct day_hours *hours = hours_of(cal, index);
    int at = t.m - day_minute(day, 0).m; /* in the tables: neither overflows */
    return cal->before[index] + session_before(hours->session[0], at) +
           session_before(hours->session[1], at);
}

/* The day on which working minute AT, 0 <= AT < total, is worked (3). */
static inline int32_t day_worked_at(const struct calendar *cal, int32_t at)
{
    int32_t index = cal->day_at[at / STEP];
    if (at >= cal->before[index + 1]) {
        index = cal->worked[cal->rank[index + 1]];
    }
    assert(cal->before[index] <= at && at < cal->before[index + 1]);
    return index;
}

int32_t calendar_working(const struct calendar *cal, struct minute a, struct minute b)
{
    return b.m <= a.m ? 0 : position(cal, b) - position(cal, a);
}

/* The opening of the RANK-th working day, or MINUTE_NEVER. */
static struct minute opening_of_rank(const struct calendar *cal, int32_t rank)
{
    if (rank >= cal->working_days) {
        return MINUTE_NEVER;
    }
    int32_t index = cal->worked[rank];
    return day_minute(day_of(index), hours_of(cal, index)->session[0].from);
}

struct minute calendar_effective(const struct calendar *cal, struct minute t)
{
    assert(cal->total >= 0);
    int32_t index = index_of(minute_day(t));
    if (!in_tables(index)) {
        return index < 0 ? opening_of_rank(cal, 0) : MINUTE_NEVER;
    }
    int at = minute_of_day(t);
    const struct day_hours *hours = hours_of(cal, index);
    for (int i = 0; i < CALENDAR_SESSIONS_MAX; i++) {
        if (at < hours->session[i].to) {
            int from = hours->session[i].from;
            return day_minute(day_of(index), at > from ? at : from);
        }
    }
    return opening_of_rank(cal, cal->rank[index + 1]);
}

/* Going forward an end on the closing of a session stays there. */
static inline struct minute forward_to(const struct calendar *cal, int32_t to)
{
    int32_t index = day_worked_at(cal, to - 1);
    const struct session *session = hours_of(cal, index)->session;
    int32_t left = to - cal->before[index];
    int32_t morning = session[0].to - session[0].from;
    int32_t at = left <= morning ? session[0].from + left : session[1].from + left - morning;
    return day_minute(day_of(index), at);
}

/* Going back an end on the opening of a session stays there. */
static struct minute back_to(const struct calendar *cal, int32_t to)
{
    int32_t index = day_worked_at(cal, to);
    const struct session *session = hours_of(cal, index)->session;
    int32_t left = to - cal->before[index];
    int32_t morning = session[0].to - session[0].from;
    int32_t at = left < morning ? session[0].from + left : session[1].from + left - morning;
    return day_minute(day_of(index), at);
}

struct minute calendar_add(const struct calendar *cal, struct minute t, int32_t n)
{
    if (n == 0 || t.m == MINUTE_NEVER.m) {
        return calendar_effective(cal, t);
    }
    int64_t to = (int64_t)position(cal, t) + n;
    if (to > cal->total) {
        return MINUTE_NEVER;
    }
    if (n > 0) {
        return forward_to(cal, (int32_t)to);
    }
    return to > 0 ? back_to(cal, (int32_t)to) : opening_of_rank(cal, 0);
}

bool calendar_is_working_day(const struct calendar *cal, struct day day)
{
    int32_t index = index_of(day);
    return in_tables(index) && cal->rank[index + 1] > cal->rank[index];
}

bool calendar_working_day(const struct calendar *cal, struct day day, int32_t n,
                          struct day *out_day)
{
    assert(cal->total >= 0 && n >= 0);
    int32_t index = index_of(day);
    if (!in_tables(index)) {
        return false;
    }
    int64_t rank = n == 0 ? cal->rank[index] : (int64_t)cal->rank[index + 1] + n - 1;
    if (rank >= cal->working_days) {
        return false;
    }
    *out_day = day_of(cal->worked[rank]);
    return true;
}

struct minute calendar_next_opening(const struct calendar *cal, struct minute t)
{
    struct day next;
    if (!calendar_working_day(cal, minute_day(t), 1, &next)) {
        return MINUTE_NEVER;
    }
    return calendar_opening(cal, next);
}

struct minute calendar_opening(const struct calendar *cal, struct day day)
{
    if (!calendar_is_working_day(cal, day)) {
        return MINUTE_NEVER;
    }
    return day_minute(day, hours_of(cal, index_of(day))->session[0].from);
}

struct minute calendar_closing(const struct calendar *cal, struct day day)
{
    struct session sessions[CALENDAR_SESSIONS_MAX];
    int count = calendar_sessions(cal, day, sessions);
    return count > 0 ? day_minute(day, sessions[count - 1].to) : MINUTE_NEVER;
}

struct minute calendar_clamp(const struct calendar *cal, struct day day, int minute)
{
    if (!calendar_is_working_day(cal, day)) {
        return MINUTE_NEVER;
    }
    const struct session *session = hours_of(cal, index_of(day))->session;
    const struct session *last = session[1].to > 0 ? &session[1] : &session[0];
    if (minute < session[0].from) {
        minute = session[0].from;
    } else if (minute >= session[0].to && minute < last->from) {
        minute = session[0].to;
    } else if (minute > last->to) {
        minute = last->to;
    }
    return day_minute(day, minute);
}

int calendar_sessions(const struct calendar *cal, struct day day,
                      struct session out_sessions[CALENDAR_SESSIONS_MAX])
{
    assert(cal->total >= 0);
    int count = 0;
    int32_t index = index_of(day);
    if (!in_tables(index)) {
        return 0;
    }
    const struct day_hours *hours = hours_of(cal, index);
    while (count < CALENDAR_SESSIONS_MAX && hours->session[count].to > 0) {
        out_sessions[count] = hours->session[count];
        count++;
    }
    return count;
}

static enum calendar_season season_by_date(const struct calendar_hours *by, struct day day)
{
    struct civil civil = day_civil(day);
    int at = civil.month * 32 + civil.day;
    int summer = by->season[CALENDAR_SUMMER].month * 32 + by->season[CALENDAR_SUMMER].day;
    int winter = by->season[CALENDAR_WINTER].month * 32 + by->season[CALENDAR_WINTER].day;
    bool between = summer < winter ? at >= summer && at < winter : at >= summer || at < winter;
    return between ? CALENDAR_SUMMER : CALENDAR_WINTER;
}

void calendar_lay_seasons(struct calendar *cal)
{
    for (int32_t i = 0; i < CALENDAR_DAYS; i++) {
        cal->season_of[i] = (uint8_t)season_by_date(&cal->seasons, day_of(i));
    }
}

enum calendar_season calendar_season(const struct calendar *cal, struct day day)
{
    int32_t index = index_of(day);
    return in_tables(index) ? (enum calendar_season)cal->season_of[index]
                            : season_by_date(&cal->seasons, day);
}

/* Years since CALENDAR_YEAR_MIN of a day in the tables. None of them is a century: every fourth
 * year is a leap year, 2012 the first. */
static int32_t year_in_tables(int32_t index)
{
    enum { YEAR = 365, YEARS = 4 * YEAR + 1, TO_LEAP_YEAR = 2 * YEAR }; /* 2008, a leap year */
    int32_t since_2008 = index + TO_LEAP_YEAR + 1;
    int32_t rest = since_2008 % YEARS;
    return since_2008 / YEARS * 4 + (rest <= YEAR ? 0 : (rest - 1) / YEAR) - 2;
}

bool calendar_beyond(const struct calendar *cal, struct minute t)
{
    int32_t index = index_of(minute_day(t));
    return !in_tables(index) || !(cal->years >> year_in_tables(index) & 1u);
}

bool calendar_covers(const struct calendar *cal, struct minute t)
{
    assert(cal->total >= 0);
    return in_tables(index_of(minute_day(t)));
}

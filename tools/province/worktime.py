"""worktime - office hours of Nghệ An and the arithmetic of promised return dates.

Instants are whole seconds of local time (+07:00) since 1970-01-01T00:00 local.
Working minutes are looked up in tables built once, never counted day by day.
"""

import bisect
import datetime

DAY = 86400
EPOCH = datetime.date(1970, 1, 1)
FIRST_YEAR, LAST_YEAR = 2021, 2027

SUMMER = ((7 * 3600, 11 * 3600 + 1800), (13 * 3600 + 1800, 17 * 3600))
WINTER = ((7 * 3600 + 1800, 12 * 3600), (13 * 3600 + 1800, 17 * 3600))


def day_of(date):
    return (date - EPOCH).days


def date_of(day):
    return EPOCH + datetime.timedelta(days=day)


def iso(at):
    """2026-11-23T14:25:00"""
    return f"{date_of(at // DAY).isoformat()}T{clock(at)}"


def clock(at):
    second = at % DAY
    return f"{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}"


def portal(at):
    """yyyyMMddHHmmss, as the national portal writes it; empty for no time."""
    return "" if at is None else iso(at).replace("-", "").replace(":", "").replace("T", "")


def is_summer(date):
    """Summer hours run from 16 April to 15 October."""
    return (4, 16) <= (date.month, date.day) <= (10, 15)


class Worktime:
    """Working days and hours of the years 2021 to 2027."""

    def __init__(self, calendar_lines):
        kinds = _read_kinds(calendar_lines)
        self.first = day_of(datetime.date(FIRST_YEAR, 1, 1))
        last = day_of(datetime.date(LAST_YEAR, 12, 31))
        self._sessions = []
        self._before = [0]  # working seconds before the start of each day
        self._workdays = []
        for day in range(self.first, last + 1):
            date = date_of(day)
            works = kinds.get(date.isoformat(), "work" if date.weekday() < 5 else "off") == "work"
            hours = (SUMMER if is_summer(date) else WINTER) if works else ()
            self._sessions.append(hours)
            self._before.append(self._before[-1] + sum(end - start for start, end in hours))
            if works:
                self._workdays.append(day)

    def sessions(self, day):
        return self._sessions[day - self.first]

    def is_working(self, day):
        return bool(self.sessions(day))

    def opening(self, day):
        """The instant at which a working day opens."""
        return day * DAY + self.sessions(day)[0][0]

    def closing(self, day):
        return day * DAY + self.sessions(day)[-1][1]

    def workday_after(self, day, count=1):
        """The count-th working day after DAY."""
        return self._workdays[bisect.bisect_right(self._workdays, day) + count - 1]

    def workday_before(self, day, count):
        """The count-th working day before DAY."""
        index = bisect.bisect_left(self._workdays, day) - count
        if index < 0:
            raise IndexError("before the first year of the calendar")
        return self._workdays[index]

    def _until(self, at):
        """Working seconds from the beginning of the table to AT."""
        day, second = divmod(at, DAY)
        done = sum(min(max(second, start), end) - start for start, end in self.sessions(day))
        return self._before[day - self.first] + done

    def worked(self, start, end):
        """Whole working minutes in [start, end)."""
        start, end = start - start % 60, end - end % 60
        return 0 if end <= start else (self._until(end) - self._until(start)) // 60

    def effective(self, at):
        """Before opening -> opening; at lunch -> afternoon; from closing on -> next opening."""
        day, second = divmod(at, DAY)
        for start, end in self.sessions(day):
            if second < end:
                return day * DAY + max(second, start)
        return self.opening(self.workday_after(day))

    def add(self, at, minutes):
        """MINUTES of working time after AT; an end that falls on closing stays there."""
        start = self.effective(at)
        if minutes <= 0:
            return start
        target = self._until(start) + minutes * 60
        index = bisect.bisect_left(self._before, target) - 1
        left = target - self._before[index]
        for begin, end in self._sessions[index]:
            if left <= end - begin:
                return (self.first + index) * DAY + begin + left
            left -= end - begin
        raise AssertionError("a target lies inside its day")

    def clamp(self, day, second):
        """The clock time SECOND on a working day, moved inside its hours."""
        (morning, noon), (afternoon, evening) = self.sessions(day)
        if second < morning:
            return day * DAY + morning
        if noon < second < afternoon:
            return day * DAY + noon
        return day * DAY + min(second, evening)

    def promise(self, received, count, unit):
        """The promised return date-time of a dossier RECEIVED, for COUNT wd, hd, wh or d."""
        start = self.effective(received - received % 60)
        day, second = divmod(start, DAY)
        if unit == "wd":
            return self.clamp(self.workday_after(day, count), second)
        if unit == "d":
            due = day + count
            return self.clamp(due if self.is_working(due) else self.workday_after(due), second)
        minutes = {"hd": 240, "wh": 60}[unit] * count
        return self.add(start, minutes)


def _read_kinds(lines):
    """date -> off or work, from the lines of protocols/calendars/vn.csv."""
    kinds = {}
    for number, line in enumerate(lines, 1):
        line = line.strip()
        if not line or line.startswith("#") or line.startswith("date,"):
            continue
        date, kind = line.split(",")[:2]
        if kind not in ("off", "work"):
            raise ValueError(f"calendar line {number}: kind {kind!r} is not off or work")
        kinds[datetime.date.fromisoformat(date).isoformat()] = kind
    return kinds

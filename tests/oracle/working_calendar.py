"""working_calendar - instants, working minutes and due dates (SEMANTICS 1, DOMAIN 6).

Local time only (+07:00, no summer time). An *instant* is milliseconds since 1970 on the local
clock; a *minute* is that floored to minutes. Everything that counts time works in minutes.
"""

import bisect
import csv
import datetime
import re

DAY = 1440
EPOCH = datetime.date(1970, 1, 1).toordinal()
FIRST_YEAR, LAST_YEAR = 2005, 2060
SUMMER = ((7 * 60, 11 * 60 + 30), (13 * 60 + 30, 17 * 60))
WINTER = ((7 * 60 + 30, 12 * 60), (13 * 60 + 30, 17 * 60))

_INSTANT = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?"
    r"\s*(Z|[+-]\d\d:?\d\d)?)?$")
_FEED = re.compile(r"(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?$")
_days = {}


def day_number(year, month, day):
    """Days since 1970-01-01; ValueError when the date does not exist."""
    key = (year, month, day)
    found = _days.get(key)
    if found is None:
        found = _days[key] = datetime.date(*map(int, key)).toordinal() - EPOCH
    return found


def parse_instant(text):
    """ISO 8601 or the feed's yyyyMMddHHmmss to an instant; None when empty."""
    text = text.strip()
    if not text:
        return None
    match = _INSTANT.match(text)
    if match:
        year, month, day, hour, minute, second, part, zone = match.groups()
    else:
        match = _FEED.match(text)
        if not match:
            raise ValueError(f"not an instant: {text!r}")
        (year, month, day, hour, minute, second), part, zone = match.groups(), None, None
    hour, minute, second = int(hour or 0), int(minute or 0), int(second or 0)
    if hour > 23 or minute > 59 or second > 60:
        raise ValueError(f"no such time of day: {text!r}")
    seconds = day_number(year, month, day) * 86400 + hour * 3600 + minute * 60 + second
    if zone:
        digits = "0000" if zone == "Z" else zone[1:].replace(":", "")
        offset = int(digits[:2]) * 60 + int(digits[2:])
        seconds += (7 * 60 - (-offset if zone[0] == "-" else offset)) * 60
    return seconds * 1000 + (int((part + "000")[:3]) if part else 0)


def minute_of(instant):
    """An instant floored to its local minute; None stays None."""
    return None if instant is None else instant // 60000


def date_of(minute):
    return minute // DAY


def text_of_minute(minute):
    if minute is None:
        return ""
    day = datetime.date.fromordinal(minute // DAY + EPOCH)
    return f"{day.isoformat()}T{minute % DAY // 60:02d}:{minute % 60:02d}:00"


def text_of_instant(instant):
    """ISO text to the second, with milliseconds only when there are any."""
    if instant is None:
        return ""
    part = f".{instant % 1000:03d}" if instant % 1000 else ""
    return f"{text_of_minute(instant // 60000)[:-2]}{instant // 1000 % 60:02d}{part}"


def is_summer(day):
    """Summer hours hold from 16 April to 15 October."""
    date = datetime.date.fromordinal(day + EPOCH)
    return (4, 16) <= (date.month, date.day) <= (10, 15)


def weekday(day):
    """ISO weekday, Monday = 1."""
    return (day + 3) % 7 + 1


def clock(text):
    """HH:MM to minutes of the day; None when empty."""
    if not text.strip():
        return None
    hour, minute = text.split(":")[:2]
    return int(hour) * 60 + int(minute)


class Calendar:
    """One version of the working calendar: every day's sessions, summed up once.

    count(t) is the number of working minutes before minute t; W and add are differences and
    inverses of it, so sums telescope exactly.
    """

    def __init__(self, rows=(), valid_from=None):
        self.valid_from = valid_from
        special = {}
        for row in rows:
            special[row[0]] = row[1:]
        self.first = day_number(FIRST_YEAR, 1, 1)
        last = day_number(LAST_YEAR, 12, 31)
        self.sessions = []      # per day: ((open, close), ...) in minutes of that day
        self.before = []        # per day: working minutes before its midnight
        self.starts = []        # per session: absolute opening minute
        self.ends = []          # per session: count() at its closing
        total = 0
        for day in range(self.first, last + 1):
            sessions = self._sessions_of(day, special.get(day))
            self.sessions.append(sessions)
            self.before.append(total)
            for opening, closing in sessions:
                total += closing - opening
                self.starts.append(day * DAY + opening)
                self.ends.append(total)

    @staticmethod
    def _sessions_of(day, special):
        usual = SUMMER if is_summer(day) else WINTER
        kind = special[0] if special else ("off" if weekday(day) > 5 else "work")
        if kind == "short":
            return tuple(tuple(clock(end) for end in part.split("-"))
                         for part in re.split(r"[ ;/+]+", special[1].strip()))
        return usual if kind == "work" else ()

    def is_working(self, day):
        return bool(self.sessions[day - self.first])

    def hours(self, day):
        return self.sessions[day - self.first]

    def count(self, minute):
        day, clock_minute = divmod(minute, DAY)
        index = day - self.first
        total = self.before[index]
        for opening, closing in self.sessions[index]:
            if clock_minute <= opening:
                break
            total += min(clock_minute, closing) - opening
        return total

    def between(self, begin, end):
        """W(a,b): working minutes in [a,b); 0 if b <= a."""
        return self.count(end) - self.count(begin) if end > begin else 0

    def signed(self, begin, end):
        return self.between(begin, end) if end >= begin else -self.between(end, begin)

    def shift(self, minute, working):
        """The earliest instant WORKING (may be negative) minutes away; 0 moves nothing."""
        if working == 0:
            return minute
        target = self.count(minute) + working
        index = bisect.bisect_left(self.ends, target)
        return self.starts[index] + self._length(index) - (self.ends[index] - target)

    def _length(self, index):
        return self.ends[index] - (self.ends[index - 1] if index else 0)

    def add(self, minute, working):
        """n working minutes after t, staying on a closing; add(t, 0) is the effective instant."""
        return self.shift(minute, working) if working > 0 else self.effective(minute)

    def effective(self, minute):
        for opening, closing in self.hours(minute // DAY):
            if minute % DAY < closing:
                return max(minute, minute // DAY * DAY + opening)
        return self.next_opening(minute // DAY)

    def next_opening(self, day):
        """The opening of the first working day after DAY."""
        day += 1
        while not self.is_working(day):
            day += 1
        return day * DAY + self.hours(day)[0][0]

    def clamp(self, day, clock_minute):
        """A clock time moved into DAY's hours (DOMAIN 6)."""
        at = self.hours(day)[0][0]
        for opening, closing in self.hours(day):
            if clock_minute >= opening:
                at = min(clock_minute, closing)
        return day * DAY + at

    def due(self, received, amount, unit):
        """The promised return of something received at a minute; units wd, hd, wh, d."""
        start = self.effective(received)
        day = start // DAY
        if unit in ("wh", "hd"):
            return self.add(start, amount * (60 if unit == "wh" else 240))
        if unit == "wd":
            for _ in range(amount):
                day = self.next_opening(day) // DAY
        else:
            day += amount
            if not self.is_working(day):
                day = self.next_opening(day) // DAY
        return self.clamp(day, start % DAY)


def load_calendar(path, valid_from=None):
    rows = []
    with open(path, encoding="utf-8-sig", newline="") as lines:
        for row in csv.reader(line for line in lines if not line.startswith("#")):
            if row and row[0].strip() and row[0].strip() != "date":
                rows.append((parse_instant(row[0]) // 86400000, row[1].strip(),
                             row[3] if len(row) > 3 else ""))
    return Calendar(rows, valid_from)

"""plain_calendar - working time counted minute by minute and day by day (SEMANTICS 1, DOMAIN 6).

Slow and obvious: it sums nothing up beforehand and searches by walking. It shares no line with
working_calendar, which it is there to check; only the reading of an instant is common to both.
"""

import datetime

DAY = 1440
EPOCH = datetime.date(1970, 1, 1)
ONE = datetime.timedelta(days=1)


def date_at(minute):
    return EPOCH + ONE * (minute // DAY)


def midnight(date):
    return (date - EPOCH).days * DAY


def minutes_of_clock(text):
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


class PlainCalendar:
    def __init__(self, lines):
        """LINES of a calendar file: date,kind,authority[,hours]."""
        self.special, self.days = {}, {}
        for line in lines:
            cells = line.strip().split(",")
            if line.strip() and not line.startswith("#") and cells[0] != "date":
                self.special[datetime.date.fromisoformat(cells[0])] = cells[1:]

    def hours(self, date):
        """The sessions of a date as [(opening, closing)], in minutes of the day."""
        kind = self.special.get(date, [""])[0]
        if kind == "off" or (not kind and date.isoweekday() in (6, 7)):
            return []
        if kind == "short":
            sessions = self.special[date][2].split()
        elif datetime.date(date.year, 4, 16) <= date <= datetime.date(date.year, 10, 15):
            sessions = ["07:00-11:30", "13:30-17:00"]
        else:
            sessions = ["07:30-12:00", "13:30-17:00"]
        return [tuple(minutes_of_clock(end) for end in each.split("-")) for each in sessions]

    def works(self, minute):
        """Is this minute worked? Half open: 12:00 sharp is already lunch."""
        day = minute // DAY
        if day not in self.days:
            worked = bytearray(DAY)
            for opening, closing in self.hours(date_at(minute)):
                for each in range(opening, closing):
                    worked[each] = 1
            self.days[day] = worked
        return self.days[day][minute % DAY] == 1

    def is_working(self, date):
        return bool(self.hours(date))

    def between(self, begin, end):
        """W(a,b), one by one."""
        return sum(1 for minute in range(begin, end) if self.works(minute))

    def effective(self, minute):
        while not self.works(minute):
            minute += 1
        return minute

    def add(self, minute, working):
        """Walk until WORKING minutes are worked: an end on closing stays there."""
        if working == 0:
            return self.effective(minute)
        while working > 0:
            working -= self.works(minute)
            minute += 1
        return minute

    def next_opening(self, minute):
        """The opening of the first working day after the day of MINUTE."""
        return self.effective((minute // DAY + 1) * DAY)

    def due(self, received, amount, unit):
        """The promised return: units wd, hd, wh and d."""
        start = self.effective(received)
        if unit == "wh":
            return self.add(start, amount * 60)
        if unit == "hd":
            return self.add(start, amount * 240)
        date = date_at(start)
        if unit == "d":
            date += ONE * amount
            while not self.is_working(date):
                date += ONE
        else:
            while amount > 0:
                date += ONE
                amount -= self.is_working(date)
        return midnight(date) + self.clamped(start % DAY, self.hours(date))

    @staticmethod
    def clamped(clock, sessions):
        """Before opening: opening; into lunch: the morning's end; past closing: closing."""
        if clock < sessions[0][0]:
            return sessions[0][0]
        while not any(opening <= clock <= closing for opening, closing in sessions):
            clock -= 1
        return clock

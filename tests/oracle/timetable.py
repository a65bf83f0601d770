"""timetable - a random plan of routes, rounds, budgets and cancelled runs, for lives.py.

Knows no dossier and none of the rules that judge; it only says where couriers pass, and when.
"""

import datetime

AGENCIES = {"H41.04": "NNM", "H41.05": "XDG", "000.00.06.H41": "GTV", "H41.07": "YTE"}
MINUTE = datetime.timedelta(minutes=1)
DAY = datetime.timedelta(days=1)


def iso(at):
    part = f".{at.microsecond // 1000:03d}" if at.microsecond else ""
    return at.strftime("%Y-%m-%dT%H:%M:%S") + part


def clock(minute):
    return f"{minute // 60:02d}:{minute % 60:02d}"


class Timetable:
    """A random plan: its lines, and when runs pass, as far as couriers need to know."""

    def __init__(self, chance, base, steady):
        self.chance, self.base, self.lines, self.passes = chance, base, [], {}
        self.cutoffs = {}
        self._settings()
        self._stops()
        rounds = 0
        for route, stops in self._routes(steady):
            for opening in sorted(chance.sample(range(450, 930, 10), chance.randint(1, 3))):
                rounds += 1
                self._round(route, rounds, stops, opening, steady)
        self._budgets(steady)
        if not steady:
            self._odd_runs()
        for _ in range(chance.randint(0, 5 if steady else 12)):
            self._cancel()

    def _settings(self):
        chance = self.chance
        self.lines.append(f"set,judged,{chance.choice(['date', 'instant'])}")
        for name, values in (("grace", (5, 15, 20)), ("extra_notice", (30, 60)),
                             ("due_soon", (120, 240)), ("pass_on_after", ("14:00", "15:00"))):
            if chance.random() < 0.5:
                self.lines.append(f"set,{name},{chance.choice(values)}")

    def _stops(self):
        self.lines.append("stop,TTG,center,Trung tâm,18.6733,105.6922,2020-01-01,")
        for agency, stop in AGENCIES.items():
            self.lines.append(f'stop,{stop},{agency},"Sở, {stop}",18.67,105.69,2020-01-01,')

    def _routes(self, steady):
        stops = list(AGENCIES.values())
        if not steady and self.chance.random() < 0.3:
            stops.pop()                     # one agency no run calls at
        self.chance.shuffle(stops)
        if steady or self.chance.random() < 0.5:
            return [("R1", stops)]
        half = len(stops) // 2 + 1
        return [("R1", stops[:half]), ("R2", stops[half - 1:])]

    def _round(self, route, number, stops, at, steady):
        days, season = "W", "all"
        if not steady:
            days = self.chance.choice(["W", "W", "W", "135", "24", "12345", "6"])
            season = self.chance.choice(["all", "all", "all", "summer", "winter"])
        self._calls(route, number, stops, at, f"{days},{season},2020-01-01,", steady)

    def _calls(self, route, number, stops, at, tail, steady=False):
        names = ["TTG"] + list(stops) + ["TTG"]
        for seq, stop in enumerate(names, 1):
            arrive = "" if seq == 1 else clock(at)
            self.cutoffs[route, number, stop] = cutoff = self._cutoff(steady)
            if seq > 1:
                self.passes.setdefault((route, number, stop), at)
                at += 0 if seq == len(names) else 10
            else:
                self.passes[route, number, "from"] = at
            depart = "" if seq == len(names) else clock(at)
            self.lines.append(f"call,{route},{number},{seq},{stop},{arrive},{depart},{cutoff},"
                              f"{tail}")
            at += 20 if steady else self.chance.choice([10, 20, 30])

    def _cutoff(self, steady):
        return 10 if steady else self.chance.choice([0, 10, 15, 30])

    def _odd_runs(self):
        chance = self.chance
        if chance.random() < 0.6:           # an extra run, on one date
            date = (self.base + chance.randint(0, 25) * DAY).date()
            stops = chance.sample(list(AGENCIES.values()), 2)
            self._calls("R9", 99, stops, chance.randrange(480, 900, 5), f"W,all,{date},{date}")
        if chance.random() < 0.4:           # newer times for one call from a date on
            call = chance.choice([line for line in self.lines if line.startswith("call,R1")])
            cells = call.split(",")
            date = (self.base + chance.randint(3, 20) * DAY).date()
            self.lines.append(",".join(cells[:7] + ["25"] + cells[8:10] + [str(date), ""]))

    def _budgets(self, steady):
        add, chance = self.lines.append, self.chance
        add("budget,*,*,paper,24wh,20,10,2020-01-01,")
        add("budget,1.002696,*,on_the_spot,4wh,20,10,2020-01-01,")
        add("budget,2.001234,*,result_only,2wd,15,5,2020-01-01,")
        add("budget,1.007777.000.00.00.H41,*,paper,23wh,20,10,2020-01-01,")
        add("budget,1.009999,*,paper,70%,20,10,2020-01-01,")
        add("budget,1.003333,H41.05,paper,1wd,30,0,2020-01-01,")
        if not steady and chance.random() < 0.5:
            add("budget,*,H41.04,paper,3hd,25,15,2020-01-01,")
            date = (self.base + chance.randint(0, 15) * DAY).date()
            add(f"budget,1.007777,*,paper,10wh,20,10,{date},")

    def _cancel(self):
        route, number, _ = self.chance.choice(list(self.passes))
        date = self.base + self.chance.randint(0, 20) * DAY
        known = date + self.chance.randint(-600, 1000) * MINUTE
        self.lines.append(f"cancel,{date.date()},{route},{number},{iso(known)}")

    def some_pass(self, stop, after):
        """A plausible moment for a courier at STOP not before AFTER."""
        moments = sorted({at for (_, _, there), at in self.passes.items()
                          if there == ("from" if stop == "TTG" else stop)})
        day = after.replace(hour=0, minute=0, second=0, microsecond=0)
        while moments:
            for minute in moments:
                if day.isoweekday() < 6 and day + minute * MINUTE >= after:
                    return day + minute * MINUTE
            day += DAY
        return after + 90 * MINUTE

    def run_at(self, stop, moment):
        """(route, round) of a run that passes STOP at MOMENT's clock time, or None."""
        here = "from" if stop == "TTG" else stop
        minute = moment.hour * 60 + moment.minute
        return next(((route, number) for (route, number, there), at in self.passes.items()
                     if there == here and at == minute), None)

    def just_ready(self, stop, after):
        """The moment, or a minute beside it, at which 20 minutes' handling just make a run."""
        leaves = self.some_pass(stop, after + DAY)
        run = self.run_at(stop, leaves)
        cutoff = self.cutoffs.get((*run, stop), 10) if run else 10
        return leaves - (cutoff + 20 + self.chance.choice([-1, 0, 1])) * MINUTE

#!/usr/bin/env python3
"""lives - random nasty lives for differential tests: everything of DOMAIN 10, at high rates.

lives.py --seed N --count M --out DIR writes feed.json, feed.csv, supplements.csv, acts.csv,
calendar.csv, plan.csv and instants.txt (instants worth judging, one a line). The same seed always
writes the same bytes. It knows nothing of the rules that judge its lives.
"""

import argparse
import csv
import datetime
import json
import os
import random

from timetable import AGENCIES, DAY, MINUTE, Timetable, iso

DATA = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "data")
BASES = ("2023-03-13", "2023-04-10", "2023-10-02", "2024-04-22", "2025-01-13", "2026-08-10")
PROCEDURES = {"1.005555": "paper", "1.007777": "paper", "1.009999": "paper",
              "1.002696": "on_the_spot", "2.001234": "result_only", "1.003333": "paper"}
COLUMNS = "at act subject party person counterpart stop parent reason".split()
FEED = ("MaHoSo MaTTHC TenTTHC ChuHoSo NgayTiepNhan NgayHenTra TrangThaiHoSo NgayKetThucXuLy "
        "DonViXuLy HinhThuc NgayTra").split()
NEW_OFFICE = "H41.99"
SUPPLEMENT = "NgayBoSung NgayTiepNhanBoSung NgayHenTraTruoc NgayHenTraMoi".split()


def feed_time(at):
    return "" if at is None else at.strftime("%Y%m%d%H%M%S")


class Writer:
    """One life's walk through the province, with faults."""

    def __init__(self, chance, timetable, serial, faults, wild):
        self.chance, self.timetable, self.faults = chance, timetable, faults
        self.wild = wild
        self.acts = []
        self.agency = chance.choice(list(AGENCIES))
        self.procedure = chance.choice(list(PROCEDURES))
        self.mode = PROCEDURES[self.procedure]
        self.at = timetable.base + chance.randint(0, 12) * DAY + chance.randint(380, 1080) * MINUTE
        if self.odd(0.05):                  # on the very minute of pass_on_after, or beside it
            self.at = self.at.replace(hour=chance.choice([14, 15]), minute=0) \
                + chance.choice([-1, 0, 1]) * MINUTE
        if self.odd(0.01) and self.wild:
            self.at -= 370 * DAY            # and then a year of silence
        if chance.random() < 0.3:
            self.at += datetime.timedelta(seconds=chance.randint(1, 59))
        self.code = f"{self.agency}-{self.at:%y%m%d}-{serial:04d}"
        self.received, self.pauses, self.bundle = self.at, [], None

    def odd(self, rate):
        return self.chance.random() < rate * self.faults

    def say(self, act, party, counterpart="", stop="", parent="", reason="", subject=None,
            at=None, person=""):
        row = (iso(at or self.at), act, subject or self.code, party, person, counterpart, stop,
               parent, reason)
        if self.odd(0.06):
            return                          # never scanned
        self.acts.append(row)
        if self.odd(0.04):
            self.acts.append(row)           # the same scan twice
        if self.odd(0.04):                  # and once more, later
            self.acts.append((iso((at or self.at) + 3 * MINUTE),) + row[1:])
        if self.odd(0.05):
            self.void(row)

    def void(self, row):
        later = (datetime.datetime.fromisoformat(row[0])
                 + self.chance.randint(0, 300) * MINUTE)
        who, reason, person = row[3], f"{row[3].split('.')[0]}_wrong_scan", ""
        roll = self.chance.random()
        if roll < 0.2:
            who = self.chance.choice(["center", "post", self.agency])
        elif roll < 0.35:
            who, reason, person = "center", "ruling_7", self.chance.choice(["an+ba", "an", "an+an"])
        self.acts.append((iso(later), "void", row[2], who, person, "", "",
                          f"{row[0]}/{row[1]}/{row[3]}", reason))

    def wait(self, low, high):
        self.at += self.chance.randint(low, high) * MINUTE

    def walk(self):
        if self.mode != "result_only" and not self.odd(0.1):
            early = self.chance.randint(1, 900) * MINUTE if self.odd(0.1) else 0 * MINUTE
            self.say("intake", "center", at=self.at - early)
        stages = self.chance.randint(0, 5)
        if self.mode == "on_the_spot" and not self.odd(0.15):
            return self._on_the_spot()
        if self.mode != "result_only":
            if stages == 0:
                return None
            self._ride("center", self.agency)
        for _ in range(1 + self.odd(0.12)):
            self._work(self.agency)
            if stages < 2:
                return None
            if self.odd(0.15):
                self._on_to_another()
            self._ride(self.agency, "center")
            if self.odd(0.12):              # and out again
                self.agency = self.chance.choice(list(AGENCIES))
                self._ride("center", self.agency)
            else:
                break
        if stages > 3:
            self.wait(1, 2000)
            self._fetched()
        return None

    def _on_to_another(self):
        """Another agency in turn: by hand, or by the post."""
        other = self.chance.choice(list(AGENCIES))
        if self.chance.random() < 0.5:
            self._hand(self.agency, other)
        else:
            self._ride(self.agency, other)
        self._work(other)
        self.agency = other

    def _fetched(self):
        """The citizen has it: told by the Center, by the post that carried it, or by no one."""
        if self.odd(0.1):                   # sent by post
            self._hand("center", "post")
            self.wait(30, 900)
            self.say("return", "post")
        elif self.odd(0.06):
            if self.wild:
                self._hand("center", "citizen")
        else:
            self.say("return", self.chance.choice(["center"] * 8 + ["post", self.agency]))
        if self.odd(0.15):
            self.wait(1, 600)
            self.say("take", "post", "center")

    def _on_the_spot(self):
        self.wait(5, 700)
        if self.chance.random() < 0.6:
            self.say("ready", "center")
            self.wait(1, 1500)
            if self.chance.random() < 0.6:
                self.say("return", "center")

    def _work(self, agency):
        self.wait(1, 2400)
        if self.odd(0.15):
            self._pause(agency)
        if self.odd(0.1):
            self.at = max(self.at, self.timetable.just_ready(AGENCIES[agency], self.at))
        if self.chance.random() < 0.75:
            self.say("ready", agency)
            if self.odd(0.1):
                self.wait(1, 100)
                self.say("ready", agency)

    def _pause(self, agency):
        who = self.chance.choice([agency, "center"])
        reason = self.chance.choice(["", "supplement", "citizen_supplement", "fee", "agency_stop",
                                     "center_stop"])
        self.say("pause", who, reason=reason)
        self.wait(1, 1500)
        if self.odd(0.2):
            self.say("pause", who, reason="agency_again")
            self.wait(1, 100)
        if not self.odd(0.3):
            self.say("resume", who)
        if self.odd(0.1):
            self.wait(1, 100)
            self.say("resume", who)         # resumed twice

    def _hand(self, giver, taker, subject=None, parent=""):
        """A give and its take, often at one instant, often wrong."""
        if not self.odd(0.1):
            to = taker if not self.odd(0.05) else self.chance.choice(list(AGENCIES))
            self.say("give", giver, to, subject=subject, parent=parent)
        if self.odd(0.08):
            self.wait(1, 60)
            self.say("refuse", taker, giver, reason="agency_wrong", subject=subject)
            self.wait(1, 200)
            self.say("give", giver, taker, subject=subject)
        if self.odd(0.25):
            self.wait(1, 150)
        if not self.odd(0.1):
            whose = giver
            if self.odd(0.06):
                whose = self.chance.choice(["", "post", "center", self.agency])
            self.say("take", taker, whose, subject=subject, parent=parent)

    def _ride(self, origin, destination):
        here = "TTG" if origin == "center" else AGENCIES[origin]
        self.wait(0, 120)
        if self.odd(0.3):
            self.say("give", origin, "post")            # offered long before
        run = self.timetable.some_pass(here, self.at)
        if self.odd(0.15):
            run = self.timetable.some_pass(here, run + MINUTE)
        self._courier(here, run)
        self.at = run + (self.chance.randint(-5, 40) * MINUTE if self.odd(0.3) else 0 * MINUTE)
        subject, bag = None, None
        if self.chance.random() < 0.35:
            subject, bag = self._bundle(origin, here)
        outer = bag or subject
        self._hand(origin, "post", outer)
        if subject and self.odd(0.15):
            self.say("take", "post", origin, parent=subject)        # scanned each
        self._trouble("post")
        self.wait(15, 70)
        if self.odd(0.04):                  # nobody was there: back where it came from
            self._hand("post", origin, outer)
            self.wait(30, 400)
            self._hand(origin, "post", outer)
            self.wait(15, 70)
        self._hand("post", destination, outer)
        if subject:
            self._unbundle(destination, subject, bag)
        else:
            self._trouble(destination)

    def _courier(self, here, leaves):
        """What this run's courier said at the stop: it left late, or was seen elsewhere only."""
        run = self.timetable.run_at(here, leaves)
        if run is None or not self.odd(0.2):
            return
        subject = f"{run[0]}/{run[1]}"
        late = leaves + self.chance.choice([0, 5, 14, 15, 16, 25, 40]) * MINUTE
        where = here if self.chance.random() < 0.6 else self.chance.choice(
            ["TTG", *AGENCIES.values()])
        self.acts.append((iso(late), self.chance.choice(["depart", "depart", "arrive"]), subject,
                          "post", "", "", where, "", ""))

    def _bundle(self, origin, here):
        """The bundle of this run at this stop; others walk into it too."""
        round_ = self.at.hour % 10
        label = f"B{here}NNM{self.at:%y%m%d}{round_}00{self.chance.randint(1, 2)}H"
        packed = self.at - self.chance.randint(1, 20) * MINUTE
        self.say("pack", origin, parent=label, at=packed)
        bag = None
        if self.chance.random() < 0.3:
            bag = f"BTTGHUB{self.at:%y%m%d}{round_}009K"
            self.say("pack", origin, parent=bag, subject=label, at=packed + MINUTE)
            self.say("seal", origin, subject=bag, at=packed + MINUTE, reason="S123")
            if self.odd(0.05):              # and the bag into its own bundle
                self.say("pack", origin, parent=label, subject=bag, at=packed + 2 * MINUTE)
        return label, bag

    def _unbundle(self, destination, subject, bag):
        if self.odd(0.15):
            self.say("exception", destination, "post", parent=subject, reason="short")
            if self.chance.random() < 0.7:
                self.wait(1, 900)
                who = self.chance.choice(["post", "post", destination, "center"])
                self.say("exception", who, reason="found")
                self.wait(1, 200)
                self._hand("post", destination)
            return
        if bag and not self.odd(0.3):
            self.say("unpack", destination, parent=bag, subject=subject)
        if not self.odd(0.3):
            self.say("take", destination, "post",
                     parent=self.chance.choice([subject, subject, "", "BTTGNNM2301011001H"]))
        if not self.odd(0.3):
            self.say("unpack", destination, parent=subject)

    def _trouble(self, holder):
        if self.odd(0.04):
            self.wait(1, 60)
            self.say("exception", holder, reason="lost")
            if self.chance.random() < 0.6:
                self.wait(1, 900)
                who = self.chance.choice([holder, "post", "center", self.agency])
                self.say(self.chance.choice(["exception", "take"]), who, reason="found")
        if self.odd(0.04):
            self.wait(1, 200)
            thief = self.chance.choice(list(AGENCIES))
            self.say("take", thief, self.chance.choice(["post", "center", self.agency]))
        if self.odd(0.05):
            self.say("exception", holder, reason=self.chance.choice(["damaged", "over"]))

    def row(self):
        """The dossier's feed row: what the one-stop system says of it, sometimes wrongly."""
        chance = self.chance
        promise = self.received + chance.randint(1, 9) * DAY + chance.randint(-60, 60) * MINUTE
        status, finished, returned = chance.choice(["2", "4", "4", "4", "9"]), None, None
        if self.odd(0.25):
            finished = self.received + chance.randint(1, 9000) * MINUTE
            status = chance.choice(["3", "4", "7", "9", "9", "10"])
            if chance.random() < 0.4:
                returned = finished + chance.randint(0, 3000) * MINUTE
        row = {"MaHoSo": self.code, "MaTTHC": self.procedure + ".000.00.00.H41",
               "TenTTHC": "Cấp phép, \"thử\"", "ChuHoSo": "Nguyễn Văn A",
               "NgayTiepNhan": "" if self.odd(0.04) else feed_time(self.received),
               "NgayHenTra": "" if self.odd(0.04) else feed_time(promise),
               "TrangThaiHoSo": status, "NgayKetThucXuLy": feed_time(finished),
               "DonViXuLy": self.code.split("-")[0], "HinhThuc": chance.choice("01"),
               "NgayTra": feed_time(returned), "DanhSachHoSoBoSung": []}
        if self.odd(0.2):
            row["DanhSachHoSoBoSung"] = self._supplements(promise)
        return row

    def _supplements(self, promise):
        listed, at = [], self.received + self.chance.randint(60, 4000) * MINUTE
        for _ in range(self.chance.randint(1, 2)):
            brought = at + self.chance.randint(0, 3000) * MINUTE
            promise += 2 * DAY
            listed.append({
                "NgayBoSung": feed_time(at),
                "NgayTiepNhanBoSung": "" if self.chance.random() < 0.3 else feed_time(brought),
                "NgayHenTraTruoc": "",
                "NgayHenTraMoi": feed_time(promise) if self.chance.random() < 0.3 else ""})
            at = brought + self.chance.randint(0, 1500) * MINUTE
        return listed


def run_acts(chance, timetable):
    """What couriers said of their runs: some of them, some late, some on one stop only."""
    acts = []
    for (route, number, stop), minute in timetable.passes.items():
        for day in range(30):
            if chance.random() < 0.25:
                at = timetable.base + day * DAY + (minute + chance.randint(-5, 40)) * MINUTE
                acts.append((iso(at), chance.choice(["arrive", "depart", "depart"]),
                             f"{route}/{number}", "post", "", "",
                             "TTG" if stop == "from" else stop, "", ""))
    return acts


class Mergers:
    """Offices that become part of another one, and the terms of promises: what plan and acts of a
    province say of it. Old stamps go on here and there, and new ones come too early."""

    def __init__(self, chance, base):
        self.chance, self.renamed = chance, {}
        names = list(AGENCIES)
        chance.shuffle(names)
        into = chance.choice([NEW_OFFICE, names[1]])
        pairs = [(names[0], into)]
        if chance.random() < 0.4:
            pairs.append((into, names[2]))
        if chance.random() < 0.3:
            pairs.append((names[3], names[2]))
        self.lines = [f"stop,MOI,{NEW_OFFICE},Mới,18.67,105.69,2020-01-01,"]
        for old, new in pairs:
            day = base + chance.randint(1, 22) * DAY
            self.renamed[old] = (new, day.date().isoformat())
            self.lines.append(f"merge,{old},{new},{day.date()}")
        for agency in (NEW_OFFICE, names[0], into):
            for mode in sorted(set(PROCEDURES.values())):
                if chance.random() < 0.3:
                    begin = (base + chance.randint(-9, 20) * DAY).date()
                    self.lines.append(f"budget,*,{agency},{mode},{chance.randint(2, 40)}wh,"
                                      f"{chance.choice([10, 20, 45])},{chance.choice([5, 10])},"
                                      f"{chance.choice(['', begin])},")
        for procedure in ["*", *PROCEDURES]:
            if chance.random() < 0.4:
                begin = (base + chance.randint(-3, 9) * DAY).date()
                self.lines.append(f"promise,{procedure},{chance.choice(['extend', 'restart'])},"
                                  f"{chance.choice(['date', 'instant'])},"
                                  f"{chance.choice(['', begin])},")

    def name(self, party, at):
        while party in self.renamed:
            new, day = self.renamed[party]
            if self.chance.random() > (0.7 if at >= day else 0.02):
                break
            party = new
        return party

    def stamp(self, row):
        return (*row[:3], self.name(row[3], row[0]), row[4], self.name(row[5], row[0]), *row[6:])


def calendar_lines(chance, base, steady):
    with open(os.path.join(DATA, "calendar-vn.csv"), encoding="utf-8") as source:
        lines = source.read().splitlines()
    known = {line.split(",")[0] for line in lines}
    for kind in () if steady else ("short", "off", "work", "short"):
        date = str((base + chance.randint(0, 30) * DAY).date())
        if date not in known:
            known.add(date)
            lines.append(f"{date},{kind},UBND" + (",07:30-11:30" if kind == "short" else ""))
    return lines


class Province:
    """Everything one seed says."""

    def __init__(self, seed, count, steady=False, faults=1.0, wild=True, mergers=False):
        chance = random.Random(f"lives/{seed}")
        base = datetime.datetime.fromisoformat(chance.choice(BASES))
        self.timetable = Timetable(chance, base, steady)
        self.plan = self.timetable.lines
        self.calendar = calendar_lines(chance, base, steady)
        self.feed, acts = [], run_acts(chance, self.timetable)
        for serial in range(1, count + 1):
            calm = chance.choice([0.0, 0.3, 1.0, 2.5]) * faults
            life = Writer(chance, self.timetable, serial, calm, wild)
            life.walk()
            if not life.odd(0.03):          # else: not yet in the feed
                self.feed.append(life.row())
            acts += life.acts
        if mergers:
            merged = Mergers(random.Random(f"mergers/{seed}"), base)
            self.plan = self.plan + merged.lines
            acts = [merged.stamp(row) for row in acts]
        chance.shuffle(acts)
        self.acts = acts
        self.instants = sorted(iso(base + chance.randint(300, 45 * 1440) * MINUTE)
                               for _ in range(8))

    def write(self, folder):
        os.makedirs(folder, exist_ok=True)

        def lines(name, texts):
            with open(os.path.join(folder, name), "w", encoding="utf-8", newline="\n") as out:
                out.write("".join(text + "\n" for text in texts))

        def table(name, header, rows):
            with open(os.path.join(folder, name), "w", encoding="utf-8", newline="") as out:
                writer = csv.writer(out, lineterminator="\n")
                writer.writerow(header)
                writer.writerows(rows)

        lines("plan.csv", self.plan)
        lines("calendar.csv", self.calendar)
        lines("instants.txt", self.instants)
        with open(os.path.join(folder, "feed.json"), "w", encoding="utf-8") as out:
            json.dump(self.feed, out, ensure_ascii=False, indent=1)
        table("feed.csv", FEED, [[row[name] for name in FEED] for row in self.feed])
        table("supplements.csv", ["MaHoSo"] + SUPPLEMENT,
              [[row["MaHoSo"]] + [each[name] for name in SUPPLEMENT] for row in self.feed
               for each in row["DanhSachHoSoBoSung"]])
        table("acts.csv", COLUMNS, self.acts)


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", required=True)
    parser.add_argument("--count", type=int, required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--steady", action="store_true",
                        help="one timetable and one budget throughout, no overtaking")
    parser.add_argument("--wild", action="store_true",
                        help="a year of silence; citizens who take before the result is back")
    parser.add_argument("--mergers", action="store_true",
                        help="offices merge while dossiers are under way; terms of promises")
    options = parser.parse_args()
    province = Province(options.seed, options.count, options.steady, wild=options.wild,
                        mergers=options.mergers)
    province.write(options.out)


if __name__ == "__main__":
    main()

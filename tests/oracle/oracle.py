#!/usr/bin/env python3
"""oracle - custody, minutes and flags of every dossier, by the second implementation.

oracle.py flags|minutes|custody --feed F.json|F.csv [--supplements S.csv] --acts A.csv
          --calendar [DATE=]C.csv (repeat for versions) --plan P.csv --now T [--known-until T]
          [--restart PROCEDURE,...|*]
oracle.py whatif --runs OTHER_PLAN.csv ...the same    lives whose result is back, replayed
oracle.py explain CODE ...the same        how one dossier's answers come about
oracle.py due|elapsed --calendar C.csv      cases from standard input, as `trao due -` reads them
"""

import argparse
import csv
import re
import sys

from custody import ActBook
from explain import explain
from feed import load_acts, load_feed
from flags import flag_of
from ledger import minutes_of
from life import Life, World
from plan import Plan, procedure_key
from whatif import Report, what_if
from working_calendar import (date_of, load_calendar, minute_of, parse_instant, text_of_instant,
                              text_of_minute)

FUTURE_DAYS = 400


def calendars(options):
    versions = []
    for text in options.calendar:
        date, _, path = text.rpartition("=")
        valid_from = date_of(minute_of(parse_instant(date))) if date else None
        versions.append(load_calendar(path, valid_from))
    return sorted(versions, key=lambda each: (each.valid_from is not None, each.valid_from or 0))


def open_world(options, plan_path=None):
    now = parse_instant(options.now)
    known_until = parse_instant(options.known_until) if options.known_until else now
    feed = load_feed(options.feed, options.supplements)
    acts = load_acts(options.acts)
    instants = [row.received for row in feed.values() if row.received is not None]
    first = min(instants + [act.at for act in acts] + [now])
    versions = calendars(options)
    horizon = (date_of(minute_of(first)) - 1, date_of(minute_of(now)) + FUTURE_DAYS)
    with open(plan_path or options.plan, encoding="utf-8-sig", newline="") as lines:
        plan = Plan(lines, versions[-1], horizon)
    restart = tuple(procedure_key(each) for each in options.restart.split(",") if each)
    return World(versions, plan, feed, ActBook(acts, known_until), now, known_until, restart)


def say_flags(world, codes, out):
    out.writerow("dossier level cause leg slack_minutes forecast promised last_safe_run".split())
    for code in codes:
        flag = flag_of(Life(world, code))
        out.writerow([code, flag.level, flag.cause, flag.leg,
                      "" if flag.slack is None else flag.slack, text_of_minute(flag.forecast),
                      text_of_minute(flag.promised), text_of_minute(flag.last_safe_run)])


def say_minutes(world, codes, out):
    out.writerow("dossier party cause minutes".split())
    for code in codes:
        for (party, cause), minutes in sorted(minutes_of(Life(world, code)).items()):
            out.writerow([code, party, cause, minutes])


def say_custody(world, codes, out):
    out.writerow("dossier holder since sure conflicts".split())
    for code in codes:
        custody = Life(world, code).custody
        held = custody.now
        since = text_of_instant(held.since) if held.since else ""   # no receipt, no act
        out.writerow([code, held.holder, since, held.sure,
                      ";".join(f"{text_of_instant(at)} {kind}" for at, kind in custody.conflicts)])


def say_whatif(options):
    """Both replays of each life, then the report on standard error."""
    world, other = open_world(options), open_world(options, options.runs)
    lives = [Life(world, code) for code in codes_of(world)]
    replayed = what_if(lives, other)
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow("dossier back same other was_late would_be_late turns_back".split())
    for each in replayed:
        out.writerow([each.code, *map(text_of_minute, (each.back, each.same, each.other)),
                      *("" if late is None else int(late)
                        for late in (each.was_late, each.would_be_late)),
                      int(each.turns_back)])
    for line in Report(replayed, world.calendar).lines():
        print(line, file=sys.stderr)


def codes_of(world):
    return sorted(set(world.feed) | set(world.acts.dossiers()))


def say_due(options):
    calendar = calendars(options)[-1]
    for line in sys.stdin:
        received, duration = line.strip().split(",")
        amount, unit = re.fullmatch(r"(\d+)(wd|hd|wh|d)", duration).groups()
        due = calendar.due(minute_of(parse_instant(received)), int(amount), unit)
        print(text_of_minute(due)[:16])


def say_elapsed(options):
    calendar = calendars(options)[-1]
    for line in sys.stdin:
        begin, end = (minute_of(parse_instant(text)) for text in line.strip().split(","))
        print(calendar.between(begin, end))


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["flags", "minutes", "custody", "whatif", "explain", "due",
                                         "elapsed"])
    parser.add_argument("code", nargs="?")
    for name in ("feed", "supplements", "acts", "plan", "runs", "now", "known-until"):
        parser.add_argument("--" + name)
    parser.add_argument("--calendar", action="append", required=True)
    parser.add_argument("--restart", default="")
    options = parser.parse_args()
    if options.what in ("due", "elapsed"):
        (say_due if options.what == "due" else say_elapsed)(options)
        return
    wanted = ["feed", "acts", "plan", "now"] + ["runs"] * (options.what == "whatif")
    missing = [name for name in wanted if not getattr(options, name)]
    if missing:
        parser.error("needs " + ", ".join("--" + name for name in missing))
    if options.what == "whatif":
        say_whatif(options)
        return
    world = open_world(options)
    if options.what == "explain":
        print("\n".join(explain(Life(world, options.code))))
        return
    say = {"flags": say_flags, "minutes": say_minutes, "custody": say_custody}[options.what]
    say(world, codes_of(world), csv.writer(sys.stdout, lineterminator="\n"))


if __name__ == "__main__":
    main()

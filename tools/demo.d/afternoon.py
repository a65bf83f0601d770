#!/usr/bin/python3
"""afternoon - a province's afternoon on real processes: server, handhelds, the command line."""
import argparse
import contextlib
import csv
import datetime
import os
import pathlib
import shutil
import signal
import sys
import tempfile
import time

import board
import check
import processes
import replay

ROOT = pathlib.Path(__file__).resolve().parents[2]
LIVE_START = datetime.datetime(2026, 11, 23, 14, 25)
LOADING_START = datetime.datetime(2026, 11, 23, 14, 15)
CUT_OFF = ("BT02", "H41.09")  # these units lose the network for a while
CUT_FROM = datetime.datetime(2026, 11, 23, 14, 40)
CUT_UNTIL = datetime.datetime(2026, 11, 23, 15, 6)
PERSONS = ("NV001", "NV002")  # enrolment wants two
SETTLE_SECONDS = 20


class Told(Exception):
    """Ctrl-C, or somebody's TERM."""


def told(_signal, _frame):
    raise Told


class Afternoon:
    def __init__(self, options, folder):
        self.options = options
        self.folder = folder
        self.bin = pathlib.Path(options.bin).resolve()
        self.state = folder / "state"
        self.ini = folder / "server.ini"
        self.made = folder / "province"
        self.all = processes.Processes(folder)
        self.screen = board.Screen()
        self.intake_port = processes.free_port()
        self.api = None
        self.clock = None
        self.pipes = {}
        self.stations = []
        self.feeds = [self.made / "feed.json"]

    def say(self, line):
        self.screen.say(line)

    def trao(self, name, *words, timeout=600):
        return self.all.run(name, [str(self.bin / "trao"), "-c", str(self.ini), "--lang",
                                   self.options.lang, *words], timeout)

    # --- the two lives of the server ---

    def configure(self, start, rate):
        anchor = int(time.clock_gettime(time.CLOCK_MONOTONIC) * 1000)
        self.clock = replay.Clock(start, rate, anchor)
        self.ini.write_text(
            "[server]\n"
            f"state = {self.state}\nlanguage = {self.options.lang}\nlog = info\n"
            f"[intake]\nlisten = tcp://127.0.0.1:{self.intake_port}\nunits = 200\n"
            f"[board]\nport = {self.options.port}\n"
            f"[clock]\nstart = {start.isoformat()}\nrate = {rate}\nanchor_mono_ms = {anchor}\n",
            "utf-8")

    def start_server(self):
        self.all.start("server", [str(self.bin / "trao-server"), "--config", str(self.ini)])
        run = self.state / "run"

        def up():
            self.all.look()
            return processes.file_text(run / "intake.endpoint") and \
                processes.file_text(run / "board.port")

        port = int(processes.wait_for("the server", 60, up).strip())
        token = (self.state / "tokens" / "api.token").read_text("utf-8").strip()
        self.api = board.Api(port, token)
        if self.options.token_file:
            with open(self.options.token_file, "w", encoding="utf-8") as file:
                file.write(token + "\n")
        return port, token

    def wait_folded(self):
        """Until watch has folded in everything that intake has."""
        def folded():
            self.all.look()
            stat = processes.file_text(self.state / "run" / "intake.stat")
            rows = [line.split()[1] for line in stat.splitlines() if line.startswith("position ")]
            flags = self.api.flags("limit=1")
            return flags and rows and flags["book_position"] >= int(rows[0]) > 0

        processes.wait_for("watch to fold the history", 300, folded, 0.2)

    # --- what happened before ---

    def make_history(self):
        options = self.options
        self.say(f"demo: {options.days} working days of a province, seed {options.seed}")
        self.all.run("province", [str(ROOT / "tools/province/generate"), "--out", str(self.made),
                                  "--seed", str(options.seed), "--days", str(options.days),
                                  "--live-day"])
        with open(self.made / "units.csv", encoding="utf-8", newline="") as file:
            self.stations = list(csv.DictReader(file))

    def load_history(self):
        began = time.monotonic()
        for names in (("calendar.csv",), ("plan.csv",), ("offices.csv",), ("feed.json",)):
            self.trao("import", "import", *(str(self.made / name) for name in names))
        self.trao("import", "import", "--acts", str(self.made / "acts.csv"))
        self.wait_folded()
        counts = self.api.flags("limit=1")["counts"]
        self.say(f"demo: {sum(counts.values())} dossiers came in through the door "
                 f"({time.monotonic() - began:.1f} s)")

    def enrol(self):
        for station in self.stations:
            home = self.folder / "units" / station["unit"]
            home.mkdir(parents=True)
            self.all.run("enrol", self.handheld(station) + ["--init"])
            self.trao("enrol", "device", "enrol", str(home / "unit.pub"), "--label",
                      station["unit"], "--party", station["party"], "--by", PERSONS[0], "--and",
                      PERSONS[1])
        self.say(f"demo: {len(self.stations)} handhelds enrolled, each with its own keys")

    def handheld(self, station):
        home = self.folder / "units" / station["unit"]
        return [str(self.bin / "trao-handheld"), "--headless", "--home", str(home), "--server",
                f"tcp://127.0.0.1:{self.intake_port}", "--server-key",
                str(self.state / "keys" / "server.pub"), "--party", station["party"], "--stop",
                station["stop"], "--label", station["unit"], "--lang", self.options.lang,
                "--offices", str(self.made / "offices.csv"), "--once", "--drain",
                str(SETTLE_SECONDS), "--demo-clock", self.clock.words()]

    # --- the afternoon ---

    def answers_of(self, unit):
        return self.folder / "units" / unit / "answers.txt"

    def start_units(self):
        for station in self.stations:
            self.start_unit(station)

    def start_unit(self, station):
        unit = station["unit"]
        reading, writing = os.pipe()
        self.all.start(unit, self.handheld(station), stdin=reading, answers=self.answers_of(unit))
        os.close(reading)
        self.pipes[unit] = os.fdopen(writing, "wb")

    def answered_ok(self):
        count = 0
        for station in self.stations:
            with contextlib.suppress(OSError):
                with open(self.answers_of(station["unit"]), encoding="utf-8",
                          errors="replace") as file:
                    count += sum(line.startswith("ok ") for line in file)
        return count

    def first_flag(self, began):
        """The first transfer that holds up a promise, as the API gives it."""
        def held():
            self.all.look()
            for cause in ("transfer", "transfers"):
                state = self.api.flags(f"cause={cause}&limit=1")
                if state and state["flags"]:
                    return state["flags"][0]
            return None

        flag = processes.wait_for("the first flagged transfer", 60, held)
        words = board.WORDS[self.options.lang]
        self.say(f"demo: first flagged transfer {time.monotonic() - began:.1f} s after the "
                 f"server's start: {flag['dossier']}, {words[flag['level']]}, "
                 f"{words[flag['cause']]}, {flag['slack_minutes']} {words['slack']}")

    def play(self):
        self.configure(LIVE_START, self.options.rate)
        began = time.monotonic()
        port, token = self.start_server()
        self.start_units()
        self.first_flag(began)
        self.say(f"demo: the page is http://127.0.0.1:{port}/?token={token}")
        scripts = [replay.Script(station["unit"],
                                 self.made / "units" / f"{station['unit']}.csv")
                   for station in self.stations]
        speech = replay.Replay(scripts, self.pipes)
        cut = Cut(self)
        show_at = 0.0
        feed_at = time.monotonic() + 6
        while not self.over(speech, began):
            self.all.look()
            now = self.clock.at(time.clock_gettime(time.CLOCK_MONOTONIC))
            speech.speak(now)
            cut.turn(now)
            if time.monotonic() >= feed_at:
                self.bring_feed()
                feed_at = float("inf")
            if time.monotonic() >= show_at:
                self.show(cut)
                show_at = time.monotonic() + 2
            time.sleep(0.02)
        cut.mend()

    def bring_feed(self):
        """What the portal sends later: dossiers that were scanned before it knew them."""
        feed = self.made / "feed-afternoon.json"
        self.trao("import", "import", str(feed))
        self.feeds.append(feed)

    def freeze(self):
        """Intake and watch end; the board alone goes on, over books that stand still. Returns the
        minute up to which the flag book has judged."""
        self.all.stop("server")
        (self.state / "run" / "board.port").unlink(missing_ok=True)
        self.all.start("board", [str(self.bin / "trao-server"), "--config", str(self.ini), "board"])
        port = int(processes.wait_for("the board", 30, lambda: processes.file_text(
            self.state / "run" / "board.port")).strip())
        self.api = board.Api(port, self.api.token)
        return processes.wait_for("the board's answer", 30,
                                  lambda: self.api.flags("limit=1"))["as_of"]

    def over(self, speech, began):
        seconds = self.options.seconds
        return speech.ended() if not seconds else time.monotonic() - began > seconds

    def show(self, cut):
        state = self.api.flags()
        if state:
            self.screen.show(board.lines(state, self.options.lang,
                                         {"ok": self.answered_ok(), "waiting": len(cut.stopped)}))

    def settle(self):
        """Nothing more is scanned: everything must reach the server, and be folded."""
        for pipe in self.pipes.values():
            pipe.close()
        self.pipes.clear()
        self.say("demo: the scans have ended; the units send what they still hold")
        for station in self.stations:
            process = self.all.running.get(station["unit"])
            processes.wait_for(f"{station['unit']} to send all it holds", SETTLE_SECONDS,
                               lambda p=process: p is None or p.poll() is not None, 0.1)
            self.all.running.pop(station["unit"], None)
        self.wait_folded()

    def linger(self):
        """The afternoon is over; whoever watches may go on looking."""
        self.say("demo: the afternoon is over; the page stays until Ctrl-C")
        while True:
            self.all.look()
            time.sleep(1)

    def run(self):
        self.configure(LOADING_START, 1)
        self.make_history()
        self.start_server()
        self.load_history()
        self.enrol()
        self.all.stop("server")
        self.play()
        self.settle()
        if self.options.check:
            return check.check(self)
        if sys.stdout.isatty() and not self.options.seconds:
            self.linger()
        return 0


class Cut:
    """Takes some units off the network for a while: their server is gone, their scans are not.

    Here the unit is started again with an address where nobody answers, and later with the true
    one. Its journal goes on where it was."""

    def __init__(self, afternoon):
        self.afternoon = afternoon
        self.stopped = set()
        self.done = set()

    def restart(self, unit, port):
        afternoon = self.afternoon
        station = next(one for one in afternoon.stations if one["unit"] == unit)
        afternoon.pipes.pop(unit).close()
        afternoon.all.stop(unit)
        true_port, afternoon.intake_port = afternoon.intake_port, port
        afternoon.start_unit(station)
        afternoon.intake_port = true_port

    def turn(self, now):
        for unit in CUT_OFF:
            if unit not in self.done and unit not in self.stopped and now >= CUT_FROM:
                self.restart(unit, processes.free_port())
                self.stopped.add(unit)
            elif unit in self.stopped and now >= CUT_UNTIL:
                self.mend_unit(unit)

    def mend_unit(self, unit):
        self.restart(unit, self.afternoon.intake_port)
        self.stopped.discard(unit)
        self.done.add(unit)

    def mend(self):
        for unit in list(self.stopped):
            self.mend_unit(unit)


def options_of(words):
    parser = argparse.ArgumentParser(prog="tools/demo", description=__doc__)
    parser.add_argument("--bin", required=True)
    parser.add_argument("--seconds", type=float, default=0)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--token-file")
    parser.add_argument("--lang", choices=("vi", "en"), default="vi")
    parser.add_argument("--rate", type=int, default=120)
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", action="store_true")
    return parser.parse_args(words)


def main():
    options = options_of(sys.argv[1:])
    folder = pathlib.Path(tempfile.mkdtemp(prefix="trao-demo-"))
    signal.signal(signal.SIGTERM, told)
    signal.signal(signal.SIGINT, told)
    afternoon = Afternoon(options, folder)
    try:
        return afternoon.run()
    except Told:
        afternoon.say("demo: told to stop")
        return 1 if options.check else 0
    except processes.Died as trouble:
        afternoon.say(f"demo: {trouble}")
        return 1
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        afternoon.all.stop_all()
        if options.keep:
            print(f"demo: kept in {folder}")
        else:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())

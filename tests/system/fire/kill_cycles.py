"""kill_cycles - kills the real server, real units and the proxy between them, over and over.

While people scan, one of them is killed by signal 9 at a random instant and started again; the
proxy delays, cuts and silences connections of its own accord. At the end all are started once
more, have their time to sync, and acts.db is held against what the units told their users, with
the second reader of journals. A cycle is one kill and the recovery from it."""
import argparse
import os
import random
import selectors
import sqlite3
import subprocess
import sys
import time

import book
import programs
from scans import told_code

UNITS = 3
EXIT_WRONG, EXIT_FAILED = 3, 1


class Unit:
    """A unit and the person who scans with it, one line at a time as they come to mind."""

    def __init__(self, field, number):
        self.field, self.name = field, f"unit{number}"
        self.home = field.folder.make_unit(self.name)
        self.agency, self.given = 41 + number, 0
        self.told, self.process, self.rest = set(), None, b""
        self.ready, self.killed = False, 0

    def start(self):
        words = self.field.folder.unit_words(self.home, self.field.proxy_port)
        self.process = self.field.folder.start(self.name, words, stdin=subprocess.PIPE,
                                               stdout=subprocess.PIPE)
        for stream in (self.process.stdin, self.process.stdout):
            os.set_blocking(stream.fileno(), False)
        self.field.selector.register(self.process.stdout, selectors.EVENT_READ, self)
        self.ready, self.rest = False, b""
        self.put("do intake" if self.field.chance.random() < .6 else "do give post")

    def put(self, line):
        try:
            os.write(self.process.stdin.fileno(), f"{line}\n".encode())
        except (BlockingIOError, BrokenPipeError):
            pass  # never read, never answered

    def scan(self):
        self.given += 1
        self.put(f"scan H{self.agency}.04-230321-{self.given:05}")

    def hear(self):
        """True until there is nothing left to hear."""
        try:
            data = os.read(self.process.stdout.fileno(), 65536)
        except BlockingIOError:
            return False
        lines = (self.rest + data).split(b"\n")
        self.rest = lines.pop()
        for line in lines:
            text = line.decode("utf-8", "replace")
            self.ready |= not text.startswith("info ")
            code = told_code(text)
            if code:
                self.told.add(code)
        return bool(data)

    def is_back(self):
        if self.process.poll() is not None:
            raise programs.Failed(f"{self.name} ended by itself: "
                                  f"{self.field.folder.said(self.name)[-600:]}")
        return self.ready

    def kill(self):
        programs.kill(self.process)
        while self.hear():
            pass  # what was told before it died, was told
        self.field.selector.unregister(self.process.stdout)
        self.process.stdout.close()
        self.process.stdin.close()
        self.killed += 1

    def drain(self):
        """Once more, with nothing to scan; its exit code says whether all is on the server."""
        words = self.field.folder.unit_words(self.home, self.field.proxy_port)
        return self.field.folder.start(self.name, [*words, "--once", "--drain", 40])


class Server:
    """The door; watch beside it dies with it, or lives on."""

    def __init__(self, field):
        self.field, self.killed = field, 0
        self.intake = self.watch = None

    def make(self):
        """The first start: one role alone makes the folder."""
        self.intake = self.field.folder.start_intake()
        self.field.until(self.field.folder.intake_is_open, 0)
        self.watch = self.field.folder.start_watch()

    def start(self):
        self.intake = self.field.folder.start_intake()
        if not self.watch:
            self.watch = self.field.folder.start_watch()

    def is_back(self):
        for process, name in ((self.intake, "intake"), (self.watch, "watch")):
            if process.poll() is not None:
                raise programs.Failed(f"{name} ended by itself: "
                                      f"{self.field.folder.said(name)[-600:]}")
        return self.field.folder.intake_is_open()

    def kill(self):
        programs.kill(self.intake)
        if self.field.chance.random() < .5:
            programs.kill(self.watch)
            self.watch = None
        self.killed += 1


class Proxy:
    def __init__(self, field):
        self.field, self.killed = field, 0
        self.process, self.ready = None, False

    def start(self, calm=False):
        folder, seed = self.field.folder, 0 if calm else self.field.chance.randrange(1, 1 << 62)
        self.process = folder.start(
            "proxy", [folder.bin / "fire-proxy", self.field.proxy_port, folder.port, seed],
            stdout=subprocess.PIPE)
        self.field.selector.register(self.process.stdout, selectors.EVENT_READ, self)
        self.ready = False

    def hear(self):
        os.read(self.process.stdout.fileno(), 64)
        self.field.selector.unregister(self.process.stdout)
        self.ready = True

    def is_back(self):
        if self.process.poll() is not None:
            raise programs.Failed(f"the proxy ended: {self.field.folder.said('proxy')[-300:]}")
        return self.ready

    def kill(self):
        programs.kill(self.process)
        if not self.ready:
            self.field.selector.unregister(self.process.stdout)
        self.process.stdout.close()
        self.killed += 1


class Field:
    def __init__(self, folder, seed):
        self.folder, self.chance = folder, random.Random(seed)
        self.selector = selectors.DefaultSelector()
        folder.configure()
        self.proxy_port, = programs.free_ports(1)
        self.server, self.proxy, self.units = Server(self), Proxy(self), []

    def everyone(self):
        return [self.server, self.proxy, *self.units]

    def begin(self):
        self.server.make()
        self.until(self.server.is_back, 0)
        self.units = [Unit(self, number) for number in range(UNITS)]
        self.proxy.start()
        for unit in self.units:
            unit.start()
        for one in self.everyone():
            self.until(one.is_back, 0)

    def hear(self, seconds):
        for key, _ in self.selector.select(seconds):
            key.data.hear()

    def until(self, holds, at_least):
        """Hears for AT_LEAST so many seconds, then until HOLDS."""
        end = time.monotonic() + at_least
        limit = end + programs.PATIENCE
        while time.monotonic() < end or not holds():
            self.hear(max(0, min(.005, end - time.monotonic())) or .002)
            if time.monotonic() > limit:
                raise programs.Failed("no recovery within a minute")

    def cycle(self):
        chance = self.chance
        for unit in self.units:
            for _ in range(chance.choice((0, 1, 1, 2, 7))):
                unit.scan()
        # mostly in the thick of it; at times long enough for lines to come up and queues to drain
        self.until(lambda: True, chance.choice((.02, .02, .05, .2)) * chance.random())
        victim = chance.choices(self.everyone(), [3, 2, *[3] * len(self.units)])[0]
        victim.kill()
        victim.start()
        while chance.random() < .1:  # and again while it is still coming up
            self.until(lambda: True, .03 * chance.random())
            victim.kill()
            victim.start()
        self.until(victim.is_back, 0)

    def end(self):
        """Everything started cleanly, synced, and ended in good order."""
        for one in self.everyone():
            one.kill()
            one.killed -= 1
        self.server.start()
        self.proxy.start(calm=True)
        self.until(lambda: self.server.is_back() and self.proxy.is_back(), 0)
        now = book.stored_now(self.folder.state / "acts.db", self.folder.path / "before.db")
        before = sum(map(len, now.values()))
        last = [unit.drain() for unit in self.units]
        for unit, process in zip(self.units, last):
            if process.wait(programs.PATIENCE) != 0:
                raise programs.Failed(f"{unit.name} cannot sync: {self.folder.said(unit.name)}")
        self.wait_for_watch()
        for process in (self.server.intake, self.server.watch):
            if programs.stop(process) != 0:
                raise programs.Failed("a role did not end in good order")
        self.proxy.kill()
        self.proxy.killed -= 1
        return before

    def wait_for_watch(self):
        def last(name, query):
            path = self.folder.state / name
            found = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
            try:
                return found.execute(query).fetchone()[0]
            finally:
                found.close()
        goal = last("acts.db", "SELECT max(n) FROM batch")
        programs.wait_for("watch has read all", lambda: last(
            "flags.db", "SELECT max(n) FROM book") == goal)

    def close(self):
        for process in (self.server.intake, self.server.watch, self.proxy.process,
                        *(unit.process for unit in self.units)):
            programs.kill(process)


def account(field, path):
    """What the units told against what is in the book at PATH."""
    entries, found = book.stored(path), book.Account()
    for unit in field.units:
        found.unit(unit.name, unit.told, book.journal(unit.home),
                   entries[book.device_of(unit.home)])
    return found


def plant(field, how):
    """Spoils a copy of the book: deletes the newest row of a unit, or puts it there once more."""
    path = book.copied(field.folder.state / "acts.db", field.folder.path / "planted.db")
    copy = sqlite3.connect(path)
    device = book.device_of(field.units[0].home)
    newest, = copy.execute("SELECT max(n) FROM batch WHERE device = ?",
                           (device - book.WORD if device >> 63 else device,)).fetchone()
    if how == "lost":
        copy.execute("DELETE FROM batch WHERE n = ?", (newest,))
    else:
        copy.execute("INSERT INTO batch SELECT (SELECT max(n) + 1 FROM batch), device, received_ms,"
                     " epoch, seq, count, skip, before, leap, message FROM batch WHERE n = ?",
                     (newest,))
    copy.commit()
    copy.close()
    return path


def progress(done, cycles):
    if sys.stderr.isatty():
        print(f"\r{done} of {cycles} cycles", end="" if done < cycles else "\n", file=sys.stderr)


def run(field, cycles, planted):
    begun = time.monotonic()
    field.begin()
    for done in range(cycles):
        field.cycle()
        progress(done + 1, cycles)
    rate = cycles / (time.monotonic() - begun)
    before = field.end()
    kills = [sum(unit.killed for unit in field.units), field.server.killed, field.proxy.killed]
    print(f"killed: units {kills[0]}, server {kills[1]}, proxy {kills[2]}; {rate:.1f} cycles/s; "
          f"{before} entries were on the server before the last start")
    path = plant(field, planted) if planted else field.folder.state / "acts.db"
    found = account(field, path)
    for line in found.lines[:20]:
        print(f"WRONG {line}")
    print(f"{cycles} cycles, {found.acts} acts, {found.lost} lost, {found.doubled} doubled")
    return EXIT_WRONG if found.lines or found.acts == 0 else 0


def main():
    parser = argparse.ArgumentParser(prog="kill-cycles", description=__doc__.split("\n", 1)[0])
    parser.add_argument("cycles", type=int, help="how many kills")
    parser.add_argument("--bin", required=True, help="the folder of the programs")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
    parser.add_argument("--plant", choices=("lost", "doubled"),
                        help="self check: spoil a copy of the book before it is read")
    parser.add_argument("--keep", action="store_true", help="leave the folder, and say where")
    asked = parser.parse_args()
    print(f"seed {asked.seed}", flush=True)
    field = Field(programs.Folder(asked.bin), asked.seed)
    keep = asked.keep
    try:
        return run(field, asked.cycles, asked.plant)
    except (programs.Failed, book.Wrong) as wrong:
        keep = True
        print(f"kill-cycles: {wrong}", file=sys.stderr)
        return EXIT_FAILED
    finally:
        field.close()
        if keep:
            print(f"the folder is left: {field.folder.path}", file=sys.stderr)
        else:
            field.folder.remove()


if __name__ == "__main__":
    sys.exit(main())

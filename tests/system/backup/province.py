"""province - a real server and real units in a temporary folder, for the tests of this room.

What was acknowledged to people is remembered here; what the server's book holds is read with
Python's sqlite3 and the second reader of tests/protocol, which share nothing with the product."""
import os
import pathlib
import queue
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[3]
BIN = pathlib.Path(sys.argv.pop(1)).resolve() if len(sys.argv) > 1 else ROOT / "build/dev/bin"
sys.path.insert(0, str(ROOT / "tests/protocol"))
import journal_reader  # noqa: E402

BATCH, ENTRIES = 4, 7  # numbers of trao.proto
OK, FAILED, USAGE, FOUND, UNREACHABLE = range(5)
PATIENCE = 40
CONFIG = "[server]\nstate = state\n[intake]\nlisten = tcp://127.0.0.1:{port}\n[board]\nport = 0\n"
ENV = {**{name: value for name, value in os.environ.items()
          if not name.startswith(("TRAO_", "LC_", "LANG"))}, "TRAO_LANG": "en"}


def until(holds, what, seconds=PATIENCE):
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            raise AssertionError(f"not within {seconds} s: {what()}")
        time.sleep(.02)


class Unit:
    """A running unit, spoken to through a FIFO."""

    def __init__(self, home, *words):
        self.home, self.fifo = home, home.parent / f"{home.name}.fifo"
        if not self.fifo.exists():
            os.mkfifo(self.fifo)
        self.log = open(home.parent / f"{home.name}.log", "ab")
        self.process = subprocess.Popen(
            [BIN / "trao-handheld", "--home", home, "--input", self.fifo, "--lang", "en",
             *map(str, words)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=self.log)
        self.said = queue.Queue()
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()
        self.pipe = os.open(self.fifo, os.O_RDWR)

    def _read(self):
        for line in self.process.stdout:
            self.said.put(line.decode().rstrip("\n"))

    def answer(self, line):
        os.write(self.pipe, f"{line}\n".encode())
        while True:
            said = self.said.get(timeout=PATIENCE)
            if not said.startswith("info "):
                return said

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
        self.process.wait(PATIENCE)
        self.reader.join(PATIENCE)
        self.process.stdout.close()
        os.close(self.pipe)
        self.log.close()


class Province:
    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="trao-backup-"))
        self.config, self.state = self.folder / "server.ini", self.folder / "state"
        self.backups = self.folder / "backups"
        self.config.write_text(CONFIG.format(port="*"))
        self.server, self.units = None, []

    def close(self):
        for unit in self.units:
            unit.stop()
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self):
        endpoint = self.state / "run/intake.endpoint"
        endpoint.unlink(missing_ok=True)
        with open(self.folder / "server.log", "ab") as log:
            self.server = subprocess.Popen([BIN / "trao-server", "--config", self.config],
                                           stdout=log, stderr=log, env=ENV)
        until(endpoint.exists, lambda: (self.folder / "server.log").read_text()[-2000:])
        self.endpoint = endpoint.read_text().strip()
        self.config.write_text(CONFIG.format(port=self.endpoint.rsplit(":", 1)[1]))

    def kill(self):
        """The parent is killed outright, as by a power cut; its roles end with it."""
        if self.server and self.server.poll() is None:
            self.server.send_signal(signal.SIGKILL)
            self.server.wait(PATIENCE)
        self.server = None

    def free(self):
        """Nobody holds the locks of the state folder any more."""
        def unlocked():
            return all(subprocess.run(["flock", "-n", path, "true"], check=False).returncode == 0
                       for path in self.state.glob("*.db-lock"))
        until(unlocked, lambda: "a role lives on")
        time.sleep(.5)  # a role that was only starting when its parent died
        until(unlocked, lambda: "a role lives on")

    def trao(self, *words, **more):
        done = subprocess.run([BIN / "trao", "-c", self.config, *map(str, words)], env=ENV,
                              capture_output=True, timeout=120, check=False, **more)
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    def unit(self, name, party):
        home = self.folder / name
        subprocess.run([BIN / "trao-handheld", "--home", home, "--init"], env=ENV, check=True,
                       capture_output=True, timeout=PATIENCE)
        code, out, err = self.trao("device", "enrol", home / "unit.pub", "--label", name,
                                   "--party", party, "--by", "Lan", "--and", "Minh", "--wait", 60)
        assert code == OK, out + err
        unit = Unit(home, "--server", self.endpoint, "--server-key",
                    self.state / "keys/server.pub")
        self.units.append(unit)
        return unit

    def unsent(self, unit):
        done = subprocess.run([BIN / "trao-handheld", "--home", unit.home, "--status", "--lang",
                               "en"], env=ENV, capture_output=True, timeout=PATIENCE, check=False)
        for line in done.stdout.decode().splitlines():
            if line.startswith("STATUS-03"):
                return int(line.rsplit(" ", 1)[1])
        return None

    def all_sent(self):
        for unit in self.units:
            until(lambda: self.unsent(unit) == 0,
                  lambda: (self.folder / "server.log").read_text()[-2000:])


def fields(data):
    """(number, value) of a protobuf message: varints as int, the rest as bytes."""
    at = 0

    def varint():
        nonlocal at
        value = shift = 0
        while True:
            byte, at = data[at], at + 1
            value, shift = value | (byte & 127) << shift, shift + 7
            if byte < 128:
                return value

    while at < len(data):
        tag = varint()
        if tag & 7 == 0:
            yield tag >> 3, varint()
            continue
        size = {1: 8, 5: 4}.get(tag & 7)
        size = varint() if size is None else size
        yield tag >> 3, data[at:at + size]
        at += size


def read_batch(message):
    """The sealed entries of a stored batch: Envelope.batch.entries of trao.proto."""
    batch = dict(fields(message))[BATCH]
    return dict(fields(batch))[ENTRIES]


def unit_entries(home):
    """{(device, epoch, seq): bytes} of a unit's journal."""
    with sqlite3.connect(f"file:{home}/journal.db?mode=ro", uri=True) as book:
        rows = book.execute("SELECT whole FROM entry ORDER BY place").fetchall()
    book.close()
    return take_apart(b"".join(whole for whole, in rows))


def take_apart(data):
    entries = {}
    while data:
        entry = journal_reader.Entry(data)
        key = (entry.device, entry.epoch, entry.seq)
        assert key not in entries, f"twice: {key}"
        entries[key] = data[:entry.size]
        data = data[entry.size:]
    return entries


def book_entries(path):
    """{(device, epoch, seq): bytes} of what counts in acts.db; fails on anything that is there
    twice, and on a chain or signature that does not hold."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as book:
        rows = book.execute("SELECT count, skip, message FROM batch ORDER BY n").fetchall()
    book.close()
    entries, streams = {}, {}
    for count, skip, message in rows:
        data = read_batch(message)
        for number in range(count):
            entry = journal_reader.Entry(data)
            if number >= skip:
                key = (entry.device, entry.epoch, entry.seq)
                assert key not in entries, f"twice in the book: {key}"
                entries[key] = data[:entry.size]
                streams.setdefault(entry.device, journal_reader.Stream()).take(entry)
            data = data[entry.size:]
    return entries


def level_two(path):
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as book:
        rows = book.execute("SELECT device, level_two_epoch, level_two_seq FROM stream").fetchall()
    book.close()
    return {device & (1 << 64) - 1: (epoch, seq) for device, epoch, seq in rows}

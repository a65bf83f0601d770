"""handheld - runs the real `trao-handheld` for the tests in this folder, and reads its journal with
the second reader of tests/protocol, which shares nothing with the product.

Argument of every test here: the folder of the programs. What is written goes into a temporary
folder; every process started here is ended here by its id."""
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
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[3]
BIN = pathlib.Path(sys.argv.pop(1)).resolve() if len(sys.argv) > 1 else ROOT / "build/dev/bin"
sys.path.insert(0, str(ROOT / "tests/protocol"))
import journal_reader  # noqa: E402

OK, FAILED, USAGE, NOT_REACHED = 0, 1, 2, 4
PATIENCE = 30


def run(*words, given=""):
    """(exit code, lines of standard output, standard error)."""
    done = subprocess.run([BIN / "trao-handheld", *map(str, words)], input=given.encode(),
                          capture_output=True, timeout=PATIENCE, check=False)
    return done.returncode, done.stdout.decode().splitlines(), done.stderr.decode()


def answers(lines):
    """The answers without what is told beside them, as (word, code, sentence)."""
    return [tuple(line.split(" ", 2)) for line in lines if not line.startswith("info ")]


class Unit:
    """A running unit, spoken to through a FIFO."""

    def __init__(self, home, *words):
        self.fifo = home.parent / f"{home.name}.fifo"
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

    def put(self, *lines):
        os.write(self.pipe, "".join(f"{line}\n" for line in lines).encode())

    def hear(self, seconds=PATIENCE):
        """The next line; None when none comes in time."""
        try:
            return self.said.get(timeout=seconds)
        except queue.Empty:
            return None

    def answer(self, line):
        """Gives LINE, returns its answer, whatever is told beside it."""
        self.put(line)
        while True:
            said = self.hear()
            if said is None:
                raise AssertionError(f"no answer to {line}")
            if not said.startswith("info "):
                return said

    def until_told(self, code, seconds=PATIENCE):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            said = self.hear(max(0.01, end - time.monotonic()))
            if said and f" {code} " in said:
                return said
        raise AssertionError(f"{code} was not told")

    def kill(self):
        self._end(signal.SIGKILL)

    def stop(self):
        return self._end(signal.SIGTERM)

    def _end(self, how):
        if self.process.poll() is None:
            self.process.send_signal(how)
        code = self.process.wait(PATIENCE)
        self.reader.join(PATIENCE)
        self.process.stdout.close()
        os.close(self.pipe)
        self.log.close()
        return code


def journal(home):
    """The entries of a unit's journal, checked: chain, hashes, signatures."""
    with sqlite3.connect(f"file:{home}/journal.db?mode=ro", uri=True) as book:
        rows = book.execute("SELECT whole FROM entry ORDER BY place").fetchall()
    book.close()
    data = b"".join(whole for whole, in rows)
    said = journal_reader.read_stream(data)[0]
    if not said.startswith(f"stream ok {len(rows)} "):
        raise AssertionError(said)
    entries = []
    while data:
        entry = journal_reader.Entry(data)
        entries.append(entry)
        data = data[entry.size:]
    return entries


def facts(entry):
    """What an entry states, as a dictionary of the words of journal_reader."""
    said = journal_reader.statement(entry)
    if said[0] != "statement ok":
        raise AssertionError(said[0])
    found = {}
    for line in said[1:]:
        word, _, value = line.partition(" ")
        found.setdefault(word, []).append(value[1:-1] if value[:1] == '"' else value)
    return found


class Case(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="trao-handheld-"))
        self.home = self.folder / "unit"
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def unit(self, *words):
        unit = Unit(self.home, *words)
        self.addCleanup(lambda: unit.process.poll() is None and unit.kill())
        return unit

    def once(self, *lines, more=()):
        return run("--home", self.home, "--once", "--lang", "en", "--party", "center", *more,
                   given="".join(f"{line}\n" for line in lines))

"""The watch role as a process: first start, kills, a rebuild beside, books that are gone or broken.

Usage: role_test.py FOLDER-OF-PROGRAMS [TEST…]. Each process started here is ended here, by its pid.
"""

import json
import os
import pathlib
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest

BIN = pathlib.Path(sys.argv.pop(1)).resolve()
ROOT = pathlib.Path(__file__).resolve().parents[3]
PATIENCE = 60
OK, FOUND = 0, 3
# Forecasts move with the working minutes; on a Sunday two books of one minute apart are equal.
SUNDAY = (f"[clock]\nstart = 2026-11-22T08:00\nrate = 1\n"
          f"anchor_mono_ms = {time.monotonic_ns() // 1_000_000}\n")


def environment():
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TRAO_")}
    return {**kept, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "TRAO_LANG": "en"}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Home(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="trao-watch-"))
        self.config = self.folder / "server.ini"
        self.state = self.folder / "state"
        self.running = []
        self.config.write_text(f"[server]\nstate = state\n[intake]\nlisten = tcp://127.0.0.1:"
                               f"{free_port()}\n[board]\nport = 0\n{SUNDAY}", encoding="utf-8")

    def tearDown(self):
        for process in self.running:
            if process.poll() is None:
                process.kill()
            process.wait()
        shutil.rmtree(self.folder)

    def start(self, role):
        log = open(self.folder / f"{role}.log", "a", encoding="utf-8")
        process = subprocess.Popen([BIN / "trao-server", "--config", self.config, role],
                                   stdout=log, stderr=log, env=environment())
        log.close()
        self.running.append(process)
        return process

    def start_intake(self):
        intake = self.start("intake")
        self.until(lambda: (self.state / "run/intake.endpoint").exists(), "the door is shut")
        return intake

    def stop(self, process):
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(timeout=PATIENCE), 0)

    def kill(self, process):
        process.kill()
        process.wait()

    def log(self, role):
        return (self.folder / f"{role}.log").read_text(encoding="utf-8")

    def trao(self, *words):
        done = subprocess.run([BIN / "trao", "--config", self.config, *words], text=True,
                              capture_output=True, timeout=PATIENCE, env=environment(), check=False)
        return done.returncode, done.stdout, done.stderr

    def until(self, holds, why):
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if holds():
                return
            time.sleep(0.05)
        self.fail(f"{why}; the log says\n{self.logs()}")

    def logs(self):
        return "".join(path.read_text() for path in sorted(self.folder.glob("*.log")))

    def query(self, sql):
        try:
            with sqlite3.connect(f"file:{self.state}/flags.db?mode=ro", uri=True) as book:
                return book.execute(sql).fetchone()[0]
        except (sqlite3.Error, TypeError):
            return None

    def canonical(self):
        """All but the line that says how far the book is: its clock goes on."""
        code, out, err = self.trao("export", "--canonical")
        self.assertEqual((code, err), (OK, ""))
        return [line for line in out.splitlines() if not line.startswith("book\t")]

    def furnish(self, dossiers="20"):
        """Intake and watch with a small province in their books."""
        files = self.folder / "province"
        subprocess.run(["/usr/bin/python3", ROOT / "tools/province/generate", "--days", "2",
                        "--dossiers-per-day", dossiers, "--out", files], check=True,
                       capture_output=True, timeout=PATIENCE)
        intake = self.start_intake()
        watch = self.start("watch")
        for name in ("calendar.csv", "plan.csv", "feed.json", "acts.csv"):
            code, _, err = self.trao("import", files / name)
            self.assertEqual((code, err), (OK, ""))
        self.until(self.is_caught_up, "watch does not catch up")
        return intake, watch

    def is_caught_up(self):
        try:
            with sqlite3.connect(f"file:{self.state}/acts.db?mode=ro", uri=True) as acts:
                newest = acts.execute("SELECT max(n) FROM batch").fetchone()[0]
        except sqlite3.Error:
            return False
        return newest is not None and newest == self.query("SELECT n FROM book") \
            and self.query("SELECT checked FROM book") == newest


class First(Home):
    def test_watch_waits_for_the_acts_and_then_watches(self):
        watch = self.start("watch")
        self.until(lambda: "waits for intake" in self.log("watch"), "watch says nothing")
        self.assertIsNone(watch.poll())
        intake = self.start("intake")
        self.until(lambda: self.query("SELECT written_ms FROM book"), "there is no flag book")
        self.stop(watch)
        self.stop(intake)
        self.assertNotIn("level=error", self.log("watch"))

    def test_a_second_watch_does_not_write_the_same_book(self):
        self.start_intake()
        watch = self.start("watch")
        self.until(lambda: self.query("SELECT written_ms FROM book"), "there is no flag book")
        second = self.start("watch")
        self.assertEqual(second.wait(timeout=PATIENCE), 1)
        self.assertIsNone(watch.poll())
        self.assertIn("another process", self.log("watch"))


class Rebuilds(Home):
    def test_a_rebuild_under_a_running_server_gives_the_same_book(self):
        intake, watch = self.furnish()
        before = self.canonical()
        self.assertGreater(len(before), 100)
        inode = os.stat(self.state / "flags.db").st_ino
        code, _, err = self.trao("rebuild")
        self.assertEqual(code, OK, err)
        self.assertNotEqual(os.stat(self.state / "flags.db").st_ino, inode)
        self.assertEqual(self.canonical(), before)
        self.assertIsNone(watch.poll())
        self.assertFalse((self.state / "flags.db.new").exists())
        self.stop(watch)
        self.stop(intake)

    def test_a_rebuild_of_a_server_at_rest_gives_the_same_book(self):
        intake, watch = self.furnish()
        self.stop(watch)
        self.stop(intake)
        _, before, _ = self.trao("export", "--canonical")
        code, _, err = self.trao("rebuild")
        self.assertEqual(code, OK, err)
        _, after, _ = self.trao("export", "--canonical")
        self.assertEqual(after, before)  # the clock included


class Trouble(Home):
    def test_watch_goes_on_when_intake_is_down_and_says_how_far_it_is(self):
        intake, watch = self.furnish()
        self.kill(intake)
        before = self.query("SELECT written_ms FROM book")
        code, out, _ = self.trao("late", "--all", "--json")
        self.assertIn(code, (OK, FOUND))
        self.assertTrue(json.loads(out)["flags"])
        self.until(lambda: self.query("SELECT written_ms FROM book") != before,
                   "watch does not write that it lives")
        self.assertIsNone(watch.poll())

    def test_a_killed_watch_goes_on_where_it_was(self):
        _, watch = self.furnish()
        before = self.canonical()
        self.kill(watch)
        watch = self.start("watch")
        self.until(lambda: self.log("watch").count("msg=watching") == 2, "watch does not begin")
        self.assertEqual(self.canonical(), before)
        self.assertNotIn("anew", self.log("watch"))

    def test_a_broken_or_missing_flag_book_is_made_anew(self):
        _, watch = self.furnish()
        before = self.canonical()
        self.stop(watch)
        for end in ("-wal", "-shm"):
            (self.state / f"flags.db{end}").unlink(missing_ok=True)
        (self.state / "flags.db").write_bytes(b"this is no book" * 1000)
        watch = self.start("watch")
        self.until(self.is_caught_up, "no book was made of the broken one's acts")
        self.assertIn("made anew", self.log("watch"))
        self.assertEqual(self.canonical(), before)
        for end in ("", "-wal", "-shm"):
            (self.state / f"flags.db{end}").unlink(missing_ok=True)
        self.until(self.is_caught_up, "the book that was deleted does not come back")
        self.until(lambda: self.canonical() == before, "the book is not what it was")
        self.assertIsNone(watch.poll())

    def test_a_watch_killed_again_and_again_while_it_reads_ends_with_the_same_book(self):
        _, watch = self.furnish(dossiers="60")
        before = self.canonical()
        self.stop(watch)
        for end in ("", "-wal", "-shm"):
            (self.state / f"flags.db{end}").unlink()
        for milliseconds in range(50, 600, 50):
            watch = self.start("watch")
            time.sleep(milliseconds / 1000)
            self.kill(watch)
        self.start("watch")
        self.until(self.is_caught_up, "watch does not catch up")
        self.assertEqual(self.canonical(), before)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], "-v", *sys.argv[1:]])

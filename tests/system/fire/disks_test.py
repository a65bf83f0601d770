"""Full disks, read-only disks, clocks set back, clones and old images, on the real programs.

What a person reads is checked in both languages; whatever was answered "ok" is on the server in
the end. Small disks are tmpfs; where nothing may be mounted, those tests are skipped by name."""
import os
import pathlib
import shutil
import subprocess
import sys
import time
import unittest

BIN = pathlib.Path(sys.argv.pop(1)).resolve()

import book  # noqa: E402
import programs  # noqa: E402
from scans import told_code  # noqa: E402

MIB = 1 << 20
LANGUAGES = ("en", "vi")
CLONED = 2  # ACT_INCIDENT_CLONED in acts.db
FULL = {"en": "UNIT-57 The unit's memory is nearly full: NOT recorded.",
        "vi": "UNIT-57 Bộ nhớ máy gần đầy: CHƯA ghi."}
ONLY_READ = {"en": "HOME-15 The journal {} is being written by another process, or can only be "
                   "read.",
             "vi": "HOME-15 Sổ {} đang do tiến trình khác ghi, hoặc chỉ đọc được."}
MOVED = {"en": "UNIT-73 The unit's clock was moved by -3600 seconds; that is written in the book.",
         "vi": "UNIT-73 Đồng hồ máy đã bị chỉnh -3600 giây; việc này được ghi vào sổ."}
LOCKED = {"en": "UNIT-60 The unit is locked, a copy of its book exists: NOT recorded. Two persons",
          "vi": "UNIT-60 Máy bị khóa vì có bản sao của sổ: CHƯA ghi. Hai người phải đăng ký lại"}
TAIL_LOST = {"en": "UNIT-77 The unit's book lacks its end; it goes on in epoch 2.",
             "vi": "UNIT-77 Sổ của máy thiếu phần cuối so với máy chủ; ghi tiếp ở kỳ 2."}


class Person:
    """Somebody with a running unit, who remembers what was answered "ok"."""

    def __init__(self, folder, home, language, *more):
        self.folder, self.home, self.told, self.heard = folder, home, set(), []
        self.words = [*folder.unit_words(home, language=language), *more]
        self.process = None

    def begin(self):
        self.process = self.folder.start(self.home.name, self.words, stdin=subprocess.PIPE,
                                         stdout=subprocess.PIPE)
        return self

    def say(self, *lines):
        """The answers, one for each line."""
        return [self.answer(line) for line in lines]

    def answer(self, line):
        self.process.stdin.write(f"{line}\n".encode())
        self.process.stdin.flush()
        while True:
            said = self.process.stdout.readline().decode()
            if not said:
                raise programs.Failed(f"no answer to {line}: {self.folder.said(self.home.name)}")
            self.heard.append(said.rstrip("\n"))
            if told_code(said):
                self.told.add(told_code(said))
            if not said.startswith("info "):
                return said.rstrip("\n")

    def scan(self, first, count=10):
        return self.say(*(f"scan H41.04-230321-{i:05}" for i in range(first, first + count)))

    def until_told(self, sentence):
        """Reads what the unit tells of its own accord; the test's time bounds it."""
        for line in self.process.stdout:
            if sentence in line.decode():
                return
        raise programs.Failed(f"never told: {sentence}")

    def leave(self):
        self.process.stdin.close()
        programs.kill(self.process)
        self.process.stdout.close()

    def once(self, *lines, drain=20):
        """(exit code, all that was said) of a run that ends with its input."""
        done = subprocess.run([*map(str, self.words), "--once", "--drain", str(drain)],
                              input="".join(f"{line}\n" for line in lines).encode(),
                              capture_output=True, timeout=programs.PATIENCE, check=False)
        said = done.stdout.decode()
        self.told |= set(filter(None, map(told_code, said.splitlines())))
        return done.returncode, said + done.stderr.decode()


class Case(unittest.TestCase):
    def setUp(self):
        self.folder = programs.Folder(BIN)
        self.addCleanup(self.folder.remove)
        self.processes = []
        self.addCleanup(lambda: [programs.kill(process) for process in self.processes])

    def mount(self, path, size):
        path.mkdir(parents=True, exist_ok=True)
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", path],
                              capture_output=True, check=False)
        if done.returncode != 0:
            self.skipTest("this machine lets us mount nothing")
        self.addCleanup(subprocess.run, ["umount", "-l", path], check=False)

    def remount(self, path, how):
        """Only while nobody has a file open to write there."""
        done = subprocess.run(["mount", "-o", f"remount,{how}", path], capture_output=True,
                              check=False)
        if done.returncode != 0:
            raise programs.Failed(done.stderr.decode())

    def fill(self, path, free):
        """A file of somebody else's that leaves FREE bytes."""
        state = os.statvfs(path)
        (path / "photos").write_bytes(bytes(max(0, state.f_bavail * state.f_frsize - free)))

    def open_door(self):
        intake = self.folder.start_intake()
        self.processes.append(intake)
        programs.wait_for("the door opens", lambda: self.folder.intake_is_open()
                          or intake.poll() is not None)
        self.assertTrue(self.folder.intake_is_open(), self.folder.said("intake"))
        return intake

    def begin(self, name="unit"):
        """A server, and a unit enrolled with it."""
        self.folder.configure()
        intake = self.open_door()
        return intake, self.folder.make_unit(name)

    def person(self, home, language, *more):
        person = Person(self.folder, home, language, *more).begin()
        self.addCleanup(person.leave)
        return person

    def check_nothing_lost(self, intake, *people):
        """After a last sync, what all of PEOPLE were told stands on the server, once."""
        for person in people:
            code, said = person.once()
            self.assertEqual(code, 0, said)
        self.assertEqual(programs.stop(intake), 0)
        told = set().union(*(person.told for person in people))
        entries = book.stored(self.folder.state / "acts.db")
        account, home = book.Account(), people[0].home
        account.unit(home.name, told, book.journal(home), entries[book.device_of(home)])
        return account

    def assert_clean(self, account, at_least):
        self.assertEqual(account.lines, [])
        self.assertGreaterEqual(account.acts, at_least)


class UnitDisk(Case):
    def test_row_40_a_full_unit_says_so_and_still_syncs(self):
        for language in LANGUAGES:
            with self.subTest(language):
                self.setUp()
                intake, home = self.small_unit(6 * MIB)
                self.assertEqual(programs.stop(intake), 0)  # out of reach: the queue has to wait
                person = self.person(home, language)
                person.say("do intake")
                person.scan(0, 20)
                self.fill(home.parent, 64 * 1024)
                self.assertIn(FULL[language], person.scan(20, 1)[0])
                person.leave()
                intake = self.open_door()
                code, said = person.once()  # and with the disk still full
                self.assertEqual(code, 0, said)
                (home.parent / "photos").unlink()
                self.assert_clean(self.check_nothing_lost(intake, person), 20)

    def test_row_41_a_unit_on_a_read_only_disk_says_so_and_shows_its_book(self):
        for language in LANGUAGES:
            with self.subTest(language):
                self.setUp()
                intake, home = self.small_unit(6 * MIB)
                person = Person(self.folder, home, language)
                self.assertEqual(person.once("do intake", "scan H41.04-230321-00001")[0], 0)
                self.remount(home.parent, "ro")
                code, said = person.once("scan H41.04-230321-00002")
                self.assertEqual(code, 1, said)
                self.assertIn(ONLY_READ[language].format(home / "journal.db"), said)
                shown = subprocess.run([*map(str, person.words[:5]), "--status"], check=True,
                                       capture_output=True, timeout=30).stdout.decode()
                self.assertIn("STATUS-02", shown)
                self.remount(home.parent, "rw")
                self.assertEqual(person.once("scan H41.04-230321-00003")[0], 0)
                self.assert_clean(self.check_nothing_lost(intake, person), 2)

    def small_unit(self, size):
        self.mount(self.folder.path / "card", size)
        return self.begin("card/unit")


class ServerDisk(Case):
    def test_row_77_a_full_server_takes_nothing_until_there_is_room(self):
        self.mount(self.folder.state, 48 * MIB)  # the server keeps 16 of them back
        intake, home = self.begin()
        person = self.person(home, "en")
        person.say("do intake")
        person.scan(0)
        programs.wait_for("the first acts", lambda: len(self.stored(home)) > 10)
        self.fill(self.folder.state, 0)
        for first in range(10, 2000, 200):  # more than what is left of the WAL can take
            person.scan(first, 200)
        programs.wait_for("the log says why", lambda: "devices hear busy" in
                          self.folder.said("intake"))
        self.assertIn("why=full", self.folder.said("intake"))
        self.assertIsNone(intake.poll())
        person.leave()
        self.assertEqual(person.once(drain=1)[0], 4)
        (self.folder.state / "photos").unlink()
        self.assert_clean(self.check_nothing_lost(intake, person), 2000)
        self.assertIn("the book of acts is written again", self.folder.said("intake"))

    def test_row_77_a_server_on_a_read_only_disk_says_so_and_units_keep_their_acts(self):
        self.mount(self.folder.state, 48 * MIB)  # the server keeps 16 of them back
        intake, home = self.begin()
        person = Person(self.folder, home, "vi")
        self.assertEqual(person.once("do intake", "scan H41.04-230321-00001")[0], 0)
        self.assertEqual(programs.stop(intake), 0)
        self.remount(self.folder.state, "ro")
        intake = self.folder.start("intake", [BIN / "trao-server", "--config", self.folder.config,
                                              "intake"])
        self.processes.append(intake)
        self.assertEqual(intake.wait(programs.PATIENCE), 1)
        self.assertRegex(self.folder.said("intake"), r'level=error .* why=denied')
        self.assertEqual(person.once("scan H41.04-230321-00002", drain=1)[0], 4)
        self.remount(self.folder.state, "rw")
        self.assert_clean(self.check_nothing_lost(self.open_door(), person), 2)

    def stored(self, home):
        return book.stored_now(self.folder.state / "acts.db",
                               self.folder.path / "look.db")[book.device_of(home)]


class Clock(Case):
    def test_row_33_a_clock_set_back_is_told_and_the_order_stays(self):
        anchor = time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1_000_000
        for language in LANGUAGES:
            with self.subTest(language):
                self.setUp()
                intake, home = self.begin()
                at = [Person(self.folder, home, language, "--demo-clock",
                             f"2026-11-23T{hour}:30:00,1,{anchor}") for hour in (16, 15)]
                code, said = at[0].once("do intake", "scan H41.04-230321-00001")
                self.assertEqual(code, 0, said)
                code, said = at[1].once("scan H41.04-230321-00002")
                self.assertEqual(code, 0, said)
                self.assertIn(MOVED[language], said)
                self.assert_clean(self.check_nothing_lost(intake, at[1], at[0]), 2)


class Copies(Case):
    def test_row_45_a_clone_is_locked_and_says_so_and_the_first_goes_on(self):
        for language in LANGUAGES:
            with self.subTest(language):
                self.setUp()
                intake, home = self.begin()
                first = Person(self.folder, home, language)
                self.assertEqual(first.once("do intake", "scan H41.04-230321-00001")[0], 0)
                shutil.copytree(home, self.folder.path / "clone")
                clone = Person(self.folder, self.folder.path / "clone", language)
                self.assertEqual(first.once("scan H41.04-230321-00002")[0], 0)
                clone.once("do intake", *(f"scan H41.04-230321-0000{i}" for i in (3, 4, 5)))
                code, said = clone.once("scan H41.04-230321-00006", drain=1)
                self.assertIn(LOCKED[language], said)
                self.assertNotIn("H41.04-230321-00006", clone.told)
                # what it said "ok" to before it knew stays in its own book, for the two persons
                codes = {book.scanned_code(entry) for whole in book.journal(clone.home)
                         for entry, _ in book.entries_in(whole)}
                self.assertLessEqual(clone.told, codes)
                self.assertEqual(programs.stop(intake), 0)
                kinds = book.rows(self.folder.state / "acts.db", "SELECT kind FROM incident")
                self.assertIn((CLONED,), kinds)
                entries = book.stored(self.folder.state / "acts.db")[book.device_of(home)]
                kept = {book.scanned_code(entry) for entry, _ in entries}
                self.assertLessEqual(first.told, kept)

    def test_row_45_an_old_image_of_a_unit_goes_on_in_a_new_epoch(self):
        for language in LANGUAGES:
            with self.subTest(language):
                self.setUp()
                intake, home = self.begin()
                person = Person(self.folder, home, language)
                self.assertEqual(person.once("do intake", "scan H41.04-230321-00001")[0], 0)
                shutil.copytree(home, self.folder.path / "image")  # the card as it is now
                self.assertEqual(person.once(*(f"scan H41.04-230321-0000{i}"
                                               for i in (2, 3)))[0], 0)
                shutil.rmtree(home)
                (self.folder.path / "image").rename(home)
                person.begin()  # it hears of it before anybody scans
                person.until_told(TAIL_LOST[language])
                person.leave()
                self.assertEqual(person.once("do intake", "scan H41.04-230321-00004")[0], 0)
                account = self.check_nothing_lost(intake, person)
                self.assertEqual((account.acts, account.lost, account.doubled), (4, 0, 0))

    def test_row_79_an_old_image_of_the_server_gets_everything_again(self):
        intake, home = self.begin()
        person = Person(self.folder, home, "en")
        self.assertEqual(person.once("do intake", "scan H41.04-230321-00001")[0], 0)
        self.assertEqual(programs.stop(intake), 0)
        shutil.copytree(self.folder.state, self.folder.path / "image",
                        ignore=shutil.ignore_patterns("*.bell"))  # sockets
        intake = self.open_door()
        self.assertEqual(person.once(*(f"scan H41.04-230321-0{i:04}" for i in range(2, 200)))[0], 0)
        self.assertEqual(programs.stop(intake), 0)
        shutil.rmtree(self.folder.state)
        (self.folder.path / "image").rename(self.folder.state)
        intake = self.open_door()
        self.assertEqual(person.once("scan H41.04-230321-09999")[0], 0)
        self.assert_clean(self.check_nothing_lost(intake, person), 200)


if __name__ == "__main__":
    unittest.main(verbosity=1)

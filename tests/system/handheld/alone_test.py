"""A unit without a server: first start, lines and reports from files, what it refuses to do."""
import os
import re
import sqlite3
import stat
import subprocess
import time
import unittest

from handheld import (BIN, FAILED, OK, ROOT, USAGE, Case, answers, facts, journal, run)

D1, D2 = "H41.04-230321-0001", "H41.04-230321-0002"


class FirstStart(Case):
    def test_it_makes_keys_for_itself_and_a_card_for_all(self):
        code, out, err = run("--home", self.home, "--init", "--lang", "en")
        self.assertEqual(code, OK)
        self.assertIn("HOME-07", err)
        self.assertEqual(out[0], "trao-device 1")
        self.assertEqual((self.home / "unit.pub").read_text().splitlines(), out)
        for name in ("sign.key", "link.curve"):
            self.assertEqual(stat.S_IMODE((self.home / name).stat().st_mode), 0o600)
        self.assertEqual(run("--home", self.home, "--init")[1:], (out, ""))
        entries = journal(self.home)
        self.assertEqual([(entry.kind, entry.place()) for entry in entries], [(1, (1, 1))])
        self.assertEqual(f"{entries[0].device:016x}", out[1].split()[1])

    def test_the_book_is_made_to_last(self):
        run("--home", self.home, "--init")
        with open(self.home / "journal.db", "rb") as file:
            head = file.read(100)
        self.assertEqual(head[18:20], b"\x02\x02")  # WAL
        trace = self.folder / "trace"
        done = subprocess.run(["strace", "-f", "-e", "trace=fdatasync,fsync", "-o", trace,
                               BIN / "trao-handheld", "--home", self.home, "--once", "--party",
                               "center"], input=f"do intake\nscan {D1}\n".encode(),
                              capture_output=True, timeout=60, check=False) \
            if os.access("/usr/bin/strace", os.X_OK) else None
        if done and done.returncode == OK:  # where strace may trace
            self.assertIn("fdatasync", trace.read_text())


class Lines(Case):
    def test_a_file_of_lines_is_answered_line_by_line(self):
        path = self.folder / "lines"
        path.write_text(f"# an afternoon\nbadge TH-center-TT01\ndo intake\nscan {D1}\nscan {D1}\n"
                        f"scan nonsense\nfly\n\ndo done", encoding="utf-8")
        code, out, err = run("--home", self.home, "--once", "--lang", "en", "--input", path)
        self.assertEqual(code, OK)
        self.assertEqual([answer[:2] for answer in answers(out)],
                         [("ok", "UNIT-11"), ("ok", "UNIT-04"), ("ok", "UNIT-01"),
                          ("duplicate", "UNIT-20"), ("refused", "UNIT-30"),
                          ("refused", "UNIT-37"), ("ok", "UNIT-06")])
        act, reading = journal(self.home)[1:]
        self.assertEqual(facts(act)["subject"], [D1])
        self.assertEqual(reading.kind, 5)

    def test_bytes_of_any_kind_do_no_harm(self):
        given = bytes(range(1, 256)) + b"\nscan \xff\xfe\nscan " + b"A" * 9000 + b"\nscan \x00" + \
            D1.encode() + b"\ndo intake\nscan \x00" + D2.encode() + b"\r\n"
        done = subprocess.run([BIN / "trao-handheld", "--home", self.home, "--once", "--lang",
                               "en", "--party", "center"], input=given, capture_output=True,
                              timeout=30, check=False)
        said = [line.split(" ")[:2] for line in done.stdout.decode().splitlines()
                if not line.startswith("info")]
        self.assertEqual(said[2:], [["refused", "CODE-03"], ["refused", "UNIT-54"],
                                    ["refused", "UNIT-31"], ["ok", "UNIT-04"], ["ok", "UNIT-01"]])
        self.assertEqual(done.returncode, OK)
        journal(self.home)

    def test_a_thousand_lines_at_once_are_all_answered_and_share_commits(self):
        lines = ["do intake"] + [f"scan H41.04-230321-{i:05}" for i in range(1000)] + ["do done"]
        begin = time.monotonic()
        code, out, _ = self.once(*lines)
        self.assertEqual(code, OK)
        self.assertEqual([answer[0] for answer in answers(out)], ["ok"] * 1002)
        self.assertEqual(len(journal(self.home)), 1001)
        self.assertLess(time.monotonic() - begin, 20)

    def test_the_next_process_goes_on_where_the_last_one_stopped(self):
        self.once("badge TH-post-BT01", "do take center", f"scan {D1}")
        code, out, _ = self.once(f"scan {D2}", "do done")
        self.assertEqual(code, OK)
        self.assertIn("info UNIT-70 Still open: take from the Center, 1 codes.", out)
        self.assertEqual(answers(out)[-1][1:], ("UNIT-10", "Taken: 2 codes from the Center."))
        take = journal(self.home)[-1]
        self.assertEqual(take.kind, 4)
        self.assertEqual(take.person, b"BT01")

    def test_reports_come_from_a_file_too(self):
        path = self.folder / "reports"
        report = bytes.fromhex("02125d4330") + D1.encode()
        path.write_bytes(report.ljust(64, b"\0") + b"\x02\x01short")
        code, out, _ = run("--home", self.home, "--once", "--lang", "en", "--hid", path,
                           "--input", "/dev/null")
        self.assertEqual(code, OK)
        self.assertEqual([answer[:2] for answer in answers(out)],
                         [("refused", "UNIT-31"), ("refused", "UNIT-62")])


class Refusals(Case):
    def test_a_wrong_command_line_says_one_sentence(self):
        for words in ((), ("--home",), ("--home", "x", "more"), ("--home", "x", "--lang", "fr"),
                      ("--home", "x", "--server", "tcp://127.0.0.1:1"), ("--fly",),
                      ("--home", "x", "--demo-clock", "now")):
            code, out, err = run(*words)
            self.assertEqual((code, out), (USAGE, []), words)
            self.assertRegex(err, r"HOME-0[12] ")
        self.assertEqual(run("--help", "--lang", "en")[0], OK)
        self.assertRegex(run("--version")[1][0], r"^trao-handheld \d+\.\d+\.\d+$")

    def test_a_second_process_does_not_write_the_same_book(self):
        unit = self.unit("--party", "center")
        self.assertTrue(unit.answer("do intake").startswith("ok"))
        code, _, err = self.once(f"scan {D1}")
        self.assertEqual(code, FAILED)
        self.assertIn("HOME-15", err)
        code, out, _ = run("--home", self.home, "--status", "--lang", "en")
        self.assertEqual(code, OK)  # but may look
        self.assertIn("STATUS-03 Unsent: 1", out)
        self.assertEqual(unit.stop(), OK)

    def test_row_46_a_newer_book_is_not_touched(self):
        run("--home", self.home, "--init")
        path = self.home / "journal.db"
        with sqlite3.connect(path) as book:
            book.execute("PRAGMA user_version = 99")
            book.commit()
        book.close()
        before = path.read_bytes()
        code, _, err = self.once(f"scan {D1}")
        self.assertEqual(code, FAILED)
        self.assertIn("HOME-14", err)
        self.assertEqual(path.read_bytes(), before)

    def test_a_book_without_its_key_is_left_alone(self):
        self.once("do intake", f"scan {D1}")
        (self.home / "sign.key").unlink()
        code, _, err = self.once("do done")
        self.assertEqual(code, FAILED)
        self.assertIn("HOME-05", err)

    def test_row_44_a_deleted_book_begins_anew_in_the_next_epoch(self):
        self.once("do intake", f"scan {D1}")
        for path in self.home.glob("journal.db*"):
            path.unlink()
        code, out, _ = self.once("do intake", f"scan {D2}")
        self.assertEqual(code, OK)
        self.assertTrue(any("UNIT-78" in line for line in out))
        entries = journal(self.home)
        self.assertEqual([entry.place() for entry in entries], [(2, 1), (2, 2), (2, 3)])
        self.assertEqual([entry.kind for entry in entries], [1, 16, 2])

    def test_row_44_a_book_deleted_under_the_running_unit_is_told_and_begun_anew(self):
        unit = self.unit("--party", "center")
        for line in ("do intake", f"scan {D1}"):
            self.assertTrue(unit.answer(line).startswith("ok"))
        for path in self.home.glob("journal.db*"):
            path.unlink()
        self.assertTrue(unit.answer(f"scan {D2}").startswith("refused UNIT-58"))
        time.sleep(1.2)
        for line in ("do intake", f"scan {D2}"):
            self.assertTrue(unit.answer(line).startswith("ok"))
        self.assertEqual(unit.stop(), OK)
        self.assertEqual([(entry.place(), entry.kind) for entry in journal(self.home)],
                         [((2, 1), 1), ((2, 2), 16), ((2, 3), 2)])

    def test_row_40_a_full_disk_is_told_before_anything_is_written(self):
        small = self.folder / "small"
        small.mkdir()
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1500k", "tmpfs", small],
                          capture_output=True, check=False).returncode != 0:
            self.skipTest("no right to mount a small disk here")
        self.addCleanup(subprocess.run, ["umount", small], check=False)
        self.home = small / "unit"
        self.assertEqual(self.once("do intake", f"scan {D1}")[0], OK)
        free = os.statvfs(small).f_bavail * os.statvfs(small).f_frsize
        (small / "photos").write_bytes(bytes(max(0, free - 100 * 1024)))
        before = len(journal(self.home))
        code, out, _ = self.once(f"scan {D2}")
        self.assertEqual(code, OK)
        self.assertEqual(answers(out)[-1][:2], ("refused", "UNIT-57"))
        self.assertEqual(len(journal(self.home)), before)
        (small / "photos").unlink()
        self.assertEqual(answers(self.once(f"scan {D2}")[1])[-1][:2], ("ok", "UNIT-01"))


class Manual(Case):
    PAGE = ROOT / "docs/man/trao-handheld.1.md"

    def test_every_option_stands_in_the_manual_page(self):
        page = self.PAGE.read_text(encoding="utf-8")
        for language in ("en", "vi"):
            said = "\n".join(run("--help", "--lang", language)[1])
            for option in re.findall(r"--[a-z-]+", said):
                self.assertIn(f"`{option}`", page)

    def test_the_examples_of_the_manual_page_run(self):
        """What is indented behind a `$` is a command; a line more indented belongs to it."""
        page = self.PAGE.read_text(encoding="utf-8")
        commands = re.findall(r"^    \$ (.*(?:\n        .*)*)", page, re.M)
        self.assertGreater(len(commands), 2)
        printed = b""
        for command in commands:
            command = command.replace("/tmp/", f"{self.folder}/")
            done = subprocess.run(["bash", "-c", command], capture_output=True, timeout=30,
                                  check=False, env={"PATH": f"{BIN}:/usr/bin:/bin"})
            self.assertEqual(done.returncode, OK, command)
            printed += done.stdout
        self.assertIn(b"ok UNIT-06", printed)
        self.assertRegex(printed, rb"(?m)^SCAN-\d\d ")  # --probe says something on any machine


if __name__ == "__main__":
    unittest.main(verbosity=1)

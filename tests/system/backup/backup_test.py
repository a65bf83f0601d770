"""The server's disk is destroyed, its backup restored, and the units bring back what is missing.

Real server, two real units, real disk: everything that was told "ok" and everything that had a
receipt is in the book afterwards, once, byte for byte."""
import json
import random
import shutil
import sqlite3
import subprocess
import time
import unittest

from province import (BIN, ENV, FAILED, FOUND, OK, UNREACHABLE, USAGE, Province, book_entries,
                      level_two, unit_entries, until)

D = [f"H41.04-230321-{i:04}" for i in range(1, 200)]


class WithProvince(unittest.TestCase):
    def setUp(self):
        self.province = Province()
        self.addCleanup(self.province.close)
        self.province.start()

    def backup(self, wait=60, expect=OK):
        code, out, err = self.province.trao("--json", "backup", self.province.backups, "--wait",
                                            wait)
        self.assertEqual(code, expect, out + err)
        return json.loads(out) if out else err

    def restore(self, *words, expect=OK):
        code, out, err = self.province.trao("restore", *words)
        self.assertEqual(code, expect, out + err)
        return out + err


class Rehearsal(WithProvince):
    def test_row_79_a_destroyed_server_is_restored_and_the_units_bring_back_every_act(self):
        chance = random.Random(time.time_ns())
        units = [self.province.unit("center", "center"), self.province.unit("post", "post")]
        codes = iter(D)
        for unit, badge in zip(units, ("TH-center-TT01", "TH-post-BT01")):
            self.assertTrue(unit.answer(f"badge {badge}").startswith("ok"))
            self.assertTrue(unit.answer("do intake").startswith("ok"))
        self.scan(units, codes, 20)
        self.province.all_sent()
        made = self.backup()
        self.assertTrue(made["level_two"])
        self.check_level_two(made)
        self.scan(units, codes, 20)
        self.province.all_sent()
        acknowledged = book_entries(self.province.state / "acts.db")
        self.scan(units, codes, chance.randrange(1, 8))  # some of it under way
        time.sleep(chance.random() * .2)
        self.province.kill()
        shutil.rmtree(self.province.state)
        self.scan(units, codes, 3)  # people go on
        self.restore(made["backup"])
        restored = book_entries(self.province.state / "acts.db")
        self.assertLess(len(restored), len(acknowledged))
        self.province.start()
        self.scan(units, codes, 3)
        self.province.all_sent()
        self.check_all(units, acknowledged, made)

    def scan(self, units, codes, count):
        for _ in range(count):
            for unit in units:
                self.assertTrue(unit.answer(f"scan {next(codes)}").startswith("ok"))

    def check_level_two(self, made):
        """As the statement says it, and as the units' journals have heard it with a receipt."""
        raised = level_two(self.province.state / "acts.db")
        with open(f"{made['backup']}/manifest", encoding="ascii") as manifest:
            said = [line.split() for line in manifest if line.startswith("stream ")]
        self.assertEqual(len(said), 3)
        for _, device, place, _ in said:
            self.assertEqual(raised[int(device, 16)], tuple(map(int, place.split("/"))))

    def check_all(self, units, acknowledged, made):
        book = book_entries(self.province.state / "acts.db")  # fails on anything doubled
        for unit in units:
            for key, whole in unit_entries(unit.home).items():
                self.assertEqual(book.get(key), whole, f"lost: {key}")
        desk = unit_entries(self.province.state / "admin")
        ours = {key[0] for key in desk}
        lost = [key for key in acknowledged if key not in book and key[0] not in ours]
        self.assertEqual(lost, [])
        with sqlite3.connect(f"file:{self.province.state}/acts.db?mode=ro", uri=True) as acts:
            behind, = acts.execute("SELECT count(*) FROM incident WHERE kind = 3").fetchone()
        acts.close()
        self.assertGreaterEqual(behind, 1)  # the units have said that the server was behind
        again = self.backup()
        self.assertNotEqual(again["backup"], made["backup"])
        self.assertTrue(again["level_two"])
        self.assertGreater(again["entries"], made["entries"])
        desk = unit_entries(self.province.state / "admin")
        self.assertEqual({key[1] for key in desk}, {1, 2})  # it came back in a new epoch
        until(lambda: set(desk) <= set(book_entries(self.province.state / "acts.db")), lambda: desk)


class Words(WithProvince):
    """What people meet: each case leaves whatever was there as it was."""

    def setUp(self):
        super().setUp()
        self.unit = self.province.unit("center", "center")
        self.unit.answer("badge TH-center-TT01")
        self.unit.answer("do intake")
        self.unit.answer(f"scan {D[0]}")
        self.province.all_sent()

    def only(self):
        return sorted(path.name for path in self.province.backups.iterdir() if path.is_dir())

    def test_a_damaged_backup_is_named_whichever_byte_it_is_and_nothing_is_touched(self):
        made = self.backup()
        folder = self.province.backups / self.only()[0]
        self.assertEqual(str(folder), made["backup"])
        self.province.kill()
        self.province.free()
        before = book_entries(self.province.state / "acts.db")
        chance = random.Random(79)
        for name in ("acts.db", "manifest", "keys/server.curve", "admin/journal.db", "server.ini"):
            for _ in range(2):
                at = chance.randrange((folder / name).stat().st_size)
                self.flip(folder / name, at)
                code, out, err = self.province.trao("restore", folder)
                self.assertEqual(code, FOUND, f"{name} {at}: {out}{err}")
                self.assertIn(name, out + err)
                self.flip(folder / name, at)
        (folder / "keys/server.pub").unlink()
        self.assertIn("keys/server.pub", self.restore(folder, expect=FOUND))
        self.assertEqual(book_entries(self.province.state / "acts.db"), before)
        self.assertEqual(sorted(path.name for path in self.province.state.glob("*restor*")), [])

    def flip(self, path, at):
        with open(path, "r+b") as file:
            file.seek(at)
            byte = file.read(1)[0]
            file.seek(at)
            file.write(bytes([byte ^ 1 << at % 8]))

    def test_a_running_server_keeps_its_state_and_what_stood_there_is_kept_aside(self):
        made = self.backup()
        self.assertIn("CLI-129", self.restore(made["backup"], expect=FAILED))
        self.province.kill()
        self.province.free()
        lost = book_entries(self.province.state / "acts.db")
        said = self.restore(self.province.backups)  # the newest in it
        aside, = self.province.state.glob("before-restore-*")
        self.assertIn(str(aside), said)
        self.assertEqual(book_entries(aside / "acts.db"), lost)
        self.assertLess(len(book_entries(self.province.state / "acts.db")), len(lost))
        (self.province.state / "restoring").write_text("cut off")
        done = subprocess.run([BIN / "trao-server", "-c", self.province.config], env=ENV,
                              capture_output=True, timeout=30, check=False)
        self.assertEqual(done.returncode, FAILED)
        self.assertIn(b"run 'trao restore' again", done.stderr)
        self.restore(made["backup"])
        self.assertFalse((self.province.state / "restoring").exists())
        self.province.start()

    def test_another_provinces_backup_is_not_taken_for_ours(self):
        made = self.backup()
        other = Province()
        self.addCleanup(other.close)
        other.start()
        until((other.state / "flags.db-lock").exists, lambda: "watch does not begin")
        other.kill()
        other.free()
        key = (other.state / "keys/server.curve").read_bytes()
        code, out, err = other.trao("restore", made["backup"])
        self.assertEqual(code, FAILED, out + err)
        self.assertIn("CLI-130", err)
        self.assertEqual((other.state / "keys/server.curve").read_bytes(), key)

    def test_a_newer_programs_backup_is_not_touched(self):
        made = self.backup()
        manifest = self.province.backups / self.only()[0] / "manifest"
        text = manifest.read_text()
        manifest.write_text(text.replace("trao-backup 1", "trao-backup 2", 1))
        self.assertIn("CLI-123", self.restore(made["backup"], expect=FAILED))
        manifest.write_text("something else\n")
        self.assertIn("CLI-122", self.restore(made["backup"], expect=FAILED))
        self.assertIn("CLI-122", self.restore(self.province.state, expect=FAILED))

    def test_what_a_killed_backup_leaves_is_gone_with_the_next_one(self):
        with subprocess.Popen([BIN / "trao", "-c", self.province.config, "backup",
                               self.province.backups], env=ENV, stdout=subprocess.DEVNULL) as one:
            until(lambda: any(self.province.backups.glob("*.part/*")), lambda: "no part")
            one.kill()
        left = self.only()
        good = [name for name in left if not name.endswith(".part")]
        made = self.backup()
        self.assertEqual([name for name in self.only() if name.endswith(".part")], [])
        self.assertEqual(len(self.only()), len(good) + 1)
        code, out, _ = self.province.trao("verify", made["backup"])
        self.assertEqual(code, OK, out)

    def test_a_full_disk_keeps_nothing_and_says_so(self):
        if subprocess.run(["unshare", "-rm", "true"], check=False).returncode:
            self.skipTest("this machine makes no small disk")
        before = level_two(self.province.state / "acts.db")
        self.province.backups.mkdir()
        small = ["unshare", "-rm", "sh", "-c", 'mount -t tmpfs -o size=128k none "$0" && "$@";'
                 ' code=$?; ls "$0"; exit $code', self.province.backups, BIN / "trao", "-c",
                 self.province.config, "backup", self.province.backups]
        done = subprocess.run(small, env=ENV, capture_output=True, timeout=60, check=False)
        self.assertEqual(done.returncode, FAILED, done.stderr)
        self.assertIn(b"CLI-120", done.stderr)
        self.assertEqual(done.stdout, b"lock\n")
        self.assertEqual(level_two(self.province.state / "acts.db"), before)

    def test_a_folder_that_cannot_be_written_and_wrong_commands(self):
        self.province.backups.write_text("a file, not a folder")
        self.assertIn("CLI-31", self.backup(expect=FAILED))
        for words in (("backup",), ("restore",), ("backup", "a", "b"), ("restore", "a", "--quick")):
            self.assertEqual(self.province.trao(*words)[0], USAGE)

    def test_without_the_server_the_copy_is_good_and_the_word_on_it_waits(self):
        self.province.kill()
        self.province.free()
        made = self.backup(wait=1, expect=UNREACHABLE)
        self.assertFalse(made["level_two"])
        self.assertEqual(self.province.trao("verify", made["backup"])[0], OK)
        self.province.start()
        code, out, err = self.province.trao("device", "revoke", self.device(), "--by", "Lan",
                                            "--and", "Minh", "--reason", "lost", "--wait", 60)
        self.assertEqual(code, OK, out + err)
        raised = level_two(self.province.state / "acts.db")
        self.assertGreater(raised[int(self.device(), 16)], (0, 0))  # it went with the next command

    def device(self):
        return f"{next(iter(unit_entries(self.unit.home)))[0]:016x}"


if __name__ == "__main__":
    unittest.main(verbosity=1)

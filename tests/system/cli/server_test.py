"""The verbs that speak with a server, against a real one on the loopback."""
import csv
import datetime
import json
import subprocess
import sys
import time
import unittest
import urllib.request

from cli import BIN, FAILED, FOUND, OK, ROOT, UNREACHABLE, Home, environment, province, trao

PERSONS = ("--by", "Lan", "--and", "Minh")


def as_rows(path):
    with open(path, encoding="utf-8", newline="") as stream:
        return sorted(set(map(tuple, csv.reader(stream))))


class Imports(unittest.TestCase):
    """One server with a small province in it."""

    @classmethod
    def setUpClass(cls):
        cls.home = Home()
        cls.addClassCleanup(cls.home.__exit__)
        cls.home.start()
        cls.files = province(cls.home.folder / "province")
        names = ("feed.json", "plan.csv", "calendar.csv", "offices.csv", "acts.csv")
        cls.first = cls.home.trao("import", *(cls.files / name for name in names))
        cls.acts = as_rows(cls.files / "acts.csv")
        cls.home.until(lambda: len(cls.export("acts")) == len(cls.acts))

    @classmethod
    def export(cls, what):
        path = cls.home.folder / f"export.{what}"
        code, _, err = cls.home.trao("export", f"--{what}", path)
        assert code == OK, err
        return as_rows(path) if what == "acts" else path

    def test_every_file_is_named_with_its_kind_and_rows(self):
        code, out, err = self.first
        self.assertEqual((code, err), (OK, ""))
        self.assertEqual(len(out.splitlines()), 6)  # the feed's supplements are a file too
        for kind in ("feed", "supplements", "plan", "calendar", "offices", "acts"):
            self.assertIn(f"({kind})", out)

    def test_importing_twice_changes_nothing_and_says_so(self):
        before = self.home.trao("export", "--canonical")[1]
        code, answer = self.home.json("import", self.files / "feed.json", self.files / "acts.csv")
        self.assertEqual(code, OK)
        self.assertEqual([one["new"] for one in answer["files"]], [False] * 3)
        self.assertIn("nothing has changed",
                      self.home.trao("import", self.files / "plan.csv")[1])
        time.sleep(1.5)
        after = self.home.trao("export", "--canonical")[1]
        drop = ("book\t",)  # its clock goes on
        self.assertEqual([line for line in before.splitlines() if not line.startswith(drop)],
                         [line for line in after.splitlines() if not line.startswith(drop)])

    def test_the_acts_come_out_as_they_went_in(self):
        self.assertEqual(self.export("acts"), self.acts)

    def test_csv_and_json_of_one_feed_are_the_same_file(self):
        code, answer = self.home.json("import", self.files / "feed.csv", "--supplements",
                                      self.files / "supplements.csv")
        self.assertEqual(code, OK)
        self.assertEqual([one["new"] for one in answer["files"]], [False, False])

    def test_one_bad_line_and_nothing_of_the_command_is_written(self):
        lines = (self.files / "feed.csv").read_text().splitlines()
        bad = self.home.folder / "bad.csv"
        bad.write_text("\n".join((lines[0], lines[1].replace("H41", "H99"),
                                  lines[2].replace("-2611", "-2613"), "x,y")) + "\n")
        good = self.home.folder / "good.csv"
        good.write_text("\n".join((lines[0], lines[3].replace("H41", "H98"))) + "\n")
        before = self.home.json("device", "list")[1]
        code, out, err = self.home.trao("import", good, bad)
        self.assertEqual((code, out), (FOUND, ""))
        self.assertRegex(err, rf"{bad}:3: [^\n]+ \[CODE-\d+\]\n{bad}:4: [^\n]+ \[CLI-\d+\]\n"
                         r"trao: Faults: 2; nothing was written\.")
        self.assertEqual(self.home.json("device", "list")[1], before)
        code, answer = self.home.json("import", good, bad)
        self.assertEqual((code, answer["imported"]), (FOUND, False))
        self.assertEqual([one["line"] for one in answer["faults"]], [3, 4])

    def test_check_writes_nothing_and_needs_no_server(self):
        other = self.home.folder / "other.csv"
        other.write_text("at,act,subject,party,person,counterpart,stop,parent,reason\n"
                         "2023-03-21T08:05,intake,H41.04-230321-0001,center,,,,,\n")
        code, out, _ = trao("import", "--check", other)
        self.assertEqual((code, out), (OK, f"{other}: acts, 1 rows, no faults.\n"))

    def test_what_is_not_recognised_is_asked_about(self):
        path = self.home.folder / "strange.txt"
        path.write_text("hello\n")
        code, _, err = self.home.trao("import", path)
        self.assertEqual(code, FOUND)
        self.assertIn("--feed", err)

    def test_late_is_sorted_by_slack_and_fits_eighty_columns(self):
        for language in ("en", "vi"):
            code, out, err = self.home.trao("late", "--all", "--lang", language)
            self.assertIn(code, (OK, FOUND))
            self.assertEqual(err, "")
            self.assertLessEqual(max(map(len, out.splitlines())), 80)
        code, answer = self.home.json("late", "--all", "--limit", 1000)
        slack = [one["slack_minutes"] for one in answer["flags"] if one["level"] != "unknown"]
        self.assertEqual(slack, sorted(slack))
        late = {"overdue", "will_miss", "at_risk"} & {one["level"] for one in answer["flags"]}
        self.assertEqual(code, FOUND if late else OK)

    def test_late_may_be_narrowed(self):
        _, answer = self.home.json("late", "--level", "done", "--limit", 3)
        self.assertEqual({one["level"] for one in answer["flags"]}, {"done"})
        self.assertEqual(len(answer["flags"]), 3)
        _, answer = self.home.json("late", "--level", "done", "--agency", "H41.04")
        self.assertEqual({one["agency"] for one in answer["flags"]}, {"H41.04"})

    def test_what_must_leave_with_a_run_is_what_is_due_soon(self):
        code, answer = self.home.json("runs")
        self.assertEqual(code, OK)
        _, late = self.home.json("late", "--level", "due_soon", "--limit", 1000)
        told = {}
        for flag in late["flags"]:
            run = flag["last_safe_run"]
            if not run:  # no run is left, and little slack
                continue
            told.setdefault((run["route"], run["round"], run["departs"]), set()).add(
                flag["dossier"])
        self.assertGreater(len(answer["runs"]), 20)
        for run in answer["runs"]:
            key = (run["route"], run["round"], run["departs"])
            self.assertEqual(set(run["must_dossiers"]), told.get(key, set()), key)
            self.assertEqual(run["must"], len(run["must_dossiers"]))
            self.assertGreaterEqual(run["last_safe"], run["must"])
        self.assertGreater(sum(run["must"] for run in answer["runs"]), 0)
        first = min((run["departs"] for run in answer["runs"] if run["must"]), default=None)
        self.assertEqual(answer["next_departs"], first)
        self.assertEqual(answer["next_must"],
                         sum(run["must"] for run in answer["runs"] if run["departs"] == first))
        self.assertEqual([run["departs"] for run in answer["runs"]],
                         sorted(run["departs"] for run in answer["runs"]))

    def test_the_boards_api_names_the_same_musts(self):
        port = (self.home.state / "run/board.port").read_text().strip()
        token = (self.home.state / "tokens/api.token").read_text().strip()
        asked = urllib.request.Request(f"http://127.0.0.1:{port}/api/v1/runs",
                                       headers={"Authorization": f"Bearer {token}"})
        with urllib.request.urlopen(asked, timeout=10) as answer:
            told = json.load(answer)
        _, runs = self.home.json("runs")
        days = {run["departs"][:10] for run in runs["runs"]}  # the command shows two days alone
        self.assertEqual(
            [(run["departs"], run["route"], run["round"], set(run["must_dossiers"]))
             for run in told["runs"] if run["departs"][:10] in days],
            sorted((run["departs"], run["route"], run["round"], set(run["must_dossiers"]))
                   for run in runs["runs"] if run["must"]))
        for word in ("next_must", "next_departs"):
            self.assertEqual(told[word], runs[word])

    def test_what_stands_ready_waits_for_a_run_of_its_holder(self):
        with open(self.files / "acts.csv", encoding="utf-8", newline="") as stream:
            ready = {act["subject"] for act in csv.DictReader(stream) if act["act"] == "ready"}
        _, answer = self.home.json("runs")
        held = {}
        for level in ("overdue", "at_risk", "will_miss", "due_soon", "on_track"):
            _, late = self.home.json("late", "--level", level, "--limit", 1000)
            for flag in late["flags"]:
                stands = flag["holder"] == "center" or flag["dossier"] in ready
                if flag["holder"] == flag["from"] and stands:
                    held[flag["holder"]] = held.get(flag["holder"], 0) + 1
        waiting = {}
        for run in answer["runs"]:
            if run["waiting"]:
                waiting[run["party"]] = waiting.get(run["party"], 0) + run["waiting"]
        self.assertGreater(len(held), 2)
        self.assertEqual(waiting, held)

    def test_runs_fit_eighty_columns_in_both_languages(self):
        for language in ("en", "vi"):
            for words in ((), ("--all", "--codes"), ("--day", "2026-11-24"),
                          ("--day", "2020-01-01")):
                code, out, err = self.home.trao("runs", *words, "--lang", language)
                self.assertEqual((code, err), (OK, ""))
                self.assertLessEqual(max(map(len, out.splitlines())), 80)
        code, out, err = self.home.trao("runs", "--day", "tomorrow")
        self.assertEqual((code, out), (2, ""))
        self.assertIn("tomorrow", err)

    def oracle_minutes(self, now):
        """{dossier: {(party, cause): minutes}} by the second implementation."""
        given = [word for name in ("feed", "supplements", "acts", "calendar", "plan")
                 for word in (f"--{name}", self.files / f"{name}.csv")]
        out = subprocess.run([sys.executable, "-B", ROOT / "tests/oracle/oracle.py", "minutes",
                              *given, "--now", now], check=True, capture_output=True,
                             text=True).stdout
        told = {}
        for dossier, party, cause, minutes in list(csv.reader(out.splitlines()))[1:]:
            told.setdefault(dossier, {})[party, cause] = int(minutes)
        return told

    def test_minutes_are_those_of_the_second_implementation(self):
        code, answer = self.home.json("minutes", "--by", "cause")
        self.assertEqual(code, OK)
        lives = self.oracle_minutes(answer["as_of"])
        summed = {}
        for life in lives.values():
            for (_, cause), minutes in life.items():
                summed[cause] = summed.get(cause, 0) + minutes
        self.assertEqual({one["key"]: one["minutes"] for one in answer["groups"]}, summed)
        self.assertEqual(answer["minutes"], sum(summed.values()))
        self.assertEqual(answer["dossiers"], len(lives))
        for dossier in sorted(lives)[::17]:
            code, life = self.home.json("minutes", dossier)
            self.assertEqual(code, OK)
            self.assertEqual({(one["party"], one["cause"]): one["minutes"]
                              for one in life["sums"]}, lives[dossier])
            self.assertEqual(life["minutes"], sum(one["minutes"] for one in life["spans"]))

    def test_minutes_are_the_same_in_all_however_they_are_summed(self):
        _, whole = self.home.json("minutes")
        for by in ("party", "agency", "leg", "run", "week"):
            code, answer = self.home.json("minutes", "--by", by)
            self.assertEqual((code, answer["minutes"]), (OK, whole["minutes"]), by)
            self.assertEqual(answer["minutes"], sum(one["minutes"] for one in answer["groups"]))
        _, weeks = self.home.json("minutes", "--by", "week")
        halves = 0
        middle = weeks["groups"][-1]["key"]
        before = datetime.date.fromisoformat(middle) - datetime.timedelta(days=1)
        for words in (("--to", before), ("--from", middle)):
            halves += self.home.json("minutes", *words)[1]["minutes"]
        self.assertEqual(halves, whole["minutes"])

    def test_minutes_fit_eighty_columns_in_both_languages(self):
        _, answer = self.home.json("late", "--level", "done", "--limit", 1)
        dossier = answer["flags"][0]["dossier"]
        for language in ("en", "vi"):
            for words in ((dossier,), (), ("--by", "party"), ("--by", "run")):
                code, out, err = self.home.trao("minutes", *words, "--lang", language)
                self.assertEqual((code, err), (OK, ""))
                self.assertLessEqual(max(map(len, out.splitlines())), 80)
        self.assertEqual(self.home.trao("minutes", "H41.04-200101-0001")[0], FOUND)

    def test_trace_tells_a_life_in_order(self):
        _, answer = self.home.json("late", "--level", "done", "--limit", 1)
        dossier = answer["flags"][0]["dossier"]
        code, life = self.home.json("trace", f" {dossier.lower()} ")
        self.assertEqual(code, OK)
        self.assertEqual(life["dossier"], dossier)
        self.assertIn("intake", [act["act"] for act in life["timeline"]])
        times = [act["at"] for act in life["timeline"]]
        self.assertEqual(times, sorted(times))
        mine = {row[:3] for row in self.acts if row[2] == dossier}
        for row in mine:
            self.assertIn((row[1], row[2]), [(a["act"], a["subject"]) for a in life["timeline"]])
        for language in ("en", "vi"):
            code, out, _ = self.home.trao("trace", dossier, "--lang", language)
            self.assertEqual(code, OK)
            self.assertIn(dossier, out)
            self.assertLessEqual(max(map(len, out.splitlines())), 80)

    def test_a_dossier_nobody_knows_is_said_to_be_so(self):
        code, out, err = self.home.trao("trace", "H77.04-230321-0001")
        self.assertEqual((code, out), (FOUND, ""))
        self.assertIn("H77.04-230321-0001", err)

    def test_a_rebuilt_book_has_an_equal_canonical_export(self):
        def canonical():
            return [line for line in self.home.trao("export", "--canonical")[1].splitlines()
                    if not line.startswith("book\t")]
        before = canonical()
        code, out, _ = self.home.trao("rebuild")
        self.assertEqual((code, out), (OK, "flags.db was made anew from acts.db.\n"))
        self.home.until(lambda: canonical() == before)
        self.assertGreater(len(before), 100)

    def test_a_slow_reader_of_an_export_file_never_sees_half_of_it(self):
        path = self.home.folder / "whole.txt"
        code, out, _ = self.home.trao("export", "--canonical", "--out", path)
        self.assertEqual(code, OK)
        self.assertIn(f"{path}: ", out)
        self.assertFalse(path.with_name("whole.txt.part").exists())
        code, _, err = self.home.trao("export", "--canonical", "--out", "/nowhere/x")
        self.assertEqual(code, FAILED)
        self.assertIn("/nowhere/x", err)

    def test_book_journal_and_export_verify(self):
        entries = self.export("entries")
        for path in (self.home.state / "acts.db", self.home.state / "admin/journal.db", entries):
            code, out, err = trao("verify", path)
            self.assertEqual((code, err), (OK, ""), out)
            _, answer, _ = trao("verify", "--json", path)
            self.assertTrue(json.loads(answer)["whole"])
        self.assertEqual(trao("verify", self.home.state / "flags.db")[0], FAILED)

    def test_one_turned_bit_of_an_export_is_named(self):
        whole = self.export("entries").read_bytes()
        for at in (len(whole) // 2, len(whole) - 1):
            bad = bytearray(whole)
            bad[at] ^= 4
            path = self.home.folder / "turned.entries"
            path.write_bytes(bad)
            code, out, _ = trao("verify", path)
            self.assertEqual(code, FOUND)
            self.assertIn("faults found", out)
            self.assertRegex(out.splitlines()[0], r"turned\.entries: byte \d+.*\[CLI-\d+\]")

    def test_an_export_that_was_cut_off_is_named(self):
        path = self.home.folder / "cut.entries"
        path.write_bytes(self.export("entries").read_bytes()[:-10])
        code, out, _ = trao("verify", path)
        self.assertEqual(code, FOUND)
        self.assertIn("are no entry", out)

    def test_the_same_entries_verify_in_the_second_implementation(self):
        """tests/protocol reads and verifies journals in Python, from journal.md alone."""
        reader = ROOT / "tests/protocol/journal_reader.py"
        done = subprocess.run(["/usr/bin/python3", "-B", reader, self.export("entries")],
                              capture_output=True, timeout=60, check=False, env=environment())
        self.assertEqual(done.returncode, 0, done.stderr)


class Devices(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.home = Home()
        cls.addClassCleanup(cls.home.__exit__)
        cls.home.start()
        cls.unit = cls.home.folder / "unit"
        subprocess.run([BIN / "trao-handheld", "--home", cls.unit, "--init"], check=True,
                       capture_output=True, timeout=30, env=environment())
        cls.card = cls.unit / "unit.pub"

    def number(self):
        return self.card.read_text().splitlines()[1].split()[1]

    def test_a_unit_is_enrolled_listed_and_revoked_by_two_persons(self):
        code, out, err = self.home.trao("device", "enrol", self.card, "--label", "Máy BT01",
                                        "--party", "post", *PERSONS)
        self.assertEqual((code, err), (OK, ""))
        self.assertIn(self.number(), out)
        code, again, _ = self.home.trao("device", "enrol", self.card, "--label", "Máy BT01",
                                        "--party", "post", *PERSONS)
        self.assertEqual(code, OK)
        self.assertIn("nothing has changed", again)
        code, listed = self.home.json("device", "list")
        rows = {row["device"]: row for row in listed["devices"]}
        self.assertEqual(rows[self.number()]["label"], "Máy BT01")
        self.assertEqual(rows[self.number()]["kind"], "handheld")
        self.assertEqual(len(rows), 2)
        self.assertIn("Máy BT01", self.home.trao("device", "list")[1])
        code, answer = self.home.json("device", "revoke", self.number(), *PERSONS, "--reason",
                                      "lost in the rain")
        self.assertEqual((code, answer["revoked"], answer["trusted_to"]), (OK, True, "0/0"))
        _, listed = self.home.json("device", "list")
        self.assertTrue({row["device"]: row for row in listed["devices"]}[self.number()]["revoked"])
        code, _, err = self.home.trao("device", "enrol", self.card, *PERSONS)
        self.assertEqual(code, FAILED)
        self.assertIn("new key", err)

    def test_a_device_nobody_enrolled_cannot_be_revoked(self):
        code, _, err = self.home.trao("device", "revoke", "0123456789abcdef", *PERSONS, "--reason",
                                      "x")
        self.assertEqual(code, FAILED)
        self.assertIn("never enrolled", err)

    def test_a_damaged_card_is_refused(self):
        path = self.home.folder / "bad.pub"
        path.write_text(self.card.read_text().replace("sign ", "sign 0"))
        code, _, err = self.home.trao("device", "enrol", path, *PERSONS)
        self.assertEqual(code, FOUND)
        self.assertIn("bad.pub", err)


class WithoutAServer(unittest.TestCase):
    def test_what_was_said_is_kept_and_goes_with_the_next_command(self):
        with Home() as home:
            home.start()
            files = province(home.folder / "province", **{"--days": 1})
            home.stop()
            code, out, err = home.trao("import", "--wait", 1, files / "calendar.csv",
                                       files / "plan.csv")
            self.assertEqual(code, UNREACHABLE)
            self.assertIn("kept", out)
            self.assertIn("[CLI-", err)
            self.assertEqual(trao("verify", home.state / "admin/journal.db")[0], OK)
            home.start()
            code, out, _ = home.trao("import", files / "offices.csv")
            self.assertEqual(code, OK)
            _, answer, _ = trao("verify", "--json", home.state / "acts.db")
            _, mine, _ = trao("verify", "--json", home.state / "admin/journal.db")
            self.assertEqual(json.loads(answer)["devices"], json.loads(mine)["devices"])

    def test_a_command_killed_at_any_instant_leaves_nothing_by_half(self):
        with Home() as home:
            home.start()
            files = province(home.folder / "province", **{"--days": 15})
            acts = files / "acts.csv"
            words = [BIN / "trao", "-c", home.config, "import", files / "calendar.csv",
                     files / "plan.csv", files / "feed.json", acts]
            for tenths in range(1, 9):
                one = subprocess.Popen(words, env=environment(), stdout=subprocess.DEVNULL,
                                       stderr=subprocess.DEVNULL)
                time.sleep(tenths * 0.08)
                one.kill()
                one.wait()
            self.assertEqual(home.trao(*words[3:])[0], OK)
            self.assertEqual(trao("verify", home.state / "acts.db")[0], OK)
            path = home.folder / "acts.out"
            home.until(lambda: home.trao("export", "--acts", path)[0] == OK and
                       as_rows(path) == as_rows(acts))
            incidents = [line for line in home.trao("export", "--canonical")[1].splitlines()
                         if line.startswith("incident") and "anchored" not in line]
            self.assertEqual(incidents, [])

    def test_a_plan_waits_for_its_calendar(self):
        with Home() as home:
            home.start()
            files = province(home.folder / "province", **{"--days": 1})
            code, _, err = home.trao("import", files / "plan.csv")
            self.assertEqual(code, FAILED)
            self.assertIn("calendar", err)

    def test_books_that_are_not_there_yet_cannot_be_reached(self):
        with Home() as home:
            for words in (("late",), ("trace", "H41.04-230321-0001"), ("device", "list"),
                          ("export", "--canonical"), ("export", "--entries", "x")):
                code, out, err = home.trao(*words, cwd=home.folder)
                self.assertEqual((code, out), (UNREACHABLE, ""), words)
                self.assertRegex(err, r"\Atrao: [^\n]+ \[CLI-\d\d\]\n\Z")
            self.assertFalse((home.folder / "x").exists())

    def test_two_commands_at_once_both_come_through(self):
        with Home() as home:
            home.start()
            files = province(home.folder / "province", **{"--days": 1})
            words = [BIN / "trao", "-c", home.config, "import"]
            both = [subprocess.Popen([*words, files / name], env=environment(),
                                     stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
                    for name in ("calendar.csv", "offices.csv")]
            for one in both:
                _, err = one.communicate(timeout=60)
                self.assertEqual(one.returncode, OK, err)

    def test_a_configuration_with_a_bad_clock_is_named(self):
        with Home() as home:
            home.config.write_text("[clock]\nrate = fast\n")
            code, _, err = home.trao("late")
            self.assertEqual(code, FAILED)
            self.assertIn("'rate'", err)


if __name__ == "__main__":
    unittest.main()

"""The live afternoon: scripts a handheld can be fed with, and trays that hold real risk."""

import collections
import csv
import re
import subprocess
import sys
import unittest

import made

NOW = "2026-11-23T14:25:00"
DO = re.compile(r"do (intake|ready|return|resume|lost|found"
                r"|(give|take) (center|post|H41\.\d\d)"
                r"|refuse (center|post|H41\.\d\d) [a-z_]+"
                r"|(pack|unpack) B[A-Z0-9]{17}"
                r"|pause [a-z_]+|exception [a-z_]+)")
WHOLE = re.compile(r"do (seal B[A-Z0-9]{17} \d+ NP\d{6}|(arrive|depart) R[1-4]/2 [A-Z]{3})")
ENDS = re.compile(r"do (done|absent [a-z_]+)")


class Afternoon(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = made.generate("--days", "30", "--live-day", "--seed", "1")
        cls.scripts = {path.stem: made.rows(path) for path in (cls.folder / "units").iterdir()}
        cls.units = {row["unit"]: row for row in made.rows(cls.folder / "units.csv")}
        cls.acts = made.rows(cls.folder / "acts.csv")
        cls.risk = made.rows(cls.folder / "risk.csv")

    # The scripts

    def test_six_couriers_fourteen_agencies_and_the_center_have_a_script(self):
        self.assertEqual(set(self.scripts), set(self.units))
        self.assertEqual(collections.Counter(row["party"] == "post"
                                             for row in self.units.values()), {True: 6, False: 15})
        self.assertTrue(all(len(script) > 5 for script in self.scripts.values()))

    def test_every_script_runs_forward_through_the_afternoon(self):
        for script in self.scripts.values():
            stamps = [row["at"] for row in script]
            self.assertEqual(stamps, sorted(stamps))
            self.assertGreater(stamps[0], NOW)
            self.assertLess(stamps[-1], "2026-11-23T18:30")

    def test_couriers_are_at_their_stops_about_when_the_plan_says(self):
        planned = {(f"{row[1]}/{row[2]}", row[4], word): row[column]
                   for row in made.plan(self.folder, "call") if row[9] == "winter"
                   for word, column in (("arrive", 5), ("depart", 6)) if row[column]}
        seen = 0
        for script in self.scripts.values():
            for row in script:
                word = row["reading"].split()
                if word[1] in ("arrive", "depart"):
                    plan = made.moment(f"2026-11-23T{planned[word[2], word[3], word[1]]}")
                    late = (made.moment(row["at"]) - plan).total_seconds() / 60
                    self.assertTrue(-2 <= late <= 60, row)
                    seen += 1
        self.assertGreater(seen, 25)

    def test_every_line_stands_where_the_language_allows_it(self):
        for unit, script in self.scripts.items():
            operation = None
            self.assertTrue(script[0]["reading"].startswith("badge TH-"))
            for row in script:
                line = row["reading"]
                where = f"{unit} {row['at']} {line}"
                if line.startswith(("scan ", "key ")):
                    self.assertIsNotNone(operation, where)
                elif ENDS.fullmatch(line):
                    self.assertIsNotNone(operation, where)
                    operation = None
                else:
                    self.assertIsNone(operation, where)
                    operation = line if DO.fullmatch(line) else None
                    self.assertTrue(operation or WHOLE.fullmatch(line)
                                    or line.startswith("badge "), where)
            self.assertIsNone(operation)

    def test_a_badge_belongs_to_the_party_that_has_the_unit(self):
        staff = {row["person"]: row["party"] for row in made.rows(self.folder / "staff.csv")}
        for unit, script in self.scripts.items():
            for row in script:
                if row["reading"].startswith("badge "):
                    _, party, person = row["reading"].split(" ")[1].split("-")
                    self.assertEqual((party, staff[person]), (self.units[unit]["party"], party))

    def test_on_one_device_the_receivers_badge_is_scanned_inside_the_give(self):
        badges = [(unit, row["reading"]) for unit, script in self.scripts.items()
                  for row in script if row["reading"].startswith("scan TH-")]
        self.assertTrue(badges)
        for unit, reading in badges:
            self.assertEqual(self.units[unit]["party"], "post")
            self.assertRegex(reading, r"^scan TH-(center|H41\.\d\d)-(TT|CB)\d+$")

    def test_a_seal_declares_as_many_items_as_were_packed(self):
        packed = collections.Counter(row["parent"] for row in self.acts if row["act"] == "pack")
        sealed = {}
        for script in self.scripts.values():
            bundle = None
            for line in (row["reading"] for row in script):
                if line.startswith("do "):
                    bundle = line.split()[2] if line.startswith("do pack") else None
                    if line.startswith("do seal"):
                        sealed[line.split()[2]] = int(line.split()[3])
                elif bundle and line.startswith(("scan ", "key ")):
                    packed[bundle] += 1
        self.assertGreater(len(sealed), 10)
        for bundle, count in sealed.items():
            self.assertTrue(made.is_bundle(bundle))
            self.assertEqual(count, packed[bundle])

    def test_scans_are_codes_addresses_or_what_lies_about(self):
        kinds = collections.Counter()
        for script in self.scripts.values():
            for line in (row["reading"] for row in script):
                word, _, text = line.partition(" ")
                if word == "key":
                    self.assertTrue(made.is_dossier(text.upper()))
                    kinds["key"] += 1
                elif word == "scan":
                    code = text.removeprefix("]C1").rpartition("mahs=")[2]
                    known = made.is_dossier(code) or made.is_bundle(code)
                    kinds["code" if known else "badge" if code[:3] == "TH-" else "stray"] += 1
        self.assertGreater(kinds["code"], 2500)
        self.assertTrue(0 < kinds["stray"] < 30)
        self.assertGreater(kinds["key"], 0)

    # The history and the feed stop where the afternoon begins

    def test_the_history_ends_at_half_past_two_less_five(self):
        self.assertLessEqual(max(row["at"] for row in self.acts), NOW)
        self.assertGreater(max(row["at"] for row in self.acts), "2026-11-23T14:20")

    def test_the_portal_brings_the_rest_of_the_afternoon_later(self):
        known = {row["MaHoSo"] for row in made.feed(self.folder / "feed.json")}
        later = made.feed(self.folder / "feed-afternoon.json")
        self.assertGreater(len(later), 50)
        for row in later:
            self.assertNotIn(row["MaHoSo"], known)
            self.assertGreater(row["NgayTiepNhan"], "20261123142500")

    # Risk

    def test_promises_hang_on_the_next_run_in_both_kinds_of_trays_and_some_are_lost(self):
        found = collections.Counter((row["party"] == "center", row["verdict"])
                                    for row in self.risk)
        self.assertGreaterEqual(found[True, "must_leave"], 10)
        self.assertGreaterEqual(found[False, "must_leave"], 10)
        self.assertGreaterEqual(found[True, "lost"], 3)
        for row in self.risk:
            self.assertRegex(row["run"], "^R[1-4]/2$")
            self.assertTrue("2026-11-23T15:00" <= row["departs"] < "2026-11-23T16:32")
            self.assertGreaterEqual(row["promised"], "2026-11-23")

    def test_the_second_implementation_sees_the_same_risk(self):
        files = [f"--{name}={self.folder / file}" for name, file in (
            ("feed", "feed.json"), ("acts", "acts.csv"), ("calendar", "calendar.csv"),
            ("plan", "plan.csv"))]
        answer = subprocess.run([sys.executable, made.ROOT / "tests/oracle/oracle.py", "flags",
                                 *files, f"--now={NOW}"], check=True, capture_output=True,
                                text=True, timeout=200)
        flags = {row["dossier"]: row for row in csv.DictReader(answer.stdout.splitlines())}
        judged = {"must_leave": [], "lost": []}
        for row in self.risk:
            flag = flags.get(row["dossier"], {"level": "unknown", "cause": ""})
            judged[row["verdict"]].append((flag["level"], flag["cause"]))
        due_soon = judged["must_leave"].count(("due_soon", ""))
        self.assertGreater(due_soon, .9 * len(judged["must_leave"]))
        self.assertLessEqual({cause for _, cause in judged["lost"]}, {"transfer", "transfers"})
        self.assertLessEqual({level for level, _ in judged["lost"]}, {"at_risk", "will_miss"})
        self.assertTrue(any(flag["cause"] == "transfer" and flag["level"] == "overdue"
                            for flag in flags.values()))

    def test_what_must_leave_lies_with_the_party_named_and_no_courier_has_it(self):
        last = {}
        for row in sorted(self.acts, key=lambda row: row["at"]):
            if row["act"] in ("intake", "give", "take", "ready", "unpack"):
                last[row["subject"]] = row
        silent = {row["subject"] for row in made.rows(self.folder / "faults.csv")
                  if row["fault"] in ("silence", "intake_missing", "mistyped", "two_takers")}
        for row in self.risk:
            if row["dossier"] in last and row["dossier"] not in silent:
                self.assertNotEqual(last[row["dossier"]]["party"], "post", row)

    def test_results_due_today_must_come_back_today(self):
        due = [row for row in self.risk
               if row["party"] != "center" and row["promised"][:10] == "2026-11-23"]
        self.assertGreater(len(due), 5)
        self.assertEqual({row["verdict"] for row in due}, {"must_leave"})

    def test_one_tray_is_forgotten_and_one_offered_bundle_left_behind(self):
        truth = {row["fault"]: row for row in made.rows(self.folder / "faults.csv")
                 if row["fault"].startswith("live_")}
        forgotten = truth["live_tray_forgotten"]["dossiers"].split()
        at_stake = {row["dossier"] for row in self.risk if row["verdict"] == "must_leave"}
        self.assertTrue(at_stake & set(forgotten))
        packed = {row["reading"].rpartition("mahs=")[2].split(" ")[-1].removeprefix("]C1")
                  for row in self.scripts["center"]}
        readings = [row["reading"] for row in self.scripts["center"]]
        self.assertIn(f"scan {truth['live_left_behind']['subject']}", readings)
        courier_scans = {row["reading"] for unit, script in self.scripts.items()
                         if self.units[unit]["party"] == "post" for row in script}
        self.assertNotIn(f"scan {truth['live_left_behind']['subject']}", courier_scans)
        newly_taken_in = {code for code in forgotten if code in packed}
        self.assertLess(len(newly_taken_in), len(forgotten))


if __name__ == "__main__":
    unittest.main()

"""`trao calendar` and `trao plan`, against a real server on the loopback."""
import json
import time
import unittest

from cli import FAILED, FOUND, OK, USAGE, Home, province, trao

DECIDED = ("--decide", "bão số 9", "--by", "Lan", "--and", "Minh")


def wide(out):
    return max((len(line) for line in out.splitlines()), default=0)


class FilesAlone(unittest.TestCase):
    """What needs no server."""

    @classmethod
    def setUpClass(cls):
        cls.home = Home()
        cls.addClassCleanup(cls.home.__exit__)
        cls.files = province(cls.home.folder / "province")
        cls.file = cls.home.folder / "file.csv"

    def answer(self, rows, *words):
        self.file.write_text(rows, encoding="utf-8")
        code, out, err = trao("--json", *words, self.file)
        self.assertEqual(err, "")
        return code, json.loads(out)

    def codes(self, rows, *words):
        code, answer = self.answer(rows, *words)
        self.assertEqual(code, FOUND)
        return [(one["line"], one["code"]) for one in answer["faults"] + answer["notes"]]

    def test_every_fault_of_a_calendar_is_named_with_its_line(self):
        rows = ("date,kind,authority\n2026-01-01,off,x\n2026-01-01,off,x\n2026-01-03,holiday,x\n"
                "2026-13-01,off,y\n2026-05-01,short,z,07:00-12:00 11:00-13:00\n")
        self.assertEqual(self.codes(rows, "calendar", "check"),
                         [(3, "CAL-05"), (4, "CAL-04"), (5, "CAL-02"), (6, "CAL-08")])
        code, out, err = trao("calendar", "check", self.file)
        self.assertEqual((code, out), (FOUND, ""))
        self.assertIn("file.csv:4: the kind must be off, work or short, not holiday. [CAL-04]", err)
        self.assertIn("loại phải là off", trao("--lang", "vi", "calendar", "check", self.file)[2])

    def test_a_calendar_in_order_may_still_deserve_a_look(self):
        rows = "2024-01-01,off,x\n2026-01-04,off,x\n2026-01-06,off,\n"
        self.assertEqual(self.codes(rows, "calendar", "check"),
                         [(2, "CAL-21"), (3, "CAL-22"), (0, "CAL-23")])
        code, out, err = trao("calendar", "check", self.files / "calendar.csv")
        self.assertEqual((code, err), (OK, ""))
        self.assertIn("remarks: 0", out)

    def test_every_fault_of_a_plan_is_named_with_its_line(self):
        plan = (self.files / "plan.csv").read_text(encoding="utf-8")
        at = len(plan.splitlines())
        self.assertEqual(self.codes(plan + "budget,*,H41.99,paper,-3wd,20,10,,\n"
                                    "call,R1,9,1,TTG,09:00,08:00,0,W,all,,\n", "plan", "check"),
                         [(at + 1, "PLAN-06"), (at + 2, "PLAN-14")])
        for row, code in (("merge,H41.01,H41.01,2026-01-01\n", "PLAN-25"),
                          ("stop,ZZ,H41.98,,,,,\ncall,R9,1,1,ZZ,,08:00,0,W,all,,\n", "PLAN-20"),
                          ("call,R9,1,1,ZZ,,08:00,0,W,all,,\n", "PLAN-17")):
            self.assertIn(code, [one for _, one in self.codes(plan + row, "plan", "check")])

    def test_whom_no_run_serves_and_rows_that_hide_each_other_are_remarked(self):
        plan = (self.files / "plan.csv").read_text(encoding="utf-8")
        found = self.codes(plan + "stop,ZZ,H41.98,,,,,\nbudget,*,H41.97,paper,3wd,20,10,,\n"
                           "stop,TTG,center,,,,2026-01-01,\n", "plan", "check")
        self.assertEqual([code for _, code in found], ["PLAN-43", "PLAN-41", "PLAN-41", "PLAN-45"])
        self.assertEqual(trao("plan", "check", self.files / "plan.csv")[0], OK)

    def test_a_calendar_is_shown_within_eighty_columns_in_both_languages(self):
        for lang, words in (("en", ("Saturday", "worked", "NQ 28/2026/QH16")),
                            ("vi", ("Thứ Bảy", "làm bù", "nghỉ"))):
            code, out, err = trao("--lang", lang, "calendar", "show", self.files / "calendar.csv",
                                  "--year", 2026)
            self.assertEqual((code, err), (OK, ""))
            self.assertLessEqual(wide(out), 80)
            for word in words:
                self.assertIn(word, out)
        out = trao("--json", "calendar", "show", self.files / "calendar.csv", "--year", 2026)[1]
        answer = json.loads(out)
        self.assertEqual([one["days_worked"] for one in answer["years"] if one["year"] == 2026],
                         [249])
        self.assertEqual(trao("calendar", "show", "--year", 1999)[0], USAGE)

    def test_a_year_that_is_not_loaded_is_said_to_be_unknown(self):
        for words in (("calendar", "show", self.files / "calendar.csv", "--year", 2035),
                      ("plan", "show", self.files / "plan.csv", "--at", "2035-03-05")):
            code, out, err = trao(*words)
            self.assertEqual((code, err), (OK, ""))
            self.assertIn("The calendar has no row of 2035: the holidays of that year are", out)
            self.assertIn("ngày nghỉ năm ấy chưa biết", trao("--lang", "vi", *words)[1])
        out = trao("calendar", "show", self.files / "calendar.csv", "--year", 2026)[1]
        self.assertNotIn("unknown", out)

    def test_a_short_day_and_a_swapped_saturday_are_counted(self):
        self.file.write_text("2026-01-10,work,x\n2026-02-13,short,x,07:30-11:30\n"
                             "2026-01-01,off,x\n", encoding="utf-8")
        answer = json.loads(trao("--json", "calendar", "show", self.file)[1])
        year = answer["years"][0]
        self.assertEqual((year["swapped"], year["short"], year["days_off"]), (1, 1, 1))
        self.assertEqual([day["hours"] for day in answer["days"]],
                         ["", "07:30-12:00 13:30-17:00", "07:30-11:30"])

    def test_a_plan_is_shown_as_it_holds_on_a_day(self):
        for lang in ("en", "vi"):
            code, out, err = trao("--lang", lang, "plan", "show", self.files / "plan.csv", "--at",
                                  "2026-11-23T09:00")
            self.assertEqual((code, err), (OK, ""))
            self.assertLessEqual(wide(out), 80)
            self.assertIn("R1/1", out)
        summer = json.loads(trao("--json", "plan", "show", self.files / "plan.csv", "--at",
                                 "2026-06-02")[1])
        winter = json.loads(trao("--json", "plan", "show", self.files / "plan.csv", "--at",
                                 "2026-12-01")[1])
        self.assertEqual((summer["runs"][0]["departs"], winter["runs"][0]["departs"]),
                         ("08:30", "09:00"))
        off = json.loads(trao("--json", "plan", "show", self.files / "plan.csv", "--at",
                              "2026-11-24")[1])
        self.assertEqual((off["worked"], off["runs"]), (False, []))

    def test_an_export_reads_as_the_same_plan_and_writes_the_same_bytes(self):
        first = trao("plan", "export", self.files / "plan.csv")
        self.assertEqual((first[0], first[2]), (OK, ""))
        self.file.write_text(first[1], encoding="utf-8")
        self.assertEqual(trao("plan", "export", self.file), first)
        self.assertEqual(trao("plan", "check", self.file)[0], OK)


class InTheBook(unittest.TestCase):
    """One server with a small province in it, and a holiday announced late."""

    def setUp(self):
        self.home = Home()
        self.addCleanup(self.home.__exit__)
        self.home.start()
        self.files = province(self.home.folder / "province")
        names = ("feed.json", "plan.csv", "calendar.csv", "offices.csv", "acts.csv")
        self.home.trao("import", *(self.files / name for name in names))
        acts = len(set((self.files / "acts.csv").read_text().splitlines()))
        self.home.until(lambda: self.acts() == acts)
        self.late = self.home.folder / "late.csv"
        self.late.write_text((self.files / "calendar.csv").read_text() +
                             "2026-11-25,off,QĐ 1\n", encoding="utf-8")

    def acts(self):
        return len(self.home.trao("export", "--acts", "-")[1].splitlines())

    def promised(self, dossier):
        return self.home.json("trace", dossier)[1]["promised"]

    def versions(self):
        return len(self.home.json("calendar", "show")[1]["versions"])

    def test_a_late_holiday_is_shown_first_and_moves_promises_only_by_decision(self):
        code, shown = self.home.json("calendar", "import", self.late)
        self.assertEqual((code, shown["applied"]), (FOUND, False))
        self.assertGreater(len(shown["moves"]), 20)
        self.assertGreater(shown["open"], len(shown["moves"]))
        for move in shown["moves"]:
            self.assertGreaterEqual(move["to"], move["from"])
            self.assertGreater(move["minutes"], 0)
        move = shown["moves"][0]
        self.assertEqual(self.promised(move["dossier"]), move["from"])
        self.assertEqual(self.versions(), 1)
        code, out, _ = self.home.trao("calendar", "import", self.late)
        self.assertIn("Nothing was written", out)
        self.assertLessEqual(wide("\n".join(out.splitlines()[:-2])), 80)

        # decided, but the promises already made stay
        code, _, err = self.home.trao("calendar", "import", self.late, *DECIDED)
        self.assertEqual(code, OK, err)
        self.home.until(lambda: self.versions() == 2)
        self.assertEqual(self.promised(move["dossier"]), move["from"])

    def test_promises_that_are_moved_stay_moved(self):
        _, shown = self.home.json("calendar", "import", self.late)
        code, applied = self.home.json("calendar", "import", self.late, *DECIDED, "--move")
        self.assertEqual((code, applied["applied"], applied["moved"]), (OK, True, True))
        self.assertEqual(applied["moves"], shown["moves"])
        for move in (shown["moves"][0], shown["moves"][-1]):
            self.home.until(lambda move=move: self.promised(move["dossier"]) == move["to"])
        code, again = self.home.json("calendar", "import", self.late)
        self.assertEqual((code, again["moves"]), (OK, []))
        # another holiday, and what was re-appointed once is not re-appointed again
        self.late.write_text(self.late.read_text(encoding="utf-8") + "2026-11-26,off,QĐ 2\n",
                             encoding="utf-8")
        _, third = self.home.json("calendar", "import", self.late)
        self.assertGreater(third["again"], 20)
        # the reason and who decided stand in the book, signed
        code, _, err = self.home.trao("export", "--entries", self.home.folder / "book.entries")
        self.assertEqual(code, OK, err)
        entries = (self.home.folder / "book.entries").read_bytes()
        self.assertIn("# decided: bão số 9; Lan; Minh\n".encode(), entries)

    def test_a_changed_calendar_does_not_slip_in_among_other_files(self):
        code, out, err = self.home.trao("import", self.late, self.files / "feed.json")
        self.assertEqual((code, out), (FAILED, ""))
        self.assertIn("two persons decide: trao calendar import. [CLI-170]", err)
        code, out, _ = self.home.trao("import", self.files / "calendar.csv")
        self.assertEqual((code, "was imported before" in " ".join(out.split())), (OK, True))
        code, _, err = self.home.trao("calendar", "import", self.late, *DECIDED)
        self.assertEqual(code, OK, err)
        code, out, _ = self.home.trao("import", self.late)  # what was decided is known
        self.assertEqual((code, "was imported before" in " ".join(out.split())), (OK, True))
        self.home.until(lambda: self.versions() == 2)

    def test_a_plan_that_was_replaced_can_come_into_force_again(self):
        def plan():
            return self.home.json("plan", "show")[1]["version"]["number"]

        other = self.home.folder / "other.csv"
        first = self.files / "plan.csv"
        other.write_text(first.read_text(encoding="utf-8") + "set,grace,20\n", encoding="utf-8")
        before = self.home.trao("plan", "export")[1]
        for path, new, number in ((first, False, 1), (other, True, 2), (other, False, 2),
                                  (first, True, 3), (first, False, 3), (other, True, 4)):
            code, answer = self.home.json("plan", "import", path)
            self.assertEqual((code, answer["files"][0]["new"]), (OK, new), number)
            self.home.until(lambda number=number: plan() == number)
            if path == first:
                self.assertEqual(self.home.trao("plan", "export")[1], before)

    def test_a_decision_names_two_persons_and_a_reason(self):
        for words in (("--move",), ("--decide", "x"), ("--decide", "x", "--by", "A", "--and", "A"),
                      ("--decide", " ", "--by", "A", "--and", "B")):
            self.assertEqual(self.home.trao("calendar", "import", self.late, *words)[0], USAGE)
        code, _, err = self.home.trao("calendar", "import", self.late, *DECIDED, "--move",
                                      "--valid-from", "2026-12-01")
        self.assertEqual(code, USAGE)
        self.assertIn("CLI-168", err)
        self.assertEqual(self.versions(), 1)

    def test_the_plan_of_a_past_instant_can_be_asked_for(self):
        time.sleep(1)
        export = self.home.folder / "plan.csv"
        code, before, err = self.home.trao("plan", "export")
        self.assertEqual(code, OK, err)
        export.write_text(before + "cancel,2026-11-23,R1,1,2026-11-22T08:00\nset,grace,20\n",
                          encoding="utf-8")
        clock = self.home.json("minutes")[1]["as_of"]
        self.home.until(lambda: self.home.json("minutes")[1]["as_of"] > clock, 90)
        code, _, err = self.home.trao("plan", "import", export)
        self.assertEqual(code, OK, err)
        self.home.until(lambda: self.home.json("plan", "show")[1]["version"]["number"] == 2)
        _, shown = self.home.json("plan", "show", "--at", "2026-11-23T08:00")
        self.assertEqual([run["cancelled"] for run in shown["runs"] if run["route"] == "R1" and
                          run["round"] == "1"], [True] * 5)
        self.assertEqual(self.home.trao("plan", "export", "--at", clock)[1], before)
        self.assertNotEqual(self.home.trao("plan", "export")[1], before)


if __name__ == "__main__":
    unittest.main()

"""`trao study`, `trao whatif` and `trao forecast` over the server's own book, while it runs, and
how wide what they say is."""
import json
import unicodedata
import unittest

from cli import FAILED, FOUND, OK, USAGE, Home, province, trao

ANSWERS = ("minutes.csv", "legs.csv", "flags.csv", "conflicts.csv", "forecast.csv", "whatif.csv",
           "report.html")


def wide(line):
    """Columns of a terminal."""
    return sum(1 for one in line if not unicodedata.combining(one))


class EightyColumns(unittest.TestCase):
    """Every line that a person is told, in both languages."""

    @classmethod
    def setUpClass(cls):
        cls.home = Home()
        cls.addClassCleanup(cls.home.__exit__)
        cls.files = province(cls.home.folder / "province",
                             **{"--days": 45, "--dossiers-per-day": 10})
        cls.given = ("--feed", cls.files / "feed.json", "--acts", cls.files / "acts.csv")
        cls.almanac = ("--calendar", cls.files / "calendar.csv", "--plan", cls.files / "plan.csv")

    def told(self, *words, codes=(OK, FOUND), lines=1):
        for lang in ("vi", "en"):
            code, out, err = trao("--lang", lang, *words, cwd=self.home.folder, timeout=120)
            self.assertIn(code, codes, err)
            self.assertGreaterEqual(len(out.splitlines()), lines, out)
            for line in out.splitlines():
                if " " in line:  # a path is not broken
                    self.assertLessEqual(wide(line), 80, line)
                self.assertEqual(line, line.rstrip())

    def test_a_study_with_and_without_a_plan(self):
        self.told("study", *self.given, *self.almanac, "--out", "answers", lines=2)
        self.told("study", *self.given, "--now", "2026-12-01T08:00", "--out",
                  "a-folder-with-a-name-of-" + "many-words-" * 8 + "in-it", lines=3)

    def test_a_whatif_and_its_frontier(self):
        for words in (("--copy", "R1/1:+105"), ("--drop", "R1/1"), ("--shift", "R1/1:-30"),
                      ("--skip", "R1/1/NNM"), ("--on-demand", "R1:5")):
            self.told("whatif", *self.given, *self.almanac, *words, lines=8)
        self.told("whatif", "suggest", *self.given, *self.almanac, "--out", "found.csv", lines=6)

    def test_a_forecast_held_against_what_came(self):
        self.told("forecast", "eval", *self.given, *self.almanac, lines=14)

    def test_a_calendar_and_a_plan(self):
        self.told("calendar", "check", self.files / "calendar.csv")
        self.told("calendar", "show", self.files / "calendar.csv", lines=10)
        self.told("plan", "check", self.files / "plan.csv")
        self.told("plan", "show", self.files / "plan.csv", "--at", "2026-11-24", lines=10)
        self.told("plan", "show", self.files / "plan.csv", "--at", "2026-11-25", lines=10)

    def test_the_help_of_these_verbs(self):
        for verb in ("study", "whatif", "forecast", "calendar", "plan", "minutes"):
            self.told("help", verb, codes=(OK,), lines=2)
        self.told("help", codes=(OK,), lines=10)


class TheBook(unittest.TestCase):
    """One server with a province in it, and the files it came from."""

    @classmethod
    def setUpClass(cls):
        cls.home = Home()
        cls.addClassCleanup(cls.home.__exit__)
        cls.home.start()
        cls.files = province(cls.home.folder / "province", **{"--days": 5})
        names = ("feed.json", "plan.csv", "calendar.csv", "offices.csv", "acts.csv")
        code, _, err = cls.home.trao("import", *(cls.files / name for name in names))
        assert code == OK, err
        acts = len(set((cls.files / "acts.csv").read_text().splitlines()))
        cls.home.until(lambda: len(cls.home.trao("export", "--acts", "-")[1].splitlines()) == acts)
        cls.given = ("--feed", cls.files / "feed.json", "--acts", cls.files / "acts.csv")
        cls.almanac = ("--calendar", cls.files / "calendar.csv", "--plan", cls.files / "plan.csv")
        cls.more = cls.home.folder / "more.csv"
        cls.more.write_text("".join(f"call,R1,9,{at},{stop},{arrives},{departs},10,W,all,,\n"
                                    for at, stop, arrives, departs in
                                    ((1, "TTG", "", "10:45"), (2, "NNM", "11:10", "11:15"),
                                     (3, "TTG", "11:50", ""))), encoding="utf-8")

    def study(self, name, *words):
        folder = self.home.folder / name
        code, out, err = self.home.trao("--json", "study", *words, "--out", folder, timeout=120)
        self.assertIn(code, (OK, FOUND), err)
        answer = json.loads(out)
        self.assertEqual(answer.pop("folder"), str(folder))
        return answer, {one: (folder / one).read_bytes() for one in ANSWERS
                        if (folder / one).exists()}

    def test_a_book_of_the_same_acts_gives_the_same_bytes_as_the_files(self):
        words = ("--runs", self.more, "--ask", "random:7")
        said, of_files = self.study("of-files", *self.given, *self.almanac, *words)
        told, of_book = self.study("of-book", *words)
        self.assertEqual(sorted(of_files), sorted(ANSWERS))
        self.assertGreater(said["dossiers"], 150)
        self.assertEqual(of_files["minutes.csv"].count(b"\n") > 300, True)
        for name in ANSWERS:
            self.assertEqual(of_book[name], of_files[name], name)
        self.assertEqual(told, said)

    def test_a_plan_that_is_given_comes_before_the_books(self):
        other = self.home.folder / "other.csv"
        other.write_text("\ufeff" + (self.files / "plan.csv").read_text(encoding="utf-8")
                         .replace(",09:00,", ",09:05,"), encoding="utf-8")
        _, own = self.study("own")
        _, given = self.study("given", "--plan", other)
        self.assertNotEqual(given["minutes.csv"], own["minutes.csv"])
        _, same = self.study("same", *self.almanac)
        self.assertEqual(same, own)

    def test_another_timetable_is_tried_on_the_book_as_on_the_files(self):
        for words in (("whatif", "--runs", self.more), ("whatif", "--shift", "R1/1:+15"),
                      ("whatif", "suggest", "--most", 12)):
            told = self.home.trao("--json", *words, timeout=120)
            said = trao("--json", *words, *self.given, *self.almanac, timeout=120)
            self.assertEqual(told, said)
            self.assertEqual(said[0], OK)
        told = self.home.trao("--json", "forecast", "eval")
        said = trao("--json", "forecast", "eval", *self.given, *self.almanac)
        self.assertEqual(told, said)

    def test_what_is_missing_is_named(self):
        code, _, err = self.home.trao("study", "--out", self.home.folder / "x", "--acts",
                                      self.files / "acts.csv")
        self.assertEqual((code, "--feed" in err), (USAGE, True))
        code, _, err = self.home.trao("whatif")
        self.assertEqual((code, "--runs" in err), (USAGE, True))
        code, _, err = trao("-c", self.home.folder / "none.ini", "study", "--out",
                            self.home.folder / "x")
        self.assertEqual((code, "none.ini" in err), (FAILED, True))


if __name__ == "__main__":
    unittest.main()

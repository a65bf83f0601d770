"""The verbs that need no server: due, elapsed, code; and how bad command lines are answered."""
import csv
import json
import time
import unittest

from cli import FAILED, FOUND, OK, ROOT, USAGE, trao

UNITS = {"working_day": "wd", "half_day": "hd", "working_hour": "wh", "day": "d",
         "calendar_day": "d"}
GOOD = ("000.00.04.H41-230321-0001", "H41.04-230321-0001", "H41-230321-0001",
        "000.17.22.H56-210531-0001", "000.A0.01.H26-210212-9090", "38.98.H29-210519-0013",
        "G22.99.08-260921-896048", "H41.04-230321-10000")
BAD = ("H41.04-231321-0001", "H41.04-230321-001", "H41..04-230321-0001")


def listed_verbs(text):
    """The verbs that the help names, up to the first empty line behind its heading."""
    lines = text.splitlines()[2:]
    return [line.split()[0] for line in lines[:lines.index("")]]


def due_vectors():
    with open(ROOT / "tests/data/due-vectors.csv", encoding="utf-8") as stream:
        yield from csv.DictReader(line for line in stream if not line.startswith("#"))


class Due(unittest.TestCase):
    def test_every_worked_example_comes_out_on_standard_input(self):
        rows = [row for row in due_vectors()
                if row["unit"] in UNITS and not row["why"].startswith("15:00")]
        given = "".join(f"{row['received']},{row['duration']}{UNITS[row['unit']]}\n"
                        for row in rows)
        code, out, _ = trao("due", "-", given=given)
        self.assertEqual(code, OK)
        self.assertGreater(len(rows), 10)
        for row, promised in zip(rows, out.splitlines(), strict=True):
            self.assertEqual(promised, row["promised"], row)

    def test_one_case_from_options_prints_the_promise_alone(self):
        self.assertEqual(trao("due", "--received", "2023-03-21T15:10", "--for", "10wd"),
                         (OK, "2023-04-04T15:10\n", ""))
        self.assertEqual(trao("due", "--received=2023-03-21T15:10", "--for=10wd", "--quiet")[1],
                         "2023-04-04T15:10\n")

    def test_json_names_the_promise_and_its_doubts(self):
        code, out, _ = trao("due", "--json", "--received", "2023-03-21T15:10", "--for", "10wd")
        self.assertEqual((code, json.loads(out)["promised"]), (OK, "2023-04-04T15:10"))

    def test_the_year_behind_the_calendar_carries_a_warning(self):
        code, out, err = trao("due", "--received", "2029-03-21T15:10", "--for", "10wd")
        self.assertEqual((code, out), (OK, "2029-04-04T15:10\n"))
        self.assertIn("CLI-11", err)

    def test_a_bad_line_is_answered_in_its_place_and_the_others_too(self):
        code, out, _ = trao("due", "-", given="2023-03-21T15:10,10wd\nx,10wd\n\n"
                            "2023-03-21T15:10,10xx\n2023-03-21T15:10,10wd")
        lines = out.splitlines()
        self.assertEqual(code, FOUND)
        self.assertEqual([line.split()[0] for line in lines],
                         ["2023-04-04T15:10", "bad", "bad", "bad", "2023-04-04T15:10"])

    def test_another_calendar_may_be_named(self):
        calendar = ROOT / "tests/data/calendar-vn.csv"
        self.assertEqual(trao("due", "--received", "2023-03-21T15:10", "--for", "10wd",
                              "--calendar", calendar)[1], "2023-04-04T15:10\n")
        code, out, err = trao("due", "--received", "2023-03-21T15:10", "--for", "10wd",
                              "--calendar", "/nowhere.csv")
        self.assertEqual((code, out), (FAILED, ""))
        self.assertIn("[CLI-12]", err)


class Elapsed(unittest.TestCase):
    def test_working_minutes_of_the_example(self):
        self.assertEqual(trao("elapsed", "--from", "2023-03-21T15:10", "--to",
                              "2023-03-22T15:10")[:2], (OK, "480\n"))

    def test_nothing_elapses_backwards(self):
        self.assertEqual(trao("elapsed", "-", given="2023-03-22T15:10,2023-03-21T15:10\n")[:2],
                         (OK, "0\n"))

    def test_json(self):
        code, out, _ = trao("elapsed", "--from", "2023-03-21T15:10", "--to", "2023-03-21T15:20",
                            "--json")
        self.assertEqual((code, json.loads(out)), (OK, {"working_minutes": 10}))


class Code(unittest.TestCase):
    def test_codes_on_paper_are_told_apart(self):
        code, out, _ = trao("code", "-", given="\n".join((*GOOD, "EE473124829VN",
                                                          "BTTG0042303211007I")))
        self.assertEqual(code, OK)
        self.assertEqual(out.splitlines(), [f"dossier {one}" for one in GOOD] +
                         ["waybill EE473124829VN", "bundle BTTG0042303211007I"])

    def test_what_is_no_code_is_bad_with_its_reason(self):
        for one in (*BAD, "EE473124828VN", "hello", ""):
            code, out, _ = trao("code", one)
            self.assertEqual(code, FOUND, one)
            self.assertRegex(out, r"^bad .+\[[A-Z]+-\d+\]$")

    def test_aim_identifier_spaces_and_case_are_put_right(self):
        self.assertEqual(trao("code", "]C1 h41.04-230321-0001 ")[1], "dossier H41.04-230321-0001\n")

    def test_a_password_is_never_shown(self):
        for words in (("code", "D-s3cret-17-2"), ("code", "--json", "D-s3cret-17-2")):
            code, out, err = trao(*words)
            self.assertEqual(code, OK)
            self.assertNotIn("s3cret", out + err)

    def test_json_is_json_whatever_comes_in(self):
        for one in (b"H41.04-230321-0001", b'a"b\\c\x1b[31m', b"\xff\xfe", b"\x00", b"x" * 3000):
            code, out, _ = trao("code", "--json", "-", given=one + b"\n")
            self.assertIn(code, (OK, FOUND))
            self.assertIn("kind", json.loads(out))


class Bounds(unittest.TestCase):
    def test_a_hundred_thousand_lines_take_moments(self):
        """Under a second in a release build; here the build may be an instrumented one."""
        for words, line in ((("due", "-"), "2023-03-21T15:10,10wd\n"),
                            (("elapsed", "-"), "2021-03-21T15:10,2026-03-22T15:10\n"),
                            (("code", "-"), "H41.04-230321-0001\n")):
            began = time.monotonic()
            code, out, _ = trao(*words, given=line * 100000)
            self.assertEqual((code, out.count("\n")), (OK, 100000))
            self.assertLess(time.monotonic() - began, 15)


class CommandLine(unittest.TestCase):
    def test_a_bad_command_line_gets_one_sentence_a_code_and_exit_two(self):
        for words in ((), ("dance",), ("due",), ("due", "--received", "2023-03-21T15:10"),
                      ("due", "--received", "soon", "--for", "3d"),
                      ("due", "--for", "3d", "--for", "4d"), ("due", "--colour", "red"),
                      ("due", "--for"), ("elapsed", "--from", "x", "--to", "y"), ("code",),
                      ("code", "a", "b"), ("--lang", "fr", "code", "a"), ("device",),
                      ("device", "dance"), ("device", "enrol", "card", "--by", "a", "--and", "a"),
                      ("device", "revoke", "xyz", "--by", "a", "--and", "b", "--reason", "r"),
                      ("import",), ("import", "--wait", "0", "f"), ("export",),
                      ("export", "--canonical", "--acts", "f"), ("trace",), ("trace", "hello"),
                      ("late", "--level", "terrible"), ("late", "--limit", "0"), ("late", "x"),
                      ("minutes", "hello"), ("minutes", "--by", "day"),
                      ("minutes", "--from", "yesterday"),
                      ("verify",), ("rebuild", "x")):
            code, out, err = trao(*words)
            self.assertEqual((code, out), (USAGE, ""), words)
            self.assertRegex(err, r"\Atrao: [^\n]+ \[CLI-\d{2,3}\]\n\Z", words)

    def test_help_fits_one_screen_in_both_languages(self):
        for language in ("vi", "en"):
            code, out, err = trao("--help", TRAO_LANG=language)
            self.assertEqual((code, err), (OK, ""))
            self.assertLessEqual(len(out.splitlines()), 24)
            self.assertLessEqual(max(map(len, out.splitlines())), 80)

    def test_every_verb_of_the_help_has_help_of_its_own(self):
        _, out, _ = trao("--help")
        verbs = listed_verbs(out)
        self.assertIn("verify", verbs)
        for verb in verbs:
            code, out, err = trao(verb, "--help")
            self.assertEqual((code, err), (OK, ""), verb)
            self.assertIn(f"trao {verb}", out)

    def test_every_verb_with_an_action_has_a_page_in_the_manual(self):
        _, out, _ = trao("--help")
        manual = (ROOT / "docs/man/trao.1.md").read_text(encoding="utf-8")
        for verb in listed_verbs(out):
            self.assertIn(f"trao {verb}", manual)

    def test_sentences_come_in_the_language_asked_for(self):
        self.assertIn("Chưa có lệnh", trao(TRAO_LANG="vi")[2])
        self.assertIn("No verb", trao(TRAO_LANG="en_GB.UTF-8")[2])
        self.assertIn("Chưa có lệnh", trao("--lang", "vi")[2])

    def test_version_is_one_line(self):
        code, out, _ = trao("--version")
        self.assertEqual(code, OK)
        self.assertRegex(out, r"\Atrao \d+\.\d+\.\d+\n\Z")

    def test_escape_bytes_of_a_command_line_reach_no_terminal(self):
        self.assertNotIn("\x1b", trao("\x1b[31mdance")[2])

    def test_without_a_configuration_it_says_how_to_get_one(self):
        code, out, err = trao("late", "-c", "/nowhere/server.ini")
        self.assertEqual((code, out), (FAILED, ""))
        self.assertIn("trao-server makes it", err)


if __name__ == "__main__":
    unittest.main()

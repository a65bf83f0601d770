#!/usr/bin/env python3
"""event_log_test.py TRAO - logs in the shapes other tools write give the minutes of a worked life.

The samples (tests/data/xes) hold SEMANTICS' `center_misses_a_run`; what is no log gets one
sentence and a code."""
import csv
import pathlib
import subprocess
import sys
import tempfile
import unittest

DATA = pathlib.Path(__file__).resolve().parents[1] / "data" / "xes"
TRAO = sys.argv.pop(1) if len(sys.argv) > 1 else "trao"
LIFE = {("H41.04", "processing"): 1420, ("center", "missed_run"): 270,
        ("citizen", "at_counter"): 50, ("post", "in_transit"): 130,
        ("timetable", "waiting_for_run"): 80}
OK, FOUND = 0, 3


def study(log, mapping, out):
    return subprocess.run(
        [TRAO, "--lang", "en", "study", "--log", str(log), "--map", str(mapping), "--plan",
         str(DATA / "plan.csv"), "--out", str(out)], capture_output=True, text=True, check=False)


class Samples(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.out = pathlib.Path(self.folder.name)

    def tearDown(self):
        self.folder.cleanup()

    def minutes(self, dossier):
        with open(self.out / "minutes.csv", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual({row["dossier"] for row in rows}, {dossier})
        return {(row["party"], row["cause"]): int(row["minutes"]) for row in rows}

    def test_every_shape_says_the_same_life(self):
        for name, mapping, dossier in (("prom.xes", "log.map", "H41.04-230321-0002"),
                                       ("disco.xes", "log.map", "H41.04-230321-0002"),
                                       ("disco.csv", "disco.map", "H41.04-230321-0002"),
                                       ("ieee1849.xes", "log.map", "H41.04-230321-0002"),
                                       ("pm4py.csv", "pm4py.map", "H41.04-230321-0002"),
                                       ("pm4py.xes", "log.map", "X00-230321-000001")):
            with self.subTest(name):
                done = study(DATA / name, DATA / mapping, self.out)
                self.assertEqual(done.returncode, OK, done.stderr)
                self.assertEqual(self.minutes(dossier), LIFE)
                self.assertIn("1 events have no rule", done.stdout)

    def test_a_case_of_another_name_is_found_in_the_list(self):
        study(DATA / "pm4py.xes", DATA / "log.map", self.out)
        self.assertEqual((self.out / "cases.csv").read_text(encoding="utf-8"),
                         "dossier,case\nX00-230321-000001,case_17\n")

    def refused(self, text, code, mapping="log.map"):
        log = self.out / "log.xes"
        log.write_bytes(text if isinstance(text, bytes) else text.encode())
        done = study(log, DATA / mapping, self.out)
        self.assertEqual(done.returncode, FOUND, done.stderr)
        lines = [line for line in done.stderr.splitlines() if line]
        self.assertEqual(len(lines), 1, done.stderr)
        self.assertTrue(lines[0].endswith(f"[{code}]"), lines[0])

    def test_what_is_no_log_gets_one_sentence(self):
        whole = (DATA / "prom.xes").read_text(encoding="utf-8")
        bomb = ('<?xml version="1.0"?><!DOCTYPE log [<!ENTITY a "aaaaaaaaaa">' + "".join(
            f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(9)) +
            ']><log><trace><string key="concept:name" value="&j;"/></trace></log>')
        outside = '<!DOCTYPE log SYSTEM "file:///etc/passwd"><log/>'
        self.refused(bomb, "STUDY-24")
        self.refused(outside, "STUDY-24")
        self.refused("<log>" + "<a>" * 1000 + "</a>" * 1000 + "</log>", "STUDY-25")
        self.refused("<html><body/></html>", "STUDY-26")
        self.refused(whole[:len(whole) // 2], "STUDY-27")
        self.refused("<log><trace></log>", "STUDY-27")
        self.refused('<log><string key="a" value="&b;"/></log>', "STUDY-27")
        self.refused(b"<log>\xff\xfe</log>", "STUDY-27")
        self.refused("a,b\n1,2\n", "STUDY-23")

    def test_an_event_at_fault_is_named_and_left_out(self):
        text = (DATA / "prom.xes").read_text(encoding="utf-8")
        log = self.out / "log.xes"
        group = '<string key="org:group" value="Department of Construction"/>'
        log.write_text(text.replace("2023-03-27T08:31:00.000+07:00", "yesterday")
                       .replace(group, '<string key="org:group" value=""/>', 1), encoding="utf-8")
        done = study(log, DATA / "log.map", self.out)
        self.assertEqual(done.returncode, FOUND)
        self.assertIn("'yesterday' is no instant. [LOG-09]", done.stderr)
        self.assertIn("does not say whose it is. [LOG-10]", done.stderr)
        self.assertIn("2 lines with faults were left out", done.stderr)

    def test_a_mapping_at_fault_is_named(self):
        for text, code in (("case,a\nactivity,b\n", "LOG-06"), ("nonsense,a\n", "LOG-02"),
                           ("is,Examine,*,dance\n", "LOG-04"), ("case\n", "LOG-03")):
            with self.subTest(text):
                mapping = self.out / "bad.map"
                mapping.write_text(text, encoding="utf-8")
                done = study(DATA / "prom.xes", mapping, self.out)
                self.assertEqual(done.returncode, FOUND)
                self.assertIn(f"[{code}]", done.stderr)


if __name__ == "__main__":
    unittest.main()

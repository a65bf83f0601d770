"""The real window under Xvfb: typed scans become durable entries and change the picture; keys,
touches, tones; an idle unit does nothing."""
import os
import signal
import subprocess
import sys
import time
import unittest

import display
from handheld import BIN, OK, ROOT, Case, journal

PAPER, BLUE, GREEN, RED, SLATE, CARD = ((0xF1, 0xF3, 0xF6), (0x0B, 0x4F, 0x8A), (0x0A, 0x7A, 0x3B),
                                        (0xB3, 0x16, 0x1B), (0x3D, 0x4F, 0x63), (255, 255, 255))
GROUND = 10, 120  # a place where every screen shows its ground
SECONDARY, PRIMARY = (30, 770), (460, 770)
SCAN = 3  # an entry's kind, protocols/journal.md
D1, D2 = "H41.04-230321-0001", "H41.04-230321-0002"


class Window(Case):
    def setUp(self):
        super().setUp()
        frame = self.folder / "frame"
        frame.mkdir()
        self.display = display.Display(frame)
        self.addCleanup(self.display.close)
        self.raw = self.folder / "tones.raw"
        offices = self.folder / "offices.csv"
        offices.write_text("code\nH41.04\n")
        supp = ROOT / "tests/unit/handheld/screen/fonts.supp"
        self.log = open(self.folder / "log", "wb")
        self.addCleanup(self.log.close)
        self.unit = subprocess.Popen(
            [BIN / "trao-handheld", "--home", self.home, "--lang", "vi", "--offices", offices],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=self.log,
            env=self.display.environment(SDL_AUDIODRIVER="disk", SDL_DISKAUDIOFILE=str(self.raw),
                                         LSAN_OPTIONS=f"suppressions={supp}"))
        self.addCleanup(self.end)
        self.display.wait_for_window()
        self.display.wait_for_pixel(*GROUND, PAPER)

    def end(self):
        """(exit code, answers)."""
        if self.unit.poll() is None:
            self.unit.send_signal(signal.SIGTERM)
        out, _ = self.unit.communicate(timeout=20)
        return self.unit.returncode, out.decode().splitlines()

    def cpu_ticks(self):
        with open(f"/proc/{self.unit.pid}/stat", encoding="ascii") as file:
            words = file.read().rsplit(")", 1)[1].split()
        return int(words[11]) + int(words[12])

    def begin(self, row):
        self.display.type("TH-post-BT01")
        self.display.wait_for_pixel(*GROUND, GREEN)
        self.display.wait_for_pixel(*GROUND, PAPER)  # the flash is over
        self.display.key(row)
        time.sleep(0.6)

    def test_a_bundle_is_scanned_and_handed_over_without_a_touch(self):
        self.begin("2")  # give to the Center
        self.display.type(D1)
        self.display.wait_for_pixel(*GROUND, GREEN)
        self.display.type(D2)  # the flash does not block it
        self.display.wait_for_pixel(*GROUND, PAPER)
        self.display.type(D2)
        self.display.wait_for_pixel(*GROUND, SLATE)
        self.display.wait_for_pixel(*GROUND, PAPER)
        self.display.type("H41.04-231321-0009")
        self.display.wait_for_pixel(*GROUND, RED)
        time.sleep(0.7)
        self.assertEqual(self.display.pixel(*GROUND), RED)  # never by itself
        self.display.key("F4")
        self.display.wait_for_pixel(*GROUND, PAPER)
        self.display.type("TH-center-TT01")
        self.display.wait_for_pixel(*GROUND, GREEN)
        code, out = self.end()
        self.assertEqual(code, OK, (self.folder / "log").read_text(errors="replace")[-4000:])
        said = [line.split()[:2] for line in out if not line.startswith("info")]
        self.assertEqual(said, [["ok", "UNIT-11"], ["ok", "UNIT-04"], ["ok", "UNIT-01"],
                                ["ok", "UNIT-01"], ["duplicate", "UNIT-20"],
                                ["refused", "CODE-05"], ["ok", "UNIT-08"]])
        kinds = [entry.kind for entry in journal(self.home)]
        self.assertGreaterEqual(len(kinds), 5)
        self.tones_differ()

    def tones_differ(self):
        """sox measures what SDL has written: each answer's pitch is in it."""
        if display.missing("sox"):
            self.skipTest("sox is missing")
        spans = self.sounding()
        pitches = [pitch for pitch, _ in spans]
        self.assertTrue(any(2500 < pitch < 2850 for pitch in pitches), spans)
        self.assertTrue(any(1250 < pitch < 1450 for pitch in pitches), spans)
        self.assertTrue(any(280 < pitch < 360 for pitch in pitches), spans)
        low = [seconds for pitch, seconds in spans if pitch < 400]
        self.assertGreater(max(low), 0.15)

    def sounding(self):
        """(Hz, seconds) of each stretch that is not silent, by sox."""
        rate = 22050
        data = self.raw.read_bytes()
        quiet, spans, start, silent = bytes(2), [], None, 0
        for at in range(0, len(data) - 1, 2):
            loud = data[at:at + 2] != quiet
            silent = 0 if loud else silent + 1
            if loud and start is None:
                start = at
            elif start is not None and silent > rate // 50:
                spans.append((start, at - 2 * silent))
                start = None
        found = []
        for first, last in spans[:12]:
            done = subprocess.run(["sox", "-t", "raw", "-r", str(rate), "-e", "signed", "-b", "16",
                                   "-c", "1", "-", "-n", "stat"], input=data[first:last + 2],
                                  capture_output=True, check=True)
            rows = dict(line.split(":", 1) for line in done.stderr.decode().splitlines()
                        if ":" in line)
            found.append((float(rows["Rough   frequency"]), (last - first) / 2 / rate))
        return found

    def test_language_menu_and_touch(self):
        self.display.press(240, 770)  # the one button of the login screen: F2
        time.sleep(0.3)
        self.begin("1")
        self.display.type(D1)
        self.display.wait_for_pixel(*GROUND, GREEN)
        self.display.wait_for_pixel(*GROUND, PAPER)
        self.display.press(*SECONDARY)  # undo
        time.sleep(0.4)
        self.display.press(*PRIMARY)  # done
        time.sleep(0.4)
        _, out = self.end()
        self.assertIn(f"ok UNIT-01 {D1}: take from the Center, recorded (1 so far).", out)
        self.assertIn(f"ok UNIT-13 {D1}: taken back; what was written stays in the book.", out)

    def test_an_idle_unit_does_nothing(self):
        time.sleep(1)
        before = self.cpu_ticks()
        time.sleep(3)
        self.assertLessEqual(self.cpu_ticks() - before, 1)


class NoDisplay(Case):
    def test_without_a_display_it_says_so_and_goes_on(self):
        env = {name: value for name, value in os.environ.items()
               if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
        unit = subprocess.Popen([BIN / "trao-handheld", "--home", self.home, "--lang", "en"],
                                stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, env={**env, "SDL_VIDEODRIVER": "x11"})
        unit.stdin.write(f"badge TH-center-TT01\ndo intake\nscan {D1}\n".encode())
        unit.stdin.flush()
        for line in unit.stdout:
            if line.startswith(b"ok UNIT-01"):
                break
        unit.send_signal(signal.SIGTERM)
        _, err = unit.communicate(timeout=20)
        self.assertIn("SCREEN-94", err.decode())


if __name__ == "__main__":
    if display.missing():
        print("skipped: missing", *display.missing())
        sys.exit(77)
    unittest.main()

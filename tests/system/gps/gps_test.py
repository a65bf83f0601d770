"""The real unit with a real gpsd, which is fed with NMEA on a pty: what its entries hold.

Argument: the folder of the programs. `TRAO_GPS_LONG=1` plays a doubt to its end as well. Without
gpsd the tests are skipped, by name."""
import datetime
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import time
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "tests/system/handheld"))
from handheld import OK, USAGE, Case, journal, run  # noqa: E402
from nmea import LAT, LON, WEEK, Receiver  # noqa: E402

GPSD = shutil.which("gpsd", path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")
GOOD_MM, NOT_BELIEVED = 50_000, 2**32 - 1
PERIOD = 0.25  # seconds of real time between two epochs, which are as far apart


def free_port():
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return asked.getsockname()[1]


def class_of(entry):
    """As protocols/journal.md section 8 has it."""
    if not entry.has_fix:
        return "none"
    if entry.age_ms > 3000:
        return "stale"
    if entry.accuracy == NOT_BELIEVED:
        return "suspect"
    return "weak" if entry.accuracy > GOOD_MM else "good"


@unittest.skipUnless(GPSD, "gpsd is not installed")
class WithGpsd(Case):
    def setUp(self):
        super().setUp()
        self.receiver = Receiver()
        self.port = free_port()
        self.gpsd = self.start_gpsd()
        self.addCleanup(self.receiver.close)
        self.addCleanup(self.end_gpsd)
        self.codes = 0

    def start_gpsd(self):
        gpsd = subprocess.Popen([GPSD, "-N", "-n", "-b", "-S", str(self.port),
                                 self.receiver.path], stdin=subprocess.DEVNULL,
                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        end = time.monotonic() + 10
        while time.monotonic() < end:
            with socket.socket() as asked:
                if asked.connect_ex(("127.0.0.1", self.port)) == 0:
                    return gpsd
            time.sleep(0.05)
        gpsd.kill()
        gpsd.wait()
        raise AssertionError("gpsd does not listen")

    def end_gpsd(self):
        self.gpsd.kill()
        self.gpsd.wait()

    def open_unit(self):
        unit = self.unit("--party", "center", "--gpsd", f"127.0.0.1:{self.port}")
        self.assertIn("ok UNIT-04", unit.answer("do intake"))
        return unit

    def feed(self, seconds, shift=datetime.timedelta(), **how):
        for _ in range(round(seconds / PERIOD)):
            now = datetime.datetime.now(datetime.timezone.utc)
            self.receiver.say(now.replace(microsecond=now.microsecond // 10000 * 10000) + shift,
                              **how)
            time.sleep(PERIOD)

    def scan(self, unit):
        self.codes += 1
        self.assertIn("ok UNIT-01", unit.answer(f"scan H41.04-230321-{self.codes:04d}"))
        return journal(self.home)[-1]

    def until_good(self, unit):
        seen = []
        for _ in range(24):
            self.feed(PERIOD)
            entry = self.scan(unit)
            seen.append((class_of(entry), entry.age_ms, entry.accuracy))
            if class_of(entry) == "good":
                return entry
        raise AssertionError(f"no good fix in 12 s: {seen}")

    def test_a_good_fix_is_in_the_entry_and_a_lost_one_is_old(self):
        unit = self.open_unit()
        entry = self.until_good(unit)
        self.assertAlmostEqual(entry.lat / 1e7, LAT, delta=0.002)
        self.assertAlmostEqual(entry.lon / 1e7, LON, delta=0.0001)
        self.assertLess(entry.accuracy, GOOD_MM)
        self.assertTrue(entry.has_gnss)
        self.assertLess(abs(entry.gnss_ms - entry.wall_ms), 2000)
        self.feed(1, fix=False)  # lost: the newest position grows old
        self.assertEqual(class_of(self.scan(unit)), "good")
        self.feed(3, spoil=True)  # bad checksums: not a word of gpsd
        entry = self.scan(unit)
        self.assertEqual(class_of(entry), "stale")
        self.assertGreater(entry.age_ms, 3000)
        unit.stop()
        code, out, _ = run("--home", self.home, "--status", "--lang", "en")
        self.assertEqual(code, OK)
        said = [line for line in out if line.startswith("STATUS-14")]
        self.assertRegex(said[0], r"^STATUS-14 Newest position: 18\.67\d+ 105\.69220, stale, "
                                  r"within \d+ m, entry 1/\d+, \d s old by then$")

    def test_a_jump_and_an_hour_back_are_not_believed_and_stop_no_scan(self):
        unit = self.open_unit()
        self.until_good(unit)
        self.feed(1, north=0.5)  # 55 km
        unit.until_told("FIX-02")
        entry = self.scan(unit)
        self.assertEqual((class_of(entry), entry.has_gnss), ("suspect", 0))
        self.feed(1)
        self.assertEqual(class_of(self.scan(unit)), "suspect")  # the doubt is kept
        if os.environ.get("TRAO_GPS_LONG"):
            self.feed(11)
            self.assertEqual(class_of(self.scan(unit)), "good")
        self.feed(1, shift=datetime.timedelta(hours=-1))
        unit.until_told("FIX-02")
        self.assertEqual(class_of(self.scan(unit)), "suspect")

    def test_a_week_that_rolled_over_is_repaired_by_gpsd_or_not_believed(self):
        unit = self.open_unit()
        self.until_good(unit)
        self.feed(2, shift=-WEEK)
        entry = self.scan(unit)
        if class_of(entry) == "good":  # as 3.22 does when the system's clock is right
            self.assertLess(abs(entry.gnss_ms - entry.wall_ms), 5000)
        else:
            self.assertEqual((class_of(entry), entry.has_gnss), ("suspect", 0))

    def test_a_gpsd_that_dies_stops_no_scan_and_is_found_again(self):
        unit = self.open_unit()
        self.until_good(unit)
        self.end_gpsd()
        self.scan(unit)
        self.gpsd = self.start_gpsd()
        deadline = time.monotonic() + 15
        while time.monotonic() < deadline:
            self.feed(PERIOD)
            if self.scan(unit).age_ms < 1500:
                return
        raise AssertionError("the new gpsd was not found")


class Options(Case):
    def test_a_gpsd_of_another_machine_is_refused_in_words(self):
        for address in ("10.0.0.1:2947", "gps.example:2947", "127.0.0.1"):
            code, out, said = run("--home", self.home, "--gpsd", address, "--lang", "en")
            self.assertEqual((code, out), (USAGE, []))
            self.assertIn(f"HOME-24 gpsd must run on this machine, as in 127.0.0.1:2947, "
                          f"not {address}.", said)
        self.assertFalse(self.home.exists())

    def test_without_a_gpsd_scans_are_answered(self):
        code, out, _ = self.once("do intake", "scan H41.04-230321-0001", "do done",
                                 more=("--gpsd", f"127.0.0.1:{free_port()}"))
        self.assertEqual(code, OK)
        self.assertIn("ok UNIT-01", "\n".join(out))
        self.assertFalse(journal(self.home)[-1].has_fix)


if __name__ == "__main__":
    unittest.main()

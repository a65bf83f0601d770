"""The real unit with a scanner: a pty plays one that is a serial port. USB scanners are played
against the same room by unit.handheld.inputs.scanners."""
import os
import pathlib
import time
import unittest

from handheld import Case, OK, USAGE, run

TICKS = os.sysconf("SC_CLK_TCK")


def seconds_worked(process):
    stat = pathlib.Path(f"/proc/{process.pid}/stat").read_text(encoding="ascii")
    fields = stat.rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


class Serial(Case):
    def setUp(self):
        super().setUp()
        self.scanner, self.port = os.openpty()
        self.path = os.ttyname(self.port)
        os.close(self.port)

    def test_its_codes_are_scans_and_a_hang_up_in_mid_code_is_told(self):
        unit = self.unit("--scanner", f"serial:{self.path}")
        self.assertIn(self.path, unit.until_told("SCAN-01"))
        unit.answer("badge TH-center-TT01")
        unit.answer("do intake")
        for code in ("EE473124829VN", "BTTG0042303211007I"):
            os.write(self.scanner, f"{code}\r\n".encode())
            self.assertIn(code, unit.until_told("UNIT-01"))
        os.write(self.scanner, b"EE473124828VN\r")  # a wrong check digit
        self.assertIn("EE473124828VN", unit.until_told("CODE-04"))
        os.write(self.scanner, b"EE4731")
        unit.until_told("UNIT-63")
        os.close(self.scanner)
        unit.until_told("SCAN-03")
        self.assertEqual(unit.stop(), OK)

    def test_a_unit_that_waits_for_scanners_does_nothing(self):
        unit = self.unit("--scanner", f"usb,serial:{self.path}")
        unit.until_told("SCAN-01")
        before = seconds_worked(unit.process)
        time.sleep(3)
        self.assertLess(seconds_worked(unit.process) - before, 0.3)
        self.assertEqual(unit.stop(), OK)
        os.close(self.scanner)


class Options(Case):
    def test_a_list_that_is_none_is_refused(self):
        for wrong in ("keyboard", "usb:1", "mouse", "serial:"):
            code, _, said = run("--home", self.home, "--scanner", wrong)
            self.assertEqual(code, USAGE)
            self.assertIn("HOME-01", said)
        self.assertFalse(self.home.exists())


if __name__ == "__main__":
    unittest.main()

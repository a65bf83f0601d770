"""A unit and a real server: what watch decides the holder must load first, the unit says, once."""
import time
import unittest

from handheld import OK, ROOT, Case, run
from server_test import Server

CODE = "H41.04-230321-0001"
START, RATE = "2023-03-23T07:55:00", 60  # a minute of theirs is a second of ours
PLAN = """set,judged,date
stop,TTG,center,Center,18.6733,105.6922,2020-01-01,
stop,NNM,H41.04,Agriculture,18.6701,105.6890,2020-01-01,
call,R1,1,1,TTG,,09:00,15,W,all,2020-01-01,
call,R1,1,2,NNM,09:40,09:50,10,W,all,2020-01-01,
call,R1,1,4,TTG,10:50,,0,W,all,2020-01-01,
call,R1,2,1,TTG,,15:00,15,W,all,2020-01-01,
call,R1,2,2,NNM,15:40,15:50,10,W,all,2020-01-01,
call,R1,2,4,TTG,16:50,,0,W,all,2020-01-01,
budget,*,*,paper,24wh,20,10,2020-01-01,
"""
FEED = ("MaHoSo,MaTTHC,TenTTHC,ChuHoSo,NgayTiepNhan,NgayHenTra,TrangThaiHoSo,NgayKetThucXuLy,"
        "DonViXuLy,HinhThuc,NgayTra\n"
        f"{CODE},1.005555.000.00.00.H41,,,20230321080000,20230328080000,4,,H41.04,0,\n")


class Notices(Case):
    """The 09:00 of the 23rd is the last run that keeps the promise of the 28th."""

    def setUp(self):
        super().setUp()
        anchor = time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1_000_000
        self.clock = f"{START},{RATE},{anchor}"
        self.server = Server(self.folder)
        config = self.server.config.read_text()
        clock = f"[clock]\nstart = {START}\nrate = {RATE}\nanchor_mono_ms = {anchor}\n"
        self.server.config.write_text(config + clock)
        self.addCleanup(self.server.stop)
        self.server.start()
        self.server.config.write_text(self.server.config.read_text() + clock)
        for name, text in (("plan.csv", PLAN), ("feed.csv", FEED)):
            (self.folder / name).write_text(text)
        code, out, err = self.server.trao("import", ROOT / "tests/data/calendar-vn.csv",
                                          self.folder / "plan.csv", self.folder / "feed.csv")
        self.assertEqual(code, OK, out + err)
        run("--home", self.home, "--init")
        self.server.enrol(self.home / "unit.pub", "center")

    def at_work(self):
        return self.unit("--server", self.server.endpoint, "--server-key",
                         self.server.state / "keys/server.pub", "--demo-clock", self.clock)

    def test_a_scan_then_the_warning_before_the_last_safe_run_and_never_again(self):
        unit = self.at_work()
        for line in ("badge TH-center-TT01", "do intake", f"scan {CODE}"):
            self.assertTrue(unit.answer(line).startswith("ok"), line)
        said = unit.until_told("UNIT-79", 60)
        self.assertIn("for the run at 09:00 23/03 (R1/1): 1 dossiers: " + CODE, said)
        self.assertTrue(said.startswith("info "))
        status = run("--home", self.home, "--status", "--lang", "en")[1]
        self.assertTrue(any(line.startswith("STATUS-13") and CODE in line for line in status),
                        status)
        code, out, err = self.server.trao("notices")
        self.assertEqual(code, OK, err)
        self.assertIn("holder", out)
        self.assertIn(CODE, out)
        unit.kill()
        unit = self.at_work()  # it greets anew, and the server says it all again
        self.assertTrue(unit.answer("badge TH-center-TT01").startswith("ok"))
        end = time.monotonic() + 5
        while time.monotonic() < end:
            heard = unit.hear(max(0.01, end - time.monotonic()))
            self.assertNotIn("UNIT-79", heard or "")
        self.assertEqual(unit.stop(), OK)


if __name__ == "__main__":
    unittest.main(verbosity=1)

"""A unit and a real server: enrolled, at work while the server is away, all of it there after."""
import csv
import json
import os
import subprocess
import time
import unittest

from handheld import BIN, NOT_REACHED, OK, Case, answers, journal, run

D = [f"H41.04-230321-{i:04}" for i in range(1, 40)]
CONFIG = "[server]\nstate = state\n[intake]\nlisten = tcp://127.0.0.1:{port}\n[board]\nport = 0\n"


class Server:
    def __init__(self, folder):
        self.folder, self.process = folder, None
        self.config, self.state = folder / "server.ini", folder / "state"
        self.config.write_text(CONFIG.format(port="*"))

    def start(self):
        env = {**os.environ, "TRAO_LANG": "en"}
        endpoint = self.state / "run/intake.endpoint"
        endpoint.unlink(missing_ok=True)
        with open(self.folder / "server.log", "ab") as log:
            self.process = subprocess.Popen([BIN / "trao-server", "--config", self.config],
                                            stdout=log, stderr=log, env=env)
        self.until(endpoint.exists)
        self.endpoint = endpoint.read_text().strip()
        self.config.write_text(CONFIG.format(port=self.endpoint.rsplit(":", 1)[1]))

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(30)

    def until(self, holds, seconds=30):
        end = time.monotonic() + seconds
        while not holds():
            if time.monotonic() > end:
                raise AssertionError((self.folder / "server.log").read_text()[-3000:])
            time.sleep(.05)

    def trao(self, *words):
        done = subprocess.run([BIN / "trao", "-c", self.config, *map(str, words)],
                              capture_output=True, timeout=60, check=False,
                              env={**os.environ, "TRAO_LANG": "en"})
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    def enrol(self, card, party):
        code, out, err = self.trao("device", "enrol", card, "--label", "unit", "--party", party,
                                   "--by", "Lan", "--and", "Minh")
        if code != OK:
            raise AssertionError(out + err)

    def acts(self):
        path = self.folder / "acts.csv"
        path.unlink(missing_ok=True)
        code, out, err = self.trao("export", "--acts", path)
        if code != OK:
            raise AssertionError(out + err)
        with open(path, encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream))


class WithServer(Case):
    def setUp(self):
        super().setUp()
        self.server = Server(self.folder)
        self.addCleanup(self.server.stop)
        self.server.start()

    def line(self):
        return ("--server", self.server.endpoint, "--server-key",
                self.server.state / "keys/server.pub")

    def test_a_scan_is_an_act_of_the_server_and_an_afternoon_without_one_follows(self):
        run("--home", self.home, "--init")
        self.server.enrol(self.home / "unit.pub", "center")
        unit = self.unit(*self.line())
        for line in ("badge TH-center-TT01", "do intake", f"scan {D[0]}"):
            self.assertTrue(unit.answer(line).startswith("ok"), line)
        self.server.until(lambda: any(act["subject"] == D[0] for act in self.server.acts()))
        self.server.stop()
        for code in D[1:20]:
            self.assertTrue(unit.answer(f"scan {code}").startswith("ok"))
        self.assertTrue(unit.answer("do undo").startswith("ok"))
        self.assertTrue(unit.answer("do give post").startswith("ok"))
        for code in D[1:5]:
            self.assertTrue(unit.answer(f"scan {code}").startswith("ok"))
        self.assertTrue(unit.answer("scan TH-post-BT01").startswith("ok UNIT-08"))
        unit.kill()
        unit = self.unit(*self.line())
        self.server.start()
        self.server.until(lambda: self.unsent() == 0)
        self.assertEqual(unit.stop(), OK)
        self.server.until(lambda: len(self.server.acts()) >= 29)
        self.check_acts()

    def unsent(self):
        for line in run("--home", self.home, "--status", "--lang", "en")[1]:
            if line.startswith("STATUS-03"):
                return int(line.rsplit(" ", 1)[1])
        return None

    def check_acts(self):
        acts = self.server.acts()
        self.assertEqual(len(acts), 29, acts)  # 20 intakes, a void, 4 gives, 4 takes
        kinds = [act["act"] for act in acts]
        self.assertEqual([kinds.count(kind) for kind in ("intake", "void", "give", "take")],
                         [20, 1, 4, 4])
        void, = [act for act in acts if act["act"] == "void"]
        wrong, = [act for act in acts if act["act"] == "intake" and act["subject"] == D[19]]
        self.assertEqual(void["subject"], D[19])
        self.assertEqual(void["parent"].split("/")[1:], ["intake", "center"])
        self.assertEqual(void["parent"].split("/")[0], wrong["at"])
        takes = {act["subject"]: act for act in acts if act["act"] == "take"}
        self.assertEqual(sorted(takes), D[1:5])
        for act in takes.values():
            self.assertEqual((act["party"], act["person"], act["counterpart"]),
                             ("post", "BT01", "center"))
        self.assertEqual({act["person"] for act in acts if act["act"] == "intake"}, {"TT01"})
        code, out, _ = self.server.trao("--json", "trace", D[1])
        self.assertEqual(code, OK)
        self.assertIn("post", json.dumps(json.loads(out)))

    def test_row_60_a_unit_nobody_enrolled_is_told_so_and_keeps_its_scans(self):
        unit = self.unit(*self.line(), "--party", "center")
        unit.until_told("HOME-19")
        self.assertTrue(unit.answer("do intake").startswith("ok"))
        self.assertTrue(unit.answer(f"scan {D[0]}").startswith("ok"))
        self.assertEqual(unit.stop(), OK)
        self.assertEqual(len(journal(self.home)), 2)

    def test_row_59_a_server_with_another_key_gets_nothing(self):
        run("--home", self.home, "--init")
        self.server.enrol(self.home / "unit.pub", "center")
        other = "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7"  # of the ZeroMQ manual
        unit = self.unit("--server", self.server.endpoint, "--server-key", other, "--party",
                         "center")
        said = unit.until_told("HOME-20")
        self.assertRegex(said, r"\([0-9A-F]{4}(-[0-9A-F]{4}){3}\)")
        self.assertEqual(unit.stop(), OK)
        self.assertEqual(self.server.acts(), [])

    def test_once_says_what_could_not_be_sent(self):
        self.server.stop()
        code, out, _ = self.once("do intake", f"scan {D[0]}", more=(*self.line(), "--drain", 1))
        self.assertEqual(code, NOT_REACHED)
        self.assertEqual([answer[0] for answer in answers(out)], ["ok", "ok"])
        self.assertTrue(out[-1].startswith("info HOME-21"), out[-1])


if __name__ == "__main__":
    unittest.main(verbosity=1)

"""What cmake --install puts on a machine, used from there. Argument: the build tree."""
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

BUILD = pathlib.Path(sys.argv.pop(1)).resolve()
CONFIG = "[server]\nstate = state\n[intake]\nlisten = tcp://127.0.0.1:*\n[board]\nport = 0\n"


def run(*words, **more):
    return subprocess.run([*map(str, words)], capture_output=True, text=True, timeout=120,
                          check=False, **more)


def prefix():
    """CMAKE_INSTALL_PREFIX of the build tree."""
    for line in (BUILD / "CMakeCache.txt").read_text().splitlines():
        if line.startswith("CMAKE_INSTALL_PREFIX:"):
            return line.partition("=")[2].lstrip("/")
    raise AssertionError("the build tree has no install prefix")


class Install(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="trao-install-"))
        done = run("cmake", "--install", BUILD, env={**os.environ, "DESTDIR": str(cls.folder)})
        assert done.returncode == 0, done.stderr
        cls.root = cls.folder / prefix()

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder, ignore_errors=True)

    def test_the_programs_run_from_where_they_were_put(self):
        for name in ("trao-server", "trao-handheld", "trao"):
            done = run(self.root / "bin" / name, "--version")
            self.assertEqual(0, done.returncode, done.stderr)
            self.assertRegex(done.stdout, rf"^{name} \d+\.\d+\.\d+$")

    def test_only_what_belongs_to_trao_is_put_there(self):
        names = {path.name for path in self.root.rglob("*") if path.is_file()}
        self.assertFalse([name for name in names if name.startswith(("trao-sim", "trao-bench"))])
        self.assertIn("vn.csv", names)
        self.assertIn("trao-server.service", names)

    def test_a_server_that_was_just_installed_starts_and_takes_the_calendar(self):
        home = self.folder / "home"
        home.mkdir()
        config = home / "server.ini"
        config.write_text(CONFIG)
        environment = {**os.environ, "TRAO_LANG": "en", "TRAO_CONFIG": str(config)}
        with open(home / "server.log", "wb") as log:
            server = subprocess.Popen([self.root / "bin/trao-server"], stdout=log, stderr=log,
                                      env=environment)
        try:
            end = time.monotonic() + 30
            while not (home / "state/run/intake.endpoint").exists():
                self.assertIsNone(server.poll(), (home / "server.log").read_text())
                self.assertLess(time.monotonic(), end, (home / "server.log").read_text())
                time.sleep(0.05)
            done = run(self.root / "bin/trao", "import", "--calendar",
                       self.root / "share/trao/calendars/vn.csv", env=environment)
            self.assertEqual(0, done.returncode, done.stdout + done.stderr)
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(30)

    def test_systemd_reads_the_unit_without_a_word(self):
        analyze = shutil.which("systemd-analyze")
        if not analyze:
            self.skipTest("systemd is not installed")
        unit = next(self.root.rglob("trao-server.service"))
        text = unit.read_text()
        program = next(line for line in text.splitlines() if line.startswith("ExecStart="))
        path = program.partition("=")[2].split()[0]
        self.assertEqual(f"/{prefix()}/bin/trao-server", path)
        here = self.folder / "trao-server.service"
        here.write_text(text.replace(path, str(self.root / "bin/trao-server")))
        done = run(analyze, "verify", "--man=no", here)
        said = [line for line in (done.stdout + done.stderr).splitlines() if "trao" in line]
        self.assertEqual([], said)

    def test_the_manual_pages_are_pages(self):
        if not shutil.which("lowdown"):
            self.skipTest("lowdown is not installed")
        for page in ("man1/trao.1", "vi/man1/trao.1", "man8/trao-server.8", "man1/trao-handheld.1"):
            text = (self.root / "share/man" / page).read_text(encoding="utf-8")
            self.assertIn(".TH", text, page)
            self.assertIn(".SH", text, page)


if __name__ == "__main__":
    unittest.main()

"""cli - runs the real `trao`, and a real `trao-server` beside it, for the tests in this folder.

Arguments of every test here: the folder of the programs. What is written goes into a temporary
folder; the server listens on a free port of the loopback and is ended by its process id."""
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[3]
BIN = pathlib.Path(sys.argv.pop(1)).resolve() if len(sys.argv) > 1 else ROOT / "build/dev/bin"
OK, FAILED, USAGE, FOUND, UNREACHABLE = range(5)
SERVER_STARTS_IN = 30
CONFIG = ("[server]\nstate = state\n[intake]\nlisten = tcp://127.0.0.1:*\n"
          "[board]\nport = 0\n"
          # A Sunday: forecasts move with the working minutes, and two exports are compared.
          "[clock]\nstart = 2026-11-22T08:00\nrate = 1\n"
          f"anchor_mono_ms = {time.monotonic_ns() // 1_000_000}\n")


def environment(**more):
    kept = {name: value for name, value in os.environ.items()
            if not name.startswith(("TRAO_", "LC_", "LANG"))}
    return {**kept, "TRAO_LANG": "en", "NO_COLOR": "1", **more}


def trao(*words, given="", cwd=None, timeout=60, **env):
    """(exit code, standard output, standard error) of one command. GIVEN: text or bytes."""
    done = subprocess.run([BIN / "trao", *map(str, words)], capture_output=True, cwd=cwd,
                          input=given if isinstance(given, bytes) else given.encode(),
                          timeout=timeout, env=environment(**env), check=False)
    return (done.returncode, done.stdout.decode("utf-8", "replace"),
            done.stderr.decode("utf-8", "replace"))


class Home:
    """A configuration and its state folder, and the server when it runs."""

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="trao-cli-"))
        self.config = self.folder / "server.ini"
        self.state = self.folder / "state"
        self.config.write_text(CONFIG)
        self.server = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def trao(self, *words, **more):
        return trao("-c", self.config, *words, **more)

    def json(self, *words, **more):
        """The exit code and the answer as JSON."""
        code, out, _ = self.trao("--json", *words, **more)
        return code, json.loads(out)

    def start(self):
        with open(self.folder / "server.log", "ab") as log:
            self.server = subprocess.Popen([BIN / "trao-server", "--config", self.config],
                                           stdout=log, stderr=log, env=environment())
        endpoint = self.state / "run/intake.endpoint"
        self.until(lambda: endpoint.exists() and (self.state / "flags.db").exists())

    def stop(self):
        if self.server:
            self.server.send_signal(signal.SIGTERM)
            try:
                self.server.wait(20)
            except subprocess.TimeoutExpired:
                self.server.kill()
                self.server.wait()
            self.server = None

    def until(self, holds, seconds=SERVER_STARTS_IN):
        """Waits until HOLDS() is true; what it raises meanwhile counts as false."""
        end = time.monotonic() + seconds
        while True:
            try:
                if holds():
                    return
            except (OSError, KeyError, ValueError, subprocess.SubprocessError):
                pass
            if time.monotonic() > end:
                log = (self.folder / "server.log").read_text(errors="replace")[-3000:]
                raise AssertionError(f"it did not come within {seconds} s; the server says:\n{log}")
            time.sleep(0.05)


def province(folder, **more):
    """A small province of tools/province in FOLDER."""
    words = {"--seed": 3, "--days": 3, "--dossiers-per-day": 40, **more}
    subprocess.run([sys.executable, "-B", ROOT / "tools/province/generate", "--out", folder,
                    *(str(word) for pair in words.items() for word in pair)],
                   check=True, capture_output=True, timeout=60)
    return folder

"""programs - the real server, units and the proxy as processes, each started and ended here."""
import os
import pathlib
import random
import shutil
import signal
import socket
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[3]
PATIENCE = 60
CONFIG = ("[server]\nstate = state\n[intake]\nlisten = tcp://127.0.0.1:{intake}\n"
          "[board]\nport = {board}\n")


class Failed(Exception):
    """A program did what it must not do."""


def is_free(port):
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
            return True
        except OSError:
            return False


def free_ports(count):
    """Below the ports that the system itself gives to whoever connects."""
    chosen = []
    while len(chosen) < count:
        port = random.SystemRandom().randrange(12000, 32000)
        if port not in chosen and is_free(port):
            chosen.append(port)
    return chosen


def wait_for(what, holds, seconds=PATIENCE):
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            raise Failed(f"{what}: not within {seconds} seconds")
        time.sleep(.002)


def environment(**more):
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TRAO_")}
    return {**kept, "TRAO_LANG": "en", **more}


class Folder:
    """A server's configuration and state, units' homes, logs: all of one run."""

    def __init__(self, programs, path=None):
        self.bin = pathlib.Path(programs).resolve()
        self.path = path or pathlib.Path(tempfile.mkdtemp(prefix="trao-fire-"))
        self.config, self.state = self.path / "server.ini", self.path / "state"
        self.endpoint = self.state / "run/intake.endpoint"
        self.port = None

    def configure(self):
        self.port, board = free_ports(2)
        self.config.write_text(CONFIG.format(intake=self.port, board=board), "utf-8")

    def copy(self):
        """The same folder elsewhere, with ports of its own."""
        target = pathlib.Path(tempfile.mkdtemp(prefix="trao-fire-"))
        shutil.copytree(self.path, target, dirs_exist_ok=True,
                        ignore=shutil.ignore_patterns("*.bell", "*.endpoint", "*.log"))
        folder = Folder(self.bin, target)
        folder.configure()
        return folder

    def remove(self):
        shutil.rmtree(self.path, ignore_errors=True)

    def log(self, name):
        return self.path / f"{name}.log"

    def said(self, name):
        try:
            return self.log(name).read_text("utf-8", "replace")
        except FileNotFoundError:
            return ""

    def start(self, name, words, before=(), env=None, **more):
        with open(self.log(name), "ab") as log:
            more = {"stdin": subprocess.DEVNULL, "stdout": log, **more}
            return subprocess.Popen([*map(str, before), *map(str, words)], stderr=log,
                                    env=env or environment(), cwd=self.path, **more)

    # --- the server ---

    def start_intake(self, before=(), env=None):
        """Does not wait for it; intake_is_open() says when."""
        self.endpoint.unlink(missing_ok=True)
        return self.start("intake", [self.bin / "trao-server", "--config", self.config, "intake"],
                          before, env)

    def start_watch(self, before=(), env=None):
        return self.start("watch", [self.bin / "trao-server", "--config", self.config, "watch"],
                          before, env)

    def intake_is_open(self):
        return self.endpoint.exists()

    def trao(self, *words):
        done = subprocess.run([self.bin / "trao", "-c", self.config, *map(str, words)],
                              capture_output=True, timeout=PATIENCE, check=False,
                              env=environment())
        if done.returncode != 0:
            raise Failed((done.stdout + done.stderr).decode())
        return done.stdout.decode()

    # --- units ---

    def make_unit(self, name, party="center"):
        """A unit with keys, enrolled; the intake has to be open."""
        home = self.path / name
        done = subprocess.run([self.bin / "trao-handheld", "--home", home, "--init"],
                              capture_output=True, timeout=PATIENCE, check=False)
        if done.returncode != 0:
            raise Failed(done.stderr.decode())
        self.trao("device", "enrol", home / "unit.pub", "--label", name, "--party", party, "--by",
                  "Lan", "--and", "Minh")
        return home

    def unit_words(self, home, port=None, language="en", party="center"):
        return [self.bin / "trao-handheld", "--home", home, "--lang", language, "--party", party,
                "--server", f"tcp://127.0.0.1:{port or self.port}", "--server-key",
                self.state / "keys/server.pub"]


def kill(process):
    if process and process.poll() is None:
        process.kill()
    return process.wait(PATIENCE) if process else None


def stop(process, seconds=PATIENCE):
    """Asks it to end and returns its exit code."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        raise Failed(f"process {process.pid} does not end when asked to") from None

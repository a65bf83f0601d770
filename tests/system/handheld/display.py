"""display - an X server without a monitor (Xvfb), what it shows, and a hand that types (xdotool).

Every process started here is ended here by its id."""
import os
import pathlib
import shutil
import struct
import subprocess
import time

TOOLS = ("Xvfb", "xdotool")


def missing(*more):
    return [tool for tool in (*TOOLS, *more) if not shutil.which(tool)]


class Display:
    """An X server of its own, on the first number that is free."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        read, write = os.pipe()
        self.process = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", "480x800x24", "-nolisten", "tcp",
             "-fbdir", self.folder], pass_fds=(write,), stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as number:
            self.name = ":" + number.readline().strip()

    def close(self):
        self.process.terminate()
        self.process.wait()

    def environment(self, **more):
        return {**os.environ, "DISPLAY": self.name, **more}

    def _do(self, *words):
        subprocess.run(["xdotool", *words], env=self.environment(), check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def wait_for_window(self):
        self._do("search", "--sync", "--onlyvisible", "--name", "Trao")

    def type(self, text):
        """As a wedge scanner does: quickly, and a return behind it."""
        self._do("type", "--delay", "4", text)
        self._do("key", "Return")

    def key(self, name):
        self._do("key", name)

    def press(self, x, y):
        self._do("mousemove", str(x), str(y), "click", "1")

    def pixel(self, x, y):
        """(red, green, blue) as the monitor would show it."""
        data = (self.folder / "Xvfb_screen0").read_bytes()
        head = struct.unpack(">25I", data[:100])
        start = head[0] + 12 * head[19]  # the header, then the colours
        at = start + y * head[12] + x * head[11] // 8
        blue, green, red = data[at:at + 3]
        return red, green, blue

    def wait_for_pixel(self, x, y, wanted, seconds=5):
        """How long it took, in seconds."""
        start = time.monotonic()
        while time.monotonic() < start + seconds:
            if self.pixel(x, y) == wanted:
                return time.monotonic() - start
            time.sleep(0.002)
        raise AssertionError(f"({x}, {y}) is {self.pixel(x, y)} and not {wanted}")

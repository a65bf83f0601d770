"""processes - real processes, started here and ended here, by their own ids."""
import os
import signal
import socket
import subprocess
import time


class Died(Exception):
    """A process that should live has ended."""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Processes:
    def __init__(self, folder):
        self.folder = folder
        self.running = {}

    def start(self, name, command, stdin=None, answers=None):
        log = open(self.folder / f"{name}.log", "ab")
        out = open(answers, "ab") if answers else log
        process = subprocess.Popen(command, stdin=stdin or subprocess.DEVNULL, stdout=out,
                                   stderr=log, start_new_session=True)
        log.close()
        if answers:
            out.close()
        self.running[name] = process
        return process

    def run(self, name, command, timeout=300):
        """To its end; its standard output, or Died with what it said."""
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, timeout=timeout, check=False)
        with open(self.folder / f"{name}.log", "ab") as log:
            log.write(done.stdout[-4000:] + done.stderr)
        if done.returncode != 0:
            said = (done.stderr or done.stdout).decode("utf-8", "replace").strip()
            raise Died(f"{' '.join(command[:3])} … ended with {done.returncode}: {said[-600:]}")
        return done.stdout.decode("utf-8")

    def look(self):
        for name, process in self.running.items():
            if process.poll() is not None:
                raise Died(f"{name} ended with {process.returncode}; "
                           f"last words: {self.last_words(name)}")

    def last_words(self, name):
        try:
            return (self.folder / f"{name}.log").read_text("utf-8", "replace")[-600:].strip()
        except OSError:
            return ""

    def stop(self, name, seconds=10):
        process = self.running.pop(name, None)
        if process is None or process.poll() is not None:
            return
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def stop_all(self):
        for process in self.running.values():
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        for name in list(self.running):
            self.stop(name)


def wait_for(what, seconds, look, poll=0.05):
    """Until LOOK gives something; Died with WHAT after SECONDS."""
    end = time.monotonic() + seconds
    while True:
        found = look()
        if found:
            return found
        if time.monotonic() > end:
            raise Died(f"{what}: not within {seconds} seconds")
        time.sleep(poll)


def file_text(path):
    try:
        return path.read_text("utf-8") if os.path.getsize(path) > 0 else ""
    except OSError:
        return ""

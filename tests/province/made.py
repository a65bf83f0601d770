"""made - a province written into a temporary folder, and what a stranger knows about its files."""

import atexit
import csv
import datetime
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
GENERATE = ROOT / "tools/province/generate"
DOSSIER = re.compile(r"(([0-9A-Z]{2,3}\.){0,3}[A-Z][0-9]{2}|[A-Z][0-9]{2}(\.[0-9A-Z]{2,3}){0,5})"
                     r"-([0-9]{6})-([0-9]{4,6})")
BUNDLE = re.compile(r"B([A-Z]{3})([A-Z]{3})([0-9]{6})([1-9])([0-9]{3})([0-9BCGHKLMNPQTV])")
PROCEDURE = re.compile(r"[1-3]\.[0-9]{6}(\.000\.00\.00)?(\.[A-Z][0-9]{2})?(\.[0-9]{2})?")
RUN = re.compile(r"R[1-4]/[1-3]")
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def generate(*arguments, environment=None, folder=None):
    """Runs the generator, into a new FOLDER if none is given. Returns it; deleted at the end."""
    if folder is None:
        folder = pathlib.Path(tempfile.mkdtemp(prefix="province-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
    subprocess.run([sys.executable, GENERATE, "--out", folder, *arguments], check=True,
                   env=environment, stdout=subprocess.DEVNULL, timeout=120)
    return folder


def rows(path):
    with open(path, encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def feed(path):
    return json.loads(path.read_text(encoding="utf-8"))["data"]


def plan(folder, word):
    lines = (folder / "plan.csv").read_text(encoding="utf-8").splitlines()
    return [line.split(",") for line in lines if line.startswith(word + ",")]


def moment(text):
    return datetime.datetime.fromisoformat(text)


def portal_moment(text):
    return datetime.datetime.strptime(text, "%Y%m%d%H%M%S")


def is_date(yymmdd):
    try:
        datetime.datetime.strptime("20" + yymmdd, "%Y%m%d")
        return True
    except ValueError:
        return False


def is_dossier(text):
    match = DOSSIER.fullmatch(text)
    return bool(match) and is_date(match[4])


def is_bundle(text):
    match = BUNDLE.fullmatch(text)
    return bool(match) and is_date(match[3]) and check_37_36_holds(text)


def check_37_36_holds(text):
    """ISO 7064 hybrid system MOD 37,36, the way a reader checks it: the last sum is 1 mod 36."""
    left = 36
    for character in text[:-1]:
        left = ((left + ALPHABET.index(character) - 1) % 36 + 1) * 2 % 37
    return (left + ALPHABET.index(text[-1])) % 36 == 1


def check_s10_holds(text):
    """UPU S10: the weighted sum decides the ninth digit."""
    digits = [int(character) for character in text[2:11]]
    wanted = 11 - sum(d * w for d, w in zip(digits, (8, 6, 4, 2, 3, 5, 9, 7))) % 11
    return digits[8] == {10: 0, 11: 5}.get(wanted, wanted)


class Hours:
    """Office hours, counted day by day from the calendar file."""

    def __init__(self, path):
        lines = [line.split(",") for line in path.read_text(encoding="utf-8").splitlines()
                 if line[:2] == "20"]
        self._kinds = {line[0]: line[1] for line in lines}

    def is_working(self, date):
        return self._kinds.get(date.isoformat(), "off" if date.weekday() > 4 else "work") == "work"

    def open_at(self, instant):
        summer = (4, 16) <= (instant.month, instant.day) <= (10, 15)
        morning = ("07:00", "11:30") if summer else ("07:30", "12:00")
        clock = instant.strftime("%H:%M")
        inside = morning[0] <= clock <= morning[1] or "13:30" <= clock <= "17:00"
        return inside and self.is_working(instant.date())

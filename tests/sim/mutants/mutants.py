"""mutants - does the simulator notice? One planted bug after the other in a copy of the tree.

A mutant is dead when a seed of trao-sim ends with a violation, dies or does not end, and the same
seed is clean without it. One that a power cut must find is asked of disk-campaign likewise: a seed
of it cuts the power CUTS times in each of the production's modes. What survives must be explained
in its patch.
"""
import argparse
import datetime
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time

import patches

os.environ["TRAO_LANG"] = "en"  # what the programs say is read here

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.normpath(os.path.join(HERE, "..", "..", ".."))
SOURCES = ("CMakeLists.txt", "CMakePresets.json", "cmake", "protocols", "shared", "handheld",
           "server", "firmware", "tests", "tools")
CHUNK, GROWTH = 4, 3  # seeds asked for at first; so much more each time
SEED_SECONDS = 30     # a seed that takes longer does not end
CUTS, MODES = 400, ("EXTRA", "EIO")
LOST = re.compile(r"^(.*?)  +\d+ +\d+ +(\d+) \(\d+\) +(\d+) +(\d+) +(\d+) ", re.MULTILINE)
BAD = re.compile(r"^seed (\d+): invariant (\d+): (.*) \(\d+ in all\)$", re.MULTILINE)
DEAD = re.compile(r"the process that had seed (\d+) died")
ASSERT = re.compile(r"^[^:\n]*: ([^:\n]+:\d+): .*Assertion", re.MULTILINE)


class Kill:
    def __init__(self, seed, by, how):
        self.seed, self.by, self.how = seed, by, how


class Tree:
    """A copy of the sources and the one build folder of trao-sim beside it."""

    def __init__(self, folder):
        self.sources = os.path.join(folder, "tree")
        self.build = os.path.join(folder, "build")
        self._mirror()
        run(["cmake", "-S", self.sources, "-B", self.build, "-G", "Ninja",
             "-DCMAKE_BUILD_TYPE=None", "-DCMAKE_C_FLAGS=-O1", "-DBUILD_TESTING=ON"])

    def _mirror(self):
        """Only what differs is written: ninja goes by the time of it."""
        names = [name for top in SOURCES for name in files_under(top)]
        for name in set(files_under("", self.sources)) - set(names):
            os.remove(os.path.join(self.sources, name))
        for name in names:
            wanted = read(os.path.join(ROOT, name))
            path = os.path.join(self.sources, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            if not os.path.exists(path) or read(path) != wanted:
                with open(path, "wb") as file:
                    file.write(wanted)

    def make(self, program, storage):
        """Builds what finds bugs of this kind from what the copy holds now; keeps it as PROGRAM."""
        target = "disk-campaign" if storage == "cuts" else "trao-sim"
        run(["ninja", "-C", self.build, target])
        shutil.copy2(os.path.join(self.build, "bin", target), program)
        return program

    def plant(self, patch):
        for path, text in patch.changed(self.sources).items():
            self._write(path, text)

    def uproot(self, patch):
        for path in patch.files:
            with open(os.path.join(ROOT, path), encoding="utf-8") as file:
                self._write(path, file.read())

    def _write(self, path, text):
        with open(os.path.join(self.sources, path), "w", encoding="utf-8") as file:
            file.write(text)


def read(path):
    with open(path, "rb") as file:
        return file.read()


def files_under(top, root=ROOT):
    """The paths of all files under TOP, from ROOT."""
    if os.path.isfile(os.path.join(root, top)):
        return [top]
    return [os.path.relpath(os.path.join(folder, name), root)
            for folder, _, names in os.walk(os.path.join(root, top)) for name in names]


def run(command):
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"mutants: {' '.join(command[:3])} failed:\n{(done.stdout + done.stderr)[-3000:]}")


def run_with_children(command, seconds):
    """As subprocess.run() does; but when the time is over, its children end with it: a world that
    does not end is one of them, and would go on in a program that is to be written anew."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                          errors="replace", start_new_session=True) as running:
        try:
            out, err = running.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            os.killpg(running.pid, signal.SIGKILL)
            raise
        return subprocess.CompletedProcess(command, running.returncode, out, err)


class Asked:
    """A program that is asked for the kills among some seeds."""

    def __init__(self):
        self.known = {}  # seed: Kill or None

    def ask(self, seed, count):
        """The kills among COUNT seeds from SEED on, and how many of them were looked at."""
        raise NotImplementedError

    def is_clean(self, seed):
        if seed not in self.known:
            kills, _ = self.ask(seed, 1)
            self.known[seed] = kills[0] if kills else None
        return self.known[seed] is None


class Simulator(Asked):
    """One trao-sim over one storage."""

    def __init__(self, program, storage, jobs):
        super().__init__()
        self.program, self.storage, self.jobs = program, storage, max(2, jobs)

    def ask(self, seed, count):
        command = [self.program, "--seed", str(seed), "--count", str(count),
                   "--storage", self.storage, "--jobs", str(self.jobs)]
        try:
            done = run_with_children(command, SEED_SECONDS * (1 + count / self.jobs))
        except subprocess.TimeoutExpired:
            if count > 1:  # which one?
                kills, seen = self.ask(seed, 1)
                return kills, seen
            return [Kill(seed, "time", "does not end")], 1
        kills = [Kill(int(s), i, how) for s, i, how in BAD.findall(done.stdout)]
        died = DEAD.search(done.stderr)
        if died:
            at = ASSERT.search(done.stderr)
            how = f"stops at {at.group(1)}" if at else "crashes"
            kills.append(Kill(int(died.group(1)), "assert" if at else "crash", how))
            return kills, int(died.group(1)) - seed + 1
        if done.returncode not in (0, 3):
            sys.exit(f"mutants: {' '.join(command)} failed: {done.stderr[-1000:]}")
        return kills, count



class Campaign(Asked):
    """One disk-campaign: a seed is CUTS power cuts in each of MODES."""

    def __init__(self, program):
        super().__init__()
        self.program = program

    def ask(self, seed, count):
        del count  # one after the other: each is seconds
        for mode in MODES:
            command = [self.program, "--seed", str(seed), "--cuts", str(CUTS), "--mode", mode]
            done = subprocess.run(command, capture_output=True, text=True, check=False,
                                  errors="replace")
            if done.returncode < 0:
                at = ASSERT.search(done.stderr)
                how = f"stops at {at.group(1)}" if at else "crashes"
                return [Kill(seed, "assert" if at else "crash", how)], 1
            if done.returncode != 0:
                return [Kill(seed, "cuts", self.how(done.stdout))], 1
        return [], 1

    @staticmethod
    def how(lines):
        for name, lost, doubled, corrupt, shut in LOST.findall(lines):
            if any(int(number) > 0 for number in (lost, doubled, corrupt, shut)):
                return (f"{name.strip()}: {lost} lost, {doubled} doubled, "
                        f"{corrupt} corrupt, {shut} shut")
        return "not as it must be"

def first_kill(mutant, clean, seeds, until):
    """The first seed that only the mutant fails; None, and how far it came."""
    seed, chunk = 1, CHUNK
    while seed <= seeds and time.monotonic() < until:
        kills, seen = mutant.ask(seed, min(chunk, seeds - seed + 1))
        for kill in sorted(kills, key=lambda kill: kill.seed):
            if clean.is_clean(kill.seed):
                return kill, kill.seed
        seed += seen
        chunk *= GROWTH
    return None, seed - 1


def check_clean(clean, seeds):
    """The seeds that fail with no bug planted."""
    bad, seed = [], 1
    while seed <= seeds:
        kills, seen = clean.ask(seed, min(200, seeds - seed + 1))
        bad += kills
        seed += seen
    return bad


def asked(program, kind, jobs):
    return Campaign(program) if kind == "cuts" else Simulator(program, kind, jobs)


class Hunt:
    def __init__(self, options):
        self.options = options
        self.folder = os.path.abspath(options.folder)
        os.makedirs(self.folder, exist_ok=True)
        self.tree = Tree(self.folder)
        self.kept = {}  # kind: what finds its bugs, of the tree without any
        self.counts = {"killed": 0, "explained": 0, "survived": 0}
        self.wrong = 0

    def clean(self, kind):
        if kind not in self.kept:
            program = self.tree.make(os.path.join(self.folder, "clean-" + kind), kind)
            self.kept[kind] = asked(program, kind, self.options.jobs)
        return self.kept[kind]

    def look_at_clean(self):
        wanted = {"abstract": self.options.clean, "sqlite": self.options.clean // 20}
        for storage, seeds in wanted.items():
            bad = check_clean(self.clean(storage), seeds)
            for kill in bad:
                print(f"no bug planted, {storage} seed {kill.seed}: "
                      f"invariant {kill.by}: {kill.how}")
                self.clean(storage).known[kill.seed] = kill
            self.wrong += 0 if self.options.tolerate else len(bad)

    def hunt(self, patch):
        begun = time.monotonic()
        clean = self.clean(patch.storage)
        try:
            self.tree.plant(patch)
        except patches.Unfit as why:
            self.wrong += 1
            print(why)
            return
        program = self.tree.make(os.path.join(self.folder, "mutant"), patch.storage)
        self.tree.uproot(patch)
        mutant = asked(program, patch.storage, self.options.jobs)
        kill, came = first_kill(mutant, clean, self.options.seeds,
                                time.monotonic() + self.options.seconds)
        self.say(patch, kill, came, time.monotonic() - begun)

    def say(self, patch, kill, came, seconds):
        end = "killed" if kill else "explained" if patch.explained else "survived"
        self.counts[end] += 1
        if kill:
            word = f"seed {kill.seed}"
            how = f"invariant {kill.by}" if kill.by.isdigit() else kill.how
        else:
            word, how = end, f"{came} seeds: {patch.explained or patch.sentence}"
        print(f"{patch.name:<34} {patch.storage:<8} {word:>10}  {seconds:6.1f} s  {how}",
              flush=True)
        if kill and self.options.how:
            print(f"    {kill.how}", flush=True)


def choose(planted, options):
    if options.names:
        chosen = [patch for patch in planted
                  if any(name in patch.name for name in options.names)]
        if not chosen:
            sys.exit(f"mutants: there is no mutant {' '.join(options.names)}")
        return chosen
    if options.sample:
        day = options.draw if options.draw is not None else datetime.date.today().toordinal()
        drawn = random.Random(day).sample(planted, min(options.sample, len(planted)))
        return sorted(drawn, key=lambda patch: patch.name)
    return planted


def parse():
    parser = argparse.ArgumentParser(
        prog="tools/mutants",
        description="Plants one bug after the other and asks trao-sim whether it notices.")
    option = parser.add_argument
    option("names", nargs="*", metavar="NAME", help="only those with this in their name")
    option("--sample", type=int, metavar="N", help="only N of them, drawn by the day")
    option("--draw", type=int, metavar="N", help="draw by this number, not by the day")
    option("--seeds", type=int, default=2000, help="how many each may survive (2000)")
    option("--seconds", type=int, default=900, help="and how long (900)")
    option("--clean", type=int, help="seeds that must be clean first: 2000, sampling 40")
    option("--tolerate", action="store_true", help="seeds that are not clean only fall out")
    option("--how", action="store_true", help="say the violated sentence of each kill")
    option("--jobs", type=int, default=2, help="processes of trao-sim (2)")
    option("--folder", default=os.path.join(ROOT, "build", "mutants"), help="for the copy")
    options = parser.parse_args()
    if options.clean is None:
        options.clean = 40 if options.sample or options.names else 2000
    return options


def main():
    options = parse()
    try:
        chosen = choose(patches.all_patches(HERE), options)
    except patches.Unfit as why:
        sys.exit(f"mutants: {why}")
    hunt = Hunt(options)
    hunt.look_at_clean()
    for patch in chosen:
        hunt.hunt(patch)
    counts = hunt.counts
    print(f"{len(chosen)} mutants, {counts['killed']} killed, {counts['explained']} explained, "
          f"{counts['survived']} survived")
    return 3 if counts["survived"] or hunt.wrong else 0


if __name__ == "__main__":
    sys.exit(main())

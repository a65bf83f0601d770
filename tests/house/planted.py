#!/usr/bin/env python3
"""planted.py ROOT COMPILER - every wall sees the fault that is planted for it.

Works on a copy of the tree in a temporary folder. A wall has seen a plant if it fails and says a
sentence, not said before the plant, that names the file and the rule. Exit 1: a wall is blind."""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import plants
import tree

HOUSE = pathlib.Path(__file__).resolve().parent


class Copy:
    """The tree in a temporary folder, and the folder a build of it would use."""

    def __init__(self, source, folder):
        self.base, self.build = folder / "tree", folder / "build"
        self.build.mkdir()
        for path in tree.files(source):
            target = self.base / path.relative_to(source)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
        for name in (".clang-format", ".clang-tidy", "tests/.clang-tidy"):
            shutil.copyfile(source / name, self.base / name)

    def plant(self, files):
        """Write the files; give back what undoes it."""
        undo = []
        for name, text in files.items():
            path = self.base / name
            undo.append((path, path.read_bytes() if path.exists() else None))
            if text is None:
                path.unlink()
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return undo

    def pull(self, undo):
        for path, old in undo:
            if old is not None:
                path.write_bytes(old)
                continue
            path.unlink()
            while not any(path.parent.iterdir()):
                path.parent.rmdir()
                path = path.parent


class Walls:
    """Runs one wall over the copy and gives back its exit code and its lines."""

    def __init__(self, copy, compiler):
        self.copy, self.compiler = copy, compiler

    def call(self, *words):
        done = subprocess.run([str(w) for w in words], capture_output=True, text=True, check=False,
                              cwd=self.copy.base, timeout=120)
        return done.returncode, set((done.stdout + done.stderr).splitlines())

    def run(self, wall, files):
        base, build = self.copy.base, self.copy.build
        sources = [name for name in files if name.endswith(".c")]
        if wall.startswith("pure."):
            return self.run_pure(wall.removeprefix("pure."), sources)
        if wall == "count":
            return self.call(sys.executable, "-B", HOUSE / "count.py", base / "tests.xml")
        if wall == "format":
            return self.call(HOUSE / "format.sh", base)
        if wall in ("tidy", "ndebug"):
            self.write_commands(sources, "-DNDEBUG " if "flag" in files.get("why", "") else "")
        if wall == "ndebug":
            return self.call(HOUSE / "ndebug.sh", base, build)
        if wall == "tidy":
            return self.call(sys.executable, "-B", HOUSE / "tidy.py", base, build)
        return self.call(sys.executable, "-B", HOUSE / f"{wall}.py", base)

    def run_pure(self, profile, sources):
        archive = self.copy.build / "libplanted.a"
        archive.unlink(missing_ok=True)
        objects = []
        for name in sources:
            objects.append(self.copy.build / (pathlib.Path(name).name + ".o"))
            subprocess.run([self.compiler, "-O1", "-c", self.copy.base / name, "-o", objects[-1]],
                           check=True)
        subprocess.run(["ar", "rc", archive, *objects], check=True)
        return self.call(HOUSE / "pure.sh", profile, archive)

    def write_commands(self, sources, flags):
        entries = [{"directory": str(self.copy.base), "file": name,
                    "command": f"cc {flags}-I{self.copy.base}/shared -std=c17 -c {name}"}
                   for name in sources]
        (self.copy.build / "compile_commands.json").write_text(json.dumps(entries, indent=0))


def before_planting(walls, wall, known):
    """What a wall says of the copy as it is: those sentences prove nothing about a plant."""
    reads_whole_tree = not wall.startswith("pure.") and wall not in ("count", "tidy", "ndebug")
    if reads_whole_tree and wall not in known:
        known[wall] = walls.run(wall, {})[1]
    return known.get(wall, set())


def seen(walls, plant, known):
    before = before_planting(walls, plant.wall, known)
    undo = walls.copy.plant({n: t for n, t in plant.files.items() if n != "why"})
    try:
        code, after = walls.run(plant.wall, plant.files)
    finally:
        walls.copy.pull(undo)
    new = [line for line in after - before if re.search(plant.says, line)]
    if plant.clean:
        return not new and (code == 0 or bool(before))
    return code != 0 and bool(new)


def main():
    source, compiler = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2]
    blind, known = 0, {}
    with tempfile.TemporaryDirectory(prefix="trao-planted-") as folder:
        walls = Walls(Copy(source, pathlib.Path(folder)), compiler)
        every = plants.all_plants(tree.Floors(source))
        for plant in every:
            good = seen(walls, plant, known)
            blind += not good
            print(f"{'seen ' if good else 'BLIND'} {plant.wall}: {plant.what}", flush=True)
    print(f"{len(every) - blind} of {len(every)} plants are seen")
    return 1 if blind else 0


if __name__ == "__main__":
    os.environ["LC_ALL"] = "C.UTF-8"
    sys.exit(main())

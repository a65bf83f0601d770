"""tree - how every wall reads the source tree: which files, which rooms, which includes.

The root is the first argument of a wall, or the checkout this file stands in."""
import functools
import os
import pathlib
import re
import sys
from fnmatch import fnmatch

HERE = pathlib.Path(__file__).resolve().parent
TOP = ("shared", "handheld", "server", "firmware", "tools", "tests", "protocols", "cmake", "docs")
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(?:"([^"]+)"|<([^>]+)>)', re.M)
COMMENT_OR_STRING = re.compile(
    r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)


def root():
    return pathlib.Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else HERE.parents[1]


@functools.lru_cache(maxsize=None)
def files(base, *endings):
    """Every file under the top folders whose name ends so; never anything built."""
    found = []
    for top in TOP:
        for folder, folders, names in os.walk(base / top):
            folders[:] = sorted(f for f in folders if f not in ("__pycache__", "node_modules"))
            found += [pathlib.Path(folder) / name for name in sorted(names)
                      if not endings or name.endswith(endings)]
    return found


def c_files(base):
    return files(base, ".c", ".h")


def short(base, path):
    return path.relative_to(base).as_posix()


@functools.lru_cache(maxsize=None)
def text_of(path):
    return path.read_text(encoding="utf-8")


@functools.lru_cache(maxsize=None)
def code_of(path):
    """The text with comments and literals blanked out, line by line where they stood."""
    def blank(match):
        return re.sub(r"[^\n]", " ", match[0])
    return COMMENT_OR_STRING.sub(blank, text_of(path))


def includes(path):
    """(line number, name, True if in quotes) for each include of a file."""
    text = text_of(path)
    for match in INCLUDE.finditer(text):
        yield text.count("\n", 0, match.start()) + 1, match[1] or match[2], match[1] is not None


def resolve(base, path, name):
    """The file of the tree that an include names, or None."""
    for folder in (path.parent, base / "shared", base):
        target = folder / name
        if target.is_file():
            return pathlib.Path(os.path.normpath(target))
    return None


class Floors:
    """The rules of floors.txt."""

    def __init__(self, base):
        self.rooms = {}      # pattern -> patterns it may include
        self.libraries = []  # (header pattern, rooms)
        self.standard = []   # header patterns everybody may name
        self.narrow = {}     # room pattern -> the only standard headers it may name
        self.never = []      # (room pattern, file pattern, reason)
        self.only = []       # (word, room patterns)
        for line in text_of(base / "tests/house/floors.txt").splitlines():
            words = line.split("#")[0].split()
            if words:
                self.read(words[0], words[1:])

    def read(self, kind, words):
        if kind == "room":
            self.rooms[words[0]] = [w for w in words[1:] if w != "-"]
        elif kind == "library":
            self.libraries.append((words[0], words[1:]))
        elif kind == "standard":
            self.standard += words
        elif kind == "narrow":
            self.narrow[words[0]] = words[1:]
        elif kind == "never":
            self.never.append((words[0], words[1], " ".join(words[2:])))
        elif kind == "only":
            self.only.append((words[0], words[1:]))
        else:
            sys.exit(f"floors.txt: there is no kind of rule '{kind}'")

    def room_of(self, name):
        """The pattern of the room a file stands in: the first that fits, from the top."""
        for pattern in self.rooms:
            if fits(name, pattern):
                return pattern
        return None


def fits(name, pattern):
    return fnmatch(name, pattern) or fnmatch(name, pattern + "/*")


class Findings:
    """Sentences, one a line, and the exit code they make."""

    def __init__(self, wall):
        self.wall = wall
        self.count = 0

    def add(self, sentence):
        print(f"{self.wall}: {sentence}")
        self.count += 1

    def leave(self):
        sys.exit(1 if self.count else 0)

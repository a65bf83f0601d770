"""patches - the planted bugs: what each says of itself, and how it is put into a copy of the tree.

Knows unified diffs and nothing of simulators. A hunk must be found as it is, wherever it has moved
to; nothing is guessed.
"""
import os
import re

HUNK = re.compile(r"@@ -(\d+)(?:,\d+)? \+\d+(?:,\d+)? @@")
KINDS = ("abstract", "sqlite", "cuts")  # trao-sim over one of the two storages; disk-campaign


class Unfit(Exception):
    """A patch that does not say what it must, or does not apply any more."""


class Patch:
    def __init__(self, path):
        self.path = path
        self.name = os.path.basename(path).removesuffix(".patch")
        with open(path, encoding="utf-8") as file:
            lines = file.read().splitlines(keepends=True)
        self.sentence = lines[0].strip() if lines else ""
        self.storage = self._word(lines[1:2], "kill: ")
        self.explained = self._word(lines[2:3], "explained: ")
        if not self.sentence.endswith(".") or self.storage not in KINDS:
            raise Unfit(f"{self.name}: first a line that is a sentence, "
                        "then `kill: abstract`, `kill: sqlite` or `kill: cuts`")
        self.files = self._read(lines)
        if not self.files:
            raise Unfit(f"{self.name}: there is no hunk in it")

    @staticmethod
    def _word(lines, begin):
        return lines[0][len(begin):].strip() if lines and lines[0].startswith(begin) else ""

    def _read(self, lines):
        """Per file its hunks, each (line, old text, new text)."""
        files = {}
        hunks = None
        for line in lines:
            begin = HUNK.match(line)
            if line.startswith("--- "):
                hunks = None
            elif line.startswith("+++ b/"):
                hunks = files.setdefault(line[6:].strip(), [])
            elif begin and hunks is not None:
                hunks.append([int(begin.group(1)), "", ""])
            elif hunks and line[0] in " -+":
                hunks[-1][1] += line[1:] if line[0] in " -" else ""
                hunks[-1][2] += line[1:] if line[0] in " +" else ""
        return files

    def changed(self, root):
        """The files of ROOT with the bug in them: {path: text}."""
        changed = {}
        for path, hunks in self.files.items():
            try:
                with open(os.path.join(root, path), encoding="utf-8") as file:
                    text = file.read()
            except FileNotFoundError:
                raise Unfit(f"{self.name}: there is no {path} any more") from None
            for line, old, new in hunks:
                at = nearest(text, old, line)
                if at < 0:
                    raise Unfit(f"{self.name}: {path}:{line} is not what it was")
                text = text[:at] + new + text[at + len(old):]
            changed[path] = text
        return changed


def nearest(text, old, line):
    """Where whole lines OLD stand in TEXT, nearest to LINE; -1: nowhere."""
    best, distance = -1, None
    at = text.find(old)
    while at >= 0:
        away = abs(text.count("\n", 0, at) + 1 - line)
        if (at == 0 or text[at - 1] == "\n") and (distance is None or away < distance):
            best, distance = at, away
        at = text.find(old, at + 1)
    return best


def all_patches(folder):
    """Every patch of FOLDER in the order of its number."""
    names = sorted(name for name in os.listdir(folder) if name.endswith(".patch"))
    return [Patch(os.path.join(folder, name)) for name in names]

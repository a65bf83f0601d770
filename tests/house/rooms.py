#!/usr/bin/env python3
"""rooms.py [ROOT] - every room says what it is; no name or word that the house does not use."""
import re

import tree

README_LINES = 15
TOP_ROOMS = ("server", "handheld", "protocols", "firmware", "tests", "tools")
NAMES = re.compile(r"(^|[_-])(util|utils|common|misc|helper|helpers|manager|handle)([_.-]|$)")
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b|\bfor now\b(?!,| in\b)|\bstub(bed|s)?\b")
OUTSIDE_WORLD = re.compile(r"\b(argv|argc|getenv|secure_getenv|environ|ini_parse\w*)\b")
SIDES = re.compile(r"^[ \t]*#[ \t]*(?:if|ifdef|ifndef|elif)\b.*\b\w*"
                   r"(SERVER|HANDHELD|FIRMWARE|CABINET|CLIENT|BROKER)", re.M)


def line_of(text, match):
    return text.count("\n", 0, match.start()) + 1


def check_readmes(base, found):
    floors = tree.Floors(base)
    rooms = {room for room in TOP_ROOMS if (base / room).is_dir()}
    for path in tree.c_files(base):
        name = tree.short(base, path)
        pattern = floors.room_of(name) or ""
        if not pattern.endswith(".c") and name.count("/") > pattern.count("/"):
            rooms.add("/".join(name.split("/")[:pattern.count("/") + 1]))
    for room in sorted(rooms):
        readme = base / room / "README.md"
        if not readme.is_file():
            found.add(f"{room}: the room has no README.md")
        elif len(tree.text_of(readme).splitlines()) > README_LINES:
            found.add(f"{room}/README.md: has more than {README_LINES} lines")


def check_names(base, found):
    for path in tree.files(base):
        if NAMES.search(path.name.lower()):
            found.add(f"{tree.short(base, path)}: name the file for what it holds")


def check_words(base, found):
    for path in tree.files(base, ".c", ".h", ".py", ".sh", ".md", ".proto", ".cmake", ".txt"):
        name = tree.short(base, path)
        if name.startswith("tests/house/"):
            continue
        text = tree.text_of(path)
        for match in UNFINISHED.finditer(text):
            found.add(f"{name}:{line_of(text, match)}: '{match[0]}': finish it or leave it out")


def check_doors(base, found):
    """Arguments, environment and configuration are read in a main.c and nowhere else."""
    for path in tree.c_files(base):
        name = tree.short(base, path)
        code = tree.code_of(path)
        if name.startswith(("server/", "handheld/", "shared/")) and path.name != "main.c":
            for match in OUTSIDE_WORLD.finditer(code):
                found.add(f"{name}:{line_of(code, match)}: only a main.c may read '{match[0]}'")
        if name.startswith("shared/"):
            for match in SIDES.finditer(code):
                found.add(f"{name}:{line_of(code, match)}: shared code may not ask which side "
                          f"it is built for ({match[1]})")


def check_words_with_an_owner(base, found):
    """floors.txt 'only' lines: a word that only some rooms may use."""
    floors = tree.Floors(base)
    for word, rooms in floors.only:
        pattern = re.compile(rf"\b{word}\b".replace("*", r"\w*"))
        for path in tree.c_files(base):
            name = tree.short(base, path)
            match = pattern.search(tree.code_of(path))
            if match and not any(tree.fits(name, room) for room in rooms):
                found.add(f"{name}:{line_of(tree.code_of(path), match)}: '{word}' belongs "
                          f"to {' '.join(rooms)}")


def main():
    base = tree.root()
    found = tree.Findings("rooms")
    check_readmes(base, found)
    check_names(base, found)
    check_words(base, found)
    check_doors(base, found)
    check_words_with_an_owner(base, found)
    found.leave()


if __name__ == "__main__":
    main()

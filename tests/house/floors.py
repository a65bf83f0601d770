#!/usr/bin/env python3
"""floors.py [ROOT] - every include is one that floors.txt grants."""
from fnmatch import fnmatch

import tree


def granted(floors, name, mine, target):
    theirs = floors.room_of(target)
    if theirs == mine and folder_of(name, mine) == folder_of(target, mine):
        return True
    return any(tree.fits(target, pattern) for pattern in floors.rooms[mine])


def folder_of(name, pattern):
    """Which of the rooms that share a pattern (shared/adapters/*) a file stands in."""
    return name.split("/")[:pattern.count("/") + 1]


def check_quoted(found, floors, name, number, mine, target):
    for room, pattern, why in floors.never:
        if tree.fits(name, room) and fnmatch(target, pattern):
            found.add(f"{name}:{number}: may not include {target}: {why}")
            return
    if not granted(floors, name, mine, target):
        found.add(f"{name}:{number}: {mine} may not include {target}: floors.txt grants it no "
                  f"{floors.room_of(target) or 'file outside the rooms'}")


def check_facade(found, name, number, mine, target):
    """room/room.h is the room's face for others; only room.c may include it from within."""
    folder, _, file = target.rpartition("/")
    face = folder.rpartition("/")[2]
    inside = name.startswith(folder + "/") and name != f"{folder}/{face}.c"
    if file == face + ".h" and inside and name != target and not mine.startswith("tests"):
        found.add(f"{name}:{number}: an inner file may not include its own facade {target}")


def may_name(name, rooms):
    mirrors = [f"tests/unit/{room.removeprefix('shared/')}" for room in rooms]
    return any(tree.fits(name, room) for room in list(rooms) + mirrors)


def check_outside(found, floors, name, number, mine, header):
    for pattern, rooms in floors.libraries:
        if fnmatch(header, pattern):
            if not may_name(name, rooms):
                found.add(f"{name}:{number}: <{header}> may be named only in {' '.join(rooms)}")
            return
    if not any(fnmatch(header, pattern) for pattern in floors.standard):
        found.add(f"{name}:{number}: <{header}> stands in no list of floors.txt: give it one room")
        return
    narrow = floors.narrow.get(mine)
    if narrow is not None and header not in narrow:
        found.add(f"{name}:{number}: {mine} may not name <{header}>: the room is narrow")


def main():
    base = tree.root()
    floors = tree.Floors(base)
    found = tree.Findings("floors")
    for path in tree.c_files(base):
        name = tree.short(base, path)
        mine = floors.room_of(name)
        if mine is None:
            found.add(f"{name}: stands in no room of floors.txt")
            continue
        for number, header, _ in tree.includes(path):
            target = tree.resolve(base, path, header)
            if target is None:
                check_outside(found, floors, name, number, mine, header)
            else:
                target = tree.short(base, target)
                check_quoted(found, floors, name, number, mine, target)
                check_facade(found, name, number, mine, target)
    found.leave()


if __name__ == "__main__":
    main()

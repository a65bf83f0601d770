#!/usr/bin/env python3
"""circles.py [ROOT] - no include circle, neither between files nor between rooms."""
import tree


def circle_in(arrows):
    """One circle of a graph as a list of nodes, or None. Depth first, without recursion."""
    done = set()
    for start in sorted(arrows):
        if start in done:
            continue
        street, on_street = [start], {start}
        rest = [iter(sorted(arrows[start]))]
        while street:
            node = next(rest[-1], None)
            if node is None:
                rest.pop()
                on_street.discard(street[-1])
                done.add(street.pop())
            elif node in on_street:
                return street[street.index(node):] + [node]
            elif node not in done:
                street.append(node)
                on_street.add(node)
                rest.append(iter(sorted(arrows.get(node, ()))))
    return None


def arrows_of(base, room_name):
    between_files, between_rooms = {}, {}
    for path in tree.c_files(base):
        name = tree.short(base, path)
        for _, header, _ in tree.includes(path):
            target = tree.resolve(base, path, header)
            if target is None:
                continue
            target = tree.short(base, target)
            between_files.setdefault(name, set()).add(target)
            ours, theirs = room_name(name), room_name(target)
            if ours != theirs and not name.startswith("tests/"):
                between_rooms.setdefault(ours, set()).add(theirs)
    return between_files, between_rooms


def main():
    base = tree.root()
    found = tree.Findings("circles")
    files, rooms = arrows_of(base, lambda name: name.rpartition("/")[0])
    for kind, arrows in (("files", files), ("rooms", rooms)):
        circle = circle_in(arrows)
        if circle:
            found.add(f"{circle[0]}: these {kind} include each other in a circle: "
                      + " -> ".join(circle))
    found.leave()


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""sizes.py [ROOT] - a file has at most 600 lines, a function 70, a main.c 300, a line 100."""
import tree

FILE_LINES, MAIN_LINES, FUNCTION_LINES, COLUMNS = 600, 300, 70, 100


def functions(path):
    """(line, lines) of every function: clang-format puts its braces into the first column."""
    opened = None
    for number, line in enumerate(tree.code_of(path).splitlines(), 1):
        if line.rstrip() == "{":
            opened = number
        elif line.rstrip() == "}" and opened:
            yield opened, number - opened + 1
            opened = None


def main():
    base = tree.root()
    found = tree.Findings("sizes")
    for path in tree.files(base, ".c", ".h", ".py", ".sh", ".cmake", "CMakeLists.txt"):
        name = tree.short(base, path)
        lines = tree.text_of(path).splitlines()
        room = MAIN_LINES if path.name == "main.c" else FILE_LINES
        if len(lines) > room:
            found.add(f"{name}: the file has {len(lines)} lines; {room} are allowed")
        for number, line in enumerate(lines, 1):
            if len(line) > COLUMNS:
                found.add(f"{name}:{number}: the line has {len(line)} columns; "
                          f"{COLUMNS} are allowed")
        if path.suffix == ".c" or path.suffix == ".h":
            for number, count in functions(path):
                if count > FUNCTION_LINES:
                    found.add(f"{name}:{number}: the function has {count} lines; "
                              f"{FUNCTION_LINES} are allowed")
    found.leave()


if __name__ == "__main__":
    main()

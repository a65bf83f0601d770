#!/usr/bin/env python3
"""mirror.py [ROOT] - each module has the test that mirrors it, and CMake names every file.

shared/core/custody.c <-> tests/unit/core/custody_test.c. A .c file without a header of its own is
a part of its module: plan_rows.c is tested by plan_test.c as well. An adapter may have its port's
contract suite instead: link_zmq.c <-> tests/contract/link_test.c. mirror.txt lists the modules
without a test, each with its reason; a line that no longer applies is a finding too."""
import re

import tree

ADAPTER = re.compile(r"shared/adapters/(\w+)/(\w+)_\1\.c$")
CASE = re.compile(r"cmocka_unit_test")


def test_of(name):
    """The test that mirrors a module, or None where tests are not mirrored."""
    parts = name.removesuffix(".c")
    if not parts.startswith(("shared/", "handheld/", "server/")):
        return None
    if parts.startswith("server/roles/"):
        return None  # wiring, like a main.c: tests/system runs it
    return f"tests/unit/{parts.removeprefix('shared/')}_test.c"


def is_tested(base, name):
    test = test_of(name)
    if test is None or (base / test).is_file():
        return True
    adapter = ADAPTER.match(name)
    if adapter and (base / f"tests/contract/{adapter[2]}_test.c").is_file():
        return True
    if (base / name).with_suffix(".h").is_file():
        return False
    folder, _, stem = test.removesuffix("_test.c").rpartition("/")
    words = stem.split("_")
    return any((base / folder / ("_".join(words[:count]) + "_test.c")).is_file()
               for count in range(1, len(words)))


def exceptions(base):
    listed = {}
    for line in tree.text_of(base / "tests/house/mirror.txt").splitlines():
        line = line.split("#")[0].strip()
        if line:
            name, _, reason = line.partition(" ")
            listed[name] = reason.strip()
    return listed


def check_modules(base, found):
    listed = exceptions(base)
    for name, reason in listed.items():
        if not (base / name).is_file():
            found.add(f"{name}: is listed in mirror.txt and does not exist")
        elif test_of(name) is None:
            found.add(f"{name}: is listed in mirror.txt and needs no test")
        elif (base / test_of(name)).is_file():
            found.add(f"{name}: is listed in mirror.txt although {test_of(name)} exists")
        elif not reason:
            found.add(f"{name}: mirror.txt gives no reason")
    for path in tree.files(base, ".c"):
        name = tree.short(base, path)
        if path.name != "main.c" and name not in listed and not is_tested(base, name):
            found.add(f"{name}: has no {test_of(name)}, and mirror.txt gives no reason")


def check_tests(base, found):
    for path in tree.files(base, "_test.c"):
        name = tree.short(base, path)
        if not name.startswith("tests/unit/"):
            continue
        if not CASE.search(tree.code_of(path)):
            found.add(f"{name}: holds no cmocka_unit_test")
        module = name.removeprefix("tests/unit/").removesuffix("_test.c") + ".c"
        header = module.removesuffix(".c") + ".h"
        if not any((base / top / file).is_file() for top in ("", "shared")
                   for file in (module, header)):
            found.add(f"{name}: mirrors no module {module}")


def listed_in(text, wanted):
    """Named in full, or as a word of a foreach over ${module}_test.c."""
    names = [wanted]
    if re.search(r"\$\{\w+\}_test\.c", text):
        names.append(wanted.removesuffix("_test.c"))
    return any(re.search(rf"(?<![\w/.-]){re.escape(name)}(?![\w.-])", text) for name in names)


def check_lists(base, found):
    """A file that CMake does not name is not built, and a test not built cannot fail."""
    for path in tree.files(base, ".c"):
        folder, wanted = path.parent, path.name
        while folder != base:
            lists = folder / "CMakeLists.txt"
            if lists.is_file() and listed_in(tree.text_of(lists), wanted):
                break
            wanted, folder = f"{folder.name}/{wanted}", folder.parent
        else:
            found.add(f"{tree.short(base, path)}: no CMakeLists.txt names it")


def main():
    base = tree.root()
    found = tree.Findings("mirror")
    check_modules(base, found)
    check_tests(base, found)
    check_lists(base, found)
    found.leave()


if __name__ == "__main__":
    main()

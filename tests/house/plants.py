"""plants - one fault for every rule of the walls, and the sentence that must answer it."""
import dataclasses
import re

ENOUGH = "#include <stddef.h>\n"
README = "# planted\n"


@dataclasses.dataclass
class Plant:
    wall: str
    what: str
    files: dict  # path: text; None removes the file
    says: str    # what a new line of the wall's must match
    clean: bool = False  # the other way round: nothing is wrong, and the wall must not say so


def arrow(what, user, used, rule="may not include"):
    """USER includes USED, which floors.txt does not grant."""
    name = used.removeprefix("shared/")
    return Plant("floors", what, {user: f'#include "{name}"\n', used: ENOUGH},
                 rf"{re.escape(user)}:1: .*{rule}.*")


def library(header, rooms):
    """A library's header in a room that is not its own."""
    user = "shared/core/planted.c" if "shared/core" not in rooms else "shared/base/planted.c"
    name = header.replace("*", "x")
    return Plant("floors", f"<{name}> in {user}", {user: f"#include <{name}>\n"},
                 rf"{re.escape(user)}:1: <{re.escape(name)}> may be named only in")


def narrow(room, header):
    return Plant("floors", f"<{header}> in {room}", {f"{room}/planted.c": f"#include <{header}>\n"},
                 rf"{room}/planted\.c:1: {room} may not name <{re.escape(header)}>")


def floors_plants(floors):
    yield from (
        arrow("core to ports", "shared/core/planted.c", "shared/ports/planted.h"),
        arrow("core to wire", "shared/core/planted.c", "shared/wire/planted.h"),
        arrow("core to an adapter", "shared/core/planted.c", "shared/adapters/posix/planted.h"),
        arrow("base to core", "shared/base/planted.h", "shared/core/planted.h"),
        arrow("wire to an adapter", "shared/wire/planted.c", "shared/adapters/zmq/planted.h"),
        arrow("shared to the server", "shared/adapters/zmq/planted.c", "server/intake/planted.h"),
        arrow("shared to the handheld", "shared/wire/planted.c", "handheld/app/planted.h"),
        arrow("handheld to the server", "handheld/app/planted.c", "server/watch/planted.h"),
        arrow("server to the handheld", "server/board/planted.c", "handheld/app/planted.h"),
        arrow("intake to watch", "server/intake/planted.c", "server/watch/planted.h"),
        arrow("watch to intake", "server/watch/planted.c", "server/intake/planted.h"),
        arrow("board to watch", "server/board/planted.c", "server/watch/planted.h"),
        arrow("one adapter to another", "shared/adapters/zmq/planted.c",
              "shared/adapters/sqlite/planted.h"),
        arrow("one device to another", "handheld/devices/one/planted.c",
              "handheld/devices/two/planted.h"),
        arrow("screen to devices", "handheld/screen/planted.c", "handheld/devices/one/planted.h"),
        arrow("the app to an adapter", "handheld/app/planted.c", "shared/adapters/zmq/planted.h"),
        arrow("watch to an adapter", "server/watch/planted.c", "shared/adapters/sqlite/planted.h"),
        arrow("a tool to the server", "tools/trao/planted.c", "server/intake/planted.h"),
        arrow("production to fakes", "server/watch/planted.c", "tests/fakes/planted.h"),
        arrow("cabinets to a store", "server/cabinets/planted.c", "shared/ports/act_store.h"),
        arrow("anything to a main", "tests/system/planted.c", "server/main.h",
              "may not include server/main.h: nothing includes a main"),
        arrow("anything to a .c file", "tests/system/planted.c", "shared/core/planted.c",
              "may not include shared/core/planted.c: a .c file is nobody's header"),
        arrow("an inner file to its facade", "server/watch/planted.c", "server/watch/watch.h",
              "an inner file may not include its own facade"),
        Plant("floors", "an upward include by a relative path",
              {"shared/core/planted.c": '#include "../ports/planted.h"\n',
               "shared/ports/planted.h": ENOUGH},
              r"shared/core/planted\.c:1: shared/core may not include shared/ports/planted\.h"),
        Plant("floors", "an upward include in angle brackets",
              {"shared/core/planted.c": "#include <ports/planted.h>\n",
               "shared/ports/planted.h": ENOUGH},
              r"shared/core/planted\.c:1: shared/core may not include shared/ports/planted\.h"),
        Plant("floors", "a file in no room", {"server/cellar/planted.c": ENOUGH},
              r"server/cellar/planted\.c: stands in no room"),
        Plant("floors", "a header nobody listed", {"server/watch/planted.c": "#include <lua.h>\n"},
              r"server/watch/planted\.c:1: <lua\.h> stands in no list"))
    for header in ("stdio.h", "stdlib.h", "time.h", "assert.h", "unistd.h"):
        yield narrow("shared/core", header)
    for room in ("handheld/app", "server/intake", "server/watch"):
        for header in ("time.h", "sys/socket.h", "fcntl.h", "unistd.h"):
            yield narrow(room, header)
    for header, rooms in floors.libraries:
        yield library(header, rooms)


def circle_plants():
    yield Plant("circles", "two headers that include each other",
                {"shared/core/planted.h": '#include "core/planted_too.h"\n',
                 "shared/core/planted_too.h": '#include "core/planted.h"\n'},
                r"these files include each other in a circle: .*core/planted")
    yield Plant("circles", "two rooms that include each other",
                {"tools/planted/one.h": '#include "tools/planted_too/one.h"\n',
                 "tools/planted_too/one.h": ENOUGH,
                 "tools/planted_too/two.h": '#include "tools/planted/two.h"\n',
                 "tools/planted/two.h": ENOUGH},
                r"these rooms include each other in a circle: .*tools/planted")


def function_of(lines):
    return "int planted(int x)\n{\n" + "    x++;\n" * (lines - 3) + "    return x;\n}\n"


def size_plants():
    core = "shared/core/planted.c"
    yield Plant("sizes", "a file of 601 lines", {core: "\n" * 601},
                r"shared/core/planted\.c: the file has 601 lines; 600 are allowed")
    yield Plant("sizes", "a file of 600 lines is no fault", {core: "\n" * 600},
                r"planted\.c", clean=True)
    yield Plant("sizes", "a main.c of 301 lines", {"tools/planted/main.c": "\n" * 301},
                r"tools/planted/main\.c: the file has 301 lines; 300 are allowed")
    yield Plant("sizes", "a function of 71 lines", {core: function_of(71)},
                r"shared/core/planted\.c:2: the function has 71 lines; 70 are allowed")
    yield Plant("sizes", "a function of 70 lines is no fault", {core: function_of(70)},
                r"planted\.c", clean=True)
    yield Plant("sizes", "a line of 101 columns", {core: "/*" + "x" * 97 + "*/\n"},
                r"shared/core/planted\.c:1: the line has 101 columns; 100 are allowed")


def room_plants():
    watch = "server/watch/planted.c"
    yield Plant("rooms", "a room without README", {"tools/planted/x.c": ENOUGH},
                r"tools/planted: the room has no README\.md")
    yield Plant("rooms", "a README of 16 lines",
                {"tools/planted/x.c": ENOUGH, "tools/planted/README.md": README * 16},
                r"tools/planted/README\.md: has more than 15 lines")
    for name in ("util.c", "common.h", "text_misc.c", "sync_helper.c", "flag_manager.h"):
        yield Plant("rooms", f"a file named {name}", {f"server/watch/{name}": ENOUGH},
                    rf"server/watch/{re.escape(name)}: name the file for what it holds")
    for word in ("TO" + "DO", "FIX" + "ME", "for " + "now", "st" + "ub"):
        yield Plant("rooms", f"the word '{word}'", {watch: f"/* {word} */\n"},
                    rf"server/watch/planted\.c:1: '{word}': finish it")
    for call in ('getenv("HOME")', "argv[1]", "ini_parse(0, 0, 0)"):
        yield Plant("rooms", f"{call} outside a main.c", {watch: f"int x = {call};\n"},
                    r"server/watch/planted\.c:1: only a main\.c may read")
    yield Plant("rooms", "getenv in a comment is no fault", {watch: "/* never getenv() */\n"},
                r"planted\.c", clean=True)
    for guard in ("#ifdef SERVER", "#if defined(WITH_HANDHELD)", "#ifndef TRAO_FIRMWARE"):
        yield Plant("rooms", f"{guard} in shared", {"shared/core/planted.c": f"{guard}\n#endif\n"},
                    r"shared/core/planted\.c:1: shared code may not ask which side")


def only_plants(floors):
    for word, _ in floors.only:
        call = word.replace("*", "_append")
        yield Plant("rooms", f"{call} in the wrong room",
                    {"server/board/planted.c": f"void f(void)\n{{\n    {call}();\n}}\n"},
                    rf"server/board/planted\.c:3: '{re.escape(word)}' belongs to")


def mirror_plants():
    yield Plant("mirror", "a module without its test", {"shared/core/planted.c": ENOUGH},
                r"shared/core/planted\.c: has no tests/unit/core/planted_test\.c")
    yield Plant("mirror", "a test file without a test",
                {"tests/unit/core/planted_test.c": ENOUGH},
                r"tests/unit/core/planted_test\.c: holds no cmocka_unit_test")
    yield Plant("mirror", "a test of nothing", {"tests/unit/core/planted_test.c": ENOUGH},
                r"tests/unit/core/planted_test\.c: mirrors no module")
    yield Plant("mirror", "a file that is never built", {"tests/system/planted.c": ENOUGH},
                r"tests/system/planted\.c: no CMakeLists\.txt names it")
    yield Plant("mirror", "an exception that no longer applies",
                {"tests/house/mirror.txt": "shared/core/planted.c  because\n"},
                r"shared/core/planted\.c: is listed in mirror\.txt and does not exist")


def pure_plants():
    def calling(profile, call, header):
        return Plant(f"pure.{profile}", f"{call} in a {profile} room",
                     {"shared/core/planted.c": f"#define _GNU_SOURCE\n#include <{header}>\n"
                      f"long planted(void *p);\nlong planted(void *p)\n{{\n"
                      f"    (void)p;\n    return (long){call};\n}}\n"},
                     rf"planted\.c: calls {call.split('(')[0]}, which a {profile} room may not")
    yield calling("core", "malloc(sizeof(int) + (unsigned)*(char *)p)", "stdlib.h")
    yield calling("core", "puts(p)", "stdio.h")
    yield calling("core", "time(p)", "time.h")
    yield calling("core", "strtol(p, 0, 10)", "stdlib.h")
    yield calling("base", "getrandom(p, 8, 0)", "sys/random.h")
    yield calling("wire", "fopen(p, p)", "stdio.h")
    for call, header in (("clock_gettime(0, p)", "time.h"), ("socket(1, 2, 3)", "sys/socket.h"),
                         ("fopen(p, p)", "stdio.h"), ("getenv(p)", "stdlib.h"),
                         ("sleep(1)", "unistd.h"), ("system(p)", "stdlib.h")):
        yield calling("quiet", call, header)
    yield Plant("pure.quiet", "malloc in a quiet room is no fault",
                {"shared/core/planted.c": "#include <stdlib.h>\nvoid *planted(void);\n"
                 "void *planted(void)\n{\n    return malloc(7);\n}\n"}, r"planted", clean=True)


def tool_plants():
    core = "shared/core/planted.c"
    yield Plant("format", "a file with tabs", {core: "int planted;\n\tint  too;\n"},
                r"shared/core/planted\.c:\d+: clang-format would put it otherwise")
    yield Plant("tidy", "a division by zero",
                {core: "int planted(void);\nint planted(void)\n{\n    int zero = 0;\n"
                 "    return 1 / zero;\n}\n"}, r"shared/core/planted\.c: clang-tidy has findings")
    yield Plant("tidy", "a function in CamelCase",
                {core: "int PlantedHere(void);\nint PlantedHere(void)\n{\n    return 1;\n}\n"},
                r"shared/core/planted\.c: clang-tidy has findings")
    yield Plant("tidy", "a clean file is no fault",
                {core: "int planted(void);\nint planted(void)\n{\n    return 1;\n}\n"},
                r"planted\.c", clean=True)
    yield Plant("ndebug", "-DNDEBUG on the command line", {core: ENOUGH, "why": "flag"},
                r"shared/core/planted\.c: is compiled with -DNDEBUG")
    yield Plant("ndebug", "a file that defines NDEBUG", {core: "#define NDEBUG\n"},
                r"shared/core/planted\.c:1: defines NDEBUG")


def count_plants():
    def results(cases):
        return {"tests.xml": f"<testsuite>{cases}</testsuite>"}

    good, bad = '<testcase name="a" status="run"/>', '<testcase name="b" status="fail"/>'
    lost = '<testcase name="c" status="notrun"><skipped message="Unable to find it"/></testcase>'
    yield Plant("count", "a failed test", results(good + bad), r"^1 passed, 1 failed$")
    yield Plant("count", "a test that could not start", results(good + lost),
                r"^1 passed, 1 failed$")
    yield Plant("count", "no test at all", results(""), r"^0 passed, 0 failed$")


def all_plants(floors):
    return [*floors_plants(floors), *circle_plants(), *size_plants(), *room_plants(),
            *only_plants(floors), *mirror_plants(), *pure_plants(), *tool_plants(),
            *count_plants()]

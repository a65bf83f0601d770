#!/usr/bin/env python3
"""tidy.py ROOT BUILD [FILE]... - clang-tidy 14 over every C file that BUILD compiles.

As many at a time as there are processors. What was clean is remembered in BUILD/tidy-cache under
a hash of the file, the headers it reaches, .clang-tidy and the compiler call, so that a second
run costs a second. Without FILEs the cache forgets what the tree no longer holds."""
import concurrent.futures
import hashlib
import json
import os
import pathlib
import shlex
import subprocess
import sys

import tree

TIDY = "clang-tidy-14"
MINUTES_A_FILE = 5


def compiler_calls(base, build):
    """{file: arguments} for our own files; generated ones live in the build folder."""
    calls = {}
    for entry in json.loads((build / "compile_commands.json").read_text()):
        path = pathlib.Path(os.path.join(entry["directory"], entry["file"]))
        if path.is_relative_to(base) and not path.is_relative_to(build):
            calls.setdefault(path, shlex.split(entry["command"]))
    return calls


def include_folders(arguments):
    return [pathlib.Path(a[2:]) for a in arguments if a.startswith("-I") and len(a) > 2]


def reached(path, folders):
    """The file and every file of ours that it includes, however far away."""
    seen, rest = set(), [path]
    while rest:
        here = rest.pop()
        if here in seen:
            continue
        seen.add(here)
        for _, name, _ in tree.includes(here):
            for folder in [here.parent, *folders]:
                if (folder / name).is_file():
                    rest.append(pathlib.Path(os.path.normpath(folder / name)))
                    break
    return sorted(seen)


def key_of(base, path, arguments, settings):
    digest = hashlib.sha256(settings)
    digest.update("\0".join(a for a in arguments if a.startswith(("-D", "-I", "-std"))).encode())
    for each in reached(path, include_folders(arguments)):
        digest.update(str(each).encode() + b"\0" + tree.text_of(each).encode() + b"\0")
    return digest.hexdigest()


def judge(base, build, path, arguments):
    """The findings of one file as text; empty if it is clean."""
    flags = [a for a in arguments if a.startswith(("-D", "-std"))]
    for folder in include_folders(arguments):  # generated headers are not ours to tidy
        flags += ["-isystem" if folder.is_relative_to(build) else "-I", str(folder)]
    flags += [word for at, first in enumerate(arguments) if first == "-isystem"
              for word in arguments[at:at + 2]]
    call = [TIDY, "--quiet", str(path), "--", *flags]
    try:
        done = subprocess.run(call, capture_output=True, text=True, cwd=base,
                              timeout=60 * MINUTES_A_FILE, check=False)
    except subprocess.TimeoutExpired:
        return f"clang-tidy was not done after {MINUTES_A_FILE} minutes"
    if done.returncode == 0:
        return ""
    said = [line for line in (done.stdout + done.stderr).splitlines() if ": error: " in line]
    return "\n".join(dict.fromkeys(said)) or (done.stdout + done.stderr).strip()


def forget_others(cache, keys):
    for old in cache.iterdir():
        if old.name not in keys:
            old.unlink()


def main():
    base, build = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    chosen = {pathlib.Path(name).resolve() for name in sys.argv[3:]}
    found = tree.Findings("tidy")
    settings = b"".join(path.read_bytes() for path in sorted(base.glob("*/.clang-tidy")))
    settings += (base / ".clang-tidy").read_bytes()
    settings += subprocess.run([TIDY, "--version"], capture_output=True, check=True).stdout
    cache = build / "tidy-cache"
    cache.mkdir(exist_ok=True)
    calls = {path: call for path, call in compiler_calls(base, build).items()
             if path.is_file() and (not chosen or path in chosen)}
    keys = {path: key_of(base, path, call, settings) for path, call in calls.items()}
    todo = [path for path, key in keys.items() if not (cache / key).exists()]
    print(f"tidy: {len(calls)} files, {len(todo)} to read again", flush=True)
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 2) as pool:
        for path, text in zip(todo, pool.map(lambda p: judge(base, build, p, calls[p]), todo)):
            if text:
                found.add(f"{tree.short(base, path)}: clang-tidy has findings:\n"
                          + text.replace(str(base) + "/", ""))
            else:
                (cache / keys[path]).touch()
    if not chosen:
        forget_others(cache, set(keys.values()))
    found.leave()


if __name__ == "__main__":
    main()

"""fire - one fault at a time in the real programs, over a script of 200 acts.

  syscalls     each system call that can fail fails once
  allocations  each place that allocates memory is refused it once
"""
import argparse
import collections
import concurrent.futures
import os
import pathlib
import subprocess
import sys
import time

import allocations
import syscalls
import trial

EXIT_WRONG, EXIT_FAILED, EXIT_SKIPPED = 3, 1, 77
SAY_EVERY = 50


def is_sanitized(folder):
    done = subprocess.run(["ldd", pathlib.Path(folder) / "trao-server"], capture_output=True,
                          check=True)
    return b"libasan" in done.stdout


def may_try(asked):
    """None, or why nothing can be tried here."""
    if asked.what == "syscalls" and not may_trace():
        return "strace is missing or may not trace here"
    if asked.what == "allocations" and is_sanitized(asked.bin):
        return "a sanitizer's programs have an allocator of their own; give those of a release"
    return None


def may_trace():
    try:
        done = subprocess.run(["strace", "-f", "-o", "/dev/null", "true"], capture_output=True,
                              check=False)
        return done.returncode == 0
    except FileNotFoundError:
        return False


def show(results, asked):
    """One line for what was aborted, one for what is wrong; the rest as numbers."""
    count = collections.Counter(result.kind for result in results)
    for result in results:
        if result.kind == trial.ABORTED and not result.wrong:
            print(f"  aborted by a library: {result.fault.name}: {result.said[:150]}")
        if asked.verbose and result.kind == trial.ENDED:
            print(f"  ended: {result.fault.name}: {result.said[:200]}")
        for line in result.wrong:
            print(f"  WRONG {result.fault.name}: {line}")
    print("  " + ", ".join(f"{count[kind]} {kind}" for kind in
                           (trial.WENT_ON, trial.ENDED, trial.ABORTED, trial.ABSENT)), flush=True)


def try_all(model, subject, faults, jobs):
    results, begun = [], time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        for result in pool.map(lambda fault: trial.Trial(model, subject, fault).run(), faults):
            results.append(result)
            if sys.stderr.isatty():
                print(f"\r{subject}: {len(results)} of {len(faults)}", end="", file=sys.stderr)
            elif len(results) % SAY_EVERY == 0:
                print(f"{subject}: {len(results)} of {len(faults)}, "
                      f"{time.monotonic() - begun:.0f} s", file=sys.stderr, flush=True)
    if sys.stderr.isatty():
        print(f", {time.monotonic() - begun:.0f} s", file=sys.stderr)
    return results


def run(asked):
    sanitized, total, wrong = is_sanitized(asked.bin), 0, 0
    kind = syscalls if asked.what == "syscalls" else allocations
    model = trial.template(asked.bin)
    try:
        for subject in asked.subject or trial.SUBJECTS:
            faults, told = kind.faults(model, subject, asked.limit or sys.maxsize, sanitized)
            if asked.sample:
                faults = kind.sample(faults, asked.sample, asked.seed)
            if asked.only:
                faults = [fault for fault in faults if asked.only in fault.name]
            some = asked.sample or asked.only or asked.shard != (1, 1)
            faults = faults[asked.shard[0] - 1::asked.shard[1]]
            print(f"{told}" + (f"; of these {len(faults)} now" if some else ""), flush=True)
            results = try_all(model, subject, faults, asked.jobs)
            show(results, asked)
            total += len(results)
            wrong += sum(bool(result.wrong) for result in results)
    finally:
        model.remove()
    print(f"{asked.what}: {total} faults, {wrong} wrong")
    return EXIT_WRONG if wrong or total == 0 else 0


def shard(word):
    number, _, count = word.partition("/")
    if not (number.isdigit() and count.isdigit() and 1 <= int(number) <= int(count)):
        raise argparse.ArgumentTypeError("I/N, I from 1 to N")
    return int(number), int(count)


def main():
    parser = argparse.ArgumentParser(prog="fire", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("syscalls", "allocations"))
    parser.add_argument("--bin", required=True, help="the folder of the programs")
    parser.add_argument("--subject", action="append", choices=trial.SUBJECTS)
    parser.add_argument("--limit", type=int, default=30,
                        help="places of one call at most; 0: all there are")
    parser.add_argument("--shard", type=shard, default=(1, 1), metavar="I/N",
                        help="the I-th of N parts, for runs side by side or one after the other")
    parser.add_argument("--sample", type=int, help="so many faults of each subject only")
    parser.add_argument("--seed", type=int, default=20261123)
    parser.add_argument("--only", help="faults with this in their name")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--verbose", action="store_true", help="the sentences of those that ended")
    asked = parser.parse_args()
    why_not = may_try(asked)
    if why_not:
        print(f"fire: nothing was tried: {why_not}", file=sys.stderr)
        return EXIT_SKIPPED
    try:
        return run(asked)
    except trial.programs.Failed as failed:
        print(f"fire: {failed}", file=sys.stderr)
        return EXIT_FAILED


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""count.py RESULTS.xml - say how many tests passed, failed and were skipped, in one last line.

A test that could not be started counts as failed; only a test that itself asked to be skipped
(SKIP_RETURN_CODE) counts as skipped, and then it is named. Exit code 0: nothing failed."""
import sys
import xml.etree.ElementTree as xml


def outcome(case):
    status = case.get("status")
    if status == "run":
        return "passed"
    skipped = case.find("skipped")
    if status == "notrun" and skipped is not None and "SKIP" in skipped.get("message", ""):
        return "skipped"
    return "failed"


def main():
    names = {"passed": [], "failed": [], "skipped": []}
    for case in xml.parse(sys.argv[1]).getroot().iter("testcase"):
        names[outcome(case)].append(case.get("name"))
    for kind in ("skipped", "failed"):
        for name in sorted(names[kind]):
            print(f"{kind}: {name}")
    line = f"{len(names['passed'])} passed, {len(names['failed'])} failed"
    if names["skipped"]:
        line += f", {len(names['skipped'])} skipped"
    print(line)
    return 1 if names["failed"] or not names["passed"] else 0


if __name__ == "__main__":
    sys.exit(main())

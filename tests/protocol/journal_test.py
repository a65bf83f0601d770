#!/usr/bin/env python3
"""journal_test.py TRAO-GEN - two readers of journal.md, ours in C and one in Python, agree.

On every vector; and on entries spoilt at random from them, from a fixed seed: same lines, byte for
byte."""
import random
import subprocess
import sys

import journal_reader

VECTORS = "protocols/vectors"
SPOILT = 4000


def check_vectors():
    count = 0
    for name in ("entries", "bad_entries", "statements", "streams"):
        for case, kind, key, data, out in journal_reader.cases(f"{VECTORS}/{name}.txt"):
            read = (journal_reader.read_entry(data, key) if kind == "entry"
                    else journal_reader.read_stream(data))
            if read != out:
                sys.exit(f"{name}.txt, {case}: this reader says\n" + "\n".join(read)
                         + "\nand the vector\n" + "\n".join(out))
            count += 1
    with open(f"{VECTORS}/journal.bin", "rb") as file:
        whole = file.read()
    expected = next(c for c in journal_reader.cases(f"{VECTORS}/streams.txt") if c[0] == "whole")
    if whole != expected[3] or journal_reader.read_stream(whole) != expected[4]:
        sys.exit("journal.bin is not the stream `whole`")
    return count


def spoil(random_, data):
    """One to three small accidents, most of them where the shape stays whole."""
    data = bytearray(data)
    for _ in range(random_.randint(1, 3)):
        at = random_.randrange(len(data))
        what = random_.randrange(8)
        if what < 3:
            data[at] ^= 1 << random_.randrange(8)
        elif what < 5:
            data[at] = random_.choice((0, 1, 2, 5, 15, 16, 63, 64, 100, 127, 128, 255))
        elif what == 5:
            del data[at]
            resize(data, -1)
        elif what == 6:
            data.insert(at, random_.randrange(256))
            resize(data, 1)
        else:
            del data[random_.randrange(len(data)):]
        if not data:
            return bytes(data)
    return bytes(data)


def resize(data, by):
    """Keeps the size field honest, so that the accident reaches the body."""
    if len(data) > 4:
        size = (data[2] | data[3] << 8) + by
        data[2], data[3] = size & 255, size >> 8 & 255


def check_spoilt(gen):
    random_ = random.Random(20230321)
    originals = list(journal_reader.cases(f"{VECTORS}/entries.txt"))
    streams = list(journal_reader.cases(f"{VECTORS}/streams.txt"))
    asked, expected = [], []
    for number in range(SPOILT):
        if number % 10 == 0:
            _, kind, key, data, _ = random_.choice(streams)
        else:
            _, kind, key, data, _ = random_.choice(originals)
        data = spoil(random_, data) if data else b""
        lines = (journal_reader.read_entry(data, key) if kind == "entry"
                 else journal_reader.read_stream(data))
        head = [f"case {number}", f"kind {kind}"] + ([f"key {key.hex()}"] if key else [])
        asked += head + [f"in {data.hex()}", ""]
        expected += head + [f"in {data.hex()}"] + [f"out {line}" for line in lines] + [""]
    ran = subprocess.run([gen, "read"], input="\n".join(asked) + "\n", encoding="utf-8",
                         stdout=subprocess.PIPE, check=True)
    got = ran.stdout.split("\n")[:-1]
    for ours, theirs in zip(got, expected):
        if ours != theirs:
            at = expected.index(theirs)
            sys.exit(f"C says\n  {ours}\nPython says\n  {theirs}\nafter\n"
                     + "\n".join(expected[max(0, at - 30):at]))
    if len(got) != len(expected):
        sys.exit(f"C says {len(got)} lines, Python {len(expected)}")
    words = [line.split()[2] for line in got if line.startswith("out statement ")]
    return len(words), words.count("malformed"), words.count("ok")


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: journal_test.py TRAO-GEN")
    count = check_vectors()
    statements, malformed, good = check_spoilt(sys.argv[1])
    print(f"{count} vectors and {SPOILT} spoilt ones agree; of {statements} statements that could "
          f"be read {malformed} were malformed and {good} in form")
    if min(malformed, good) < 100:
        sys.exit("the accidents are too kind, or too rude, to tell anything")


if __name__ == "__main__":
    main()

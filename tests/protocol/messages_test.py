#!/usr/bin/env python3
"""messages_test.py TRAO-GEN PROTOC - trao.proto with Google's library, made at test time.

It reads what we wrote to the same values, writes messages that our reader takes, and, under a
contract that is one version newer, messages with fields that our reader skips."""
import importlib
import pathlib
import random
import subprocess
import sys
import tempfile

import journal_reader

VECTORS = "protocols/vectors"
CONTRACT = "protocols/trao.proto"
VERSION = 2
MESSAGES = 600
NEWER = {  # what a later version might add: fields and a message, all of 100 and more
    "  uint32 battery = 100;": "  string nickname = 101;\n  Place far = 102;\n"
                               "  fixed32 checksum = 103;\n  repeated uint32 list = 104;\n",
    "  uint32 retry_after_ms = 1;": "  string why = 100;\n",
    "    Notice notice = 8;": "    Busy later = 100;\n",
}


def compile_contract(protoc, folder, name, text):
    path = pathlib.Path(folder) / f"{name}.proto"
    path.write_text(text.replace("package trao;", f"package {name};"), encoding="utf-8")
    subprocess.run([protoc, f"--proto_path={folder}", f"--python_out={folder}", str(path)],
                   check=True)
    if folder not in sys.path:
        sys.path.insert(0, folder)
    return importlib.import_module(f"{name}_pb2")


def newer_contract(text):
    for line, added in NEWER.items():
        start = text.index(line)
        end = text.index("\n", start) + 1
        text = text[:end] + added + text[end:]
    return text


def place(value):
    return f"{value.epoch}/{value.seq}"


def head(name, value):
    return [f"{name} {place(value)}", f"{name}_hash {(value.hash or bytes(32)).hex()}"]


def clock(value):
    return [f"wall_ms {value.wall_ms}", f"mono_ms {value.mono_ms}", f"boot {value.boot}"]


def hello(envelope):
    m = envelope.hello
    return ([f"version {envelope.version}", f"device {m.device:016x}"] + head("head", m.head)
            + [f"first {place(m.first)}", f"received {place(m.received)}",
               f"asked {place(m.asked)}"] + head("proof", m.proof) + clock(m.clock)
            + [f"software {journal_reader.quoted(m.software)}", f"unsent {m.unsent}",
               f"battery_percent {m.battery - 1}"])


def welcome(envelope):
    m = envelope.welcome
    return ([f"version {envelope.version}", f"verdict {m.verdict}"]
            + head("high_water", m.high_water)
            + [f"epoch {m.epoch}", f"server_wall_ms {m.server_wall_ms}",
               f"echo_mono_ms {m.echo_mono_ms}", f"level_two {place(m.level_two)}"])


def batch(envelope):
    m = envelope.batch
    offset = ([f"offset_ms {m.offset.ms}", f"rtt_ms {m.offset.rtt_ms}"]
              if m.HasField("offset") else [])
    return ([f"device {m.device:016x}", f"first {m.epoch}/{m.first_seq}", f"count {m.count}"]
            + clock(m.clock) + offset + [f"entries {m.entries.hex() or '-'}"])


def receipt(envelope):
    return head("head", envelope.receipt.head) + [f"level_two {place(envelope.receipt.level_two)}"]


def busy(envelope):
    return [f"retry_after_ms {envelope.busy.retry_after_ms}"]


def refusal(envelope):
    m = envelope.refusal
    return ([f"code {m.code}"] + head("high_water", m.high_water)
            + [f"detail {journal_reader.quoted(m.detail)}"])


def notice(envelope):
    m = envelope.notice
    return [f"kind {m.kind}", f"number {m.number}", f"body {m.body.hex() or '-'}"]


READERS = {"hello": hello, "welcome": welcome, "batch": batch, "receipt": receipt, "busy": busy,
           "refusal": refusal, "notice": notice}


def lines_of(envelope):
    kind = envelope.WhichOneof("message")
    return [f"message {kind}"] + READERS[kind](envelope)


def check_ours(pb2):
    """What C wrote, Google's library reads to the same values and writes to the same bytes."""
    count = 0
    for name, _, _, data, out in journal_reader.cases(f"{VECTORS}/messages.txt"):
        envelope = pb2.Envelope.FromString(data)
        if lines_of(envelope) != out:
            sys.exit(f"messages.txt, {name}: this reader says\n" + "\n".join(lines_of(envelope)))
        if envelope.SerializeToString(deterministic=True) != data:
            sys.exit(f"messages.txt, {name}: Google's library writes other bytes")
        count += 1
    return count


def some_number(random_, bits):
    return random_.choice((0, 1, random_.getrandbits(7), random_.getrandbits(bits),
                           (1 << bits) - 1))


def fill_head(random_, value):
    if random_.random() < 0.8:
        value.epoch = max(1, some_number(random_, 32))
        value.seq = max(1, some_number(random_, 64))
        value.hash = random_.randbytes(32)


def fill_place(random_, value):
    if random_.random() < 0.8:
        value.epoch = max(1, some_number(random_, 32))
        value.seq = max(1, some_number(random_, 64))


def fill_clock(random_, value):
    value.wall_ms = some_number(random_, 63) * random_.choice((1, -1))
    value.mono_ms = some_number(random_, 63) * random_.choice((1, -1))
    value.boot = some_number(random_, 64)


def fill_hello(random_, m):
    m.device = some_number(random_, 64)
    fill_head(random_, m.head)
    fill_head(random_, m.proof)
    for value in (m.first, m.received, m.asked):
        fill_place(random_, value)
    fill_clock(random_, m.clock)
    m.software = random_.choice(("", "trao 0.1", "máy số bảy", "\"\\\x01"))
    m.unsent = some_number(random_, 32)
    m.battery = random_.randrange(102)


def fill_welcome(random_, m):
    m.verdict = random_.randint(1, 4)
    fill_head(random_, m.high_water)
    m.epoch = some_number(random_, 32)
    m.server_wall_ms = some_number(random_, 63) * random_.choice((1, -1))
    m.echo_mono_ms = some_number(random_, 63) * random_.choice((1, -1))
    fill_place(random_, m.level_two)


def fill_batch(random_, m):
    m.device = some_number(random_, 64)
    m.epoch, m.first_seq = some_number(random_, 32), some_number(random_, 64)
    m.count = some_number(random_, 32)
    fill_clock(random_, m.clock)
    if random_.random() < 0.5:
        m.offset.ms = some_number(random_, 63) * random_.choice((1, -1))
        m.offset.rtt_ms = some_number(random_, 32)
        m.offset.SetInParent()
    m.entries = random_.randbytes(random_.choice((0, 1, 300, 2000)))


def fill(random_, envelope, kind):
    m = getattr(envelope, kind)
    m.SetInParent()
    if kind == "hello":
        fill_hello(random_, m)
    elif kind == "welcome":
        fill_welcome(random_, m)
    elif kind == "batch":
        fill_batch(random_, m)
    elif kind == "receipt":
        fill_head(random_, m.head)
        fill_place(random_, m.level_two)
    elif kind == "busy":
        m.retry_after_ms = some_number(random_, 32)
    elif kind == "refusal":
        m.code = random_.randint(1, 10)
        fill_head(random_, m.high_water)
        m.detail = random_.choice(("", "gap", "đứt đoạn"))
    else:
        m.kind = random_.randint(1, 5)
        m.number = some_number(random_, 64)
        m.body = random_.randbytes(random_.randrange(50))


def add_news(random_, envelope, kind):
    """What only the newer contract knows."""
    if kind == "hello":
        envelope.hello.nickname = "bảy"
        fill_place(random_, envelope.hello.far)
        envelope.hello.checksum = some_number(random_, 32)
        envelope.hello.list.extend(range(5))
    elif kind == "busy":
        envelope.busy.why = "disk"


def check_theirs(pb2, newer, gen):
    """What Google's library writes, C reads to the same values; and it skips what is newer."""
    random_ = random.Random(7)
    asked, expected = [], []
    for number in range(MESSAGES):
        kind = random_.choice(list(READERS))
        is_newer = random_.random() < 0.4
        envelope = (newer if is_newer else pb2).Envelope()
        envelope.version = VERSION + 1 if is_newer else random_.choice((1, VERSION))
        fill(random_, envelope, kind)
        if is_newer:
            add_news(random_, envelope, kind)
        case = [f"case {number}", "kind message", f"in {envelope.SerializeToString().hex()}"]
        asked += case + [""]
        expected += case + [f"out {line}" for line in lines_of(envelope)] + [""]
    for envelope, word in ((newer.Envelope(version=VERSION + 1, later=newer.Busy()), "unknown"),
                           (newer.Envelope(version=VERSION, later=newer.Busy()), "malformed"),
                           (newer.Envelope(version=VERSION + 2, busy=newer.Busy()), "too_new"),
                           (newer.Envelope(version=VERSION, busy=newer.Busy(why="x")),
                            "malformed")):
        case = [f"case {word}", "kind message", f"in {envelope.SerializeToString().hex()}"]
        asked += case + [""]
        expected += case + [f"out message {word}", ""]
    ran = subprocess.run([gen, "read"], input="\n".join(asked) + "\n", encoding="utf-8",
                         stdout=subprocess.PIPE, check=True)
    for ours, theirs in zip(ran.stdout.split("\n"), expected):
        if ours != theirs:
            sys.exit(f"C says\n  {ours}\nand Google's library\n  {theirs}")
    if ran.stdout.count("\n") != len(expected):
        sys.exit("C and Google's library do not say equally much")


def main():
    if len(sys.argv) != 3:
        sys.exit("usage: messages_test.py TRAO-GEN PROTOC")
    gen, protoc = sys.argv[1:]
    text = pathlib.Path(CONTRACT).read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        pb2 = compile_contract(protoc, folder, "trao", text)
        newer = compile_contract(protoc, folder, "traonewer", newer_contract(text))
        count = check_ours(pb2)
        check_theirs(pb2, newer, gen)
    print(f"{count} of our messages read, {MESSAGES} of theirs taken")


if __name__ == "__main__":
    main()

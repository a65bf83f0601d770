#!/usr/bin/env python3
"""journal_reader.py FILE - a second reader and verifier of journals, from journal.md alone.

Prints `stream ok COUNT EPOCH/SEQ HASH` or `stream bad N WORD` for a file of sealed entries back to
back, and exits 0 or 3. Shares nothing with the product but the page it was written from."""
import hashlib
import struct
import sys

import nacl.exceptions
import nacl.signing

HEAD = 109
PROVEN = ("none", "badge_pin", "badge", "otp", "session")
ACTS = ("", "intake", "ready", "pack", "seal", "arrive", "give", "refuse", "take", "unpack",
        "pause", "resume", "exception", "depart", "return", "void")
FILES = ("", "feed", "supplements", "acts", "plan", "calendar", "offices")
DEVICES = ("", "handheld", "desk", "import", "cabinet", "admin")
ZERO = bytes(32)


class Bad(Exception):
    """What is said of bytes that are not as the page says."""


def labelled(label, data):
    return hashlib.sha256(label + data).digest()


def device_of(key):
    return struct.unpack("<Q", labelled(b"trao/device/1", key)[:8])[0]


def signed_by(key, digest, signature):
    try:
        nacl.signing.VerifyKey(key).verify(digest, signature)
        return True
    except (nacl.exceptions.BadSignatureError, ValueError):
        return False


def text_of(data):
    """Well-formed UTF-8 without NUL, or Bad."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise Bad("malformed") from None
    if "\0" in text:
        raise Bad("malformed")
    return text


class Entry:
    """One sealed entry off the front of DATA."""

    def __init__(self, data):
        if len(data) >= 4 and (data[0] > 1 or data[1] > 1):
            raise Bad("too_new")
        if len(data) < 4 or data[0] != 1 or data[1] != 1:
            raise Bad("malformed")
        size = struct.unpack_from("<H", data, 2)[0]
        if not HEAD <= size <= 15500 or len(data) < size + 64:
            raise Bad("malformed")
        (self.kind, self.proven, has, self.device, self.epoch, self.seq, self.prev, self.wall_ms,
         self.mono_ms, self.boot, self.gnss_ms, self.age_ms, self.lat, self.lon, self.accuracy,
         person) = struct.unpack_from("<HBBQIQ32sqqQqIiiIB", data, 4)
        self.wall_set, self.has_gnss, self.has_fix = has & 1, has & 2, has & 4
        self.person = data[HEAD:HEAD + person]
        self.body = data[HEAD + person:size]
        self.signature = data[size:size + 64]
        self.size = size + 64
        self.hash = labelled(b"trao/entry/1", data[:size])
        fix = (self.age_ms, self.lat, self.lon, self.accuracy)
        if (has > 7 or self.kind == 0 or self.proven >= len(PROVEN) or self.epoch == 0
                or self.seq == 0 or person > 31 or HEAD + person > size
                or len(self.body) > 15360 or (not self.has_gnss and self.gnss_ms != 0)
                or (not self.has_fix and any(fix))):
            raise Bad("malformed")

    def place(self):
        return self.epoch, self.seq


class Body:
    """A cursor over a body that collects what there is to say."""

    def __init__(self, data):
        self.data, self.at, self.said = data, 0, []

    def take(self, size):
        if self.at + size > len(self.data):
            raise Bad("malformed")
        self.at += size
        return self.data[self.at - size:self.at]

    def number(self, form):
        return struct.unpack("<" + form, self.take(struct.calcsize("<" + form)))[0]

    def text(self, limit=63):
        size = self.number("B")
        if size > limit:
            raise Bad("malformed")
        return text_of(self.take(size))

    def texts(self, limit):
        count = self.number("B")
        if count > limit:
            raise Bad("malformed")
        return [self.text() for _ in range(count)]

    def say(self, name, value):
        self.said.append(f"{name} {value}")

    def say_text(self, name, limit=63, needed=False):
        text = self.text(limit)
        require(text or not needed)
        self.say(name, quoted(text))
        return text

    def say_number(self, name, form):
        self.say(name, self.number(form))

    def say_place(self, name):
        epoch, seq = self.number("I"), self.number("Q")
        require((epoch == 0) == (seq == 0))
        self.say(name, f"{epoch}/{seq}")
        return epoch, seq

    def say_hex(self, name, size):
        data = self.take(size)
        self.say(name, data.hex() or "-")
        return data


def require(truth):
    if not truth:
        raise Bad("malformed")


def quoted(text):
    out = []
    for char in text:
        if ord(char) < 0x20 or ord(char) == 0x7F:
            out.append(f"\\x{ord(char):02x}")
        else:
            out.append("\\" + char if char in '"\\' else char)
    return '"' + "".join(out) + '"'


def opened(body):
    body.say_hex("sign_key", 32)
    place = body.say_place("names")
    digest = body.say_hex("names_hash", 32)
    require((place == (0, 0)) == (digest == ZERO))
    body.say_text("software")


def act(body):
    code, read = body.number("B"), body.number("B")
    require(1 <= code <= 15 and read <= 2)
    body.say("act", ACTS[code])
    body.say("read", ("-", "scanned", "typed")[read])
    body.say_text("party", needed=True)
    body.say_text("subject", needed=True)
    for name in ("counterpart", "stop", "parent", "reason"):
        body.say_text(name)


def handoff(record, said):
    body = Body(record)
    require(body.number("B") == 1)
    said("digest", labelled(b"trao/handoff/1", record).hex())
    said("handoff", body.take(16).hex())
    said("giver_device", f"{body.number('Q'):016x}")
    said("giver_wall_ms", body.number("q"))
    said("declared", body.number("I"))
    for name in ("giver", "receiver", "stop", "giver_person"):
        text = body.text()
        require(text or name not in ("giver", "receiver"))
        said(name, quoted(text))
    bundles = body.number("B")
    require(bundles <= 16)
    for _ in range(bundles):
        code, seal = body.text(), body.text()
        require(code)
        said("bundle", quoted(code))
        said("seal", quoted(seal))
    items = [item.encode() for item in body.texts(100)]
    require(all(items) and items == sorted(set(items)) and len(items) + bundles > 0)
    for item in items:
        said("item", quoted(item.decode()))
    require(body.at == len(record))


def give(body):
    handoff(body.take(body.number("H")), body.say)
    body.say_text("absent", 255)


def take(body):
    body.say_hex("handoff", 16)
    body.say_hex("digest", 32)
    body.say_hex("giver_entry", 32)
    one_device, proven = body.number("B"), body.number("B")
    require(one_device <= 1 and proven < len(PROVEN))
    body.say("one_device", "yes" if one_device else "no")
    body.say("receiver_proven", PROVEN[proven])
    body.say_text("party", needed=True)
    for name in ("receiver_person", "giver", "stop"):
        body.say_text(name)
    for name, limit in (("bundle", 16), ("scanned", 100), ("missing", 100), ("over", 100)):
        for text in body.texts(limit):
            body.say(name, quoted(text))


def reading(body):
    size = body.number("H")
    require(1 <= size <= 512)
    body.say_hex("raw", size)
    for name in ("symbology", "party", "stop"):
        body.say_text(name)


def file_kind(body):
    kind = body.number("B")
    require(1 <= kind <= 6)
    body.say("file", FILES[kind])
    body.say_hex("file_hash", 32)


def file_part(body):
    file_kind(body)
    body.say_number("number", "I")
    size = body.number("H")
    require(1 <= size <= 15321)
    body.say_hex("bytes", size)


def file_close(body):
    file_kind(body)
    parts, size = body.number("I"), body.number("Q")
    require(parts == size == 0 or (parts > 0 and parts <= size <= parts * 15321))
    body.say("parts", parts)
    body.say("size", size)
    body.say_number("valid_from", "i")
    body.say_text("name", 255)


def run(body):
    body.say_number("day", "i")
    body.say_text("route", needed=True)
    body.say_text("round", needed=True)


def flag(body):
    body.say_text("dossier", needed=True)
    body.say_text("level")
    body.say_text("cause")
    body.say_text("note", 255)


def ruling(body):
    body.say_text("dossier", needed=True)
    body.say_text("wrong", 255, needed=True)
    body.say_text("reason", 255)
    one = body.say_text("person_one", needed=True)
    require(body.say_text("person_two", needed=True) != one)


def stop_position(body):
    body.say_text("stop", needed=True)
    body.say_number("stop_lat_e7", "i")
    body.say_number("stop_lon_e7", "i")
    body.say_number("measured", "I")
    body.say_text("approved_by")


def enrolled(body):
    device = body.number("Q")
    body.say("enrolled", f"{device:016x}")
    body.say_hex("link_key", 32)
    require(device_of(body.say_hex("sign_key", 32)) == device)
    kind = body.number("B")
    require(1 <= kind <= 5)
    body.say("device_kind", DEVICES[kind])
    body.say_text("label")
    body.say_text("party", needed=True)
    body.say_text("person_one")
    body.say_text("person_two")


def revoked(body):
    body.say("revoked", f"{body.number('Q'):016x}")
    body.say_place("trusted_to")
    body.say_text("reason", 255)
    body.say_text("person_one")
    body.say_text("person_two")


def incident(body):
    body.say_text("incident", needed=True)
    body.say_text("subject")
    body.say_text("note", 255)


def scan(body):
    body.say_hex("handoff", 16)
    code, flags = body.number("B"), body.number("B")
    require(code in (6, 8) and flags <= 3)
    body.say("act", ACTS[code])
    body.say("read", "typed" if flags & 1 else "scanned")
    body.say("withdrawn", "yes" if flags & 2 else "no")
    for name in ("code", "party", "counterpart"):
        body.say_text(name, needed=True)


def backup(body):
    row = body.number("Q")
    require(1 <= row < 1 << 63)
    body.say("row", row)
    require(any(body.say_hex("row_hash", 32)))
    require(any(body.say_hex("manifest", 32)))


BODIES = {1: opened, 2: act, 3: give, 4: take, 5: reading, 6: file_part, 7: file_close, 8: run,
          9: run, 10: flag, 11: flag, 12: ruling, 13: stop_position, 14: enrolled, 15: revoked,
          16: incident, 17: incident, 18: scan, 19: backup}


def statement(entry):
    """The lines on what an entry states."""
    if entry.kind not in BODIES:
        word = "unknown"
    else:
        word = "ok"
    try:
        text_of(entry.person)
        if word == "unknown":
            return ["statement unknown"]
        body = Body(entry.body)
        BODIES[entry.kind](body)
        require(body.at == len(entry.body))
    except Bad:
        return ["statement malformed"]
    return ["statement ok"] + body.said


def read_entry(data, key):
    """The lines on one sealed entry."""
    try:
        entry = Entry(data)
    except Bad as bad:
        return [f"entry {bad}"]
    lines = [f"entry {'ok' if entry.size == len(data) else 'and_more'}",
             f"device {entry.device:016x}", f"place {entry.epoch}/{entry.seq}",
             f"prev {entry.prev.hex()}", f"kind {entry.kind}", f"proven {PROVEN[entry.proven]}",
             f"wall_set {'yes' if entry.wall_set else 'no'}", f"wall_ms {entry.wall_ms}",
             f"mono_ms {entry.mono_ms}", f"boot {entry.boot}"]
    if entry.has_gnss:
        lines.append(f"gnss_ms {entry.gnss_ms}")
    if entry.has_fix:
        lines += [f"fix_age_ms {entry.age_ms}", f"lat_e7 {entry.lat}", f"lon_e7 {entry.lon}",
                  f"accuracy_mm {entry.accuracy}"]
    good = signed_by(key, entry.hash, entry.signature)
    lines += [f"person {entry.person.hex() or '-'}", f"body_size {len(entry.body)}",
              f"hash {entry.hash.hex()}", f"signature {'good' if good else 'bad'}"]
    return lines + statement(entry)


def names(entry):
    """(key, place, hash) of an opened entry; Bad if it is out of form."""
    body = Body(entry.body)
    opened(body)
    require(body.at == len(entry.body))
    return entry.body[:32], struct.unpack_from("<IQ", entry.body, 32), entry.body[44:76]


class Stream:
    """The rules of section 3, entry by entry."""

    def __init__(self):
        self.device, self.key, self.head, self.seen = None, None, ((0, 0), ZERO), {}

    def take(self, entry):
        if self.device is not None and entry.device != self.device:
            raise Bad("device")
        self.check_key(entry)
        if not self.follows(entry):
            raise Bad("chain")
        if not signed_by(self.key, entry.hash, entry.signature):
            raise Bad("signature")
        self.device = entry.device
        self.head = entry.place(), entry.hash
        self.seen[entry.place()] = entry.hash

    def check_key(self, entry):
        if entry.kind != 1:
            if self.key is None:
                raise Bad("key")
            return
        try:
            key = names(entry)[0]
        except Bad:
            raise Bad("key") from None
        if device_of(key) != entry.device or self.key not in (None, key):
            raise Bad("key")
        self.key = key

    def follows(self, entry):
        (epoch, seq), digest = self.head
        if entry.epoch == epoch:
            return entry.seq == seq + 1 and entry.prev == digest
        if entry.epoch < epoch or entry.seq != 1 or entry.kind != 1:
            return False
        _, place, named = names(entry)
        return entry.prev == named and (place == (0, 0) or self.seen.get(place) == named)


def read_stream(data):
    stream, count = Stream(), 0
    while data:
        count += 1
        try:
            entry = Entry(data)
            stream.take(entry)
        except Bad as bad:
            return [f"stream bad {count} {bad}"]
        data = data[entry.size:]
    (epoch, seq), digest = stream.head
    return [f"stream ok {count} {epoch}/{seq} {digest.hex()}"]


def cases(path):
    """(name, kind, key, bytes, out lines) of each case of a vector file."""
    case = None
    for line in open(path, encoding="utf-8"):
        word, _, value = line.rstrip("\n").partition(" ")
        if word == "case":
            case = [value, "", b"", b"", []]
        elif word == "kind":
            case[1] = value
        elif word == "key":
            case[2] = bytes.fromhex(value)
        elif word == "in":
            case[3] += bytes.fromhex(value)
        elif word == "out":
            case[4].append(value)
        elif word == "" and case:
            yield tuple(case)
            case = None


def main():
    if len(sys.argv) != 2:
        print("usage: journal_reader.py FILE", file=sys.stderr)
        sys.exit(2)
    with open(sys.argv[1], "rb") as file:
        line = read_stream(file.read())[0]
    print(line)
    sys.exit(0 if line.startswith("stream ok") else 3)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""refresh.py TRAO-HANDHELD - paint every screen anew, in every size and language, as the pictures
that unit.handheld.screen.snapshot compares with. Look at each of them before it is committed.

At most 256 colours each, the most frequent ones as they are, so that the tree stays small."""
import collections
import pathlib
import struct
import subprocess
import sys
import tempfile
import zlib

SCREENS = ("login run scan recorded duplicate mismatch handover receive sync load_first search "
           "settings").split()
SIZES = "480x800", "320x480", "240x320", "800x480"


def paeth(left, up, corner):
    near = left + up - corner
    a, b, c = abs(near - left), abs(near - up), abs(near - corner)
    return left if a <= b and a <= c else up if b <= c else corner


def unfilter(kind, line, above, step):
    for at in range(len(line)):
        left = line[at - step] if at >= step else 0
        corner = above[at - step] if at >= step else 0
        guess = (0, left, above[at], (left + above[at]) >> 1)[kind] if kind < 4 \
            else paeth(left, above[at], corner)
        line[at] = (line[at] + guess) & 255


def read(path):
    """(width, height, colours row by row) of a PNG of eight bits a channel, without alpha."""
    data, at, packed = path.read_bytes(), 8, b""
    while at < len(data):
        size, name = struct.unpack(">I4s", data[at:at + 8])
        body = data[at + 8:at + 8 + size]
        at += 12 + size
        if name == b"IHDR":
            width, height, _, kind = struct.unpack(">IIBB", body[:10])
            assert kind == 2
        packed += body if name == b"IDAT" else b""
    raw, stride = zlib.decompress(packed), 3 * width
    above, colours = bytearray(stride), []
    for y in range(height):
        start = y * (stride + 1)
        line = bytearray(raw[start + 1:start + 1 + stride])
        if raw[start]:
            unfilter(raw[start], line, above, 3)
        colours += zip(line[::3], line[1::3], line[2::3])
        above = line
    return width, height, colours


def nearest(colour, palette):
    return min(range(len(palette)),
               key=lambda i: sum((a - b) ** 2 for a, b in zip(palette[i], colour)))


def chunk(name, body):
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def write(path, width, height, colours):
    counts = collections.Counter(colours)
    palette = [colour for colour, _ in counts.most_common(256)]
    index = {colour: i for i, colour in enumerate(palette)}
    for colour in counts:
        index.setdefault(colour, None)
        if index[colour] is None:
            index[colour] = nearest(colour, palette)
    dots = bytes(index[colour] for colour in colours)
    rows = b"".join(b"\0" + dots[y * width:(y + 1) * width] for y in range(height))
    path.write_bytes(b"\x89PNG\r\n\x1a\n" +
                     chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)) +
                     chunk(b"PLTE", b"".join(bytes(colour) for colour in palette)) +
                     chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b""))


def main():
    program, here = sys.argv[1], pathlib.Path(__file__).resolve().parent
    with tempfile.TemporaryDirectory() as folder:
        full = pathlib.Path(folder) / "full.png"
        for screen in SCREENS:
            for size in SIZES:
                for language in ("vi", "en"):
                    subprocess.run([program, "--snapshot", screen, "--size", size, "--lang",
                                    language, "--out", full], check=True)
                    write(here / f"{screen}-{size}-{language}.png", *read(full))


if __name__ == "__main__":
    main()

"""nmea - a receiver on a pty: one epoch after another, as a real one would say it."""
import os
import pty
import select
import tty
import datetime

LAT, LON = 18.6733, 105.6922
WEEK = datetime.timedelta(weeks=1024)


def sentence(body):
    check = 0
    for byte in body.encode():
        check ^= byte
    return f"${body}*{check:02X}\r\n".encode()


def angle(value, width):
    return f"{int(value):0{width}d}{(value - int(value)) * 60:07.4f}"


class Receiver:
    """Its line stands at `path`; it walks north by a metre an epoch."""

    def __init__(self):
        self.line, self.far = pty.openpty()
        tty.setraw(self.line)
        tty.setraw(self.far)
        self.path = os.ttyname(self.far)
        self.walked = 0

    def close(self):
        os.close(self.line)
        os.close(self.far)

    def drain(self):
        """What gpsd asks of the receiver goes unheard."""
        while select.select([self.line], [], [], 0)[0]:
            os.read(self.line, 4096)

    def say(self, at, north=0.0, fix=True, spoil=False):
        """One epoch at the UTC time AT, NORTH degrees away; SPOIL: with bad checksums."""
        self.walked += 1
        lat = LAT + self.walked * 1e-5 + north
        where = f"{angle(lat, 2)},N,{angle(LON, 3)},E" if fix else ",,,"
        clock = at.strftime("%H%M%S") + f".{at.microsecond // 10000:02d}"
        day = at.strftime("%d%m%y")
        used = 9 if fix else 0
        dilution = 0.9 if fix else 99.9
        ids = ",".join(f"{i:02d}" if i <= used else "" for i in range(1, 13))
        said = [f"GPRMC,{clock},{'A' if fix else 'V'},{where},1.9,0.0,{day},,,"
                f"{'A' if fix else 'N'}",
                f"GPGGA,{clock},{where},{int(fix)},{used:02d},{dilution},{12.0 if fix else ''},M,"
                "-28.0,M,,",
                f"GPGSA,A,{3 if fix else 1},{ids},{dilution * 1.6:.1f},{dilution:.1f},"
                f"{dilution * 1.3:.1f}"]
        for page in range(3 if fix else 0):
            seen = "".join(f",{i:02d},45,{i * 30 % 360:03d},{40 if i <= used else 0:02d}"
                           for i in range(page * 4 + 1, page * 4 + 5))
            said.append(f"GPGSV,3,{page + 1},12{seen}")
        data = b"".join(map(sentence, said))
        if spoil:
            data = data.replace(b"*", b"*F")
        self.drain()
        os.write(self.line, data)

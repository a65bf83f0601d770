"""replay - the unit scripts, spoken into the handhelds' standard input at the demo's clock."""
import csv
import datetime
import heapq

EPOCH = datetime.datetime(1970, 1, 1)


class Clock:
    """The same clock that server and handhelds are given: START at ANCHOR, RATE times as fast."""

    def __init__(self, start, rate, anchor_ms):
        self.start = start
        self.rate = rate
        self.anchor_ms = anchor_ms

    def words(self):
        return f"{self.start.isoformat()},{self.rate},{self.anchor_ms}"

    def at(self, mono_seconds):
        return self.start + datetime.timedelta(
            milliseconds=(mono_seconds * 1000 - self.anchor_ms) * self.rate)


class Script:
    """One unit's readings, in order."""

    def __init__(self, unit, path):
        self.unit = unit
        with open(path, encoding="utf-8", newline="") as file:
            self.lines = [(datetime.datetime.fromisoformat(row[0]), row[1])
                          for row in csv.reader(file) if row and row[0] != "at"]
        self.next = 0

    def due(self):
        return self.lines[self.next][0] if self.next < len(self.lines) else None


class Replay:
    def __init__(self, scripts, pipes):
        self.pipes = pipes
        self.scripts = {script.unit: script for script in scripts}
        self.queue = [(script.due(), script.unit) for script in scripts if script.due()]
        heapq.heapify(self.queue)
        self.spoken = 0

    def speak(self, now):
        """Everything that is due by NOW."""
        while self.queue and self.queue[0][0] <= now:
            _, unit = heapq.heappop(self.queue)
            script = self.scripts[unit]
            pipe = self.pipes[unit]
            pipe.write((script.lines[script.next][1] + "\n").encode("utf-8"))
            pipe.flush()
            script.next += 1
            self.spoken += 1
            if script.due():
                heapq.heappush(self.queue, (script.due(), unit))

    def ended(self):
        return not self.queue

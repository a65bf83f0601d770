#!/usr/bin/python3
"""fill_wal.py ACTS_DB ACTS - writes ACTS more acts into the book's write-ahead log and dies as by
kill -9, nothing of it checkpointed.

The rows repeat the newest batch, and its device's stream ends at the last of them. Prints the log's
size in bytes."""
import os
import pathlib
import signal
import sqlite3
import sys

book, acts = pathlib.Path(sys.argv[1]), int(sys.argv[2])
with sqlite3.connect(book, isolation_level=None) as db:
    db.execute("PRAGMA wal_autocheckpoint=0")
    db.execute("PRAGMA synchronous=OFF")  # what a killed process wrote is in the page cache anyway
    newest, per_row = db.execute("SELECT n, count FROM batch ORDER BY n DESC LIMIT 1").fetchone()
    rows = -(-acts // per_row)
    for first in range(newest + 1, newest + 1 + rows, 1000):
        last = min(first + 999, newest + rows)
        db.execute("WITH RECURSIVE more(n) AS (VALUES(?1) UNION ALL SELECT n + 1 FROM more"
                   " WHERE n < ?2) INSERT INTO batch SELECT more.n, device, received_ms, epoch,"
                   " seq, count, skip, before, leap, message FROM more, batch"
                   " WHERE batch.n = ?3",
                   (first, last, newest))
    db.execute("UPDATE stream SET last = ?1 WHERE last = ?2", (newest + rows, newest))
    print(os.path.getsize(f"{book}-wal"), flush=True)
    os.kill(os.getpid(), signal.SIGKILL)

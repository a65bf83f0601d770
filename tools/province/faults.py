"""faults - what goes wrong on the ground: one table of rates, and the record of what was planted.

The rates are chances per opportunity. faults.csv says what was planted on which dossier: it is
the truth that tests compare flags, gaps and conflicts with. rates.csv counts it.
"""

import random

RATES = {  # fault: (chance, one chance per, what it means)
    # Runs
    "cancelled_run": (.020, "run", "the run does not go; known before it should have left"),
    "late_run": (.030, "run", "leaves 16 to 40 minutes after plan"),
    "device_swapped": (.015, "run", "the courier uses another courier's handheld"),
    "device_lost": (.005, "run", "the courier's handheld is lost with everything unsent on it"),
    "wrong_clock": (.008, "run", "the courier's handheld runs hours or a day wrong"),
    "offline_shift": (.040, "run", "no network: the courier's acts arrive in the evening"),
    "stop_not_scanned": (.020, "call", "no arrive and no depart at this call"),
    # Trays
    "missed_run": (.030, "item in a tray", "fit in time, forgotten: stays for the next run"),
    "missed_tray": (.010, "tray with items", "nobody packed it: everything stays"),
    "left_behind": (.008, "bundle offered", "given to the courier, who leaves without it"),
    "wrong_agency": (.003, "item packed", "lies in the bundle of another agency"),
    # Hand-overs
    "give_missing": (.006, "handoff", "the giver scans nothing"),
    "take_missing": (.010, "pick-up", "the courier scans nothing, the receiver later does"),
    "paper_handover": (.006, "pick-up", "handed over on paper: neither scans"),
    "bundle_only": (.030, "bundle opened", "bundle scanned, items not"),
    "items_only": (.010, "bundle opened", "items scanned, bundle not"),
    "late_take": (.008, "delivery", "the receiver scans hours later"),
    "receiver_absent": (.006, "delivery", "left on the desk: an open offer"),
    "one_device": (.010, "delivery", "the receiver's badge on the courier's handheld"),
    "refused": (.005, "delivery", "the receiver refuses it; the courier brings it back"),
    "short": (.012, "bundle opened", "one item of the manifest is not in it"),
    "over": (.008, "bundle opened", "one item is in it that nobody packed"),
    "seal_broken": (.004, "sealed bundle", "the seal is broken on arrival"),
    "damaged": (.0004, "item delivered", "wet or torn"),
    "lost": (.0004, "item delivered", "not found in the bag; most turn up a day or two later"),
    "no_fix": (.060, "pick-up", "no position indoors: the acts name no stop"),
    # Scans
    "bounce": (.004, "item taken", "the same row twice"),
    "repeat": (.004, "item taken", "scanned again minutes later"),
    "unreadable": (.004, "item taken", "the code cannot be read; typed by hand"),
    "mistyped": (.0008, "item taken", "typed with a wrong digit: the right code has no take"),
    "two_takers": (.0015, "visit", "another agency takes the same code: two papers, one code"),
    # Dossiers
    "intake_missing": (.006, "dossier", "the Center never scanned it in"),
    "silence": (.002, "dossier", "in the feed, and not one act"),
    "not_in_feed": (.003, "dossier", "acts, and no row in the feed yet"),
    "ready_missing": (.020, "visit", "the result travels, nobody scanned it ready"),
    "ready_voided": (.004, "visit", "scanned ready by mistake, declared void, made again"),
    "ready_on_screen": (.012, "visit", "finished in the software, the paper lies for days"),
    "paused_on_road": (.0015, "dossier delivered", "stopped while the courier carries it"),
    "withdrawn_on_road": (.0008, "dossier delivered", "withdrawn while the courier carries it"),
    "return_missing": (.012, "dossier returned", "the feed says returned, nobody scanned it"),
    # Once in a history
    "office_renamed": (1.0, "history", "an office gets another name and moves"),
    # The live afternoon
    "live_urgent": (1.0, "dossier chosen", "promised sooner: only the next run keeps it"),
    "live_missed": (1.0, "dossier chosen", "promised sooner: only the morning's run kept it"),
    "live_tray_forgotten": (1.0, "live day", "the tray with most at stake is not packed"),
    "live_one_device": (1.0, "live day", "one agency's handheld is out: badges on the courier's"),
    "live_left_behind": (1.0, "live day", "a courier leaves without an offered bundle"),
}


class Faults:
    """Draws faults by the table and writes down each one that struck."""

    def __init__(self, seed, until):
        self._rng = random.Random(f"{seed}/faults")
        self._until = until
        self._chances = {fault: 0 for fault in RATES}
        self.planted = []

    def strike(self, fault, at, subject, party, dossiers=(), detail=""):
        """True, and written down, if FAULT strikes. Nothing strikes after the end of the record."""
        rate = RATES[fault][0]
        if at > self._until:
            return False
        self._chances[fault] += 1
        if self._rng.random() >= rate:
            return False
        codes = " ".join(dossier.code for dossier in dossiers)
        self.planted.append((at, fault, subject, party, codes, detail))
        return True

    def rates(self):
        """fault, rate, per, chances, planted, meaning."""
        counts = {fault: 0 for fault in RATES}
        for _, fault, *_ in self.planted:
            counts[fault] += 1
        for fault, (rate, per, meaning) in RATES.items():
            yield fault, f"{rate:g}", per, self._chances[fault], counts[fault], meaning

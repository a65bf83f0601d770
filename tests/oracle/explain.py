"""explain - one dossier's reasoning in words, for whoever compares two answers."""

from flags import Chain, Promise, Transfer, Unforeseeable, flag_of
from ledger import base_layer, minutes_of
from working_calendar import text_of_instant, text_of_minute


def explain(life):
    """Lines that say how the answers of LIFE come about."""
    custody = life.custody
    yield f"{life.code} mode {life.mode} received {text_of_minute(life.received)} " \
          f"end {text_of_minute(life.end)} ended {life.ended} back {text_of_minute(life.back)}"
    for held in custody.holdings:
        seen = text_of_instant(held.last_evidence())
        yield f"  held {text_of_instant(held.since)} {held.holder} {held.sure} ready " \
              f"{text_of_instant(held.ready) or '-'} evidence {seen}"
    for offer in custody.offers:
        yield f"  offer {text_of_instant(offer.at)} {offer.giver} -> {offer.receiver} closed " \
              f"{text_of_instant(offer.closed) or '-'}"
    for begin, end in custody.gaps:
        yield f"  gap {text_of_instant(begin)} {text_of_instant(end)}"
    for begin, end in custody.unlocated:
        yield f"  unlocated {text_of_instant(begin)} {text_of_instant(end) or '-'}"
    for start, stop, party in life.pauses:
        yield f"  paused {text_of_minute(start)} {text_of_minute(stop) or '-'} {party}"
    for at, kind in custody.conflicts:
        yield f"  conflict {text_of_instant(at)} {kind}"
    if life.received is not None:
        for span in base_layer(life):
            yield f"  span {text_of_minute(span.begin)} {text_of_minute(span.end)} " \
                  f"{span.party} {span.cause}"
    for (party, cause), minutes in sorted(minutes_of(life).items()):
        yield f"  minutes {party} {cause} {minutes}"
    flag = flag_of(life)
    yield f"  flag {flag.level} {flag.cause} {flag.leg} slack {flag.slack} forecast " \
          f"{text_of_minute(flag.forecast)} promised {text_of_minute(flag.promised)} last safe " \
          f"{text_of_minute(flag.last_safe_run)} gained {flag.minutes_gained}"
    if flag.level != "done":
        yield from _steps(life)


def _steps(life):
    try:
        promise, chain = Promise(life), Chain(life)
        for index, step in enumerate(chain.steps):
            yield f"  step {index} {_name(step)} begin {text_of_minute(step.begin) or '-'} " \
                  f"end {text_of_minute(step.end) or '-'} {_habits(step)}"
        for standard in [{i} for i in range(len(chain.steps))] + [set(range(len(chain.steps)))]:
            end = chain.replay(standard)
            yield f"  replay {sorted(standard)} {text_of_minute(end)} late {promise.late(end)}"
    except Unforeseeable as missing:
        yield f"  no forecast: no {missing}"


def _name(step):
    if isinstance(step, Transfer):
        return f"transfer {step.leg} {step.origin} -> {step.destination}"
    return f"processing {step.agency}"


def _habits(step):
    if not isinstance(step, Transfer):
        return f"paused {step.paused}"
    if step.run is None:
        return "no run"
    run = f"{step.run.route}/{step.run.round} {text_of_minute(step.run.depart)}"
    return f"run {run} lag {step.lag} over {step.over}"

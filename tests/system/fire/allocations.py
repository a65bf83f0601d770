"""allocations - each place of the unit, the intake and the watch that allocates is refused once.

A preload (starve.c) names a place by the hash of the call stack that leads to it, and refuses the
first allocation of one of them."""
import random

import trial
from syscalls import spread

def environment(model, **more):
    return {"LD_PRELOAD": str(model.bin / "fire-starve.so"), "STARVE_LOG": "@/fault.log", **more}


def places(model, subject):
    watched = trial.Fault("count", variables=environment(model))
    done = trial.Trial(model, subject, watched)
    remove, done.folder.remove = done.folder.remove, lambda: None
    try:
        result = done.run()
        found = done.folder.said("fault").split()
    finally:
        remove()
    if result.wrong or result.kind != trial.WENT_ON:
        raise trial.programs.Failed(f"{subject} under the preload: {result.wrong or result.said}")
    return list(dict.fromkeys(found))


def faults(model, subject, limit, _sanitized):
    """(faults to try, a line on how many places there are)."""
    found = places(model, subject)
    chosen = [found[i] for i in spread(range(len(found)), limit * 10)]
    return ([trial.Fault(f"place {name}", variables=environment(model, STARVE_AT=name),
                         mark="starved") for name in chosen],
            f"{subject}: {len(found)} places by their call stacks, {len(chosen)} tried")


def sample(chosen, count, seed):
    return random.Random(seed).sample(chosen, min(count, len(chosen)))

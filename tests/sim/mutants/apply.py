"""Every planted bug still fits the tree, and says in a sentence what it is."""
import os
import sys

import patches

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.normpath(os.path.join(HERE, "..", "..", ".."))
LEAST = 40


def main():
    unfit = 0
    planted = patches.all_patches(HERE)
    for patch in planted:
        try:
            if all(open(os.path.join(ROOT, path), encoding="utf-8").read() == text
                   for path, text in patch.changed(ROOT).items()):
                raise patches.Unfit(f"{patch.name}: it changes nothing")
        except patches.Unfit as why:
            unfit += 1
            print(why)
    print(f"{len(planted)} mutants, {unfit} that do not apply")
    return 1 if unfit or len(planted) < LEAST else 0


if __name__ == "__main__":
    sys.exit(main())

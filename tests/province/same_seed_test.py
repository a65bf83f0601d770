"""The province follows from its arguments and from nothing else."""

import filecmp
import os
import unittest

import made

SMALL = ("--days", "4", "--dossiers-per-day", "300", "--live-day")


def files_of(folder):
    return sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file())


def differing(one, other):
    assert files_of(one) == files_of(other)
    return [str(name) for name in files_of(one)
            if not filecmp.cmp(one / name, other / name, shallow=False)]


class SameSeed(unittest.TestCase):
    def test_the_same_seed_writes_the_same_bytes_whatever_the_hash_seed(self):
        folders = [made.generate("--seed", "7", *SMALL,
                                 environment={**os.environ, "PYTHONHASHSEED": hash_seed})
                   for hash_seed in ("0", "1", "4711")]
        self.assertEqual(differing(folders[0], folders[1]), [])
        self.assertEqual(differing(folders[0], folders[2]), [])

    def test_another_seed_writes_another_province_in_the_same_calendar(self):
        found = differing(made.generate("--seed", "7", *SMALL),
                          made.generate("--seed", "8", *SMALL))
        for name in ("feed.json", "feed.csv", "acts.csv", "faults.csv", "units/center.csv"):
            self.assertIn(name, found)
        self.assertNotIn("calendar.csv", found)

    def test_a_second_province_in_the_same_folder_leaves_nothing_of_the_first(self):
        folder = made.generate("--seed", "7", *SMALL)
        again = ("--seed", "8", "--days", "2", "--dossiers-per-day", "100")
        made.generate(*again, folder=folder)
        self.assertEqual(differing(folder, made.generate(*again)), [])


if __name__ == "__main__":
    unittest.main()

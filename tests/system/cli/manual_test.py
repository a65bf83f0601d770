"""The examples of docs/man/trao.1.md are run, and say what the page says."""
import re
import shutil
import subprocess
import unittest

from cli import BIN, FOUND, OK, ROOT, Home, environment, province

PAGE = ROOT / "docs/man/trao.1.md"


def examples():
    """(command, what the page shows of its answer), in the order of the page."""
    page = PAGE.read_text(encoding="utf-8")
    for block in re.findall(r"```console\n(.*?)```", page, re.S):
        for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
            command, _, shown = part.partition("\n")
            yield command, shown


def says(answer, shown):
    """True if ANSWER is what the page shows. … stands for anything; where it ends the text, for
    further lines too."""
    if "…" not in shown:
        return answer == shown
    parts = [re.escape(part) for part in shown.rstrip("\n").split("…")]
    return re.fullmatch("(.|\n)*?".join(parts) + r"\n?", answer) is not None


class Manual(unittest.TestCase):
    def test_every_example_says_what_the_page_says(self):
        with Home() as home:
            home.start()
            province(home.folder / "province")
            for path in (home.folder / "province").iterdir():
                shutil.move(str(path), home.folder / path.name)
            subprocess.run([BIN / "trao-handheld", "--home", home.folder / "unit", "--init"],
                           check=True, capture_output=True, env=environment(), timeout=30)
            shutil.copy(home.folder / "unit/unit.pub", home.folder)
            path = f"{BIN}:{environment()['PATH']}"
            count = 0
            for command, shown in examples():
                done = subprocess.run(["bash", "-c", command], cwd=home.folder, timeout=60,
                                      env=environment(PATH=path), capture_output=True,
                                      encoding="utf-8", check=False)
                self.assertIn(done.returncode, (OK, FOUND), (command, done.stderr))
                self.assertTrue(says(done.stdout, shown), (command, done.stdout))
                count += 1
            self.assertGreater(count, 12)

    def test_the_vietnamese_page_knows_the_same_verbs(self):
        here = set(re.findall(r"`trao (\w+)", PAGE.read_text(encoding="utf-8")))
        vi = (PAGE.parent / "vi/trao.1.md").read_text(encoding="utf-8")
        self.assertLessEqual(here - {"VERB"}, set(re.findall(r"`trao (\w+)", vi)))


if __name__ == "__main__":
    unittest.main()

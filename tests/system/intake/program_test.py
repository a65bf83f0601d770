"""trao-server on the command line: what it says to good and bad words, and what it leaves behind.

Usage: program_test.py PATH-OF-TRAO-SERVER. Every process started here is ended here, by its pid.
"""

import os
import pathlib
import re
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
import unittest

SERVER = sys.argv.pop()
PATIENCE = 40


def environment(**more):
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TRAO_")}
    return {**kept, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", **more}


def run(*words, **more):
    return subprocess.run([SERVER, *words], capture_output=True, text=True, timeout=PATIENCE,
                          env=environment(**more), check=False)


class Case(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="trao-program-"))
        self.config = self.folder / "server.ini"
        self.running = []

    def tearDown(self):
        for process in self.running:
            if process.poll() is None:
                process.kill()
            process.communicate()
        shutil.rmtree(self.folder)

    def write(self, text):
        self.config.write_text(text, encoding="utf-8")

    def start(self, *words, **more):
        process = subprocess.Popen([SERVER, "--config", str(self.config), *words], text=True,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                   env=environment(**more))
        self.running.append(process)
        return process

    def wait_for(self, name):
        path = self.folder / "state" / name
        for _ in range(PATIENCE * 50):
            if path.exists():
                return path
            time.sleep(0.02)
        self.fail(f"{name} does not appear")

    def stop(self, process):
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=PATIENCE)
        return process.returncode, out, err


class Words(Case):
    def test_help_and_version_are_answered_in_both_languages(self):
        english = run("--help", "--lang", "en")
        self.assertEqual(english.returncode, 0)
        self.assertTrue(english.stdout.startswith("Usage: trao-server"))
        self.assertTrue(run("--help", LC_ALL="vi_VN.UTF-8").stdout.startswith("Cách dùng"))
        self.assertTrue(run("--help", LC_ALL="en_GB.UTF-8").stdout.startswith("Usage"))
        self.assertTrue(run("--help", TRAO_LANG="en").stdout.startswith("Usage"))
        self.assertRegex(run("--version").stdout, r"^trao-server \d+\.\d+\.\d+\n$")

    def test_bad_words_get_one_sentence_with_a_code_and_exit_2(self):
        for words in (["--bogus"], ["-x"], ["--config"], ["--lang", "fr"], ["nobody"],
                      ["intake", "watch"], ["--rebuild"], ["--rebuild", "board"]):
            answer = run("--lang", "en", "-c", str(self.config), *words)
            self.assertEqual(answer.returncode, 2, words)
            self.assertEqual(answer.stdout, "", words)
            self.assertRegex(answer.stderr, r"^trao-server: \[USE-\d\d\] [^\n]+\n$", words)
        self.assertEqual(list(self.folder.iterdir()), [])


class Configuration(Case):
    def check(self, text, **more):
        self.write(text)
        return run("--lang", "en", "-c", str(self.config), "--check-config", **more)

    def test_a_good_file_is_said_to_be_good(self):
        answer = self.check("[intake]\nlisten = tcp://0.0.0.0:7201 ; from everywhere\n")
        self.assertEqual((answer.returncode, answer.stderr), (0, ""))
        self.assertIn("is good", answer.stdout)

    def test_every_fault_is_named_with_file_line_and_code(self):
        answer = self.check("[intake]\nlistne = tcp://0.0.0.0:7201\nunits = many\nunits = 4\n"
                            "units = 5\n[bord]\nport = 1\n")
        self.assertEqual(answer.returncode, 1)
        lines = answer.stderr.splitlines()
        expected = [(2, "CONF-02"), (3, "CONF-04"), (5, "CONF-03"), (7, "CONF-01")]
        self.assertEqual(len(lines), len(expected), answer.stderr)
        for line, (number, code) in zip(lines, expected):
            start = f"trao-server: {self.config}:{number}: [{code}] "
            self.assertTrue(line.startswith(start), line)

    def test_a_line_that_is_nothing_and_one_that_is_too_long_are_named(self):
        answer = self.check("[intake]\nnonsense\n")
        self.assertIn(f"{self.config}:2: [CONF-10]", answer.stderr)
        answer = self.check("[intake]\n; " + "x" * 300 + "\nunits = 0\n")
        self.assertIn(f"{self.config}:2: [CONF-11]", answer.stderr)
        self.assertIn(f"{self.config}:3: [CONF-04]", answer.stderr)
        self.assertEqual(answer.returncode, 1)

    def test_half_a_demonstration_clock_is_refused(self):
        answer = self.check("[clock]\nrate = 120\n")
        self.assertIn("[CONF-09]", answer.stderr)

    def test_no_file_is_said_and_none_is_made(self):
        answer = run("--lang", "en", "-c", str(self.config), "--check-config")
        self.assertEqual(answer.returncode, 1)
        self.assertIn("[CONF-13]", answer.stderr)
        self.assertFalse(self.config.exists())

    def test_a_folder_in_its_place_cannot_be_read(self):
        self.config.mkdir()
        answer = run("--lang", "en", "-c", str(self.config), "--check-config")
        self.assertEqual(answer.returncode, 1)
        self.assertIn("[CONF-12]", answer.stderr)

    def test_what_is_printed_is_in_force_and_can_be_read_again(self):
        self.write("[intake]\nunits = 40\n")
        once = run("--lang", "en", "-c", str(self.config), "--print-config",
                   TRAO_BOARD_PORT="9000").stdout
        self.assertIn("units = 40", once)
        self.assertIn("port = 9000", once)
        self.assertIn(f"state = {self.folder}/state", once)
        self.write(once)
        again = run("--lang", "en", "-c", str(self.config), "--print-config").stdout
        self.assertEqual(once, again)

    def test_a_bad_word_in_the_environment_is_named(self):
        self.write("")
        answer = run("--lang", "en", "-c", str(self.config), "--check-config",
                     TRAO_INTAKE_UNITS="none")
        self.assertEqual(answer.returncode, 1)
        self.assertIn("TRAO_INTAKE_UNITS [CONF-04]", answer.stderr)

    def test_a_bad_configuration_starts_nothing(self):
        self.write("[intake]\nlistne = x\n")
        answer = run("-c", str(self.config))
        self.assertEqual(answer.returncode, 1)
        self.assertFalse((self.folder / "state").exists())


class FirstStart(Case):
    def test_nothing_needs_to_be_written_by_hand(self):
        process = self.start("--lang", "en", TRAO_INTAKE_LISTEN="tcp://127.0.0.1:*",
                             TRAO_BOARD_PORT="0")
        self.wait_for("run/intake.endpoint")
        self.wait_for("flags.db")
        self.wait_for("run/board.port")
        code, out, err = self.stop(process)
        self.assertEqual(code, 0, err)
        said = out.splitlines()
        self.assertEqual(len(said), 5, out)
        for line, word in zip(said, ("state", "server.curve", "admin", "api.token", "server.ini")):
            self.assertIn(word, line)
        state = self.folder / "state"
        for name in ("keys/server.curve", "admin/sign.key", "admin/link.curve",
                     "tokens/api.token"):
            self.assertEqual(stat.S_IMODE((state / name).stat().st_mode), 0o600, name)
        self.assertEqual(stat.S_IMODE(state.stat().st_mode), 0o700)
        self.assertEqual(run("-c", str(self.config), "--check-config").returncode, 0)
        secrets = [line.split()[-1] for line in
                   (state / "admin/sign.key").read_text().splitlines()[1:]]
        secrets.append((state / "tokens/api.token").read_text().strip())
        for secret in secrets:
            self.assertNotIn(secret, out + err)

    def test_the_second_start_makes_nothing_and_says_nothing(self):
        self.write("[intake]\nlisten = tcp://127.0.0.1:*\n[board]\nport = 0\n")
        first = self.start()
        self.wait_for("run/intake.endpoint")
        self.stop(first)
        keys = (self.folder / "state/keys/server.curve").read_bytes()
        second = self.start()
        self.wait_for("run/intake.endpoint")
        _, out, _ = self.stop(second)
        self.assertEqual(out, "")
        self.assertEqual(keys, (self.folder / "state/keys/server.curve").read_bytes())

    def test_a_lost_key_beside_a_book_is_not_made_anew(self):
        self.write("[intake]\nlisten = tcp://127.0.0.1:*\n[board]\nport = 0\n")
        process = self.start()
        self.wait_for("run/intake.endpoint")
        self.stop(process)
        (self.folder / "state/keys/server.curve").unlink()
        answer = run("--lang", "en", "-c", str(self.config))
        self.assertEqual(answer.returncode, 1)
        self.assertIn("[HOME-07]", answer.stderr)
        self.assertFalse((self.folder / "state/keys/server.curve").exists())


class TwoServers(Case):
    def test_one_folder_has_one_server(self):
        self.write("[intake]\nlisten = tcp://127.0.0.1:*\n[board]\nport = 0\n")
        first = self.start()
        self.wait_for("run/intake.endpoint")
        second = run("--lang", "en", "-c", str(self.config))
        self.assertEqual(second.returncode, 1)
        self.assertIn("[HOME-09]", second.stderr)
        self.assertEqual(self.stop(first)[0], 0)

    def test_a_second_intake_leaves_the_first_ones_door_alone(self):
        self.write("[intake]\nlisten = tcp://127.0.0.1:*\n")
        first = self.start("intake")
        endpoint = self.wait_for("run/intake.endpoint").read_text()
        second = run("-c", str(self.config), "intake")
        self.assertEqual(second.returncode, 1)
        self.assertIn(str(first.pid), second.stderr)  # who holds the book
        self.assertEqual(endpoint, (self.folder / "state/run/intake.endpoint").read_text())
        self.assertEqual(self.stop(first)[0], 0)

    def test_a_port_that_is_taken_is_named(self):
        with socket.create_server(("127.0.0.1", 0)) as other:
            endpoint = f"tcp://127.0.0.1:{other.getsockname()[1]}"
            self.write(f"[intake]\nlisten = {endpoint}\n")
            answer = run("-c", str(self.config), "intake")
        self.assertEqual(answer.returncode, 1)
        self.assertIn(endpoint, answer.stderr)


class Ends(Case):
    def test_when_the_parent_is_killed_no_role_is_left(self):
        self.write("[intake]\nlisten = tcp://127.0.0.1:*\n[board]\nport = 0\n")
        process = self.start()
        self.wait_for("run/intake.endpoint")
        path = f"/proc/{process.pid}/task/{process.pid}/children"
        children = [int(pid) for pid in pathlib.Path(path).read_text().split()]
        self.assertEqual(len(children), 3)
        process.kill()
        process.wait(timeout=PATIENCE)
        for pid in children:
            for _ in range(PATIENCE * 50):
                if not is_alive(pid):
                    break
                time.sleep(0.02)
            self.assertFalse(is_alive(pid), pid)

    def test_the_manual_page_names_every_option_and_key(self):
        page = pathlib.Path("docs/man/trao-server.8.md").read_text(encoding="utf-8")
        for option in re.findall(r"--[a-z-]+", run("--help", "--lang", "en").stdout):
            self.assertIn(option, page)
        self.write("")
        printed = run("-c", str(self.config), "--print-config").stdout
        for key in re.findall(r"^;? ?([a-z_]+) =", printed, re.M):
            self.assertIn(f"**{key}**", page)


def is_alive(pid):
    try:
        state = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z"


if __name__ == "__main__":
    unittest.main()

#!/usr/bin/env python3
"""board_test.py TRAO_SERVER MAKE_BOOK - the real board on loopback, over a sample book.

Intake and board run as two processes, as the server itself would start them; watch does not, for
it would make a book of its own from the empty book of acts."""
import http.client
import json
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import unittest

SERVER, MAKE_BOOK = (str(pathlib.Path(path).resolve()) for path in sys.argv[1:3])
TRACED = "000.00.19.H41-261123-0001"
WAIT_S = 30


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def wait_for(what, found):
    end = time.monotonic() + WAIT_S
    while time.monotonic() < end:
        answer = found()
        if answer:
            return answer
        time.sleep(0.05)
    raise AssertionError(f"waited {WAIT_S} s for {what}")


class Board(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="trao-board-"))
        cls.state = cls.folder / "state"
        cls.config = cls.folder / "server.ini"
        cls.config.write_text(f"[server]\nstate = {cls.state}\nlanguage = vi\n"
                              f"[intake]\nlisten = tcp://127.0.0.1:{free_port()}\n"
                              "[board]\nport = 0\n", "utf-8")
        cls.running = []
        cls.intake = cls.start("intake")
        wait_for("intake", (cls.state / "run" / "intake.stat").is_file)
        subprocess.run([MAKE_BOOK, str(cls.state / "flags.db")], check=True, timeout=WAIT_S)
        cls.start("board")
        port = cls.state / "run" / "board.port"
        cls.port = int(wait_for("board", lambda: port.is_file() and port.read_text("utf-8")))
        cls.token = (cls.state / "tokens" / "api.token").read_text("utf-8").strip()
        wait_for("readiness", lambda: cls.ask("/readyz")[0] == 200)

    @classmethod
    def tearDownClass(cls):
        for process in cls.running:
            process.terminate()
        for process in cls.running:
            process.wait(WAIT_S)
        shutil.rmtree(cls.folder)

    @classmethod
    def start(cls, role):
        with open(cls.folder / f"{role}.log", "wb") as log:
            process = subprocess.Popen([SERVER, "--config", str(cls.config), role], stdout=log,
                                       stderr=log)
        cls.running.append(process)
        return process

    @classmethod
    def ask(cls, path, method="GET", body=None, **headers):
        link = http.client.HTTPConnection("127.0.0.1", cls.port, timeout=WAIT_S)
        try:
            link.request(method, path, body, {key.replace("_", "-"): headers[key]
                                              for key in headers})
            answer = link.getresponse()
            return answer.status, answer.read().decode(), answer.headers
        finally:
            link.close()

    def may(self, path, **headers):
        return self.ask(path, Authorization=f"Bearer {self.token}", **headers)

    def raw(self, sent):
        with socket.create_connection(("127.0.0.1", self.port), WAIT_S) as link:
            link.sendall(sent)
            return link.recv(64).decode("latin-1")

    def test_a_what_is_open_needs_no_token(self):
        self.assertEqual(self.ask("/healthz")[:2], (200, "ok\n"))
        self.assertEqual(self.ask("/readyz?lang=en")[:2], (200, "ready\n"))
        self.assertEqual(self.ask("/metrics")[0], 200)
        status, style, headers = self.ask("/style.css")
        self.assertEqual((status, headers["Content-Type"]), (200, "text/css; charset=utf-8"))
        self.assertEqual(style, pathlib.Path("server/board/style.css").read_text("utf-8"))

    def test_a_everything_else_is_401_without_it(self):
        for path in ("/", "/api/v1/flags", f"/api/v1/dossiers/{TRACED}", "/nowhere", "/%2e"):
            self.assertEqual(self.ask(path)[0], 401, path)
            self.assertEqual(self.ask(path, Authorization="Bearer wrong")[0], 401, path)
            self.assertEqual(self.ask(path, Cookie=f"trao_session={self.token}0")[0], 401, path)
        self.assertNotIn(TRACED, self.ask("/")[1])

    def test_a_problem_has_a_code_and_both_languages(self):
        status, text, headers = self.ask("/api/v1/flags")
        problem = json.loads(text)
        self.assertEqual(headers["Content-Type"], "application/problem+json")
        self.assertEqual((problem["status"], problem["code"]), (status, "BOARD-40"))
        self.assertTrue(problem["vi"] and problem["en"] and problem["vi"] != problem["en"])

    def test_b_flags(self):
        status, text, _ = self.may("/api/v1/flags")
        answer = json.loads(text)
        self.assertEqual((status, len(answer["flags"])), (200, 8))
        slacks = [flag["slack_minutes"] for flag in answer["flags"]
                  if flag["slack_minutes"] is not None]
        self.assertEqual(slacks, sorted(slacks))
        soon = json.loads(self.may("/api/v1/flags?level=due_soon&limit=1")[1])["flags"]
        self.assertEqual([flag["level"] for flag in soon], ["due_soon"])
        late = json.loads(self.may("/api/v1/flags?cause=transfer")[1])["flags"]
        self.assertEqual({flag["cause"] for flag in late}, {"transfer"})

    def test_b_one_dossier(self):
        status, text, _ = self.may(f"/api/v1/dossiers/{TRACED}")
        answer = json.loads(text)
        self.assertEqual((status, answer["dossier"]), (200, TRACED))
        self.assertEqual([act["act"] for act in answer["timeline"]], ["intake", "pack", "give"])
        self.assertEqual(self.may("/api/v1/dossiers/000.00.19.H41-000000-0000")[0], 404)

    def test_b_the_page_in_both_languages(self):
        status, page, headers = self.may("/")
        self.assertEqual(status, 200)
        self.assertIn("2 hồ sơ sẽ trễ hẹn", page)
        self.assertIn('lang="vi"', page)
        self.assertIn("2 dossiers will miss", self.may("/?lang=en")[1])
        self.assertIn("default-src 'none'", headers["Content-Security-Policy"])
        self.assertNotIn("unsafe", headers["Content-Security-Policy"])
        self.assertEqual(headers["X-Content-Type-Options"], "nosniff")

    def test_b_a_person_logs_in_by_the_address_once(self):
        status, _, headers = self.ask(f"/?token={self.token}")
        self.assertEqual((status, headers["Location"]), (303, "/"))
        cookie = headers["Set-Cookie"]
        self.assertIn("HttpOnly", cookie)
        self.assertIn("SameSite=Strict", cookie)
        self.assertEqual(self.ask("/", Cookie=cookie.split(";")[0])[0], 200)

    def test_b_promtool_finds_nothing_in_the_metrics(self):
        text = self.ask("/metrics")[1]
        for metric in ("trao_open_dossiers 9", 'trao_flags{level="due_soon"} 3',
                       "trao_book_position 42", "trao_intake_up 1"):
            self.assertIn(f"\n{metric}\n", text)
        self.assertRegex(text, r"\ntrao_book_age_seconds \d+\n")
        self.assertNotIn(TRACED, text)
        if not shutil.which("promtool"):
            self.skipTest("promtool (package prometheus) is not here")
        done = subprocess.run(["promtool", "check", "metrics"], input=text.encode(),
                              capture_output=True, timeout=WAIT_S, check=False)
        self.assertEqual((done.returncode, done.stderr + done.stdout), (0, b""))

    def test_b_it_listens_on_loopback_only(self):
        with open("/proc/net/tcp", encoding="ascii") as table:
            mine = [line.split()[1] for line in table
                    if line.split()[1].endswith(f":{self.port:04X}") and line.split()[3] == "0A"]
        self.assertEqual(mine, [f"0100007F:{self.port:04X}"])

    def test_c_row_81_a_script_in_a_name_is_escaped(self):
        page = self.may("/")[1]
        self.assertNotIn("<script", page)
        self.assertIn("&lt;script&gt;", page)

    def test_c_row_84_a_large_body_many_headers_a_long_address(self):
        self.assertIn(" 413 ", self.raw(b"POST / HTTP/1.1\r\nHost: x\r\n"
                                        b"Content-Length: 10485760\r\n\r\n"))
        many = b"".join(b"X-%d: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n" % n for n in range(1000))
        self.assertIn(" 431 ", self.raw(b"GET / HTTP/1.1\r\nHost: x\r\n" + many + b"\r\n"))
        self.assertIn(" 414 ", self.raw(b"GET /" + 65536 * b"a" + b" HTTP/1.1\r\n\r\n"))
        self.assertEqual(self.ask("/healthz")[0], 200)

    def test_c_row_87_dots_escapes_and_nul_reach_nothing(self):
        for path in ("/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/style.css%00",
                     "/api/v1/dossiers/..%2f..%2facts.db", "/api/v1/dossiers/%00"):
            self.assertEqual(self.may(path)[0], 404, path)

    def test_c_row_89_a_page_of_minus_one_and_a_huge_limit(self):
        self.assertEqual(self.may("/api/v1/flags?page=-1")[0], 400)
        status, text, _ = self.may("/api/v1/flags?limit=1000000000")
        self.assertEqual((status, json.loads(text)["limit"]), (200, 500))

    def test_c_other_methods_are_405(self):
        for method in ("POST", "PUT", "DELETE", "OPTIONS"):
            self.assertEqual(self.ask("/api/v1/flags", method)[0], 405, method)

    def test_y_intake_dies_and_the_board_serves_on_and_says_so(self):
        self.assertNotIn("banner", self.may("/")[1])
        self.intake.kill()
        self.intake.wait(WAIT_S)
        wait_for("the board to notice", lambda: self.ask("/readyz")[0] == 503)
        status, page, _ = self.may("/?lang=en")
        self.assertEqual(status, 200)
        self.assertRegex(page, r"Intake has been down since (\d\d/\d\d )?\d\d:\d\d")
        self.assertIn(TRACED, page)
        self.assertTrue(json.loads(self.may("/api/v1/flags")[1])["intake_down"])
        self.assertIn("Intake gives no sign of life", self.ask("/readyz?lang=en")[1])
        self.assertIn("\ntrao_intake_up 0\n", self.ask("/metrics")[1])

    def test_z_without_a_book_it_says_so(self):
        for path in self.state.glob("flags.db*"):
            path.unlink()
        status, text, _ = self.may("/api/v1/flags")
        self.assertEqual((status, json.loads(text)["code"]), (503, "BOARD-05"))
        self.assertEqual(self.may("/")[0], 503)
        self.assertEqual(self.ask("/healthz")[0], 200)
        self.assertIn("\ntrao_book_readable 0\n", self.ask("/metrics")[1])

    def test_zz_nothing_secret_was_logged(self):
        log = (self.folder / "board.log").read_text("utf-8")
        self.assertNotIn(self.token, log)
        self.assertFalse(re.search("Sanitizer|runtime error", log), log)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)

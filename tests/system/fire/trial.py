"""trial - one program with one fault in it, through a script of 200 acts, and what became of them.

The program either goes on, or ends with a sentence and a code; libzmq may abort by its own asserts,
which is to us as a kill. Started again without the fault, everything told "ok" has to be on the
server, once."""
import contextlib
import re
import signal
import sqlite3
import subprocess
import time

import book
import programs
from scans import told_code

WENT_ON, ENDED, ABORTED, ABSENT = "went on", "ended", "aborted", "absent"
SUBJECTS = ("unit", "intake", "watch")
ACTS, DRAIN_S, HANG_S = 200, 20, 60
SENTENCE = re.compile(r"\b[A-Z]+-\d\d\b|level=(?:error|fatal|warn)|loading shared libraries")
FOREIGN = re.compile(r"\(src/\w+\.[ch]pp:\d+\)|std::bad_alloc|nss_database\.c|"
                     r"pgm_malloc")  # the last words of libzmq, C++, glibc, OpenPGM
NOT_REACHED = 4


class Fault:
    """What a subject is started with to have its fault, and whether it has had it."""

    def __init__(self, name, words=(), variables=None, mark=None):
        self.name, self.words, self.mark = name, words, mark
        self.variables = variables or {}

    def words_in(self, folder):
        return [str(word).replace("@", str(folder.path)) for word in self.words]

    def env_in(self, folder):
        """A sanitizer that looks for leaks cannot be traced, and would speak of a death's."""
        options = self.variables.get("ASAN_OPTIONS", "") + ":detect_leaks=0"
        values = {**self.variables, "ASAN_OPTIONS": options}
        return programs.environment(**{name: value.replace("@", str(folder.path))
                                       for name, value in values.items()})

    def befell(self, folder):
        return self.mark is None or self.mark in folder.said("fault")


NO_FAULT = Fault("none")


class Result:
    def __init__(self, fault):
        self.fault, self.kind, self.said, self.wrong = fault, WENT_ON, "", []

    def judge(self, code, words, way=""):
        """CODE and WORDS of the subject's end, and the libraries on the WAY to its fault."""
        if code in (None, 0):
            return
        lines = [line for line in words.splitlines() if FOREIGN.search(line)
                 or SENTENCE.search(line)]
        self.said = lines[-1] if lines else words.strip()[-200:]
        foreign = any(FOREIGN.search(line) for line in words.splitlines())
        self.kind = ABORTED if code < 0 else ENDED
        in_pgm = code == -signal.SIGSEGV and "libpgm" in way  # glibc's NSS under pgm_init()
        if in_pgm:
            self.said = "signal 11 in glibc under pgm_init()"
        elif code < 0 and not (code == -signal.SIGABRT and foreign):
            self.wrong.append(f"died of signal {-code}: {words.strip()[-400:]}")
        elif not lines:
            self.wrong.append(f"ended with {code} and without a sentence: {self.said}")


def template(programs_folder):
    """A folder with a server and an enrolled unit in it, of which every trial gets a copy."""
    folder = programs.Folder(programs_folder)
    folder.configure()
    intake = folder.start_intake()
    programs.wait_for("the first start", folder.intake_is_open)
    watch = folder.start_watch()
    folder.make_unit("unit")
    programs.wait_for("the first look", lambda: watch_has(folder, goal_of(folder)))
    for process in (intake, watch):
        programs.stop(process)
    lines = ["do intake"] + [f"scan H41.04-230321-{i:05}" for i in range(ACTS // 2)]
    lines += ["do give post"] + [f"scan H41.04-230321-{i:05}" for i in range(ACTS // 2, ACTS)]
    lines += ["scan TH-post-BT01", "do done"]
    (folder.path / "script").write_text("".join(f"{line}\n" for line in lines), "utf-8")
    return folder


def one_number(path, query):
    try:
        with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as found:
            return (found.execute(query).fetchone() or (None,))[0]
    except sqlite3.Error:
        return None


def goal_of(folder):
    return one_number(folder.state / "acts.db", "SELECT max(n) FROM batch")


def watch_has(folder, goal):
    return one_number(folder.state / "flags.db", "SELECT n FROM book") == goal


class Trial:
    def __init__(self, model, subject, fault):
        self.folder, self.subject, self.fault = model.copy(), subject, fault
        self.result = Result(fault)
        self.told, self.processes = set(), {}

    def with_fault(self, name):
        fault = self.fault if name == self.subject else NO_FAULT
        return {"before": fault.words_in(self.folder), "env": fault.env_in(self.folder)}

    def run(self):
        try:
            self.play()
            if not self.fault.befell(self.folder):
                self.result.kind = ABSENT
        except (programs.Failed, book.Wrong, subprocess.TimeoutExpired) as wrong:
            self.result.wrong.append(str(wrong))
        finally:
            for process in self.processes.values():
                programs.kill(process)
            if not self.result.wrong:
                self.folder.remove()
        return self.result

    def play(self):
        self.start_roles()
        code = self.scan()
        self.revive()
        if code != 0:
            self.folder.log("answers").rename(self.folder.path / "answers.first")
            code = self.unit("/dev/null", NO_FAULT)
            if code != 0:
                raise programs.Failed(f"the unit cannot sync afterwards ({code}): "
                                      f"{self.words('unit')[-300:]}")
        self.let_watch_read()
        self.end_roles()
        self.check()

    def start_roles(self):
        for name, start in (("intake", self.folder.start_intake),
                            ("watch", self.folder.start_watch)):
            if name != "watch" or self.subject == "watch":
                self.processes[name] = start(**self.with_fault(name))
        intake = self.processes["intake"]
        programs.wait_for("the door opens", lambda: self.folder.intake_is_open()
                          or intake.poll() is not None)
        self.revive()

    def revive(self):
        """What a supervisor does: a role that has ended is started again, now without its fault."""
        process = self.processes.get(self.subject)
        if self.subject == "unit" or process is None or process.poll() is None:
            return
        self.result.judge(process.returncode, self.folder.said(self.subject),
                          self.folder.said("fault"))
        if process.returncode == 0:
            self.result.wrong.append("ended as if all were well")
        start = {"intake": self.folder.start_intake, "watch": self.folder.start_watch}
        self.processes[self.subject] = start[self.subject]()
        if self.subject == "intake":
            programs.wait_for("the door opens again", self.folder.intake_is_open)

    def unit(self, lines, fault):
        words = [*self.folder.unit_words(self.folder.path / "unit"), "--once", "--drain", DRAIN_S,
                 "--input", lines]
        with open(self.folder.log("answers"), "ab") as answers:
            process = self.folder.start("unit", words, fault.words_in(self.folder),
                                        fault.env_in(self.folder), stdout=answers)
        self.processes["unit"] = process
        end = time.monotonic() + HANG_S
        while process.poll() is None:
            if time.monotonic() > end:
                raise programs.Failed("the unit hangs")
            if self.subject == "intake":
                self.revive()
            time.sleep(.005)
        return process.returncode

    def words(self, name):
        return self.folder.said(name) + (self.folder.said("answers") if name == "unit" else "")

    def scan(self):
        fault = self.fault if self.subject == "unit" else NO_FAULT
        code = self.unit(self.folder.path / "script", fault)
        said = self.folder.said("answers")
        self.told = set(filter(None, map(told_code, said.splitlines())))
        if self.subject == "unit":
            self.result.judge(code, self.words("unit"), self.folder.said("fault"))
        elif code == NOT_REACHED:
            raise programs.Failed(f"the {self.subject} lives and serves nobody: "
                                  f"{self.folder.said(self.subject)[-300:]}")
        return code

    def let_watch_read(self):
        if self.subject != "watch":
            return
        goal, end = goal_of(self.folder), time.monotonic() + HANG_S
        while not watch_has(self.folder, goal):
            self.revive()
            if time.monotonic() > end:
                raise programs.Failed("the watch lives and reads nothing: "
                                      f"{self.folder.said('watch')[-300:]}")
            time.sleep(.01)
        acts = one_number(self.folder.state / "flags.db", "SELECT count(*) FROM act")
        if acts != ACTS * 3 // 2:  # what was given has been taken, too
            raise programs.Failed(f"the watch knows {acts} acts")

    def end_roles(self):
        for name in ("watch", "intake"):
            process = self.processes.get(name)
            if process:
                code = programs.stop(process)
                if name == self.subject and self.result.kind == WENT_ON:
                    self.result.judge(code, self.folder.said(name))

    def check(self):
        account, home = book.Account(), self.folder.path / "unit"
        entries = book.stored(self.folder.state / "acts.db")[book.device_of(home)]
        account.unit("unit", self.told, book.journal(home), entries)
        self.result.wrong += account.lines
        if self.subject != "unit" and len(self.told) != ACTS:
            self.result.wrong.append(f"the unit answered ok only {len(self.told)} times")

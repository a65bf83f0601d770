"""board - what the API says, as lines in a terminal."""
import json
import sys
import urllib.error
import urllib.request

LEVELS = ("overdue", "will_miss", "at_risk", "due_soon", "unknown", "on_track")
WORDS = {
    "vi": {"overdue": "quá hạn", "will_miss": "sẽ trễ", "at_risk": "nguy cơ",
           "due_soon": "sắp đến hạn", "unknown": "chưa rõ", "on_track": "trong hạn",
           "transfer": "luân chuyển", "transfers": "các khâu luân chuyển",
           "processing": "xử lý", "both": "cả hai", "plan": "kế hoạch", "": "",
           "risk": "{n} hồ sơ sẽ trễ hẹn vì khâu luân chuyển nếu không lên chuyến {t}",
           "lost": "{n} hồ sơ đã hoặc sẽ trễ hẹn vì khâu luân chuyển",
           "calm": "chưa hồ sơ nào bị khâu luân chuyển giữ lại",
           "run": "lên chuyến {t}", "extra": "gọi thêm chuyến trước {t}", "none": "không còn cách",
           "units": "máy quét: {ok} lần quét đã nhận, {waiting} máy đang mất mạng",
           "down": "CỬA NHẬN DỮ LIỆU ĐANG NGỪNG", "page": "trang", "slack": "phút"},
    "en": {"overdue": "overdue", "will_miss": "will miss", "at_risk": "at risk",
           "due_soon": "due soon", "unknown": "unknown", "on_track": "on track",
           "transfer": "transfer", "transfers": "transfers", "processing": "processing",
           "both": "both", "plan": "plan", "": "",
           "risk": "{n} dossiers will miss their date because of transfers unless they leave "
                   "with the {t}",
           "lost": "{n} dossiers are or will be late because of transfers",
           "calm": "no dossier is held up by a transfer so far",
           "run": "take the {t}", "extra": "extra run before {t}", "none": "nothing any more",
           "units": "handhelds: {ok} scans answered ok, {waiting} cut off from the network",
           "down": "INTAKE IS DOWN", "page": "page", "slack": "min"},
}


class Api:
    def __init__(self, port, token):
        self.base = f"http://127.0.0.1:{port}"
        self.token = token

    def get(self, path):
        request = urllib.request.Request(self.base + path,
                                         headers={"Authorization": f"Bearer {self.token}"})
        try:
            with urllib.request.urlopen(request, timeout=5) as answer:
                return json.load(answer)
        except (urllib.error.URLError, ConnectionError, TimeoutError, ValueError):
            return None

    def flags(self, query="limit=500"):
        return self.get("/api/v1/flags?" + query)


def clock_of(text, today=None):
    """HH:MM; with its day before it when that is another than TODAY's."""
    if not text:
        return "--:--"
    other = today and text[:10] != today[:10]
    return (f"{text[8:10]}/{text[5:7]} " if other else "") + text[11:16]


def sentence(state, words):
    flags = state["flags"]
    soon = [flag for flag in flags if flag["level"] == "due_soon" and flag["last_safe_run"]]
    if soon:
        run = min(flag["last_safe_run"]["departs"] for flag in soon)
        count = sum(flag["last_safe_run"]["departs"] == run for flag in soon)
        return words["risk"].format(n=count, t=clock_of(run, state["as_of"]))
    lost = sum(flag["cause"] in ("transfer", "transfers") for flag in flags)
    return words["lost"].format(n=lost) if lost else words["calm"]


def saver(flag, words, today):
    if flag["last_safe_run"]:
        return words["run"].format(t=clock_of(flag["last_safe_run"]["departs"], today))
    if flag["saver"]["kind"] == "extra_run":
        return words["extra"].format(t=clock_of(flag["saver"]["extra_run_before"], today))
    return words["none"]


def newest(flags, count):
    held = [flag for flag in flags if flag["cause"] in ("transfer", "transfers")]
    held.sort(key=lambda flag: (flag["raised_at"] or "", flag["dossier"]), reverse=True)
    return held[:count]


def lines(state, language, units):
    words = WORDS[language]
    counts = "  ".join(f"{words[level]} {state['counts'][level]}" for level in LEVELS)
    yield f"{clock_of(state['as_of'])}  {counts}"
    yield f"       {sentence(state, words)}"
    if state["intake_down"]:
        yield f"       {words['down']}"
    yield f"       {words['units'].format(**units)}"
    for flag in newest(state["flags"], 4):
        yield (f"       {flag['dossier']:<26.26} {flag['holder']:<8.8} "
               f"{words[flag['level']]:<11.11} {words[flag['cause']]:<12.12} "
               f"{flag['slack_minutes'] if flag['slack_minutes'] is not None else '?':>6} "
               f"{words['slack']}  {saver(flag, words, state['as_of'])}")


class Screen:
    """Redraws in place on a terminal; plain lines elsewhere."""

    def __init__(self):
        self.tty = sys.stdout.isatty()
        self.drawn = 0

    def show(self, text):
        text = list(text)
        if self.tty and self.drawn:
            sys.stdout.write(f"\x1b[{self.drawn}A")
        for line in text:
            sys.stdout.write(line + ("\x1b[K\n" if self.tty else "\n"))
        if self.tty:
            sys.stdout.write("\x1b[J")
        self.drawn = len(text)
        sys.stdout.flush()

    def say(self, line):
        self.drawn = 0
        print(line, flush=True)

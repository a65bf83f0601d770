/* main - the table of verbs is the help. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tools/trao/trao_said.h"
#include "tools/trao/verbs.h"

#ifndef TRAO_VERSION
#error "the build names the version"
#endif

/* clang-format off */
static const struct verb verbs[] = {
    {"trace", verb_trace,
     SAID("", "một hồ sơ đang ở đâu, đã qua những đâu",
          "where a dossier is, and how it came there"),
     "CODE"},
    {"late", verb_late,
     SAID("", "những hồ sơ có nguy cơ trễ hẹn, gấp nhất trước",
          "dossiers whose promise is in danger, most urgent first"),
     "[--level LEVEL] [--cause CAUSE] [--agency CODE] [--limit N] [--all] [--why]"},
    {"runs", verb_runs,
     SAID("", "các chuyến sắp chạy: hồ sơ nào đang chờ, hồ sơ nào phải lên",
          "the runs to come: what waits for each, what must leave with it"),
     "[--day DATE] [--all] [--codes]"},
    {"notices", verb_notices,
     SAID("", "ai đã được báo về những cờ nào, theo từng danh sách",
          "who was told of which flags, list by list"),
     "[--to holder|officer|manager] [--party CODE] [--all]"},
    {"whatif", verb_whatif,
     SAID("", "một kỳ đã qua, nếu chạy theo lịch chuyến khác",
          "a past period, had the runs gone by another plan"),
     "[suggest] [--feed FEED --acts ACTS [--supplements S]] [--calendar C]\n"
     "       [--plan P] [--log LOG --map MAP] [--from DAY] [--to DAY]\n"
     "       [--runs PLAN] [--shift R/N:+MIN] [--copy R/N:+MIN] [--drop R/N]\n"
     "       [--skip R/N/STOP] [--on-demand R:N]\n"
     "       [--most K] [--fixed] [--out FILE]"},
    {"study", verb_study,
     SAID("", "xét cả một kỳ: từ các tệp đã xuất, hoặc từ sổ của máy chủ",
          "study a whole period: from exported files, or from the server's book"),
     "[--feed FEED --acts ACTS [--supplements S] | --log LOG --map MAP] --out DIR\n"
     "       [--calendar C] [--plan P] [--runs P2] [--now T] [--ask random:SEED|T]"},
    {"forecast", verb_forecast,
     SAID("", "xác suất trễ đã nói có đúng không, trên một kỳ đã qua",
          "were the stated chances of being late right, over a past period"),
     "eval [--feed FEED --acts ACTS [--supplements S] | --log LOG --map MAP]\n"
     "       [--calendar C] [--plan P] [--seed N] [--svg FILE]"},
    {"minutes", verb_minutes,
     SAID("", "mỗi phút làm việc là của ai, vì sao", "whose every working minute is, and why"),
     "[CODE] [--by party|cause|agency|leg|run|week] [--from DATE] [--to DATE]"},
    {"import", verb_import,
     SAID("", "đưa hồ sơ, lịch, kế hoạch, đơn vị, việc đã qua vào hệ thống",
          "bring in dossiers, calendar, plan, offices, past acts"),
     "FILE… [--feed F] [--supplements F] [--acts F] [--plan F]\n"
     "       [--calendar F] [--offices F] [--valid-from DATE] [--check] [--wait SECONDS]"},
    {"calendar", verb_calendar,
     SAID("", "lịch làm việc: kiểm, xem, thay đổi khi có quyết định",
          "the working calendar: check it, show it, change it by decision"),
     "check FILE\n"
     "       trao calendar show [FILE] [--year Y] [--at T]\n"
     "       trao calendar import FILE [--valid-from DATE] [--decide WHY --by PERSON\n"
     "       --and PERSON [--move]] [--wait SECONDS]"},
    {"plan", verb_plan,
     SAID("", "lịch chuyến và định mức: kiểm, xem, ghi ra, đưa vào",
          "runs and standard durations: check, show, write out, bring in"),
     "check FILE\n"
     "       trao plan show [FILE] [--at T]\n"
     "       trao plan export [FILE] [--at T] [--out FILE]\n"
     "       trao plan import FILE [--valid-from DATE] [--check] [--wait SECONDS]"},
    {"device", verb_device,
     SAID("", "đăng ký, xem, thu hồi thiết bị", "enrol, list and revoke devices"),
     "enrol CARD --by PERSON --and PERSON [--kind KIND] [--label L]\n"
     "       [--party P] [--wait SECONDS]\n"
     "       trao device list\n"
     "       trao device revoke DEVICE --by PERSON --and PERSON --reason WHY\n"
     "       [--trusted-to EPOCH/SEQ] [--wait SECONDS]"},
    {"export", verb_export,
     SAID("", "ghi sổ ra tệp", "write the books to files"),
     "--canonical [--out FILE] | --entries FILE | --acts FILE.csv"},
    {"rebuild", verb_rebuild,
     SAID("", "dựng lại flags.db từ acts.db", "make flags.db anew from acts.db"), ""},
    {"backup", verb_backup,
     SAID("", "sao lưu sổ và khóa trong khi máy chủ chạy, đọc lại để kiểm",
          "copy the book and the keys while the server runs, and check the copy"),
     "DIR [--wait SECONDS]"},
    {"restore", verb_restore,
     SAID("", "khôi phục sổ và khóa từ bản sao lưu",
          "put the book and the keys back from a backup"),
     "BACKUP [--into STATE]"},
    {"verify", verb_verify,
     SAID("", "kiểm chuỗi và chữ ký của sổ hoặc tệp đã xuất",
          "check chain and signatures of a journal, book, export or backup"),
     "FILE [--card unit.pub]"},
    {"due", verb_due,
     SAID("", "ngày giờ hẹn trả của một hồ sơ", "the promised date-time of a dossier"),
     "--received T --for 10wd [--calendar FILE] [--slip-after-15]\n"
     "       trao due -        one case a line: 2023-03-21T15:10,10wd   (wd hd wh d)"},
    {"elapsed", verb_elapsed,
     SAID("", "số phút làm việc giữa hai thời điểm", "working minutes between two instants"),
     "--from T --to T [--calendar FILE]\n"
     "       trao elapsed -    one case a line: T,T"},
    {"code", verb_code,
     SAID("", "một mã quét được là mã gì", "what a scanned text is"),
     "TEXT\n"
     "       trao code -       one text a line"},
};
/* clang-format on */

enum { VERBS = sizeof verbs / sizeof verbs[0] };

static int help(const struct call *call)
{
    (void)puts(call_word(call, "Cách dùng: trao LỆNH …      'trao LỆNH --help' nói kỹ hơn",
                         "Usage: trao VERB …      'trao VERB --help' says more"));
    for (int i = 0; i < VERBS; i++) {
        (void)printf("  %-9s %s\n", verbs[i].name, said_in(&verbs[i].summary, call->language));
    }
    (void)puts(call_word(
        call,
        "\n"
        "  -c TỆP (cấu hình), --json, --lang vi|en, --quiet, --no-color, --version\n"
        "Mã thoát: 0 xong, 1 hỏng, 2 gõ sai, 3 tìm thấy vấn đề, 4 không tới được máy chủ",
        "\n"
        "  -c FILE (server's ini), --json, --lang vi|en, --quiet, --no-color, --version\n"
        "Exit codes: 0 ok, 1 failed, 2 usage, 3 found problems, 4 cannot reach the server"));
    return CALL_OK;
}

static int help_verb(const struct call *call, const struct verb *verb)
{
    (void)printf("%s\n\n%s trao %s %s\n", said_in(&verb->summary, call->language),
                 call_word(call, "Cách dùng:", "Usage:"), verb->name, verb->usage);
    (void)puts(call_word(call, "\nXem trao(1).", "\nSee trao(1)."));
    return CALL_OK;
}

/* The language of the environment; everything but English means Vietnamese. */
static enum language usual_language(void)
{
    static const char *const names[] = {"TRAO_LANG", "LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const char *said = getenv(names[i]);
        if (said && *said) {
            return strncmp(said, "en", 2) == 0 ? LANGUAGE_EN : LANGUAGE_VI;
        }
    }
    return LANGUAGE_VI;
}

static const struct verb *find_verb(const char *name)
{
    for (int i = 0; i < VERBS; i++) {
        if (strcmp(verbs[i].name, name) == 0) {
            return &verbs[i];
        }
    }
    return NULL;
}

static bool is_value_option(const char *word)
{
    return strcmp(word, "-c") == 0 || strcmp(word, "--config") == 0 || strcmp(word, "--lang") == 0;
}

/* The first word that is no option, nor the value of one. */
static int verb_at(int argc, char **argv)
{
    int at = 1;
    while (at < argc && argv[at][0] == '-') {
        at += is_value_option(argv[at]) ? 2 : 1;
    }
    return at < argc ? at : argc;
}

/* Among the words before `--`. */
static bool asks(int argc, char **argv, const char *option)
{
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        if (strcmp(argv[i], option) == 0) {
            return true;
        }
    }
    return false;
}

/* `--lang` counts for the help too, wherever it stands. */
static void take_help_language(struct call *call, int argc, char **argv)
{
    for (int i = 1; i + 1 < argc; i++) {
        if (strcmp(argv[i], "--lang") == 0) {
            call->language = strcmp(argv[i + 1], "en") == 0 ? LANGUAGE_EN : LANGUAGE_VI;
        }
    }
}

static int run(struct call *call, int argc, char **argv)
{
    int at = verb_at(argc, argv);
    if (asks(argc, argv, "--help") || (at < argc && strcmp(argv[at], "help") == 0)) {
        const struct verb *about = at < argc ? find_verb(argv[at]) : NULL;
        take_help_language(call, argc, argv);
        return about ? help_verb(call, about) : help(call);
    }
    if (at > 1) { /* options before the verb are taken first: they count for what is said next */
        int result = call_options(call, at, argv, NULL, 0);
        if (result != CALL_OK) {
            return result;
        }
    }
    if (at == argc) {
        return call_refuse_plain(call, CALL_USAGE, trao_said(SAID_NO_VERB));
    }
    const struct verb *verb = find_verb(argv[at]);
    if (!verb) {
        return call_refuse(call, CALL_USAGE, trao_said(SAID_UNKNOWN_VERB), text_of(argv[at]),
                           (struct text){0});
    }
    return verb->run(call, argc - at, argv + at);
}

int main(int argc, char **argv)
{
    struct call call = {.language = usual_language(),
                        .color = isatty(STDOUT_FILENO) && !getenv("NO_COLOR"),
                        .config = getenv("TRAO_CONFIG"),
                        .state = getenv("TRAO_SERVER_STATE"),
                        .data = getenv("TRAO_DATA"),
                        .program = argv[0]};
    if (asks(argc, argv, "--version")) {
        (void)puts("trao " TRAO_VERSION);
        return CALL_OK;
    }
    int result = run(&call, argc, argv);
    if (fflush(stdout) != 0 && result == CALL_OK) {
        result = CALL_FAILED; /* the answer did not get out */
    }
    return result;
}

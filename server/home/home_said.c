#include "server/home/home_said.h"

#include <stdio.h>

#include "base/check.h"

enum { LINE_ROOM = 2560 };

/* clang-format off */
static const struct said said_of[HOME_SENTENCES] = {
    [HOME_NO_SECTION] =
    {"CONF-01",
     "Không có mục [{0}].",
     "There is no section [{0}]."},
    [HOME_NO_KEY] =
    {"CONF-02",
     "Mục [{0}] không có khóa {1}.",
     "Section [{0}] has no key {1}."},
    [HOME_TWICE] =
    {"CONF-03",
     "Khóa {1} của mục [{0}] được ghi hai lần.",
     "Key {1} of section [{0}] is given twice."},
    [HOME_NOT_A_NUMBER] =
    {"CONF-04",
     "{0} phải là số từ {1}.",
     "{0} must be a number from {1}."},
    [HOME_NOT_A_WORD] =
    {"CONF-05",
     "{0} phải là một trong: {1}.",
     "{0} must be one of: {1}."},
    [HOME_NOT_A_PATH] =
    {"CONF-06",
     "{0} phải là một đường dẫn, không quá 500 byte.",
     "{0} must be a path of at most 500 bytes."},
    [HOME_NOT_AN_ADDRESS] =
    {"CONF-07",
     "{0} phải có dạng tcp://ĐỊA-CHỈ:CỔNG.",
     "{0} must look like tcp://ADDRESS:PORT."},
    [HOME_NOT_A_TIME] =
    {"CONF-08",
     "{0} phải là thời điểm dạng 2026-11-23T14:25:00.",
     "{0} must be a time like 2026-11-23T14:25:00."},
    [HOME_HALF_A_CLOCK] =
    {"CONF-09",
     "Mục [clock] cần đủ start, rate và anchor_mono_ms, hoặc không khóa nào.",
     "Section [clock] needs start, rate and anchor_mono_ms, or none of them."},
    [HOME_NOT_A_LINE] =
    {"CONF-10",
     "Dòng này không phải [mục], khóa = giá trị hay chú thích.",
     "This line is no [section], no key = value and no comment."},
    [HOME_LINE_TOO_LONG] =
    {"CONF-11",
     "Dòng này dài quá 198 byte.",
     "This line is longer than 198 bytes."},
    [HOME_CANNOT_READ] =
    {"CONF-12",
     "Không đọc được {0}: {1}.",
     "Cannot read {0}: {1}."},
    [HOME_NO_CONFIG] =
    {"CONF-13",
     "Không có tệp cấu hình {0}.",
     "There is no configuration file {0}."},
    [HOME_CONFIG_GOOD] =
    {"CONF-14",
     "{0}: cấu hình hợp lệ.",
     "{0}: the configuration is good."},
    [HOME_MADE_CONFIG] =
    {"HOME-01",
     "Đã tạo cấu hình {0}; các chú thích trong đó nói có thể đổi gì.",
     "Made the configuration {0}; its comments say what may be changed."},
    [HOME_MADE_STATE] =
    {"HOME-02",
     "Đã tạo thư mục dữ liệu {0}.",
     "Made the state folder {0}."},
    [HOME_MADE_KEYS] =
    {"HOME-03",
     "Đã tạo khóa máy chủ {0}; khóa công khai cho các máy quét: {1}",
     "Made the server's key {0}; its public half, for the units: {1}"},
    [HOME_MADE_ADMIN] =
    {"HOME-04",
     "Đã tạo thiết bị quản trị {1} trong {0}: nó đăng ký mọi thiết bị khác.",
     "Made the administrator's device {1} in {0}: it enrols all others."},
    [HOME_MADE_TOKEN] =
    {"HOME-05",
     "Đã tạo mã truy cập API {0}.",
     "Made the API's token {0}."},
    [HOME_CANNOT_MAKE] =
    {"HOME-06",
     "Không tạo được {0}: {1}.",
     "Cannot make {0}: {1}."},
    [HOME_KEYS_GONE] =
    {"HOME-07",
     "Thiếu {0} dù sổ acts.db vẫn còn: hãy khôi phục từ bản sao lưu; khóa mới sẽ làm mọi"
     " thiết bị mất kết nối.",
     "{0} is missing although acts.db is there: restore it from a backup; a new key would"
     " shut every device out."},
    [HOME_RESTORING] =
    {"HOME-11",
     "Lần khôi phục vào {0} bị cắt giữa chừng: hãy chạy lại 'trao restore'.",
     "A restore into {0} was cut off: run 'trao restore' again."},
    [HOME_OTHERS_MAY_READ] =
    {"HOME-08",
     "Người khác đọc được {0}: hãy chạy chmod 600.",
     "Others may read {0}: run chmod 600."},
    [HOME_ALREADY_RUNS] =
    {"HOME-09",
     "Một trao-server khác đang chạy trên {0}.",
     "Another trao-server is running on {0}."},
    [HOME_NO_SUCH_CLOCK] =
    {"HOME-10",
     "Đồng hồ trình diễn của mục [clock] không dùng được: mốc anchor_mono_ms nằm sau lúc"
     " này (máy đã khởi động lại?).",
     "The clock of [clock] cannot run: its anchor_mono_ms lies in the future (was the"
     " machine started again?)."},
    [HOME_UNKNOWN_OPTION] =
    {"USE-01",
     "Không hiểu {0}; xem trao-server --help.",
     "Cannot make sense of {0}; see trao-server --help."},
    [HOME_UNKNOWN_ROLE] =
    {"USE-02",
     "Không có vai trò {0}; có: {1}.",
     "There is no role {0}; there are: {1}."},
    [HOME_ONLY_WATCH] =
    {"USE-03",
     "--rebuild chỉ dùng với vai trò watch.",
     "--rebuild goes with the role watch only."},
    [HOME_NO_START] =
    {"USE-04",
     "Không chạy được: hệ thống không cho đủ tài nguyên ({0}).",
     "Cannot run: the system does not give what is needed ({0})."},
    [HOME_USAGE] =
    {"USE-00",
     "Cách dùng: trao-server [-c TỆP] [intake|watch|board]\n"
     "Không ghi vai trò: chạy tất cả, khởi động lại vai trò nào dừng.\n"
     "\n"
     "  -c, --config TỆP   cấu hình; chưa có thì được tạo (thường là /etc/trao/server.ini)\n"
     "      --check-config kiểm tra cấu hình rồi thôi\n"
     "      --print-config in cấu hình đang có hiệu lực rồi thôi\n"
     "      --rebuild      (watch) dựng lại flags.db từ acts.db rồi thôi\n"
     "      --lang vi|en   ngôn ngữ của các câu này\n"
     "      --help, --version\n"
     "\n"
     "Mã thoát: 0 xong, 1 hỏng, 2 dùng sai. Xem trao-server(8).\n",
     "Usage: trao-server [-c FILE] [intake|watch|board]\n"
     "Without a role: runs all of them, and starts again what ends.\n"
     "\n"
     "  -c, --config FILE  configuration; made if there is none (usually /etc/trao/server.ini)\n"
     "      --check-config judge the configuration, and end\n"
     "      --print-config print what is in force, and end\n"
     "      --rebuild      (watch) make flags.db anew from acts.db, and end\n"
     "      --lang vi|en   language of these sentences\n"
     "      --help, --version\n"
     "\n"
     "Exit codes: 0 done, 1 failed, 2 wrong usage. See trao-server(8).\n"},
};
/* clang-format on */

const struct said *home_said(enum home_sentence sentence)
{
    assert(sentence < HOME_SENTENCES);
    return &said_of[sentence];
}

void home_tell(enum language language, enum home_sentence sentence, const char *first,
               const char *second)
{
    char text[LINE_ROOM];
    struct line line = line_of(text, sizeof text);
    const struct text values[] = {text_of(first), text_of(second)};
    said_line(&line, home_said(sentence), language, values, 2);
    (void)printf("%s\n", text);
    (void)fflush(stdout); /* the next word may come from a child */
}

void home_blame(enum language language, const char *where, enum home_sentence sentence,
                const struct text values[2])
{
    char text[LINE_ROOM];
    struct line line = line_of(text, sizeof text);
    const struct said *said = home_said(sentence);
    said_line(&line, said, language, values, 2);
    (void)fprintf(stderr, "trao-server: %s%s[%s] %s\n", where, *where ? " " : "", said->code, text);
}

bool home_language(const char *word, enum language *out_language)
{
    static const struct {
        const char *word;
        enum language language;
    } words[] = {
        {"vi", LANGUAGE_VI},
        {"en", LANGUAGE_EN}
    };
    for (size_t i = 0; word && i < sizeof words / sizeof words[0]; i++) {
        if (text_starts(text_of(word), words[i].word)) {
            *out_language = words[i].language;
            return true;
        }
    }
    return false;
}

#include "handheld/home/home_said.h"

#include "base/check.h"

/* clang-format off */
static const struct said sentences[HOME_SAYINGS] = {
    [HOME_USAGE] =
    {"HOME-01", "Dòng lệnh sai: {0}.", "The command line is wrong: {0}."},
    [HOME_HELP_HINT] =
    {"HOME-02", "Xem: trao-handheld --help", "See: trao-handheld --help"},
    [HOME_NOT_MADE] =
    {"HOME-03",
     "Không tạo được thư mục của máy {0} ({1}).",
     "The unit's folder {0} cannot be made ({1})."},
    [HOME_BAD_KEY] =
    {"HOME-04",
     "Khóa trong {0} không dùng được ({1}): phải của riêng người chạy (chmod 600) và còn nguyên.",
     "A key in {0} is of no use ({1}): it must be whole and for its owner alone (chmod 600)."},
    [HOME_KEY_LOST] =
    {"HOME-05",
     "Khóa của máy trong {0} đã mất mà sổ vẫn còn: cất thư mục ấy đi rồi tạo máy mới.",
     "The unit's key in {0} is gone and its book is there: put that folder away, make a new unit."},
    [HOME_BAD_EPOCH] =
    {"HOME-06",
     "Tệp epoch trong {0} bị hỏng ({1}).",
     "The file epoch in {0} is damaged ({1})."},
    [HOME_MADE] =
    {"HOME-07",
     "Máy mới {0}: đưa tệp {1} cho quản trị để đăng ký.",
     "New unit {0}: give the file {1} to the administrator to be enrolled."},
    [HOME_BAD_INPUT] =
    {"HOME-08", "Không mở được {0} ({1}).", "{0} cannot be opened ({1})."},
    [HOME_BAD_SERVER_KEY] =
    {"HOME-09",
     "{0} không phải khóa máy chủ: cần 40 ký tự Z85 hoặc tệp chứa chúng.",
     "{0} is no server key: 40 characters of Z85, or a file that holds them, are needed."},
    [HOME_BAD_OFFICES] =
    {"HOME-10", "{0} không phải tệp danh sách cơ quan.", "{0} is no file of offices."},
    [HOME_BAD_CLOCK] =
    {"HOME-11",
     "Đồng hồ của máy hoặc đồng hồ thử không dùng được.",
     "The machine's clock, or the demo's, is of no use."},
    [HOME_BAD_ENDPOINT] =
    {"HOME-12", "Địa chỉ máy chủ phải là tcp://MÁY:CỔNG, không phải {0}.",
     "The server's address must be tcp://HOST:PORT, not {0}."},
    [HOME_NO_JOURNAL] =
    {"HOME-13", "Chưa có sổ {0}.", "There is no journal {0} yet."},
    [HOME_JOURNAL_TOO_NEW] =
    {"HOME-14",
     "Sổ {0} do phiên bản mới hơn ghi: hãy cập nhật; sổ không bị đụng tới.",
     "The journal {0} was written by a newer version: update; it was not touched."},
    [HOME_JOURNAL_BUSY] =
    {"HOME-15",
     "Sổ {0} đang do tiến trình khác ghi, hoặc chỉ đọc được.",
     "The journal {0} is being written by another process, or can only be read."},
    [HOME_JOURNAL_BROKEN] =
    {"HOME-16",
     "Sổ {0} bị hỏng ở mục mới nhất: giữ nguyên nó, báo quản trị.",
     "The journal {0} is damaged at its newest entry: leave it as it is, tell the administrator."},
    [HOME_JOURNAL_OTHERS] =
    {"HOME-17", "Sổ {0} là của máy khác.", "The journal {0} is another unit's."},
    [HOME_JOURNAL_FAILED] =
    {"HOME-18",
     "Không mở được sổ {0} ({1}): máy không chạy khi chưa chắc ghi được bền.",
     "The journal {0} cannot be opened ({1}): the unit does not run unless it can write for good."},
    [HOME_KEY_REFUSED] =
    {"HOME-19",
     "Máy chủ chưa biết máy {0}: cần đăng ký. Vẫn quét được, dữ liệu giữ trên máy.",
     "The server does not know unit {0}: it must be enrolled. Scanning goes on, data are kept."},
    [HOME_SERVER_UNPROVEN] =
    {"HOME-20",
     "Máy chủ ở {0} không chứng minh được khóa đã ghim ({1}): không gửi gì. Báo quản trị.",
     "The server at {0} does not prove the pinned key ({1}): nothing is sent. Tell the "
     "administrator."},
    [HOME_UNSENT] =
    {"HOME-21",
     "Hết giờ chờ; còn {0} mục chưa gửi, giữ trên máy.",
     "Time is up; {0} entries are unsent and kept on the unit."},
    [HOME_NO_START] =
    {"HOME-23",
     "Máy không chạy được: hệ thống không cho đủ tài nguyên ({1}). Hãy khởi động lại máy.",
     "The unit cannot run: the system does not give it what it needs ({1}). Start it anew."},
    [HOME_BAD_GPSD] =
    {"HOME-24",
     "gpsd phải chạy trên chính máy này, ví dụ 127.0.0.1:2947, không phải {0}.",
     "gpsd must run on this machine, as in 127.0.0.1:2947, not {0}."},
    [HOME_HELP] =
    {"HOME-22",
     "trao-handheld --home THƯ_MỤC [TÙY_CHỌN]: máy cầm tay\n"
     "  --home DIR           khóa và sổ của máy; tự tạo lần đầu\n"
     "  --init               chỉ tạo thư mục, in thẻ đăng ký của máy\n"
     "  --server tcp://M:C   máy chủ; không có thì chỉ ghi vào sổ\n"
     "  --server-key K       khóa máy chủ: 40 ký tự Z85, hoặc tệp\n"
     "  --party P --stop S   bên dùng máy trước khi có thẻ; điểm đặt máy\n"
     "  --label TÊN          tên máy trong nhật ký\n"
     "  --lang vi|en         ngôn ngữ trả lời\n"
     "  --input TỆP|-        đọc lệnh từ tệp hoặc FIFO (mặc định: đầu vào chuẩn)\n"
     "  --hid TỆP            đọc báo cáo HID POS 64 byte\n"
     "  --scanner DS         máy quét được dùng: usb,usb:VID:PID,keyboard:VID:PID,serial:/dev/…\n"
     "  --probe              kể những gì đang cắm, có dùng hay không, vì sao\n"
     "  --gpsd M:C           định vị từ gpsd trên chính máy này, như 127.0.0.1:2947\n"
     "  --offices TỆP        danh sách cơ quan, để xét mã gõ tay\n"
     "  --once               hết đầu vào và gửi xong thì thoát\n"
     "  --drain GIÂY         với --once: chờ gửi tối đa (30)\n"
     "  --status             in tình trạng sổ rồi thoát\n"
     "  --demo-clock A,B,C   đồng hồ thử: BẮT_ĐẦU,TỐC_ĐỘ,MỐC\n"
     "  --headless           không mở màn hình\n"
     "  --snapshot MÀN_HÌNH  vẽ một màn hình mẫu: --size 480x800 --out TỆP.png\n"
     "  --help --version",
     "trao-handheld --home DIR [OPTIONS]: the handheld unit\n"
     "  --home DIR           the unit's keys and journal; made on the first start\n"
     "  --init               only make the folder, print the card to be enrolled\n"
     "  --server tcp://H:P   the server; without one the journal is all there is\n"
     "  --server-key K       the server's key: 40 characters of Z85, or a file\n"
     "  --party P --stop S   who uses it before a badge was shown; where it stands\n"
     "  --label NAME         the unit's name in the log\n"
     "  --lang vi|en         the language of answers\n"
     "  --input FILE|-       lines from a file or FIFO (standard input otherwise)\n"
     "  --hid FILE           HID POS reports of 64 bytes\n"
     "  --scanner LIST       the scanners: usb,usb:VID:PID,keyboard:VID:PID,serial:/dev/...\n"
     "  --probe              say what is plugged in, whether it would be used, and why not\n"
     "  --gpsd H:P           position from this machine's gpsd, as 127.0.0.1:2947\n"
     "  --offices FILE       the offices there are, for codes typed by hand\n"
     "  --once               leave when the input has ended and all is sent\n"
     "  --drain SECONDS      with --once: wait so long for that (30)\n"
     "  --status             print the state of the journal and leave\n"
     "  --demo-clock A,B,C   a demo's time: START,RATE,ANCHOR\n"
     "  --headless           open no screen\n"
     "  --snapshot SCREEN    paint a screen with sample data: --size 480x800 --out FILE.png\n"
     "  --help --version"},
};
/* clang-format on */

const struct said *home_said(enum home_saying saying)
{
    assert((unsigned)saying < HOME_SAYINGS && sentences[saying].code);
    return &sentences[saying];
}

void home_line(struct line *line, enum home_saying saying, enum language language,
               const char *first, const char *second)
{
    const struct text values[] = {text_of(first), text_of(second)};
    line_put(line, home_said(saying)->code);
    line_char(line, ' ');
    said_line(line, home_said(saying), language, values, 2);
}

enum home_saying home_journal_saying(enum status status)
{
    switch (status) {
    case STATUS_NOT_FOUND:
        return HOME_NO_JOURNAL;
    case STATUS_TOO_NEW:
        return HOME_JOURNAL_TOO_NEW;
    case STATUS_DENIED:
        return HOME_JOURNAL_BUSY;
    case STATUS_BROKEN:
        return HOME_JOURNAL_BROKEN;
    case STATUS_MALFORMED:
        return HOME_JOURNAL_OTHERS;
    case STATUS_OK:
    case STATUS_FULL:
    case STATUS_IO:
    case STATUS_STATUSES:
        break;
    }
    return HOME_JOURNAL_FAILED;
}

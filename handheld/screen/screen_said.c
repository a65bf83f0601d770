#include "handheld/screen/screen_said.h"

#include "base/check.h"

/* clang-format off */
static const struct said sentences[SCREEN_SAYINGS] = {
    [SCREEN_SAY_NOTHING] = {"SCREEN-00", " ", " "},
    [SCREEN_SAY_ONLINE] = {"SCREEN-01", "Có mạng", "Online"},
    [SCREEN_SAY_OFFLINE] = {"SCREEN-02", "Mất mạng", "Offline"},
    [SCREEN_SAY_ALONE] = {"SCREEN-03", "Không nối máy chủ", "No server"},
    [SCREEN_SAY_UNSENT] = {"SCREEN-04", "{0} chờ gửi", "{0} unsent"},
    [SCREEN_SAY_NOBODY] = {"SCREEN-05", "Chưa có ai", "Nobody yet"},
    [SCREEN_SAY_SAMPLE] = {"SCREEN-06", "Dữ liệu mẫu, không có thật", "Sample data, not real"},
    [SCREEN_SAY_PRACTICE] =
    {"SCREEN-07", "Chế độ tập: không gửi gì đi", "Practice: nothing is sent"},

    [SCREEN_SAY_LOGIN] =
    {"SCREEN-10", "Quét thẻ để bắt đầu ca", "Scan your badge to begin the shift"},
    [SCREEN_SAY_LOGIN_HOW] =
    {"SCREEN-11", "Không cần mạng.", "No network is needed."},
    [SCREEN_SAY_LOGIN_PIN] =
    {"SCREEN-12", "Hoặc gõ mã PIN trên bàn phím.", "Or type your PIN on the keypad."},
    [SCREEN_SAY_CHOOSE_RUN] = {"SCREEN-15", "Chọn chuyến", "Choose the run"},
    [SCREEN_SAY_CHOOSE_WORK] = {"SCREEN-16", "Làm việc gì?", "What is to be done?"},
    [SCREEN_SAY_CHOOSE_HOW] =
    {"SCREEN-17", "Quét phiếu chuyến, hoặc bấm số.", "Scan the run sheet, or press its number."},

    [SCREEN_SAY_SCANNED] = {"SCREEN-20", "mã đã quét · còn {0}", "scanned · {0} to go"},
    [SCREEN_SAY_SCANNED_FREE] = {"SCREEN-21", "mã đã quét", "scanned"},
    [SCREEN_SAY_FIRST_SCAN] = {"SCREEN-22", "Quét mã đầu tiên.", "Scan the first code."},
    [SCREEN_SAY_RECORDED] = {"SCREEN-23", "Đã ghi", "Recorded"},
    [SCREEN_SAY_DUPLICATE] = {"SCREEN-24", "Đã có rồi", "Already there"},
    [SCREEN_SAY_NOT_COUNTED] = {"SCREEN-25", "KHÔNG TÍNH", "DOES NOT COUNT"},
    [SCREEN_SAY_WRONG_BAG] = {"SCREEN-26", "KHÔNG THUỘC TÚI NÀY", "NOT FOR THIS BAG"},
    [SCREEN_SAY_WRONG_BAG_HOW] =
    {"SCREEN-27",
     "Để riêng hồ sơ này ra, hoặc quét túi đúng của nó.",
     "Put this one aside, or scan the bag it belongs to."},

    [SCREEN_SAY_HAND_OVER] =
    {"SCREEN-30",
     "Đưa máy cho người nhận: quét thẻ để ký nhận",
     "Hand the unit over: the receiver scans a badge to sign"},
    [SCREEN_SAY_HAND_OVER_QR] =
    {"SCREEN-31",
     "Máy bên nhận quét ô này; hoặc quét thẻ người nhận",
     "The receiver's unit scans this; or scan the receiver's badge"},
    [SCREEN_SAY_CODES] = {"SCREEN-32", "{0} mã", "{0} codes"},
    [SCREEN_SAY_MATCHED] = {"SCREEN-35", "khớp", "match"},
    [SCREEN_SAY_MISSING] = {"SCREEN-36", "thiếu", "short"},
    [SCREEN_SAY_EXTRA] = {"SCREEN-37", "thừa", "over"},
    [SCREEN_SAY_ALL_THERE] = {"SCREEN-38", "Đủ tất cả.", "All are there."},

    [SCREEN_SAY_SYNC] = {"SCREEN-40", "Gửi dữ liệu", "Sending"},
    [SCREEN_SAY_KEPT_SAFE] =
    {"SCREEN-41", "chờ gửi · đã lưu an toàn trên máy", "unsent · kept safe on this unit"},
    [SCREEN_SAY_ALL_SENT] =
    {"SCREEN-42", "chờ gửi · máy chủ đã có tất cả", "unsent · the server has everything"},
    [SCREEN_SAY_OLDEST] = {"SCREEN-43", "Cũ nhất chưa gửi", "Oldest unsent"},
    [SCREEN_SAY_LAST_RECEIPT] = {"SCREEN-44", "Máy chủ nhận đến", "Receipted to"},
    [SCREEN_SAY_POSITION] = {"SCREEN-45", "Định vị", "Position"},
    [SCREEN_SAY_CLOCK] = {"SCREEN-46", "Lệch đồng hồ", "Clock offset"},
    [SCREEN_SAY_BATTERY] = {"SCREEN-47", "Pin", "Battery"},
    [SCREEN_SAY_NOT_YET] = {"SCREEN-48", "chưa có", "not yet"},
    [SCREEN_SAY_NO_POSITION] = {"SCREEN-49", "không có", "none"},
    [SCREEN_SAY_LOAD_FIRST] =
    {"SCREEN-50", "Xếp trước cho chuyến {0}", "Load first for the run at {0}"},
    [SCREEN_SAY_LOAD_NONE] = {"SCREEN-51", "Không có gì phải xếp trước", "Nothing to load first"},
    [SCREEN_SAY_LOAD_NONE_HOW] =
    {"SCREEN-52",
     "Máy chủ báo khi một hồ sơ chỉ kịp nhờ chuyến sắp đi.",
     "The server warns when only the next run is in time for a dossier."},
    [SCREEN_SAY_MORE] = {"SCREEN-53", "và {0} mã nữa", "and {0} more"},
    [SCREEN_SAY_SEARCH] = {"SCREEN-55", "Tìm hồ sơ", "Find a dossier"},
    [SCREEN_SAY_SEARCH_HOW] =
    {"SCREEN-56", "Quét hoặc gõ mã: máy này biết gì về nó.", "Scan or type: what this unit knows."},
    [SCREEN_SAY_SEARCH_NONE] =
    {"SCREEN-57", "Máy này chưa thấy mã ấy.", "This unit has not seen it."},

    [SCREEN_SAY_SETTINGS] = {"SCREEN-60", "Cài đặt", "Settings"},
    [SCREEN_SAY_LANGUAGE] = {"SCREEN-61", "Ngôn ngữ", "Language"},
    [SCREEN_SAY_LANGUAGE_NAME] = {"SCREEN-62", "Tiếng Việt", "English"},
    [SCREEN_SAY_PRACTICE_MODE] = {"SCREEN-63", "Chế độ tập", "Practice mode"},
    [SCREEN_SAY_PRACTICE_HOW] =
    {"SCREEN-64", "tập quét, không gửi gì đi", "scan for practice, nothing is sent"},
    [SCREEN_SAY_ON] = {"SCREEN-65", "bật", "on"},
    [SCREEN_SAY_OFF] = {"SCREEN-66", "tắt", "off"},
    [SCREEN_SAY_SOUND] = {"SCREEN-67", "Âm thanh", "Sound"},
    [SCREEN_SAY_DEVICE] = {"SCREEN-68", "Máy", "Unit"},
    [SCREEN_SAY_VERSION] = {"SCREEN-69", "Phiên bản", "Version"},

    [SCREEN_SAY_OTHER_LANGUAGE] = {"SCREEN-70", "English", "Tiếng Việt"},
    [SCREEN_SAY_UNDO] = {"SCREEN-71", "Hoàn tác", "Undo"},
    [SCREEN_SAY_DONE] = {"SCREEN-72", "Xong", "Done"},
    [SCREEN_SAY_TO_HANDOVER] = {"SCREEN-73", "Bàn giao", "Hand over"},
    [SCREEN_SAY_BACK] = {"SCREEN-74", "Quay lại", "Back"},
    [SCREEN_SAY_MENU] = {"SCREEN-75", "Xem thêm", "More"},
    [SCREEN_SAY_BEGIN] = {"SCREEN-76", "Bắt đầu", "Begin"},
    [SCREEN_SAY_PUT_ASIDE] = {"SCREEN-77", "Đã để riêng", "Put aside"},
    [SCREEN_SAY_UNDERSTOOD] = {"SCREEN-78", "Đã hiểu", "Understood"},
    [SCREEN_SAY_INCIDENT] = {"SCREEN-79", "Báo sự cố", "Report it"},
    [SCREEN_SAY_ABSENT] = {"SCREEN-80", "Vắng người nhận", "Nobody there"},
    [SCREEN_SAY_END_UNSIGNED] = {"SCREEN-81", "Giao, chờ ký", "Give, unsigned"},
    [SCREEN_SAY_TAKE_ALL] = {"SCREEN-82", "Nhận {0}", "Take {0}"},
    [SCREEN_SAY_TAKE_SHORT] =
    {"SCREEN-83", "Nhận {0}, báo thiếu {1}", "Take {0}, report {1} short"},
    [SCREEN_SAY_TAKE_EXTRA] =
    {"SCREEN-84", "Nhận {0}, thiếu {1}, thừa {2}", "Take {0}: {1} short, {2} over"},
    [SCREEN_SAY_SEND_NOW] = {"SCREEN-85", "Gửi ngay", "Send now"},
    [SCREEN_SAY_CLEAR] = {"SCREEN-86", "Xóa", "Clear"},
    [SCREEN_SAY_FIND] = {"SCREEN-87", "Tìm", "Find"},
    [SCREEN_SAY_NEXT_PAGE] = {"SCREEN-88", "Trang sau", "Next page"},

    [SCREEN_SAY_BAD_SCREEN] =
    {"SCREEN-90",
     "Không có màn hình {0}. Có: login run scan recorded duplicate mismatch handover receive sync "
     "load_first search settings.",
     "There is no screen {0}. There are: login run scan recorded duplicate mismatch handover "
     "receive sync load_first search settings."},
    [SCREEN_SAY_BAD_SIZE] =
    {"SCREEN-91",
     "Kích thước phải viết như 480x800, mỗi cạnh từ 200 đến 4096, không phải {0}.",
     "A size is written as 480x800, each side 200 to 4096, not {0}."},
    [SCREEN_SAY_NO_OUT] =
    {"SCREEN-92",
     "--snapshot cần --out TỆP.png.",
     "--snapshot needs --out FILE.png."},
    [SCREEN_SAY_NOT_PAINTED] =
    {"SCREEN-93", "Không ghi được ảnh {0}.", "The picture {0} could not be written."},
    [SCREEN_SAY_NO_DISPLAY] =
    {"SCREEN-94",
     "Không mở được màn hình ({0}): máy chạy không màn hình, như với --headless.",
     "No display could be opened ({0}): the unit runs without a screen, as with --headless."},
};
/* clang-format on */

const struct said *screen_said(enum screen_saying saying)
{
    assert((unsigned)saying < SCREEN_SAYINGS && sentences[saying].code);
    return &sentences[saying];
}

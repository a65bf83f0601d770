#include "handheld/inputs/scanners_said.h"

#include "base/check.h"

/* clang-format off */
static const struct said sentences[SCANNERS_SAYINGS] = {
    [SCANNERS_READY] =
    {"SCAN-01", "Máy quét {0} sẵn sàng.", "Scanner {0} is ready."},
    [SCANNERS_KEYBOARD] =
    {"SCAN-02",
     "Máy quét {0} sẵn sàng, ở chế độ bàn phím.",
     "Scanner {0} is ready; it types like a keyboard."},
    [SCANNERS_GONE] =
    {"SCAN-03", "Máy quét {0} đã rút ra.", "Scanner {0} was unplugged."},
    [SCANNERS_MUTED] =
    {"SCAN-04",
     "{0} gửi nhanh hơn tay người: không nghe nó trong 60 giây. Rút ra và báo quản trị.",
     "{0} sends faster than any hand: it is not heard for 60 seconds. Unplug it, tell the "
     "administrator."},
    [SCANNERS_STRANGER] =
    {"SCAN-05",
     "Bàn phím lạ {0} vừa cắm vào: không nhận gì từ nó. Không phải của bạn thì rút ra.",
     "A strange keyboard {0} was plugged in: nothing is taken from it. If it is not yours, unplug "
     "it."},
    [SCANNERS_DENIED] =
    {"SCAN-06",
     "{0}: hệ thống không cho dùng. Quản trị cần cấp quyền cho thiết bị này.",
     "{0}: the system does not permit its use. The administrator must grant access to it."},
    [SCANNERS_BUSY] =
    {"SCAN-07",
     "{0}: chương trình khác đang giữ. Đóng chương trình ấy rồi cắm lại.",
     "{0}: another program holds it. Close that one and plug it in again."},
    [SCANNERS_SILENT] =
    {"SCAN-08",
     "{0}: không trả lời. Rút ra, cắm lại; vẫn vậy thì đổi máy quét.",
     "{0}: it does not answer. Unplug it, plug it in again; if that fails, change the scanner."},
    [SCANNERS_OTHER] =
    {"SCAN-09",
     "{0}: theo mô tả của chính nó thì không phải máy quét. Không dùng.",
     "{0}: by its own description it is no scanner. Not used."},
    [SCANNERS_UNKNOWN] =
    {"SCAN-10",
     "{0}: máy quét có định dạng chưa biết. Không dùng, không đoán; chuyển nó sang HID POS.",
     "{0}: a scanner of an unknown format. Not used, not guessed at; switch it to HID POS."},
    [SCANNERS_MALFORMED] =
    {"SCAN-11",
     "{0}: mô tả của thiết bị bị hỏng. Không dùng.",
     "{0}: the device's description is damaged. Not used."},
    [SCANNERS_TOO_MANY] =
    {"SCAN-12",
     "Cắm quá nhiều thiết bị USB: có thiết bị không được xét.",
     "Too many USB devices are plugged in: one was not looked at."},
    [SCANNERS_NO_USB] =
    {"SCAN-13",
     "Không dùng được USB trên máy này.",
     "USB cannot be used on this machine."},
    [PROBE_NONE] =
    {"SCAN-20",
     "Không thấy thiết bị nào có thể là máy quét.",
     "Nothing is plugged in that could be a scanner."},
    [PROBE_SCANNER] =
    {"SCAN-21",
     "{0}: máy quét HID POS. Sẽ được dùng.",
     "{0}: a HID POS scanner. It would be used."},
    [PROBE_HID_UNLISTED] =
    {"SCAN-22",
     "{0}: thiết bị HID. Không dùng vì không có trong danh sách; nếu là máy quét: {1}",
     "{0}: a HID device. Not used, it is not on the list; if it is a scanner: {1}"},
    [PROBE_KEYBOARD] =
    {"SCAN-23",
     "{0}: bàn phím có trong danh sách, coi là máy quét. Sẽ được dùng.",
     "{0}: a keyboard that is on the list as a scanner. It would be used."},
    [PROBE_KEYBOARD_UNLISTED] =
    {"SCAN-24",
     "{0}: bàn phím. Không dùng vì không có trong danh sách; nếu là máy quét: {1}",
     "{0}: a keyboard. Not used, it is not on the list; if it is a scanner: {1}"},
    [PROBE_MOUSE] =
    {"SCAN-25", "{0}: chuột. Không dùng.", "{0}: a mouse. Not used."},
    [PROBE_SERIAL_DEVICE] =
    {"SCAN-26",
     "{0}: thiết bị nối tiếp USB. Dùng được qua cổng của nó, xem dòng có /dev/ttyACM.",
     "{0}: a USB serial device. It can be used through its port, see the line with /dev/ttyACM."},
    [PROBE_NOT_ANY] =
    {"SCAN-27", "{0}: không phải máy quét. Không dùng.", "{0}: no scanner. Not used."},
    [PROBE_PORT] =
    {"SCAN-28",
     "{0}: cổng nối tiếp có trong danh sách. Sẽ được dùng.",
     "{0}: a serial port that is on the list. It would be used."},
    [PROBE_PORT_UNLISTED] =
    {"SCAN-29",
     "{0}: cổng nối tiếp. Không dùng vì không có trong danh sách; nếu là máy quét: {1}",
     "{0}: a serial port. Not used, it is not on the list; if it is a scanner: {1}"},
    [PROBE_PORT_MISSING] =
    {"SCAN-30",
     "{0}: có trong danh sách nhưng không mở được. Đợi đến khi cắm vào.",
     "{0}: it is on the list and cannot be opened. It is waited for."},
};
/* clang-format on */

const struct said *scanners_said(enum scanners_saying saying)
{
    assert((unsigned)saying < SCANNERS_SAYINGS && sentences[saying].code);
    return &sentences[saying];
}

enum scanners_saying scanners_layout_saying(enum hid_layout_fault fault)
{
    switch (fault) {
    case HID_LAYOUT_NO_SCANNER:
        return SCANNERS_OTHER;
    case HID_LAYOUT_NO_DATA:
        return SCANNERS_UNKNOWN;
    case HID_LAYOUT_GOOD:
    case HID_LAYOUT_CUT:
    case HID_LAYOUT_BOUNDS:
    case HID_LAYOUT_UNEVEN:
    case HID_LAYOUT_FAULTS:
        break;
    }
    return SCANNERS_MALFORMED;
}

enum scanners_saying scanners_reason_saying(enum usb_reason reason)
{
    return reason == USB_NOT_PERMITTED ? SCANNERS_DENIED
           : reason == USB_BUSY        ? SCANNERS_BUSY
                                       : SCANNERS_SILENT;
}

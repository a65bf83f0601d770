#include "tools/trao/trao_said.h"

#include "base/check.h"

/* clang-format off */
static const struct said rows[TRAO_SAIDS] = {
    [SAID_NO_VERB] =
    {"CLI-01",
     "Chưa có lệnh. Gõ 'trao --help' để xem các lệnh.",
     "No verb was given. 'trao --help' lists them."},
    [SAID_UNKNOWN_VERB] =
    {"CLI-02",
     "Không có lệnh '{0}'. Gõ 'trao --help' để xem các lệnh.",
     "There is no verb '{0}'. 'trao --help' lists them."},
    [SAID_UNKNOWN_OPTION] =
    {"CLI-03",
     "Tùy chọn '{0}' không có ở lệnh này.",
     "This verb has no option '{0}'."},
    [SAID_NO_VALUE] =
    {"CLI-04",
     "Tùy chọn '{0}' cần một giá trị đứng sau.",
     "Option '{0}' needs a value behind it."},
    [SAID_EXTRA_WORD] =
    {"CLI-05",
     "Thừa '{0}': lệnh này không nhận thêm gì nữa.",
     "'{0}' is one word too many for this verb."},
    [SAID_MISSING] =
    {"CLI-06",
     "Còn thiếu {0}.",
     "{0} is missing."},
    [SAID_BAD_LANGUAGE] =
    {"CLI-07",
     "Ngôn ngữ '{0}' không có; chỉ có vi và en.",
     "There is no language '{0}'; there are vi and en."},
    [SAID_BAD_INSTANT] =
    {"CLI-08",
     "'{0}' không phải thời điểm; viết như 2023-03-21T15:10.",
     "'{0}' is no instant; write it as 2023-03-21T15:10."},
    [SAID_BAD_DURATION] =
    {"CLI-09",
     "'{0}' không phải thời hạn; viết như 10wd, 3hd, 4wh hoặc 3d.",
     "'{0}' is no duration; write it as 10wd, 3hd, 4wh or 3d."},
    [SAID_OUTSIDE] =
    {"CLI-10",
     "'{0}' nằm ngoài các năm mà lịch làm việc có.",
     "'{0}' lies outside the years of the working calendar."},
    [SAID_BEYOND] =
    {"CLI-11",
     "Chú ý: {0} rơi vào năm chưa có lịch nghỉ; ngày hẹn còn có thể đổi.",
     "Note: {0} falls into a year whose holidays are not loaded; it may move."},
    [SAID_NO_FILE] =
    {"CLI-12",
     "Không đọc được '{0}': {1}.",
     "'{0}' cannot be read: {1}."},
    [SAID_NO_CALENDAR] =
    {"CLI-13",
     "Không tìm thấy lịch làm việc; hãy chỉ tệp bằng --calendar.",
     "No working calendar was found; name a file with --calendar."},
    [SAID_CASE_FIELDS] =
    {"CLI-14",
     "Mỗi dòng phải có dạng {0}.",
     "Each line must look like {0}."},
    [SAID_UNKNOWN_CODE] =
    {"CLI-15",
     "'{0}' không thuộc dạng mã nào đã biết; máy quét giữ lại nguyên văn.",
     "'{0}' has the form of no known code; a unit keeps it as it is."},
    [SAID_TWICE] =
    {"CLI-16",
     "Tùy chọn '{0}' được ghi hai lần.",
     "Option '{0}' is given twice."},
    [SAID_NO_MEMORY] =
    {"CLI-17",
     "Không đủ bộ nhớ.",
     "There is not enough memory."},
    [SAID_BAD_WAIT] =
    {"CLI-18",
     "'{0}' không phải số giây; viết từ 1 đến 3600.",
     "'{0}' is no number of seconds; write 1 to 3600."},
    [SAID_BAD_DAY] =
    {"CLI-19",
     "'{0}' không phải ngày; viết như 2026-11-23.",
     "'{0}' is no date; write it as 2026-11-23."},
    [SAID_BAD_LEVEL] =
    {"CLI-20",
     "Không có mức '{0}'; có overdue, will_miss, at_risk, due_soon, unknown, on_track, "
     "done.",
     "There is no level '{0}'; there are overdue, will_miss, at_risk, due_soon, unknown, "
     "on_track, done."},
    [SAID_BAD_CAUSE] =
    {"CLI-21",
     "Không có nguyên nhân '{0}'; có transfer, transfers, processing, both, plan.",
     "There is no cause '{0}'; there are transfer, transfers, processing, both, plan."},
    [SAID_BAD_LIMIT] =
    {"CLI-22",
     "'{0}' không phải số hàng; viết từ 1 đến 65536.",
     "'{0}' is no number of rows; write 1 to 65536."},
    [SAID_ONE_EXPORT] =
    {"CLI-23",
     "Chọn đúng một: --canonical (có thể thêm --out TỆP), --entries TỆP hoặc --acts TỆP.",
     "Choose exactly one: --canonical (perhaps with --out FILE), --entries FILE or --acts "
     "FILE."},
    [SAID_NO_CONFIG] =
    {"CLI-24",
     "Không đọc được cấu hình '{0}'; trao-server tạo ra nó, hoặc chỉ bằng -c.",
     "The configuration '{0}' cannot be read; trao-server makes it, or name one with -c."},
    [SAID_CONFIG_LINE] =
    {"CLI-25",
     "{0}:{1}: dòng này không phải [mục], khóa = giá trị hay chú thích.",
     "{0}:{1}: this line is no [section], no key = value and no comment."},
    [SAID_CONFIG_VALUE] =
    {"CLI-26",
     "Cấu hình: '{0}' không dùng được giá trị '{1}'.",
     "Configuration: '{0}' cannot have the value '{1}'."},
    [SAID_LONG_PATH] =
    {"CLI-27",
     "Đường dẫn '{0}' quá dài.",
     "The path '{0}' is too long."},
    [SAID_NO_BOOK] =
    {"CLI-28",
     "Chưa có sổ '{0}': trao-server chưa chạy lần nào, hoặc vai trò watch đang dựng sổ.",
     "There is no book '{0}' yet: trao-server has never run, or its role watch is still "
     "making it."},
    [SAID_BOOK_NEW] =
    {"CLI-29",
     "Sổ '{0}' do phiên bản mới hơn ghi; hãy nâng cấp trao.",
     "The book '{0}' was written by a newer version; update trao."},
    [SAID_NOT_A_BOOK] =
    {"CLI-30",
     "'{0}' không phải sổ mà lệnh này đọc.",
     "'{0}' is no book that this verb reads."},
    [SAID_NO_WRITE] =
    {"CLI-31",
     "Không ghi được '{0}': {1}.",
     "'{0}' cannot be written: {1}."},
    [SAID_NO_DESK] =
    {"CLI-32",
     "Không có '{0}': trao-server tạo thiết bị quản trị khi chạy lần đầu.",
     "There is no '{0}': trao-server makes the administrator's device at its first start."},
    [SAID_DESK_FILE] =
    {"CLI-33",
     "Thiết bị quản trị không dùng được '{0}': {1}.",
     "The administrator's device cannot use '{0}': {1}."},
    [SAID_DESK_BUSY] =
    {"CLI-34",
     "Một lệnh trao khác đang ghi '{0}'; hãy thử lại sau.",
     "Another trao command is writing '{0}'; try again later."},
    [SAID_DISK_FULL] =
    {"CLI-35",
     "Đĩa gần đầy: không ghi gì thêm.",
     "The disk is nearly full: nothing was written."},
    [SAID_SERVER_SILENT] =
    {"CLI-36",
     "Không tới được máy chủ; đã giữ lại, sẽ gửi cùng lệnh import hoặc device sau.",
     "The server cannot be reached; what was said is kept, and goes with the next import "
     "or device command."},
    [SAID_SERVER_UNPROVEN] =
    {"CLI-37",
     "Nơi trả lời không chứng minh được khóa của máy chủ (keys/server.pub); đã giữ lại, "
     "chưa gửi gì.",
     "Whoever answers there did not prove the server's key (keys/server.pub); all is kept, "
     "nothing was sent."},
    [SAID_NOT_ADMITTED] =
    {"CLI-38",
     "Máy chủ không nhận khóa của thiết bị quản trị; đã giữ lại.",
     "The server does not admit the administrator's key; what was said is kept."},
    [SAID_SERVER_REFUSED] =
    {"CLI-39",
     "Máy chủ từ chối; xem nhật ký của nó. Đã giữ lại.",
     "The server refuses; see its log. What was said is kept."},
    [SAID_DESK_LOCKED] =
    {"CLI-40",
     "Thiết bị quản trị bị khóa vì sổ của nó có bản sao khác; hai người phải đăng ký khóa "
     "mới.",
     "The administrator's device is locked: another copy of its journal has spoken. Two "
     "persons must enrol a new key."},
    [SAID_DESK_OUTDATED] =
    {"CLI-41",
     "Máy chủ và trao khác phiên bản quá xa; hãy nâng cấp. Đã giữ lại.",
     "Server and trao are too many versions apart; update them. What was said is kept."},
    [SAID_DESK_REVOKED] =
    {"CLI-42",
     "Thiết bị quản trị này đã bị thu hồi; những gì nó nói được để riêng.",
     "This administrator's device has been revoked; what it says is kept apart."},
    [SAID_SENDING] =
    {"CLI-43",
     "đã gửi {0} trên {1} mục ({2} %)",
     "sent {0} of {1} entries ({2} %)"},
    [SAID_TWO_PERSONS] =
    {"CLI-44",
     "--by và --and phải là hai người khác nhau, mỗi tên không quá 63 byte.",
     "--by and --and must be two different persons, each name at most 63 bytes."},
    [SAID_NO_CARD] =
    {"CLI-45",
     "'{0}' không phải thẻ thiết bị (unit.pub), hoặc thẻ bị hỏng.",
     "'{0}' is no device card (unit.pub), or a damaged one."},
    [SAID_CARD_NEW] =
    {"CLI-46",
     "Thẻ '{0}' thuộc dạng mới hơn; hãy nâng cấp trao.",
     "The card '{0}' is of a newer form; update trao."},
    [SAID_DEVICE_KIND] =
    {"CLI-47",
     "Không có loại thiết bị '{0}'; có handheld, desk, import, cabinet, admin.",
     "There is no kind of device '{0}'; there are handheld, desk, import, cabinet, admin."},
    [SAID_LONG_TEXT] =
    {"CLI-48",
     "{0}: quá dài hoặc không phải UTF-8.",
     "{0}: too long, or not UTF-8."},
    [SAID_NOT_A_DEVICE] =
    {"CLI-49",
     "'{0}' không phải số thiết bị (16 chữ số thập lục phân).",
     "'{0}' is no device's number (16 hexadecimal digits)."},
    [SAID_NO_DEVICE] =
    {"CLI-50",
     "Thiết bị {0} chưa từng được đăng ký.",
     "Device {0} was never enrolled."},
    [SAID_BAD_PLACE] =
    {"CLI-51",
     "'{0}' không phải KỲ/SỐ, ví dụ 1/250; 0/0 là không tin mục nào.",
     "'{0}' is no EPOCH/SEQ such as 1/250; 0/0 trusts no entry."},
    [SAID_ENROLLED] =
    {"CLI-52",
     "Đã đăng ký thiết bị {0}.",
     "Device {0} is enrolled."},
    [SAID_ENROLLED_BEFORE] =
    {"CLI-53",
     "Thiết bị {0} đã được đăng ký như thế từ trước; không có gì thay đổi.",
     "Device {0} was enrolled just so before; nothing has changed."},
    [SAID_NOT_ENROLLED] =
    {"CLI-54",
     "Máy chủ đã nhận lời khai nhưng không đăng ký thiết bị {0}: số hoặc khóa đã thuộc "
     "thiết bị khác, hoặc bảng đầy.",
     "The server has the statement but did not enrol device {0}: its number or key belongs "
     "to another one, or the table is full."},
    [SAID_WAS_REVOKED] =
    {"CLI-55",
     "Thiết bị {0} đã bị thu hồi; hãy tạo khóa mới trên máy rồi đăng ký lại.",
     "Device {0} has been revoked; make a new key on the unit and enrol that."},
    [SAID_REVOKED] =
    {"CLI-56",
     "Đã thu hồi thiết bị {0}; còn tin đến mục {1}.",
     "Device {0} is revoked; it stays trusted up to entry {1}."},
    [SAID_REVOKED_BEFORE] =
    {"CLI-57",
     "Thiết bị {0} đã bị thu hồi từ trước, đến mục {1}; không có gì thay đổi.",
     "Device {0} was revoked before, up to entry {1}; nothing has changed."},
    [SAID_FILE_LONG] =
    {"CLI-58",
     "'{0}' lớn hơn {1} MiB; hãy chia nhỏ.",
     "'{0}' is larger than {1} MiB; split it."},
    [SAID_WHOLE_LONG] =
    {"CLI-59",
     "Lịch hoặc kế hoạch lớn hơn 2 MiB.",
     "A calendar or plan larger than 2 MiB."},
    [SAID_NO_KIND] =
    {"CLI-60",
     "Không nhận ra '{0}' là gì; hãy nói rõ bằng --feed, --supplements, --acts, --plan, "
     "--calendar hoặc --offices.",
     "'{0}' is not recognised; say what it is with --feed, --supplements, --acts, --plan, "
     "--calendar or --offices."},
    [SAID_JSON_FEED_ONLY] =
    {"CLI-61",
     "'{0}' là JSON; chỉ nguồn hồ sơ có dạng JSON, các tệp khác là CSV.",
     "'{0}' is JSON; only the feed of dossiers may be, the other files are CSV."},
    [SAID_FAULTS] =
    {"CLI-62",
     "Có {0} lỗi; không ghi gì cả.",
     "Faults: {0}; nothing was written."},
    [SAID_CHECKED] =
    {"CLI-63",
     "{0}: {1}, {2} dòng, không có lỗi.",
     "{0}: {1}, {2} rows, no faults."},
    [SAID_IMPORTED] =
    {"CLI-64",
     "{0}: đã đưa vào {2} dòng ({1}).",
     "{0}: imported {2} rows ({1})."},
    [SAID_IMPORT_KEPT] =
    {"CLI-65",
     "{0}: đã giữ {2} dòng ({1}), chưa gửi.",
     "{0}: kept {2} rows ({1}), not sent yet."},
    [SAID_IMPORTED_BEFORE] =
    {"CLI-66",
     "{0}: tệp này ({1}, {2} dòng) đã được đưa vào từ trước; không có gì thay đổi.",
     "{0}: this file ({1}, {2} rows) was imported before; nothing has changed."},
    [SAID_PLAN_FIRST] =
    {"CLI-67",
     "'{0}' là kế hoạch, nhưng chưa có lịch làm việc nào; hãy đưa lịch vào trước hoặc cùng "
     "lúc.",
     "'{0}' is a plan, but there is no working calendar yet; import one before it or with "
     "it."},
    [SAID_SEMICOLON] =
    {"CLI-68",
     "Dòng {0}: các cột ngăn bằng dấu chấm phẩy; hãy lưu lại với dấu phẩy.",
     "Line {0}: the columns are separated by semicolons; save the file with commas."},
    [SAID_NO_COLUMN] =
    {"CLI-69",
     "Dòng {0}: thiếu cột {1}.",
     "Line {0}: the column {1} is missing."},
    [SAID_FIELD_COUNT] =
    {"CLI-70",
     "Dòng {0}: có {1} cột, cần {2}.",
     "Line {0}: {1} columns instead of {2}."},
    [SAID_QUOTES] =
    {"CLI-71",
     "Dòng {0}: dấu ngoặc kép đặt sai chỗ.",
     "Line {0}: a quotation mark where none may stand."},
    [SAID_QUOTE_OPEN] =
    {"CLI-72",
     "Dòng {0}: dấu ngoặc kép mở ra mà không đóng.",
     "Line {0}: a quotation mark is opened and never closed."},
    [SAID_ROW_LONG] =
    {"CLI-73",
     "Dòng {0}: dài quá 4096 byte.",
     "Line {0}: longer than 4096 bytes."},
    [SAID_CONTROL_BYTE] =
    {"CLI-74",
     "Dòng {0}: {1} có xuống dòng hoặc ký tự điều khiển: {2}",
     "Line {0}: {1} holds a line break or control character: {2}"},
    [SAID_NOT_UTF8] =
    {"CLI-75",
     "Dòng {0}: {1} không phải UTF-8: {2}",
     "Line {0}: {1} is not UTF-8: {2}"},
    [SAID_NOT_A_DOSSIER] =
    {"CLI-76",
     "Dòng {0}: MaHoSo không phải mã hồ sơ: {1}",
     "Line {0}: MaHoSo is no dossier's code: {1}"},
    [SAID_OFFICE_CODE] =
    {"CLI-77",
     "Dòng {0}: đơn vị thiếu mã hoặc tên: {1}",
     "Line {0}: an office without code or name: {1}"},
    [SAID_OFFICE_KIND] =
    {"CLI-78",
     "Dòng {0}: loại đơn vị là center, agency hoặc post, không phải {1}.",
     "Line {0}: the kind of an office is center, agency or post, not {1}."},
    [SAID_NOT_JSON] =
    {"CLI-79",
     "Dòng {0}: không phải JSON: {1}.",
     "Line {0}: not JSON: {1}."},
    [SAID_JSON_DEEP] =
    {"CLI-80",
     "Dòng {0}: JSON lồng quá sâu.",
     "Line {0}: JSON that nests too deep."},
    [SAID_JSON_NO_DATA] =
    {"CLI-81",
     "Dòng {0}: cần một mảng hồ sơ, hoặc một đối tượng có mảng \"data\".",
     "Line {0}: expected an array of dossiers, or an object with an array \"data\"."},
    [SAID_JSON_ROW] =
    {"CLI-82",
     "Dòng {0}: mỗi hồ sơ phải là một đối tượng.",
     "Line {0}: each dossier must be an object."},
    [SAID_JSON_TYPE] =
    {"CLI-83",
     "Dòng {0}: {1} không đúng kiểu; cần chuỗi (hoặc mảng đối tượng với danh sách bổ "
     "sung).",
     "Line {0}: {1} is of the wrong type; expected a string (or an array of objects for "
     "the supplements)."},
    [SAID_NO_DOSSIER] =
    {"CLI-84",
     "Sổ chưa biết hồ sơ {0}.",
     "The book does not know dossier {0}."},
    [SAID_TRACE_CODE] =
    {"CLI-85",
     "'{0}' không phải mã hồ sơ.",
     "'{0}' is no dossier's code."},
    [SAID_TAKE_RUN] =
    {"CLI-86",
     "lên chuyến {0} ({1})",
     "take the {0} run ({1})"},
    [SAID_EXTRA_RUN] =
    {"CLI-87",
     "gọi thêm chuyến ({1}) trước {0}",
     "call an extra run ({1}) before {0}"},
    [SAID_NOTHING_SAVES] =
    {"CLI-88",
     "không còn cách cứu",
     "nothing saves it any more"},
    [SAID_LATE_COUNTS] =
    {"CLI-89",
     "{0} quá hạn, {1} sẽ trễ, {2} nguy cơ trễ, {3} sắp đến hạn.",
     "{0} overdue, {1} will miss, {2} at risk, {3} due soon."},
    [SAID_LATE_AS_OF] =
    {"CLI-90",
     "Chưa rõ: {0} (--level unknown). Số liệu đến {1}.",
     "Unknown: {0} (--level unknown). As of {1}."},
    [SAID_AS_OF] =
    {"CLI-91",
     "Số liệu đến {0}.",
     "As of {0}."},
    [SAID_NO_SERVER] =
    {"CLI-92",
     "Không chạy được {0}.",
     "{0} cannot be started."},
    [SAID_NOT_REBUILT] =
    {"CLI-93",
     "Không dựng lại được; trao-server đã nói vì sao. Sổ cũ còn nguyên.",
     "The book was not rebuilt; trao-server said why. The old one is as it was."},
    [SAID_REBUILT] =
    {"CLI-94",
     "Đã dựng lại flags.db từ acts.db.",
     "flags.db was made anew from acts.db."},
    [SAID_EXPORTED] =
    {"CLI-95",
     "{0}: đã ghi {1} mục.",
     "{0}: {1} written."},
    [SAID_EXPORTING] =
    {"CLI-96",
     "đã ghi {0} trên {1} hàng ({2} %)",
     "wrote {0} of {1} rows ({2} %)"},
    [SAID_VERIFYING] =
    {"CLI-97",
     "đã kiểm {2} %: {0} trên {1}",
     "checked {2} %: {0} of {1}"},
    [SAID_VERIFIED] =
    {"CLI-98",
     "{2}: {0} mục, {1} thiết bị; chuỗi và chữ ký đều đúng.",
     "{2}: entries {0}, devices {1}; chain and signatures are in order."},
    [SAID_NOT_VERIFIED] =
    {"CLI-99",
     "{2}: {0} mục, {1} thiết bị; tìm thấy {3} lỗi.",
     "{2}: entries {0}, devices {1}; faults found: {3}."},
    [SAID_VERIFY_SIGNATURE] =
    {"CLI-100",
     "chữ ký không phải của thiết bị: mục này đã bị sửa hoặc giả mạo",
     "the signature is not its device's: the entry was changed or forged"},
    [SAID_VERIFY_LINK] =
    {"CLI-101",
     "không nối với mục đứng trước: một trong hai đã bị thay",
     "it does not link to the entry before it: one of the two was replaced"},
    [SAID_VERIFY_GAP] =
    {"CLI-102",
     "thiếu mục ở phía trước, hoặc mục này lặp lại",
     "entries before it are missing, or it comes twice"},
    [SAID_VERIFY_NO_KEY] =
    {"CLI-103",
     "không biết khóa của thiết bị; hãy chỉ thẻ bằng --card unit.pub",
     "the device's key is not known; name its card with --card unit.pub"},
    [SAID_VERIFY_OTHER_KEY] =
    {"CLI-104",
     "khóa không thuộc số thiết bị này",
     "the key does not belong to this device's number"},
    [SAID_VERIFY_NAMED] =
    {"CLI-105",
     "kỳ mới gọi tên một mục chưa từng có",
     "the new epoch names an entry that was never there"},
    [SAID_VERIFY_SHAPE] =
    {"CLI-106",
     "các byte ở đây không phải một mục",
     "the bytes here are no entry"},
    [SAID_VERIFY_NEW] =
    {"CLI-107",
     "mục thuộc dạng mới hơn; hãy nâng cấp trao",
     "an entry of a newer form; update trao"},
    [SAID_VERIFY_ROW] =
    {"CLI-108",
     "sổ ghi về tin nhắn này khác với chính nó",
     "what the book says of this message is not what it holds"},
    [SAID_VERIFY_MESSAGE] =
    {"CLI-109",
     "không mở được tin nhắn đã lưu",
     "the stored message does not open"},
    [SAID_VERIFY_NO_ROW] =
    {"CLI-110",
     "thiếu một hàng của sổ",
     "a row of the book is missing"},
    [SAID_VERIFY_HEAD] =
    {"CLI-111",
     "mức cao nhất ghi trong sổ không phải mục mới nhất của thiết bị",
     "the high water in the book is not the device's newest entry"},
    [SAID_VERIFY_DAMAGED] =
    {"CLI-112",
     "mục này hỏng hoặc mất",
     "this entry is damaged or missing"},
    [SAID_READING] =
    {"CLI-113",
     "đã đọc {2} %: {0} trên {1} byte",
     "read {2} %: {0} of {1} bytes"},
    [SAID_LATE_MORE] =
    {"CLI-114",
     "Chỉ {0} hồ sơ gấp nhất; --limit cho xem thêm.",
     "Only the {0} most urgent ones; --limit shows more."},
    [SAID_COPYING] =
    {"CLI-115",
     "đã chép {2} %: {0} trên {1} trang",
     "copied {2} %: {0} of {1} pages"},
    [SAID_BACKED_UP] =
    {"CLI-116",
     "{0}: {1} hàng, {2} mục, {3} thiết bị; đã đọc lại từ đĩa và kiểm.",
     "{0}: rows {1}, entries {2}, devices {3}; read back from the disk and checked."},
    [SAID_BACKUP_RAISED] =
    {"CLI-117",
     "Từ nay máy quét được xóa những gì đã nằm trong bản sao này và cũ hơn 35 ngày.",
     "Units may now delete what is in this backup and older than 35 days."},
    [SAID_BACKUP_NOT_RAISED] =
    {"CLI-118",
     "Bản sao tốt, nhưng máy chủ không nhận lời báo về nó: máy quét chưa xóa gì. Xem nhật ký.",
     "The backup is good, but the server did not take the word on it: units delete nothing. See the"
     " log."},
    [SAID_BACKUP_BUSY] =
    {"CLI-119",
     "Đang có một lần sao lưu khác vào '{0}'. Chờ nó xong rồi làm lại.",
     "Another backup into '{0}' is under way. Try again when it is done."},
    [SAID_BACKUP_FULL] =
    {"CLI-120",
     "Đĩa của '{0}' đã đầy: không giữ lại gì của lần này. Dọn chỗ rồi làm lại.",
     "The disk of '{0}' is full: nothing of this run was kept. Make room and try again."},
    [SAID_BACKUP_BAD] =
    {"CLI-121",
     "Sổ trên máy chủ hỏng nên không giữ bản sao nào trong '{0}'. Bản sao cũ còn nguyên: xem"
     " 'trao restore'.",
     "The server's book is damaged, so no backup was kept in '{0}'. Older ones are untouched: see"
     " 'trao restore'."},
    [SAID_NO_BACKUP] =
    {"CLI-122",
     "'{0}' không phải một bản sao lưu, và trong đó cũng không có bản nào.",
     "'{0}' is no backup, nor is there one in it."},
    [SAID_BACKUP_NEW] =
    {"CLI-123",
     "'{0}' do chương trình mới hơn ghi. Hãy nâng cấp rồi làm lại.",
     "'{0}' was written by a newer program. Update and try again."},
    [SAID_BACKUP_MANIFEST] =
    {"CLI-124",
     "Tệp 'manifest' trong '{0}' đã bị sửa hoặc hỏng. Dùng bản sao khác.",
     "The file 'manifest' in '{0}' was changed or is damaged. Take another backup."},
    [SAID_BACKUP_FILE] =
    {"CLI-125",
     "tệp này hỏng, mất hoặc đã bị sửa",
     "this file is damaged, missing or changed"},
    [SAID_BACKUP_PAGES] =
    {"CLI-126",
     "các trang của sổ không khớp nhau",
     "the pages of the book do not fit together"},
    [SAID_BACKUP_OTHER] =
    {"CLI-127",
     "nội dung sổ khác với điều 'manifest' ghi",
     "the book holds something else than the manifest says"},
    [SAID_BACKUP_FAULTS] =
    {"CLI-128",
     "Bản sao '{0}' hỏng ({1} lỗi): không khôi phục gì. Dùng bản sao khác.",
     "The backup '{0}' is damaged ({1} faults): nothing was restored. Take another one."},
    [SAID_SERVER_RUNS] =
    {"CLI-129",
     "Còn chương trình đang dùng '{0}'. Dừng trao-server rồi làm lại.",
     "'{0}' is still in use. Stop trao-server and try again."},
    [SAID_OTHER_SERVER] =
    {"CLI-130",
     "'{0}' là bản sao của máy chủ khác: khóa không giống khóa trong '{1}'. Không khôi phục gì.",
     "'{0}' is another server's backup: its key is not the one in '{1}'. Nothing was restored."},
    [SAID_RESTORED] =
    {"CLI-131",
     "Đã khôi phục {1} hàng từ '{0}' (sao lưu lúc {3}) vào '{2}'. Khởi động trao-server: máy quét"
     " sẽ gửi lại phần còn thiếu.",
     "Restored {1} rows from '{0}' (made {3}) into '{2}'. Start trao-server: units send again what"
     " is missing."},
    [SAID_RESTORED_ASIDE] =
    {"CLI-132",
     "Những gì có ở đó trước kia nằm trong '{0}'.",
     "What stood there before is kept in '{0}'."},
    [SAID_NO_PLAN] =
    {"CLI-133",
     "Sổ chưa có lịch hoặc kế hoạch chuyến. Đưa vào bằng 'trao import'.",
     "The books have no calendar or no plan yet. 'trao import' brings them in."},
    [SAID_BAD_BY] =
    {"CLI-134",
     "Không gộp theo '{0}' được; có party, cause, agency, leg, run, week.",
     "'{0}' is nothing to sum by; there are party, cause, agency, leg, run, week."},
    [SAID_MINUTES_SUM] =
    {"CLI-135",
     "Cộng: {0} phút làm việc từ {1} đến {2}.",
     "Sum: {0} working minutes from {1} to {2}."},
    [SAID_MINUTES_TOTAL] =
    {"CLI-136",
     "Cộng: {0} phút làm việc của {1} hồ sơ, tính đến {2}.",
     "Sum: {0} working minutes of {1} dossiers, as of {2}."},
    [SAID_MINUTES_NONE] =
    {"CLI-137",
     "Không có phút làm việc nào để tính.",
     "There are no working minutes to count."},
    [SAID_NOTICES_AS_OF] =
    {"CLI-138",
     "{0} lời báo còn hiệu lực hoặc được hỏi. Số liệu đến {1}.",
     "{0} notices that stand or were asked for. As of {1}."},
    [SAID_BAD_RUNG] =
    {"CLI-139",
     "Không có bậc {0}; các bậc là holder, officer, manager.",
     "There is no rung {0}; there are holder, officer and manager."},
    [SAID_DOUBTS] =
    {"CLI-178",
     "Ngày hẹn đáng ngờ: {0} dòng, đã nêu ở trên; hẹn trước ngày nhận là chưa rõ.",
     "Odd promises: {0}, named above; one before the receipt is unknown."},
};
/* clang-format on */

const struct said *trao_said(enum trao_said which)
{
    assert(which < TRAO_SAIDS);
    return &rows[which];
}

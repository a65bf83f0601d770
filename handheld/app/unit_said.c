#include "handheld/app/unit_said.h"

#include "base/check.h"

/* clang-format off */
static const struct said sentences[UNIT_SAYINGS] = {
    [SAY_RECORDED] =
    {"UNIT-01",
     "{0}: {1}, đã ghi ({2} mã).",
     "{0}: {1}, recorded ({2} so far)."},
    [SAY_RECORDED_NEXT] =
    {"UNIT-02",
     "{0}: đã ghi vào biên bản mới; biên bản trước đủ {1} mã, đã chốt.",
     "{0}: recorded in a new record; the one before is full with {1} codes and closed."},
    [SAY_CLAIM] =
    {"UNIT-03",
     "{0}: đã ghi, nhưng theo sổ máy này {1} đang giữ từ {2}; sẽ báo là mâu thuẫn.",
     "{0}: recorded, but by this unit's book {1} holds it since {2}; reported as a conflict."},
    [SAY_BEGUN] =
    {"UNIT-04",
     "{0}: hãy quét từng mã.",
     "{0}: scan each code."},
    [SAY_BEGUN_AFTER] =
    {"UNIT-05",
     "{0}: hãy quét từng mã. Việc trước đã chốt: {1}, {2} mã.",
     "{0}: scan each code. Ended before it: {1}, {2} codes."},
    [SAY_ENDED] =
    {"UNIT-06",
     "{0}: xong, {1} mã.",
     "{0}: done, {1} codes."},
    [SAY_GIVEN] =
    {"UNIT-07",
     "Đã ghi giao {1} mã cho {0}; còn chờ bên nhận quét nhận.",
     "Given: {1} codes to {0}; the receiver has yet to take them."},
    [SAY_SIGNED] =
    {"UNIT-08",
     "{0} ({2}) đã ký nhận {1} mã.",
     "{0} ({2}) has signed for {1} codes."},
    [SAY_ABSENT] =
    {"UNIT-09",
     "Đã ghi giao {1} mã cho {0}, không có người nhận ({2}): bên giao vẫn chịu trách nhiệm.",
     "Given: {1} codes to {0}, nobody there to receive ({2}): the giver stays liable."},
    [SAY_TAKEN] =
    {"UNIT-10",
     "Đã nhận {1} mã từ {0}.",
     "Taken: {1} codes from {0}."},
    [SAY_PERSON] =
    {"UNIT-11",
     "Người dùng máy: {0} ({1}).",
     "In hand of {0} ({1})."},
    [SAY_PERSON_AFTER] =
    {"UNIT-12",
     "Người dùng máy: {0} ({1}). Việc trước đã chốt: {2}, {3} mã.",
     "In hand of {0} ({1}). Ended before it: {2}, {3} codes."},
    [SAY_UNDONE] =
    {"UNIT-13",
     "{0}: đã hoàn tác; lần ghi cũ vẫn nằm trong sổ.",
     "{0}: taken back; what was written stays in the book."},
    [SAY_NOTHING_OPEN] =
    {"UNIT-14",
     "Không có việc nào đang mở.",
     "Nothing is open."},
    [SAY_SEALED] =
    {"UNIT-15",
     "{0}: đã niêm phong, khai {1} mã.",
     "{0}: sealed, {1} declared."},
    [SAY_SEALED_OTHER] =
    {"UNIT-16",
     "{0}: đã niêm phong, khai {1} mã nhưng máy này đã đóng {2}: hãy đếm lại.",
     "{0}: sealed, {1} declared, but {2} packed on this unit: count again."},
    [SAY_RUN] =
    {"UNIT-17",
     "{1}: {0} {2}, đã ghi.",
     "{1}: {0} {2}, recorded."},
    [SAY_TEST_GOOD] =
    {"UNIT-18",
     "Máy quét gõ đúng.",
     "The scanner types what it should."},

    [SAY_BOUNCE] =
    {"UNIT-20",
     "{0}: vừa quét rồi.",
     "{0}: scanned just now."},
    [SAY_ALREADY] =
    {"UNIT-21",
     "{0}: đã có từ {1}.",
     "{0}: already there since {1}."},

    [SAY_UNKNOWN_KEPT] =
    {"UNIT-30",
     "Mã lạ, đã giữ lại: {0}",
     "Unknown code, kept: {0}"},
    [SAY_NO_OPERATION_KEPT] =
    {"UNIT-31",
     "Chưa chọn việc; mã {0} đã được giữ lại, chưa tính.",
     "No operation chosen; {0} is kept and does not count yet."},
    [SAY_NO_PERSON] =
    {"UNIT-32",
     "Hãy quét thẻ trước khi làm việc.",
     "Scan your badge first."},
    [SAY_NO_BADGE] =
    {"UNIT-33",
     "{0} không phải thẻ người dùng.",
     "{0} is not a badge."},
    [SAY_OTHER_BADGE] =
    {"UNIT-34",
     "Thẻ {0} không phải của bên nhận {1}. Hãy quét thẻ người nhận.",
     "The badge {0} is not of the receiver {1}. Scan the receiver's badge."},
    [SAY_GIVERS_BADGE] =
    {"UNIT-35",
     "Đang nhận: bên nhận không ký thay bên giao. Kết thúc việc nhận trước.",
     "Taking: the receiver does not sign for the giver. End the take first."},
    [SAY_SELF] =
    {"UNIT-36",
     "Không thể bàn giao cho chính mình: {0}.",
     "Nobody hands over to himself: {0}."},
    [SAY_BAD_COMMAND] =
    {"UNIT-37",
     "Không hiểu lệnh: {0}",
     "No such command: {0}"},
    [SAY_BAD_FORM] =
    {"UNIT-38",
     "Lệnh thiếu, thừa hoặc sai chữ: {0}",
     "The command has a word too few, too many, or one that is no text: {0}"},
    [SAY_BAD_PARTY] =
    {"UNIT-39",
     "{0} không phải bên giao nhận: viết center, post hoặc mã cơ quan.",
     "{0} is no party that hands over: write center, post or an agency's code."},
    [SAY_UNKNOWN_PARTY] =
    {"UNIT-40",
     "{0} không có trong danh sách cơ quan.",
     "{0} is not in the list of offices."},
    [SAY_BAD_EXCEPTION] =
    {"UNIT-41",
     "Không có loại sự cố {0}: over, short, misrouted, seal_broken, damaged, lost, found, "
     "unreadable.",
     "There is no exception {0}: over, short, misrouted, seal_broken, damaged, lost, found, "
     "unreadable."},
    [SAY_BAD_COUNT] =
    {"UNIT-42",
     "Số lượng phải từ 0 đến 9999, không phải {0}.",
     "The count must be 0 to 9999, not {0}."},
    [SAY_BAD_RUN] =
    {"UNIT-43",
     "Chuyến phải viết TUYẾN/ĐỢT như R2/1, không phải {0}.",
     "A run is written ROUTE/ROUND as R2/1, not {0}."},
    [SAY_NO_CONTAINER] =
    {"UNIT-44",
     "{0} không phải mã bó hoặc túi.",
     "{0} is not the code of a bundle or bag."},
    [SAY_INTO_ITSELF] =
    {"UNIT-45",
     "Không thể đóng bó {0} vào chính nó.",
     "The bundle {0} cannot go into itself."},
    [SAY_NOTHING_TO_UNDO] =
    {"UNIT-46",
     "Không còn gì để hoàn tác.",
     "There is nothing left to take back."},
    [SAY_UNDO_SIGNED] =
    {"UNIT-47",
     "Hai bên đã ký; muốn sửa phải có quyết định của hai người.",
     "Both sides have signed; a correction needs a ruling by two persons."},
    [SAY_UNDO_OTHERS] =
    {"UNIT-48",
     "Việc đó là của {0}; chỉ bên ấy hoàn tác được.",
     "That was done by {0}; only that party can take it back."},
    [SAY_NOT_GIVING] =
    {"UNIT-49",
     "Không có việc giao nào đang mở.",
     "No give is open."},
    [SAY_NOTHING_GIVEN] =
    {"UNIT-50",
     "Chưa quét mã nào để giao.",
     "No code has been scanned to give."},
    [SAY_DOUBT_FUTURE] =
    {"UNIT-51",
     "{0}: ngày trong mã ở tương lai. Xem lại giấy, gõ lần nữa để nhận.",
     "{0}: the date in the code lies ahead. Look again; type it once more to accept."},
    [SAY_DOUBT_OLD] =
    {"UNIT-52",
     "{0}: ngày trong mã đã quá hai năm. Xem lại giấy, gõ lần nữa để nhận.",
     "{0}: the date in the code is over two years old. Look again; type it once more to accept."},
    [SAY_DOUBT_AGENCY] =
    {"UNIT-53",
     "{0}: không có cơ quan {1}. Xem lại giấy, gõ lần nữa để nhận.",
     "{0}: there is no agency {1}. Look again; type it once more to accept."},
    [SAY_LINE_LONG] =
    {"UNIT-54",
     "Dòng nhập dài quá, không nhận.",
     "The line is too long and refused."},
    [SAY_CHOOSE_RUN] =
    {"UNIT-55",
     "Máy này chưa chọn chuyến bằng thẻ lệnh; hãy nhập chuyến khi đến và đi.",
     "Runs are not chosen by card on this unit; name the run when you arrive and depart."},
    [SAY_CHOOSE_EXCEPTION] =
    {"UNIT-56",
     "Hãy chọn loại sự cố trước khi quét mã.",
     "Choose the kind of exception before you scan the code."},
    [SAY_DISK_FULL] =
    {"UNIT-57",
     "Bộ nhớ máy gần đầy: CHƯA ghi. Hãy đưa máy tới nơi có mạng.",
     "The unit's memory is nearly full: NOT recorded. Take the unit to where there is network."},
    [SAY_NOT_WRITTEN] =
    {"UNIT-58",
     "Không ghi được vào bộ nhớ: CHƯA ghi. Hãy làm lại.",
     "The memory could not be written: NOT recorded. Do it again."},
    [SAY_READ_ONLY] =
    {"UNIT-59",
     "Bộ nhớ chỉ đọc được: CHƯA ghi. Sổ cũ vẫn còn; hãy đổi máy.",
     "The memory can only be read: NOT recorded. The old book is still there; change units."},
    [SAY_LOCKED] =
    {"UNIT-60",
     "Máy bị khóa vì có bản sao của sổ: CHƯA ghi. Hai người phải đăng ký lại máy với khóa mới.",
     "The unit is locked, a copy of its book exists: NOT recorded. Two persons must enrol it "
     "anew."},
    [SAY_DAMAGED] =
    {"UNIT-61",
     "Sổ của máy bị hỏng ở mục {0}; hãy báo quản trị.",
     "The unit's book is damaged at entry {0}; tell the administrator."},

    [SAY_SCANNER_FAULT] =
    {"UNIT-62",
     "Máy quét gửi dữ liệu hỏng ({0}): đã bỏ. Hãy quét lại.",
     "The scanner sent what cannot be used ({0}): dropped. Scan again."},
    [SAY_SCANNER_CUT] =
    {"UNIT-63",
     "Máy quét ngắt giữa chừng: mã dở đã bỏ. Hãy quét lại.",
     "The scanner stopped in mid-code: the part is dropped. Scan again."},

    [SAY_STILL_OPEN] =
    {"UNIT-70",
     "Còn dở: {0}, {1} mã.",
     "Still open: {0}, {1} codes."},
    [SAY_NO_FIX] =
    {"UNIT-71",
     "Không có định vị: các lần quét được ghi không kèm vị trí.",
     "No position: scans are recorded without one."},
    [SAY_CLOCK_UNSET] =
    {"UNIT-72",
     "Đồng hồ máy chưa đặt: giờ được ghi là chưa biết.",
     "The clock is not set: times are recorded as not known."},
    [SAY_CLOCK_MOVED] =
    {"UNIT-73",
     "Đồng hồ máy đã bị chỉnh {0} giây; việc này được ghi vào sổ.",
     "The unit's clock was moved by {0} seconds; that is written in the book."},
    [SAY_UPDATE_NEEDED] =
    {"UNIT-74",
     "Cần cập nhật phần mềm; dữ liệu vẫn được giữ trên máy.",
     "Update needed; the data are kept on the unit."},
    [SAY_REFUSED] =
    {"UNIT-75",
     "Máy chủ từ chối (lý do {0}); dữ liệu vẫn được giữ trên máy.",
     "The server refuses (reason {0}); the data are kept on the unit."},
    [SAY_REVOKED] =
    {"UNIT-76",
     "Máy này đã bị thu hồi: những gì nó gửi bị để riêng. Hãy đổi máy.",
     "This unit is revoked: what it sends is kept apart. Change units."},
    [SAY_TAIL_LOST] =
    {"UNIT-77",
     "Sổ của máy thiếu phần cuối so với máy chủ; ghi tiếp ở kỳ {0}.",
     "The unit's book lacks its end; it goes on in epoch {0}."},
    [SAY_JOURNAL_LOST] =
    {"UNIT-78",
     "Sổ của máy đã mất; bắt đầu sổ mới ở kỳ {0}. Hãy báo quản trị.",
     "The unit's book is gone; a new one begins in epoch {0}. Tell the administrator."},
    [SAY_LOAD_FIRST] =
    {"UNIT-79",
     "Xếp trước cho chuyến {0} ({1}): {2} hồ sơ: {3}.",
     "Load these first, for the run at {0} ({1}): {2} dossiers: {3}."},
    [SAY_UNDO_OTHER_CODE] =
    {"UNIT-110",
     "{0} không nằm trong hai mươi mã vừa ghi của việc này.",
     "{0} is not among the last twenty codes of this operation."},
    [SAY_OFFER] =
    {"UNIT-111",
     "Giao cho {0}: {1} mã, bảng kê {2} phần. Bên nhận quét mã QR: {3}",
     "To {0}: {1} codes, the list in {2} parts. The receiver scans the QR code: {3}"},
    [SAY_OFFER_LIST] =
    {"UNIT-112",
     "Bảng kê, phần {0}/{1}. Bên nhận quét mã QR: {2}",
     "The list, part {0} of {1}. The receiver scans the QR code: {2}"},
    [SAY_NO_OFFER] =
    {"UNIT-113",
     "Không có biên bản nào chờ hai máy xác nhận.",
     "No record waits for another unit."},
    [SAY_NO_PART] =
    {"UNIT-114",
     "Bảng kê chỉ có {0} phần.",
     "The list has {0} parts."},
    [SAY_OFFERED] =
    {"UNIT-115",
     "Nhận từ {0}: bên giao khai {1} mã. Quét từng mã, hoặc quét bảng kê ({2} phần).",
     "From {0}: {1} codes by the giver. Scan each, or the list first (parts: {2})."},
    [SAY_OFFERED_AGAIN] =
    {"UNIT-116",
     "Mã QR bàn giao này vừa quét rồi.",
     "This handoff's QR code is read already."},
    [SAY_OFFER_TAKEN] =
    {"UNIT-117",
     "Biên bản này đã nhận xong từ trước: mã QR cũ.",
     "This record was taken before: an old QR code."},
    [SAY_OFFER_OTHERS] =
    {"UNIT-118",
     "Biên bản này giao cho {0}, không phải cho máy này.",
     "This record is for {0}, not for this unit."},
    [SAY_OFFER_OWN] =
    {"UNIT-119",
     "Đây là mã QR do chính máy này đưa ra: hãy quét bằng máy bên kia.",
     "This unit shows that QR code itself: scan it with the other one."},
    [SAY_OFFER_BUSY] =
    {"UNIT-120",
     "Đang nhận dở từ {0}: kết thúc việc đó trước.",
     "Still taking from {0}: end that first."},
    [SAY_OFFER_FULL] =
    {"UNIT-121",
     "{0}: biên bản đã đủ {1} mã, CHƯA ghi. Kết thúc việc nhận rồi quét lại.",
     "{0}: the record is full with {1} codes, NOT recorded. End the take, then scan again."},
    [SAY_LIST_PART] =
    {"UNIT-122",
     "Bảng kê: đã có {0}/{1} phần.",
     "The list: {0} of {1} parts."},
    [SAY_LIST_WHOLE] =
    {"UNIT-123",
     "Bảng kê đủ và đúng: {0} mã. Hãy quét từng mã.",
     "The list is whole and right: {0} codes. Scan each."},
    [SAY_LIST_OTHER] =
    {"UNIT-124",
     "Bảng kê này của biên bản khác: quét mã QR bàn giao trước.",
     "This list is of another record: scan the handoff's QR code first."},
    [SAY_CODE_CHANGED] =
    {"UNIT-125",
     "Mã QR bàn giao bị sửa hoặc đọc sai: không ghi gì. Hãy quét lại.",
     "The handoff's QR code was changed or read wrongly: nothing is recorded. Scan again."},
    [SAY_CODE_NEWER] =
    {"UNIT-126",
     "Mã QR bàn giao của phiên bản mới hơn: cần cập nhật máy này.",
     "The handoff's QR code is of a newer version: this unit must be updated."},
    [SAY_MATCHED] =
    {"UNIT-127",
     "{0}: khớp, đã ghi ({1}/{2}).",
     "{0}: matched, recorded ({1} of {2})."},
    [SAY_OVER] =
    {"UNIT-128",
     "{0}: KHÔNG có trong bảng kê; đã ghi là thừa. Để riêng ra.",
     "{0}: NOT on the list; recorded as over. Put it aside."},
    [SAY_MISROUTED] =
    {"UNIT-129",
     "{0}: KHÔNG có trong bảng kê; đã ghi là thừa. Nơi nhận đúng: {1}. Để riêng ra.",
     "{0}: NOT on the list; recorded as over. It belongs to {1}. Put it aside."},
    [SAY_CHECK] =
    {"UNIT-130",
     "Nhận {0}, báo thiếu {1}, thừa {2}. {3}",
     "Take {0}, report {1} short, {2} over. {3}"},
    [SAY_CHECK_COUNT] =
    {"UNIT-131",
     "Đã quét {0}; bên giao khai {1}. Chưa có bảng kê để biết mã nào.",
     "Scanned {0}; the giver says {1}. Without the list nobody knows which."},
    [SAY_NO_CHECK] =
    {"UNIT-132",
     "Chưa quét mã QR bàn giao: không có gì để đối chiếu.",
     "No handoff's QR code was read: there is nothing to compare with."},
    [SAY_TAKEN_ANSWER] =
    {"UNIT-133",
     "Đã nhận {0}, báo thiếu {1}, thừa {2}. Máy giao quét lại mã QR: {3}",
     "Taken {0}, reported {1} short, {2} over. The giver's unit scans the QR code back: {3}"},
    [SAY_ANSWERED] =
    {"UNIT-134",
     "Hai máy đã ký cùng biên bản: bên nhận lấy {0}, báo thiếu {1}, thừa {2}.",
     "Both units have signed the same record: {0} taken, {1} reported short, {2} over."},
    [SAY_ANSWER_AGAIN] =
    {"UNIT-135",
     "Bên nhận đã xác nhận biên bản này rồi.",
     "The receiver has confirmed this record already."},
    [SAY_ANSWER_OTHER] =
    {"UNIT-136",
     "Xác nhận này không của biên bản nào đang chờ trên máy này.",
     "This answer is of no record that waits on this unit."},
    [SAY_FOUND] =
    {"UNIT-137",
     "{0}: {1}, lúc {2}, bên ghi {3} (theo sổ máy này).",
     "{0}: {1}, at {2}, by {3} (by this unit's book)."},
    [SAY_NOT_FOUND] =
    {"UNIT-138",
     "{0}: sổ máy này chưa có gì về mã này.",
     "{0}: this unit's book knows nothing of it."},
    [SAY_STATUS_DEVICE] = {"STATUS-01", "Máy: {0}", "Device: {0}"},
    [SAY_STATUS_HEAD] = {"STATUS-02", "Mục mới nhất: {0}", "Newest entry: {0}"},
    [SAY_STATUS_UNSENT] = {"STATUS-03", "Chờ gửi: {0}", "Unsent: {0}"},
    [SAY_STATUS_RECEIPT] = {"STATUS-04", "Máy chủ đã nhận đến: {0}", "Receipted to: {0}"},
    [SAY_STATUS_LEVEL_TWO] =
    {"STATUS-05", "Đã có trong bản sao lưu đến: {0}", "In a verified backup to: {0}"},
    [SAY_STATUS_CLOCK] =
    {"STATUS-06",
     "Đồng hồ máy chủ trừ máy này: {0} ms (khứ hồi {1} ms, đo lúc {2})",
     "The server's clock less this one: {0} ms (round trip {1} ms, measured {2})"},
    [SAY_STATUS_NO_CLOCK] =
    {"STATUS-07", "Chưa so đồng hồ với máy chủ", "The clock was never compared with the server's"},
    [SAY_STATUS_PERSON] = {"STATUS-08", "Người dùng máy: {0} ({1})", "In hand of: {0} ({1})"},
    [SAY_STATUS_NOBODY] = {"STATUS-09", "Chưa có ai quét thẻ", "Nobody has scanned a badge"},
    [SAY_STATUS_IDLE] = {"STATUS-10", "Không có việc nào đang mở", "Nothing is open"},
    [SAY_STATUS_LOCKED] = {"STATUS-12", "Máy bị khóa", "The unit is locked"},
    [SAY_STATUS_LOAD] =
    {"STATUS-13",
     "Xếp trước cho chuyến {0} ({1}): {2} hồ sơ: {3}",
     "To be loaded first, for the run at {0} ({1}), dossiers: {2}: {3}"},
    [SAY_STATUS_OPEN] = {"STATUS-11", "Đang làm: {0}", "Open: {0}"},
};

static const struct said acts[ACT_KINDS] = {
    [ACT_INTAKE] = {"ACT-01", "tiếp nhận", "intake"},
    [ACT_READY] = {"ACT-02", "có kết quả", "ready"},
    [ACT_PACK] = {"ACT-03", "đóng bó", "pack"},
    [ACT_SEAL] = {"ACT-04", "niêm phong", "seal"},
    [ACT_ARRIVE] = {"ACT-05", "đến", "arrive at"},
    [ACT_GIVE] = {"ACT-06", "giao", "give"},
    [ACT_REFUSE] = {"ACT-07", "từ chối nhận", "refuse"},
    [ACT_TAKE] = {"ACT-08", "nhận", "take"},
    [ACT_UNPACK] = {"ACT-09", "mở bó", "unpack"},
    [ACT_PAUSE] = {"ACT-10", "tạm dừng", "pause"},
    [ACT_RESUME] = {"ACT-11", "tiếp tục", "resume"},
    [ACT_EXCEPTION] = {"ACT-12", "sự cố", "exception"},
    [ACT_DEPART] = {"ACT-13", "rời", "depart from"},
    [ACT_RETURN] = {"ACT-14", "trả kết quả", "return"},
    [ACT_VOID] = {"ACT-15", "hoàn tác", "void"},
};

static const struct said lost = {"ACT-16", "thất lạc", "lost"};
static const struct said found = {"ACT-17", "đã tìm thấy", "found"};
static const struct said center = {"PARTY-01", "Trung tâm", "the Center"};
static const struct said post = {"PARTY-02", "Bưu điện", "the post"};
static const struct said citizen = {"PARTY-03", "người dân", "the citizen"};
/* clang-format on */

const struct said *unit_said(enum unit_saying saying)
{
    assert((unsigned)saying < UNIT_SAYINGS && sentences[saying].code);
    return &sentences[saying];
}

const struct said *unit_act_said(enum act_kind kind, struct text reason)
{
    assert((unsigned)kind < ACT_KINDS);
    if (kind == ACT_EXCEPTION && text_is(reason, "lost")) {
        return &lost;
    }
    return kind == ACT_EXCEPTION && text_is(reason, "found") ? &found : &acts[kind];
}

const struct said *unit_party_said(struct text party)
{
    if (text_is(party, "center")) {
        return &center;
    }
    if (text_is(party, "post")) {
        return &post;
    }
    return text_is(party, "citizen") ? &citizen : NULL;
}

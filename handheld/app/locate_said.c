#include "handheld/app/locate_said.h"

#include "base/check.h"

/* clang-format off */
static const struct said sentences[LOCATE_SAYINGS] = {
    [LOCATE_NONE] =
    {"FIX-01",
     "Chưa có định vị: các lần quét được ghi không kèm vị trí, hoặc kèm vị trí cũ.",
     "No position at present: scans are recorded without one, or with an old one."},
    [LOCATE_SUSPECT] =
    {"FIX-02",
     "Vị trí đáng ngờ ({0}): vẫn quét được; vị trí được ghi là không tin được.",
     "The position is suspect ({0}): scanning goes on; it is recorded as not believed."},
    [LOCATE_CLOCK_BEHIND] =
    {"FIX-03",
     "Đồng hồ máy ({0}) chậm hơn mục mới nhất trong sổ ({1}): hãy đặt lại giờ rồi khởi động gpsd.",
     "The unit's clock ({0}) is behind its book's newest entry ({1}): set it, then start gpsd."},
    [LOCATE_STATUS] =
    {"STATUS-14", "Vị trí mới nhất: {0}, {1}, {2}, {3}", "Newest position: {0}, {1}, {2}, {3}"},
    [LOCATE_STATUS_ACCURACY] = {"FIX-20", "sai số {0} m", "within {0} m"},
    [LOCATE_STATUS_COARSE] = {"FIX-21", "không rõ sai số", "within an unknown distance"},
    [LOCATE_STATUS_AGE] = {"FIX-22", "mục {0}, đã cũ {1} giây", "entry {0}, {1} s old by then"},
    [LOCATE_STATUS_NONE] =
    {"STATUS-15", "Các mục gần đây không có vị trí", "The latest entries have no position"},
};

static const struct said classes[FIX_CLASSES] = {
    [FIX_STALE] = {"FIX-10", "cũ", "stale"},
    [FIX_NOFIX] = {"FIX-11", "không có", "none"},
    [FIX_SUSPECT] = {"FIX-12", "đáng ngờ", "suspect"},
    [FIX_WEAK] = {"FIX-13", "yếu", "weak"},
    [FIX_GOOD] = {"FIX-14", "tốt", "good"},
};

static const struct said clock_differs =
    {"FIX-15", "giờ vệ tinh lệch giờ máy", "satellite time differs from the unit's"};
static const struct said time_steps =
    {"FIX-16", "giờ vệ tinh nhảy", "satellite time has jumped"};
static const struct said place_jumps =
    {"FIX-17", "vị trí nhảy xa", "it has jumped too far"};
static const struct said place_frozen =
    {"FIX-18", "đang đi mà vị trí đứng yên", "it moves and stays where it is"};
/* clang-format on */

const struct said *locate_said(enum locate_saying saying)
{
    assert((unsigned)saying < LOCATE_SAYINGS && sentences[saying].code);
    return &sentences[saying];
}

const struct said *locate_class_said(enum fix_class class)
{
    assert((unsigned)class < FIX_CLASSES);
    return &classes[class];
}

const struct said *locate_doubt_said(enum fix_doubt doubt)
{
    assert(doubt != FIX_DOUBT_NONE);
    switch (doubt) {
    case FIX_DOUBT_CLOCK:
        return &clock_differs;
    case FIX_DOUBT_STEP:
        return &time_steps;
    case FIX_DOUBT_JUMP:
        return &place_jumps;
    case FIX_DOUBT_FROZEN:
    case FIX_DOUBT_NONE:
        break;
    }
    return &place_frozen;
}

#include "core/item_clean.h"
#include "core/item_code.h"

const char *item_kind_name(enum item_kind kind)
{
    switch (kind) {
    case ITEM_DOSSIER:
        return "dossier";
    case ITEM_PROCEDURE:
        return "procedure";
    case ITEM_WAYBILL:
        return "waybill";
    case ITEM_RECEPTACLE:
        return "receptacle";
    case ITEM_BUNDLE:
        return "bundle";
    case ITEM_GUID:
        return "guid";
    case ITEM_SLIP:
        return "slip";
    case ITEM_BADGE:
        return "badge";
    case ITEM_COMMAND:
        return "command";
    case ITEM_TEST:
        return "test";
    case ITEM_UNKNOWN:
        return "unknown";
    case ITEM_BAD:
    case ITEM_KINDS:
        break;
    }
    return "bad";
}

/* True if TEXT is, or would be, a slip with a password in it; then that is all that is shown:
 * `D-***` and what stands behind the last but one `-`. */
static bool show_masked(struct text text, struct line *line)
{
    size_t marks = 0;
    if (text.size < 2 || (text.at[0] != 'D' && text.at[0] != 'd') || text.at[1] != '-') {
        return false;
    }
    line_put(line, "D-***");
    for (size_t i = text.size; i > 2; i--) {
        if (text.at[i - 1] == '-' && ++marks == 2) {
            item_clean_escaped((struct text){text.at + i - 1, text.size - i + 1}, line);
            break;
        }
    }
    return true;
}

void item_code_shown(struct text raw, struct line *line)
{
    char room[ITEM_RAW_MAX];
    char room_of_value[ITEM_RAW_MAX];
    struct text cleaned;
    struct text value;
    bool cut = raw.size > ITEM_RAW_MAX;
    if (cut) {
        raw.size = ITEM_RAW_MAX;
    }
    (void)item_clean(raw, room, &cleaned);
    if (show_masked(cleaned, line)) {
        return;
    }
    if (item_clean_url(cleaned, room_of_value, &value)) {
        (void)item_clean(value, room_of_value, &value);
        if (show_masked(value, line)) {
            return;
        }
    }
    item_clean_escaped(raw, line);
    if (cut) {
        line_put(line, "…");
    }
}

/* clang-format off */
static const struct said said_of[ITEM_BADS] = {
    [ITEM_BAD_EMPTY] =
    {"CODE-01",
     "Không đọc được ký tự nào.",
     "Nothing was read."},
    [ITEM_BAD_LONG] =
    {"CODE-02",
     "Mã dài quá 512 ký tự, không nhận.",
     "The code has more than 512 characters and is refused."},
    [ITEM_BAD_UTF8] =
    {"CODE-03",
     "Mã đọc sai ký tự: {0}. Hãy quét lại.",
     "The code has broken characters: {0}. Scan again."},
    [ITEM_BAD_CHECK] =
    {"CODE-04",
     "Sai ký tự kiểm tra trong {0}: phải là {1}, đọc được {2}. Hãy quét lại.",
     "Wrong check character in {0}: it must be {1}, not {2}. Scan again."},
    [ITEM_BAD_DATE] =
    {"CODE-05",
     "Ngày trong mã {0} không có thật.",
     "The date in {0} does not exist."},
    [ITEM_BAD_TOGETHER] =
    {"CODE-06",
     "Hai mã dính nhau: {0}. Hãy quét lại từng mã một.",
     "Two codes run together: {0}. Scan them again, one at a time."},
    [ITEM_BAD_LAYOUT] =
    {"CODE-07",
     "Bàn phím máy quét không phải kiểu Mỹ (US): {0}. Hãy đổi kiểu bàn phím.",
     "The scanner's keyboard layout is not US: {0}. Change the layout."},
    [ITEM_BAD_IME] =
    {"CODE-08",
     "Tắt bộ gõ tiếng Việt (UniKey → E) rồi quét lại: {0}.",
     "Switch the Vietnamese input method off (UniKey → E), scan again: {0}."},
    [ITEM_BAD_FORM] =
    {"CODE-09",
     "{0} giống mã hồ sơ nhưng sai dạng. Hãy quét lại.",
     "{0} looks like a dossier code and has not its form. Scan again."},
};
/* clang-format on */

const struct said *item_bad_said(enum item_bad bad)
{
    bool known = (unsigned)bad < ITEM_BADS && said_of[bad].code;
    return known ? &said_of[bad] : NULL;
}

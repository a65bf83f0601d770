#include <string.h>

#include "base/check.h"
#include "handheld/screen/view.h"

/* Nobody here exists: names, codes and times are invented. */

static const char *in(enum language language, const char *vi, const char *en)
{
    return language == LANGUAGE_VI ? vi : en;
}

static void put(char *out, size_t room, const char *text)
{
    bool fits = text_copy(text_of(text), out, room);
    assert(fits);
    (void)fits;
}

static void add_row(struct view *view, enum view_row_kind kind, const char *title, const char *note)
{
    struct view_row *row = &view->rows[view->row_count++];
    row->kind = kind;
    put(row->title, sizeof row->title, title);
    put(row->note, sizeof row->note, note);
}

static void add_fact(struct view *view, enum screen_saying label, const char *value)
{
    struct view_fact *fact = &view->facts[view->fact_count++];
    fact->label = label;
    put(fact->value, sizeof fact->value, value);
}

static void fill_run(struct view *view)
{
    enum language language = view->language;
    view->title = SCREEN_SAY_CHOOSE_RUN;
    view->note = SCREEN_SAY_CHOOSE_HOW;
    add_row(view, VIEW_ROW_URGENT, in(language, "Chiều 2 · 15:30", "Afternoon 2 · 15:30"),
            in(language, "10 điểm · 43 hồ sơ · 12 gấp", "10 stops · 43 dossiers · 12 urgent"));
    add_row(view, VIEW_ROW_PLAIN, in(language, "Chiều 1 · 13:30", "Afternoon 1 · 13:30"),
            in(language, "đã xong 8/10 điểm", "8 of 10 stops are done"));
    add_row(view, VIEW_ROW_PLAIN, in(language, "Đột xuất", "Extra run"),
            in(language, "Sở Tư pháp · 3 hồ sơ gấp", "Department of Justice · 3 urgent"));
    for (size_t i = 0; i < view->row_count; i++) {
        view->rows[i].key = (char)('1' + i);
    }
}

static void fill_scan(struct view *view)
{
    enum language language = view->language;
    put(view->heading, sizeof view->heading,
        in(language, "Chiều 2 · giao cho Sở Nông nghiệp và Môi trường",
           "Afternoon 2 · give to the Department of Agriculture and Environment"));
    view->done = 14;
    view->expected = 18;
    view->primary = SCREEN_SAY_TO_HANDOVER;
    add_row(view, VIEW_ROW_URGENT, "H41.16-261120-0398",
            in(language, "Hẹn trả 16:30 hôm nay", "Promised for 16:30 today"));
    add_row(view, VIEW_ROW_GOOD, "H41.16-261121-0417",
            in(language, "Đăng ký biến động quyền sử dụng đất, tài sản gắn liền với đất",
               "Change of land use rights and property attached to land"));
    add_row(view, VIEW_ROW_GOOD, "H41.16-261121-0412",
            in(language, "Cấp giấy phép môi trường", "Environmental permit"));
}

static void fill_mismatch(struct view *view)
{
    view->title = SCREEN_SAY_WRONG_BAG;
    view->note = SCREEN_SAY_WRONG_BAG_HOW;
    view->primary = SCREEN_SAY_PUT_ASIDE;
    put(view->code, sizeof view->code, "H41.14-261122-0377");
    put(view->answer_code, sizeof view->answer_code, "UNIT-30");
    put(view->message, sizeof view->message,
        in(view->language,
           "Nơi nhận đúng: Sở Tư pháp. Túi đang quét: Sở Nông nghiệp và Môi trường.",
           "It goes to the Department of Justice. This bag is for Agriculture and Environment."));
}

static void fill_handover(struct view *view)
{
    put(view->heading, sizeof view->heading,
        in(view->language, "Sở Nông nghiệp và Môi trường · túi BTTG0042611231 · 18 mã",
           "Department of Agriculture and Environment · bag BTTG0042611231 · 18 codes"));
    view->title = SCREEN_SAY_HAND_OVER_QR;
    view->done = 18;
    put(view->symbol, sizeof view->symbol,
        "TRAO-GIAO:5F0C2D77A1B24E5E9A6E:8D1F0B62C55E4A7790A2D5E0F4D3C1B2");
}

static void fill_receive(struct view *view)
{
    enum language language = view->language;
    put(view->heading, sizeof view->heading,
        in(language, "Nhận từ Bưu điện · túi BTTG0042611231",
           "Take from the post · bag BTTG0042611231"));
    view->done = 17;
    view->expected = 18;
    view->missing = 1;
    view->extra = 1;
    view->primary = SCREEN_SAY_TAKE_EXTRA;
    add_row(view, VIEW_ROW_BAD, "H41.16-261121-0412",
            in(language, "thiếu: có trong bảng kê, chưa quét", "short: on the list, not scanned"));
    add_row(view, VIEW_ROW_URGENT, "H41.14-261122-0377",
            in(language, "thừa: không có trong bảng kê", "over: not on the list"));
    add_row(view, VIEW_ROW_GOOD, "H41.16-261121-0417",
            in(language, "khớp · Hẹn trả 16:30 hôm nay", "match · promised for 16:30 today"));
}

static void fill_sync(struct view *view)
{
    enum language language = view->language;
    view->title = SCREEN_SAY_SYNC;
    view->note = SCREEN_SAY_KEPT_SAFE;
    add_fact(view, SCREEN_SAY_OLDEST, in(language, "13:52 hôm nay", "13:52 today"));
    add_fact(view, SCREEN_SAY_LAST_RECEIPT, "1/1204");
    add_fact(view, SCREEN_SAY_POSITION, in(language, "tốt · ±8 m", "good · ±8 m"));
    add_fact(view, SCREEN_SAY_CLOCK, in(language, "+0,4 giây", "+0.4 s"));
    add_fact(view, SCREEN_SAY_BATTERY, in(language, "76 % · khoảng 5 giờ", "76 % · about 5 h"));
}

static void fill_load_first(struct view *view)
{
    const char *due = in(view->language, "Hẹn trả 16:30 hôm nay · Sở Tư pháp",
                         "Promised for 16:30 today · Department of Justice");
    put(view->code, sizeof view->code, "15:30");
    view->title = SCREEN_SAY_LOAD_FIRST;
    add_row(view, VIEW_ROW_URGENT, "H41.14-261120-0377", due);
    add_row(view, VIEW_ROW_URGENT, "H41.14-261120-0391", due);
    add_row(view, VIEW_ROW_URGENT, "H41.16-261120-0398",
            in(view->language, "Hẹn trả 09:00 ngày mai · Sở Nông nghiệp và Môi trường",
               "Promised for 09:00 tomorrow · Agriculture and Environment"));
    view->more = 9;
}

static void fill_search(struct view *view)
{
    enum language language = view->language;
    view->title = SCREEN_SAY_SEARCH;
    view->note = SCREEN_SAY_SEARCH_HOW;
    put(view->code, sizeof view->code, "H41.16-261120-0398");
    add_row(view, VIEW_ROW_URGENT,
            in(language, "Hẹn trả 16:30 hôm nay", "Promised for 16:30 today"),
            in(language, "Sở Nông nghiệp và Môi trường", "Agriculture and Environment"));
    add_row(view, VIEW_ROW_PLAIN, in(language, "Bưu điện đang giữ", "Held by the post"),
            in(language, "nhận từ Trung tâm lúc 13:41", "taken from the Center at 13:41"));
}

static void fill_settings(struct view *view)
{
    view->title = SCREEN_SAY_SETTINGS;
    add_row(view, VIEW_ROW_PLAIN, in(view->language, "Ngôn ngữ", "Language"),
            in(view->language, "Tiếng Việt", "English"));
    add_row(view, VIEW_ROW_PLAIN, in(view->language, "Chế độ tập", "Practice mode"),
            in(view->language, "tắt · tập quét, không gửi gì đi",
               "off · scan for practice, nothing is sent"));
    view->rows[0].key = '1';
    view->rows[1].key = '2';
    add_fact(view, SCREEN_SAY_DEVICE, "HH-07");
    add_fact(view, SCREEN_SAY_VERSION, "0.1.0");
}

static void fill(struct view *view)
{
    switch (view->screen) {
    case SCREEN_LOGIN:
        view->title = SCREEN_SAY_LOGIN;
        view->note = SCREEN_SAY_LOGIN_HOW;
        view->bar.who[0] = '\0';
        break;
    case SCREEN_RUN:
        fill_run(view);
        break;
    case SCREEN_SCAN:
        fill_scan(view);
        break;
    case SCREEN_RECORDED:
    case SCREEN_DUPLICATE:
        view->title = view->screen == SCREEN_RECORDED ? SCREEN_SAY_RECORDED : SCREEN_SAY_DUPLICATE;
        view->done = 14;
        view->expected = 18;
        put(view->code, sizeof view->code, "H41.16-261121-0417");
        break;
    case SCREEN_MISMATCH:
        fill_mismatch(view);
        break;
    case SCREEN_HANDOVER:
        fill_handover(view);
        break;
    case SCREEN_RECEIVE:
        fill_receive(view);
        break;
    case SCREEN_SYNC:
        fill_sync(view);
        break;
    case SCREEN_LOAD_FIRST:
        fill_load_first(view);
        break;
    case SCREEN_SEARCH:
        fill_search(view);
        break;
    case SCREEN_SETTINGS:
    case SCREENS:
        fill_settings(view);
        break;
    }
}

void view_sample(enum screen screen, enum language language, struct view *out_view)
{
    bool online = screen != SCREEN_SCAN && screen != SCREEN_SYNC;
    memset(out_view, 0, sizeof *out_view);
    out_view->screen = screen;
    out_view->language = language;
    out_view->banner = SCREEN_SAY_SAMPLE;
    out_view->bar = (struct view_bar){.who = "Trần Văn Bình",
                                      .device = "HH-07",
                                      .online = online,
                                      .unsent = online ? 0 : 37,
                                      .battery_percent = 76,
                                      .clock = "14:32"};
    out_view->secondary = view_secondary(screen);
    out_view->primary = view_primary(screen);
    fill(out_view);
}

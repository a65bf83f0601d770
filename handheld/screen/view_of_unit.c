#include "handheld/screen/view_of_unit.h"

#include <string.h>

#include "base/check.h"

enum { SCANS_SHOWN = 3 };

/* ---- the bar ---- */

static bool is_online(const struct uplink *uplink)
{
    const struct sync_sender *sender = &uplink->sender;
    return uplink->link && sender->timeouts == 0 &&
           (sender->state == SENDER_IDLE || sender->state == SENDER_AWAITING ||
            sender->state == SENDER_HELD);
}

static void put_clock(const struct clock_reading *now, char out[VIEW_CLOCK_SIZE])
{
    struct line line = line_of(out, VIEW_CLOCK_SIZE);
    const struct civil civil = instant_civil(now->wall);
    if (!now->wall_set) {
        line_put(&line, "--:--");
        return;
    }
    line_digits(&line, (uint64_t)civil.hour, 2);
    line_char(&line, ':');
    line_digits(&line, (uint64_t)civil.minute, 2);
}

static void put_bar(const struct unit *unit, const struct view_beside *beside,
                    const struct clock_reading *now, struct view_bar *bar)
{
    struct line who = line_of(bar->who, sizeof bar->who);
    struct line device = line_of(bar->device, sizeof bar->device);
    if (unit->shift.duty.person[0]) {
        line_put(&who, unit->shift.duty.person);
        line_put(&who, " · ");
        line_text(&who, shift_party_words(&unit->shift, shift_party(&unit->shift)));
    }
    line_text(&device, beside->device);
    bar->alone = !unit->uplink.link;
    bar->online = is_online(&unit->uplink);
    bar->unsent = unit_unsent(unit);
    bar->battery_percent = beside->battery_percent;
    put_clock(now, bar->clock);
}

/* ---- rows and facts ---- */

static struct view_row *add_row(struct view *view, enum view_row_kind kind, struct text title)
{
    assert(view->row_count < VIEW_ROWS_MAX);
    struct view_row *row = &view->rows[view->row_count++];
    struct line line = line_of(row->title, sizeof row->title);
    row->kind = kind;
    line_text(&line, title);
    return row;
}

static struct line add_fact(struct view *view, enum screen_saying label)
{
    assert(view->fact_count < VIEW_FACTS_MAX);
    struct view_fact *fact = &view->facts[view->fact_count++];
    fact->label = label;
    return line_of(fact->value, sizeof fact->value);
}

static const char *said(const struct view *view, enum screen_saying saying)
{
    return said_in(screen_said(saying), view->language);
}

/* Is CODE on a list of what a run must take along? OUT_LEAVES gets the run's time. */
static bool is_load_first(struct text lists, struct text code, struct line *out_leaves)
{
    struct load_list list;
    while (load_list_next(&lists, &list)) {
        if (load_list_has(&list, code)) {
            const struct civil leaves = instant_civil(minute_instant(list.leaves));
            line_digits(out_leaves, (uint64_t)leaves.hour, 2);
            line_char(out_leaves, ':');
            line_digits(out_leaves, (uint64_t)leaves.minute, 2);
            return true;
        }
    }
    return false;
}

static void add_scan(struct view *view, const struct operation_item *item, struct text lists,
                     bool urgent)
{
    char leaves[VIEW_CLOCK_SIZE];
    struct line when = line_of(leaves, sizeof leaves);
    if (is_load_first(lists, text_of(item->code), &when) == urgent) {
        struct view_row *row =
            add_row(view, urgent ? VIEW_ROW_URGENT : VIEW_ROW_GOOD, text_of(item->code));
        struct line note = line_of(row->note, sizeof row->note);
        const struct text value = line_done(&when);
        if (urgent) {
            said_line(&note, screen_said(SCREEN_SAY_LOAD_FIRST), view->language, &value, 1);
        }
    }
}

/* The newest three, what is urgent among them first. */
static void add_scans(struct view *view, const struct operation *operation, struct text lists)
{
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < SCANS_SHOWN && i < operation->item_count; i++) {
            add_scan(view, &operation->items[operation->item_count - 1 - i], lists, pass == 0);
        }
    }
}

/* ---- screens ---- */

static void put_operation(const struct unit *unit, struct view *view)
{
    const struct operation *operation = &unit->shift.operation;
    struct line line = line_of(view->heading, sizeof view->heading);
    shift_act_words(&unit->shift, operation->kind, text_of(operation->counterpart),
                    text_of(operation->reason), &line);
    if (operation->parent[0]) {
        line_put(&line, " · ");
        line_put(&line, operation->parent);
    }
    view->done = operation->total;
}

static void show_choices(const struct unit *unit, const struct face *face, struct view *view)
{
    view->title = SCREEN_SAY_CHOOSE_WORK;
    view->note = SCREEN_SAY_CHOOSE_HOW;
    for (size_t i = 0; i < FACE_CHOICES_MAX; i++) {
        char line[FACE_TYPED_MAX];
        char words[VIEW_TITLE_SIZE];
        struct line out = line_of(line, sizeof line);
        struct line shown = line_of(words, sizeof words);
        if (face_choice(face, unit, i, &out, &shown)) {
            add_row(view, VIEW_ROW_PLAIN, line_done(&shown))->key = (char)('1' + i);
        }
    }
    view->secondary = SCREEN_SAY_NEXT_PAGE;
}

static void show_sync(const struct unit *unit, struct view *view)
{
    const struct sync_sender *sender = &unit->uplink.sender;
    view->title = SCREEN_SAY_SYNC;
    view->note = view->bar.unsent > 0 ? SCREEN_SAY_KEPT_SAFE : SCREEN_SAY_ALL_SENT;
    struct line line = add_fact(view, SCREEN_SAY_LAST_RECEIPT);
    if (sender->received.place.epoch > 0) {
        line_unsigned(&line, sender->received.place.epoch);
        line_char(&line, '/');
        line_unsigned(&line, sender->received.place.seq);
    } else {
        line_put(&line, said(view, SCREEN_SAY_NOT_YET));
    }
    line = add_fact(view, SCREEN_SAY_CLOCK);
    if (sender->has_offset) {
        line_signed(&line, sender->offset_ms);
        line_put(&line, " ms");
    } else {
        line_put(&line, said(view, SCREEN_SAY_NOT_YET));
    }
    if (view->bar.alone) {
        view->note = SCREEN_SAY_KEPT_SAFE;
        view->primary = SCREEN_SAY_NOTHING;
    }
}

static void show_load_first(const struct view_beside *beside, struct view *view)
{
    struct text lists = beside->load_first;
    struct load_list list;
    struct load_words words;
    if (!load_list_next(&lists, &list) || list.count == 0) {
        return;
    }
    view->title = SCREEN_SAY_LOAD_FIRST;
    load_first_values(&list, &words);
    (void)text_copy(words.value[0], view->code, sizeof view->code);
    for (size_t i = 0; i < list.count && i < VIEW_ROWS_MAX; i++) {
        struct view_row *row = add_row(view, VIEW_ROW_URGENT, list.code[i]);
        (void)text_copy(words.value[1], row->note, sizeof row->note);
    }
    view->more = list.count - view->row_count;
}

/* What this unit's own book says of one code. */
static void show_search(const struct unit *unit, const struct face *face, struct view *view)
{
    struct item_code code;
    struct line shown = line_of(view->code, sizeof view->code);
    view->title = SCREEN_SAY_SEARCH;
    view->note = SCREEN_SAY_SEARCH_HOW;
    line_put(&shown, face->typed_size > 0 ? face->typed : face->asked);
    if (!face->asked[0] || face->typed_size > 0) {
        return;
    }
    item_code_read(text_of(face->asked), &unit->shift.grammar, &code);
    const struct memory_mark *mark = memory_find(&unit->shift.memory, item_code_text(&code));
    if (!mark) {
        view->note = SCREEN_SAY_SEARCH_NONE;
        return;
    }
    struct view_row *row = add_row(view, VIEW_ROW_GOOD, text_of(mark->code));
    struct line line = line_of(row->note, sizeof row->note);
    shift_clock_words(&unit->shift, &mark->when, &line);
    line_put(&line, " · ");
    shift_act_words(&unit->shift, mark->kind, text_of(mark->other), (struct text){0}, &line);
}

static void show_settings(const struct unit *unit, const struct view_beside *beside,
                          struct view *view)
{
    struct view_row *row = add_row(view, VIEW_ROW_PLAIN, text_of(said(view, SCREEN_SAY_LANGUAGE)));
    (void)text_copy(text_of(said(view, SCREEN_SAY_LANGUAGE_NAME)), row->note, sizeof row->note);
    row->key = '1';
    view->title = SCREEN_SAY_SETTINGS;
    struct line line = add_fact(view, SCREEN_SAY_DEVICE);
    line_text(&line, beside->device);
    line = add_fact(view, SCREEN_SAY_VERSION);
    line_text(&line, unit->shift.settings.software);
}

static void show_alarm(const struct face *face, struct view *view)
{
    struct line code = line_of(view->answer_code, sizeof view->answer_code);
    struct line message = line_of(view->message, sizeof view->message);
    view->title = SCREEN_SAY_NOT_COUNTED;
    view->secondary = SCREEN_SAY_NOTHING;
    line_put(&code, face->answer.code);
    line_put(&message, face->answer.text);
}

/* ---- which ---- */

static enum screen screen_of(const struct unit *unit, const struct face *face)
{
    static const enum screen pages[FACE_PAGES] = {SCREEN_RUN, SCREEN_SYNC, SCREEN_LOAD_FIRST,
                                                  SCREEN_SEARCH, SCREEN_SETTINGS};
    const struct operation *operation = &unit->shift.operation;
    if (face->answered != SCREENS) {
        return face->answered;
    }
    if (face->page != FACE_MAIN) {
        return pages[face->page];
    }
    if (!unit->shift.duty.person[0] && unit->shift.settings.party.size == 0) {
        return SCREEN_LOGIN;
    }
    if (operation->state == OPERATION_OPEN) {
        return face->handing ? SCREEN_HANDOVER : SCREEN_SCAN;
    }
    return unit->shift.duty.person[0] ? SCREEN_RUN : SCREEN_LOGIN;
}

static void put_answer(const struct unit *unit, const struct face *face, struct view *view)
{
    view->title = view->screen == SCREEN_RECORDED ? SCREEN_SAY_RECORDED : SCREEN_SAY_DUPLICATE;
    view->done = unit->shift.operation.total;
    (void)text_copy(text_of(face->code), view->code, sizeof view->code);
}

static void fill(const struct unit *unit, const struct face *face, const struct view_beside *beside,
                 struct view *view)
{
    switch (view->screen) {
    case SCREEN_LOGIN:
        view->title = SCREEN_SAY_LOGIN;
        view->note = SCREEN_SAY_LOGIN_HOW;
        break;
    case SCREEN_RUN:
        show_choices(unit, face, view);
        break;
    case SCREEN_SCAN:
        put_operation(unit, view);
        add_scans(view, &unit->shift.operation, beside->load_first);
        view->primary = unit->shift.operation.kind == ACT_GIVE && view->done > 0
                            ? SCREEN_SAY_TO_HANDOVER
                            : SCREEN_SAY_DONE;
        break;
    case SCREEN_HANDOVER:
        put_operation(unit, view);
        view->title = SCREEN_SAY_HAND_OVER;
        view->secondary = SCREEN_SAY_BACK;
        break;
    case SCREEN_RECORDED:
    case SCREEN_DUPLICATE:
        put_answer(unit, face, view);
        break;
    case SCREEN_MISMATCH:
        (void)text_copy(text_of(face->code), view->code, sizeof view->code);
        show_alarm(face, view);
        break;
    case SCREEN_SYNC:
        show_sync(unit, view);
        break;
    case SCREEN_LOAD_FIRST:
        show_load_first(beside, view);
        break;
    case SCREEN_SEARCH:
        show_search(unit, face, view);
        break;
    case SCREEN_SETTINGS:
    case SCREEN_RECEIVE:
    case SCREENS:
        show_settings(unit, beside, view);
        break;
    }
}

void view_of_unit(const struct unit *unit, const struct face *face,
                  const struct view_beside *beside, const struct clock_reading *now,
                  struct view *out_view)
{
    memset(out_view, 0, sizeof *out_view); /* also between the fields: views are compared */
    out_view->screen = screen_of(unit, face);
    out_view->language = face->language;
    put_bar(unit, beside, now, &out_view->bar);
    out_view->secondary = view_secondary(out_view->screen);
    out_view->primary = view_primary(out_view->screen);
    if (face->message[0] && out_view->screen != SCREEN_MISMATCH) {
        struct line line = line_of(out_view->message, sizeof out_view->message);
        line_put(&line, face->message);
    }
    fill(unit, face, beside, out_view);
}

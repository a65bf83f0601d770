#include "tests/unit/handheld/screen/layout.h"

#include "handheld/screen/widget.h"

/* Half a pixel of slack at 240 px: the edges of anti-aliased ink. */
#define SLACK      0.12
#define SHRINK_EPS 0.001

struct faults {
    struct line line;
    int count;
};

static void add(struct faults *faults, const char *what, const struct record *one,
                const struct record *other)
{
    faults->count++;
    line_put(&faults->line, what);
    line_put(&faults->line, ": `");
    line_put(&faults->line, one->words);
    line_put(&faults->line, other ? "` and `" : "`");
    if (other) {
        line_put(&faults->line, other->words);
        line_char(&faults->line, '`');
    }
    line_char(&faults->line, '\n');
}

static bool overlap(const struct box *a, const struct box *b)
{
    return a->x + SLACK < b->x + b->width && b->x + SLACK < a->x + a->width &&
           a->y + SLACK < b->y + b->height && b->y + SLACK < a->y + a->height;
}

static bool within(const struct box *inner, const struct box *outer)
{
    return inner->x >= outer->x - SLACK && inner->y >= outer->y - SLACK &&
           inner->x + inner->width <= outer->x + outer->width + SLACK &&
           inner->y + inner->height <= outer->y + outer->height + SLACK;
}

static bool is_content(const struct record *record)
{
    return record->kind == RECORD_TEXT || record->kind == RECORD_MARK;
}

/* LATER was painted over EARLIER. */
static void check_pair(struct faults *faults, const struct record *earlier,
                       const struct record *later)
{
    if (earlier->kind == RECORD_TARGET || later->kind == RECORD_TARGET) {
        if (earlier->kind == later->kind && overlap(&earlier->box, &later->box)) {
            add(faults, "two targets overlap", earlier, later);
        }
        return;
    }
    if (!overlap(&earlier->box, &later->box)) {
        return;
    }
    if (is_content(earlier)) {
        add(faults, "something stands on a text or mark", earlier, later);
    } else if (!within(&later->box, &earlier->box)) {
        add(faults, "something stands half on a shape", earlier, later);
    }
}

static void check_alone(struct faults *faults, const struct canvas *canvas,
                        const struct record *record)
{
    const struct box picture = {0, 0, canvas_width(canvas), canvas_height(canvas)};
    if (!within(&record->box, &picture)) {
        add(faults, "outside the picture", record, NULL);
    }
    if (is_content(record) &&
        palette_contrast(record->ink, record->ground) < PALETTE_CONTRAST_MIN) {
        add(faults, "hard to read on its ground", record, NULL);
    }
    if (record->kind == RECORD_TEXT && record->scale < CANVAS_SHRINK_MIN - SHRINK_EPS) {
        add(faults, "shrunk too far", record, NULL);
    }
    if (record->kind == RECORD_TEXT && record->cut && record->ours) {
        add(faults, "a sentence of ours is cut", record, NULL);
    }
    if (record->kind == RECORD_TARGET && (record->box.width < WIDGET_TOUCH_UNITS - SLACK ||
                                          record->box.height < WIDGET_TOUCH_UNITS - SLACK)) {
        add(faults, "too small for a finger", record, NULL);
    }
}

int layout_faults(const struct canvas *canvas, char out_words[LAYOUT_WORDS_SIZE])
{
    struct faults faults = {.line = line_of(out_words, LAYOUT_WORDS_SIZE)};
    for (size_t i = 0; i < canvas->record_count; i++) {
        check_alone(&faults, canvas, &canvas->records[i]);
        for (size_t j = i + 1; j < canvas->record_count; j++) {
            check_pair(&faults, &canvas->records[i], &canvas->records[j]);
        }
    }
    return faults.count;
}

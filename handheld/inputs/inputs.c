#include "handheld/inputs/inputs.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* INVARIANTS
 * (1) at[i].text lies in texts[i], for i < count.
 * (2) Nothing is read from a descriptor while there is no room for what it may give. */

enum { MOST_A_READ_GIVES = 2 }; /* a report: what was cut before it, and its code */

/* A FIFO is opened for writing too: then it does not end when its writer goes. */
static int open_one(const char *path)
{
    struct stat about;
    bool fifo = stat(path, &about) == 0 && S_ISFIFO(about.st_mode);
    return text_is(text_of(path), "-")
               ? STDIN_FILENO
               : open(path, (fifo ? O_RDWR : O_RDONLY) | O_NONBLOCK | O_CLOEXEC);
}

enum status inputs_open(struct inputs *inputs, const char *line_path, const char *report_path,
                        const char **out_bad)
{
    inputs->count = 0;
    inputs->scanners.open = false;
    inputs->gps = NULL;
    inputs->line_fd = line_path ? open_one(line_path) : -1;
    inputs->report_fd = report_path ? open_one(report_path) : -1;
    if ((line_path && inputs->line_fd < 0) || (report_path && inputs->report_fd < 0)) {
        *out_bad = line_path && inputs->line_fd < 0 ? line_path : report_path;
        inputs_close(inputs);
        return STATUS_NOT_FOUND;
    }
    lines_init(&inputs->lines, inputs->line_fd);
    hid_stream_init(&inputs->reports, inputs->report_fd);
    const struct hid_layout layout = hid_layout_common();
    hid_join_init(&inputs->join, &layout);
    return STATUS_OK;
}

static void close_one(int *fd)
{
    if (*fd > STDIN_FILENO) {
        (void)close(*fd);
    }
    *fd = -1;
}

void inputs_close(struct inputs *inputs)
{
    close_one(&inputs->line_fd);
    close_one(&inputs->report_fd);
    scanners_close(&inputs->scanners);
}

void inputs_use(struct inputs *inputs, const struct scanner_list *list, const char *udev_control)
{
    scanners_open(&inputs->scanners, list, udev_control);
}

void inputs_locate(struct inputs *inputs, struct gps_locator *gps)
{
    inputs->gps = gps;
}

static void add(struct inputs *inputs, enum unit_input_kind kind, struct text text)
{
    char *room = inputs->texts[inputs->count];
    size_t size = text.size < LINES_LENGTH_MAX ? text.size : LINES_LENGTH_MAX;
    if (size > 0) {
        memcpy(room, text.at, size);
    }
    inputs->at[inputs->count++] = (struct unit_input){
        .kind = kind, .text = {.at = room, .size = size}
    }; /* (1) */
}

static bool has_room(const struct inputs *inputs)
{
    return inputs->count + MOST_A_READ_GIVES <= SHIFT_LINES_MAX; /* (2) */
}

static void drop_cut(struct inputs *inputs, bool dropped)
{
    if (dropped) {
        add(inputs, UNIT_SCANNER_CUT, (struct text){0});
    }
}

/* What is of another usage or empty is counted and passed over (row 14); what may have been a code
 * is told. */
static void take_report(struct inputs *inputs, struct span report, struct instant mono)
{
    struct text code;
    enum hid_fault fault = HID_NO_FAULT;
    drop_cut(inputs, hid_join_expire(&inputs->join, mono));
    if (hid_join_report(&inputs->join, report, mono, &code, &fault)) {
        add(inputs, UNIT_SCAN, code);
    } else if (fault == HID_BAD_LENGTH || fault == HID_BAD_COUNT || fault == HID_TOO_LONG) {
        add(inputs, UNIT_SCANNER_FAULT, text_of(hid_fault_text(fault)));
    }
}

/* Hex digits of any number of bytes; what is none is a report of no length. */
static void take_hex(struct inputs *inputs, struct text hex, struct instant mono)
{
    uint8_t report[HID_REPORT_SIZE + 1];
    size_t size = hex.size / 2 < sizeof report ? hex.size / 2 : sizeof report;
    hex.size = 2 * size;
    if (!hex_bytes(hex, report, size)) {
        size = 0;
    }
    take_report(inputs, span_of(report, size), mono);
}

static void gather_lines(struct inputs *inputs, struct instant mono)
{
    while (inputs->line_fd >= 0 && has_room(inputs)) {
        struct lines_line line;
        enum status status = lines_next(&inputs->lines, &line);
        if (status == STATUS_MALFORMED) {
            add(inputs, UNIT_LINE_LONG, line.text);
        } else if (status == STATUS_OK && text_starts(line.text, "hid ")) {
            struct text hex = {.at = line.text.at + 4, .size = line.text.size - 4};
            take_hex(inputs, text_trim(hex), mono);
        } else if (status == STATUS_OK) {
            add(inputs, UNIT_LINE, line.text);
        } else {
            if (inputs->lines.ended) {
                close_one(&inputs->line_fd);
            }
            return;
        }
    }
}

static void gather_reports(struct inputs *inputs, struct instant mono)
{
    while (inputs->report_fd >= 0 && has_room(inputs)) {
        struct span report;
        enum status status = hid_stream_next(&inputs->reports, mono, &report);
        if (status == STATUS_OK) {
            take_report(inputs, report, mono);
            continue;
        }
        if (inputs->reports.ended) { /* unplugged (row 13) */
            close_one(&inputs->report_fd);
            drop_cut(inputs, hid_join_unplug(&inputs->join));
        }
        return;
    }
}

static enum unit_input_kind kind_of(enum scanners_event_kind kind)
{
    switch (kind) {
    case SCANNERS_CODE:
        return UNIT_SCAN;
    case SCANNERS_PLAIN:
        return UNIT_SCAN_PLAIN;
    case SCANNERS_FAULT:
        return UNIT_SCANNER_FAULT;
    case SCANNERS_CUT:
        return UNIT_SCANNER_CUT;
    case SCANNERS_NOTE:
        return UNIT_SCANNER_NOTE;
    case SCANNERS_ALARM:
        break;
    }
    return UNIT_SCANNER_ALARM;
}

static void gather_scanners(struct inputs *inputs, struct instant mono)
{
    struct scanners_event event;
    if (!inputs->scanners.open || !has_room(inputs)) {
        return;
    }
    scanners_turn(&inputs->scanners, mono);
    while (has_room(inputs) && scanners_next(&inputs->scanners, mono, &event)) {
        add(inputs, kind_of(event.kind), event.text);
        inputs->at[inputs->count - 1].said = event.said;
    }
}

void inputs_gather(struct inputs *inputs, struct instant mono)
{
    if (has_room(inputs)) {
        drop_cut(inputs, hid_join_expire(&inputs->join, mono));
    }
    gather_lines(inputs, mono);
    gather_reports(inputs, mono);
    gather_scanners(inputs, mono);
    if (inputs->gps) {
        gps_locator_turn(inputs->gps, mono);
    }
}

void inputs_taken(struct inputs *inputs, size_t count)
{
    size_t left = inputs->count - count;
    for (size_t i = 0; i < left; i++) {
        struct unit_input *to = &inputs->at[i];
        *to = inputs->at[i + count];
        memcpy(inputs->texts[i], to->text.at, to->text.size);
        to->text.at = inputs->texts[i]; /* (1) */
    }
    inputs->count = left;
}

size_t inputs_waits(const struct inputs *inputs, struct pollfd *out, size_t room)
{
    const int own[] = {inputs->line_fd, inputs->report_fd, inputs->gps ? inputs->gps->fd : -1};
    size_t count = 0;
    for (size_t i = 0; i < 3 && count < room; i++) {
        if (own[i] >= 0) {
            out[count++] = (struct pollfd){.fd = own[i], .events = POLLIN};
        }
    }
    return inputs->scanners.open
               ? count + scanners_waits(&inputs->scanners, out + count, room - count)
               : count;
}

struct instant inputs_wakeup(const struct inputs *inputs)
{
    struct instant parts =
        instant_min(hid_join_wakeup(&inputs->join), hid_stream_wakeup(&inputs->reports));
    if (inputs->gps) {
        parts = instant_min(parts, gps_locator_wakeup(inputs->gps));
    }
    return inputs->scanners.open ? instant_min(parts, scanners_wakeup(&inputs->scanners)) : parts;
}

bool inputs_ended(const struct inputs *inputs)
{
    return inputs->count == 0 && inputs->line_fd < 0 && inputs->report_fd < 0 &&
           !inputs->scanners.open;
}

/* inputs - lines, scanner reports from descriptors, and scanners, as inputs for the unit.
 *
 * Never waits. A line `hid HEXBYTES` is a report written as a line. Texts stay until they are
 * taken. */
#ifndef HANDHELD_INPUTS_INPUTS_H
#define HANDHELD_INPUTS_INPUTS_H

#include "adapters/posix/lines.h"
#include "handheld/app/unit.h"
#include "handheld/devices/gps/gps_locator.h"
#include "handheld/devices/hid/hid_stream.h"
#include "handheld/inputs/scanners.h"

struct inputs {
    int line_fd;   /* for lines; -1: none, or at its end */
    int report_fd; /* for reports; the same */
    struct lines lines;
    struct hid_stream reports;
    struct hid_join join;
    struct scanners scanners; /* of inputs_use() */
    struct gps_locator *gps;  /* of inputs_locate(); NULL: none */
    size_t count;
    struct unit_input at[SHIFT_LINES_MAX];
    char texts[SHIFT_LINES_MAX][LINES_LENGTH_MAX];
};

/* PATHS may be FIFOs, files or devices; `-` is standard input, NULL none. STATUS_NOT_FOUND: one
 * cannot be opened, *OUT_BAD; nothing is open then. */
enum status inputs_open(struct inputs *inputs, const char *line_path, const char *report_path,
                        const char **out_bad) MUST_CHECK;
/* Scanners too, from now on; such inputs do not end. UDEV_CONTROL: as usb_open() has it. */
void inputs_use(struct inputs *inputs, const struct scanner_list *list, const char *udev_control);
/* GPS has its turn in inputs_gather() from now on, and is waited for. Borrowed. */
void inputs_locate(struct inputs *inputs, struct gps_locator *gps);
void inputs_close(struct inputs *inputs);
/* Takes in what has come. MONO: now, in real milliseconds. */
void inputs_gather(struct inputs *inputs, struct instant mono);
/* The first COUNT were taken by the unit. */
void inputs_taken(struct inputs *inputs, size_t count);
/* What to wait for. Returns how many were written, at most ROOM; those closed are passed over. */
size_t inputs_waits(const struct inputs *inputs, struct pollfd *out, size_t room);
/* When to gather again though nothing came: a part of a code waits. INSTANT_NEVER. */
struct instant inputs_wakeup(const struct inputs *inputs);
/* Nothing is here and nothing will come. */
bool inputs_ended(const struct inputs *inputs);

#endif

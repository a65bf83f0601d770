/* probe - what is plugged in, in words: what each device is, whether it would be used, and why not.
 *
 * Claims a device only to read its description, and gives it back. */
#ifndef HANDHELD_INPUTS_PROBE_H
#define HANDHELD_INPUTS_PROBE_H

#include "handheld/inputs/scanner_list.h"
#include "handheld/inputs/scanners_said.h"

enum { PROBE_LINES_MAX = 64, PROBE_LINE_SIZE = 320, PROBE_MS_MAX = 3000 };

struct probe {
    size_t count;
    char lines[PROBE_LINES_MAX][PROBE_LINE_SIZE]; /* `CODE sentence` */
};

/* LIST: what the unit would be given. PORTS: a pattern of glob(7), "/dev/ttyACM*". Takes as long as
 * the devices do, at most PROBE_MS_MAX. */
void probe_run(struct probe *probe, const struct scanner_list *list, enum language language,
               const char *udev_control, const char *ports);
/* The same, a line each on standard output. 0; 1: they could not be written. */
int probe_show(const struct scanner_list *list, enum language language, const char *udev_control,
               const char *ports);

#endif

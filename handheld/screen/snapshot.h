/* snapshot - `--snapshot`: one screen full of sample data as a PNG, with no display. */
#ifndef HANDHELD_SCREEN_SNAPSHOT_H
#define HANDHELD_SCREEN_SNAPSHOT_H

#include "base/said.h"
#include "base/status.h"

/* `480x800`, a side from CANVAS_SIDE_MIN to _MAX. */
bool size_parse(struct text text, int *out_width, int *out_height);
/* As given on the command line; NULL where nothing was. What is wrong is said on standard error,
 * with its code. The program's exit status: 0, 1 not written, 2 a wrong command line. */
int snapshot_run(const char *screen, const char *size, enum language language, const char *out);

#endif

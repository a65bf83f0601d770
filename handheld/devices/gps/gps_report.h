/* gps_report - one report of libgps in our own terms: whole numbers, or nothing.
 *
 * Its doubles may be no numbers at all, or too large for anything; its `status` and `altitude` say
 * nothing of use in 3.22, and `satellites_used` keeps its old value after the fix is lost. */
#ifndef HANDHELD_DEVICES_GPS_GPS_REPORT_H
#define HANDHELD_DEVICES_GPS_GPS_REPORT_H

#include <gps.h>

#include "core/fix_judge.h"

/* False: it says nothing of where or when (a list of devices, of satellites, of errors). */
bool gps_report_read(const struct gps_data_t *report, struct fix_epoch *out_epoch);

#endif

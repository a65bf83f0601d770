/* gpsd_double - a listener on loopback that speaks as a gpsd would, or should not. */
#ifndef TESTS_UNIT_HANDHELD_DEVICES_GPS_GPSD_DOUBLE_H
#define TESTS_UNIT_HANDHELD_DEVICES_GPS_GPSD_DOUBLE_H

#include <stddef.h>

#include "handheld/devices/gps/gps_address.h"

struct gpsd_double {
    int listener;
    int line; /* -1: nobody has asked */
    struct gps_address address;
};

void gpsd_double_open(struct gpsd_double *gpsd);
void gpsd_double_close(struct gpsd_double *gpsd);
void gpsd_double_accept(struct gpsd_double *gpsd);
void gpsd_double_hang_up(struct gpsd_double *gpsd);
/* As it is, of any length. */
void gpsd_double_say(struct gpsd_double *gpsd, const char *bytes, size_t size);
/* A report of a fix in this second. */
void gpsd_double_report(struct gpsd_double *gpsd, int second);

#endif

/* gps_address - the HOST:PORT of a gpsd, which must be on this machine: opening it may wait, and
 * what a network says of our place is no evidence. */
#ifndef HANDHELD_DEVICES_GPS_GPS_ADDRESS_H
#define HANDHELD_DEVICES_GPS_GPS_ADDRESS_H

#include "base/text.h"

struct gps_address {
    char host[16]; /* 127.0.0.1 or ::1 */
    char port[6];
};

/* `127.0.0.1:2947`, `localhost:2947`, `[::1]:2947`; false: no address, or of another machine. */
bool gps_address_read(struct text text, struct gps_address *out_address);

#endif

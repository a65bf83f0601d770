/* scanner_list - the scanners a unit may use, as people write them: `usb,keyboard:0c2e:0901`.
 *
 *     usb                         any scanner that says by its report descriptor that it is one
 *     usb:VID:PID[:SERIAL]        only this one
 *     keyboard:VID:PID[:SERIAL]   one that can only type; never any keyboard
 *     serial:PATH                 one that is a terminal
 * Separated by commas; VID and PID are four hexadecimal digits. */
#ifndef HANDHELD_INPUTS_SCANNER_LIST_H
#define HANDHELD_INPUTS_SCANNER_LIST_H

#include "base/text.h"
#include "handheld/devices/usb/usb_rule.h"

enum { SCANNER_SERIALS_MAX = 4, SCANNER_PATH_SIZE = 128 };

struct scanner_list {
    struct usb_rules usb; /* none: USB is left alone */
    size_t serial_count;
    char serial_paths[SCANNER_SERIALS_MAX][SCANNER_PATH_SIZE];
};

/* False: TEXT is no such list; nothing is written. */
bool scanner_list_read(struct text text, struct scanner_list *out_list);
/* `0c2e:0901`, and the serial number behind a blank if there is one. */
void scanner_list_device(uint16_t vendor, uint16_t product, const char *serial, struct line *line);

#endif

#include "handheld/devices/usb/usb_rule.h"

#include <string.h>

bool usb_rules_allow(const struct usb_rules *rules, enum usb_use use, uint16_t vendor,
                     uint16_t product, const char *serial)
{
    for (size_t i = 0; i < rules->count; i++) {
        const struct usb_rule *rule = &rules->at[i];
        bool device = rule->any || (rule->vendor == vendor && rule->product == product);
        bool one = rule->serial[0] == '\0' || !serial || strcmp(rule->serial, serial) == 0;
        if (rule->use == use && device && one) {
            return true;
        }
    }
    return false;
}

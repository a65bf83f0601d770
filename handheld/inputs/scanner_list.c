#include "handheld/inputs/scanner_list.h"

static bool read_number(struct text text, uint16_t *out_number)
{
    uint8_t bytes[2];
    if (text.size != 4 || !hex_bytes(text, bytes, sizeof bytes)) {
        return false;
    }
    *out_number = (uint16_t)(bytes[0] << 8 | bytes[1]);
    return true;
}

/* VID:PID[:SERIAL] */
static bool read_device(struct text text, struct usb_rule *rule)
{
    struct text vendor = text_split(&text, ':');
    struct text product = text_split(&text, ':');
    bool numbers = read_number(vendor, &rule->vendor) && read_number(product, &rule->product);
    bool serial = text.at != NULL; /* a colon stood behind the product */
    return numbers &&
           (serial ? text.size > 0 && text_copy(text, rule->serial, USB_SERIAL_SIZE) : true);
}

static bool add_rule(struct scanner_list *list, enum usb_use use, struct text text)
{
    struct usb_rule *rule = &list->usb.at[list->usb.count];
    if (list->usb.count == USB_RULES_MAX) {
        return false;
    }
    rule->use = use;
    rule->any = use == USB_AS_SCANNER && !text.at;
    list->usb.count++;
    return rule->any || read_device(text, rule);
}

static bool add_serial(struct scanner_list *list, struct text path)
{
    return list->serial_count < SCANNER_SERIALS_MAX && path.size > 0 &&
           text_copy(path, list->serial_paths[list->serial_count++], SCANNER_PATH_SIZE);
}

bool scanner_list_read(struct text text, struct scanner_list *out_list)
{
    struct scanner_list list = {.serial_count = 0};
    do {
        struct text rest = text_split(&text, ',');
        struct text word = text_split(&rest, ':'); /* rest.at is NULL without a colon */
        bool good = text_is(word, "usb")        ? add_rule(&list, USB_AS_SCANNER, rest)
                    : text_is(word, "keyboard") ? rest.at && add_rule(&list, USB_AS_KEYBOARD, rest)
                    : text_is(word, "serial")   ? rest.at && add_serial(&list, rest)
                                                : false;
        if (!good) {
            return false;
        }
    } while (text.at);
    *out_list = list;
    return true;
}

void scanner_list_device(uint16_t vendor, uint16_t product, const char *serial, struct line *line)
{
    const uint8_t numbers[] = {(uint8_t)(vendor >> 8), (uint8_t)vendor, (uint8_t)(product >> 8),
                               (uint8_t)product};
    line_hex(line, numbers, 2);
    line_char(line, ':');
    line_hex(line, numbers + 2, 2);
    if (serial[0]) {
        line_char(line, ' ');
        line_put(line, serial);
    }
}

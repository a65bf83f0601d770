#include "handheld/inputs/scanners.h"

#include <string.h>

#include "handheld/devices/hid/hid_vendor.h"

/* INVARIANTS
 * (1) A code that was cut is told before what cut it: that waits in `waiting`. */

void scanners_open(struct scanners *scanners, const struct scanner_list *list,
                   const char *udev_control)
{
    const struct hid_layout common = hid_layout_common();
    memset(scanners, 0, sizeof *scanners);
    scanners->open = true;
    scanners->list = *list;
    for (size_t i = 0; i < USB_SLOTS; i++) {
        hid_join_init(&scanners->scanners[i].join, &common);
        hid_keys_init(&scanners->scanners[i].keys, &hid_keymap_us);
        hid_rate_init(&scanners->scanners[i].rate, HID_RATE_SCANNER);
    }
    scanners->serial_count = list->serial_count;
    for (size_t i = 0; i < list->serial_count; i++) {
        serial_init(&scanners->serials[i], scanners->list.serial_paths[i]);
        hid_rate_init(&scanners->serial_rates[i], HID_RATE_SCANNER);
    }
    if (list->usb.count > 0) {
        scanners->uses_usb = usb_open(&scanners->usb, &list->usb, udev_control) == STATUS_OK;
        scanners->waits = !scanners->uses_usb;
        scanners->waiting =
            (struct scanners_event){SCANNERS_ALARM, {0}, scanners_said(SCANNERS_NO_USB)};
    }
}

void scanners_close(struct scanners *scanners)
{
    if (!scanners->open) {
        return;
    }
    usb_close(&scanners->usb);
    for (size_t i = 0; i < scanners->serial_count; i++) {
        serial_close(&scanners->serials[i]);
    }
    scanners->open = false;
}

static bool say(struct scanners_event *event, enum scanners_event_kind kind,
                enum scanners_saying saying, struct text about)
{
    *event = (struct scanners_event){kind, about, scanners_said(saying)};
    return true;
}

static bool give(struct scanners_event *event, enum scanners_event_kind kind, struct text text)
{
    *event = (struct scanners_event){.kind = kind, .text = text};
    return true;
}

static struct text words_of(struct scanners *scanners, const struct usb_device *device)
{
    struct line line = line_of(scanners->words, sizeof scanners->words);
    scanner_list_device(device->vendor, device->product, device->serial, &line);
    return line_done(&line);
}

/* ---- USB ---- */

/* A rule speaks of this very device, not of any. */
static bool is_named(const struct scanners *scanners, const struct usb_device *device)
{
    const struct usb_rules *rules = &scanners->list.usb;
    for (size_t i = 0; i < rules->count; i++) {
        if (!rules->at[i].any && rules->at[i].vendor == device->vendor &&
            rules->at[i].product == device->product) {
            return true;
        }
    }
    return false;
}

/* What was muted stays so when it is pulled out and plugged in again, into whichever slot. */
static struct instant muted_until(const struct scanners *scanners, const struct usb_device *device)
{
    struct instant until = {0};
    for (size_t i = 0; i < USB_SLOTS; i++) {
        const struct scanner *one = &scanners->scanners[i];
        if (one->vendor == device->vendor && one->product == device->product) {
            until = instant_before(until, one->rate.muted_until) ? one->rate.muted_until : until;
            until = instant_before(until, one->keys.rate.muted_until) ? one->keys.rate.muted_until
                                                                      : until;
        }
    }
    return until;
}

static void meet(struct scanners *scanners, struct scanner *scanner,
                 const struct usb_device *device)
{
    struct instant muted = muted_until(scanners, device);
    hid_keys_init(&scanner->keys, &hid_keymap_us);
    hid_rate_init(&scanner->rate, HID_RATE_SCANNER);
    scanner->keys.rate.muted_until = muted;
    scanner->rate.muted_until = muted;
    scanner->keyboard = device->use == USB_AS_KEYBOARD;
    scanner->vendor = device->vendor;
    scanner->product = device->product;
}

/* The report descriptor has the last word on a scanner, the list on a keyboard. What is plainly no
 * scanner goes back to the kernel without a word, unless somebody named it. */
static bool judge(struct scanners *scanners, const struct usb_event *found,
                  struct scanners_event *event)
{
    struct scanner *scanner = &scanners->scanners[found->slot];
    struct usb_start start = {.report_size = HID_KEYS_REPORT_SIZE};
    struct hid_layout layout;
    meet(scanners, scanner, found->device);
    if (scanner->keyboard) {
        usb_accept(&scanners->usb, found->slot, &start);
        return false;
    }
    enum hid_layout_fault fault = hid_layout_read(found->bytes, &layout);
    if (fault != HID_LAYOUT_GOOD) {
        usb_refuse(&scanners->usb, found->slot);
        bool quiet = fault == HID_LAYOUT_NO_SCANNER && !is_named(scanners, found->device);
        return !quiet && say(event, SCANNERS_NOTE, scanners_layout_saying(fault),
                             words_of(scanners, found->device));
    }
    hid_join_init(&scanner->join, &layout);
    start.report_size = layout.longest;
    start.feature = hid_vendor_enable(found->device->vendor);
    usb_accept(&scanners->usb, found->slot, &start);
    return false;
}

static bool take_keys(struct scanners *scanners, const struct usb_event *report,
                      struct instant mono, struct scanners_event *event)
{
    struct hid_keys *keys = &scanners->scanners[report->slot].keys;
    struct text code = {0};
    enum hid_keys_result result = hid_keys_report(keys, report->bytes, mono, &code);
    switch (result) {
    case HID_KEYS_CODE:
        return give(event, SCANNERS_PLAIN, code);
    case HID_KEYS_REFUSED:
    case HID_KEYS_ODD:
        return give(event, SCANNERS_FAULT, text_of(hid_keys_text(result)));
    case HID_KEYS_MUTED:
        return say(event, SCANNERS_ALARM, SCANNERS_MUTED, words_of(scanners, report->device));
    case HID_KEYS_CUT:
        return give(event, SCANNERS_CUT, (struct text){0});
    case HID_KEYS_NOTHING:
    case HID_KEYS_RESULTS:
        break;
    }
    return false;
}

static bool take_join(struct scanners *scanners, const struct usb_event *report,
                      struct instant mono, struct scanners_event *event)
{
    struct scanner *scanner = &scanners->scanners[report->slot];
    enum hid_fault fault = HID_NO_FAULT;
    struct text code = {0};
    if (hid_rate_is_muted(&scanner->rate, mono)) {
        return false;
    }
    if (hid_join_report(&scanner->join, report->bytes, mono, &code, &fault)) {
        bool aimed = scanner->join.layout.aim[0].bits > 0;
        return hid_rate_take(&scanner->rate, mono)
                   ? give(event, aimed ? SCANNERS_CODE : SCANNERS_PLAIN, code)
                   : say(event, SCANNERS_ALARM, SCANNERS_MUTED, words_of(scanners, report->device));
    }
    bool told = fault == HID_BAD_LENGTH || fault == HID_BAD_COUNT || fault == HID_TOO_LONG;
    return told && give(event, SCANNERS_FAULT, text_of(hid_fault_text(fault)));
}

static bool cut(struct scanner *scanner)
{
    return scanner->keyboard ? hid_keys_unplug(&scanner->keys) == HID_KEYS_CUT
                             : hid_join_unplug(&scanner->join);
}

/* First what was lost, then that it is gone (1). */
static bool tell_end(struct scanners *scanners, const struct usb_event *end,
                     struct scanners_event *event)
{
    bool was_cut = cut(&scanners->scanners[end->slot]);
    bool gone = end->kind == USB_GONE;
    struct scanners_event news = {.kind = SCANNERS_NOTE};
    if (gone) {
        (void)say(&news, SCANNERS_NOTE, SCANNERS_GONE, words_of(scanners, end->device));
    }
    if (was_cut) {
        scanners->waiting = news;
        scanners->waits = gone;
        return give(event, SCANNERS_CUT, (struct text){0});
    }
    *event = news;
    return gone;
}

static bool tell_unused(struct scanners *scanners, const struct usb_event *unused,
                        struct scanners_event *event)
{
    struct text words = words_of(scanners, unused->device);
    switch (unused->reason) {
    case USB_NOT_LISTED:
        return unused->device->kind == USB_KIND_KEYBOARD && !unused->device->at_start &&
               say(event, SCANNERS_ALARM, SCANNERS_STRANGER, words);
    case USB_NOT_PERMITTED:
    case USB_BUSY:
    case USB_SILENT:
        return say(event, SCANNERS_ALARM, scanners_reason_saying(unused->reason), words);
    case USB_REASON_NONE:
    case USB_NO_INTERFACE:
    case USB_UNFIT: /* judge() told it */
    case USB_REASONS:
        break;
    }
    return false;
}

static bool take_usb(struct scanners *scanners, const struct usb_event *from, struct instant mono,
                     struct scanners_event *event)
{
    switch (from->kind) {
    case USB_FOUND:
        return judge(scanners, from, event);
    case USB_READY:
        return say(event, SCANNERS_NOTE,
                   scanners->scanners[from->slot].keyboard ? SCANNERS_KEYBOARD : SCANNERS_READY,
                   words_of(scanners, from->device));
    case USB_REPORT:
        return scanners->scanners[from->slot].keyboard ? take_keys(scanners, from, mono, event)
                                                       : take_join(scanners, from, mono, event);
    case USB_BROKE:
    case USB_GONE:
        return tell_end(scanners, from, event);
    case USB_NOT_USED:
        return tell_unused(scanners, from, event);
    case USB_TOO_MANY:
        break;
    }
    return say(event, SCANNERS_ALARM, SCANNERS_TOO_MANY, (struct text){0});
}

/* ---- serial ports ---- */

static bool take_serial(struct scanners *scanners, size_t i, struct instant mono,
                        struct scanners_event *event)
{
    struct serial *serial = &scanners->serials[i];
    struct hid_rate *rate = &scanners->serial_rates[i];
    struct text path = text_of(serial->path);
    for (;;) {
        struct text code = {0};
        switch (serial_next(serial, mono, &code)) {
        case SERIAL_NOTHING:
            return false;
        case SERIAL_READY:
            return say(event, SCANNERS_NOTE, SCANNERS_READY, path);
        case SERIAL_CUT:
            return give(event, SCANNERS_CUT, code);
        case SERIAL_LONG:
            return give(event, SCANNERS_FAULT, text_of(hid_fault_text(HID_TOO_LONG)));
        case SERIAL_GONE:
            return say(event, SCANNERS_NOTE, SCANNERS_GONE, path);
        case SERIAL_CODE:
            if (hid_rate_is_muted(rate, mono)) {
                continue;
            }
            return hid_rate_take(rate, mono) ? give(event, SCANNERS_PLAIN, code)
                                             : say(event, SCANNERS_ALARM, SCANNERS_MUTED, path);
        }
    }
}

/* ---- all of them ---- */

void scanners_turn(struct scanners *scanners, struct instant mono)
{
    if (scanners->uses_usb) {
        usb_turn(&scanners->usb, mono);
    }
}

static bool expire(struct scanner *scanner, struct instant mono)
{
    return scanner->keyboard ? hid_keys_expire(&scanner->keys, mono) == HID_KEYS_CUT
                             : hid_join_expire(&scanner->join, mono);
}

bool scanners_next(struct scanners *scanners, struct instant mono, struct scanners_event *out_event)
{
    struct usb_event from = {.kind = USB_TOO_MANY};
    if (scanners->waits) {
        scanners->waits = false;
        *out_event = scanners->waiting;
        return true;
    }
    for (size_t i = 0; scanners->uses_usb && i < USB_SLOTS; i++) {
        if (expire(&scanners->scanners[i], mono)) {
            return give(out_event, SCANNERS_CUT, (struct text){0});
        }
    }
    while (scanners->uses_usb && usb_next(&scanners->usb, &from)) {
        if (take_usb(scanners, &from, mono, out_event)) {
            return true;
        }
    }
    for (size_t i = 0; i < scanners->serial_count; i++) {
        if (take_serial(scanners, i, mono, out_event)) {
            return true;
        }
    }
    return false;
}

size_t scanners_waits(const struct scanners *scanners, struct pollfd *out, size_t room)
{
    size_t count = scanners->uses_usb ? usb_waits(&scanners->usb, out, room) : 0;
    for (size_t i = 0; i < scanners->serial_count && count < room; i++) {
        if (scanners->serials[i].fd >= 0) {
            out[count++] = (struct pollfd){.fd = scanners->serials[i].fd, .events = POLLIN};
        }
    }
    return count;
}

struct instant scanners_wakeup(const struct scanners *scanners)
{
    struct instant wakeup = scanners->waits ? (struct instant){0} : INSTANT_NEVER;
    for (size_t i = 0; scanners->uses_usb && i < USB_SLOTS; i++) {
        const struct scanner *scanner = &scanners->scanners[i];
        wakeup = instant_min(wakeup, scanner->keyboard ? hid_keys_wakeup(&scanner->keys)
                                                       : hid_join_wakeup(&scanner->join));
    }
    for (size_t i = 0; i < scanners->serial_count; i++) {
        wakeup = instant_min(wakeup, serial_wakeup(&scanners->serials[i]));
    }
    return scanners->uses_usb ? instant_min(wakeup, usb_wakeup(&scanners->usb)) : wakeup;
}

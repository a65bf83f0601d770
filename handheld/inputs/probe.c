#include "handheld/inputs/probe.h"

#include <glob.h>
#include <poll.h>
#include <stdio.h>
#include <time.h>

#include "handheld/devices/serial/serial.h"
#include "handheld/devices/usb/usb.h"

enum { OPTION_SIZE = 160, TURN_MS = 50 };

struct looking {
    struct probe *probe;
    const struct scanner_list *list;
    enum language language;
    struct usb *usb;
    bool judged[USB_SLOTS]; /* a line about this device was written already */
};

static void add(struct looking *looking, enum scanners_saying saying, struct text first,
                struct text second)
{
    struct probe *probe = looking->probe;
    const struct text values[] = {first, second};
    if (probe->count < PROBE_LINES_MAX) {
        struct line line = line_of(probe->lines[probe->count++], PROBE_LINE_SIZE);
        line_put(&line, scanners_said(saying)->code);
        line_char(&line, ' ');
        said_line(&line, scanners_said(saying), looking->language, values, 2);
    }
}

/* A line about DEVICE; OPTION is how to have it used: `--scanner keyboard:0c2e:0901`. */
static void add_device(struct looking *looking, enum scanners_saying saying,
                       const struct usb_device *device, const char *option)
{
    char words[OPTION_SIZE];
    char use[OPTION_SIZE];
    struct line line = line_of(words, sizeof words);
    struct line how = line_of(use, sizeof use);
    scanner_list_device(device->vendor, device->product, device->serial, &line);
    line_put(&how, option);
    scanner_list_device(device->vendor, device->product, "", &how);
    add(looking, saying, line_done(&line), line_done(&how));
}

static void judge(struct looking *looking, const struct usb_event *found)
{
    struct hid_layout layout;
    enum scanners_saying saying = PROBE_KEYBOARD;
    bool keyboard = found->device->use == USB_AS_KEYBOARD;
    enum hid_layout_fault fault = HID_LAYOUT_GOOD;
    if (!keyboard) {
        fault = hid_layout_read(found->bytes, &layout);
        saying = fault == HID_LAYOUT_GOOD ? PROBE_SCANNER : scanners_layout_saying(fault);
    }
    add_device(looking, saying, found->device, "");
    looking->judged[found->slot] = true;
    usb_refuse(looking->usb, found->slot);
}

static void tell_unlisted(struct looking *looking, const struct usb_device *device)
{
    bool keyboard = device->kind == USB_KIND_KEYBOARD;
    add_device(looking, keyboard ? PROBE_KEYBOARD_UNLISTED : PROBE_HID_UNLISTED, device,
               keyboard ? "--scanner keyboard:" : "--scanner usb:");
}

static void tell_unused(struct looking *looking, const struct usb_event *unused)
{
    const struct usb_device *device = unused->device;
    switch (unused->reason) {
    case USB_NOT_LISTED:
        tell_unlisted(looking, device);
        break;
    case USB_NO_INTERFACE:
        add_device(looking,
                   device->kind == USB_KIND_MOUSE    ? PROBE_MOUSE
                   : device->kind == USB_KIND_SERIAL ? PROBE_SERIAL_DEVICE
                                                     : PROBE_NOT_ANY,
                   device, "");
        break;
    case USB_NOT_PERMITTED:
    case USB_BUSY:
    case USB_SILENT:
        add_device(looking, scanners_reason_saying(unused->reason), device, "");
        break;
    case USB_REASON_NONE:
    case USB_UNFIT: /* judge() told it */
    case USB_REASONS:
        break;
    }
}

static void take(struct looking *looking, const struct usb_event *event)
{
    if (event->kind == USB_FOUND) {
        judge(looking, event);
    } else if (event->kind == USB_NOT_USED) {
        if (!looking->judged[event->slot]) {
            tell_unused(looking, event);
        }
        looking->judged[event->slot] = false;
    } else if (event->kind == USB_TOO_MANY) {
        add(looking, SCANNERS_TOO_MANY, (struct text){0}, (struct text){0});
    }
}

static struct instant now(void)
{
    struct timespec time;
    (void)clock_gettime(CLOCK_MONOTONIC, &time);
    return (struct instant){(int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000};
}

static void look_at_usb(struct looking *looking)
{
    struct usb *usb = looking->usb;
    struct instant end = {now().ms + PROBE_MS_MAX};
    bool settled = false;
    while (!settled && instant_before(now(), end)) {
        struct usb_event event;
        struct pollfd fds[USB_POLL_MAX];
        usb_turn(usb, now());
        while (usb_next(usb, &event)) {
            take(looking, &event);
        }
        settled = usb_is_settled(usb);
        if (!settled) {
            (void)poll(fds, (nfds_t)usb_waits(usb, fds, USB_POLL_MAX), TURN_MS);
        }
    }
}

static bool is_listed(const struct scanner_list *list, const char *path)
{
    for (size_t i = 0; i < list->serial_count; i++) {
        if (text_is(text_of(path), list->serial_paths[i])) {
            return true;
        }
    }
    return false;
}

static void look_at_ports(struct looking *looking, const char *ports)
{
    const struct scanner_list *list = looking->list;
    glob_t found = {0};
    for (size_t i = 0; i < list->serial_count; i++) {
        struct serial serial;
        struct text code;
        serial_init(&serial, list->serial_paths[i]);
        bool opens = serial_next(&serial, now(), &code) == SERIAL_READY;
        serial_close(&serial);
        add(looking, opens ? PROBE_PORT : PROBE_PORT_MISSING, text_of(list->serial_paths[i]),
            (struct text){0});
    }
    if (glob(ports, 0, NULL, &found) == 0) {
        for (size_t i = 0; i < found.gl_pathc; i++) {
            char use[OPTION_SIZE];
            struct line how = line_of(use, sizeof use);
            line_put(&how, "--scanner serial:");
            line_put(&how, found.gl_pathv[i]);
            if (!is_listed(list, found.gl_pathv[i])) {
                add(looking, PROBE_PORT_UNLISTED, text_of(found.gl_pathv[i]), line_done(&how));
            }
        }
    }
    globfree(&found);
}

void probe_run(struct probe *probe, const struct scanner_list *list, enum language language,
               const char *udev_control, const char *ports)
{
    static struct usb usb; /* large, and there is one probe in a process */
    struct looking looking = {.probe = probe, .list = list, .language = language, .usb = &usb};
    probe->count = 0;
    if (usb_open(&usb, &list->usb, udev_control) == STATUS_OK) {
        look_at_usb(&looking);
    } else {
        add(&looking, SCANNERS_NO_USB, (struct text){0}, (struct text){0});
    }
    usb_close(&usb);
    look_at_ports(&looking, ports);
    if (probe->count == 0) {
        add(&looking, PROBE_NONE, (struct text){0}, (struct text){0});
    }
}

int probe_show(const struct scanner_list *list, enum language language, const char *udev_control,
               const char *ports)
{
    static struct probe probe;
    bool put = true;
    probe_run(&probe, list, language, udev_control, ports);
    for (size_t i = 0; i < probe.count; i++) {
        put = puts(probe.lines[i]) >= 0 && put;
    }
    return put && fflush(stdout) == 0 ? 0 : 1;
}

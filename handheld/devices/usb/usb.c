#include "handheld/devices/usb/usb.h"

#include <string.h>
#include <unistd.h>

#include "base/check.h"

/* INVARIANTS
 * (1) Callbacks only note: nothing is opened, closed or asked in one.
 * (2) Each arrival ends in USB_READY, USB_NOT_USED or its departure. */

enum { CLOSE_TURNS_MAX = 100, CLOSE_TURN_US = 10000 };

static struct usb_device *slot_of(struct usb *usb, libusb_device *one)
{
    for (size_t i = 0; i < USB_SLOTS; i++) {
        if (usb->devices[i].state != USB_STATE_FREE && usb->devices[i].device == one) {
            return &usb->devices[i];
        }
    }
    return NULL;
}

static void note_arrival(struct usb *usb, libusb_device *arrived)
{
    struct libusb_device_descriptor descriptor;
    size_t i = 0;
    bool hub = libusb_get_device_descriptor(arrived, &descriptor) == LIBUSB_SUCCESS &&
               descriptor.bDeviceClass == LIBUSB_CLASS_HUB;
    if (hub || slot_of(usb, arrived)) {
        return;
    }
    while (i < USB_SLOTS && usb->devices[i].state != USB_STATE_FREE) {
        i++;
    }
    if (i == USB_SLOTS || !usb_device_begin(&usb->devices[i], arrived, usb->starting)) {
        usb->too_many++;
    }
}

static int LIBUSB_CALL plug(libusb_context *context, libusb_device *one, libusb_hotplug_event event,
                            void *self) /* (1) */
{
    struct usb *usb = self;
    (void)context;
    if (event == LIBUSB_HOTPLUG_EVENT_DEVICE_ARRIVED) {
        note_arrival(usb, one);
    } else {
        struct usb_device *device = slot_of(usb, one);
        if (device) {
            device->left = true;
        }
    }
    return 0;
}

static uint16_t key_of(libusb_device *one)
{
    return (uint16_t)(libusb_get_bus_number(one) << 8 | libusb_get_device_address(one));
}

static bool is_known(const uint16_t *known, size_t count, uint16_t key)
{
    for (size_t i = 0; i < count; i++) {
        if (known[i] == key) {
            return true;
        }
    }
    return false;
}

/* Notes each device of LIST as known; those that were not begin. */
static void adopt(struct usb *usb, libusb_device **list, size_t count, size_t old_count)
{
    uint16_t old[USB_KNOWN_MAX];
    memcpy(old, usb->known, sizeof old);
    usb->known_count = 0;
    for (size_t i = 0; i < count && usb->known_count < USB_KNOWN_MAX; i++) {
        usb->known[usb->known_count++] = key_of(list[i]);
        usb->starting = is_known(old, old_count, key_of(list[i]));
        note_arrival(usb, list[i]);
    }
    usb->starting = false;
}

/* Is there a device that was not there when we last looked? Departures are marked as we go. */
static bool look(struct usb *usb, libusb_device **list, size_t count)
{
    bool news = false;
    uint16_t keys[USB_KNOWN_MAX];
    size_t key_count = 0;
    for (size_t i = 0; i < count && key_count < USB_KNOWN_MAX; i++) {
        keys[key_count++] = key_of(list[i]);
        news = news || !is_known(usb->known, usb->known_count, key_of(list[i]));
    }
    for (size_t i = 0; i < USB_SLOTS; i++) {
        struct usb_device *device = &usb->devices[i];
        uint16_t key = (uint16_t)(device->bus << 8 | device->address);
        if (device->state != USB_STATE_FREE && !is_known(keys, key_count, key)) {
            device->left = true;
        }
    }
    if (!news) {
        memcpy(usb->known, keys, key_count * sizeof keys[0]);
        usb->known_count = key_count;
    }
    return news;
}

static void handle(struct usb *usb, long us)
{
    struct timeval none = {.tv_usec = us};
    (void)libusb_handle_events_timeout_completed(usb->context, &none, NULL);
}

static bool is_flying(const struct usb *usb)
{
    bool flying = false;
    for (size_t i = 0; i < USB_SLOTS; i++) {
        flying = flying || usb->devices[i].flying;
    }
    return flying;
}

/* Everything is given back. Bounded: a transfer that never comes back costs its memory. */
static void give_up_all(struct usb *usb)
{
    const struct usb_rules none = {.count = 0};
    for (size_t i = 0; i < USB_SLOTS; i++) {
        usb->devices[i].left = true;
        usb->devices[i].fresh = false;
        usb_device_end(&usb->devices[i], USB_REASON_NONE);
    }
    for (int turn = 0; turn < CLOSE_TURNS_MAX && is_flying(usb); turn++) {
        handle(usb, CLOSE_TURN_US);
    }
    for (size_t i = 0; i < USB_SLOTS; i++) {
        struct usb_device *device = &usb->devices[i];
        usb_device_step(device, &none, (struct instant){0});
        if (device->state == USB_STATE_CLOSED) {
            usb_device_free(device);
        }
    }
    usb->taken = USB_SLOTS;
}

enum status usb_open(struct usb *usb, const struct usb_rules *rules, const char *udev_control)
{
    memset(usb, 0, sizeof *usb);
    usb->rules = *rules;
    usb->taken = USB_SLOTS;
    if (libusb_init(&usb->context) != LIBUSB_SUCCESS) {
        usb->context = NULL;
        return STATUS_IO;
    }
    usb->hears = access(udev_control, F_OK) == 0 && libusb_has_capability(LIBUSB_CAP_HAS_HOTPLUG);
    usb->look_at = usb->hears ? INSTANT_NEVER : (struct instant){0};
    usb->starting = true;
    int heard = !usb->hears
                    ? LIBUSB_SUCCESS
                    : libusb_hotplug_register_callback(
                          usb->context,
                          LIBUSB_HOTPLUG_EVENT_DEVICE_ARRIVED | LIBUSB_HOTPLUG_EVENT_DEVICE_LEFT,
                          LIBUSB_HOTPLUG_ENUMERATE, LIBUSB_HOTPLUG_MATCH_ANY,
                          LIBUSB_HOTPLUG_MATCH_ANY, LIBUSB_HOTPLUG_MATCH_ANY, plug, usb, NULL);
    usb->starting = !usb->hears;
    if (heard != LIBUSB_SUCCESS) {
        usb_close(usb);
        return STATUS_IO;
    }
    return STATUS_OK;
}

void usb_close(struct usb *usb)
{
    if (usb->context) {
        give_up_all(usb);
        libusb_exit(usb->context);
        usb->context = NULL;
    }
}

/* A context lists what was there when it was made, and no more. So each look is a new one, and when
 * it shows something new it takes the old one's place: what runs is opened anew. */
static void look_around(struct usb *usb)
{
    libusb_context *fresh = NULL;
    libusb_device **list = NULL;
    bool first = usb->starting;
    if (libusb_init(&fresh) != LIBUSB_SUCCESS) {
        return;
    }
    ssize_t count = libusb_get_device_list(fresh, &list);
    if (count >= 0 && (look(usb, list, (size_t)count) || first)) {
        give_up_all(usb);
        libusb_exit(usb->context);
        usb->context = fresh;
        fresh = NULL;
        if (first) { /* all of it was here before us */
            usb->known_count = 0;
            for (ssize_t i = 0; i < count && usb->known_count < USB_KNOWN_MAX; i++) {
                usb->known[usb->known_count++] = key_of(list[i]);
            }
        }
        adopt(usb, list, (size_t)count, usb->known_count);
    }
    if (count >= 0) {
        libusb_free_device_list(list, 1);
    }
    if (fresh) {
        libusb_exit(fresh);
    }
}

void usb_turn(struct usb *usb, struct instant mono)
{
    if (!usb->context) {
        return;
    }
    handle(usb, 0);
    if (!instant_before(mono, usb->look_at)) {
        usb->look_at.ms = mono.ms + USB_LOOK_MS;
        look_around(usb);
    }
    for (size_t i = 0; i < USB_SLOTS; i++) {
        usb_device_step(&usb->devices[i], &usb->rules, mono);
    }
}

/* What DEVICE has to tell, if anything. */
static bool tell(struct usb_device *device, struct usb_event *event)
{
    if (device->broke) {
        device->broke = false;
        event->kind = USB_BROKE;
        return device->was_ready;
    }
    if (device->state == USB_STATE_FOUND) {
        event->kind = USB_FOUND;
        event->bytes = span_of(device->bytes + LIBUSB_CONTROL_SETUP_SIZE, (size_t)device->length);
        return true;
    }
    if (device->state == USB_STATE_RUNNING && !device->was_ready) {
        device->was_ready = true;
        event->kind = USB_READY;
        return true;
    }
    if (device->fresh) {
        event->kind = USB_REPORT;
        event->bytes = span_of(device->bytes, (size_t)device->length);
        return true;
    }
    if (device->state == USB_STATE_CLOSED) {
        event->kind = device->was_ready ? USB_GONE : USB_NOT_USED;
        event->reason = device->reason;
        return device->was_ready || device->reason != USB_REASON_NONE;
    }
    return false;
}

/* What was handed out with the last event has been used by now. */
static void finish_taken(struct usb *usb)
{
    if (usb->taken < USB_SLOTS) {
        struct usb_device *device = &usb->devices[usb->taken];
        if (device->fresh) {
            usb_device_resume(device);
        } else if (device->state == USB_STATE_CLOSED) {
            usb_device_free(device);
        }
    }
    usb->taken = USB_SLOTS;
}

bool usb_next(struct usb *usb, struct usb_event *out_event)
{
    finish_taken(usb);
    for (size_t i = 0; i < USB_SLOTS; i++) {
        size_t slot = (usb->turn + i) % USB_SLOTS;
        struct usb_device *device = &usb->devices[slot];
        struct usb_event event = {.slot = slot, .device = device};
        if (tell(device, &event)) {
            bool lasts =
                event.kind == USB_REPORT || event.kind == USB_GONE || event.kind == USB_NOT_USED;
            usb->taken = lasts ? slot : USB_SLOTS;
            usb->turn = (slot + 1) % USB_SLOTS; /* each has its turn */
            *out_event = event;
            return true;
        }
        if (device->state == USB_STATE_CLOSED) {
            usb_device_free(device);
        }
    }
    if (usb->too_many > 0) {
        usb->too_many--;
        *out_event = (struct usb_event){.kind = USB_TOO_MANY, .slot = USB_SLOTS};
        return true;
    }
    return false;
}

void usb_accept(struct usb *usb, size_t slot, const struct usb_start *start)
{
    usb_device_accept(&usb->devices[slot], start);
}

void usb_refuse(struct usb *usb, size_t slot)
{
    usb_device_refuse(&usb->devices[slot]);
}

size_t usb_waits(const struct usb *usb, struct pollfd *out, size_t room)
{
    size_t count = 0;
    const struct libusb_pollfd **all = usb->context ? libusb_get_pollfds(usb->context) : NULL;
    for (; all && all[count] && count < room; count++) {
        out[count] = (struct pollfd){.fd = all[count]->fd, .events = all[count]->events};
    }
    libusb_free_pollfds(all);
    return count;
}

struct instant usb_wakeup(const struct usb *usb)
{
    struct instant wakeup = usb->context ? usb->look_at : INSTANT_NEVER;
    for (size_t i = 0; i < USB_SLOTS; i++) {
        wakeup = instant_min(wakeup, usb_device_wakeup(&usb->devices[i]));
    }
    return wakeup;
}

bool usb_is_settled(const struct usb *usb)
{
    for (size_t i = 0; i < USB_SLOTS; i++) {
        enum usb_state state = usb->devices[i].state;
        if (state != USB_STATE_FREE && state != USB_STATE_RUNNING) {
            return false;
        }
    }
    return !usb->starting;
}

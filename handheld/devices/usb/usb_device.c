#include "handheld/devices/usb/usb_device.h"

#include <string.h>

#include "base/check.h"

/* INVARIANTS
 * (1) At most one transfer is in flight, and only while the device is open.
 * (2) `device` is referenced exactly once, but in USB_STATE_FREE, where it is NULL.
 * (3) A device is closed only when nothing is in flight. */

enum {
    GET_DESCRIPTOR_OF_INTERFACE = 0x81,
    GET_DESCRIPTOR_OF_DEVICE = 0x80,
    REQUEST_GET_DESCRIPTOR = 6,
    DESCRIPTOR_STRING = 0x0300,
    DESCRIPTOR_REPORT = 0x2200,
    LANGUAGE_ENGLISH = 0x0409,
    STRING_MAX = 255,
    SET_OF_INTERFACE = 0x21,
    REQUEST_SET_REPORT = 0x09,
    REQUEST_SET_PROTOCOL = 0x0B,
    PROTOCOL_BOOT = 0,
    TYPE_FEATURE = 0x0300
};

/* Only notes: no call into libusb from here but those that copy. */
static void LIBUSB_CALL came_back(struct libusb_transfer *transfer)
{
    struct usb_device *device = transfer->user_data;
    device->flying = false;
    device->length = transfer->status == LIBUSB_TRANSFER_COMPLETED ? transfer->actual_length : -1;
}

static void submit(struct usb_device *device)
{
    assert(!device->flying && device->opened); /* (1) */
    device->flying = libusb_submit_transfer(device->transfer) == LIBUSB_SUCCESS;
    if (!device->flying) {
        device->length = -1;
    }
}

/* SIZE bytes of data lie behind the setup packet, or are to come there. */
static void ask(struct usb_device *device, uint8_t type, uint8_t request, uint16_t value,
                uint16_t index, uint16_t size)
{
    libusb_fill_control_setup(device->bytes, type, request, value, index, size);
    libusb_fill_control_transfer(device->transfer, device->opened, device->bytes, came_back, device,
                                 USB_ANSWER_MS_MAX);
    submit(device);
}

bool usb_device_begin(struct usb_device *device, libusb_device *arrived, bool at_start)
{
    struct libusb_device_descriptor descriptor;
    struct libusb_transfer *transfer = libusb_alloc_transfer(0);
    assert(device->state == USB_STATE_FREE);
    if (!transfer || libusb_get_device_descriptor(arrived, &descriptor) != LIBUSB_SUCCESS) {
        libusb_free_transfer(transfer);
        return false;
    }
    memset(device, 0, sizeof *device);
    device->state = USB_STATE_TRYING;
    device->device = libusb_ref_device(arrived); /* (2) */
    device->transfer = transfer;
    device->at_start = at_start;
    device->vendor = descriptor.idVendor;
    device->product = descriptor.idProduct;
    device->bus = libusb_get_bus_number(arrived);
    device->address = libusb_get_device_address(arrived);
    device->kind = descriptor.bDeviceClass == LIBUSB_CLASS_HUB ? USB_KIND_HUB : USB_KIND_OTHER;
    device->serial_known = descriptor.iSerialNumber == 0;
    device->give_up_at = INSTANT_NEVER; /* until the first try */
    return true;
}

static void close_now(struct usb_device *device)
{
    assert(!device->flying); /* (3) */
    libusb_close(device->opened);
    device->opened = NULL;
    device->fresh = false;
    device->state = device->again && !device->left ? USB_STATE_TRYING : USB_STATE_CLOSED;
    device->again = false;
    device->try_at.ms = 0;
    device->give_up_at = INSTANT_NEVER;
}

static void close_soon(struct usb_device *device)
{
    device->state = USB_STATE_CLOSING;
    if (device->flying) {
        (void)libusb_cancel_transfer(device->transfer); /* came_back() will be called */
    } else if (device->opened) {
        close_now(device);
    } else {
        device->state = USB_STATE_CLOSED;
    }
}

void usb_device_end(struct usb_device *device, enum usb_reason reason)
{
    if (device->state != USB_STATE_FREE && device->state < USB_STATE_CLOSING) {
        device->reason = reason;
        device->again = false;
        close_soon(device);
    }
}

/* Which of its interfaces to try: those its owner refused are passed over. What the device is, and
 * whether any rule could allow it, is noted. */
static bool choose(struct usb_device *device, const struct usb_rules *rules,
                   const struct usb_interface *interfaces, size_t count)
{
    size_t passed = 0;
    const char *serial = device->serial_known ? device->serial : NULL;
    device->kind = usb_interfaces_kind(interfaces, count);
    device->reason = USB_NO_INTERFACE;
    for (size_t i = 0; i < count; i++) {
        const struct usb_interface *one = &interfaces[i];
        bool keyboard = one->kind == USB_KIND_KEYBOARD;
        enum usb_use use = keyboard ? USB_AS_KEYBOARD : USB_AS_SCANNER;
        if ((!keyboard && one->kind != USB_KIND_HID) || one->endpoint == 0) {
            continue;
        }
        if (!usb_rules_allow(rules, use, device->vendor, device->product, serial)) {
            device->reason = passed > 0 ? device->reason : USB_NOT_LISTED;
        } else if (passed++ == device->refused) {
            device->interface = *one;
            device->use = use;
            device->reason = USB_REASON_NONE;
            return true;
        } else {
            device->reason = USB_UNFIT;
        }
    }
    return false;
}

enum try_result { TRY_DONE, TRY_AGAIN, TRY_NEVER };

/* An arrival is told before the kernel has set a configuration: then there is none yet. */
static enum try_result look(struct usb_device *device, const struct usb_rules *rules)
{
    struct libusb_config_descriptor *config = NULL;
    struct usb_interface interfaces[USB_INTERFACES_MAX];
    device->reason = USB_SILENT;
    if (libusb_get_active_config_descriptor(device->device, &config) != LIBUSB_SUCCESS) {
        return TRY_AGAIN;
    }
    size_t count = usb_interfaces(config, interfaces);
    libusb_free_config_descriptor(config);
    return choose(device, rules, interfaces, count) ? TRY_DONE : TRY_NEVER;
}

static enum try_result open_once(struct usb_device *device)
{
    int opened = device->opened ? LIBUSB_SUCCESS : libusb_open(device->device, &device->opened);
    if (opened == LIBUSB_SUCCESS) {
        return TRY_DONE;
    }
    device->opened = NULL;
    device->reason = opened == LIBUSB_ERROR_ACCESS ? USB_NOT_PERMITTED : USB_SILENT;
    return opened == LIBUSB_ERROR_ACCESS || opened == LIBUSB_ERROR_NO_DEVICE ? TRY_NEVER
                                                                             : TRY_AGAIN;
}

/* The kernel's usbhid was here first, and may come back between the two calls. */
static enum try_result claim(struct usb_device *device)
{
    int number = device->interface.number;
    if (libusb_kernel_driver_active(device->opened, number) == 1) {
        (void)libusb_detach_kernel_driver(device->opened, number);
    }
    int claimed = libusb_claim_interface(device->opened, number);
    if (claimed == LIBUSB_SUCCESS) {
        return TRY_DONE;
    }
    device->reason = claimed == LIBUSB_ERROR_BUSY ? USB_BUSY : USB_SILENT;
    return claimed == LIBUSB_ERROR_NO_DEVICE ? TRY_NEVER : TRY_AGAIN;
}

static void ask_serial(struct usb_device *device)
{
    struct libusb_device_descriptor descriptor;
    (void)libusb_get_device_descriptor(device->device, &descriptor); /* always there on Linux */
    device->state = USB_STATE_SERIAL;
    ask(device, GET_DESCRIPTOR_OF_DEVICE, REQUEST_GET_DESCRIPTOR,
        (uint16_t)(DESCRIPTOR_STRING | descriptor.iSerialNumber), LANGUAGE_ENGLISH, STRING_MAX);
}

static void ask_descriptor(struct usb_device *device)
{
    uint16_t size = device->interface.descriptor_size;
    if (device->reopening) { /* after a STALL nothing would come without it */
        (void)libusb_clear_halt(device->opened, device->interface.endpoint);
    }
    device->state = USB_STATE_DESCRIPTOR;
    ask(device, GET_DESCRIPTOR_OF_INTERFACE, REQUEST_GET_DESCRIPTOR, DESCRIPTOR_REPORT,
        device->interface.number, size < USB_REPORT_MAX ? size : USB_REPORT_MAX);
}

static void try_to_claim(struct usb_device *device, const struct usb_rules *rules,
                         struct instant mono)
{
    if (device->give_up_at.ms == INSTANT_NEVER.ms) {
        device->give_up_at.ms = mono.ms + USB_CLAIM_MS_MAX;
    }
    enum try_result result = look(device, rules);
    result = result == TRY_DONE ? open_once(device) : result;
    if (result == TRY_DONE && !device->serial_known) {
        ask_serial(device);
        return;
    }
    result = result == TRY_DONE ? claim(device) : result;
    if (result == TRY_DONE) {
        ask_descriptor(device);
    } else if (result == TRY_NEVER || !instant_before(mono, device->give_up_at)) {
        usb_device_end(device, device->reason);
    } else {
        device->try_at.ms = mono.ms + USB_TRY_MS;
    }
}

/* A string descriptor is UTF-16; of a serial number only what is printable ASCII is kept. */
static void take_serial(struct usb_device *device)
{
    const uint8_t *text = device->bytes + LIBUSB_CONTROL_SETUP_SIZE;
    size_t size = 0;
    for (int i = 2; i + 1 < device->length && size + 1 < sizeof device->serial; i += 2) {
        bool plain = text[i] > ' ' && text[i] < 0x7F && text[i + 1] == 0;
        device->serial[size++] = (char)(plain ? text[i] : '?');
    }
    device->serial[size] = '\0';
    device->serial_known = true; /* or unknown for good: then no rule with a serial fits */
    device->state = USB_STATE_TRYING;
    device->try_at.ms = 0;
}

static void listen(struct usb_device *device)
{
    libusb_fill_interrupt_transfer(device->transfer, device->opened, device->interface.endpoint,
                                   device->bytes, (int)device->room, came_back, device, 0);
    device->state = USB_STATE_RUNNING;
    submit(device);
}

/* What is read at once must be a whole number of packets, or a longer packet is an error; and no
 * more of them than the longest report has, or two reports would come as one. */
static size_t room_for(size_t report_size, size_t packet)
{
    size_t size = report_size > 0 ? report_size : 1;
    size = size < USB_REPORT_MAX ? size : USB_REPORT_MAX;
    packet = packet > 0 && packet <= 1024 ? packet : 64;
    return (size + packet - 1) / packet * packet;
}

void usb_device_accept(struct usb_device *device, const struct usb_start *start)
{
    assert(device->state == USB_STATE_FOUND);
    device->room = room_for(start->report_size, device->interface.packet);
    device->state = USB_STATE_ENABLING;
    uint16_t number = device->interface.number;
    if (device->use == USB_AS_KEYBOARD) {
        ask(device, SET_OF_INTERFACE, REQUEST_SET_PROTOCOL, PROTOCOL_BOOT, number, 0);
    } else if (start->feature.size > 0) {
        assert(start->feature.size <= USB_REPORT_MAX);
        memcpy(device->bytes + LIBUSB_CONTROL_SETUP_SIZE, start->feature.at, start->feature.size);
        ask(device, SET_OF_INTERFACE, REQUEST_SET_REPORT,
            (uint16_t)(TYPE_FEATURE | start->feature.at[0]), number, (uint16_t)start->feature.size);
    } else {
        listen(device);
    }
}

/* Back to the kernel with it: a mouse goes on being one. */
void usb_device_refuse(struct usb_device *device)
{
    assert(device->state == USB_STATE_FOUND);
    (void)libusb_release_interface(device->opened, device->interface.number);
    (void)libusb_attach_kernel_driver(device->opened, device->interface.number);
    device->refused++;
    device->state = USB_STATE_TRYING;
    device->try_at.ms = 0;
    device->give_up_at = INSTANT_NEVER;
}

void usb_device_resume(struct usb_device *device)
{
    device->fresh = false;
    if (device->state == USB_STATE_RUNNING) {
        submit(device);
    }
}

/* Unplug has no one face: an error, a stall, an overflow may each be one. Whoever is still there
 * answers when it is opened again; once, until it has given a report. */
static void fail(struct usb_device *device)
{
    bool running = device->state == USB_STATE_RUNNING;
    device->again = running && !device->reopening;
    device->reopening = running;
    device->broke = device->broke || running;
    device->reason = USB_SILENT;
    close_soon(device);
}

/* An answer, or a report, or their failure. */
static void take_answer(struct usb_device *device)
{
    bool good = device->length >= 0;
    switch (device->state) {
    case USB_STATE_SERIAL:
        take_serial(device);
        break;
    case USB_STATE_DESCRIPTOR:
        if (device->length > 0) {
            device->state = USB_STATE_FOUND;
        } else {
            fail(device); /* a read descriptor is the proof of life */
        }
        break;
    case USB_STATE_ENABLING:
        listen(device); /* some refuse the command and send all the same */
        break;
    case USB_STATE_RUNNING:
        device->fresh = good;
        device->reopening = device->reopening && !good;
        if (!good) {
            fail(device);
        }
        break;
    case USB_STATE_CLOSING:
        close_now(device);
        break;
    case USB_STATE_FREE:
    case USB_STATE_TRYING:
    case USB_STATE_FOUND:
    case USB_STATE_CLOSED:
        break;
    }
}

/* Something was asked and the answer has come. */
static bool is_answered(const struct usb_device *device)
{
    bool asks = device->state == USB_STATE_SERIAL || device->state == USB_STATE_DESCRIPTOR ||
                device->state == USB_STATE_ENABLING || device->state == USB_STATE_RUNNING ||
                device->state == USB_STATE_CLOSING;
    return asks && !device->flying && !device->fresh;
}

/* A report that came before the device went is still taken. */
void usb_device_step(struct usb_device *device, const struct usb_rules *rules, struct instant mono)
{
    if (is_answered(device)) {
        take_answer(device);
    }
    if (device->left && !device->fresh) {
        usb_device_end(device, USB_REASON_NONE);
    }
    if (device->state == USB_STATE_TRYING && !instant_before(mono, device->try_at)) {
        try_to_claim(device, rules, mono);
    }
}

void usb_device_free(struct usb_device *device)
{
    assert(device->state == USB_STATE_CLOSED && !device->flying && !device->opened);
    libusb_free_transfer(device->transfer);
    libusb_unref_device(device->device); /* (2) */
    device->device = NULL;
    device->transfer = NULL;
    device->state = USB_STATE_FREE;
}

struct instant usb_device_wakeup(const struct usb_device *device)
{
    bool now = is_answered(device) || device->fresh || device->broke ||
               device->state == USB_STATE_FOUND || device->state == USB_STATE_CLOSED;
    return now                                 ? (struct instant){0}
           : device->state == USB_STATE_TRYING ? device->try_at
                                               : INSTANT_NEVER;
}

#include "handheld/devices/usb/usb_interface.h"

enum {
    SUBCLASS_BOOT = 1,
    PROTOCOL_KEYBOARD = 1,
    SUBCLASS_ACM = 2,
    DESCRIPTOR_HID = 0x21,
    DESCRIPTOR_HID_SIZE = 9,
    REPORT_DESCRIPTOR_SIZE = 512, /* where the device does not say */
    PACKET_BITS = 0x7FF
};

static enum usb_kind kind_of(const struct libusb_interface_descriptor *descriptor)
{
    if (descriptor->bInterfaceClass == LIBUSB_CLASS_COMM &&
        descriptor->bInterfaceSubClass == SUBCLASS_ACM) {
        return USB_KIND_SERIAL;
    }
    if (descriptor->bInterfaceClass != LIBUSB_CLASS_HID) {
        return descriptor->bInterfaceClass == LIBUSB_CLASS_HUB ? USB_KIND_HUB : USB_KIND_OTHER;
    }
    if (descriptor->bInterfaceSubClass != SUBCLASS_BOOT) {
        return USB_KIND_HID;
    }
    return descriptor->bInterfaceProtocol == PROTOCOL_KEYBOARD ? USB_KIND_KEYBOARD : USB_KIND_MOUSE;
}

/* HID 1.11, section 6.2.1: bytes 7 and 8 of the HID descriptor behind the interface. */
static uint16_t descriptor_size(const struct libusb_interface_descriptor *descriptor)
{
    const unsigned char *extra = descriptor->extra;
    if (descriptor->extra_length < DESCRIPTOR_HID_SIZE || extra[1] != DESCRIPTOR_HID) {
        return REPORT_DESCRIPTOR_SIZE;
    }
    return (uint16_t)(extra[7] | extra[8] << 8);
}

static struct usb_interface read_one(const struct libusb_interface_descriptor *descriptor)
{
    struct usb_interface interface = {.kind = kind_of(descriptor),
                                      .number = descriptor->bInterfaceNumber,
                                      .descriptor_size = descriptor_size(descriptor)};
    for (int i = 0; i < descriptor->bNumEndpoints && interface.endpoint == 0; i++) {
        const struct libusb_endpoint_descriptor *endpoint = &descriptor->endpoint[i];
        bool in = (endpoint->bEndpointAddress & LIBUSB_ENDPOINT_DIR_MASK) == LIBUSB_ENDPOINT_IN;
        bool interrupt =
            (endpoint->bmAttributes & LIBUSB_TRANSFER_TYPE_MASK) == LIBUSB_TRANSFER_TYPE_INTERRUPT;
        if (in && interrupt) {
            interface.endpoint = endpoint->bEndpointAddress;
            interface.packet = endpoint->wMaxPacketSize & PACKET_BITS;
        }
    }
    return interface;
}

size_t usb_interfaces(const struct libusb_config_descriptor *config,
                      struct usb_interface out[USB_INTERFACES_MAX])
{
    size_t count = 0;
    for (int i = 0; i < config->bNumInterfaces && count < USB_INTERFACES_MAX; i++) {
        if (config->interface[i].num_altsetting > 0) {
            out[count++] = read_one(&config->interface[i].altsetting[0]);
        }
    }
    return count;
}

enum usb_kind usb_interfaces_kind(const struct usb_interface *interfaces, size_t count)
{
    static const enum usb_kind telling[] = {USB_KIND_KEYBOARD, USB_KIND_HID, USB_KIND_SERIAL,
                                            USB_KIND_MOUSE, USB_KIND_HUB};
    for (size_t i = 0; i < sizeof telling / sizeof telling[0]; i++) {
        for (size_t j = 0; j < count; j++) {
            if (interfaces[j].kind == telling[i]) {
                return telling[i];
            }
        }
    }
    return USB_KIND_OTHER;
}

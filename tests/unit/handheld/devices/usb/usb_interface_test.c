#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "handheld/devices/usb/usb_interface.h"

static const struct libusb_endpoint_descriptor endpoints[] = {
    {.bEndpointAddress = 0x01, .bmAttributes = 3, .wMaxPacketSize = 8     }, /* out */
    {.bEndpointAddress = 0x82, .bmAttributes = 2, .wMaxPacketSize = 64    }, /* bulk */
    {.bEndpointAddress = 0x83, .bmAttributes = 3, .wMaxPacketSize = 0x0840},
};

static struct libusb_interface_descriptor described(uint8_t class, uint8_t subclass,
                                                    uint8_t protocol)
{
    return (struct libusb_interface_descriptor){.bInterfaceNumber = 5,
                                                .bInterfaceClass = class,
                                                .bInterfaceSubClass = subclass,
                                                .bInterfaceProtocol = protocol,
                                                .bNumEndpoints = 3,
                                                .endpoint = endpoints};
}

static struct usb_interface read_one(const struct libusb_interface_descriptor *descriptor)
{
    const struct libusb_interface one = {.altsetting = descriptor, .num_altsetting = 1};
    const struct libusb_config_descriptor config = {.bNumInterfaces = 1, .interface = &one};
    struct usb_interface out[USB_INTERFACES_MAX];
    assert_int_equal(usb_interfaces(&config, out), 1);
    return out[0];
}

static void the_class_tells_what_an_interface_is(void **unused)
{
    (void)unused;
    static const struct {
        uint8_t class, subclass, protocol;
        enum usb_kind kind;
    } rows[] = {
        {3,   0, 0, USB_KIND_HID     },
        {3,   0, 1, USB_KIND_HID     },
        {3,   1, 1, USB_KIND_KEYBOARD},
        {3,   1, 2, USB_KIND_MOUSE   },
        {2,   2, 1, USB_KIND_SERIAL  },
        {2,   6, 0, USB_KIND_OTHER   },
        {9,   0, 0, USB_KIND_HUB     },
        {8,   6, 0, USB_KIND_OTHER   },
        {255, 0, 0, USB_KIND_OTHER   },
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct libusb_interface_descriptor descriptor =
            described(rows[i].class, rows[i].subclass, rows[i].protocol);
        assert_int_equal(read_one(&descriptor).kind, rows[i].kind);
    }
}

static void reports_come_from_the_interrupt_endpoint_that_leads_in(void **unused)
{
    (void)unused;
    struct libusb_interface_descriptor descriptor = described(3, 0, 0);
    struct usb_interface one = read_one(&descriptor);
    assert_int_equal(one.number, 5);
    assert_int_equal(one.endpoint, 0x83);
    assert_int_equal(one.packet, 64); /* without the bits of high-bandwidth devices */
    descriptor.bNumEndpoints = 2;
    assert_int_equal(read_one(&descriptor).endpoint, 0);
}

static void the_hid_descriptor_tells_how_long_the_report_descriptor_is(void **unused)
{
    (void)unused;
    static const unsigned char hid[] = {9, 0x21, 0x10, 1, 0, 1, 0x22, 0x47, 0x01};
    struct libusb_interface_descriptor descriptor = described(3, 0, 0);
    assert_int_equal(read_one(&descriptor).descriptor_size, 512); /* it does not say */
    descriptor.extra = hid;
    descriptor.extra_length = sizeof hid;
    assert_int_equal(read_one(&descriptor).descriptor_size, 0x147);
    descriptor.extra_length = 8;
    assert_int_equal(read_one(&descriptor).descriptor_size, 512);
}

static void a_device_is_called_by_its_most_telling_interface(void **unused)
{
    (void)unused;
    const struct usb_interface both[] = {{.kind = USB_KIND_MOUSE}, {.kind = USB_KIND_KEYBOARD}};
    assert_int_equal(usb_interfaces_kind(both, 2), USB_KIND_KEYBOARD);
    assert_int_equal(usb_interfaces_kind(both, 1), USB_KIND_MOUSE);
    assert_int_equal(usb_interfaces_kind(both, 0), USB_KIND_OTHER);
}

static void no_more_interfaces_are_read_than_there_is_room_for(void **unused)
{
    (void)unused;
    struct libusb_interface_descriptor descriptor = described(3, 0, 0);
    struct libusb_interface many[USB_INTERFACES_MAX + 2];
    struct usb_interface out[USB_INTERFACES_MAX];
    for (size_t i = 0; i < USB_INTERFACES_MAX + 2; i++) {
        many[i] = (struct libusb_interface){.altsetting = &descriptor, .num_altsetting = i != 0};
    }
    const struct libusb_config_descriptor config = {.bNumInterfaces = USB_INTERFACES_MAX + 2,
                                                    .interface = many};
    assert_int_equal(usb_interfaces(&config, out), USB_INTERFACES_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_class_tells_what_an_interface_is),
        cmocka_unit_test(reports_come_from_the_interrupt_endpoint_that_leads_in),
        cmocka_unit_test(the_hid_descriptor_tells_how_long_the_report_descriptor_is),
        cmocka_unit_test(a_device_is_called_by_its_most_telling_interface),
        cmocka_unit_test(no_more_interfaces_are_read_than_there_is_room_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "tests/unit/handheld/devices/usb/bed.h"

#include <errno.h>
#include <linux/usbdevice_fs.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <umockdev.h>

#include "base/check.h"
#include "base/text.h"

enum { SETUP_SIZE = 8, SENT_MAX = 64, REPORT_MAX = 64, EMPTY_US = 1000 };

/* A transfer of the program's: the kernel's struct, and where the program keeps it. */
struct job {
    UMockdevIoctlData *urb;
    UMockdevIoctlData *buffer;
    struct usbdevfs_urb copy;
};

struct sent {
    size_t size;
    uint8_t bytes[REPORT_MAX];
};

static struct bed {
    UMockdevTestbed *testbed;
    GMutex lock; /* ioctls are answered in a thread of umockdev's */
    struct device {
        struct bed_device what;
        UMockdevIoctlBase *ioctls;
        bool plugged;
        struct bed_seen seen;
        GQueue waiting;
        GQueue ready;
        int error; /* the next transfer fails so */
        size_t sent_count;
        struct sent sent[SENT_MAX];
    } devices[BED_DEVICES];
} bed;

static const char *path_of(int slot, bool node)
{
    static char path[2][96];
    (void)snprintf(path[node], sizeof path[node],
                   node ? "/dev/bus/usb/001/%03d"
                        : "/sys/devices/pci0000:00/0000:00:14.0/usb1/1-%d",
                   slot + (node ? 2 : 1));
    return path[node];
}

/* ---- transfers; the lock is held ---- */

static void finish(struct device *device, struct job *job, const void *bytes, size_t size,
                   int status)
{
    gsize skipped = job->copy.type == USBDEVFS_URB_TYPE_CONTROL ? SETUP_SIZE : 0;
    size_t room = (size_t)job->copy.buffer_length - skipped;
    size = size < room ? size : room;
    job->copy.actual_length = (int)size;
    job->copy.status = status;
    if (size > 0 && bytes) {
        umockdev_ioctl_data_update(job->buffer, skipped, (guint8 *)bytes, (gint)size);
    }
    umockdev_ioctl_data_update(job->urb, offsetof(struct usbdevfs_urb, status),
                               (guint8 *)&job->copy.status, sizeof job->copy.status);
    umockdev_ioctl_data_update(job->urb, offsetof(struct usbdevfs_urb, actual_length),
                               (guint8 *)&job->copy.actual_length, sizeof job->copy.actual_length);
    g_queue_push_tail(&device->ready, job);
}

static void send_next(struct device *device)
{
    if (device->error && !g_queue_is_empty(&device->waiting)) {
        finish(device, g_queue_pop_head(&device->waiting), NULL, 0, -device->error);
        device->error = 0;
    }
    if (device->sent_count > 0 && !g_queue_is_empty(&device->waiting)) {
        finish(device, g_queue_pop_head(&device->waiting), device->sent[0].bytes,
               device->sent[0].size, 0);
        device->sent_count--;
        memmove(&device->sent[0], &device->sent[1], device->sent_count * sizeof device->sent[0]);
    }
}

static void answer_string(struct device *device, struct job *job)
{
    uint8_t text[128] = {0, 3};
    size_t size = 2;
    for (const char *at = device->what.serial; at && *at; at++, size += 2) {
        text[size] = (uint8_t)*at;
    }
    text[0] = (uint8_t)size;
    finish(device, job, text, size, 0);
}

static void answer_control(struct device *device, struct job *job, const uint8_t *setup)
{
    int size = setup[6] | setup[7] << 8;
    if (!device->what.mute && setup[0] == 0x80 && setup[1] == 6 && setup[3] == 3) {
        answer_string(device, job);
    } else if (!device->what.mute && setup[0] == 0x81 && setup[1] == 6 && setup[3] == 0x22) {
        size_t whole = device->what.descriptor.size;
        finish(device, job, device->what.descriptor.at, whole < (size_t)size ? whole : (size_t)size,
               0);
    } else if (setup[0] == 0x21 && setup[1] == 0x0B) {
        device->seen.protocol = setup[2];
        finish(device, job, NULL, 0, 0);
    } else if (setup[0] == 0x21 && setup[1] == 9 && setup[3] == 3 &&
               size <= (int)sizeof device->seen.feature) {
        memcpy(device->seen.feature, setup + SETUP_SIZE, (size_t)size);
        device->seen.feature_size = size;
        finish(device, job, NULL, 0, 0);
    } else {
        finish(device, job, NULL, 0, -EPIPE);
    }
}

static void submit(struct device *device, UMockdevIoctlData *arg)
{
    struct job *job = g_new0(struct job, 1);
    gint size = 0;
    guint8 *raw = NULL;
    guint8 *setup = NULL;
    job->urb = umockdev_ioctl_data_resolve(arg, 0, sizeof job->copy, NULL);
    umockdev_ioctl_data_retrieve(job->urb, &raw, &size);
    memcpy(&job->copy, raw, sizeof job->copy);
    g_free(raw);
    job->buffer = umockdev_ioctl_data_resolve(job->urb, offsetof(struct usbdevfs_urb, buffer),
                                              (gsize)job->copy.buffer_length, NULL);
    if (job->copy.type == USBDEVFS_URB_TYPE_CONTROL) {
        umockdev_ioctl_data_retrieve(job->buffer, &setup, &size);
        answer_control(device, job, setup);
        g_free(setup);
    } else {
        g_queue_push_tail(&device->waiting, job);
        send_next(device);
    }
}

/* ---- ioctls ---- */

static int put(UMockdevIoctlData *arg, const void *bytes, size_t size)
{
    UMockdevIoctlData *to = umockdev_ioctl_data_resolve(arg, 0, size, NULL);
    umockdev_ioctl_data_update(to, 0, (guint8 *)bytes, (gint)size);
    g_object_unref(to);
    return 0;
}

static int claim(struct device *device)
{
    device->seen.claims++;
    if (device->what.claims_refused != 0) {
        device->what.claims_refused -= device->what.claims_refused > 0;
        device->seen.kernel = device->what.claims_refused >= 0; /* it takes it back */
        return EBUSY;
    }
    device->seen.claimed = !device->seen.kernel;
    return device->seen.kernel ? EBUSY : 0;
}

static int get_driver(struct device *device, UMockdevIoctlData *arg)
{
    static const struct usbdevfs_getdriver driver = {0, "usbhid"};
    return device->seen.kernel ? put(arg, &driver, sizeof driver) : ENODATA;
}

/* USBDEVFS_DISCONNECT and _CONNECT travel inside another ioctl. */
static int pass_to_driver(struct device *device, UMockdevIoctlData *arg)
{
    gint size = 0;
    guint8 *raw = NULL;
    struct usbdevfs_ioctl inner;
    UMockdevIoctlData *from = umockdev_ioctl_data_resolve(arg, 0, sizeof inner, NULL);
    umockdev_ioctl_data_retrieve(from, &raw, &size);
    memcpy(&inner, raw, sizeof inner);
    g_free(raw);
    g_object_unref(from);
    device->seen.kernel = inner.ioctl_code == (int)USBDEVFS_CONNECT;
    return 0;
}

static int discard(struct device *device)
{
    struct job *job = g_queue_pop_head(&device->waiting);
    if (!job) {
        return EINVAL;
    }
    finish(device, job, NULL, 0, -ENOENT);
    return 0;
}

static int reap(struct device *device, UMockdevIoctlData *arg)
{
    struct job *job = g_queue_pop_head(&device->ready);
    if (!job) {
        return device->plugged ? EAGAIN : ENODEV;
    }
    UMockdevIoctlData *to = umockdev_ioctl_data_resolve(arg, 0, sizeof(void *), NULL);
    umockdev_ioctl_data_set_ptr(to, 0, job->urb);
    g_object_unref(to);
    if (job->buffer) {
        g_object_unref(job->buffer);
    }
    g_object_unref(job->urb);
    g_free(job);
    return 0;
}

static int answer(struct device *device, gulong request, UMockdevIoctlData *arg)
{
    static const guint32 abilities = USBDEVFS_CAP_ZERO_PACKET | USBDEVFS_CAP_NO_PACKET_SIZE_LIM |
                                     USBDEVFS_CAP_REAP_AFTER_DISCONNECT;
    if (request == USBDEVFS_REAPURBNDELAY || request == USBDEVFS_REAPURB) {
        return reap(device, arg);
    }
    if (!device->plugged) {
        return ENODEV;
    }
    switch (request) {
    case USBDEVFS_GET_CAPABILITIES:
        return put(arg, &abilities, sizeof abilities);
    case USBDEVFS_GETDRIVER:
        return get_driver(device, arg);
    case USBDEVFS_IOCTL:
        return pass_to_driver(device, arg);
    case USBDEVFS_CLAIMINTERFACE:
        return claim(device);
    case USBDEVFS_RELEASEINTERFACE:
        device->seen.claimed = false;
        return 0;
    case USBDEVFS_SUBMITURB:
        submit(device, arg);
        return 0;
    case USBDEVFS_DISCARDURB:
        return discard(device);
    case USBDEVFS_CLEAR_HALT:
        device->seen.halts_cleared++;
        return 0;
    default:
        return 0;
    }
}

static gboolean on_ioctl(UMockdevIoctlBase *base, UMockdevIoctlClient *client, gpointer self)
{
    struct device *device = self;
    gulong request = umockdev_ioctl_client_get_request(client);
    (void)base;
    g_mutex_lock(&bed.lock);
    int error = answer(device, request, umockdev_ioctl_client_get_arg(client));
    g_mutex_unlock(&bed.lock);
    if (error == EAGAIN) {
        g_usleep(EMPTY_US); /* a mock node always polls ready: do not spin */
    }
    umockdev_ioctl_client_complete(client, error ? -1 : 0, error);
    return TRUE;
}

/* ---- plugging ---- */

static void add(const char *description)
{
    GError *error = NULL;
    umockdev_testbed_add_from_string(bed.testbed, description, &error);
    if (error) {
        g_error("add: %s", error->message);
    }
}

void bed_open(void)
{
    bed.testbed = umockdev_testbed_new();
    bool mocked = umockdev_in_mock_environment();
    assert(mocked); /* run it under umockdev-wrapper */
    for (int i = 0; i < BED_DEVICES; i++) {
        struct device *device = &bed.devices[i];
        memset(device, 0, sizeof *device);
        g_queue_init(&device->waiting);
        g_queue_init(&device->ready);
        device->ioctls = umockdev_ioctl_base_new();
        g_signal_connect(device->ioctls, "handle-ioctl", G_CALLBACK(on_ioctl), device);
    }
    add("P: /devices/pci0000:00/0000:00:14.0/usb1\nN: bus/usb/001/001\n"
        "E: DEVNAME=/dev/bus/usb/001/001\nE: DEVTYPE=usb_device\nE: SUBSYSTEM=usb\n"
        "A: busnum=1\nA: devnum=1\nA: bConfigurationValue=1\nA: speed=480\n"
        "H: descriptors=12010002090000406B1D0200060603020101" /* a root hub */
        "09021900010100E00009040000010900000007058103040000\n");
}

void bed_close(void)
{
    for (int i = 0; i < BED_DEVICES; i++) {
        if (bed.devices[i].plugged) {
            bed_unplug(i);
        }
        g_object_unref(bed.devices[i].ioctls);
    }
    g_object_unref(bed.testbed);
}

/* The device's own descriptor and its configuration's, in hex. */
static void write_descriptors(const struct bed_device *what, char *out, size_t room)
{
    unsigned size = (unsigned)what->descriptor.size;
    int used = snprintf(out, room, "1201100100000040%02X%02X%02X%02X00010102%02X01",
                        what->vendor & 0xFFU, what->vendor >> 8U, what->product & 0xFFU,
                        what->product >> 8U, what->serial ? 3U : 0U);
    (void)snprintf(out + used, room - (size_t)used,
                   what->cdc ? "09021900010100A032"     /* configuration, 25 bytes */
                               "090400000102020100"     /* interface: communications, ACM */
                               "07058203080010"         /* endpoint 82, interrupt */
                             : "09022200010100A032"     /* configuration, 34 bytes */
                               "090400000103%02X%02X00" /* interface: HID */
                               "09211001000122%02X%02X" /* HID descriptor */
                               "07058203400001",        /* endpoint 82, interrupt, 64 bytes */
                   what->subclass & 0xFFU, what->protocol & 0xFFU, size & 0xFFU, size >> 8U);
}

void bed_plug(int slot, const struct bed_device *what)
{
    struct device *device = &bed.devices[slot];
    char descriptors[256];
    char description[768];
    GError *error = NULL;
    g_mutex_lock(&bed.lock);
    device->what = *what;
    device->plugged = true;
    device->sent_count = 0;
    device->error = 0;
    device->seen = (struct bed_seen){.kernel = true, .protocol = -1};
    g_mutex_unlock(&bed.lock);
    umockdev_testbed_attach_ioctl(bed.testbed, path_of(slot, true), device->ioctls, &error);
    if (error) { /* it must stand before the device */
        g_error("attach: %s", error->message);
    }
    write_descriptors(what, descriptors, sizeof descriptors);
    (void)snprintf(description, sizeof description,
                   "P: %s\nN: bus/usb/001/%03d\nE: DEVNAME=%s\nE: DEVTYPE=usb_device\n"
                   "E: SUBSYSTEM=usb\nE: BUSNUM=001\nE: DEVNUM=%03d\nA: busnum=1\nA: devnum=%d\n"
                   "A: bConfigurationValue=%s\nA: speed=12\nH: descriptors=%s\n",
                   path_of(slot, false) + 4, slot + 2, path_of(slot, true), slot + 2, slot + 2,
                   what->late ? "" : "1", descriptors);
    add(description);
    umockdev_testbed_uevent(bed.testbed, path_of(slot, false), "add");
}

void bed_configure(int slot)
{
    umockdev_testbed_set_attribute(bed.testbed, path_of(slot, false), "bConfigurationValue", "1");
}

void bed_unplug(int slot)
{
    struct device *device = &bed.devices[slot];
    struct job *job = NULL;
    g_mutex_lock(&bed.lock);
    device->plugged = false;
    while ((job = g_queue_pop_head(&device->waiting))) {
        finish(device, job, NULL, 0, -ENODEV);
    }
    g_mutex_unlock(&bed.lock);
    umockdev_testbed_uevent(bed.testbed, path_of(slot, false), "remove"); /* by hand, and first */
    umockdev_testbed_detach_ioctl(bed.testbed, path_of(slot, true), NULL);
    umockdev_testbed_remove_device(bed.testbed, path_of(slot, false));
}

void bed_fail(int slot, int error)
{
    g_mutex_lock(&bed.lock);
    bed.devices[slot].error = error;
    send_next(&bed.devices[slot]);
    g_mutex_unlock(&bed.lock);
}

void bed_send(int slot, const void *bytes, size_t size)
{
    struct device *device = &bed.devices[slot];
    assert(size <= REPORT_MAX);
    g_mutex_lock(&bed.lock);
    assert(device->sent_count < SENT_MAX);
    struct sent *sent = &device->sent[device->sent_count++];
    sent->size = size;
    memcpy(sent->bytes, bytes, size);
    send_next(device);
    g_mutex_unlock(&bed.lock);
}

struct bed_seen bed_seen(int slot)
{
    g_mutex_lock(&bed.lock);
    struct bed_seen seen = bed.devices[slot].seen;
    g_mutex_unlock(&bed.lock);
    return seen;
}

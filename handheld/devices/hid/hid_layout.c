#include "handheld/devices/hid/hid_layout.h"

#include <string.h>

#include "base/check.h"

/* INVARIANTS
 * (1) A walk ends: each item takes at least one byte of the descriptor.
 * (2) at[id] <= HID_LAYOUT_SIZE_MAX * 8 for every id.
 * (3) A layout that is given out lies within its size: each field ends before size * 8. */

enum {
    PAGE_DESKTOP = 0x01,
    PAGE_SCANNER = 0x8C,
    SCANNER_APPLICATION = PAGE_SCANNER << 16 | 0x02,
    SYMBOLOGY = PAGE_SCANNER << 16 | 0xFB, /* and 0xFC, 0xFD */
    DECODED_DATA = PAGE_SCANNER << 16 | 0xFE,
    DATA_CONTINUED = PAGE_SCANNER << 16 | 0xFF,
    BYTE_COUNT = PAGE_DESKTOP << 16 | 0x3B,
    USAGES_MAX = 32,
    IDS = 256,
    SIZE_MAX_BITS = 1024,
    COUNT_MAX = 4096,
    LONG_ITEM = 0xFE,
    DEPTH_MAX = 64,
    KEPT_MAX = 4
};

enum tag {
    TAG_USAGE_PAGE = 0x04,
    TAG_USAGE = 0x08,
    TAG_USAGE_MIN = 0x18,
    TAG_USAGE_MAX = 0x28,
    TAG_REPORT_SIZE = 0x74,
    TAG_INPUT = 0x80,
    TAG_REPORT_ID = 0x84,
    TAG_OUTPUT = 0x90,
    TAG_REPORT_COUNT = 0x94,
    TAG_COLLECTION = 0xA0,
    TAG_PUSH = 0xA4,
    TAG_FEATURE = 0xB0,
    TAG_POP = 0xB4,
    TAG_END_COLLECTION = 0xC0
};

struct item {
    uint8_t tag;
    uint8_t size; /* of value: 0, 1, 2 or 4 */
    uint32_t value;
};

/* Global items: they hold until they are changed. */
struct globals {
    uint32_t page;
    uint32_t size;
    uint32_t count;
    uint8_t id;
};

struct walk {
    struct reader bytes;
    struct globals globals;
    struct globals kept[KEPT_MAX]; /* by Push */
    size_t kept_count;
    uint32_t usages[USAGES_MAX]; /* local: they end at every main item */
    size_t usage_count;
    uint32_t usage_min;
    int depth;
    bool in_scanner;
    bool saw_scanner;
    bool has_ids;
    bool wants_id; /* only fields of WANTED count */
    uint8_t wanted;
    bool uneven;
    uint16_t at[IDS]; /* bits of each report so far (2) */
    struct hid_layout found;
};

/* False at the end, or when an item is cut off. */
static bool next_item(struct walk *walk, struct item *out_item)
{
    struct reader *bytes = &walk->bytes;
    while (bytes->left > 0) {
        uint8_t head = read_u8(bytes);
        if (head == LONG_ITEM) { /* nobody uses one; its length is its second byte */
            uint8_t size = read_u8(bytes);
            (void)read_u8(bytes);
            (void)read_span(bytes, size);
            continue;
        }
        out_item->tag = head & 0xFC;
        out_item->size = (head & 3) == 3 ? 4 : head & 3;
        out_item->value = 0;
        for (unsigned i = 0; i < out_item->size; i++) {
            out_item->value |= (uint32_t)read_u8(bytes) << (8 * i);
        }
        return !bytes->short_of;
    }
    return false;
}

/* A usage of four bytes carries its page. */
static uint32_t usage_of(const struct walk *walk, const struct item *item)
{
    return item->size == 4 ? item->value : walk->globals.page << 16 | (item->value & 0xFFFF);
}

static void add_usage(struct walk *walk, uint32_t usage)
{
    if (walk->usage_count < USAGES_MAX) {
        walk->usages[walk->usage_count++] = usage;
    }
}

static void add_usages(struct walk *walk, uint32_t last)
{
    for (uint32_t i = 0; i < USAGES_MAX && last >= walk->usage_min && i <= last - walk->usage_min;
         i++) {
        add_usage(walk, walk->usage_min + i);
    }
}

static bool is_even(struct hid_field field, uint16_t bytes)
{
    return field.at % 8 == 0 && field.bits == 8 * bytes;
}

/* One field of the wanted report. SIZE is that of one of its parts. */
static void note_field(struct walk *walk, uint32_t usage, uint32_t size, struct hid_field field)
{
    struct hid_layout *found = &walk->found;
    if (walk->wants_id && walk->globals.id != walk->wanted) {
        return;
    }
    if (usage == DECODED_DATA && found->data.bits == 0) {
        found->data = field;
        found->id = walk->globals.id;
        walk->uneven = walk->uneven || size != 8 || field.at % 8 != 0;
    } else if (usage == BYTE_COUNT) {
        found->count = field;
        walk->uneven = walk->uneven || !is_even(field, 1);
    } else if (usage >= SYMBOLOGY && usage < SYMBOLOGY + HID_AIM_SIZE) {
        found->aim[usage - SYMBOLOGY] = field;
        walk->uneven = walk->uneven || !is_even(field, 1);
    } else if (usage == DATA_CONTINUED) {
        found->more = field;
    }
}

/* Several usages give a field each, and the last of them what is left: so does a single one. */
static enum hid_layout_fault take_input(struct walk *walk, uint32_t flags)
{
    const struct globals *globals = &walk->globals;
    uint32_t at = walk->at[globals->id];
    uint32_t bits = globals->size * globals->count;
    bool constant = flags & 1;
    if (at + bits > HID_LAYOUT_SIZE_MAX * 8) {
        return HID_LAYOUT_BOUNDS; /* (2) */
    }
    for (uint32_t i = 0; walk->in_scanner && !constant && i < walk->usage_count; i++) {
        if (i < globals->count) {
            uint32_t parts = i + 1 == walk->usage_count ? globals->count - i : 1;
            struct hid_field field = {.at = (uint16_t)(at + i * globals->size),
                                      .bits = (uint16_t)(parts * globals->size)};
            note_field(walk, walk->usages[i], globals->size, field);
        }
    }
    walk->at[globals->id] = (uint16_t)(at + bits);
    return HID_LAYOUT_GOOD;
}

static enum hid_layout_fault open_collection(struct walk *walk)
{
    if (walk->depth == 0) {
        walk->in_scanner = walk->usage_count > 0 && walk->usages[0] == SCANNER_APPLICATION;
        walk->saw_scanner = walk->saw_scanner || walk->in_scanner;
    }
    return ++walk->depth > DEPTH_MAX ? HID_LAYOUT_BOUNDS : HID_LAYOUT_GOOD;
}

static enum hid_layout_fault close_collection(struct walk *walk)
{
    walk->in_scanner = walk->in_scanner && walk->depth > 1;
    return --walk->depth < 0 ? HID_LAYOUT_CUT : HID_LAYOUT_GOOD;
}

static enum hid_layout_fault take_main(struct walk *walk, const struct item *item)
{
    enum hid_layout_fault fault = HID_LAYOUT_GOOD;
    if (item->tag == TAG_INPUT) {
        fault = take_input(walk, item->value);
    } else if (item->tag == TAG_COLLECTION) {
        fault = open_collection(walk);
    } else if (item->tag == TAG_END_COLLECTION) {
        fault = close_collection(walk);
    }
    walk->usage_count = 0;
    walk->usage_min = 0;
    return fault;
}

static enum hid_layout_fault take_bounded(uint32_t value, uint32_t least, uint32_t most,
                                          uint32_t *out_value)
{
    if (value < least || value > most) {
        return HID_LAYOUT_BOUNDS;
    }
    *out_value = value;
    return HID_LAYOUT_GOOD;
}

static enum hid_layout_fault push(struct walk *walk)
{
    if (walk->kept_count == KEPT_MAX) {
        return HID_LAYOUT_BOUNDS;
    }
    walk->kept[walk->kept_count++] = walk->globals;
    return HID_LAYOUT_GOOD;
}

static enum hid_layout_fault pop(struct walk *walk)
{
    if (walk->kept_count == 0) {
        return HID_LAYOUT_CUT;
    }
    walk->globals = walk->kept[--walk->kept_count];
    return HID_LAYOUT_GOOD;
}

static enum hid_layout_fault take_id(struct walk *walk, uint32_t value)
{
    uint32_t id = 0;
    enum hid_layout_fault fault = take_bounded(value, 1, IDS - 1, &id);
    walk->globals.id = (uint8_t)id;
    walk->has_ids = true;
    return fault;
}

static enum hid_layout_fault take_item(struct walk *walk, const struct item *item)
{
    switch (item->tag) {
    case TAG_USAGE_PAGE:
        walk->globals.page = item->value;
        return HID_LAYOUT_GOOD;
    case TAG_REPORT_SIZE:
        return take_bounded(item->value, 0, SIZE_MAX_BITS, &walk->globals.size);
    case TAG_REPORT_COUNT:
        return take_bounded(item->value, 0, COUNT_MAX, &walk->globals.count);
    case TAG_REPORT_ID:
        return take_id(walk, item->value);
    case TAG_PUSH:
        return push(walk);
    case TAG_POP:
        return pop(walk);
    case TAG_USAGE:
        add_usage(walk, usage_of(walk, item));
        return HID_LAYOUT_GOOD;
    case TAG_USAGE_MIN:
        walk->usage_min = usage_of(walk, item);
        return HID_LAYOUT_GOOD;
    case TAG_USAGE_MAX:
        add_usages(walk, usage_of(walk, item));
        return HID_LAYOUT_GOOD;
    case TAG_INPUT:
    case TAG_OUTPUT:
    case TAG_FEATURE:
    case TAG_COLLECTION:
    case TAG_END_COLLECTION:
        return take_main(walk, item);
    default:
        return HID_LAYOUT_GOOD; /* logical bounds, units, strings: they move nothing */
    }
}

static enum hid_layout_fault walk_all(struct walk *walk, struct span descriptor)
{
    struct item item;
    enum hid_layout_fault fault = HID_LAYOUT_GOOD;
    walk->bytes = reader_of(descriptor);
    while (fault == HID_LAYOUT_GOOD && next_item(walk, &item)) { /* (1) */
        fault = take_item(walk, &item);
    }
    bool cut = walk->bytes.short_of || walk->depth != 0;
    return fault == HID_LAYOUT_GOOD && cut ? HID_LAYOUT_CUT : fault;
}

static void move(struct hid_field *field, uint16_t bits)
{
    field->at = (uint16_t)(field->at + bits);
}

/* What was found, measured from the report's first byte. */
static void settle(const struct walk *walk, struct hid_layout *layout)
{
    uint16_t id_bits = walk->has_ids ? 8 : 0;
    *layout = walk->found;
    layout->has_id = walk->has_ids;
    layout->size = (uint16_t)((walk->at[layout->id] + id_bits) / 8);
    for (int id = 0; id < IDS; id++) {
        uint16_t size = (uint16_t)((walk->at[id] + 7 + id_bits) / 8);
        layout->longest = walk->at[id] > 0 && size > layout->longest ? size : layout->longest;
    }
    move(&layout->data, id_bits);
    move(&layout->count, id_bits);
    move(&layout->more, id_bits);
    for (int i = 0; i < HID_AIM_SIZE; i++) {
        move(&layout->aim[i], id_bits);
    }
}

static bool has_half_an_aim(const struct hid_layout *layout)
{
    int parts = 0;
    for (int i = 0; i < HID_AIM_SIZE; i++) {
        parts += layout->aim[i].bits > 0;
    }
    return parts != 0 && parts != HID_AIM_SIZE;
}

static bool layout_valid(const struct hid_layout *layout) /* (3) */
{
    const struct hid_field fields[] = {layout->data,   layout->count,  layout->more,
                                       layout->aim[0], layout->aim[1], layout->aim[2]};
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        if (fields[i].bits > 0 && fields[i].at + fields[i].bits > 8 * layout->size) {
            return false;
        }
    }
    return layout->data.bits >= 8 && layout->size <= layout->longest;
}

enum hid_layout_fault hid_layout_read(struct span descriptor, struct hid_layout *out_layout)
{
    struct hid_layout layout;
    struct walk first = {.depth = 0};
    if (descriptor.size > HID_DESCRIPTOR_MAX) {
        return HID_LAYOUT_BOUNDS;
    }
    enum hid_layout_fault fault = walk_all(&first, descriptor);
    if (fault != HID_LAYOUT_GOOD) {
        return fault;
    }
    if (first.found.data.bits == 0) {
        return first.saw_scanner ? HID_LAYOUT_NO_DATA : HID_LAYOUT_NO_SCANNER;
    }
    /* Once more, now that the report is known: another report's count is not this one's. */
    struct walk second = {.wants_id = true, .wanted = first.found.id};
    fault = walk_all(&second, descriptor);
    assert(fault == HID_LAYOUT_GOOD);
    if (second.uneven || second.at[second.wanted] % 8 != 0 ||
        (second.has_ids && second.wanted == 0) || has_half_an_aim(&second.found)) {
        return HID_LAYOUT_UNEVEN;
    }
    settle(&second, &layout);
    assert(layout_valid(&layout));
    *out_layout = layout;
    return HID_LAYOUT_GOOD;
}

struct hid_layout hid_layout_common(void)
{
    return (struct hid_layout){
        .has_id = true,
        .id = 2,
        .size = 64,
        .longest = 64,
        .data = {.at = 40, .bits = 448},
        .count = {.at = 8,  .bits = 8  },
        .aim = {{16, 8},  {24, 8},     {32, 8}},
        .more = {.at = 504,        .bits = 8          },
    };
}

const char *hid_layout_fault_text(enum hid_layout_fault fault)
{
    switch (fault) {
    case HID_LAYOUT_GOOD:
    case HID_LAYOUT_FAULTS:
        break;
    case HID_LAYOUT_CUT:
        return "cut off";
    case HID_LAYOUT_BOUNDS:
        return "out of bounds";
    case HID_LAYOUT_NO_SCANNER:
        return "no scanner";
    case HID_LAYOUT_NO_DATA:
        return "no decoded data";
    case HID_LAYOUT_UNEVEN:
        return "not on whole bytes";
    }
    return "good";
}

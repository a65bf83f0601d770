/* verb_device - `trao device`: who may knock at the server's door. */
#include <string.h>

#include "tools/trao/device_verbs.h"
#include "tools/trao/trao_said.h"
#include "tools/trao/verbs.h"

static const struct {
    const char *word;
    int (*run)(struct call *call, int argc, char **argv);
} words[] = {
    {"enrol",  device_enrol },
    {"list",   device_list  },
    {"revoke", device_revoke},
};

/* The word stands right behind `device`; options stand behind the word. */
int verb_device(struct call *call, int argc, char **argv)
{
    if (argc < 2 || argv[1][0] == '-') {
        return call_missing(call, "enrol|list|revoke");
    }
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strcmp(argv[1], words[i].word) == 0) {
            return words[i].run(call, argc - 1, argv + 1);
        }
    }
    return call_refuse(call, CALL_USAGE, trao_said(SAID_UNKNOWN_VERB), text_of(argv[1]),
                       (struct text){0});
}

bool device_find(struct act_reader_sqlite *book, struct device device,
                 struct act_device *out_device)
{
    struct act_device rows[16];
    struct act_reader reader = act_reader_sqlite_reader(book);
    size_t count = sizeof rows / sizeof rows[0];
    for (uint64_t skip = 0; count == sizeof rows / sizeof rows[0]; skip += count) {
        if (act_reader_devices(&reader, skip, rows, sizeof rows / sizeof rows[0], &count) !=
            STATUS_OK) {
            return false;
        }
        for (size_t i = 0; i < count; i++) {
            if (rows[i].device.id == device.id) {
                *out_device = rows[i];
                return true;
            }
        }
    }
    return false;
}

int device_persons(const struct call *call, const char *by, const char *and_by)
{
    if (!by || !and_by) {
        return call_missing(call, by ? "--and" : "--by");
    }
    struct text one = text_trim(text_of(by));
    struct text two = text_trim(text_of(and_by));
    bool good = one.size > 0 && two.size > 0 && !text_equal(one, two) &&
                one.size <= STATEMENT_TEXT_MAX && two.size <= STATEMENT_TEXT_MAX &&
                text_utf8(one) && text_utf8(two);
    return good ? CALL_OK : call_refuse_plain(call, CALL_USAGE, trao_said(SAID_TWO_PERSONS));
}

const char *device_kind_name(enum device_kind kind)
{
    switch (kind) {
    case DEVICE_HANDHELD:
        return "handheld";
    case DEVICE_DESK:
        return "desk";
    case DEVICE_IMPORT:
        return "import";
    case DEVICE_CABINET:
        return "cabinet";
    case DEVICE_ADMIN:
        return "admin";
    }
    return "unknown";
}

bool device_kind_parse(struct text text, enum device_kind *out_kind)
{
    for (int kind = DEVICE_HANDHELD; kind <= DEVICE_ADMIN; kind++) {
        if (text_is(text, device_kind_name((enum device_kind)kind))) {
            *out_kind = (enum device_kind)kind;
            return true;
        }
    }
    return false;
}

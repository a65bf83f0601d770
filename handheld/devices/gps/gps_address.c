#include "handheld/devices/gps/gps_address.h"

#include "base/check.h"

enum { PORT_MAX = 65535 };

static bool is_four_numbers(struct text host)
{
    int count = 0;
    while (host.at) {
        uint64_t number = 0;
        struct text part = text_split(&host, '.');
        if (part.size > 3 || !text_unsigned(part, &number) || number > UINT8_MAX) {
            return false;
        }
        count++;
    }
    return count == 4;
}

/* All of 127.0.0.0/8 and ::1; a name is looked up nowhere. */
static struct text loopback(struct text host)
{
    if (text_is(host, "localhost")) {
        return TEXT("127.0.0.1");
    }
    if (text_is(host, "[::1]")) {
        return TEXT("::1");
    }
    return text_starts(host, "127.") && is_four_numbers(host) ? host : (struct text){0};
}

bool gps_address_read(struct text text, struct gps_address *out_address)
{
    struct gps_address address;
    size_t colon = text.size;
    uint64_t number = 0;
    while (colon > 0 && text.at[colon - 1] != ':') {
        colon--;
    }
    if (colon == 0) {
        return false;
    }
    struct text port = {.at = text.at + colon, .size = text.size - colon};
    struct text host = loopback((struct text){.at = text.at, .size = colon - 1});
    if (host.size == 0 || port.size > 5 || !text_unsigned(port, &number) || number == 0 ||
        number > PORT_MAX) {
        return false;
    }
    bool fits = text_copy(host, address.host, sizeof address.host) &&
                text_copy(port, address.port, sizeof address.port);
    assert(fits); /* four numbers of three digits, five digits */
    (void)fits;
    *out_address = address;
    return true;
}

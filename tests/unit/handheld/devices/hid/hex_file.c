#include "tests/unit/handheld/devices/hid/hex_file.h"

#include <stdio.h>
#include <string.h>

#include "base/check.h"
#include "base/text.h"

struct span hex_file_read(const char *name, uint8_t out[HEX_FILE_MAX])
{
    char path[128];
    char line[256];
    size_t size = 0;
    (void)snprintf(path, sizeof path, "tests/data/hid/%s.hex", name);
    FILE *file = fopen(path, "r");
    assert(file);
    while (fgets(line, sizeof line, file)) {
        struct text digits = {.at = line, .size = strcspn(line, "#\n")};
        digits = text_trim(digits);
        bool read = size + digits.size / 2 <= HEX_FILE_MAX &&
                    hex_bytes(digits, out + size, digits.size / 2);
        assert(read);
        size += read ? digits.size / 2 : 0;
    }
    (void)fclose(file);
    return span_of(out, size);
}

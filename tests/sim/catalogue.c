#include "tests/sim/catalogue.h"

#include <string.h>

#include "core/item_code.h"
#include "handheld/app/locate_said.h"
#include "handheld/app/unit_said.h"

bool catalogue_has(const char *code)
{
    for (unsigned i = 0; i < UNIT_SAYINGS; i++) {
        if (strcmp(unit_said((enum unit_saying)i)->code, code) == 0) {
            return true;
        }
    }
    for (unsigned i = LOCATE_NONE + 1; i < LOCATE_SAYINGS; i++) {
        if (strcmp(locate_said((enum locate_saying)i)->code, code) == 0) {
            return true;
        }
    }
    for (unsigned i = ITEM_GOOD + 1; i < ITEM_BADS; i++) {
        if (strcmp(item_bad_said((enum item_bad)i)->code, code) == 0) {
            return true;
        }
    }
    return false;
}

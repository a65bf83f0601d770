/* intake_stat_fuzz - intake's sign of life from anywhere: numbers that are written and read back
 * the same; and a board that holds it to be alive only if it is. */
#include <string.h>

#include "server/board/intake_sign.h"
#include "server/intake/stat.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size)
{
    struct intake_stat stat;
    struct intake_stat again;
    char text[INTAKE_STAT_SIZE];
    const struct clock_reading now = {.wall = {1795453740000}, .wall_set = true, .mono = {10000}};
    struct intake_sign sign;
    memset(&stat, 0x77, sizeof stat);
    memset(&again, 0x77, sizeof again);
    enum status status = intake_stat_parse(fuzz_text(at, size), &stat);
    if (status == STATUS_OK) {
        (void)intake_stat_text(&stat, text);
        status = intake_stat_parse(text_of(text), &again);
        assert(status == STATUS_OK && memcmp(&stat, &again, sizeof stat) == 0);
    } else {
        assert(status == STATUS_MALFORMED || status == STATUS_TOO_NEW);
        assert(memcmp(&stat, &again, sizeof stat) == 0);
    }
    intake_sign_init(&sign, 5000, &now);
    intake_sign_take(&sign, fuzz_text(at, size), &now);
    assert(intake_sign_down(&sign, now.mono) == (intake_sign_value(&sign, "down") != 0));
    assert(sign.size <= sizeof sign.text && sign.known == (sign.size > 0));
    return 0;
}

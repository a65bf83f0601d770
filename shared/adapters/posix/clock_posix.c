/* A demo scales wall and mono alike, so that event times, which compare the two, come out right.
 * Its boot differs with its anchor: two demos in one boot count mono from different places. */
#include "adapters/posix/clock_posix.h"

#include <fcntl.h>
#include <time.h>
#include <unistd.h>

#include "base/check.h"
#include "base/text.h"

static int64_t read_ms(clockid_t which)
{
    struct timespec now = {0};
    int failed = clock_gettime(which, &now);
    assert(failed == 0); /* the three clocks we name exist on every Linux */
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static struct clock_reading read_real(void *self)
{
    const struct clock_posix *clock = self;
    struct instant wall = {read_ms(CLOCK_REALTIME)};
    return (struct clock_reading){
        .wall = wall,
        .mono = {read_ms(CLOCK_BOOTTIME)},
        .boot = clock->boot,
        .wall_set = !instant_before(wall, clock->built),
    };
}

static struct clock_reading read_demo(void *self)
{
    const struct clock_posix *clock = self;
    int64_t since = read_ms(CLOCK_MONOTONIC) - clock->as.anchor_mono_ms;
    int64_t scaled = since * (int64_t)clock->as.rate;
    return (struct clock_reading){
        .wall = {clock->as.start.ms + scaled},
        .mono = {clock->as.anchor_mono_ms + scaled},
        .boot = clock->boot,
        .wall_set = true,
    };
}

static const struct clock_ops real_ops = {.read = read_real};
static const struct clock_ops demo_ops = {.read = read_demo};

/* The first 64 bits of the kernel's boot id, a random UUID like `1b4e28ba-2fa1-…`. */
static bool read_boot(uint64_t *out_boot)
{
    char id[36];
    int fd = open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return false;
    }
    ssize_t size = read(fd, id, sizeof id);
    (void)close(fd);
    char hex[16];
    size_t digits = 0;
    for (ssize_t i = 0; i < size && digits < sizeof hex; i++) {
        if (id[i] != '-') {
            hex[digits++] = id[i];
        }
    }
    uint8_t bytes[8];
    if (!hex_bytes((struct text){.at = hex, .size = digits}, bytes, sizeof bytes)) {
        return false;
    }
    uint64_t boot = 0;
    for (size_t i = 0; i < sizeof bytes; i++) {
        boot = boot << 8 | bytes[i];
    }
    *out_boot = boot;
    return true;
}

/* Midnight before the day CMake was told to build (SOURCE_DATE_EPOCH, if that is set). */
static struct instant build_day(void)
{
    struct instant built = {0};
    enum status status = instant_parse(TEXT(BUILT_DAY), &built);
    assert(status == STATUS_OK); /* shared/adapters/posix/CMakeLists.txt writes it */
    return built;
}

static bool demo_valid(const struct clock_demo *demo)
{
    return demo->rate >= 1 && demo->rate <= CLOCK_DEMO_RATE_MAX && demo->anchor_mono_ms >= 0 &&
           demo->anchor_mono_ms <= clock_posix_anchor();
}

enum status clock_posix_init(struct clock_posix *clock, const struct clock_demo *demo)
{
    uint64_t boot = 0;
    if (demo && !demo_valid(demo)) {
        return STATUS_MALFORMED;
    }
    if (!read_boot(&boot)) {
        return STATUS_IO;
    }
    *clock = (struct clock_posix){.boot = boot, .built = build_day(), .demo = demo != NULL};
    if (demo) {
        clock->as = *demo;
        clock->boot ^= (uint64_t)demo->anchor_mono_ms * 0x9E3779B97F4A7C15u;
    }
    clock->port = (struct clock){.ops = demo ? &demo_ops : &real_ops, .self = clock};
    return STATUS_OK;
}

int64_t clock_posix_ms_until(const struct clock_posix *clock, struct instant until)
{
    if (until.ms == INSTANT_NEVER.ms) {
        return -1;
    }
    int64_t now = clock_read(&clock->port).mono.ms;
    if (until.ms <= now) {
        return 0;
    }
    int64_t rate = clock->demo ? (int64_t)clock->as.rate : 1;
    return (until.ms - now - 1) / rate + 1;
}

int64_t clock_posix_anchor(void)
{
    return read_ms(CLOCK_MONOTONIC);
}

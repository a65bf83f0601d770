#include "tests/sim/memory.h"

static unsigned countdown;
static bool failed;

/* The linker's names for what was there before, and for what stands there now (ld --wrap). */
void *real_malloc(size_t size) __asm__("__real_malloc");
void *real_calloc(size_t count, size_t size) __asm__("__real_calloc");
void *wrap_malloc(size_t size) __asm__("__wrap_malloc");
void *wrap_calloc(size_t count, size_t size) __asm__("__wrap_calloc");

void memory_fail(unsigned nth)
{
    countdown = nth;
    failed = false;
}

bool memory_failed(void)
{
    return failed;
}

static bool strikes(void)
{
    if (countdown == 0 || --countdown > 0) {
        return false;
    }
    failed = true;
    return true;
}

void *wrap_malloc(size_t size)
{
    return strikes() ? NULL : real_malloc(size);
}

void *wrap_calloc(size_t count, size_t size)
{
    return strikes() ? NULL : real_calloc(count, size);
}

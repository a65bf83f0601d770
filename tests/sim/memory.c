#include "tests/sim/memory.h"

static unsigned countdown;
static bool failed;

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);

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

/* NOLINTBEGIN(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp): the linker's names */
void *__wrap_malloc(size_t size)
{
    return strikes() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    return strikes() ? NULL : __real_calloc(count, size);
}
/* NOLINTEND(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp) */

/* starve - a preload that refuses one allocation of the program it is put into.
 *
 * A place is the call stack that leads to an allocation, as a hash that is the same in every run.
 * STARVE_LOG names a file that gets each place when it is first seen; STARVE_AT names the place
 * whose first allocation fails, after which the log says
 * "starved" and through which libraries. */
#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { DEPTH = 40, OWN_FRAMES = 2, PLACES = 1 << 16, LINE_SIZE = 32 };

static struct {
    void *(*malloc)(size_t);
    void *(*calloc)(size_t, size_t);
    void *(*realloc)(void *, size_t);
    void *(*aligned)(size_t, size_t);
    int (*memalign)(void **, size_t, size_t);
} real;

static _Atomic uint64_t places[PLACES]; /* open addressing; 0: free */
static uint64_t starve_at;
static atomic_bool starved;
static int log_fd = -1;
static _Thread_local bool inside; /* what a look at the stack allocates is not looked at */

/* As dlsym(3) writes it, for ISO C has no cast from void * to a function. No memcpy: in a sanitized
 * program that is the sanitizer's, which may not be ready yet. */
static void find(const char *name, void *out_function)
{
    *(void **)out_function = dlsym(RTLD_NEXT, name);
}

__attribute__((constructor)) static void begin(void)
{
    void *frame[1];
    const char *log = getenv("STARVE_LOG");
    const char *at = getenv("STARVE_AT");
    inside = true;
    (void)backtrace(frame, 1); /* loads libgcc now, not in the middle of an allocation */
    starve_at = at ? strtoull(at, NULL, 16) : 0;
    log_fd = log ? open(log, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600) : -1;
    inside = false;
}

static uint64_t place_of(void)
{
    void *frame[DEPTH];
    Dl_info where;
    uint64_t hash = 0xcbf29ce484222325U;
    int depth = backtrace(frame, DEPTH);
    for (int i = OWN_FRAMES; i < depth; i++) {
        uintptr_t base = dladdr(frame[i], &where) ? (uintptr_t)where.dli_fbase : 0;
        hash = (hash ^ ((uintptr_t)frame[i] - base)) * 0x100000001b3U;
        hash ^= hash >> 29;
    }
    return hash | 1;
}

/* True the first time. */
static bool note(uint64_t place)
{
    for (size_t i = place % PLACES, tried = 0; tried < PLACES; i = (i + 1) % PLACES, tried++) {
        uint64_t there = 0;
        if (atomic_compare_exchange_strong(&places[i], &there, place)) {
            return true;
        }
        if (there == place) {
            return false;
        }
    }
    return false;
}

/* The libraries on the way to here, innermost first, a line each. */
static void tell_way(void)
{
    void *frame[DEPTH];
    const void *last = NULL;
    Dl_info where;
    int depth = backtrace(frame, DEPTH);
    for (int i = OWN_FRAMES; i < depth; i++) {
        if (dladdr(frame[i], &where) && where.dli_fbase != last && where.dli_fname) {
            last = where.dli_fbase;
            (void)dprintf(log_fd, "through %s\n", where.dli_fname);
        }
    }
}

static bool may_have(void)
{
    char line[LINE_SIZE];
    if (inside || log_fd < 0) {
        return true;
    }
    int before = errno;
    inside = true;
    uint64_t place = place_of();
    bool fails = place == starve_at && !atomic_exchange(&starved, true);
    if (fails || (starve_at == 0 && note(place))) {
        int size = snprintf(line, sizeof line, fails ? "starved\n" : "%016llx\n",
                            (unsigned long long)place);
        if (write(log_fd, line, (size_t)size) != size) {
            abort();
        }
        if (fails) {
            tell_way();
        }
    }
    inside = false;
    errno = fails ? ENOMEM : before;
    return !fails;
}

static void find_all(void)
{
    bool before = inside;
    inside = true;
    find("calloc", &real.calloc);
    find("realloc", &real.realloc);
    find("aligned_alloc", &real.aligned);
    find("posix_memalign", &real.memalign);
    find("malloc", &real.malloc);
    inside = before;
}

/* stdlib.h names its parameters in its own way.
 * NOLINTBEGIN(readability-inconsistent-declaration-parameter-name) */
void *malloc(size_t size)
{
    if (!real.malloc) {
        find_all();
    }
    return may_have() ? real.malloc(size) : NULL;
}

void *calloc(size_t count, size_t size)
{
    if (!real.malloc) {
        find_all();
    }
    return may_have() ? real.calloc(count, size) : NULL;
}

void *realloc(void *old, size_t size)
{
    if (!real.malloc) {
        find_all();
    }
    return may_have() ? real.realloc(old, size) : NULL;
}

void *aligned_alloc(size_t alignment, size_t size)
{
    if (!real.malloc) {
        find_all();
    }
    return may_have() ? real.aligned(alignment, size) : NULL;
}

int posix_memalign(void **out, size_t alignment, size_t size)
{
    if (!real.malloc) {
        find_all();
    }
    return may_have() ? real.memalign(out, alignment, size) : ENOMEM;
}
/* NOLINTEND(readability-inconsistent-declaration-parameter-name) */

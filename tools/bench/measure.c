#include "tools/bench/measure.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { NS_A_SECOND = 1000000000, NS_A_MS = 1000000, STAT_SIZE = 1024, FAMILY_MAX = 256 };

static int64_t ns_of(const struct timespec *time)
{
    return (int64_t)time->tv_sec * NS_A_SECOND + time->tv_nsec;
}

int64_t measure_ns(void)
{
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return ns_of(&now);
}

int64_t measure_cpu_ns(pid_t pid)
{
    clockid_t clock = CLOCK_PROCESS_CPUTIME_ID;
    struct timespec used = {0};
    if (pid != 0 && clock_getcpuclockid(pid, &clock) != 0) {
        return -1;
    }
    return clock_gettime(clock, &used) == 0 ? ns_of(&used) : -1;
}

static size_t read_proc(pid_t pid, const char *name, char out[STAT_SIZE])
{
    char path[64];
    (void)snprintf(path, sizeof path, "/proc/%d/%s", (int)(pid ? pid : getpid()), name);
    FILE *file = fopen(path, "re");
    if (!file) {
        return 0;
    }
    const size_t size = fread(out, 1, STAT_SIZE - 1, file);
    out[size] = '\0';
    (void)fclose(file);
    return size;
}

/* The field behind the name in parentheses, which may hold anything (proc(5)). */
static pid_t parent_of(pid_t pid)
{
    char text[STAT_SIZE];
    if (read_proc(pid, "stat", text) == 0) {
        return 0;
    }
    const char *after = strrchr(text, ')');
    if (!after || strlen(after) < 4) {
        return 0;
    }
    return (pid_t)strtol(after + 4, NULL, 10);
}

struct family {
    pid_t pid[FAMILY_MAX];
    size_t count;
};

static int is_of(const struct family *family, pid_t pid)
{
    for (size_t i = 0; i < family->count; i++) {
        if (family->pid[i] == pid) {
            return 1;
        }
    }
    return 0;
}

/* One generation more; 0: nobody new. */
static size_t add_children(struct family *family)
{
    const size_t before = family->count;
    DIR *all = opendir("/proc");
    const struct dirent *entry = NULL;
    while (all && (entry = readdir(all)) != NULL) {
        const pid_t pid = (pid_t)strtol(entry->d_name, NULL, 10);
        if (pid > 0 && family->count < FAMILY_MAX && !is_of(family, pid) &&
            is_of(family, parent_of(pid))) {
            family->pid[family->count++] = pid;
        }
    }
    if (all) {
        (void)closedir(all);
    }
    return family->count - before;
}

int64_t measure_cpu_family_ns(pid_t pid)
{
    struct family family = {.pid = {pid}, .count = 1};
    int64_t sum = 0;
    while (add_children(&family) > 0) {
    }
    for (size_t i = 0; i < family.count; i++) {
        const int64_t used = measure_cpu_ns(family.pid[i]);
        sum += used > 0 ? used : 0;
    }
    return sum;
}

int64_t measure_resident_bytes(pid_t pid)
{
    char text[STAT_SIZE];
    char *rest = NULL;
    if (read_proc(pid, "statm", text) == 0) {
        return -1;
    }
    (void)strtol(text, &rest, 10);
    return (int64_t)strtol(rest, NULL, 10) * sysconf(_SC_PAGESIZE);
}

void measure_sleep_ms(int64_t ms)
{
    struct timespec left = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * NS_A_MS};
    (void)nanosleep(&left, NULL);
}

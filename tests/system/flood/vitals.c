#include "tests/system/flood/vitals.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static bool read_stat(pid_t pid, int64_t *out_cpu_ms)
{
    char path[64];
    char text[1024];
    unsigned long user = 0;
    unsigned long system = 0;
    (void)snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
    FILE *file = fopen(path, "re");
    if (!file) {
        return false;
    }
    const size_t size = fread(text, 1, sizeof text - 1, file);
    (void)fclose(file);
    text[size] = '\0';
    const char *rest = strrchr(text, ')'); /* the name before it may hold anything */
    if (!rest || sscanf(rest + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user,
                        &system) != 2) {
        return false;
    }
    *out_cpu_ms = (int64_t)((user + system) * 1000 / (unsigned long)sysconf(_SC_CLK_TCK));
    return true;
}

bool vitals_read(pid_t pid, struct vitals *out)
{
    char path[64];
    char line[256];
    unsigned long rss = 0;
    bool found = false;
    (void)snprintf(path, sizeof path, "/proc/%d/status", (int)pid);
    FILE *file = fopen(path, "re");
    if (!file) {
        return false;
    }
    while (!found && fgets(line, sizeof line, file)) {
        found = sscanf(line, "VmRSS: %lu", &rss) == 1;
    }
    (void)fclose(file);
    struct vitals vitals = {.rss_kb = rss};
    if (!found || !read_stat(pid, &vitals.cpu_ms)) {
        return false;
    }
    *out = vitals;
    return true;
}

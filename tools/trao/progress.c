#include "tools/trao/progress.h"

#include <stdio.h>
#include <unistd.h>

#include "adapters/posix/clock_posix.h"

enum { QUIET_MS = 1000, REDRAW_MS = 100, TENTHS = 10 };

void progress_begin(struct progress *progress, const struct call *call, const struct said *what,
                    uint64_t total)
{
    *progress = (struct progress){.call = call,
                                  .what = what,
                                  .total = total,
                                  .began_ms = clock_posix_anchor(),
                                  .terminal = isatty(STDERR_FILENO)};
}

static void show(struct progress *progress, uint64_t done, const char *before, const char *behind)
{
    char numbers[3][24];
    char sentence[256];
    struct text values[3];
    const uint64_t number[3] = {done, progress->total, done * 100 / progress->total};
    for (int i = 0; i < 3; i++) {
        struct line line = line_of(numbers[i], sizeof numbers[i]);
        line_unsigned(&line, number[i]);
        values[i] = line_done(&line);
    }
    struct line line = line_of(sentence, sizeof sentence);
    call_sentence(progress->call, &line, progress->what, values, 3);
    (void)fprintf(stderr, "%s%s%s", before, sentence, behind);
    (void)fflush(stderr);
    progress->shown = true;
}

void progress_at(struct progress *progress, uint64_t done)
{
    int64_t now = clock_posix_anchor();
    if (progress->call->quiet || progress->total == 0 || now - progress->began_ms < QUIET_MS) {
        return;
    }
    if (progress->terminal) {
        if (now - progress->shown_ms >= REDRAW_MS) {
            progress->shown_ms = now;
            show(progress, done, "\r", "\x1b[K");
        }
        return;
    }
    unsigned tenths = (unsigned)(done * TENTHS / progress->total);
    if (tenths > progress->tenths) {
        progress->tenths = tenths;
        show(progress, done, "", "\n");
    }
}

void progress_end(struct progress *progress)
{
    if (progress->shown && progress->terminal) {
        (void)fputs("\r\x1b[K", stderr);
    }
    progress->shown = false;
}

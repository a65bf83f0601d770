#include <stdio.h>

#include "tools/bench/bench.h"
#include "tools/bench/bound_disk.h"

static const size_t groups[] = {1, 32, 512, 2048};

int bench_ingest(int argc, char **argv)
{
    char folder[FOLDER_PATH_MAX];
    struct bound_disk disk;
    if (!folder_make(argc > 2 ? argv[2] : ".", folder)) {
        return BENCH_FAILED;
    }
    for (size_t i = 0; i < sizeof groups / sizeof groups[0]; i++) {
        if (bound_disk_run(folder, groups[i], 200, 1000, &disk)) {
            (void)printf("B-disk %5zu  %10.0f acts/s  fdatasync p50 %.0f us\n", groups[i],
                         disk.acts_a_second, (double)histogram_at(&disk.sync, 0.5) / 1000);
        }
    }
    folder_remove(folder);
    return BENCH_OK;
}

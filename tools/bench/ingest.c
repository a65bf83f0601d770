#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/bench/bound_book.h"
#include "tools/bench/bound_disk.h"
#include "tools/bench/contender.h"
#include "tools/bench/ingest_report.h"
#include "tools/bench/ingest_storm.h"
#include "tools/bench/verbs.h"

/* Acts for a second and a half of what the fastest machine so far has taken. */
static const struct shape shapes[] = {
    {1,    1,  12000 },
    {16,   1,  5000  },
    {25,   1,  4000  },
    {64,   1,  2000  },
    {2000, 1,  60    },
    {1,    32, 140000},
    {16,   32, 30000 },
    {64,   32, 12000 },
    {2000, 32, 320   },
};

enum {
    SHAPES = sizeof shapes / sizeof shapes[0],
    UNITS_MOST = 3000,
    USUAL_MS = 1000,
    SYNC_MS = 300
};

struct ingest {
    const char *parent;
    const char *shape; /* NULL: all */
    const char *only;  /* NULL: all contenders; else a name beside Trao and B-link, or "bounds" */
    size_t rounds;
    uint64_t seed;
    int64_t ms;
    int storms, help; /* getopt's */
    char folder[FOLDER_PATH_MAX];
    struct units units;
};

static bool takes_part(const struct ingest *ingest, size_t who, const struct shape *shape)
{
    const struct contender *contender = &contenders[who];
    if ((contender->there && !contender->there()) ||
        (contender->batches_only && shape->batch == 1) ||
        (contender->few_only && (shape->clients > 64 || shape->clients == 25))) {
        return false;
    }
    return who <= CONTENDER_LINK || !ingest->only || strcmp(ingest->only, contender->name) == 0;
}

static bool is_wanted(const struct ingest *ingest, const struct shape *shape)
{
    char name[32];
    (void)snprintf(name, sizeof name, "%zux%u", shape->clients, shape->batch);
    return !ingest->shape || strcmp(ingest->shape, name) == 0;
}

static void measure_disk(const struct ingest *ingest, struct report *report, size_t number)
{
    static struct bound_disk disk;
    if (bound_disk_run(ingest->folder, 1, UNITS_ACT_SIZE, SYNC_MS, &disk)) {
        report_disk(report, number, histogram_at(&disk.sync, 0.5));
    }
}

static void play_shape(struct ingest *ingest, struct report *report, size_t at, size_t number)
{
    size_t order[CONTENDERS_MAX];
    const struct round round = {
        .units = &ingest->units, .shape = &shapes[at], .folder = ingest->folder, .ms = ingest->ms};
    shuffle(order, contender_count, ingest->seed * 1000 + number * 100 + at);
    if (shapes[at].clients == 1 && shapes[at].batch == 1) {
        measure_disk(ingest, report, number);
    }
    for (size_t i = 0; i < contender_count; i++) {
        static struct load_result result;
        const size_t who = order[i];
        if (!takes_part(ingest, who, &shapes[at])) {
            continue;
        }
        (void)fprintf(stderr, "round %zu  %4zux%-2u  %-28s", number + 1, shapes[at].clients,
                      shapes[at].batch, contenders[who].name);
        memset(&result, 0, sizeof result);
        const bool done = contenders[who].run(&round, &result) && result.done;
        (void)fprintf(stderr, done ? "%10.0f acts/s\n" : " did not finish\n",
                      done ? (double)result.acts / result.seconds : 0);
        if (done) {
            report_take(report, at, who, number, &result);
        }
    }
}

/* Rounds outside, shapes inside: what is compared was run within seconds. */
static void play(struct ingest *ingest, struct report *report)
{
    size_t order[SHAPES];
    for (size_t number = 0; number < ingest->rounds; number++) {
        shuffle(order, SHAPES, ingest->seed + number);
        for (size_t i = 0; i < SHAPES; i++) {
            if (is_wanted(ingest, &shapes[order[i]])) {
                play_shape(ingest, report, order[i], number);
            }
        }
    }
}

/* A shorter loop needs fewer acts. */
static uint32_t acts_for(const struct ingest *ingest, const struct shape *shape)
{
    const int64_t acts = shape->acts * ingest->ms / USUAL_MS;
    return (uint32_t)(acts < shape->batch ? shape->batch : acts);
}

static bool seal(struct ingest *ingest)
{
    const int64_t began = measure_ns();
    bool sealed = units_make(&ingest->units, UNITS_MOST);
    uint64_t acts = 0;
    for (size_t i = 0; sealed && i < SHAPES; i++) {
        if (is_wanted(ingest, &shapes[i])) {
            (void)fprintf(stderr, "sealing acts for %zu units\n", shapes[i].clients);
            sealed = units_seal(&ingest->units, shapes[i].clients, acts_for(ingest, &shapes[i]));
        }
    }
    sealed = sealed && units_seal(&ingest->units, 1, 2048);
    if (sealed && ingest->storms) {
        (void)fprintf(stderr, "sealing acts for the storms\n");
        sealed = units_seal(&ingest->units, UNITS_MOST, STORM_ACTS);
    }
    for (size_t i = 0; sealed && i < ingest->units.count; i++) {
        acts += ingest->units.unit[i].count;
    }
    (void)fprintf(stderr, "%llu acts sealed in %.1f s\n", (unsigned long long)acts,
                  (double)(measure_ns() - began) / 1e9);
    return sealed;
}

static void print_bounds(const struct ingest *ingest)
{
    static const uint32_t groups[] = {1, 32, 512, 2048};
    struct bound_book book;
    static struct bound_disk disk;
    (void)printf("%-8s %6s %12s %16s %16s\n", "bound", "group", "acts/s", "us CPU an act",
                 "fdatasync p50 us");
    for (size_t i = 0; i < sizeof groups / sizeof groups[0]; i++) {
        if (bound_disk_run(ingest->folder, groups[i], UNITS_ACT_SIZE, ingest->ms, &disk)) {
            (void)printf("%-8s %6u %12.0f %16s %16.0f\n", "B-disk", groups[i], disk.acts_a_second,
                         "", (double)histogram_at(&disk.sync, 0.5) / 1000);
        }
        if (bound_book_run(ingest->folder, &ingest->units, groups[i], groups[i] < 32 ? 1 : 32,
                           ingest->ms, &book)) {
            (void)printf("%-8s %6u %12.0f %16.2f\n", "B-book", groups[i], book.acts_a_second,
                         book.cpu * 1e6);
        }
        (void)fflush(stdout);
    }
    (void)printf("\n");
}

static int help(void)
{
    (void)puts(
        "Usage: trao-bench ingest [--dir FOLDER] [--rounds N] [--shape 64x32] [--only NAME]\n"
        "                         [--ms N] [--seed N] [--storms]\n"
        "  --dir     where books are made; a folder on a real disk (here)\n"
        "  --rounds  5 or more for a figure that counts (5)\n"
        "  --shape   CLIENTSxBATCH, one of 1x1 16x1 25x1 64x1 2000x1 1x32 16x32 64x32 2000x32\n"
        "  --only    beside Trao and B-link only the contender of this name; none: no other\n"
        "  --storms  also reconnection, drain and kill -9 (goals P10 to P12)");
    return BENCH_OK;
}

static bool parse(struct ingest *ingest, int argc, char **argv)
{
    const struct option known[] = {
        {"dir",    required_argument, NULL,            'd'},
        {"rounds", required_argument, NULL,            'r'},
        {"shape",  required_argument, NULL,            's'},
        {"only",   required_argument, NULL,            'o'},
        {"seed",   required_argument, NULL,            'e'},
        {"ms",     required_argument, NULL,            'm'},
        {"storms", no_argument,       &ingest->storms, 1  },
        {"help",   no_argument,       &ingest->help,   1  },
        {NULL,     0,                 NULL,            0  }
    };
    int option = 0;
    optind = 1;
    while ((option = getopt_long(argc, argv, "", known, NULL)) != -1) {
        switch (option) {
        case 0:
            break;
        case 'd':
            ingest->parent = optarg;
            break;
        case 'r':
            ingest->rounds = strtoul(optarg, NULL, 10);
            break;
        case 's':
            ingest->shape = optarg;
            break;
        case 'o':
            ingest->only = optarg;
            break;
        case 'e':
            ingest->seed = strtoul(optarg, NULL, 10);
            break;
        case 'm':
            ingest->ms = strtol(optarg, NULL, 10);
            break;
        default:
            return false;
        }
    }
    return optind == argc && ingest->rounds >= 1 && ingest->rounds <= RATIO_ROUNDS_MAX &&
           ingest->ms > 0;
}

static int run(struct ingest *ingest)
{
    struct report *report = report_new(shapes, SHAPES, ingest->rounds);
    if (!report || !folder_make(ingest->parent, ingest->folder)) {
        report_free(report);
        return BENCH_FAILED;
    }
    int result = BENCH_FAILED;
    if (seal(ingest)) {
        print_bounds(ingest);
        play(ingest, report);
        report_print(report);
        result = BENCH_OK;
        if (ingest->storms) {
            result = storm_run(&ingest->units, ingest->folder, ingest->rounds, ingest->seed)
                         ? BENCH_OK
                         : BENCH_FAILED;
        }
    }
    units_free(&ingest->units);
    folder_remove(ingest->folder);
    report_free(report);
    return result;
}

int bench_ingest(int argc, char **argv)
{
    struct ingest ingest = {.parent = ".", .rounds = 5, .seed = 1, .ms = USUAL_MS};
    if (!parse(&ingest, argc, argv)) {
        (void)help();
        return BENCH_USAGE;
    }
    return ingest.help ? help() : run(&ingest);
}

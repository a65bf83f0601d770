/* The WAL grows so long because a reader holds its snapshot: nothing can be checkpointed past it
 * (PERFORMANCE section 8). That is also how it happens in a province. */
#include "tools/bench/kill_open.h"

#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "adapters/sqlite/act_store_sqlite.h"
#include "tools/bench/bench_said.h"
#include "tools/bench/folder.h"
#include "tools/bench/measure.h"

enum {
    ACTS = 1000000,
    BATCH = 32,
    GROUP = 32, /* batches a commit */
    MESSAGE_ROOM = 16384,
    COPY_ROOM = 1 << 20
};

#define PATH_ROOM (FOLDER_PATH_MAX + 64)
#define NAME_ROOM (PATH_ROOM + 8) /* with -wal */

struct writing {
    struct act_store_sqlite book;
    struct act_store store;
    struct act_stream stream;
    uint8_t message[MESSAGE_ROOM];
    size_t message_size;
};

static bool open_book(struct writing *writing, const struct units *units, const char *path)
{
    static const struct head nothing;
    struct writer writer = writer_of(writing->message, sizeof writing->message);
    const struct database_options options = act_store_sqlite_options(path, NULL);
    if (!units_message(&units->unit[0], 0, BATCH, &writer) ||
        act_store_sqlite_open(&writing->book, &options) != STATUS_OK) {
        return false;
    }
    writing->message_size = writer.size;
    writing->store = act_store_sqlite_store(&writing->book);
    stream_init(&writing->stream.stream, units->unit[0].device, &nothing, 0, false);
    return true;
}

static bool commit(struct writing *writing, size_t rows)
{
    struct act_batch batches[GROUP];
    struct act_stream *streams[GROUP];
    struct head *high_water = &writing->stream.stream.high_water;
    for (size_t i = 0; i < rows; i++) {
        streams[i] = &writing->stream;
        batches[i] = (struct act_batch){
            .device = writing->stream.stream.device,
            .received = {1                                },
            .first = { .epoch = 1, .seq = high_water->place.seq + 1},
            .count = BATCH,
            .message = span_of(writing->message, writing->message_size)
        };
        high_water->place = (struct place){.epoch = 1, .seq = high_water->place.seq + BATCH};
    }
    struct act_group group = {.batches = batches,
                              .batch_streams = streams,
                              .batch_count = rows,
                              .streams = streams,
                              .stream_count = 1};
    return act_store_commit(&writing->store, &group) == STATUS_OK;
}

/* The child: it is killed with everything in its WAL. */
static void be_writer(const struct units *units, const char *path)
{
    static struct writing writing;
    sqlite3 *reader = NULL;
    bool done =
        open_book(&writing, units, path) && commit(&writing, 1) &&
        sqlite3_open_v2(path, &reader, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK &&
        sqlite3_exec(reader, "BEGIN; SELECT count(*) FROM batch", NULL, NULL, NULL) == SQLITE_OK;
    for (long acts = 0; done && acts < ACTS; acts += (long)BATCH * GROUP) {
        done = commit(&writing, GROUP);
    }
    (void)raise(done ? SIGKILL : SIGTERM);
}

static bool make_killed(const struct units *units, const char *path)
{
    int state = 0;
    (void)fflush(NULL);
    const pid_t child = fork();
    if (child == 0) {
        be_writer(units, path);
        _exit(1);
    }
    return child > 0 && waitpid(child, &state, 0) == child && WIFSIGNALED(state) &&
           WTERMSIG(state) == SIGKILL;
}

/* A file that is not there stays away. */
static bool copy(const char *from, const char *to, const char *suffix)
{
    char source[NAME_ROOM];
    char target[NAME_ROOM];
    (void)snprintf(source, sizeof source, "%s%s", from, suffix);
    (void)snprintf(target, sizeof target, "%s%s", to, suffix);
    FILE *in = fopen(source, "rbe");
    FILE *out = in ? fopen(target, "wbe") : NULL;
    uint8_t *bytes = malloc(COPY_ROOM);
    bool copied = !in || (out && bytes);
    size_t size = 0;
    while (in && copied && (size = fread(bytes, 1, COPY_ROOM, in)) > 0) {
        copied = fwrite(bytes, 1, size, out) == size;
    }
    if (out) {
        copied = fflush(out) == 0 && fsync(fileno(out)) == 0 && copied;
        (void)fclose(out);
    }
    if (in) {
        (void)fclose(in);
    }
    free(bytes);
    return copied;
}

static double wal_bytes(const char *path)
{
    char name[NAME_ROOM];
    struct stat file;
    (void)snprintf(name, sizeof name, "%s-wal", path);
    return stat(name, &file) == 0 ? (double)file.st_size : 0;
}

static double open_ours(const struct units *units, const char *path)
{
    static struct writing writing;
    const int64_t began = measure_ns();
    memset(&writing, 0, sizeof writing);
    if (!open_book(&writing, units, path) || !commit(&writing, 1)) {
        return 0;
    }
    const double seconds = (double)(measure_ns() - began) / 1e9;
    act_store_sqlite_close(&writing.book);
    return seconds;
}

static double open_bare(const char *path)
{
    sqlite3 *database = NULL;
    const int64_t began = measure_ns();
    const bool done = sqlite3_open_v2(path, &database, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK &&
                      sqlite3_exec(database,
                                   "PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0;"
                                   "INSERT INTO incident VALUES(1000000, 1, 1, 1, 1, 1, 'bench')",
                                   NULL, NULL, NULL) == SQLITE_OK;
    const double seconds = (double)(measure_ns() - began) / 1e9;
    (void)sqlite3_close(database);
    return done ? seconds : 0;
}

bool kill_open_run(const struct units *units, const char *folder, size_t rounds,
                   struct kill_open *out)
{
    char killed[PATH_ROOM];
    char ours[PATH_ROOM];
    char bare[PATH_ROOM];
    (void)snprintf(killed, sizeof killed, "%s/killed.db", folder);
    (void)snprintf(ours, sizeof ours, "%s/ours.db", folder);
    (void)snprintf(bare, sizeof bare, "%s/bare.db", folder);
    bool done = make_killed(units, killed);
    out->wal_bytes = wal_bytes(killed);
    for (out->rounds = 0; done && out->rounds < rounds; out->rounds++) {
        done = copy(killed, ours, "") && copy(killed, ours, "-wal") && copy(killed, bare, "") &&
               copy(killed, bare, "-wal");
        out->ours[out->rounds] = done ? open_ours(units, ours) : 0;
        out->bare[out->rounds] = done ? open_bare(bare) : 0;
        char digits[BENCH_NUMBER_SIZE];
        const char *const values[] = {bench_number((double)out->rounds + 1, 0, digits)};
        bench_put(stderr, BENCH_SAID_ROUND, values, 1);
        (void)fprintf(stderr, "  kill -9  Trao %.0f ms, SQLite %.0f ms\n",
                      out->ours[out->rounds] * 1e3, out->bare[out->rounds] * 1e3);
    }
    return done;
}

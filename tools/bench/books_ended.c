#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "adapters/sqlite/flag_reader_sqlite.h"
#include "base/sign.h"
#include "tools/bench/bench_said.h"
#include "tools/bench/books_figures.h"
#include "tools/bench/books_run.h"
#include "tools/bench/measure.h"

enum {
    TIMELINES = 5000,
    TEN = 10,
    ACTS_MAX = 64,
    CHANGES_MAX = 64,
    VERIFIED = 2000,
    ENTRY_BYTES = 200,
    WARM = 200
};

static uint32_t below(uint64_t *dice, uint32_t bound)
{
    *dice = *dice * 6364136223846793005u + 1442695040888963407u; /* D. Knuth, MMIX */
    return (uint32_t)((*dice >> 32) * bound >> 32);
}

static bool crypto(struct figures_ended *out)
{
    static const uint8_t seed[SIGN_SEED_SIZE] = {7};
    struct sign_public key;
    struct sign_secret secret;
    uint8_t bytes[ENTRY_BYTES] = {1};
    bool good = true;
    struct hash hash = hash_of(span_of(bytes, sizeof bytes));
    sign_keys(seed, &key, &secret);
    const struct signature signature = sign_hash(&secret, &hash);
    int64_t began = measure_ns();
    for (int i = 0; i < VERIFIED; i++) {
        good = good && sign_verify(&key, &hash, &signature);
    }
    out->verify_ns = (double)(measure_ns() - began) / VERIFIED;
    began = measure_ns();
    for (int i = 0; i < VERIFIED; i++) {
        bytes[0] = hash.byte[0];
        hash = hash_of(span_of(bytes, sizeof bytes));
    }
    out->hash_ns = (double)(measure_ns() - began) / VERIFIED;
    return good;
}

/* As the page of one dossier asks: its row, its acts, its flag's history. */
static bool one_timeline(struct flag_reader *reader, const char *code)
{
    static uint8_t memory[1 << 17];
    static struct book_act acts[ACTS_MAX];
    static struct book_change changes[CHANGES_MAX];
    struct arena arena = arena_of(memory, sizeof memory);
    struct book_dossier dossier;
    size_t found = 0;
    size_t count = 0;
    return flag_reader_dossier(reader, text_of(code), &arena, &dossier) == STATUS_OK &&
           flag_reader_acts(reader, text_of(code), &arena, acts, ACTS_MAX, &found) == STATUS_OK &&
           flag_reader_changes(reader, text_of(code), &arena, changes, CHANGES_MAX, &count) ==
               STATUS_OK &&
           found == BOOK_ACTS_ENDED;
}

static bool timelines(const char *flags, uint32_t count, struct figures_ended *out)
{
    struct flag_reader_sqlite file;
    const struct database_options options = {.path = flags};
    char code[BOOK_CODE_SIZE];
    uint64_t dice = 1;
    bool good = flag_reader_sqlite_open(&file, &options) == STATUS_OK;
    struct flag_reader reader = flag_reader_sqlite_reader(&file);
    for (int i = 0; good && i < WARM + TIMELINES; i++) {
        (void)book_code(below(&dice, count), count, code);
        const int64_t began = measure_ns();
        good = one_timeline(&reader, code);
        if (i >= WARM) {
            histogram_add(&out->timeline, (uint64_t)(measure_ns() - began));
        }
    }
    flag_reader_sqlite_close(&file);
    return good;
}

static volatile uint64_t kept; /* what is read is not thrown away by the compiler */

static bool ten_rows(const char *path, uint64_t rows, struct figures_ended *out)
{
    sqlite3 *file = NULL;
    sqlite3_stmt *row = NULL;
    uint64_t dice = 1;
    bool good = sqlite3_open_v2(path, &file, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK &&
                sqlite3_exec(file, "PRAGMA cache_size=-65536", NULL, NULL, NULL) == SQLITE_OK &&
                sqlite3_prepare_v2(file, "SELECT message FROM batch WHERE n = ?", -1, &row, NULL) ==
                    SQLITE_OK;
    for (int i = 0; good && i < WARM + TIMELINES; i++) {
        const int64_t began = measure_ns();
        for (int k = 0; good && k < TEN; k++) {
            (void)sqlite3_bind_int64(row, 1, 1 + (int64_t)below(&dice, (uint32_t)rows));
            good = sqlite3_step(row) == SQLITE_ROW;
            const uint8_t *bytes = sqlite3_column_blob(row, 0);
            kept += good ? bytes[sqlite3_column_bytes(row, 0) / 2] : 0;
            (void)sqlite3_reset(row);
        }
        if (i >= WARM) {
            histogram_add(&out->ten_rows, (uint64_t)(measure_ns() - began));
        }
    }
    sqlite3_finalize(row);
    sqlite3_close(file);
    return good;
}

static bool rebuild(struct books_run *run, const struct book_words *words, const struct book *book,
                    const char *flags, double *out_ns)
{
    const bool done = books_run_open(run, words, book, flags);
    *out_ns = (double)run->fold_ns;
    books_run_close(run);
    return done;
}

static bool measure_all(const struct book_words *words, const char *flags,
                        struct figures_ended *out)
{
    struct book book;
    struct books_run *run = malloc(sizeof *run);
    bool done = run && book_make(words, &book);
    if (done) {
        out->acts = book.acts;
        out->rows = book.rows;
        out->first_ns_an_act = book.first_ns_an_act;
        out->last_ns_an_act = book.last_ns_an_act;
        (void)books_fold_ns(words->path); /* the page cache is warm from here on */
        out->fold_ns = (double)books_fold_ns(words->path);
        done = out->fold_ns > 0 && rebuild(run, words, &book, NULL, &out->rebuild_memory_ns) &&
               rebuild(run, words, &book, flags, &out->rebuild_ns) &&
               timelines(flags, words->dossiers, out) && ten_rows(words->path, book.rows, out);
    }
    free(run);
    return done;
}

bool figures_ended(const char *folder, uint32_t count, bool progress, struct figures_ended *out)
{
    char inner[FOLDER_PATH_MAX];
    char path[FOLDER_PATH_MAX + 16];
    char flags[FOLDER_PATH_MAX + 16];
    const struct book_words words = {.path = path,
                                     .dossiers = count,
                                     .acts_each = BOOK_ACTS_ENDED,
                                     .progress =
                                         progress ? bench_word(BENCH_SAID_ENDED_DOSSIERS) : NULL};
    memset(out, 0, sizeof *out);
    out->count = count;
    if (!folder_make(folder, inner)) {
        return false;
    }
    (void)snprintf(path, sizeof path, "%s/acts.db", inner);
    (void)snprintf(flags, sizeof flags, "%s/flags.db", inner);
    const bool done = crypto(out) && measure_all(&words, flags, out);
    folder_remove(inner);
    return done;
}

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "adapters/sqlite/flag_reader_sqlite.h"
#include "base/sign.h"
#include "tools/bench/bench_said.h"
#include "tools/bench/books_figures.h"
#include "tools/bench/books_place.h"
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
                    const char *flags, double *out_ns, double *out_cpu_ns)
{
    const int64_t began = measure_cpu_ns(0);
    const bool done = books_run_open(run, words, book, flags);
    *out_cpu_ns = (double)(measure_cpu_ns(0) - began);
    *out_ns = (double)run->fold_ns;
    books_run_close(run);
    return done;
}

static void bare_fold(const char *path, struct figures_ended *out)
{
    (void)books_fold_ns(path); /* the page cache is warm from here on */
    const int64_t began = measure_cpu_ns(0);
    out->fold_ns = (double)books_fold_ns(path);
    out->fold_cpu_ns = (double)(measure_cpu_ns(0) - began);
}

static bool measure_all(const struct books_place *place, struct book_words *words,
                        struct figures_ended *out)
{
    struct book book;
    struct books_run *run = calloc(1, sizeof *run);
    bool done = run && books_place_book(place, words, &book);
    if (done) {
        out->acts = book.acts;
        out->rows = book.rows;
        out->first_ns_an_act = book.first_ns_an_act;
        out->last_ns_an_act = book.last_ns_an_act;
        bare_fold(words->path, out);
        done = out->fold_ns > 0 &&
               rebuild(run, words, &book, NULL, &out->rebuild_memory_ns,
                       &out->rebuild_memory_cpu_ns) &&
               rebuild(run, words, &book, place->flags, &out->rebuild_ns, &out->rebuild_cpu_ns) &&
               timelines(place->flags, words->dossiers, out) &&
               ten_rows(words->path, book.rows, out);
    }
    free(run);
    return done;
}

bool figures_ended(const struct figures_words *asked, struct figures_ended *out)
{
    struct books_place place;
    struct book_words words = {.dossiers = asked->count,
                               .acts_each = BOOK_ACTS_ENDED,
                               .progress =
                                   asked->progress ? bench_word(BENCH_SAID_ENDED_DOSSIERS) : NULL};
    memset(out, 0, sizeof *out);
    out->count = asked->count;
    if (!books_place_find(asked, "ended", &place)) {
        return false;
    }
    const bool done = crypto(out) && measure_all(&place, &words, out);
    books_place_leave(&place);
    return done;
}

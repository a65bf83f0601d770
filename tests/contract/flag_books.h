/* flag_books - the books that the suites of flag_book and flag_reader run on, and small rows.
 */
#ifndef CONTRACT_FLAG_BOOKS_H
#define CONTRACT_FLAG_BOOKS_H

#include "ports/flag_book.h"

enum { ROWS_MAX = 64, MEMORY = 64 * 1024, DUMP_SIZE = 256 * 1024 };

extern struct flag_book book;
extern struct flag_reader reader;
extern struct arena arena;

struct keeper;
extern const struct keeper kept_on_disk, kept_in_memory;

int start_with(const struct keeper *with);
int start_sqlite(void **unused);
int start_memory(void **unused);
int start_abstract(void **unused); /* on a disk of the simulator */
int start_crash(void **unused);
int stop(void **unused);
void restart(void);
struct book_position position_at(uint64_t n);
void begin(void);
void commit(uint64_t n);
struct book_dossier some_dossier(const char *code, enum flag_level level, int32_t slack);
void put_dossier(const char *code, enum flag_level level, int32_t slack);
struct book_act some_act(const char *subject, int64_t ms, enum act_kind kind);
void put_act(const char *subject, int64_t ms, enum act_kind kind);
struct flag_counts counts(void);
const char *canonical(void);
struct book_incident some_incident(uint64_t seq, int64_t ms, const char *kind);

/* clang-format off */
/* A test on each. */
#define EACH(test)                                                                                 \
    {#test " (sqlite)", test, start_sqlite, stop, NULL},                                           \
    {#test " (memory)", test, start_memory, stop, NULL},                                           \
    {#test " (abstract disk)", test, start_abstract, stop, NULL},                                  \
    {#test " (crash disk)", test, start_crash, stop, NULL}
/* clang-format on */

#endif

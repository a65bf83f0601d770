/* bench - a unit on fakes, for the tests of this room: lines in, answers and entries out. */
#ifndef TESTS_UNIT_HANDHELD_APP_BENCH_H
#define TESTS_UNIT_HANDHELD_APP_BENCH_H

#include "core/statement_scan.h"
#include "handheld/app/unit.h"
#include "tests/fakes/chance_fake.h"
#include "tests/fakes/clock_fake.h"
#include "tests/fakes/journal_memory.h"
#include "tests/fakes/link_fake.h"
#include "tests/fakes/log_fake.h"

struct bench {
    struct sign_public sign_key;
    struct sign_secret secret;
    struct shift_settings settings;
    struct journal_memory journal;
    struct link_fake link;
    struct clock_fake clock;
    struct chance_fake chance;
    struct log_fake log;
    struct unit unit;
    struct unit_effects effects; /* of the last step */
    struct text agencies[4];
    struct instant now; /* 2026-11-23T14:25:00 at the start */
};

/* One bench at a time; it is large. A unit without a server. */
struct bench *bench_open(void);
/* Another unit beside it, with its own key, book and clock; it is the one in use then. */
struct bench *bench_open_second(void);
void bench_use(struct bench *which);
struct bench *bench_in_use(void);
void bench_close(void); /* the one in use */
/* As after a crash or a power cut: the same journal, another process. */
void bench_restart(void);
/* The same again with a line to a server. */
void bench_connect(void);
void bench_pass(int64_t ms);

/* Gives one line and checks the answer's beginning, `ok UNIT-01`. */
void bench_line(const char *line, const char *expected);
/* Several lines in one step; one answer each, checked as above. NULL ends both lists. */
void bench_lines(const char *const *lines, const char *const *expected);
void bench_input(enum unit_input_kind kind, struct text text, const char *expected);
/* A note or an alarm of a scanner; SAID's {0} is TEXT. */
void bench_note(enum unit_input_kind kind, const struct said *said, struct text text,
                const char *expected);
/* The text of the last step's newest answer. */
const char *bench_said(void);
/* Does an info of the last step have this code? */
bool bench_informed(const char *code);
/* A step without inputs. */
void bench_tick(void);

/* The newest COUNT entries are gone, as on an older image of the card. */
void bench_cut(size_t count);

size_t bench_count(void); /* entries in the journal */
/* Entry I from 0, or from the end when negative; checked to be sealed by the bench's key. */
struct sealed bench_entry(int i);
/* How often CODE is recorded by a scan or an act, and not withdrawn or voided by it. Fast. */
size_t bench_count_code(const char *code);
size_t bench_count_kind(enum entry_kind kind);
struct act_body bench_act(int i);
struct scan_body bench_scan(int i);
struct give_body bench_give(int i);
struct take_body bench_take(int i);
/* The chain holds from the first entry to the last. */
void bench_check_chain(void);

#endif

/* row - one line of the flood table: a server, its honest units, an attack, and what came of it. */
#ifndef TESTS_FLOOD_ROW_H
#define TESTS_FLOOD_ROW_H

#include "tests/system/flood/attack.h"
#include "tests/system/flood/load.h"

enum { ROW_CONNECTED = 20, ROW_FRESH = 10, ROW_UNITS = ROW_CONNECTED + ROW_FRESH };

struct row_plan {
    struct attack_plan attack;
    int64_t last_ms;
    int64_t settle_ms;                          /* the attack runs so long before it counts */
    int64_t connected_every_ms, fresh_every_ms; /* an act a unit */
    bool judge_speed;
    bool judge_memory;
};

struct row {
    double connected_ms[3]; /* p50, p99, max */
    double fresh_ms[3];
    size_t connected_count, fresh_count;
    uint64_t lost;   /* receipted and not there, or never receipted, or there twice */
    uint64_t rss_kb; /* the most that was seen */
    unsigned cpu;    /* of one core, in percent */
    uint64_t begun_a_second, cut_a_second, held;
    bool ran;   /* all of it could be measured */
    bool lives; /* the server's process is the one that was started, and ended in good order */
};

enum {
    ROW_CONNECTED_P99_MS = 50,
    ROW_FRESH_P99_MS = 1000,
    ROW_RSS_KB_MAX = 128 * 1024,
};

/* SERVER was made and is not running. UNITS: ROW_UNITS that nobody used yet, and the ROGUE: all
 * enrolled. */
struct row row_measure(struct real_server *server, struct unit *units, const struct unit *rogue,
                       const struct row_plan *plan);
bool row_is_good(const struct row *row, const struct row_plan *plan);
void row_print_head(void);
void row_print(const struct row *row, const struct row_plan *plan);

#endif

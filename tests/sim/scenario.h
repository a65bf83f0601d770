/* scenario - a run that once found something, kept as a file: what it was, and the words that make
 * it again. Lines of a word and its values, `#` begins a comment:
 *
 *     seed N · units N · days N · storage abstract|sqlite · signatures keyed|real
 *     only KIND · without KIND · mask KIND NUMBER …
 */
#ifndef SIM_SCENARIO_H
#define SIM_SCENARIO_H

#include "tests/sim/run.h"

enum { SCENARIO_MASK_MAX = 4096 };

struct scenario {
    struct world_options options; /* `masked` points to what follows */
    bool real_signatures;
    struct swarm_masked mask[SCENARIO_MASK_MAX];
};

void scenario_init(struct scenario *scenario, uint64_t seed);
/* One line of the file. False: it is not understood. */
bool scenario_line(struct scenario *scenario, const char *line);
/* False, and *OUT_LINE is the first that is not understood; 0: the file cannot be read. */
bool scenario_read(struct scenario *scenario, const char *path, unsigned *out_line);
void scenario_write(const struct scenario *scenario, const struct run_result *found, FILE *out);
/* The run itself, with the signatures it asks for. */
void scenario_run(const struct scenario *scenario, struct run_result *out_result);

#endif

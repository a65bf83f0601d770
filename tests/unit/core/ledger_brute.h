/* ledger_brute - SEMANTICS section 4 said once more, for one minute at a time.
 *
 * Slow and plain: every minute is asked afresh, runs are counted one by one from the plan. It
 * shares custody with the ledger, and nothing of how the ledger walks. */
#ifndef TESTS_LEDGER_BRUTE_H
#define TESTS_LEDGER_BRUTE_H

#include "core/ledger.h"
#include "province_maker.h"

struct brute {
    struct name party;
    enum ledger_cause cause;
};

/* Whose AT is, a minute of the life's. ACTS and COUNT are the life's, runs' too. */
struct brute brute_minute(const struct ledger_input *input, struct minute received,
                          struct minute end, struct minute at);
/* [received, end) by the first sentences of section 4. False: there is no life yet. */
bool brute_life(const struct ledger_input *input, struct minute *out_received,
                struct minute *out_end);

#endif

/* flag_said - what a flag says to people: its arithmetic in one sentence, and the rule it stands
 * on.
 *
 * The numbers of the sentence add up: gained = late + spare, and over = taken - by plan. Pure;
 * knows no book: whoever shows a flag fills in the sum. */
#ifndef CORE_FLAG_SAID_H
#define CORE_FLAG_SAID_H

#include "base/said.h"
#include "core/flag.h"

/* What the sentence is made of; as struct flag has it, offices by the names people know. */
struct flag_sum {
    enum flag_level level;
    enum flag_cause cause;
    enum flag_leg leg;
    struct minute promised, forecast, butfor;
    int32_t slack_minutes, minutes_gained, minutes_spare, minutes_taken, minutes_standard;
    bool by_instant;        /* late is what comes after the promised minute, not after its day */
    struct minute f50, f90; /* by what legs have really taken; MINUTE_NEVER: nothing can be said */
    int32_t late;           /* thousandths; -1 */
    struct text from, to;
};

enum { FLAG_SUM_SIZE = 1024 }; /* room for the sentence, and then some */

/* Working minutes by which F is late; 0: it is not, or outside working time only. Whatever a
 * damaged book says is counted in 64 bits. */
int64_t flag_sum_late(const struct flag_sum *sum);
/* Appends the sentence; nothing for a flag without a forecast (done, unknown). */
void flag_sum_line(struct line *line, const struct flag_sum *sum, enum language language);
/* Appends what can be said by what legs have really taken; nothing when nothing can. */
void flag_chance_line(struct line *line, const struct flag_sum *sum, enum language language);
/* Why a flag is of this level, and why this is the cause: the rule in a sentence. Never NULL. */
const struct said *flag_level_rule(enum flag_level level);
const struct said *flag_cause_rule(enum flag_cause cause);
/* All of this file's sentences, for the tests that read them. NULL behind the last. */
const struct said *flag_said_row(size_t number);

#endif

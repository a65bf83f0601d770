/* words - the names of acts, levels and causes as people say them, in both languages.
 *
 * core's names (`at_risk`) stand in files and in JSON; these stand in tables. */
#ifndef TRAO_WORDS_H
#define TRAO_WORDS_H

#include "core/act.h"
#include "core/custody.h"
#include "core/flag.h"
#include "tools/trao/call.h"

const char *word_level(const struct call *call, enum flag_level level);
const char *word_cause(const struct call *call, enum flag_cause cause); /* empty for none */
const char *word_leg(const struct call *call, enum flag_leg leg);       /* empty for none */
const char *word_missing(const struct call *call, enum flag_missing missing);
const char *word_act(const struct call *call, enum act_kind kind);
const char *word_conflict(const struct call *call, enum conflict_kind kind);
/* The parties every province has, by their code; NULL for another one. */
const char *word_party(const struct call *call, struct text code);

enum { WORD_TIME_SIZE = 24 };
/* `23/03/2023 15:10` in Vietnamese, `2023-03-23 15:10` in English; `—` for never. */
const char *word_minute(const struct call *call, struct minute minute, char out[WORD_TIME_SIZE]);
/* The same without the year where that is NOW's. */
const char *word_time(const struct call *call, struct minute minute, struct minute now,
                      char out[WORD_TIME_SIZE]);

#endif

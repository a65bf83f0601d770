/* minute_words - the ledger of minutes as people say it: parties, causes, and why. */
#ifndef TRAO_MINUTE_WORDS_H
#define TRAO_MINUTE_WORDS_H

#include "core/ledger.h"
#include "tools/trao/offices.h"

const char *minute_cause(const struct call *call, enum ledger_cause cause);
/* `Sở NN&MT`, `timetable`; `—` for nobody. */
struct text minute_party(const struct offices *offices, struct text code);
/* `the 09:00 left without it`: one span's arithmetic in words. */
void minute_why(struct line *line, const struct call *call, const struct ledger_span *span);

#endif

/* cases - the verbs that answer one case a line: from the command line or from standard input. */
#ifndef TRAO_CASES_H
#define TRAO_CASES_H

#include "tools/trao/call.h"

/* Answers one case into LINE; the exit code it deserves. */
typedef int cases_answer(const struct call *call, void *self, struct text one, struct line *line);

/* `bad WHY [CODE]` into LINE, or its JSON; CALL_FOUND. VALUES must be safe to show. */
int cases_refused(const struct call *call, struct line *line, const struct said *why,
                  const struct text *values, size_t count);
/* The same with one value that comes from outside and is escaped here. */
int cases_bad(const struct call *call, struct line *line, const struct said *why, struct text what);
/* Every line of standard input through ANSWER, one answer a line in the same order. The worst exit
 * code of all. */
int cases_from_input(const struct call *call, cases_answer *answer, void *self);
/* One case, and its line on standard output. */
int cases_once(const struct call *call, cases_answer *answer, void *self, struct text one);

#endif

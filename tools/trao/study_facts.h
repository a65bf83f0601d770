/* study_facts - what a study is about: files, or the server's own book.
 *
 * With no file of facts at all it is the book that is read, as far as watch has judged it: the acts
 * that count, the feed, and the calendars and the plan in force. A calendar or a plan that is given
 * comes before the book's. Writes nothing, and a server may run meanwhile. */
#ifndef TRAO_STUDY_FACTS_H
#define TRAO_STUDY_FACTS_H

#include "tools/trao/study_files.h"

/* The option that is missing for there to be facts; NULL: none. */
const char *study_facts_missing(const struct study_files *files);
/* By the paths that the caller has set. CALL_OK, or the exit code after one sentence. */
int study_facts_read(struct study_files *files);

#endif

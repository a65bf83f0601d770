/* whatif_suggest - `trao whatif suggest`: which runs to move and to add, and what each comes to.
 *
 * The search is tools/study/suggest.c's; here are the passes, the table and the answer. */
#ifndef TRAO_WHATIF_SUGGEST_H
#define TRAO_WHATIF_SUGGEST_H

#include "tools/study/study.h"
#include "tools/trao/study_files.h"

struct suggest_words {
    const char *most; /* runs a day; NULL: five more than there are */
    const char *out;  /* where the plan found goes; NULL: nowhere */
    bool fixed;
};

/* FILES are read; STUDY has its period. CALL_OK, or the exit code after one sentence. */
int whatif_suggest(struct study_files *files, struct study *study,
                   const struct suggest_words *words);

#endif

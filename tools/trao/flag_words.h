/* flag_words - one dossier's flag in words: where it is, why it is late, what would save it. */
#ifndef TRAO_FLAG_WORDS_H
#define TRAO_FLAG_WORDS_H

#include "tools/trao/offices.h"

/* `Sở NN&MT`, `Trung tâm → Bưu điện` while an offer is open. */
void flag_words_place(struct line *line, const struct offices *offices,
                      const struct book_dossier *row);
/* `luân chuyển, lượt đi: Trung tâm → Sở NN&MT`; for `unknown` what is missing. */
void flag_words_cause(struct line *line, const struct offices *offices,
                      const struct book_dossier *row);
/* `lên chuyến 15:00 …`; empty when there is nothing to say. */
void flag_words_saver(struct line *line, const struct offices *offices,
                      const struct book_dossier *row, struct minute now);
/* Its arithmetic in one sentence, then the rule; the rule alone where there is no forecast. */
void flag_words_why(struct line *line, const struct offices *offices,
                    const struct book_dossier *row);
bool flag_words_has_slack(const struct book_dossier *row);

#endif

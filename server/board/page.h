/* page - what the parts of a page share: words, sentences, times, offices' names. */
#ifndef BOARD_PAGE_H
#define BOARD_PAGE_H

#include "server/board/board_said.h"
#include "server/board/view.h"

enum { SHOWN_SIZE = 48 };

void page_word(struct body *body, const struct view *view, const struct said *said);
/* With {0}, {1}, {2} filled from VALUES, whose rest is empty. */
void page_sentence(struct body *body, const struct view *view, enum board_said which,
                   const struct text values[3]);
/* As papers here are dated: 15:10; 23/11 15:10 on another day; with the year in another year. */
struct text page_minute(struct minute minute, struct minute now, char out[SHOWN_SIZE]);
/* A stretch of minutes: `45 phút`, `−2 giờ 05 phút`. */
struct text page_stretch(const struct view *view, int64_t minutes, char out[SHOWN_SIZE]);
/* A sentence with one place. */
void page_value(struct body *body, const struct view *view, enum board_said which,
                struct text value);
/* What still saves it: a run to be taken, one to be called, or nothing. */
void page_saver(struct body *body, const struct view *view, const struct book_run *run,
                enum flag_saver saver, struct minute extra_before);
struct text page_number(int64_t number, char out[SHOWN_SIZE]);
/* The office's short name; what has none is its code. */
struct text page_office(const struct view *view, struct text code);

/* The list of flags. */
void page_table(struct body *body, const struct view *view);
/* Who was told of what, and what became of it; nothing if nobody was. */
void page_notices(struct body *body, const struct view *view);

#endif

/* flag_json - rows of flags.db as JSON, in the words of GET /api/v1 (the board's API). */
#ifndef TRAO_FLAG_JSON_H
#define TRAO_FLAG_JSON_H

#include <jansson.h>

#include "ports/flag_book.h"

json_t *flag_json_dossier(const struct book_dossier *row);
json_t *flag_json_act(const struct book_act *act);
json_t *flag_json_change(const struct book_change *change);
json_t *flag_json_conflict(const struct book_conflict *conflict);

#endif

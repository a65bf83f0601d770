/* dump - lines of an answer in a vector file: `out NAME VALUE…`.
 *
 * Any reader of the contracts can print the same lines; protocols/README.md says how. */
#ifndef GEN_DUMP_H
#define GEN_DUMP_H

#include <stdio.h>

#include "base/hash.h"
#include "base/text.h"
#include "core/journal.h"

void dump_word(FILE *to, const char *name, const char *word);
void dump_text(FILE *to, const char *name, struct text text); /* quoted, control bytes as \xNN */
void dump_hex(FILE *to, const char *name, const void *bytes, size_t size); /* `-` if empty */
void dump_hash(FILE *to, const char *name, const struct hash *hash);
void dump_signed(FILE *to, const char *name, int64_t value);
void dump_unsigned(FILE *to, const char *name, uint64_t value);
void dump_place(FILE *to, const char *name, struct place place); /* epoch/seq */
void dump_device(FILE *to, const char *name, struct device device);

#endif

/* vector_file - how a case stands in a vector file, and the answers of this code to it.
 *
 *     # what it shows
 *     case NAME
 *     kind entry | stream | message
 *     key HEX            of an entry: whose signature it should be
 *     in HEX             bytes; several lines follow each other
 *     out …              the answer
 *     (an empty line) */
#ifndef GEN_VECTOR_FILE_H
#define GEN_VECTOR_FILE_H

#include <stdio.h>

#include "base/sign.h"
#include "base/span.h"

/* PARTS are written one a line. KEY: whose signature it should be. */
void vector_file_entry(FILE *to, const char *name, const char *shows, const struct sign_public *key,
                       const struct span *parts, size_t count);
void vector_file_stream(FILE *to, const char *name, const char *shows, const struct span *parts,
                        size_t count);
void vector_file_message(FILE *to, const char *name, const char *shows, struct span bytes);
/* Prints FROM again, each case with the answer of this code. False: not a vector file. */
bool vector_read(FILE *from, FILE *to);

#endif

/* vectors - the golden vectors of protocols/vectors: made from fixed seeds, the same each time. */
#ifndef GEN_VECTORS_H
#define GEN_VECTORS_H

#include <stdio.h>

#include "core/statement.h"

/* A device of the vectors: its key is made from 32 times the same byte. */
struct vector_device {
    struct device device;
    struct sign_public key;
    struct sign_secret secret;
};

struct vector_device vector_device_of(uint8_t seed_byte);
/* The evidence and person that entries of the vectors have unless they say otherwise. */
struct entry vector_entry(const struct vector_device *device, struct place place,
                          enum entry_kind kind, struct span body);

void vectors_keys(FILE *to);
void vectors_entries(FILE *to);
void vectors_bad_entries(FILE *to);
/* Bodies at their bounds and beyond. */
void vectors_statements(FILE *to);
void vectors_streams(FILE *to);
/* The good stream of vectors_streams(), as bytes. */
void vectors_journal(FILE *to);
void vectors_messages(FILE *to);
void vectors_bad_messages(FILE *to);

#endif

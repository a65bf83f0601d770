/* keys - CURVE key pairs, as they are made, kept in files and shown to people.
 *
 * Texts are Z85 (ZeroMQ RFC 32), 40 characters a key, as every ZeroMQ tool writes them. */
#ifndef ADAPTERS_ZMQ_KEYS_H
#define ADAPTERS_ZMQ_KEYS_H

#include "base/status.h"
#include "base/text.h"
#include "ports/door.h"

enum { KEYS_TEXT_SIZE = 41 /* with the closing NUL */ };

struct curve_keypair {
    struct link_key public_key;
    uint8_t secret[LINK_KEY_SIZE];
};

enum status keys_make(struct curve_keypair *out_pair) MUST_CHECK;
/* STATUS_NOT_FOUND; STATUS_DENIED: not readable by us, or readable by others; STATUS_MALFORMED: no
 * key file, or its halves do not belong together. */
enum status keys_load(const char *path, struct curve_keypair *out_pair) MUST_CHECK;
/* A new file for its owner alone (0600), whole or not there. STATUS_DENIED: there is one already; a
 * key is never overwritten. */
enum status keys_save(const char *path, const struct curve_keypair *pair) MUST_CHECK;
void keys_wipe(struct curve_keypair *pair);

char *keys_text(const struct link_key *key, char out[KEYS_TEXT_SIZE]); /* returns OUT */
bool keys_parse(struct text z85, struct link_key *out_key);

#endif

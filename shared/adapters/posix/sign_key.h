/* sign_key - a device's signing key in a file: made once, never overwritten, for its owner alone.
 *
 * The file holds Ed25519's 32 bytes of seed (RFC 8032), as text. CURVE's pair stands in a file of
 * its own (adapters/zmq/keys.h). Call sign_start() before anything here. */
#ifndef ADAPTERS_POSIX_SIGN_KEY_H
#define ADAPTERS_POSIX_SIGN_KEY_H

#include "base/sign.h"
#include "base/status.h"

/* A new key in a new file (0600), whole or not there. STATUS_DENIED: there is one already. */
enum status sign_key_make(const char *path) MUST_CHECK;
/* STATUS_NOT_FOUND. STATUS_DENIED: not readable by us, or readable by others. STATUS_MALFORMED: no
 * key file. Wipe the secret when done. */
enum status sign_key_load(const char *path, struct sign_public *out_public,
                          struct sign_secret *out_secret) MUST_CHECK;

#endif

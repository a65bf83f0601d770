/* wait_option - `--wait SECONDS` of the verbs that send: how long a silent server is waited for. */
#ifndef TRAO_WAIT_OPTION_H
#define TRAO_WAIT_OPTION_H

#include "tools/trao/call.h"

enum { WAIT_SECONDS_MAX = 3600 };

/* GIVEN may be NULL: then *out_seconds stays. CALL_OK or CALL_USAGE. */
int wait_option(const struct call *call, const char *given, unsigned *out_seconds);

#endif

/* config - what `trao` wants to know of the server's configuration: its state folder and its clock.
 *
 * Reads server.ini and nothing else of the server's; docs/man/trao-server.8.md shows the folder.
 * Names only; opens no book. */
#ifndef TRAO_CONFIG_H
#define TRAO_CONFIG_H

#include "adapters/posix/clock_posix.h"
#include "tools/trao/call.h"

enum { CONFIG_PATH_MAX = 1024 };

#define CONFIG_USUAL "/etc/trao/server.ini"

/* What stands where in the state folder. */
#define STATE_ACTS          "acts.db"
#define STATE_FLAGS         "flags.db"
#define STATE_SERVER_CURVE  "keys/server.curve"
#define STATE_SERVER_PUBLIC "keys/server.pub"
#define STATE_ADMIN_SIGN    "admin/sign.key"
#define STATE_ADMIN_LINK    "admin/link.curve"
#define STATE_ADMIN_CARD    "admin/unit.pub"
#define STATE_ADMIN_JOURNAL "admin/journal.db"
#define STATE_API_TOKEN     "tokens/api.token"
#define STATE_SERVER_LOCK   "run/server.lock"
#define STATE_RESTORING     "restoring" /* a restore has begun to move things, and not ended */
#define STATE_ENDPOINT      "run/intake.endpoint"

struct config {
    const char *file; /* borrowed */
    char state[CONFIG_PATH_MAX];
    bool is_demo;
    struct clock_demo demo;
};

/* The file of --config, of TRAO_CONFIG, or CONFIG_USUAL. CALL_OK, or CALL_FAILED after one
 * sentence. */
int config_read(const struct call *call, struct config *out_config);
/* PLACE in the state folder. CALL_FAILED after one sentence: too long a path. */
int config_place(const struct call *call, const struct config *config, const char *place,
                 char out[CONFIG_PATH_MAX]);
/* The clock the server goes by, into the caller's memory. */
int config_clock(const struct call *call, const struct config *config,
                 struct clock_posix *out_clock);

#endif

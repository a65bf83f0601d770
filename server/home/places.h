/* places - what stands where in the state folder, so that the roles find each other's things.
 *
 * docs/man/trao-server.8.md shows the folder to people. Knows names only; opens nothing. */
#ifndef HOME_PLACES_H
#define HOME_PLACES_H

#include "base/status.h"

/* Books. */
#define PLACE_ACTS  "acts.db"  /* intake writes, the others read */
#define PLACE_FLAGS "flags.db" /* watch writes, the others read */
/* Keys of the server's line: the pair is for intake alone, the public half for every unit. */
#define PLACE_KEYS          "keys"
#define PLACE_SERVER_CURVE  "keys/server.curve"
#define PLACE_SERVER_PUBLIC "keys/server.pub"
/* The administrator's device: how `trao` speaks to intake. */
#define PLACE_ADMIN         "admin"
#define PLACE_ADMIN_SIGN    "admin/sign.key"
#define PLACE_ADMIN_CURVE   "admin/link.curve"
#define PLACE_ADMIN_CARD    "admin/unit.pub"
#define PLACE_ADMIN_JOURNAL "admin/journal.db"
#define PLACE_TOKENS        "tokens"
#define PLACE_API_TOKEN     "tokens/api.token"
/* What lives as long as the processes do. Bells ring in this folder. */
#define PLACE_RUN             "run"
#define PLACE_SERVER_LOCK     "run/server.lock"
#define PLACE_INTAKE_ENDPOINT "run/intake.endpoint" /* where the door is, with its true port */
#define PLACE_INTAKE_STAT     "run/intake.stat"     /* server/intake/stat.h */
#define PLACE_BOARD_PORT      "run/board.port"
/* `trao restore` has begun to put things in their places, and not ended. */
#define PLACE_RESTORING "restoring"
#define PLACE_REBUILD   "run/rebuild.asked" /* `watch --rebuild` asks a running watch */

/* Names of ears in PLACE_RUN (adapters/posix/bell_posix.h): intake rings watch, watch rings board
 * and intake. */
#define EAR_WATCH  "watch.bell"
#define EAR_BOARD  "board.bell"
#define EAR_INTAKE "intake.bell"

enum { PLACES_PATH_MAX = 1024 };

/* STATE/PLACE. STATUS_FULL: too long a path. */
enum status places_path(const char *state, const char *place, char out[PLACES_PATH_MAX]) MUST_CHECK;

#endif

/* intake_server - the product: server/roles' intake as a process of its own, on a fresh state
 * folder in which the units of a run are enrolled. */
#ifndef BENCH_INTAKE_SERVER_H
#define BENCH_INTAKE_SERVER_H

#include <sys/types.h>

#include "tools/bench/folder.h"
#include "tools/bench/load.h"

struct intake_server {
    char folder[FOLDER_PATH_MAX];
    char state[FOLDER_PATH_MAX + 16];
    char endpoint[LOAD_ENDPOINT_SIZE];
    struct link_key key;
    pid_t pid;
};

/* Makes the state folder under PARENT, as first start does, and enrols the first COUNT units. */
bool intake_server_make(struct intake_server *server, const char *parent, const struct units *units,
                        size_t count);
/* Starts the role and waits until its door is open. */
bool intake_server_start(struct intake_server *server);
/* In good order; or at once, with SIGKILL. */
void intake_server_end(struct intake_server *server, int signal);
/* After the end: how many acts (opening entries aside) stand in the book. */
bool intake_server_count(const struct intake_server *server, uint64_t *out_acts);
void intake_server_remove(struct intake_server *server);

#endif

/* peer_server - another system's server as a child process. */
#ifndef BENCH_PEER_SERVER_H
#define BENCH_PEER_SERVER_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "tools/bench/folder.h"

struct peer_server {
    char folder[FOLDER_PATH_MAX];
    uint16_t port; /* on 127.0.0.1 */
    pid_t pid;
};

/* Is there a program at PATH? */
bool peer_server_there(const char *path);
/* A fresh folder under PARENT and a free port. */
bool peer_server_make(struct peer_server *server, const char *parent);
/* Runs WORDS, closed by NULL, in the folder, its output to a file there, as user USER if it is not
 * NULL and we are root; waits until its port answers. */
bool peer_server_start(struct peer_server *server, const char *const *words, const char *user);
/* Runs WORDS to the end as USER. False: not exit code 0. */
bool peer_server_call(const struct peer_server *server, const char *const *words, const char *user);
/* Ends it with SIGNAL and removes the folder. */
void peer_server_end(struct peer_server *server, int signal);

#endif

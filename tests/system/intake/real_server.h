/* real_server - the program trao-server in a temporary folder, started, killed and started again.
 */
#ifndef TESTS_REAL_SERVER_H
#define TESTS_REAL_SERVER_H

#include <stdbool.h>
#include <sys/types.h>

#include "ports/door.h"

enum { REAL_PATH = 256 };

struct real_server {
    char folder[REAL_PATH];
    char config[REAL_PATH];
    char state[REAL_PATH];
    char endpoint[REAL_PATH]; /* of the running intake */
    const char *role;         /* NULL: all roles under a parent */
    pid_t pid;
};

/* Makes the folder and a configuration on a free port. False: the machine says no. */
bool real_server_make(struct real_server *server, const char *role);
/* Starts it and waits until the door is open. */
bool real_server_start(struct real_server *server);
/* kill(2) and wait for its end; its exit code, or -SIGNAL. */
int real_server_end(struct real_server *server, int signal);
/* The process of one role under the parent; 0: there is none now. */
pid_t real_server_child(const struct real_server *server);
/* Waits until the door of another process than BEFORE is open. */
bool real_server_reopened(struct real_server *server, pid_t before);
void real_server_remove(struct real_server *server);
/* FOLDER/state/NAME. */
const char *real_server_place(const struct real_server *server, const char *name);

#endif

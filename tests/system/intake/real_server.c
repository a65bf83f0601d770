#include "tests/system/intake/real_server.h"

#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "adapters/posix/files.h"
#include "server/home/places.h"

enum { WAIT_MS = 30000, NAP_MS = 10 };

const char *real_server_place(const struct real_server *server, const char *name)
{
    static char path[REAL_PATH];
    (void)snprintf(path, sizeof path, "%.160s/%.80s", server->state, name);
    return path;
}

bool real_server_make(struct real_server *server, const char *role)
{
    static const char text[] = "[server]\nlog = warning\n[intake]\nlisten = tcp://127.0.0.1:*\n"
                               "[board]\nport = 0\n";
    *server = (struct real_server){.role = role};
    (void)snprintf(server->folder, sizeof server->folder, "/tmp/trao-server-XXXXXX");
    if (!mkdtemp(server->folder)) {
        return false;
    }
    (void)snprintf(server->config, sizeof server->config, "%.100s/server.ini", server->folder);
    (void)snprintf(server->state, sizeof server->state, "%.100s/state", server->folder);
    return files_write(server->config, span_of(text, strlen(text)), FILES_SHARED) == STATUS_OK;
}

static bool door_is_open(struct real_server *server)
{
    size_t size = 0;
    if (files_read(real_server_place(server, PLACE_INTAKE_ENDPOINT), server->endpoint,
                   sizeof server->endpoint - 1, &size) != STATUS_OK ||
        size == 0) {
        return false;
    }
    server->endpoint[size - 1] = '\0'; /* its line end */
    return true;
}

static bool wait_for_door(struct real_server *server)
{
    for (int ms = 0; ms < WAIT_MS; ms += NAP_MS) {
        if (door_is_open(server)) {
            return true;
        }
        (void)usleep(NAP_MS * 1000);
    }
    return false;
}

bool real_server_start(struct real_server *server)
{
    (void)unlink(real_server_place(server, PLACE_INTAKE_ENDPOINT)); /* of one that was killed */
    (void)fflush(stdout);
    server->pid = fork();
    if (server->pid == 0) {
        if (!freopen("/dev/null", "w", stdout)) {
            _exit(126);
        }
        (void)execl(SERVER_PROGRAM, "trao-server", "--lang", "en", "--config", server->config,
                    server->role, (char *)NULL);
        _exit(127);
    }
    return server->pid > 0 && wait_for_door(server);
}

int real_server_end(struct real_server *server, int signal)
{
    int how = 0;
    if (server->pid <= 0) {
        return 0;
    }
    (void)kill(server->pid, signal);
    (void)waitpid(server->pid, &how, 0);
    server->pid = 0;
    return WIFEXITED(how) ? WEXITSTATUS(how) : -WTERMSIG(how);
}

pid_t real_server_child(const struct real_server *server)
{
    char path[64];
    FILE *file = NULL;
    int child = 0;
    (void)snprintf(path, sizeof path, "/proc/%d/task/%d/children", (int)server->pid,
                   (int)server->pid);
    file = fopen(path, "re");
    if (file) {
        child = fscanf(file, "%d", &child) == 1 ? child : 0; /* intake is the first */
        (void)fclose(file);
    }
    return child;
}

bool real_server_reopened(struct real_server *server, pid_t before)
{
    for (int ms = 0; ms < WAIT_MS; ms += NAP_MS) {
        pid_t now = real_server_child(server);
        if (now != 0 && now != before && door_is_open(server)) {
            return true;
        }
        (void)usleep(NAP_MS * 1000);
    }
    return false;
}

static int remove_one(const char *path, const struct stat *about, int kind, struct FTW *where)
{
    (void)about;
    (void)kind;
    (void)where;
    return remove(path);
}

void real_server_remove(struct real_server *server)
{
    (void)real_server_end(server, SIGKILL);
    (void)nftw(server->folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

#include "tools/bench/peer_server.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <grp.h>
#include <netinet/in.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tools/bench/bench_said.h"
#include "tools/bench/measure.h"

enum { START_MS = 20000, ENDING_MS = 10000, EXIT_NOT_RUN = 127 };

bool peer_server_there(const char *path)
{
    return access(path, X_OK) == 0;
}

static struct sockaddr_in loopback(uint16_t port)
{
    return (struct sockaddr_in){.sin_family = AF_INET,
                                .sin_port = htons(port),
                                .sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)}};
}

/* Free a moment ago; whoever takes it in between makes the start fail, and that is said. */
static uint16_t free_port(void)
{
    struct sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    const int probe = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const bool bound = probe >= 0 &&
                       bind(probe, (struct sockaddr *)&address, sizeof address) == 0 &&
                       getsockname(probe, (struct sockaddr *)&address, &size) == 0;
    if (probe >= 0) {
        (void)close(probe);
    }
    return bound ? ntohs(address.sin_port) : 0;
}

static bool answers(uint16_t port)
{
    const struct sockaddr_in address = loopback(port);
    const int probe = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const bool there =
        probe >= 0 && connect(probe, (const struct sockaddr *)&address, sizeof address) == 0;
    if (probe >= 0) {
        (void)close(probe);
    }
    return there;
}

bool peer_server_make(struct peer_server *server, const char *parent)
{
    *server = (struct peer_server){.pid = -1, .port = free_port()};
    return server->port != 0 && folder_make(parent, server->folder) &&
           chmod(server->folder, 0755) == 0;
}

/* The child: becomes USER, whose the folder then is, and the program. */
static void become(const struct peer_server *server, const char *const *words, const char *user)
{
    char path[FOLDER_PATH_MAX + 16];
    const struct passwd *who = user && geteuid() == 0 ? getpwnam(user) : NULL;
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    (void)snprintf(path, sizeof path, "%s/server.log", server->folder);
    const int log = open(path, O_WRONLY | O_CREAT | O_APPEND, 0666);
    const int none = open("/dev/null", O_RDONLY);
    if (log < 0 || none < 0 || dup2(none, STDIN_FILENO) < 0 || dup2(log, STDOUT_FILENO) < 0 ||
        dup2(log, STDERR_FILENO) < 0 || chdir(server->folder) != 0) {
        _exit(EXIT_NOT_RUN);
    }
    if (who && (chown(server->folder, who->pw_uid, who->pw_gid) != 0 || setgroups(0, NULL) != 0 ||
                setgid(who->pw_gid) != 0 || setuid(who->pw_uid) != 0)) {
        _exit(EXIT_NOT_RUN);
    }
    (void)execv(words[0], (char *const *)words);
    _exit(EXIT_NOT_RUN);
}

static pid_t launch(const struct peer_server *server, const char *const *words, const char *user)
{
    (void)fflush(NULL);
    const pid_t pid = fork();
    if (pid == 0) {
        become(server, words, user);
    }
    return pid;
}

bool peer_server_start(struct peer_server *server, const char *const *words, const char *user)
{
    server->pid = launch(server, words, user);
    const int64_t end = measure_ns() + (int64_t)START_MS * 1000000;
    while (server->pid > 0 && measure_ns() < end) {
        if (answers(server->port)) {
            return true;
        }
        if (waitpid(server->pid, NULL, WNOHANG) == server->pid) {
            server->pid = -1;
        }
        measure_sleep_ms(10);
    }
    bench_refuse(BENCH_SAID_NOT_STARTED, words[0], NULL);
    return false;
}

bool peer_server_call(const struct peer_server *server, const char *const *words, const char *user)
{
    int state = 0;
    const pid_t pid = launch(server, words, user);
    return pid > 0 && waitpid(pid, &state, 0) == pid && WIFEXITED(state) && WEXITSTATUS(state) == 0;
}

void peer_server_end(struct peer_server *server, int signal)
{
    if (server->pid > 0) {
        (void)kill(server->pid, signal);
        const int64_t end = measure_ns() + (int64_t)ENDING_MS * 1000000;
        while (waitpid(server->pid, NULL, WNOHANG) == 0) {
            if (measure_ns() > end) {
                (void)kill(server->pid, SIGKILL);
            }
            measure_sleep_ms(5);
        }
        server->pid = -1;
    }
    folder_remove(server->folder);
}

/* verb_rebuild - `trao rebuild`: the role that owns flags.db makes it anew from acts.db. */
#include <errno.h>
#include <limits.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tools/trao/answer.h"
#include "tools/trao/config.h"
#include "tools/trao/trao_said.h"
#include "tools/trao/verbs.h"

#define SERVER "trao-server"

extern char **environ;

/* The server that stands beside this program, else the one of the path. */
static const char *find_server(char out[PATH_MAX])
{
    ssize_t size = readlink("/proc/self/exe", out, PATH_MAX - sizeof "/" SERVER);
    char *slash = NULL;
    if (size > 0) {
        out[size] = '\0';
        slash = strrchr(out, '/');
    }
    if (!slash) {
        return SERVER;
    }
    memcpy(slash + 1, SERVER, sizeof SERVER);
    return access(out, X_OK) == 0 ? out : SERVER;
}

/* True if it ended well; false also when it could not be started: *out_error says why. */
static bool run(char *const *words, int *out_error)
{
    pid_t pid = 0;
    int state = 0;
    *out_error = posix_spawnp(&pid, words[0], NULL, NULL, words, environ);
    if (*out_error != 0) {
        return false;
    }
    while (waitpid(pid, &state, 0) < 0 && errno == EINTR) {
    }
    return WIFEXITED(state) && WEXITSTATUS(state) == 0;
}

int verb_rebuild(struct call *call, int argc, char **argv)
{
    struct config config;
    char path[PATH_MAX];
    int error = 0;
    int result = call_options(call, argc, argv, NULL, 0);
    if (result == CALL_OK) {
        result = call_words(call, 0, NULL);
    }
    if (result == CALL_OK) {
        result = config_read(call, &config);
    }
    if (result != CALL_OK) {
        return result;
    }
    char *words[] = {
        (char *)find_server(path), "--config", (char *)config.file, "--rebuild", "watch", NULL};
    bool good = run(words, &error);
    if (error != 0) {
        return call_refuse(call, CALL_FAILED, trao_said(SAID_NO_SERVER), text_of(words[0]),
                           (struct text){0});
    }
    if (!good) {
        return call_refuse_plain(call, CALL_FAILED, trao_said(SAID_NOT_REBUILT));
    }
    if (call->json) {
        (void)answer_json(json_pack("{s:b}", "rebuilt", 1));
    } else {
        call_tell(call, trao_said(SAID_REBUILT), NULL, 0);
    }
    return CALL_OK;
}

/* trao-server - reads the command line, the configuration and the environment, and becomes a role.
 *
 * With no role it keeps all of them running as child processes (server/home/whole.h). Nothing but
 * this file looks at argv, the environment or server.ini. */
#include <errno.h>
#include <getopt.h>
#include <ini.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "adapters/posix/process.h"
#include "base/sign.h"
#include "server/home/settings.h"
#include "server/home/whole.h"
#include "server/roles/role.h"

#define USUAL_CONFIG "/etc/trao/server.ini"
#define SOFTWARE     "trao-server " TRAO_VERSION

enum { EXIT_DONE = 0, EXIT_FAILED = 1, EXIT_USAGE = 2, WHERE_SIZE = 1024 };

struct server {
    const char *config;
    const char *role; /* NULL: all */
    int check, print, rebuild, help, version;
    enum language language; /* of this command line; pages have their own */
    struct settings settings;
    bool config_there;
    int stop_fd;
};

static struct role_config role_config_of(const struct server *server)
{
    const struct settings *settings = &server->settings;
    return (struct role_config){
        .state = settings->state,
        .language = (enum language)settings->language,
        .demo = {.start_ms = settings->demo.start.ms,
                 .anchor_mono_ms = settings->demo.anchor_mono_ms,
                 .rate = settings->demo.rate},
        .log_level = (int)settings->log,
        .log_journal = getenv("JOURNAL_STREAM") != NULL,
        .stop_fd = server->stop_fd
    };
}

static int run_intake(const struct server *server)
{
    const struct intake_role_config config = {.role = role_config_of(server),
                                              .endpoint = server->settings.listen,
                                              .units_max = server->settings.units,
                                              .limits = server->settings.limits};
    return intake_role_run(&config);
}

static int run_watch(const struct server *server)
{
    const struct watch_role_config config = {.role = role_config_of(server),
                                             .rebuild = server->rebuild != 0};
    return watch_role_run(&config);
}

static int run_board(const struct server *server)
{
    const struct board_role_config config = {.role = role_config_of(server),
                                             .port = (uint16_t)server->settings.port,
                                             .token_file = server->settings.token};
    return board_role_run(&config);
}

/* Every role there is. */
static const struct role {
    const char *name;
    int (*run)(const struct server *server);
} roles[] = {
    {"intake", run_intake},
    {"watch",  run_watch },
    {"board",  run_board },
};

enum { ROLES = sizeof roles / sizeof roles[0] };

static int fail(const struct server *server, enum home_sentence what, const char *first,
                const char *second, int code)
{
    const struct text values[] = {text_of(first), text_of(second)};
    home_blame(server->language, "", what, values);
    return code;
}

static enum language language_of_environment(void)
{
    static const char *const names[] = {"TRAO_LANG", "LC_ALL", "LC_MESSAGES", "LANG"};
    enum language language = LANGUAGE_VI;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (home_language(getenv(names[i]), &language)) {
            break;
        }
    }
    return language;
}

static int parse_arguments(struct server *server, int argc, char **argv)
{
    const struct option known[] = {
        {"config",       required_argument, NULL,             'c'},
        {"lang",         required_argument, NULL,             'l'},
        {"check-config", no_argument,       &server->check,   1  },
        {"print-config", no_argument,       &server->print,   1  },
        {"rebuild",      no_argument,       &server->rebuild, 1  },
        {"help",         no_argument,       &server->help,    1  },
        {"version",      no_argument,       &server->version, 1  },
        {NULL,           0,                 NULL,             0  }
    };
    int option = 0;
    opterr = 0;
    while ((option = getopt_long(argc, argv, ":c:", known, NULL)) != -1) {
        if (option == 'c') {
            server->config = optarg;
        } else if (option != 0 && (option != 'l' || !home_language(optarg, &server->language))) {
            return fail(server, HOME_UNKNOWN_OPTION, argv[optind - 1], "", EXIT_USAGE);
        }
    }
    server->role = optind < argc ? argv[optind] : NULL;
    if (optind + 1 < argc) {
        return fail(server, HOME_UNKNOWN_OPTION, argv[optind + 1], "", EXIT_USAGE);
    }
    if (server->rebuild && (!server->role || strcmp(server->role, "watch") != 0)) {
        return fail(server, HOME_ONLY_WATCH, "", "", EXIT_USAGE);
    }
    return EXIT_DONE;
}

/* The file under way: inih calls back once a key, and we count the lines it reads. */
struct reading {
    struct server *server;
    FILE *file;
    unsigned line;
    unsigned faults;
    int error;
};

static void blame_line(struct reading *reading, unsigned at, const struct settings_fault *fault)
{
    char where[WHERE_SIZE];
    (void)snprintf(where, sizeof where, "%s:%u:", reading->server->config, at);
    home_blame(reading->server->language, where, fault->why, fault->values);
    reading->faults++;
}

static char *next_line(char *out, int room, void *user)
{
    struct reading *reading = user;
    if (!fgets(out, room, reading->file)) {
        reading->error = ferror(reading->file) ? errno : 0; /* a folder is opened, not read */
        return NULL;
    }
    reading->line++;
    if (strlen(out) + 1 == (size_t)room && !strchr(out, '\n')) {
        const struct settings_fault fault = {.why = HOME_LINE_TOO_LONG};
        blame_line(reading, reading->line, &fault);
        for (int c = 0; c != '\n' && c != EOF;) {
            c = fgetc(reading->file);
        }
    }
    return out;
}

static int take_key(void *user, const char *section, const char *key, const char *value)
{
    struct reading *reading = user;
    struct settings_fault fault;
    if (!settings_take(&reading->server->settings, text_of(section), text_of(key), text_of(value),
                       &fault)) {
        blame_line(reading, reading->line, &fault);
    }
    return 1;
}

/* Every fault of the file is told. */
static int read_file(struct server *server)
{
    struct reading reading = {.server = server, .file = fopen(server->config, "re")};
    server->config_there = reading.file || errno != ENOENT;
    if (!reading.file) {
        return server->config_there
                   ? fail(server, HOME_CANNOT_READ, server->config, strerror(errno), EXIT_FAILED)
                   : EXIT_DONE;
    }
    int bad = ini_parse_stream(next_line, &reading, take_key, &reading);
    if (bad > 0) {
        const struct settings_fault fault = {.why = HOME_NOT_A_LINE};
        blame_line(&reading, (unsigned)bad, &fault);
    }
    (void)fclose(reading.file);
    if (reading.error != 0) {
        return fail(server, HOME_CANNOT_READ, server->config, strerror(reading.error), EXIT_FAILED);
    }
    return reading.faults > 0 ? EXIT_FAILED : EXIT_DONE;
}

static int read_settings(struct server *server)
{
    char name[64];
    struct text section;
    struct text key;
    struct settings_fault fault;
    struct settings *settings = &server->settings;
    *settings = settings_usual(server->config);
    const char *slash = strrchr(server->config, '/');
    struct text folder = {server->config, slash ? (size_t)(slash - server->config) : 0};
    int code = read_file(server);
    settings_next_source(settings);
    for (size_t i = 0; code == EXIT_DONE; i++) {
        struct line variable = line_of(name, sizeof name);
        if (!settings_key(i, &section, &key, &variable)) {
            break;
        }
        const char *value = getenv(name);
        if (value && !settings_take(settings, section, key, text_of(value), &fault)) {
            home_blame(server->language, name, fault.why, fault.values);
            code = EXIT_FAILED;
        }
    }
    if (code == EXIT_DONE && !settings_finish(settings, slash ? folder : TEXT("."), &fault)) {
        home_blame(server->language, server->config, fault.why, fault.values);
        code = EXIT_FAILED;
    }
    return code;
}

static int run(struct server *server)
{
    const struct whole whole = {.settings = &server->settings,
                                .config = server->config,
                                .config_there = server->config_there,
                                .language = server->language,
                                .software = SOFTWARE,
                                .log_journal = getenv("JOURNAL_STREAM") != NULL,
                                .stop_fd = server->stop_fd};
    const char *names[ROLES];
    const struct role *role = NULL;
    for (size_t i = 0; i < ROLES; i++) {
        names[i] = roles[i].name;
        role = server->role && strcmp(server->role, names[i]) == 0 ? &roles[i] : role;
    }
    if (server->role && !role) {
        return fail(server, HOME_UNKNOWN_ROLE, server->role, "intake, watch, board", EXIT_USAGE);
    }
    if ((!role || !whole_is_prepared(&whole)) && !whole_prepare(&whole)) {
        return EXIT_FAILED;
    }
    return role ? role->run(server) : whole_run(&whole, names, ROLES);
}

static int show_settings(const struct server *server)
{
    char text[SETTINGS_FILE_MAX];
    struct line line = line_of(text, sizeof text);
    settings_write(&server->settings, server->language, &line);
    if (server->check && !server->config_there) {
        return fail(server, HOME_NO_CONFIG, server->config, "", EXIT_FAILED);
    }
    (void)printf("%s", server->print ? text : "");
    if (server->check) {
        home_tell(server->language, HOME_CONFIG_GOOD, server->config, "");
    }
    return EXIT_DONE;
}

int main(int argc, char **argv)
{
    struct server server = {.config = getenv("TRAO_CONFIG"), .language = language_of_environment()};
    server.config = server.config ? server.config : USUAL_CONFIG;
    int code = parse_arguments(&server, argc, argv);
    if (code == EXIT_DONE && (server.help || server.version)) {
        (void)printf("%s", server.version ? SOFTWARE "\n"
                                          : said_in(home_said(HOME_USAGE), server.language));
        return EXIT_DONE;
    }
    code = code == EXIT_DONE ? read_settings(&server) : code;
    if (code == EXIT_DONE && (server.check || server.print)) {
        return show_settings(&server);
    }
    if (code == EXIT_DONE &&
        (sign_start() != STATUS_OK || process_signals_open(&server.stop_fd) != STATUS_OK)) {
        code = fail(&server, HOME_NO_START, status_text(STATUS_IO), "", EXIT_FAILED);
    }
    return code == EXIT_DONE ? run(&server) : code;
}

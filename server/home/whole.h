/* whole - the server as a whole: what first start makes, one server to a state folder, and its
 * roles as child processes. */
#ifndef HOME_WHOLE_H
#define HOME_WHOLE_H

#include "server/home/settings.h"

struct whole {
    const struct settings *settings;
    const char *config; /* the configuration's path */
    bool config_there;  /* false: it is written now */
    enum language language;
    const char *software; /* name and version */
    bool log_journal;     /* standard error goes to systemd's journal */
    int stop_fd;          /* of process_signals_open() */
};

/* Has first start been here? A role of a prepared server makes nothing: its brothers start at the
 * same moment. */
bool whole_is_prepared(const struct whole *whole);
/* Makes what is missing and says so. False: something stands in the way, and was said. */
bool whole_prepare(const struct whole *whole);
/* The roles NAMES[0..COUNT) until told to stop. Returns the process's exit code. */
int whole_run(const struct whole *whole, const char *const *names, size_t count);

#endif

/* role - what trao-server can be: each role puts its adapters together and turns one loop.
 *
 * main.c reads the configuration into these values and calls; nothing here reads a file of
 * settings, argv or the environment. Each run returns the process's exit code (0, or 1 after it
 * has logged why) once `stop_fd` becomes readable (process_signals_open()); a turn that has begun
 * is finished first. Where things stand in the state folder: server/home/places.h. The clock and
 * the log are opened by the role from these values. */
#ifndef SERVER_ROLE_H
#define SERVER_ROLE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/said.h"
#include "ports/door.h"

/* The clock of a demonstration: `start` at `anchor_mono_ms` of CLOCK_MONOTONIC, running `rate`
 * times as fast. rate 0: the true clock. */
struct demo_clock {
    int64_t start_ms;
    int64_t anchor_mono_ms;
    uint32_t rate;
};

struct role_config {
    const char *state; /* the state folder */
    enum language language;
    struct demo_clock demo;
    int log_level;    /* enum log_level */
    bool log_journal; /* standard error goes to systemd's journal */
    int stop_fd;
};

struct intake_role_config {
    struct role_config role;
    const char *endpoint; /* tcp://ADDRESS:PORT */
    uint32_t units_max;
    struct door_limits limits;
};

struct watch_role_config {
    struct role_config role;
    bool rebuild; /* make a fresh book beside the old one, put it in its place, and end */
};

struct board_role_config {
    struct role_config role;
    uint16_t port; /* on 127.0.0.1; 0: any, written to state/run/board.port */
    const char *token_file;
};

int intake_role_run(const struct intake_role_config *config);
int watch_role_run(const struct watch_role_config *config);
int board_role_run(const struct board_role_config *config);

#endif

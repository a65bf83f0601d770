/* loop - the unit's one loop: wait, step, perform. Everything it works with is opened and closed by
 * main.c. */
#ifndef HANDHELD_LOOP_LOOP_H
#define HANDHELD_LOOP_LOOP_H

#include "adapters/posix/clock_posix.h"
#include "adapters/zmq/link_zmq.h"
#include "handheld/app/unit.h"
#include "handheld/home/given.h"
#include "handheld/home/home.h"
#include "handheld/inputs/inputs.h"
#include "handheld/screen/stage.h"

enum { LOOP_OK = 0, LOOP_NOT_REACHED = 4 };

/* Borrowed, all of it. */
struct loop {
    struct unit *unit;
    struct inputs *inputs;
    struct clock_posix *clock;
    struct link_zmq *link; /* NULL: no server was named */
    struct stage *stage;   /* NULL: no screen */
    struct home *home;
    const struct given *given;
    const char *server;          /* as it was named */
    bool once;                   /* end when the input has ended and all is sent */
    int signals;                 /* of process_signals_open() */
    struct unit_effects effects; /* of unit_open(), then of each step */
    struct instant deadline;     /* once the input has ended */
};

/* Until a signal, or the end with `once`. LOOP_OK, or LOOP_NOT_REACHED: entries are unsent. */
int loop_run(struct loop *loop);

#endif

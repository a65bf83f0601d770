/* memory - everything that watch holds between two steps, in one value.
 *
 * Filled by resume.c at the start, carried on by watch.c; nobody else looks into it. */
#ifndef WATCH_MEMORY_H
#define WATCH_MEMORY_H

#include "ports/act_store.h"
#include "ports/flag_book.h"
#include "ports/log.h"
#include "server/watch/chances.h"
#include "server/watch/evidence.h"
#include "server/watch/fold.h"
#include "server/watch/judge.h"

/* The rules a flags.db was made by. Raise it whenever the same acts would give other rows. */
enum { WATCH_RULES = 5 };

enum { WATCH_PAGE_ROWS = 256, WATCH_PAGE_SIZE = 4 * 1024 * 1024 };

struct watch_ports {
    struct act_reader *reader;
    struct flag_book *book;
    const struct log *log;
};

struct watch {
    struct watch_ports ports;
    struct model model;
    struct almanac almanac;
    struct evidence evidence;
    struct wheel wheel;
    struct fold fold;
    struct chances chances;
    struct judge judge;
    struct book_position position;
    uint8_t *page;
    struct act_batch *rows;
};

#endif

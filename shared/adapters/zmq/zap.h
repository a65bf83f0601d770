/* zap - who may come in: the ZAP handler (ZeroMQ RFC 27), a thread that answers from memory.
 *
 * It must be there before any socket that is a CURVE server: without it 4.3.4 lets everybody in
 * (RELIABILITY finding 2). It never waits for anything but the next question. */
#ifndef ADAPTERS_ZMQ_ZAP_H
#define ADAPTERS_ZMQ_ZAP_H

#include <pthread.h>
#include <stdatomic.h>

#include "adapters/zmq/context.h"
#include "ports/door.h"

#define ZAP_DOMAIN "tracker"

enum { ZAP_TABLES = 3, ZAP_REFUSED_ROOM = 64 };

struct zap_table {
    struct link_key *keys; /* sorted */
    size_t count;
    bool loaded;
};

struct zap_counts {
    uint64_t admitted;
    uint64_t not_ready; /* 300: before the first table */
    uint64_t refused;   /* 400: no key of the table */
};

struct zap {
    void *question; /* REP, the thread's own once it runs */
    void *ending;   /* the thread's end of the wire that ends it */
    void *end;      /* ours */
    pthread_t thread;
    struct zap_table tables[ZAP_TABLES];
    size_t room; /* keys a table holds */
    unsigned ours;
    unsigned its;
    atomic_uint between; /* see zap.c */
    atomic_uint_fast64_t admitted;
    atomic_uint_fast64_t not_ready;
    atomic_uint_fast64_t refused;
    atomic_uint_fast64_t last_asked; /* the first 8 bytes of the last key */
    struct link_key refused_keys[ZAP_REFUSED_ROOM];
    atomic_uint refused_in;
    atomic_uint refused_out;
    int alarm; /* readable when a key was refused (eventfd) */
};

/* Starts it with no table: everybody is answered 300. ROOM: how many keys a table may hold.
 * STATUS_DENIED: there is a handler in this context already. STATUS_IO: no memory, no thread. */
enum status zap_open(struct zap *zap, const struct context *context, size_t room) MUST_CHECK;
void zap_close(struct zap *zap);
/* Copies the table; it holds for every handshake from now on. STATUS_FULL: too many keys. */
enum status zap_admit(struct zap *zap, const struct link_key *keys, size_t count) MUST_CHECK;
/* As it was when it was opened: no table, nothing counted, no key refused. Only while nobody can be
 * knocking. */
void zap_forget(struct zap *zap);
struct zap_counts zap_counts(const struct zap *zap);
/* Was KEY the last one anybody asked about? */
bool zap_asked(const struct zap *zap, const struct link_key *key);
/* Takes one refused key. False: none. When many come at once some are only counted. */
bool zap_refused(struct zap *zap, struct link_key *out_key);

/* Sorted tables of keys, also for the door's own look-up of every message. */
void zap_sort(struct link_key *keys, size_t count);
bool zap_holds(const struct link_key *keys, size_t count, const struct link_key *key);

#endif

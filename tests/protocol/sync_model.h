/* sync_model - the world of sync_model_test: two units with one key, a server, a line. */
#ifndef TESTS_SYNC_MODEL_H
#define TESTS_SYNC_MODEL_H

#include "core/sync_receiver.h"
#include "core/sync_sender.h"
#include "tests/unit/core/chain_maker.h"

enum { SEEDS = 2000, UNITS = 2, WRITES = 40, TURNS_MAX = 20000, QUIET_TURNS_MAX = 4000 };
enum { PACKETS_MAX = 48, STORED_MAX = 1024, GAPS_MAX = 16, LATENCY_MS_MAX = 3000 };
enum { ANSWERS_MAX = 32 };

struct packet {
    int64_t arrives_ms;
    bool to_server;
    unsigned unit;
    unsigned boot;
    size_t size;
    uint8_t bytes[MESSAGE_BYTES_MAX];
};

struct unit {
    bool present;
    bool journal_lost; /* a part of it, by an accident */
    struct chain disk;
    struct head received; /* on the disk too */
    struct place level_two;
    struct sync_sender sender;
    unsigned boot;
    int64_t booted_ms;
    int64_t next_write_ms;
    unsigned writes;
};

struct stored {
    struct head head;
    struct hash prev;
    bool after_gap;
};

struct server {
    struct stored stored[STORED_MAX];
    size_t count;
    size_t backup; /* so many were in the verified backup */
    struct stream stream;
    struct head newest_ever;
    struct place gaps[GAPS_MAX][2]; /* behind the first, before the second */
    size_t gap_count;
    bool restored_too_old; /* from before its own level two */
    bool restored;
};

/* What may happen in this seed (swarm testing), in per mille of the turns. */
struct faults {
    unsigned loss, twice; /* per cent of the messages */
    unsigned replay;      /* an answer to the unit comes once more, much later */
    unsigned unit_cut, tail_lost, journal_gone, clone, purge;
    unsigned server_cut, backup, restore, old_restore;
};

struct world {
    uint64_t chance;
    int64_t now_ms;
    struct faults faults;
    struct unit units[UNITS];
    struct server server;
    struct packet line[PACKETS_MAX];
    size_t packets;
    struct packet answers[ANSWERS_MAX]; /* the last ones to any unit */
    size_t answered;
    bool cloned;
    unsigned accepted, doubles, epochs, gaps, locks;
};

#endif

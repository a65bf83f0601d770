/* desk - a device without a scanner: the office's own journal, for what the administrator and the
 * import state. Its disk is sound; its line is as bad as everybody's.
 *
 * Built of the production's uplink, as `trao import` and `trao device` are. */
#ifndef SIM_DESK_H
#define SIM_DESK_H

#include "core/statement.h"
#include "handheld/app/uplink.h"
#include "tests/sim/computer.h"
#include "tests/sim/scene.h"
#include "tests/sim/storage/disk.h"

struct desk {
    struct scene scene;
    uint32_t number;
    char name[12];
    enum device_kind kind;
    struct sign_public sign_key;
    struct sign_secret secret;
    struct device device;
    struct story_log log;
    struct computer computer;
    struct dice dice;
    struct disk *disk;
    struct journal_file journal;
    struct head head;
    struct cable *cable;
    uint32_t index; /* in the ledger */
    struct uplink uplink;
    uint64_t alarm;
    int64_t alarm_at;
};

/* Not to be moved. Switched on for ever; its first entry is written. */
void desk_init(struct desk *desk, const struct scene *scene, uint32_t number, const char *name,
               enum device_kind kind, uint64_t seed);
void desk_fini(struct desk *desk);
/* One entry, durable at its journal when this returns. */
void desk_say(struct desk *desk, enum entry_kind kind, struct span body, const char *person);
/* A whole file of at most FILE_PART_MAX bytes: one part, and the close. */
void desk_file(struct desk *desk, enum file_kind kind, struct text file);
/* HAPPENS_DESK and HAPPENS_RING come here. */
void desk_wake(struct desk *desk, const struct event *event);
void desk_ring(struct desk *desk);
bool desk_is_at_rest(const struct desk *desk);

#endif

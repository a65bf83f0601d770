/* station - one handheld: the production's unit on a disk, a clock and a line of the simulator,
 * and the accidents that happen to such a thing.
 *
 * Waits and performs in the unit's place; what the unit says goes to whoever gave the line.
 * Invariants 1 (at each restart), 10 and 15 are checked here. */
#ifndef SIM_STATION_H
#define SIM_STATION_H

#include "handheld/app/unit.h"
#include "tests/sim/computer.h"
#include "tests/sim/scene.h"
#include "tests/sim/storage/disk.h"

enum station_power { STATION_OFF, STATION_ON, STATION_BROKEN /* its journal does not open */ };

struct station {
    struct scene scene;
    uint32_t number;
    char name[12];
    struct sign_public sign_key;
    struct sign_secret secret;
    struct shift_settings settings;
    struct dice dice; /* of its own chance */
    struct chance chance;
    struct story_log log;
    struct computer computer;
    struct disk *disk; /* borrowed */
    struct disk_chance disk_chance;
    struct journal_file journal; /* the disk's */
    struct journal_file port;    /* ours, before it: sees what is sealed */
    struct cable *cable;
    uint32_t device; /* in the ledger */
    struct unit *unit;
    enum station_power power;
    uint32_t epoch;   /* as home notes it beside the journal */
    uint64_t alarm;   /* only the newest one counts */
    int64_t alarm_at; /* true time; INT64_MAX: none */
    bool disk_lied;
    bool rewound;            /* it may have said other things at places it has said already */
    const uint8_t *group_at; /* the bytes that the step's append was given; for its length only */
    size_t group_size;
    struct place believed; /* received, by the unit's word; {0,0}: since it was switched on */
    uint64_t strikes, strikes_then; /* of its disk; when that was looked at: */
    bool in_trouble;
    int64_t bad_until; /* after the newest it is sound again */
    uint64_t appends;
    uint64_t scans; /* lines that were answered ok */
};

struct station_answer {
    enum { STATION_SILENT, STATION_SAID_OK, STATION_REFUSED } what;
};

/* Who a station is: SEED and NUMBER make its keys. */
struct station_card {
    uint64_t seed;
    uint32_t number;            /* among the stations */
    const struct station *twin; /* whose keys it has; NULL: its own */
    const char *name;
    struct text party, stop;
};

/* Not to be moved. */
void station_init(struct station *station, const struct scene *scene,
                  const struct station_card *card);
void station_fini(struct station *station);
/* A device is its key: the card that the administrator enrols. */
struct device station_device(const struct station *station);
/* Opens the journal and the unit. BATTERY: its clock went on. */
void station_switch_on(struct station *station, bool battery);
void station_switch_off(struct station *station); /* in good order */
void station_cut(struct station *station);        /* the power fails */
/* The person gives a line. CODE is what it scans or types; empty: no code. */
struct station_answer station_line(struct station *station, const char *line, const char *code);
/* HAPPENS_WAKE and HAPPENS_RING come here. */
void station_wake(struct station *station, const struct event *event);
void station_ring(struct station *station);
/* An older image of its card is put back, or an empty one (IMAGE NULL). It must be off. */
void station_put_back(struct station *station, const struct disk_image *image);
/* Has the server all it wrote, or is it clear to people why not? */
bool station_is_at_rest(const struct station *station);

#endif

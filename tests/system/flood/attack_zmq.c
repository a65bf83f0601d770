/* The attacks that speak ZeroMQ with CURVE as a unit does: handshakes under a key that nobody
 * enrolled, and one enrolled device without manners. */
#include <stdlib.h>
#include <string.h>

#include "tests/system/flood/attack.h"

enum { PEERS_MAX = 200, ROGUE_LINES = 8, ROGUE_SENDS = 64, NAP_US = 2000, GIVE_UP_US = 3000000 };

struct stranger {
    struct link_zmq link;
    bool open;
    int64_t since_us;
};

struct strangers {
    const struct attack *attack;
    struct crowd crowd;
    struct chance_fake chance;
    struct link_settings settings;
    struct stranger all[PEERS_MAX];
    int64_t began_us;
    uint64_t begun;
};

static bool begin_one(struct strangers *strangers, struct stranger *stranger)
{
    if (link_zmq_open(&stranger->link, &strangers->crowd.context, &strangers->settings) !=
        STATUS_OK) {
        return false;
    }
    stranger->open = true;
    stranger->since_us = unit_now_us();
    strangers->begun++;
    atomic_fetch_add(&strangers->attack->counts->begun, 1);
    atomic_fetch_add(&strangers->attack->counts->held, 1);
    return true;
}

static void end_one(struct strangers *strangers, struct stranger *stranger)
{
    link_zmq_close(&stranger->link);
    stranger->open = false;
    atomic_fetch_sub(&strangers->attack->counts->held, 1);
}

static void turn_all(struct strangers *strangers)
{
    const struct attack_plan *plan = &strangers->attack->plan;
    const int64_t now = unit_now_us();
    const uint64_t due = (uint64_t)(now - strangers->began_us) * plan->a_second / 1000000;
    bool room = false;
    for (unsigned i = 0; i < plan->lines && i < PEERS_MAX; i++) {
        struct stranger *stranger = &strangers->all[i];
        if (stranger->open) {
            const bool refused = link_refused(&stranger->link.port);
            atomic_fetch_add(&strangers->attack->counts->cut, refused);
            if (refused || now - stranger->since_us > GIVE_UP_US) {
                end_one(strangers, stranger);
            }
        }
        if (!stranger->open) {
            room = true;
            if (strangers->begun < due && !begin_one(strangers, stranger)) {
                return;
            }
        }
    }
    if (!room && strangers->begun < due) {
        strangers->began_us = now; /* what was not begun in time is not caught up with */
        strangers->begun = 0;
    }
}

static bool knock_as_strangers(const struct attack *attack)
{
    static struct strangers strangers;
    strangers.attack = attack;
    if (!crowd_open(&strangers.crowd, attack->server) ||
        keys_make(&strangers.settings.keys) != STATUS_OK) {
        return false;
    }
    chance_fake_init(&strangers.chance, 1);
    strangers.settings.endpoint = attack->server->endpoint;
    strangers.settings.server = strangers.crowd.place.server;
    strangers.settings.log = strangers.crowd.place.log;
    strangers.settings.chance = &strangers.chance.port;
    strangers.settings.timing = link_timing_usual();
    strangers.began_us = unit_now_us();
    while (!atomic_load(&attack->counts->stop)) {
        turn_all(&strangers);
        unit_nap_us(NAP_US);
    }
    for (unsigned i = 0; i < PEERS_MAX; i++) {
        if (strangers.all[i].open) {
            end_one(&strangers, &strangers.all[i]);
        }
    }
    crowd_close(&strangers.crowd);
    return true;
}

/* --- the rogue --- */

/* Throws what it can until the line is full, and never listens longer than it must. */
static bool send_rubbish(const struct attack *attack)
{
    static struct unit lines[ROGUE_LINES];
    static uint8_t heard[MESSAGE_BYTES_MAX];
    static const uint8_t rubbish[24] = "rubbish from an insider";
    struct crowd crowd;
    const int64_t began = unit_now_us();
    uint64_t sent = 0;
    if (!crowd_open(&crowd, attack->server)) {
        return false;
    }
    for (size_t i = 0; i < ROGUE_LINES; i++) {
        lines[i] = *attack->rogue;
        if (!unit_open(&lines[i], &crowd.place)) {
            return false;
        }
    }
    while (!atomic_load(&attack->counts->stop)) {
        const uint64_t due =
            (uint64_t)(unit_now_us() - began) * attack->plan.a_second / 1000000 + 1;
        const uint64_t before = sent;
        for (size_t i = 0; i < ROGUE_LINES; i++) {
            size_t size = 0;
            for (int n = 0; n < ROGUE_SENDS && sent < due; n++) {
                if (link_send(&lines[i].link.port, span_of(rubbish, sizeof rubbish)) !=
                    STATUS_OK) {
                    break;
                }
                sent++;
            }
            (void)!link_receive(&lines[i].link.port, heard, sizeof heard, &size);
        }
        atomic_fetch_add(&attack->counts->begun, sent - before);
    }
    for (size_t i = 0; i < ROGUE_LINES; i++) {
        unit_close(&lines[i]);
    }
    crowd_close(&crowd);
    return true;
}

bool attack_zmq_run(void *self)
{
    const struct attack *attack = self;
    return attack->plan.kind == ATTACK_BAD_KEYS ? knock_as_strangers(attack)
                                                : send_rubbish(attack);
}

/* The attacks that speak ZeroMQ with CURVE as a unit does: handshakes under a key that nobody
 * enrolled, and one enrolled device without manners. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zmq.h>

#include "adapters/zmq/socket_options.h"
#include "tests/system/flood/attack.h"

enum { PEERS_MAX = 200, NAP_US = 2000, GIVE_UP_US = 3000000 };
enum { ROGUE_LINES = 4, ROGUE_QUEUE = 20000, ROGUE_SENDS = 1000 };

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
    char endpoint[LINK_ENDPOINT_SIZE];
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
    /* From another address than the units', as an attacker would. */
    (void)snprintf(strangers.endpoint, sizeof strangers.endpoint, "tcp://127.0.0.2:0;%.200s",
                   attack->server->endpoint + strlen("tcp://"));
    strangers.settings.endpoint = strangers.endpoint;
    strangers.settings.server = strangers.crowd.place.server;
    strangers.settings.log = strangers.crowd.place.log;
    strangers.settings.chance = &strangers.chance.port;
    strangers.settings.timing = link_timing_usual();
    strangers.settings.timing.reconnect_ms = 1; /* whoever is turned away is back at once */
    strangers.settings.timing.reconnect_ms_max = 1;
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

/* A bare DEALER with the rogue's key and none of a unit's manners: a deep queue, no receipts read
 * but what must be. NULL: the machine says no. */
static void *rogue_open(const struct attack *attack, const struct crowd *crowd)
{
    static const struct socket_option options[] = {
        {ZMQ_SNDHWM, ROGUE_QUEUE},
        {ZMQ_RCVHWM, 1          },
    };
    void *socket = socket_open(&crowd->context, ZMQ_DEALER, options, 2);
    if (socket && (!socket_set_curve(socket, &attack->rogue->keys, &crowd->place.server) ||
                   zmq_connect(socket, attack->server->endpoint) != 0)) {
        (void)zmq_close(socket);
        return NULL;
    }
    return socket;
}

static uint64_t throw_rubbish(void *socket, uint64_t most)
{
    static const uint8_t rubbish[24] = "rubbish from an insider";
    uint64_t sent = 0;
    while (sent < most && sent < ROGUE_SENDS &&
           zmq_send(socket, rubbish, sizeof rubbish, ZMQ_DONTWAIT) >= 0) {
        sent++;
    }
    return sent;
}

static bool send_rubbish(const struct attack *attack)
{
    struct crowd crowd;
    void *lines[ROGUE_LINES] = {NULL};
    uint64_t sent = 0;
    bool opened = crowd_open(&crowd, attack->server);
    for (size_t i = 0; opened && i < ROGUE_LINES; i++) {
        lines[i] = rogue_open(attack, &crowd);
        opened = lines[i] != NULL;
    }
    const int64_t began = unit_now_us();
    while (opened && !atomic_load(&attack->counts->stop)) {
        const uint64_t passed = (uint64_t)(unit_now_us() - began);
        const uint64_t due = passed * attack->plan.a_second / 1000000 + 1;
        uint64_t now = 0;
        for (size_t i = 0; i < ROGUE_LINES && sent + now < due; i++) {
            now += throw_rubbish(lines[i], due - sent - now);
        }
        sent += now;
        atomic_fetch_add(&attack->counts->begun, now);
        if (now == 0) {
            unit_nap_us(NAP_US / 4);
        }
    }
    for (size_t i = 0; i < ROGUE_LINES; i++) {
        if (lines[i]) {
            (void)zmq_close(lines[i]);
        }
    }
    crowd_close(&crowd);
    return opened;
}

bool attack_zmq_run(void *self)
{
    const struct attack *attack = self;
    return attack->plan.kind == ATTACK_BAD_KEYS ? knock_as_strangers(attack) : send_rubbish(attack);
}

#include "tests/sim/oracle/wild_walk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/sim/oracle/words.h"
#include "tests/unit/server/watch/town.h"

#define MINUTE_MS INT64_C(60000)
enum { RUNS = 2, PENS_POST = 2 };

struct saying *saying_add(struct sayings *sayings, const struct saying *saying)
{
    sayings->at = list_grow(sayings->at, sayings->count, sizeof *sayings->at);
    sayings->at[sayings->count] = *saying;
    return &sayings->at[sayings->count++];
}

uint32_t wild_throw(struct sayings *sayings, uint32_t sides)
{
    return town_throw(&sayings->dice, sides);
}

bool wild_odd(struct sayings *sayings, uint32_t percent)
{
    return wild_throw(sayings, 10000) < percent * sayings->faults;
}

static void copy(char out[WILD_TEXT], const char *text)
{
    (void)snprintf(out, WILD_TEXT, "%s", text);
}

/* Whose unit PARTY speaks into. */
static uint32_t pen_of(struct sayings *sayings, const char *party)
{
    if (strcmp(party, "center") == 0) {
        return 1;
    }
    if (strcmp(party, "post") == 0) {
        return 2 + wild_throw(sayings, PENS_POST);
    }
    return strcmp(party, "H41.05") == 0 ? 5 : 4;
}

static const char *stop_of(const char *party)
{
    return strcmp(party, "center") == 0 ? "TTG" : strcmp(party, "H41.05") == 0 ? "XDG" : "NNM";
}

static const char *anybody(struct sayings *sayings)
{
    static const char *const all[] = {"center", "post", "H41.04", "H41.05"};
    return all[wild_throw(sayings, 4)];
}

static void wait(struct sayings *sayings, struct walk *walk, uint32_t least, uint32_t most)
{
    walk->at += (least + wild_throw(sayings, most - least + 1)) * MINUTE_MS +
                wild_throw(sayings, 60) * 1000 + wild_throw(sayings, 1000);
}

/* Mostly when a run passes PARTY. */
static void meet_run(struct sayings *sayings, struct walk *walk, const char *party)
{
    static const int at_center[RUNS] = {9 * 60, 15 * 60};
    const int later = strcmp(party, "center") == 0 ? 0 : strcmp(party, "H41.05") == 0 ? 80 : 50;
    if (wild_throw(sayings, 4) == 0) {
        return;
    }
    const struct minute now = instant_minute((struct instant){walk->at});
    const int clock = minute_of_day(now);
    const int first = at_center[0] + later;
    const int second = at_center[1] + later;
    const int wanted = clock <= first ? first : clock <= second ? second : first + MINUTES_A_DAY;
    walk->at += (wanted - clock) * MINUTE_MS;
    if (wild_odd(sayings, 30)) {
        walk->at += ((int64_t)wild_throw(sayings, 40) - 5) * MINUTE_MS;
    }
}

/* --- one statement, and what goes wrong with it --- */

static struct saying made(struct sayings *sayings, const struct walk *walk, enum act_kind act,
                          const char *party)
{
    struct saying saying = {.at = walk->at, .kind = ENTRY_ACT, .act = act};
    saying.pen = pen_of(sayings, party);
    copy(saying.subject, walk->code);
    copy(saying.party, party);
    copy(saying.stop, stop_of(party));
    copy(saying.person, "An");
    return saying;
}

static void take_back(struct sayings *sayings, size_t wrong)
{
    const struct saying of = sayings->at[wrong];
    struct saying saying = {.at = of.at + (int64_t)wild_throw(sayings, 300 * 60) * 1000 + 1,
                            .pen = of.pen,
                            .kind = ENTRY_ACT,
                            .act = ACT_VOID,
                            .wrong = wrong};
    memcpy(saying.subject, of.subject, WILD_TEXT);
    memcpy(saying.party, of.party, WILD_TEXT);
    copy(saying.reason, "wrong_scan");
    saying.by_entry = wild_throw(sayings, 2) == 0;
    const uint32_t roll = wild_throw(sayings, 10);
    if (roll < 2) { /* somebody else does: it does not count */
        copy(saying.party, anybody(sayings));
        saying.by_entry = false;
    } else if (roll < 4) {
        saying.kind = ENTRY_RULING;
        saying.pen = 1;
    }
    (void)saying_add(sayings, &saying);
}

static void say(struct sayings *sayings, const struct saying *saying)
{
    if (wild_odd(sayings, 6)) {
        return; /* never scanned */
    }
    const size_t index = sayings->count;
    (void)saying_add(sayings, saying);
    if (wild_odd(sayings, 4)) { /* once more, later */
        struct saying again = *saying;
        again.at += wild_throw(sayings, 3 * 60) * 1000;
        (void)saying_add(sayings, &again);
    }
    if (wild_odd(sayings, 5)) {
        take_back(sayings, index);
    }
}

static void say_act(struct sayings *sayings, const struct walk *walk, enum act_kind act,
                    const char *party, const char *reason)
{
    struct saying saying = made(sayings, walk, act, party);
    copy(saying.reason, reason);
    say(sayings, &saying);
}

/* --- handovers --- */

struct handover {
    const char *giver, *receiver;
    const char *bundle; /* NULL: the item by itself */
};

static void hand(struct sayings *sayings, struct walk *walk, const struct handover *over)
{
    const bool entries = wild_throw(sayings, 2) == 0;
    struct saying give = made(sayings, walk, ACT_GIVE, over->giver);
    copy(give.counterpart, wild_odd(sayings, 5) ? anybody(sayings) : over->receiver);
    copy(give.parent, over->bundle ? over->bundle : "");
    give.kind = entries ? ENTRY_GIVE : ENTRY_ACT;
    if (over->bundle && !entries) {
        copy(give.subject, over->bundle);
        give.parent[0] = '\0';
    }
    if (strcmp(give.counterpart, give.party) == 0) {
        copy(give.counterpart, "post");
    }
    if (!wild_odd(sayings, 10)) {
        say(sayings, &give);
    }
    walk->at += wild_throw(sayings, 8) * 1000 + wild_throw(sayings, 3);
    if (wild_odd(sayings, 8)) {
        wait(sayings, walk, 1, 60);
        say_act(sayings, walk, ACT_REFUSE, over->receiver, "agency_wrong");
        wait(sayings, walk, 1, 200);
        give.at = walk->at;
        say(sayings, &give);
    }
    if (wild_odd(sayings, 25)) {
        wait(sayings, walk, 1, 150);
    }
    struct saying take = made(sayings, walk, ACT_TAKE, over->receiver);
    copy(take.counterpart, wild_odd(sayings, 6) ? anybody(sayings) : over->giver);
    copy(take.parent, over->bundle ? over->bundle : "");
    take.kind = entries ? ENTRY_TAKE : ENTRY_ACT;
    take.scanned = wild_throw(sayings, 2) == 0;
    take.missing = over->bundle && wild_odd(sayings, 8);
    if (over->bundle && !entries) {
        copy(take.subject, over->bundle);
        take.parent[0] = '\0';
    }
    if (!wild_odd(sayings, 10)) {
        say(sayings, &take);
    }
}

static void trouble(struct sayings *sayings, struct walk *walk, const char *holder)
{
    if (wild_odd(sayings, 4)) {
        wait(sayings, walk, 1, 60);
        say_act(sayings, walk, ACT_EXCEPTION, holder, "lost");
        if (wild_throw(sayings, 10) < 6) {
            wait(sayings, walk, 1, 900);
            say_act(sayings, walk, ACT_EXCEPTION, anybody(sayings), "found");
        }
    }
    if (wild_odd(sayings, 4)) {
        const struct handover theft = {.giver = anybody(sayings), .receiver = anybody(sayings)};
        wait(sayings, walk, 1, 200);
        hand(sayings, walk, &theft);
    }
    if (wild_odd(sayings, 5)) {
        say_act(sayings, walk, ACT_EXCEPTION, holder, wild_throw(sayings, 2) ? "damaged" : "short");
    }
}

static void ride(struct sayings *sayings, struct walk *walk, const char *from, const char *to)
{
    char bundle[WILD_TEXT];
    wait(sayings, walk, 0, 120);
    if (wild_odd(sayings, 20)) {
        struct saying early = made(sayings, walk, ACT_GIVE, from);
        copy(early.counterpart, "post");
        say(sayings, &early);
    }
    meet_run(sayings, walk, from);
    const bool bundled = wild_throw(sayings, 10) < 4;
    if (bundled) {
        const struct day day = minute_day(instant_minute((struct instant){walk->at}));
        (void)snprintf(bundle, sizeof bundle, "TUI-%s-%d-%u", stop_of(from), (int)(day.d % 1000),
                       (unsigned)wild_throw(sayings, 3));
        struct saying pack = made(sayings, walk, ACT_PACK, from);
        copy(pack.parent, bundle);
        pack.at -= (int64_t)(1 + wild_throw(sayings, 20)) * MINUTE_MS;
        say(sayings, &pack);
    }
    const struct handover out = {from, "post", bundled ? bundle : NULL};
    const struct handover in = {"post", to, bundled ? bundle : NULL};
    hand(sayings, walk, &out);
    trouble(sayings, walk, "post");
    wait(sayings, walk, 15, 70);
    hand(sayings, walk, &in);
    if (bundled && !wild_odd(sayings, 30)) {
        struct saying unpack = made(sayings, walk, ACT_UNPACK, to);
        copy(unpack.parent, bundle);
        unpack.at += 2 * MINUTE_MS;
        say(sayings, &unpack);
    }
    trouble(sayings, walk, to);
}

static void work(struct sayings *sayings, struct walk *walk)
{
    static const char *const reasons[] = {"", "supplement", "fee", "agency_stop", "center_stop"};
    wait(sayings, walk, 1, 2400);
    if (wild_odd(sayings, 12)) {
        say_act(sayings, walk, ACT_PAUSE, walk->agency, reasons[wild_throw(sayings, 5)]);
        wait(sayings, walk, 1, 1500);
        if (!wild_odd(sayings, 30)) {
            say_act(sayings, walk, ACT_RESUME, walk->agency, "");
        }
    }
    if (wild_throw(sayings, 4) > 0) {
        say_act(sayings, walk, ACT_READY, walk->agency, "");
    }
}

void wild_walk(struct sayings *sayings, struct walk *walk)
{
    const uint32_t stages = wild_throw(sayings, 6);
    if (walk->mode != 2 && !wild_odd(sayings, 10)) {
        say_act(sayings, walk, ACT_INTAKE, "center", "");
    }
    if (walk->mode == 1 && !wild_odd(sayings, 15)) {
        wait(sayings, walk, 5, 700);
        say_act(sayings, walk, ACT_READY, "center", "");
        wait(sayings, walk, 1, 1500);
        if (wild_throw(sayings, 2) == 0) {
            say_act(sayings, walk, ACT_RETURN, "center", "");
        }
        return;
    }
    if (walk->mode != 2 && stages > 0) {
        ride(sayings, walk, "center", walk->agency);
    }
    if (stages > 1) {
        work(sayings, walk);
    }
    if (stages > 2 && wild_odd(sayings, 8)) { /* on to another agency, by hand */
        const char *other = strcmp(walk->agency, "H41.04") == 0 ? "H41.05" : "H41.04";
        const struct handover on = {.giver = walk->agency, .receiver = other};
        hand(sayings, walk, &on);
        copy(walk->agency, other);
        work(sayings, walk);
    }
    if (stages > 2) {
        ride(sayings, walk, walk->agency, "center");
    }
    if (stages > 3) {
        wait(sayings, walk, 1, 2000);
        say_act(sayings, walk, ACT_RETURN, wild_odd(sayings, 20) ? anybody(sayings) : "center", "");
    }
}

#include "life_maker.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

struct maker {
    struct province *province;
    struct dice *dice;
    struct life *life;
    const struct making *making;
    int64_t at_ms;
    struct name agency;
};

static struct name name_of(struct maker *maker, const char *text)
{
    struct name name;
    assert_int_equal(names_give(&maker->province->names, text_of(text), &name), STATUS_OK);
    return name;
}

static bool odd(struct maker *maker, uint32_t percent)
{
    return dice_throw(maker->dice, 100) < percent;
}

static void pass(struct maker *maker, uint32_t minutes_max)
{
    maker->at_ms += (int64_t)dice_throw(maker->dice, minutes_max * 60 + 1) * 1000;
    if (odd(maker, 60)) {
        maker->at_ms -= maker->at_ms % 60000; /* many happen at one instant */
    }
}

static struct act *say(struct maker *maker, enum act_kind kind, struct name party,
                       struct name counterpart)
{
    struct life *life = maker->life;
    assert_true(life->act_count < LIFE_ACTS_MAX / 2);
    struct act *act = &life->acts[life->act_count++];
    *act = (struct act){.at = {maker->at_ms},
                        .subject = life->facts.dossier,
                        .party = party,
                        .counterpart = counterpart,
                        .kind = (uint8_t)kind};
    if (maker->making->intervals && odd(maker, 40)) {
        int32_t width = odd(maker, 50) ? 60000 : 2000;
        act->early_ms = width;
        act->late_ms = width;
    }
    return act;
}

static void hand_over(struct maker *maker, struct name giver, struct name taker)
{
    if (!odd(maker, 12)) {
        say(maker, ACT_GIVE, giver, taker);
    }
    if (odd(maker, 6)) {
        pass(maker, 90);
        say(maker, ACT_REFUSE, taker, giver);
        return;
    }
    if (odd(maker, 30)) {
        pass(maker, 240);
    }
    if (!odd(maker, 10)) {
        say(maker, ACT_TAKE, taker, odd(maker, 10) ? NAME_NONE : giver);
    }
}

static void go_wrong(struct maker *maker)
{
    const struct parties *parties = &maker->province->parties;
    struct name all[] = {parties->center, parties->post, maker->agency, name_of(maker, "H41.05")};
    struct name who = all[dice_throw(maker->dice, 4)];
    struct name other = all[dice_throw(maker->dice, 4)];
    static const char *const reasons[] = {"short", "lost", "found", "over", "damaged"};
    switch (dice_throw(maker->dice, 8)) {
    case 0:
        say(maker, ACT_EXCEPTION, who, NAME_NONE)->reason =
            name_of(maker, reasons[dice_throw(maker->dice, 5)]);
        break;
    case 1:
        say(maker, ACT_READY, who, NAME_NONE);
        break;
    case 2:
        say(maker, ACT_GIVE, who, other);
        break;
    case 3:
        say(maker, ACT_TAKE, who, other);
        break;
    case 4:
        say(maker, ACT_PACK, who, NAME_NONE)->parent = name_of(maker, "BTTGNNM2303211001H");
        break;
    case 5:
        say(maker, ACT_TAKE, who, other)->subject = name_of(maker, "BTTGNNM2303211001H");
        break;
    case 6:
        say(maker, ACT_UNPACK, who, NAME_NONE);
        break;
    default:
        if (maker->making->pauses) {
            say(maker, odd(maker, 60) ? ACT_PAUSE : ACT_RESUME, who, NAME_NONE);
        }
        break;
    }
}

/* Declares act NUMBER wrong, by its own party or by a ruling. */
static void take_back_act(struct maker *maker, size_t number)
{
    char text[INSTANT_TEXT_SIZE];
    char reference[96];
    const struct names *names = &maker->province->names;
    const struct act wrong = maker->life->acts[number];
    if (wrong.kind == ACT_VOID) {
        return;
    }
    struct text party = names_text(names, wrong.party);
    snprintf(reference, sizeof reference, "%s/%s/%.*s", instant_text(wrong.at, text),
             act_kind_name((enum act_kind)wrong.kind), (int)party.size, party.at);
    pass(maker, 60);
    struct act *act = say(maker, ACT_VOID, wrong.party, NAME_NONE);
    act->subject = wrong.subject;
    act->parent = name_of(maker, reference);
    if (odd(maker, 30)) {
        act->party = maker->province->parties.center;
        act->reason = name_of(maker, "ruling_7");
        act->person = name_of(maker, odd(maker, 50) ? "an+ba" : "an");
    }
}

static void take_back(struct maker *maker)
{
    take_back_act(maker, dice_throw(maker->dice, (uint32_t)maker->life->act_count));
}

static void stir(struct maker *maker)
{
    if (odd(maker, 18)) {
        go_wrong(maker);
    }
    if (odd(maker, 6) && maker->life->act_count > 0) {
        take_back(maker);
    }
}

static void read_feed(struct maker *maker, unsigned number)
{
    static const char *const procedures[] = {"1.005555", "1.002696", "2.001234", "1.009999"};
    struct dossier_facts *facts = &maker->life->facts;
    char code[32];
    snprintf(code, sizeof code, "H41.04-230321-%04u", number);
    dossier_facts_init(facts, name_of(maker, code));
    uint32_t chosen = odd(maker, 60) ? 0 : dice_throw(maker->dice, 4);
    facts->procedure = name_of(maker, procedures[chosen]);
    facts->agency = maker->agency;
    facts->status = DOSSIER_PROCESSING;
    if (!odd(maker, 4)) {
        facts->received = instant_minute((struct instant){maker->at_ms});
    }
    if (!odd(maker, 4)) {
        uint32_t days = 1 + dice_throw(maker->dice, 8);
        facts->promised =
            instant_minute((struct instant){maker->at_ms + (int64_t)days * MINUTES_A_DAY * 60000});
    }
}

static void feed_later(struct maker *maker)
{
    struct dossier_facts *facts = &maker->life->facts;
    struct minute some = instant_minute(
        (struct instant){maker->at_ms - (int64_t)dice_throw(maker->dice, 2880) * 60000});
    if (odd(maker, 15)) {
        facts->finished = some;
    }
    if (odd(maker, 5)) {
        facts->status = DOSSIER_RETURNED;
    }
    if (maker->making->pauses && odd(maker, 25)) {
        struct supplement supplement = {.asked = some, .brought = some, .promised = MINUTE_NEVER};
        supplement.brought.m += (int32_t)dice_throw(maker->dice, 3000);
        if (odd(maker, 30)) {
            supplement.promised = (struct minute){some.m + 4000};
        }
        assert_true(dossier_supplement(facts, &supplement));
    }
}

/* Runs that were seen, late ones and such as passed this stop by. */
static void see_runs(struct maker *maker)
{
    static const char *const runs[] = {"R1/1", "R1/2", "R2/1"};
    static const char *const stops[] = {"TTG", "NNM", "XDG"};
    static const int32_t leaves[] = {9 * 60, 15 * 60, 10 * 60 + 30};
    const int64_t last = maker->at_ms;
    const int64_t first = maker->life->acts[0].at.ms;
    for (uint32_t n = dice_throw(maker->dice, 12); n > 0; n--) {
        uint32_t run = dice_throw(maker->dice, 3);
        uint32_t stop = dice_throw(maker->dice, 3);
        struct minute day = instant_minute((struct instant){
            first +
            (int64_t)dice_throw(maker->dice, (uint32_t)((last - first) / 60000) + 2) * 60000});
        struct minute at = day_minute(minute_day(day), leaves[run] + (int32_t)stop * 40 - 5 +
                                                           (int32_t)dice_throw(maker->dice, 60));
        maker->at_ms = minute_instant(at).ms;
        struct act *act = say(maker, odd(maker, 70) ? ACT_DEPART : ACT_ARRIVE,
                              maker->province->parties.post, NAME_NONE);
        act->subject = name_of(maker, runs[run]);
        act->stop = name_of(maker, stops[stop]);
        if (odd(maker, 10)) {
            take_back_act(maker, maker->life->act_count - 1);
        }
    }
    maker->at_ms = last;
}

/* What else the feed may say: who fetches it, that it was fetched, that nothing more is to come. */
static void feed_more(struct maker *maker)
{
    struct dossier_facts *facts = &maker->life->facts;
    struct minute some = instant_minute(
        (struct instant){maker->at_ms - (int64_t)dice_throw(maker->dice, 6000) * 60000});
    facts->by_post = odd(maker, 30);
    if (odd(maker, 15)) {
        facts->returned = some;
    } else if (odd(maker, 10)) {
        facts->status = DOSSIER_WITHDRAWN;
        facts->finished = some;
    }
    if (odd(maker, 3)) {
        facts->agency = NAME_NONE;
    }
}

void life_make(struct province *province, struct dice *dice, const struct making *making,
               unsigned number, struct life *life)
{
    const struct parties *parties = &province->parties;
    struct maker maker = {province, dice, life, making, 0, NAME_NONE};
    memset(life, 0, sizeof *life);
    maker.agency = name_of(&maker, dice_throw(dice, 4) == 0 ? "H41.05" : "H41.04");
    int64_t start = instant_at("2023-03-20T07:00").ms;
    maker.at_ms = start + (int64_t)dice_throw(dice, 4 * MINUTES_A_DAY) * 60000;
    read_feed(&maker, number);
    say(&maker, ACT_INTAKE, parties->center, NAME_NONE);
    const struct name way[] = {parties->center, parties->post, maker.agency, parties->post,
                               parties->center};
    for (int i = 0; i < 4; i++) {
        pass(&maker, i == 2 ? 3000 : 600);
        stir(&maker);
        if (i == 2 && odd(&maker, 80)) {
            say(&maker, ACT_READY, maker.agency, NAME_NONE);
            pass(&maker, 300);
        }
        hand_over(&maker, way[i], way[i + 1]);
    }
    stir(&maker);
    feed_later(&maker);
    if (making->runs) {
        see_runs(&maker);
        feed_more(&maker);
    }
    if (odd(&maker, 20)) {
        pass(&maker, 2000);
        say(&maker, ACT_RETURN, parties->center, NAME_NONE);
    }
    int64_t span = maker.at_ms - start + (int64_t)2 * MINUTES_A_DAY * 60000;
    life->now = instant_minute(
        (struct instant){start + (int64_t)dice_throw(dice, (uint32_t)(span / 60000)) * 60000});
}

void life_mix(struct dice *dice, struct life *life)
{
    size_t twice = dice_throw(dice, 3);
    for (size_t i = 0; i < twice && life->act_count < LIFE_ACTS_MAX; i++) {
        life->acts[life->act_count] = life->acts[dice_throw(dice, (uint32_t)life->act_count)];
        life->act_count++;
    }
    dice_shuffle(dice, life->acts, life->act_count);
}

#include "tests/sim/people.h"

#include <stdio.h>
#include <string.h>

#include "base/check.h"
#include "tests/sim/people_parts.h"

enum {
    CONCERN_PEOPLE = 500,
    CONCERN_PERSON = 600,
    WORK_MS = 8 * 3600000,
    SCAN_MS_MIN = 1500,
    SCAN_MS_MAX = 12000,
    PROMISE_DAYS_MAX = 4,
    FAR_OF = 6, /* one promise of so many is beyond a turn of watch's wheel, 45 days */
    FAR_DAYS_MIN = 40,
    FAR_DAYS_MAX = 60,
    DAY_MS = 86400000,
    FEED_LINE_SIZE = 160,
};

/* Of a thousand scans. */
enum { TWICE = 50, LEFT_OUT = 25, TYPED = 25, GARBAGE = 20, WRONG_PAPER = 12, UNDONE = 12 };

const char people_plan[] =
    "stop,TTG,center,Center,18.6733,105.6922,2020-01-01,\n"
    "stop,NNM,H41.04,Agriculture,18.6701,105.6890,2020-01-01,\n"
    "stop,XDG,H41.05,Construction,18.6790,105.6811,2020-01-01,\n"
    "call,R1,1,1,TTG,,09:00,15,W,all,2020-01-01,\n"
    "call,R1,1,2,NNM,09:40,09:50,10,W,all,2020-01-01,\n"
    "call,R1,1,3,XDG,10:10,10:20,10,W,all,2020-01-01,\n"
    "call,R1,1,4,TTG,11:50,,0,W,all,2020-01-01,\n" /* received as the office closes */
    "call,R1,2,1,TTG,,15:00,15,W,all,2020-01-01,\n"
    "call,R1,2,2,NNM,15:40,15:50,10,W,all,2020-01-01,\n"
    "call,R1,2,3,XDG,16:10,16:20,10,W,all,2020-01-01,\n"
    "call,R1,2,4,TTG,16:50,,0,W,all,2020-01-01,\n"
    "budget,*,*,paper,24wh,20,10,2020-01-01,\n"
    "budget,1.002696,*,on_the_spot,4wh,20,10,2020-01-01,\n"
    "budget,2.001234,*,result_only,16wh,20,10,2020-01-01,\n";

const char people_calendar[] = "date,kind,authority\n"
                               "2026-01-01,off,sim\n"
                               "2026-04-30,off,sim\n"
                               "2026-05-01,off,sim\n";

struct text people_party(enum party party)
{
    switch (party) {
    case PARTY_CENTER:
        return TEXT("center");
    case PARTY_POST:
        return TEXT("post");
    case PARTY_AGENCY_ONE:
        return TEXT("H41.04");
    case PARTY_AGENCY_TWO:
        return TEXT("H41.05");
    case PARTIES:
        break;
    }
    return TEXT("");
}

struct text people_stop(enum party party)
{
    switch (party) {
    case PARTY_CENTER:
        return TEXT("TTG");
    case PARTY_AGENCY_ONE:
        return TEXT("NNM");
    case PARTY_AGENCY_TWO:
        return TEXT("XDG");
    case PARTY_POST:
    case PARTIES:
        break;
    }
    return TEXT("");
}

void people_init(struct people *people, uint64_t seed, uint32_t scans_a_day)
{
    memset(people, 0, sizeof *people);
    people->dice = dice_of(seed, CONCERN_PEOPLE);
    people->scans_a_day = scans_a_day;
}

size_t people_add(struct people *people, enum party party, uint64_t seed)
{
    assert(people->count < PEOPLE_MAX);
    struct person *person = &people->persons[people->count];
    *person =
        (struct person){.party = party, .dice = dice_of(seed, CONCERN_PERSON + people->count)};
    (void)snprintf(person->badge, sizeof person->badge, "TH-%s-P%zu", people_party(party).at,
                   people->count);
    return people->count++;
}

/* Of a thousand turns at a desk. */
enum { UNTIED = 700, TIED = 250 };

/* ---- lines ---- */

bool people_has_room(const struct person *person)
{
    return person->count + 3 < PEOPLE_LINES_MAX;
}

void people_write(struct person *person, const char *verb, const char *what, const char *code)
{
    if (person->count < PEOPLE_LINES_MAX) {
        struct people_line *line = &person->lines[person->count++];
        (void)snprintf(line->line, sizeof line->line, "%s%s%s", verb, what[0] ? " " : "", what);
        (void)snprintf(line->code, sizeof line->code, "%s", code);
    }
}

bool people_chance(struct person *person, uint32_t of_a_thousand)
{
    return dice_below(&person->dice, 1000) < of_a_thousand;
}

static void write_garbage(struct person *person)
{
    static const char *const what[] = {"8934567890123", "chao-ban", "H41.04-261399-0001",
                                       "EE473124828VN", "BTTG0042303211007I"};
    people_write(person, "scan", what[dice_below(&person->dice, sizeof what / sizeof what[0])], "");
}

void people_read_paper(struct people *people, struct person *person, const struct paper *paper)
{
    const char *code = paper->code;
    if (people_chance(person, LEFT_OUT)) {
        return;
    }
    if (people_chance(person, WRONG_PAPER)) {
        code = people->papers[dice_below(&person->dice, people->paper_count)].code;
    }
    people_write(person, people_chance(person, TYPED) ? "key" : "scan", code, code);
    if (people_chance(person, TWICE)) {
        people_write(person, "scan", code, code);
    }
    if (people_chance(person, GARBAGE)) {
        write_garbage(person);
    }
    if (people_chance(person, UNDONE)) {
        people_write(person, "do undo", "", "");
    }
}

/* ---- operations ---- */

static struct paper *new_paper(struct people *people, struct instant now)
{
    if (people->paper_count == PEOPLE_PAPERS_MAX) {
        return NULL;
    }
    struct paper *paper = &people->papers[people->paper_count];
    const struct civil day = instant_civil(now);
    *paper = (struct paper){.at = PARTY_CENTER, .given = PARTIES, .received = now};
    paper->agency = dice_below(&people->dice, 2) ? PARTY_AGENCY_ONE : PARTY_AGENCY_TWO;
    (void)snprintf(paper->code, sizeof paper->code, "%s-%02d%02d%02d-%05u",
                   people_party(paper->agency).at, day.year % 100, day.month, day.day,
                   (unsigned)people->paper_count + 1);
    people->paper_count++;
    return paper;
}

static void take_in(struct people *people, struct person *person, struct instant now)
{
    const size_t count = 1 + dice_below(&person->dice, BATCH_MAX);
    people_write(person, "do intake", "", "");
    for (size_t i = 0; i < count && people_has_room(person); i++) {
        const struct paper *paper = new_paper(people, now);
        if (paper) {
            people_read_paper(people, person, paper);
        }
    }
    people_write(person, "do done", "", "");
}

void people_receive(const struct person *person, struct paper *paper)
{
    paper->at = person->party;
    paper->given = PARTIES;
    if (person->party == paper->agency && paper->stage == PAPER_OUT) {
        paper->stage = PAPER_THERE;
    } else if (person->party == PARTY_CENTER && paper->stage == PAPER_READY) {
        paper->stage = PAPER_BACK;
    }
}

/* Papers and bundles that lie with FROM, given to PERSON, change hands. */
static size_t take(struct people *people, struct person *person, enum party from)
{
    size_t count = bundles_take(people, person, from);
    for (size_t i = 0; i < people->paper_count && count < BATCH_MAX && people_has_room(person);
         i++) {
        struct paper *paper = &people->papers[i];
        if (paper->bundle != 0 || paper->at != from || paper->given != person->party) {
            continue;
        }
        if (count++ == 0) {
            people_write(person, "do take", people_party(from).at, "");
        }
        people_read_paper(people, person, paper);
        people_receive(person, paper);
    }
    if (count > 0) {
        people_write(person, "do done", "", "");
    }
    return count;
}

/* Where PAPER must go from where it is; PARTIES: nowhere. */
enum party people_next_of(const struct paper *paper)
{
    switch (paper->stage) {
    case PAPER_OUT:
        return paper->at == PARTY_POST ? paper->agency : PARTY_POST;
    case PAPER_READY:
        return paper->at == PARTY_POST ? PARTY_CENTER : PARTY_POST;
    case PAPER_THERE:
    case PAPER_BACK:
    case PAPER_ENDED:
        break;
    }
    return PARTIES;
}

static size_t give(struct people *people, struct person *person, enum party to)
{
    size_t count = bundles_give(people, person, to);
    for (size_t i = 0; i < people->paper_count && count < BATCH_MAX && people_has_room(person);
         i++) {
        struct paper *paper = &people->papers[i];
        if (paper->bundle != 0 || paper->at != person->party || paper->given != PARTIES ||
            people_next_of(paper) != to) {
            continue;
        }
        if (count++ == 0) {
            people_write(person, "do give", people_party(to).at, "");
        }
        people_read_paper(people, person, paper);
        paper->given = to;
    }
    if (count > 0 && people_chance(person, 40)) {
        people_write(person, "do absent", "closed", "");
    } else if (count > 0) {
        people_write(person, "do done", "", "");
    }
    return count;
}

static size_t finish(struct people *people, struct person *person, enum paper_stage from,
                     enum paper_stage to, const char *act)
{
    size_t count = 0;
    for (size_t i = 0; i < people->paper_count && count < BATCH_MAX && people_has_room(person);
         i++) {
        struct paper *paper = &people->papers[i];
        if (paper->bundle != 0 || paper->at != person->party || paper->stage != from) {
            continue;
        }
        if (count++ == 0) {
            people_write(person, act, "", "");
        }
        people_read_paper(people, person, paper);
        paper->stage = to;
    }
    if (count > 0) {
        people_write(person, "do done", "", "");
    }
    return count;
}

static void work_at_center(struct people *people, struct person *person, struct instant now)
{
    if (people_chance(person, UNTIED) && bundles_unpack(people, person) > 0) {
        return;
    }
    switch (dice_below(&person->dice, 5)) {
    case 0:
        if (take(people, person, PARTY_POST) > 0) {
            return;
        }
        break;
    case 1:
        if (give(people, person, PARTY_POST) > 0) {
            return;
        }
        break;
    case 2:
        if (bundles_pack(people, person, now) > 0) {
            return;
        }
        break;
    case 3:
        if (finish(people, person, PAPER_BACK, PAPER_ENDED, "do return") > 0) {
            return;
        }
        break;
    default:
        break;
    }
    take_in(people, person, now);
}

static void work_on_road(struct people *people, struct person *person)
{
    static const enum party stops[] = {PARTY_CENTER, PARTY_AGENCY_ONE, PARTY_AGENCY_TWO};
    const enum party at = stops[dice_below(&person->dice, 3)];
    char run[PEOPLE_LINE_SIZE];
    (void)snprintf(run, sizeof run, "R1/%d %s", people_chance(person, 500) ? 1 : 2,
                   people_stop(at).at);
    people_write(person, "do arrive", run, "");
    (void)give(people, person, at);
    (void)take(people, person, at);
    people_write(person, "do depart", run, "");
}

static void work_at_agency(struct people *people, struct person *person, struct instant now)
{
    const uint64_t what = dice_below(&person->dice, 3);
    if (people_chance(person, UNTIED) && bundles_unpack(people, person) > 0) {
        return;
    }
    if (people_chance(person, TIED) && bundles_pack(people, person, now) > 0) {
        return;
    }
    size_t done = what == 0   ? take(people, person, PARTY_POST)
                  : what == 1 ? finish(people, person, PAPER_THERE, PAPER_READY, "do ready")
                              : give(people, person, PARTY_POST);
    if (done == 0) {
        (void)take(people, person, PARTY_POST);
    }
}

static void plan(struct people *people, struct person *person, struct instant now)
{
    person->count = person->next = 0;
    if (person->operations++ % 8 == 0) {
        people_write(person, "badge", person->badge, "");
    }
    switch (person->party) {
    case PARTY_CENTER:
        work_at_center(people, person, now);
        break;
    case PARTY_POST:
        work_on_road(people, person);
        break;
    case PARTY_AGENCY_ONE:
    case PARTY_AGENCY_TWO:
        work_at_agency(people, person, now);
        break;
    case PARTIES:
        break;
    }
}

const struct people_line *people_next(struct people *people, size_t number, struct instant now,
                                      int64_t *out_pause_ms)
{
    struct person *person = &people->persons[number];
    if (person->next == person->count) {
        plan(people, person, now);
    }
    if (person->count == 0) {
        *out_pause_ms = dice_between(&person->dice, WORK_MS / 48, WORK_MS / 12);
        return NULL;
    }
    const struct people_line *line = &person->lines[person->next++];
    if (person->next < person->count) {
        *out_pause_ms = dice_between(&person->dice, SCAN_MS_MIN, SCAN_MS_MAX);
    } else { /* so many scans a day, and half of an operation's time is spent waiting */
        const int64_t mean =
            (int64_t)WORK_MS * (int64_t)person->count / (int64_t)people->scans_a_day;
        *out_pause_ms = dice_between(&person->dice, mean / 2, mean * 3 / 2);
    }
    return line;
}

/* ---- the office's feed ---- */

/* At the end of the morning or of the day, which are the edges of what is worked, or at any minute.
 */
static int promised_at(struct people *people)
{
    static const int closings[] = {120000, 170000, 160000};
    const uint64_t what = dice_below(&people->dice, 6);
    const int minute = (int)dice_below(&people->dice, 24 * 60);
    return what < 3 ? closings[what] : minute / 60 * 10000 + minute % 60 * 100;
}

static int64_t promised_days(struct people *people)
{
    return dice_below(&people->dice, FAR_OF) == 0
               ? dice_between(&people->dice, FAR_DAYS_MIN, FAR_DAYS_MAX)
               : dice_between(&people->dice, 1, PROMISE_DAYS_MAX);
}

size_t people_feed(struct people *people, char *out, size_t room)
{
    size_t size = 0;
    for (size_t i = 0; i < people->paper_count && size + FEED_LINE_SIZE < room; i++) {
        struct paper *paper = &people->papers[i];
        if (paper->announced) {
            continue;
        }
        paper->announced = true;
        const struct civil from = instant_civil(paper->received);
        const struct civil due = instant_civil(
            (struct instant){paper->received.ms + promised_days(people) * (int64_t)DAY_MS});
        const int written = snprintf(
            out + size, FEED_LINE_SIZE,
            "%s,1.005555.000.00.00.H41,,,%04d%02d%02d%02d%02d%02d,%04d%02d%02d%06d,4,,%s,0,\n",
            paper->code, from.year, from.month, from.day, from.hour, from.minute, from.second,
            due.year, due.month, due.day, promised_at(people), people_party(paper->agency).at);
        assert(written > 0 && written < FEED_LINE_SIZE);
        size += (size_t)written;
    }
    return size;
}

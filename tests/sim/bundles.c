#include <stdio.h>
#include <string.h>

#include "base/check.h"
#include "core/item_code.h"
#include "tests/sim/people_parts.h"

enum { LEAST = 3, SERIALS = 1000, SEAL_SIZE = 48 };

/* Of a thousand bundles, or of a thousand papers of one. */
enum { MISCOUNTED = 120, UNSEALED = 150, CLOSED = 40, MISSED = 40, TOO_MANY = 25, FOUND = 600 };

static struct text stop_of(enum party party)
{
    return people_stop(party);
}

/* A label nobody has used; false: there is none left. */
static bool make_label(struct people *people, struct bundle *bundle, struct instant now)
{
    struct item_code code;
    struct text at = stop_of(bundle->at);
    struct text to = stop_of(bundle->to);
    for (int i = 0; i < SERIALS; i++) {
        const uint32_t serial = people->serial++;
        if (item_code_bundle_make(at, to, minute_day(instant_minute(now)),
                                  1 + (int)(serial / SERIALS) % 9, (int)(serial % SERIALS),
                                  &code)) {
            (void)text_copy(item_code_text(&code), bundle->code, sizeof bundle->code);
            return true;
        }
    }
    return false;
}

/* Where PERSON's bundles go. */
static enum party way_of(struct person *person)
{
    return person->party != PARTY_CENTER ? PARTY_CENTER
           : people_chance(person, 500)  ? PARTY_AGENCY_ONE
                                         : PARTY_AGENCY_TWO;
}

static bool may_be_packed(const struct person *person, const struct paper *paper, enum party to)
{
    return paper->at == person->party && paper->given == PARTIES && paper->bundle == 0 &&
           people_next_of(paper) == PARTY_POST &&
           (person->party != PARTY_CENTER || paper->agency == to);
}

static void seal(struct person *person, const struct bundle *bundle, size_t count)
{
    char words[PEOPLE_LINE_SIZE];
    if (people_chance(person, UNSEALED)) {
        return;
    }
    if (people_chance(person, MISCOUNTED)) {
        count = people_chance(person, 500) ? count + 1 : count - 1;
    }
    (void)snprintf(words, sizeof words, "%s %zu S%llu", bundle->code, count,
                   (unsigned long long)person->operations);
    people_write(person, "do seal", words, "");
}

size_t bundles_pack(struct people *people, struct person *person, struct instant now)
{
    const enum party to = way_of(person);
    size_t ready = 0;
    for (size_t i = 0; i < people->paper_count; i++) {
        ready += may_be_packed(person, &people->papers[i], to);
    }
    struct bundle *bundle = &people->bundles[people->bundle_count];
    if (ready < LEAST || people->bundle_count == PEOPLE_BUNDLES_MAX) {
        return 0;
    }
    *bundle = (struct bundle){.at = person->party, .to = to, .given = PARTY_POST};
    if (!make_label(people, bundle, now)) {
        return 0;
    }
    const uint32_t number = (uint32_t)++people->bundle_count;
    size_t count = 0;
    people_write(person, "do pack", bundle->code, "");
    for (size_t i = 0; i < people->paper_count && count < BATCH_MAX && people_has_room(person);
         i++) {
        struct paper *paper = &people->papers[i];
        if (may_be_packed(person, paper, to)) {
            people_read_paper(people, person, paper);
            paper->bundle = number;
            paper->given = PARTY_POST;
            count++;
        }
    }
    people_write(person, "do done", "", "");
    seal(person, bundle, count);
    people_write(person, "do give", people_party(PARTY_POST).at, "");
    people_write(person, "scan", bundle->code, bundle->code);
    people_write(person, people_chance(person, CLOSED) ? "do absent closed" : "do done", "", "");
    return count;
}

static void move(struct people *people, struct person *person, size_t index)
{
    struct bundle *bundle = &people->bundles[index];
    for (size_t i = 0; i < people->paper_count; i++) {
        struct paper *paper = &people->papers[i];
        if (paper->bundle == index + 1) {
            people_receive(person, paper);
        }
    }
    bundle->at = person->party;
    bundle->given = PARTIES;
}

size_t bundles_take(struct people *people, struct person *person, enum party from)
{
    size_t count = 0;
    for (size_t i = 0; i < people->bundle_count && people_has_room(person); i++) {
        struct bundle *bundle = &people->bundles[i];
        if (bundle->at != from || bundle->given != person->party) {
            continue;
        }
        if (count++ == 0) {
            people_write(person, "do take", people_party(from).at, "");
        }
        people_write(person, "scan", bundle->code, bundle->code);
        move(people, person, i);
    }
    return count;
}

size_t bundles_give(struct people *people, struct person *person, enum party to)
{
    size_t count = 0;
    for (size_t i = 0; i < people->bundle_count && people_has_room(person); i++) {
        struct bundle *bundle = &people->bundles[i];
        if (bundle->at != person->party || bundle->given != PARTIES || bundle->to != to) {
            continue;
        }
        if (count++ == 0) {
            people_write(person, "do give", people_party(to).at, "");
        }
        people_write(person, "scan", bundle->code, bundle->code);
        bundle->given = to;
    }
    return count;
}

/* Too few, or one too many; and what was missing turns up, mostly. */
static void complain(struct people *people, struct person *person, const struct paper *missing)
{
    if (missing) {
        people_write(person, "do exception", "short", "");
        people_write(person, "scan", missing->code, missing->code);
        people_write(person, "do done", "", "");
        if (people_chance(person, FOUND)) {
            people_write(person, "do found", "", "");
            people_write(person, "scan", missing->code, missing->code);
            people_write(person, "do done", "", "");
        }
    }
    if (people_chance(person, TOO_MANY)) {
        const struct paper *other = &people->papers[dice_below(&person->dice, people->paper_count)];
        people_write(person, "do exception", "over", "");
        people_write(person, "scan", other->code, other->code);
        people_write(person, "do done", "", "");
    }
}

size_t bundles_unpack(struct people *people, struct person *person)
{
    const struct paper *missing = NULL;
    size_t index = 0;
    size_t count = 0;
    while (index < people->bundle_count && (people->bundles[index].at != person->party ||
                                            people->bundles[index].to != person->party)) {
        index++;
    }
    if (index == people->bundle_count) {
        return 0;
    }
    struct bundle *bundle = &people->bundles[index];
    people_write(person, "do unpack", bundle->code, "");
    for (size_t i = 0; i < people->paper_count; i++) {
        struct paper *paper = &people->papers[i];
        if (paper->bundle != index + 1) {
            continue;
        }
        paper->bundle = 0;
        count++;
        if (!missing && people_chance(person, MISSED)) {
            missing = paper;
        } else if (people_has_room(person)) {
            people_read_paper(people, person, paper);
        }
    }
    people_write(person, "do done", "", "");
    complain(people, person, missing);
    bundle->at = PARTIES; /* its label is thrown away */
    return count > 0 ? count : 1;
}

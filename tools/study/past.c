#include "tools/study/past.h"

#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "core/act_csv.h"
#include "core/custody.h"

/* INVARIANTS, once past_end() has said STATUS_OK
 *
 * (1) acts of one subject stand together, in the order of act_order(), none twice;
 * (2) first[id] .. first[id + 1] are those of subject ID;
 * (3) by_code names every dossier once. */

enum { NAMES_BESIDE = 1 << 16 }; /* parties, persons, stops, reasons beside what the lines bring */

uint32_t past_lines(struct text file)
{
    uint32_t lines = 0;
    for (size_t i = 0; i < file.size; i++) {
        lines += file.at[i] == '\n';
    }
    return lines + 1;
}

static uint32_t at_most(uint64_t number, uint32_t most)
{
    return number > most ? most : (uint32_t)number;
}

enum status past_open(struct past *past, const struct past_size *size)
{
    /* A line of acts brings at most a subject and a bundle or a void's reference that are new. */
    const uint64_t names = size->feed_lines + 2ULL * size->act_lines + NAMES_BESIDE;
    const uint32_t names_max = at_most(names, UINT32_MAX / 4);
    const uint32_t texts = at_most(size->bytes + NAMES_BESIDE, UINT32_MAX / 2);
    *past = (struct past){.latest = {INT32_MIN}, .first_fact = MINUTE_NEVER};
    past->acts_max = size->act_lines;
    past->dossiers_max = at_most((uint64_t)size->feed_lines + size->act_lines, UINT32_MAX / 8);
    past->names_memory = malloc(names_memory(names_max, texts));
    past->dossiers = malloc(past->dossiers_max * sizeof *past->dossiers);
    past->acts = malloc((size_t)past->acts_max * sizeof *past->acts);
    past->dossier_of = calloc((size_t)names_max + 2, sizeof *past->dossier_of);
    past->first = calloc((size_t)names_max + 2, sizeof *past->first);
    if (!past->names_memory || !past->dossiers || !past->acts || !past->dossier_of ||
        !past->first) {
        past_close(past);
        return STATUS_FULL;
    }
    names_init(&past->names, past->names_memory, names_max, texts);
    item_grammar_default(&past->grammar);
    const enum status status = parties_give(&past->names, &past->parties);
    if (status != STATUS_OK) {
        past_close(past);
    }
    return status;
}

void past_close(struct past *past)
{
    if (past) {
        free(past->names_memory);
        free(past->dossiers);
        free(past->acts);
        free(past->spare);
        free(past->dossier_of);
        free(past->first);
        free(past->by_code);
        *past = (struct past){0};
    }
}

static void note_time(struct past *past, struct minute minute)
{
    if (minute.m != MINUTE_NEVER.m) {
        past->latest.m = minute.m > past->latest.m ? minute.m : past->latest.m;
        past->first_fact.m = minute.m < past->first_fact.m ? minute.m : past->first_fact.m;
    }
}

/* The dossier NAME, made if new; NULL: no room. */
static struct past_dossier *dossier(struct past *past, struct name name)
{
    const uint32_t at = past->dossier_of[name.id];
    if (at > 0) {
        return &past->dossiers[at - 1];
    }
    if (past->dossier_count == past->dossiers_max) {
        return NULL;
    }
    struct past_dossier *made = &past->dossiers[past->dossier_count++];
    *made = (struct past_dossier){.in_feed = false};
    dossier_facts_init(&made->facts, name);
    past->dossier_of[name.id] = past->dossier_count;
    return made;
}

/* A later row says everything anew but the supplements, which come by their own file. */
static enum status take_facts(struct past *past, const struct dossier_facts *row)
{
    struct past_dossier *one = dossier(past, row->dossier);
    if (!one) {
        return STATUS_FULL;
    }
    const struct dossier_facts before = one->facts;
    one->facts = *row;
    memcpy(one->facts.supplement, before.supplement, sizeof before.supplement);
    one->facts.supplements = before.supplements;
    one->facts.supplements_left_off = before.supplements_left_off;
    one->in_feed = true;
    note_time(past, row->received);
    note_time(past, row->finished);
    note_time(past, row->returned);
    return STATUS_OK;
}

enum status past_feed(struct past *past, struct text file)
{
    struct dossier_facts row;
    struct feed_fault fault;
    while (file.size > 0) {
        const struct text line = text_split(&file, '\n');
        if (feed_line_skip(line)) {
            continue;
        }
        if (!feed_line_parse(line, &past->names, &row, &fault)) {
            return fault.kind == FEED_FAULT_FULL ? STATUS_FULL : STATUS_MALFORMED;
        }
        const enum status status = take_facts(past, &row);
        if (status != STATUS_OK) {
            return status;
        }
    }
    return STATUS_OK;
}

enum status past_supplements(struct past *past, struct text file)
{
    struct supplement row;
    struct name name;
    struct feed_fault fault;
    while (file.size > 0) {
        const struct text line = text_split(&file, '\n');
        if (feed_line_skip(line)) {
            continue;
        }
        if (!supplement_line_parse(line, &past->names, &name, &row, &fault)) {
            return fault.kind == FEED_FAULT_FULL ? STATUS_FULL : STATUS_MALFORMED;
        }
        struct past_dossier *one = dossier(past, name);
        if (!one) {
            return STATUS_FULL;
        }
        (void)dossier_supplement(&one->facts, &row); /* what does not fit makes its flag unknown */
        note_time(past, row.asked);
        note_time(past, row.brought);
    }
    return STATUS_OK;
}

/* Acts speak of dossiers, of bundles and of runs; a dossier alone has a life. */
static enum status note_life(struct past *past, const struct act *act)
{
    struct item_code code;
    if (act->kind == ACT_ARRIVE || act->kind == ACT_DEPART ||
        past->dossier_of[act->subject.id] > 0) {
        return STATUS_OK;
    }
    item_code_read(names_text(&past->names, act->subject), &past->grammar, &code);
    return code.kind != ITEM_DOSSIER || dossier(past, act->subject) ? STATUS_OK : STATUS_FULL;
}

enum status past_acts(struct past *past, struct text file)
{
    struct act_fault fault;
    while (file.size > 0) {
        const struct text line = text_split(&file, '\n');
        if (act_csv_skip(line)) {
            continue;
        }
        if (past->act_count == past->acts_max) {
            return STATUS_FULL;
        }
        struct act *act = &past->acts[past->act_count];
        if (!act_csv_parse(line, &past->names, act, &fault)) {
            return fault.kind == ACT_FAULT_FULL ? STATUS_FULL : STATUS_MALFORMED;
        }
        past->act_count++;
        note_time(past, instant_minute(act->at));
        const enum status status = note_life(past, act);
        if (status != STATUS_OK) {
            return status;
        }
    }
    return STATUS_OK;
}

/* qsort() hands nothing through. */
static const struct past *sorted_past;

static int order_acts(const void *a, const void *b)
{
    return act_order(a, b, &sorted_past->names);
}

static int order_dossiers(const void *a, const void *b)
{
    const struct past *past = sorted_past;
    const struct name one = past->dossiers[*(const uint32_t *)a].facts.dossier;
    const struct name other = past->dossiers[*(const uint32_t *)b].facts.dossier;
    return text_order(names_text(&past->names, one), names_text(&past->names, other));
}

/* Counting sort by subject. */
static bool group(struct past *past)
{
    const uint32_t names = past->names.count + 1;
    struct act *to = malloc((size_t)past->act_count * sizeof *to + 1);
    uint32_t *next = calloc((size_t)names + 2, sizeof *next);
    if (!to || !next) {
        free(to);
        free(next);
        return false;
    }
    for (uint32_t i = 0; i < past->act_count; i++) {
        past->first[past->acts[i].subject.id + 1]++;
    }
    for (uint32_t id = 0; id < names; id++) {
        past->first[id + 1] += past->first[id];
        next[id] = past->first[id];
    }
    for (uint32_t i = 0; i < past->act_count; i++) {
        to[next[past->acts[i].subject.id]++] = past->acts[i];
    }
    free(next);
    past->spare = to;
    return true;
}

/* Writes the acts of FROM .. UNTIL back to AT, in order, each once. Returns where they end. */
static uint32_t write_group(struct past *past, uint32_t from, uint32_t until, uint32_t at)
{
    qsort(past->spare + from, until - from, sizeof *past->spare, order_acts);
    const uint32_t begin = at;
    for (uint32_t i = from; i < until; i++) {
        if (at > begin && act_order(&past->acts[at - 1], &past->spare[i], &past->names) == 0) {
            past->doubles++;
        } else {
            past->acts[at++] = past->spare[i];
        }
    }
    return at;
}

enum status past_end(struct past *past)
{
    past->by_code = malloc((size_t)past->dossier_count * sizeof *past->by_code + 1);
    if (!past->by_code || !group(past)) {
        return STATUS_FULL;
    }
    sorted_past = past;
    uint32_t at = 0;
    uint32_t from = 0;
    for (uint32_t id = 0; id <= past->names.count; id++) {
        const uint32_t until = past->first[id + 1];
        past->first[id] = at;
        at = write_group(past, from, until, at);
        from = until;
    }
    past->first[past->names.count + 1] = at;
    past->act_count = at;
    free(past->spare);
    past->spare = NULL;
    for (uint32_t i = 0; i < past->dossier_count; i++) {
        past->by_code[i] = i;
    }
    qsort(past->by_code, past->dossier_count, sizeof *past->by_code, order_dossiers);
    sorted_past = NULL;
    return STATUS_OK;
}

struct gathering {
    struct act *out;
    size_t room;
    size_t count;
    bool left_off;
};

static void gather(const struct past *past, struct name subject, struct gathering *into)
{
    const uint32_t from = past->first[subject.id];
    const size_t there = past->first[subject.id + 1] - from;
    const size_t fits = into->room - into->count < there ? into->room - into->count : there;
    memcpy(into->out + into->count, past->acts + from, fits * sizeof *into->out);
    into->count += fits;
    into->left_off = into->left_off || fits < there;
}

static bool is_among(const struct name *names, size_t count, struct name name)
{
    for (size_t i = 0; i < count; i++) {
        if (name_same(names[i], name)) {
            return true;
        }
    }
    return false;
}

size_t past_gather(const struct past *past, struct name dossier, struct act *out, size_t room,
                   bool *out_left_off)
{
    struct gathering into = {.out = out, .room = room};
    struct name done[CUSTODY_BUNDLES_MAX];
    struct name found[CUSTODY_BUNDLES_MAX];
    size_t done_count = 0;
    assert(dossier.id <= past->names.count);
    gather(past, dossier, &into);
    for (bool grew = true; grew;) {
        size_t count = custody_bundles(into.out, into.count, found, CUSTODY_BUNDLES_MAX);
        grew = false;
        into.left_off = into.left_off || count > CUSTODY_BUNDLES_MAX;
        count = count > CUSTODY_BUNDLES_MAX ? CUSTODY_BUNDLES_MAX : count;
        for (size_t i = 0; i < count && done_count < CUSTODY_BUNDLES_MAX; i++) {
            if (!is_among(done, done_count, found[i])) {
                done[done_count++] = found[i];
                gather(past, found[i], &into);
                grew = true;
            }
        }
    }
    *out_left_off = into.left_off;
    return into.count;
}

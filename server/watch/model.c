#include "server/watch/model.h"

#include <stdlib.h>

#include "base/check.h"

enum { NESTING_MAX = 8 };

static bool tables_open(struct model *model, const struct model_limits *limits)
{
    model->lives = calloc(limits->lives, sizeof *model->lives);
    model->outlines = calloc(limits->lives, sizeof *model->outlines);
    model->acts = calloc(limits->acts, sizeof *model->acts);
    model->packed = calloc(limits->acts, sizeof *model->packed);
    model->touched = calloc(limits->lives, sizeof *model->touched);
    model->stale = calloc(limits->lives, sizeof *model->stale);
    model->drifted = calloc(limits->lives, sizeof *model->drifted);
    model->life_of = calloc(limits->names + 1, sizeof *model->life_of);
    model->first_act = calloc(limits->names + 1, sizeof *model->first_act);
    model->first_packed = calloc(limits->names + 1, sizeof *model->first_packed);
    model->names_memory = calloc(1, names_memory(limits->names, limits->texts));
    return model->lives && model->outlines && model->acts && model->packed && model->touched &&
           model->stale && model->drifted && model->life_of && model->first_act &&
           model->first_packed && model->names_memory;
}

enum status model_open(struct model *model, const struct model_limits *limits)
{
    *model = (struct model){.limits = *limits};
    if (!tables_open(model, limits)) {
        model_close(model);
        return STATUS_FULL;
    }
    names_init(&model->names, model->names_memory, limits->names, limits->texts);
    enum status status = parties_give(&model->names, &model->parties);
    if (status != STATUS_OK) {
        model_close(model);
    }
    return status;
}

void model_close(struct model *model)
{
    if (model) {
        free(model->lives);
        free(model->outlines);
        free(model->acts);
        free(model->packed);
        free(model->touched);
        free(model->stale);
        free(model->drifted);
        free(model->life_of);
        free(model->first_act);
        free(model->first_packed);
        free(model->names_memory);
        *model = (struct model){0};
    }
}

struct life *model_find(const struct model *model, struct name name)
{
    uint32_t at = model->life_of[name.id];
    return at ? &model->lives[at - 1] : NULL;
}

struct life *model_life(struct model *model, struct name name)
{
    struct life *life = model_find(model, name);
    if (life || model->life_count == model->limits.lives) {
        return life;
    }
    assert(model->lives != NULL);
    life = &model->lives[model->life_count++];
    *life = (struct life){.stated = MINUTE_NEVER, .verdict_due = MINUTE_NEVER};
    dossier_facts_init(&life->facts, name);
    model->life_of[name.id] = model->life_count;
    return life;
}

void model_touch(struct model *model, struct life *life)
{
    model->outlines[model_number(model, life)].until = (struct minute){INT32_MIN};
    life->conflicts_told = false;
    if (!life->touched) {
        assert(model->touched_count < model->limits.lives);
        life->touched = true;
        model->touched[model->touched_count++] = model_number(model, life);
    }
}

void model_stale(struct model *model, struct life *life)
{
    if (!life->stale) {
        assert(model->stale_count < model->limits.lives);
        life->stale = true;
        model->stale[model->stale_count++] = model_number(model, life);
    }
}

void model_drifted(struct model *model, struct life *life)
{
    if (!life->drifted) {
        assert(model->drifted_count < model->limits.lives);
        life->drifted = true;
        model->drifted[model->drifted_count++] = model_number(model, life);
    }
}

bool model_full(const struct model *model)
{
    const struct names *names = &model->names;
    return model->life_count == model->limits.lives || model->act_count == model->limits.acts ||
           names->count + 8 >= names->count_max ||
           names->starts[names->count + 1] + 8 * NAME_SIZE_MAX >= names->texts_room;
}

void model_touch_all(struct model *model)
{
    for (uint32_t i = 0; i < model->life_count; i++) {
        model_touch(model, &model->lives[i]);
    }
}

/* Bundles nest, NESTING_MAX deep at most: deeper is a circle. */
/* NOLINTNEXTLINE(misc-no-recursion) */
static void touch_subject(struct model *model, struct name subject, int depth)
{
    struct life *life = model_find(model, subject);
    if (life) {
        model_touch(model, life);
    }
    for (uint32_t at = model->first_packed[subject.id]; at && depth < NESTING_MAX;
         at = model->packed[at - 1].next) {
        touch_subject(model, model->packed[at - 1].item, depth + 1);
    }
}

/* Where the next act on ACT's subject is to be linked in; NULL: this one is known. They stand in
 * the order in which they came, which is nearly that of the fold. */
static uint32_t *end_of_acts(struct model *model, const struct act *act)
{
    uint32_t *link = &model->first_act[act->subject.id];
    while (*link) {
        struct known_act *known = &model->acts[*link - 1];
        if (known->act.at.ms == act->at.ms && act_order(&known->act, act, &model->names) == 0) {
            return NULL;
        }
        link = &known->next;
    }
    return link;
}

static bool is_packed(const struct model *model, struct name bundle, struct name item)
{
    for (uint32_t at = model->first_packed[bundle.id]; at; at = model->packed[at - 1].next) {
        if (name_same(model->packed[at - 1].item, item)) {
            return true;
        }
    }
    return false;
}

static void note_packed(struct model *model, const struct act *act)
{
    if (act->kind == ACT_PACK && act->parent.id != 0 &&
        !is_packed(model, act->parent, act->subject)) {
        assert(model->packed_count < model->limits.acts); /* never more than acts */
        model->packed[model->packed_count] =
            (struct packed){.item = act->subject, .next = model->first_packed[act->parent.id]};
        model->first_packed[act->parent.id] = ++model->packed_count;
    }
}

enum status model_add(struct model *model, const struct act *act, const struct book_source *source,
                      bool *out_new)
{
    uint32_t *end = end_of_acts(model, act);
    if (!end) {
        *out_new = false;
        return STATUS_OK;
    }
    if (model->act_count == model->limits.acts) {
        return STATUS_FULL;
    }
    model->acts[model->act_count] = (struct known_act){.act = *act, .source = *source};
    *end = ++model->act_count;
    note_packed(model, act);
    touch_subject(model, act->subject, 0);
    *out_new = true;
    return STATUS_OK;
}

uint32_t model_take_back(struct model *model, struct device device, struct place place)
{
    uint32_t taken = 0;
    for (uint32_t i = 0; i < model->act_count; i++) {
        struct known_act *known = &model->acts[i];
        if (known->source.device.id != device.id || place_order(known->source.place, place) <= 0) {
            continue;
        }
        uint32_t *link = &model->first_act[known->act.subject.id];
        while (*link && *link != i + 1) {
            link = &model->acts[*link - 1].next;
        }
        if (*link) {
            *link = known->next;
            touch_subject(model, known->act.subject, 0);
            taken++;
        }
    }
    model->acts_taken_back += taken;
    return taken;
}

struct gathering {
    struct act *out;
    size_t room;
    size_t count;
    bool left_off;
};

static void gather_subject(const struct model *model, struct name subject, struct gathering *into)
{
    for (uint32_t at = model->first_act[subject.id]; at; at = model->acts[at - 1].next) {
        if (into->count == into->room) {
            into->left_off = true;
            return;
        }
        into->out[into->count++] = model->acts[at - 1].act;
    }
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

size_t model_gather(const struct model *model, struct name dossier, struct act *out, size_t room,
                    bool *out_left_off)
{
    struct gathering into = {.out = out, .room = room};
    struct name done[CUSTODY_BUNDLES_MAX];
    struct name found[CUSTODY_BUNDLES_MAX];
    size_t done_count = 0;
    bool grew = true;
    gather_subject(model, dossier, &into);
    while (grew) {
        size_t count = custody_bundles(into.out, into.count, found, CUSTODY_BUNDLES_MAX);
        grew = false;
        into.left_off = into.left_off || count > CUSTODY_BUNDLES_MAX;
        count = count > CUSTODY_BUNDLES_MAX ? CUSTODY_BUNDLES_MAX : count;
        for (size_t i = 0; i < count; i++) {
            if (done_count < CUSTODY_BUNDLES_MAX && !is_among(done, done_count, found[i])) {
                done[done_count++] = found[i];
                gather_subject(model, found[i], &into);
                grew = true;
            }
        }
    }
    *out_left_off = into.left_off;
    return into.count;
}

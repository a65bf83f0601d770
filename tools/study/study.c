#include "tools/study/study.h"

#include <stdlib.h>
#include <string.h>

#include "tools/study/asks.h"

/* Every file there is, with the header of its columns. Without rows of its own: filled later. */
#define LEGS_HEADER   "dossier,leg,from,to,agency,fit,first_run,run,taken,missed_runs,waited"
#define WHATIF_HEADER "dossier,promised,back,same_plan,other_plan,was,would_be"

static const struct {
    const char *name;
    const char *header;
    void (*rows)(struct study *study, const struct study_life *life);
} files[STUDY_FILES] = {
    {"minutes.csv",   "dossier,party,cause,minutes",                    minutes_out  },
    {"legs.csv",      LEGS_HEADER,                                      legs_out     },
    {"flags.csv",     "at,dossier,level,cause,leg,slack_minutes",       flags_out    },
    {"conflicts.csv", "dossier,at,conflict,holder,party,custody_moved", conflicts_out},
    {"forecast.csv",  "at,dossier,promised,f50,f90,p_late",             NULL         },
    {"whatif.csv",    WHATIF_HEADER,                                    whatif_out   },
    {"report.html",   NULL,                                             NULL         },
};

const char *study_file_name(enum study_file file)
{
    return files[file].name;
}

/* When every run was seen, of all acts: they belong to no dossier. */
static bool note_movements(struct study *study)
{
    const struct past *past = study->past;
    uint32_t room = 0;
    for (uint32_t i = 0; i < past->act_count; i++) {
        const uint8_t kind = past->acts[i].kind;
        room += kind == ACT_ARRIVE || kind == ACT_DEPART || kind == ACT_VOID;
    }
    study->movements_memory = malloc((size_t)room * sizeof *study->movements_memory + 1);
    if (!study->movements_memory) {
        return false;
    }
    movements_begin(&study->movements, study->movements_memory, room);
    bool all = true;
    for (uint32_t i = 0; all && i < past->act_count; i++) {
        all = movements_add(&study->movements, &past->acts[i], &past->names);
    }
    movements_end(&study->movements);
    return all;
}

enum status study_open(struct study *study)
{
    study->acts = malloc((CUSTODY_ACTS_MAX + 1) * sizeof *study->acts);
    if (!study->acts || !note_movements(study)) {
        return STATUS_FULL;
    }
    for (int i = 0; i < STUDY_FILES; i++) {
        if (study->out[i] && files[i].header) {
            (void)fprintf(study->out[i], "%s\n", files[i].header);
        }
    }
    return STATUS_OK;
}

void study_close(struct study *study)
{
    if (study) {
        free(study->acts);
        free(study->movements_memory);
        study->acts = NULL;
        study->movements_memory = NULL;
    }
}

/* A promise keeps the calendar that was valid on the day of receipt: the newest such, else the
 * first there was, as in server/watch. */
static const struct calendar *promised_by(const struct study *study, struct minute received)
{
    const struct calendar *best = study->version_count > 0 ? study->versions[0] : study->calendar;
    const struct day day = minute_day(received);
    for (size_t i = 1; i < study->version_count; i++) {
        const struct calendar *version = study->versions[i];
        if (version->valid_from.d <= day.d && version->valid_from.d >= best->valid_from.d) {
            best = version;
        }
    }
    return best;
}

static void take_up(struct study *study, uint32_t at, struct study_life *life)
{
    bool left_off = false; /* said by the count: one more than the fold takes */
    const struct past *past = study->past;
    life->dossier = past_at(past, at);
    life->code = names_text(&past->names, life->dossier->facts.dossier);
    life->input = (struct flag_input){
        .names = &past->names,
        .parties = &past->parties,
        .facts = &life->dossier->facts,
        .acts = study->acts,
        .act_count = past_gather(past, life->dossier->facts.dossier, study->acts,
                                 CUSTODY_ACTS_MAX + 1, &left_off),
        .plan = study->plan,
        .calendar = study->calendar,
        .promised_by = promised_by(study, life->dossier->facts.received),
    };
    flag_custody(&life->input, study->now, &life->custody);
}

static void count(struct study *study, const struct study_life *life)
{
    struct study_counts *counts = &study->counts;
    counts->lives++;
    counts->unseen += life->dossier->in_feed && !life->custody.has_own_act;
    counts->impossible += dossier_impossible(life->input.facts);
    counts->not_in_feed += !life->dossier->in_feed;
    for (size_t i = 0; i < life->input.act_count; i++) {
        counts->future += instant_minute(life->input.acts[i].at).m > study->now.m;
    }
    counts->conflicts += life->custody.conflicts;
}

static enum status written(const struct study *study)
{
    for (int i = 0; i < STUDY_FILES; i++) {
        if (study->out[i] && ferror(study->out[i])) {
            return STATUS_IO;
        }
    }
    return STATUS_OK;
}

enum status study_step(struct study *study, uint32_t count_max)
{
    /* the linter does not see that flag_custody() always writes */
    struct study_life life = {0};
    const uint32_t left = study->past->dossier_count - study->next;
    const uint32_t until = study->next + (count_max < left ? count_max : left);
    for (; study->next < until; study->next++) {
        take_up(study, study->next, &life);
        count(study, &life);
        for (int i = 0; i < STUDY_FILES; i++) {
            if (files[i].rows && (study->out[i] || i == STUDY_WHATIF)) {
                files[i].rows(study, &life);
            }
        }
        enum status status = study->trials ? whatif_note(study, &life) : STATUS_OK;
        if (status == STATUS_OK && study->asks) {
            status = asks_note(study->asks, study, &life, study->next);
        }
        if (status != STATUS_OK) {
            return status;
        }
    }
    return written(study);
}

enum status study_order(struct study *study)
{
    return study->asks ? asks_order(study->asks) : STATUS_OK;
}

enum status study_answer(struct study *study, uint32_t count_max, bool *out_left)
{
    struct study_life life = {0};
    uint32_t place = 0;
    for (uint32_t i = 0; study->asks && i < count_max && asks_next(study->asks, &place); i++) {
        take_up(study, place, &life);
        asks_answer(study->asks, &life);
        if (study->out[STUDY_FORECAST]) {
            asks_out(study, &study->asks->list[study->asks->next - 1], study->out[STUDY_FORECAST]);
        }
    }
    *out_left = study->asks && asks_next(study->asks, &place);
    return written(study);
}

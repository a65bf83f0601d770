#include "tests/sim/station.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "tests/sim/catalogue.h"
#include "tests/sim/happening.h"

/* INVARIANTS
 * (1) Nobody hears an answer of a step in which the power failed.
 * (2) One alarm is set at most; an older one is passed over. */

enum { STEPS_MAX = 64, SECTORS = 3, PLANTED_EVERY = 40, CONCERN_UNIT = 100, CONCERN_KEYS = 200 };
enum { KEPT_DAYS = 35, DAY_MS = 86400000, MENDED_MS = 4000 };
enum { LOCKED_MS_MAX = 60000 }; /* a lock that somebody holds is asked for a thousand times */
enum { CONCERN_DOZE = 250, DOZING = 3, DOZING_OF = 4 };

/* ---- the disk's chance ---- */

static enum fault fault_of(enum disk_fault fault)
{
    static const enum fault of[DISK_FAULTS] = {
        [DISK_DROPPED] = FAULT_DROPPED,     [DISK_TORN] = FAULT_TORN,
        [DISK_REORDERED] = FAULT_REORDERED, [DISK_FSYNC_FAILS] = FAULT_FSYNC_FAILS,
        [DISK_READ_EIO] = FAULT_READ_EIO,   [DISK_WRITE_EIO] = FAULT_WRITE_EIO,
        [DISK_FULL] = FAULT_DISK_FULL,      [DISK_BUSY] = FAULT_BUSY,
        [DISK_BIT_ROT] = FAULT_BIT_ROT,     [DISK_FSYNC_LIES] = FAULT_FSYNC_LIES,
    };
    return of[fault];
}

static bool disk_fires(void *self, enum disk_fault fault)
{
    struct station *station = self;
    if (!swarm_fires(station->scene.swarm, fault_of(fault))) {
        return false;
    }
    station->strikes++;
    station->bad_until =
        station->scene.timeline->now + (fault == DISK_BUSY ? LOCKED_MS_MAX : MENDED_MS);
    station->disk_lied = station->disk_lied || fault == DISK_FSYNC_LIES || fault == DISK_BIT_ROT;
    station->rewound = station->rewound || station->disk_lied;
    story_tell(station->scene.story, station->name, "has a bad disk", fault, 0,
               swarm_name(fault_of(fault)));
    return true;
}

static uint64_t disk_below(void *self, uint64_t bound)
{
    struct station *station = self;
    return dice_below(&station->dice, bound);
}

/* ---- the journal, seen from outside ---- */

static enum status see_append(void *self, const struct journal_group *group)
{
    struct station *station = self;
    for (size_t i = 0; i < group->entry_count; i++) {
        ledger_sealed(station->scene.ledger, station->device, &group->entries[i].hash);
    }
    if (group->entry_count > 0) {
        const struct journal_entry *last = &group->entries[group->entry_count - 1];
        station->group_at = group->entries[0].whole.at;
        station->group_size = (size_t)(last->whole.at + last->whole.size - station->group_at);
    }
    if (group->entry_count > 0 && ++station->appends % PLANTED_EVERY == 0 &&
        station->scene.plant == PLANT_EARLY_OK) {
        return STATUS_OK;
    }
    return journal_file_append(&station->journal, group);
}

static enum status see_state(void *self, struct journal_state *out_state)
{
    return journal_file_state(&((struct station *)self)->journal, out_state);
}

static enum status see_read(void *self, struct place from, struct journal_page *page)
{
    return journal_file_read(&((struct station *)self)->journal, from, page);
}

static enum status see_next(void *self, struct place from, struct place *out_place)
{
    return journal_file_next(&((struct station *)self)->journal, from, out_place);
}

static enum status see_hash_at(void *self, struct place place, struct hash *out_hash)
{
    return journal_file_hash_at(&((struct station *)self)->journal, place, out_hash);
}

static enum status see_receive(void *self, const struct journal_receipt *receipt)
{
    return journal_file_receive(&((struct station *)self)->journal, receipt);
}

static enum status see_kept(void *self, struct text key, uint8_t *out, size_t room,
                            size_t *out_size)
{
    return journal_file_kept(&((struct station *)self)->journal, key, out, room, out_size);
}

static struct clock_reading read_clock(const struct station *station)
{
    return computer_clock(&station->computer, station->scene.timeline->now);
}

static enum status see_purge(void *self, struct instant cut, uint32_t count_max,
                             uint32_t *out_count)
{
    struct station *station = self;
    struct journal_state after;
    uint32_t count = 0;
    const enum status status = journal_file_purge(&station->journal, cut, count_max, &count);
    if (status == STATUS_OK && count > 0 &&
        journal_file_state(&station->journal, &after) == STATUS_OK) {
        story_tell(station->scene.story, station->name, "deletes old entries", count,
                   after.first.seq, NULL);
        ledger_deleted(station->scene.ledger, station->device, after.first);
        if (cut.ms > read_clock(station).wall.ms - (int64_t)KEPT_DAYS * DAY_MS) {
            blame_say(station->scene.blame, HOLDS_KEPT, "%s deletes what is not %d days old",
                      station->name, (int)KEPT_DAYS);
        }
    }
    *out_count = count;
    return status;
}

static enum status see_reopen(void *self)
{
    return journal_file_reopen(&((struct station *)self)->journal);
}

/* ---- making one ---- */

static void fill(void *self, void *out, size_t size)
{
    dice_fill(&((struct station *)self)->dice, out, size);
}

static void make_ports(struct station *station)
{
    static const struct chance_ops chance = {.fill = fill};
    static const struct journal_file_ops ops = {.append = see_append,
                                                .state = see_state,
                                                .read = see_read,
                                                .next = see_next,
                                                .hash_at = see_hash_at,
                                                .receive = see_receive,
                                                .kept = see_kept,
                                                .purge = see_purge,
                                                .reopen = see_reopen};
    station->chance = (struct chance){.ops = &chance, .self = station};
    station->port = (struct journal_file){.ops = &ops, .self = station};
    station->disk_chance =
        (struct disk_chance){.fires = disk_fires, .below = disk_below, .self = station};
}

void station_init(struct station *station, const struct scene *scene,
                  const struct station_card *card)
{
    static const uint32_t sectors[SECTORS] = {512, 4096, 65536};
    uint8_t bytes[SIGN_SEED_SIZE];
    struct link_key link_key;
    memset(station, 0, sizeof *station);
    station->scene = *scene;
    station->number = card->number;
    (void)snprintf(station->name, sizeof station->name, "%s", card->name);
    const uint32_t keys_of = card->twin ? card->twin->number : card->number;
    struct dice keys = dice_of(card->seed, CONCERN_KEYS + keys_of);
    dice_fill(&keys, bytes, sizeof bytes);
    dice_fill(&keys, link_key.byte, sizeof link_key.byte);
    sign_keys(bytes, &station->sign_key, &station->secret);
    station->dice = dice_of(card->seed, CONCERN_UNIT + card->number);
    struct dice doze = dice_of(card->seed, CONCERN_DOZE + card->number);
    station->computer.dozes = !scene->sqlite && dice_below(&doze, DOZING_OF) < DOZING;
    station->settings =
        (struct shift_settings){.device = device_of(&station->sign_key),
                                .sign_key = station->sign_key,
                                .secret = &station->secret,
                                .language = card->number % 2 ? LANGUAGE_EN : LANGUAGE_VI,
                                .party = card->party,
                                .stop = card->stop,
                                .software = TEXT("trao-sim")};
    make_ports(station);
    story_log_init(&station->log, scene->story, station->name);
    const uint32_t sector = sectors[dice_below(&keys, SECTORS)];
    station->disk = disk_new(scene->sqlite ? DISK_SQLITE : DISK_ABSTRACT, station->name, sector,
                             &station->disk_chance);
    station->unit = malloc(sizeof *station->unit);
    assert(station->disk && station->unit);
    disk_shows_unsynced(station->disk, scene->swarm->shown);
    station->cable = network_cable(scene->network, station->name, &link_key);
    station->device = card->twin
                          ? card->twin->device
                          : ledger_device(scene->ledger, station->name, station->settings.device);
    station->alarm_at = INT64_MAX;
}

void station_fini(struct station *station)
{
    if (station->disk) {
        disk_stop(station->disk);
        disk_free(station->disk);
    }
    free(station->unit);
    memset(station, 0, sizeof *station);
}

struct device station_device(const struct station *station)
{
    return station->settings.device;
}

/* ---- a step ---- */

static void set_alarm(struct station *station, struct instant wakeup)
{
    const int64_t now = station->scene.timeline->now;
    const int64_t mono = read_clock(station).mono.ms;
    if (wakeup.ms == INT64_MAX) {
        station->alarm_at = INT64_MAX;
        return;
    }
    const bool resting = station->unit->uplink.sender.state == SENDER_IDLE;
    const int64_t asked = wakeup.ms <= mono ? now + 1 : now + (wakeup.ms - mono);
    const int64_t at =
        computer_alarm(&station->computer, now, asked, resting && !station->scene.swarm->quiet);
    if (at == station->alarm_at) {
        return;
    }
    station->alarm_at = at;
    timeline_put(station->scene.timeline, at, HAPPENS_WAKE, station->number, ++station->alarm);
}

static void lose_power(struct station *station)
{
    story_tell(station->scene.story, station->name, "loses power", disk_is_dark(station->disk), 0,
               NULL);
    disk_cut(station->disk);
    network_switch(station->cable, false);
    station->power = STATION_OFF;
    station->alarm_at = INT64_MAX;
}

static void note_epoch(struct station *station)
{
    const uint32_t epoch = station->unit->shift.head.place.epoch;
    station->epoch = epoch > station->epoch ? epoch : station->epoch;
}

/* Only a disk that lies or rots may lose what was durable; and then that is said. */
static void hear_of_damage(struct station *station, const struct answer *answer)
{
    if (strcmp(answer->code, unit_said(SAY_DAMAGED)->code) != 0) {
        return;
    }
    struct place place = {0};
    const char *where = strpbrk(answer->text, "0123456789");
    const bool named =
        where && sscanf(where, "%" SCNu32 "/%" SCNu64, &place.epoch, &place.seq) == 2;
    assert(named);
    ledger_rotten(station->scene.ledger, station->device, place);
    if (!station->disk_lied) {
        blame_say(station->scene.blame, HOLDS_TOLD, "%s has a damaged journal on a sound disk: %s",
                  station->name, answer->text);
    }
}

/* After a failure the journal is opened and read again within a second; then it is as good as new.
 */
static void hear_of_failure(struct station *station, const struct answer *answer)
{
    if (strcmp(answer->code, unit_said(SAY_NOT_WRITTEN)->code) == 0 && !station->disk_lied &&
        station->scene.timeline->now > station->bad_until) {
        blame_say(station->scene.blame, HOLDS_WORDS,
                  "%s says that it could not write, and its disk has no fault: %s", station->name,
                  answer->text);
    }
}

static void check_words(struct station *station, const struct unit_effects *effects)
{
    for (size_t i = 0; i < effects->answer_count; i++) {
        const struct answer *answer = &effects->answers[i];
        if (!catalogue_has(answer->code) || answer->text[0] == '\0' ||
            strstr(answer->text, "{0}")) {
            blame_say(station->scene.blame, HOLDS_WORDS, "%s says what is in no catalogue: %s %s",
                      station->name, answer->code, answer->text);
        }
        story_tell(station->scene.story, station->name, tone_name(answer->tone), i, 0,
                   answer->text);
        hear_of_damage(station, answer);
        hear_of_failure(station, answer);
    }
}

/* A unit that had to read its journal anew may know less than before; nobody else. */
static void check_belief(struct station *station)
{
    const struct head *received = &station->unit->uplink.sender.received;
    if (!station->disk_lied) {
        const bool read_anew = station->in_trouble || station->strikes != station->strikes_then;
        ledger_believed(station->scene.ledger, station->device, received,
                        read_anew ? (struct place){0} : station->believed);
    }
    station->believed = received->place;
    station->strikes_then = station->strikes;
    station->in_trouble = station->unit->trouble != STATUS_OK;
}

/* Background: the journal is not asked for anything new, and the line is served. */
static void serve(struct station *station)
{
    struct unit_effects effects = {.again = true};
    for (int i = 0; effects.again && i < STEPS_MAX; i++) {
        const struct clock_reading now = read_clock(station);
        const struct unit_event event = {.now = now, .line = now.mono};
        unit_step(station->unit, &event, &effects);
        if (disk_is_dark(station->disk)) {
            lose_power(station); /* (1) */
            return;
        }
        check_words(station, &effects);
        check_belief(station);
    }
    note_epoch(station);
    set_alarm(station, effects.wakeup);
}

void station_wake(struct station *station, const struct event *event)
{
    if (station->power == STATION_ON && event->what == station->alarm &&
        station->alarm_at != INT64_MAX) { /* (2) */
        station->alarm_at = INT64_MAX;
        serve(station);
    }
}

void station_ring(struct station *station)
{
    if (station->power == STATION_ON) {
        serve(station);
    }
}

static bool holds(struct station *station, const char *code)
{
    const size_t size = strlen(code);
    const uint8_t *at = station->group_at;
    for (size_t i = 0; at && i + size <= station->group_size; i++) {
        if (at[i] == (uint8_t)code[0] && memcmp(at + i, code, size) == 0) {
            return true;
        }
    }
    return size == 0;
}

/* What the person hears is remembered, and what it is about stands in the journal. */
static void remember(struct station *station, const struct head *before, const char *code)
{
    const struct head *head = &station->unit->shift.head;
    if (place_order(before->place, head->place) == 0) {
        return;
    }
    if (!holds(station, code)) {
        blame_say(station->scene.blame, HOLDS_TOLD,
                  "%s said ok to %s and has written something else", station->name, code);
    }
    ledger_told(station->scene.ledger, station->device, head, text_of(code));
    station->scans++;
}

struct station_answer station_line(struct station *station, const char *line, const char *code)
{
    struct station_answer answer = {STATION_SILENT};
    if (station->power != STATION_ON) {
        return answer;
    }
    const struct head before = station->unit->shift.head;
    const struct clock_reading now = read_clock(station);
    const struct unit_input input = {.kind = UNIT_LINE, .text = text_of(line)};
    const struct unit_event event = {
        .now = now, .line = now.mono, .inputs = &input, .input_count = 1};
    struct unit_effects effects;
    station->group_at = NULL;
    station->group_size = 0;
    story_tell(station->scene.story, station->name, "is told", station->scans, 0, line);
    unit_step(station->unit, &event, &effects);
    if (disk_is_dark(station->disk)) {
        lose_power(station); /* (1) */
        return answer;
    }
    check_words(station, &effects);
    for (size_t i = 0; i < effects.answer_count; i++) {
        if (effects.answers[i].tone == TONE_OK) {
            answer.what = STATION_SAID_OK;
        } else if (effects.answers[i].tone == TONE_REFUSED) {
            answer.what = STATION_REFUSED;
        }
    }
    if (answer.what == STATION_SAID_OK) {
        remember(station, &before, code);
    }
    serve(station);
    return answer;
}

/* ---- power ---- */

void station_switch_on(struct station *station, bool battery)
{
    struct unit_effects effects;
    const struct unit_ports ports = {.journal = &station->port,
                                     .link = &station->cable->port,
                                     .chance = &station->chance,
                                     .log = &station->log.port};
    assert(station->power != STATION_ON);
    computer_boot(&station->computer, station->scene.timeline->now, battery, &station->dice);
    const struct clock_reading now = read_clock(station);
    enum status status = disk_journal(station->disk, &station->settings.device, &station->log.port,
                                      &station->journal);
    if (status == STATUS_OK) {
        network_switch(station->cable, true);
        status = unit_open(station->unit, &station->settings, &ports, station->epoch + 1, &now,
                           &effects);
    }
    story_tell(station->scene.story, station->name, "is switched on", battery, (uint64_t)status,
               status_text(status));
    if (status != STATUS_OK) {
        network_switch(station->cable, false);
        disk_cut(station->disk);
        station->power = STATION_BROKEN;
        return;
    }
    station->power = STATION_ON;
    station->believed = (struct place){0};
    check_words(station, &effects);
    if (station->disk_lied) {
        (void)ledger_lost(station->scene.ledger, station->device, station->unit->shift.head.place);
    } else {
        ledger_reopened(station->scene.ledger, station->device, &station->journal);
    }
    serve(station);
}

void station_switch_off(struct station *station)
{
    if (station->power == STATION_ON) {
        story_tell(station->scene.story, station->name, "is switched off", 0, 0, NULL);
        disk_stop(station->disk);
        network_switch(station->cable, false);
        station->power = STATION_OFF;
        station->alarm_at = INT64_MAX;
    }
}

void station_cut(struct station *station)
{
    if (station->power == STATION_ON) {
        lose_power(station);
    }
}

void station_put_back(struct station *station, const struct disk_image *image)
{
    assert(station->power != STATION_ON);
    disk_wreck(station->disk);
    if (image) {
        disk_put(station->disk, image);
    }
    station->disk_lied = true; /* what it has now says nothing of what it had */
    station->rewound = station->rewound || image;
    story_tell(station->scene.story, station->name, image ? "gets an old card" : "gets a new card",
               0, 0, NULL);
}

bool station_is_at_rest(const struct station *station)
{
    return station->power == STATION_ON &&
           (station->unit->uplink.locked || station->unit->uplink.revoked ||
            unit_is_synced(station->unit));
}

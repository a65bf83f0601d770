#include "tools/bench/units.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/statement.h"
#include "wire/message.h"

enum { BODY_ROOM = 256, WALL_MS_BEGIN = 100 };

static const int64_t began_ms = 1700000000000; /* 2023-11-14 */

static bool make_unit(struct unit *unit, size_t number)
{
    uint8_t seed[SIGN_SEED_SIZE] = {0};
    memcpy(seed, &number, sizeof number);
    sign_keys(seed, &unit->sign_key, &unit->secret);
    unit->device = device_of(&unit->sign_key);
    return keys_make(&unit->link) == STATUS_OK;
}

/* Seals one entry behind the unit's head. */
static size_t seal(struct unit *unit, enum entry_kind kind, struct span body, uint8_t *out)
{
    const uint64_t seq = unit->head.place.seq + 1;
    const struct entry entry = {
        .device = unit->device,
        .place = {.epoch = 1,                     .seq = seq},
        .prev = unit->head.hash,
        .kind = kind,
        .when = { .wall_set = true,
                  .wall_ms = began_ms + (int64_t)seq * 1000,
                  .mono_ms = (int64_t)seq * 1000,
                  .boot = 1},
        .body = body
    };
    struct hash hash;
    size_t size = 0;
    if (entry_seal(&entry, &unit->secret, out, &size, &hash) != STATUS_OK) {
        return 0;
    }
    unit->head = (struct head){.place = entry.place, .hash = hash};
    return size;
}

static bool open_stream(struct unit *unit)
{
    uint8_t bytes[BODY_ROOM];
    struct writer writer = writer_of(bytes, sizeof bytes);
    const struct opened_body body = {.sign_key = unit->sign_key, .software = TEXT("trao-bench")};
    unit->opened = malloc(SEALED_SIZE_MAX);
    if (!unit->opened || opened_encode(&body, &writer) != STATUS_OK) {
        return false;
    }
    unit->opened_size = seal(unit, ENTRY_OPENED, writer_span(&writer), unit->opened);
    return unit->opened_size > 0;
}

bool units_make(struct units *units, size_t count)
{
    *units = (struct units){.unit = calloc(count, sizeof *units->unit), .count = count};
    bool made = units->unit != NULL;
    for (size_t i = 0; made && i < count; i++) {
        made = make_unit(&units->unit[i], i + 1) && open_stream(&units->unit[i]);
    }
    return made;
}

/* An act of a courier: with a party of two characters and a stop of four it fills 200 bytes. */
static bool seal_act(struct unit *unit)
{
    uint8_t bytes[BODY_ROOM];
    char subject[16];
    struct writer writer = writer_of(bytes, sizeof bytes);
    (void)snprintf(subject, sizeof subject, "EB%09uVN", (unsigned)(unit->count % 1000000000));
    const struct act_body body = {.kind = ACT_ARRIVE,
                                  .scanned = true,
                                  .party = TEXT("BC"),
                                  .subject = text_of(subject),
                                  .stop = TEXT("BC01")};
    uint8_t *out = unit->acts + (size_t)unit->count * UNITS_ACT_SIZE;
    if (act_encode(&body, &writer) != STATUS_OK ||
        seal(unit, ENTRY_ACT, writer_span(&writer), out) != UNITS_ACT_SIZE) {
        return false;
    }
    unit->count++;
    return true;
}

static bool seal_to(struct unit *unit, uint32_t acts)
{
    if (acts <= unit->count) {
        return true;
    }
    uint8_t *grown = realloc(unit->acts, (size_t)acts * UNITS_ACT_SIZE + SEALED_SIZE_MAX);
    bool sealed = grown != NULL;
    unit->acts = grown ? grown : unit->acts;
    while (sealed && unit->count < acts) {
        sealed = seal_act(unit);
    }
    return sealed;
}

bool units_seal(struct units *units, size_t first, uint32_t acts)
{
    bool sealed = first <= units->count;
    for (size_t i = 0; sealed && i < first; i++) {
        sealed = seal_to(&units->unit[i], acts);
    }
    return sealed;
}

bool units_seal_one(struct units *units, size_t at, uint32_t acts)
{
    return at < units->count && seal_to(&units->unit[at], acts);
}

void units_free(struct units *units)
{
    for (size_t i = 0; units->unit && i < units->count; i++) {
        keys_wipe(&units->unit[i].link);
        sign_wipe(&units->unit[i].secret);
        free(units->unit[i].opened);
        free(units->unit[i].acts);
    }
    free(units->unit);
    *units = (struct units){.unit = NULL};
}

/* Importers may send 4,000 messages a second, handhelds 100: one line alone shall not hear busy. */
struct act_device units_device(const struct unit *unit)
{
    struct act_device row = {.device = unit->device,
                             .link_key = unit->link.public_key,
                             .sign_key = unit->sign_key,
                             .kind = DEVICE_IMPORT,
                             .enrolled = {began_ms}};
    (void)text_copy(TEXT("bench"), row.label, sizeof row.label);
    (void)text_copy(TEXT("center"), row.party, sizeof row.party);
    return row;
}

bool units_message(const struct unit *unit, uint32_t after, uint32_t count, struct writer *writer)
{
    const struct span opened = span_of(unit->opened, unit->opened_size);
    const struct span acts =
        span_of(unit->acts + (size_t)after * UNITS_ACT_SIZE, (size_t)count * UNITS_ACT_SIZE);
    const struct message message = {
        .kind = MESSAGE_BATCH,
        .batch = {.device = unit->device,
                  .epoch = 1,
                  .first_seq = count == 0 ? 1 : 2 + (uint64_t)after,
                  .count = count == 0 ? 1 : count,
                  .clock = {.wall_ms = began_ms, .mono_ms = WALL_MS_BEGIN, .boot = 1},
                  .entries = count == 0 ? opened : acts}
    };
    return message_encode(&message, writer) == STATUS_OK;
}

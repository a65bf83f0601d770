#include "tests/sim/ledger.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "core/statement.h"
#include "tests/sim/ledger_parts.h"
#include "wire/message.h"

enum { PAGE_SIZE = 1 << 20, PAGE_ROWS = 256, APART_ROWS = 64 };

#define PLACE_FORMAT "%" PRIu32 "/%" PRIu64
#define PLACE_OF(p)  (p).epoch, (p).seq

void *ledger_grown(void *at, size_t count, size_t *room, size_t element)
{
    if (count < *room) {
        return at;
    }
    *room = *room ? 2 * *room : 64;
    at = realloc(at, *room * element);
    assert(at);
    return at;
}

void ledger_init(struct ledger *ledger, struct blame *blame)
{
    memset(ledger, 0, sizeof *ledger);
    ledger->blame = blame;
    ledger->page = malloc(PAGE_SIZE);
    ledger->arena = malloc(MESSAGE_ARENA_SIZE);
    marks_init(&ledger->sealed);
    marks_init(&ledger->said);
    assert(ledger->page && ledger->arena);
}

void ledger_fini(struct ledger *ledger)
{
    for (uint32_t i = 0; i < ledger->count; i++) {
        free(ledger->devices[i].told);
        free(ledger->devices[i].rows);
        free(ledger->devices[i].promised);
        free(ledger->devices[i].orphans);
    }
    marks_fini(&ledger->sealed);
    marks_fini(&ledger->said);
    free(ledger->page);
    free(ledger->arena);
    memset(ledger, 0, sizeof *ledger);
}

uint32_t ledger_device(struct ledger *ledger, const char *name, struct device device)
{
    assert(ledger->count < LEDGER_DEVICES_MAX);
    struct ledger_device *one = &ledger->devices[ledger->count];
    one->device = device;
    (void)snprintf(one->name, sizeof one->name, "%s", name);
    return ledger->count++;
}

uint32_t ledger_find(const struct ledger *ledger, struct device device)
{
    uint32_t i = 0;
    while (i < ledger->count && ledger->devices[i].device.id != device.id) {
        i++;
    }
    return i < ledger->count ? i : LEDGER_DEVICES_MAX;
}

/* ---- who sealed what ---- */

void ledger_sealed(struct ledger *ledger, uint32_t device, const struct hash *hash)
{
    marks_add(&ledger->sealed, ledger->devices[device].device, hash);
}

/* ---- what people were told ---- */

void ledger_told(struct ledger *ledger, uint32_t device, const struct head *head, struct text code)
{
    struct ledger_device *one = &ledger->devices[device];
    one->told = ledger_grown(one->told, one->told_count, &one->told_room, sizeof *one->told);
    struct ledger_told *told = &one->told[one->told_count++];
    *told = (struct ledger_told){.head = *head,
                                 .second = head->place.epoch == one->second.epoch &&
                                           head->place.seq > one->second.seq};
    (void)text_copy(code, told->code, sizeof told->code);
}

const struct ledger_row *ledger_row_at(const struct ledger_device *one, struct place place)
{
    size_t low = 0;
    size_t high = one->row_count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const int order = place_order(one->rows[middle].place, place);
        if (order == 0) {
            return &one->rows[middle];
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return NULL;
}

void ledger_reopened(struct ledger *ledger, uint32_t device, struct journal_file *journal)
{
    struct ledger_device *one = &ledger->devices[device];
    struct hash hash;
    for (size_t i = one->told_count; i-- > 0;) {
        const struct ledger_told *told = &one->told[i];
        if (told->excused) {
            continue;
        }
        enum status status = journal_file_hash_at(journal, told->head.place, &hash);
        if ((status == STATUS_NOT_FOUND && !one->pruned) ||
            (status == STATUS_OK && !hash_equal(&hash, &told->head.hash))) {
            blame_say(ledger->blame, HOLDS_TOLD,
                      "%s said ok to %s, recorded at " PLACE_FORMAT
                      "; after a restart its own journal has %s there",
                      one->name, told->code[0] ? told->code : "an operation",
                      PLACE_OF(told->head.place),
                      status == STATUS_OK ? "something else" : "nothing");
        }
        return; /* the chain stands for all before the newest */
    }
}

/* ---- what the server promised ---- */

void ledger_promised(struct ledger *ledger, uint32_t device, const struct head *head)
{
    struct ledger_device *one = &ledger->devices[device];
    if (one->promised_count > 0) {
        struct ledger_row *last = &one->promised[one->promised_count - 1];
        if (last->place.epoch == head->place.epoch && last->place.seq <= head->place.seq) {
            *last = (struct ledger_row){head->place, head->hash};
            return;
        }
        if (place_order(head->place, last->place) <= 0) {
            return;
        }
    }
    one->promised = ledger_grown(one->promised, one->promised_count, &one->promised_room,
                                 sizeof *one->promised);
    one->promised[one->promised_count++] = (struct ledger_row){head->place, head->hash};
}

void ledger_said(struct ledger *ledger, uint32_t device, const struct head *head, bool welcome)
{
    struct ledger_device *one = &ledger->devices[device];
    marks_add(&ledger->said, one->device, &head->hash);
    if (welcome) {
        one->welcomed[one->welcome_count++ % LEDGER_WELCOMES] = head->place;
    }
}

static bool was_welcomed(const struct ledger_device *one, struct place place)
{
    for (uint32_t i = 0; i < LEDGER_WELCOMES && i < one->welcome_count; i++) {
        if (place_order(one->welcomed[i], place) == 0) {
            return true;
        }
    }
    return false;
}

void ledger_believed(struct ledger *ledger, uint32_t device, const struct head *received,
                     struct place before)
{
    const struct ledger_device *one = &ledger->devices[device];
    if (received->place.seq > 0 && !marks_has(&ledger->said, one->device, &received->hash)) {
        blame_say(ledger->blame, HOLDS_DURABLE,
                  "%s counts all up to " PLACE_FORMAT " as received; the server never said so",
                  one->name, PLACE_OF(received->place));
    } else if (place_order(received->place, before) < 0 && !was_welcomed(one, received->place)) {
        blame_say(ledger->blame, HOLDS_DURABLE,
                  "%s counted all up to " PLACE_FORMAT " as received, and now to " PLACE_FORMAT
                  "; no welcome said so",
                  one->name, PLACE_OF(before), PLACE_OF(received->place));
    }
}

void ledger_backed_up(struct ledger *ledger)
{
    for (uint32_t i = 0; i < ledger->count; i++) {
        struct ledger_device *one = &ledger->devices[i];
        if (one->row_count > 0) {
            one->backed_up = one->rows[one->row_count - 1].place;
        }
    }
}

void ledger_deleted(struct ledger *ledger, uint32_t device, struct place first)
{
    struct ledger_device *one = &ledger->devices[device];
    const struct place next = {one->backed_up.epoch, one->backed_up.seq + 1};
    one->pruned = true;
    if (place_order(first, next) > 0 && first.seq != 1) {
        blame_say(ledger->blame, HOLDS_KEPT,
                  "%s deleted all before " PLACE_FORMAT "; the backups end at " PLACE_FORMAT,
                  one->name, PLACE_OF(first), PLACE_OF(one->backed_up));
    }
}

/* ---- what the acts say ---- */

static void add_row(struct ledger *ledger, struct ledger_device *one, const struct sealed *sealed)
{
    one->rows = ledger_grown(one->rows, one->row_count, &one->row_room, sizeof *one->rows);
    one->rows[one->row_count++] = (struct ledger_row){sealed->entry.place, sealed->hash};
    ledger->entries++;
}

/* Has something rotted behind AFTER and before or at UNTIL? */
static bool has_rotten(const struct ledger_device *one, struct place after, struct place until)
{
    for (uint32_t i = 0; i < one->rotten_count && i < LEDGER_ROTTEN; i++) {
        if (place_order(one->rotten[i], after) > 0 && place_order(one->rotten[i], until) <= 0) {
            return true;
        }
    }
    return false;
}

/* Is there nothing at PLACE because that and all before it, back to a rotten entry, is missing? */
static bool is_rotten(const struct ledger_device *one, struct place place)
{
    struct place before = {0};
    for (size_t i = 0; i < one->row_count && place_order(one->rows[i].place, place) <= 0; i++) {
        before = one->rows[i].place;
    }
    return place_order(before, place) < 0 && has_rotten(one, before, place);
}

void ledger_rotten(struct ledger *ledger, uint32_t device, struct place place)
{
    struct ledger_device *one = &ledger->devices[device];
    one->rotten[one->rotten_count++ % LEDGER_ROTTEN] = place;
}

/* The unit cannot read what stood between, and has said so (row 43 of the bad inputs). */
static bool leaves_a_hole(const struct ledger_device *one, struct place place)
{
    const struct place last =
        one->row_count > 0 ? one->rows[one->row_count - 1].place : (struct place){0};
    const struct place before = {place.epoch, place.seq - 1};
    return place_order(last, place) < 0 && has_rotten(one, last, before);
}

static bool follows(const struct ledger_device *one, const struct sealed *sealed)
{
    const struct place place = sealed->entry.place;
    if (one->row_count == 0) {
        return place.seq == 1;
    }
    const struct ledger_row *last = &one->rows[one->row_count - 1];
    struct head named;
    if (place.epoch == last->place.epoch) {
        return place.seq == last->place.seq + 1 && hash_equal(&sealed->entry.prev, &last->hash);
    }
    if (place.epoch < last->place.epoch || place.seq != 1 || !entry_names(sealed, &named)) {
        return false;
    }
    if (named.place.epoch == 0) {
        return true; /* a journal that was lost, begun anew */
    }
    const struct ledger_row *row = ledger_row_at(one, named.place);
    return row && hash_equal(&row->hash, &named.hash) &&
           hash_equal(&sealed->entry.prev, &named.hash);
}

/* The administrator's, which is the first device there is. */
static void take_revocation(struct ledger *ledger, const struct sealed *sealed)
{
    struct revoked_body body;
    const enum status status = revoked_decode(sealed->entry.body, &body);
    const uint32_t index =
        status == STATUS_OK ? ledger_find(ledger, body.device) : LEDGER_DEVICES_MAX;
    if (index < LEDGER_DEVICES_MAX) {
        ledger->devices[index].cut = true;
        ledger->devices[index].until = body.trusted_to;
    }
}

static void take_entry(struct ledger *ledger, struct ledger_device *one, uint64_t n,
                       const struct sealed *sealed)
{
    const struct place place = sealed->entry.place;
    if (sealed->entry.device.id != one->device.id) {
        blame_say(ledger->blame, HOLDS_OWN, "row %" PRIu64 " of %s holds another device's entry", n,
                  one->name);
        return;
    }
    const struct ledger_row *row = ledger_row_at(one, place);
    if (row) {
        blame_say(ledger->blame,
                  hash_equal(&row->hash, &sealed->hash) ? HOLDS_ONCE : HOLDS_ONE_CONTENT,
                  "row %" PRIu64 ": entry " PLACE_FORMAT " of %s is there a second time%s", n,
                  PLACE_OF(place), one->name,
                  hash_equal(&row->hash, &sealed->hash) ? "" : ", with other content");
        return;
    }
    if (!follows(one, sealed) && !one->pruned && !leaves_a_hole(one, place)) {
        blame_say(ledger->blame, HOLDS_CHAIN,
                  "row %" PRIu64 ": entry " PLACE_FORMAT " of %s does not follow the one before", n,
                  PLACE_OF(place), one->name);
    }
    if (!marks_has(&ledger->sealed, one->device, &sealed->hash)) {
        blame_say(ledger->blame, HOLDS_OWN,
                  "row %" PRIu64 ": entry " PLACE_FORMAT " of %s was never sealed by it", n,
                  PLACE_OF(place), one->name);
    }
    if (one->cut && place_order(place, one->until) > 0) {
        blame_say(ledger->blame, HOLDS_OWN,
                  "row %" PRIu64 ": entry " PLACE_FORMAT " of %s counts though it is revoked", n,
                  PLACE_OF(place), one->name);
    }
    add_row(ledger, one, sealed);
    if (sealed->entry.kind == ENTRY_DEVICE_REVOKED && one == &ledger->devices[0]) {
        take_revocation(ledger, sealed);
    }
}

static void take_known(struct ledger *ledger, const struct ledger_device *one, uint64_t n,
                       const struct sealed *sealed)
{
    const struct ledger_row *row = ledger_row_at(one, sealed->entry.place);
    if (!row || !hash_equal(&row->hash, &sealed->hash)) {
        blame_say(ledger->blame, HOLDS_ONE_CONTENT,
                  "row %" PRIu64 ": entry " PLACE_FORMAT " of %s passes for known and is not", n,
                  PLACE_OF(sealed->entry.place), one->name);
    }
}

static void take_row(struct ledger *ledger, const struct act_batch *row)
{
    const uint32_t index = ledger_find(ledger, row->device);
    struct arena arena = arena_of(ledger->arena, MESSAGE_ARENA_SIZE);
    struct message message;
    if (index == LEDGER_DEVICES_MAX) {
        blame_say(ledger->blame, HOLDS_OWN, "row %" PRIu64 " is of a device nobody knows", row->n);
        return;
    }
    if (instant_before(row->received, ledger->received)) {
        blame_say(ledger->blame, HOLDS_CHAIN, "row %" PRIu64 " is older than the row before it",
                  row->n);
    }
    ledger->received = row->received;
    struct ledger_device *one = &ledger->devices[index];
    if (message_decode(row->message, &arena, &message) != STATUS_OK ||
        message.kind != MESSAGE_BATCH) {
        blame_say(ledger->blame, HOLDS_CHAIN, "row %" PRIu64 " of %s is no batch", row->n,
                  one->name);
        return;
    }
    struct span left = message.batch.entries;
    struct sealed sealed;
    for (uint32_t i = 0; i < row->count; i++) {
        if (entry_open(&left, &sealed) != STATUS_OK) {
            blame_say(ledger->blame, HOLDS_CHAIN, "row %" PRIu64 " of %s is cut", row->n,
                      one->name);
            return;
        }
        if (i < row->skip) {
            take_known(ledger, one, row->n, &sealed);
        } else {
            take_entry(ledger, one, row->n, &sealed);
        }
    }
}

void ledger_reread(struct ledger *ledger)
{
    ledger->read = 0;
    ledger->entries = 0;
    ledger->received = (struct instant){0};
    for (uint32_t i = 0; i < ledger->count; i++) {
        ledger->devices[i].row_count = 0;
        ledger->devices[i].cut = false;
        ledger->devices[i].held = (struct place){0};
    }
}

void ledger_read(struct ledger *ledger, struct act_reader *reader)
{
    struct act_batch rows[PAGE_ROWS];
    struct act_page page = {
        .at = ledger->page, .room = PAGE_SIZE, .rows = rows, .rows_max = PAGE_ROWS};
    do {
        enum status status = act_reader_read(reader, ledger->read, &page);
        if (status != STATUS_OK && act_reader_reopen(reader) == STATUS_OK) {
            status = act_reader_read(reader, ledger->read, &page);
        }
        if (status != STATUS_OK) {
            return; /* a disk that does not read: again later */
        }
        for (size_t i = 0; i < page.count; i++) {
            if (rows[i].n != ledger->read + 1) {
                blame_say(ledger->blame, HOLDS_CHAIN, "row %" PRIu64 " is missing",
                          ledger->read + 1);
            }
            ledger->read = rows[i].n;
            take_row(ledger, &rows[i]);
        }
    } while (page.count > 0);
}

/* ---- the end ---- */

static void end_promised(struct ledger *ledger, const struct ledger_device *one)
{
    for (size_t i = 0; i < one->promised_count; i++) {
        const struct ledger_row *promised = &one->promised[i];
        const struct ledger_row *row = ledger_row_at(one, promised->place);
        if (!one->revoked && !one->forked && !ledger->server_lied &&
            !is_rotten(one, promised->place) &&
            (!row || !hash_equal(&row->hash, &promised->hash))) {
            blame_say(ledger->blame, HOLDS_RESTORED,
                      "the server gave %s a receipt for " PLACE_FORMAT " and has %s there now",
                      one->name, PLACE_OF(promised->place), row ? "something else" : "nothing");
            return;
        }
    }
}

/* Is PLACE among what was put apart? A disk that does not read is given the benefit of the doubt.
 */
static bool is_apart(struct act_reader *reader, struct device device, struct place place)
{
    struct act_quarantine rows[APART_ROWS];
    size_t count = APART_ROWS;
    for (uint64_t after = 0; count == APART_ROWS;) {
        if (act_reader_quarantine(reader, after, rows, APART_ROWS, &count) != STATUS_OK) {
            return true;
        }
        for (size_t i = 0; i < count; i++) {
            const struct act_quarantine *row = &rows[i];
            after = row->n;
            if (row->device.id == device.id && row->first.epoch == place.epoch &&
                row->first.seq <= place.seq && place.seq - row->first.seq < row->count) {
                return true;
            }
        }
    }
    return false;
}

static bool is_told_of(struct act_reader *reader, struct device device, enum act_incident_kind kind)
{
    struct act_incident rows[APART_ROWS];
    size_t count = APART_ROWS;
    for (uint64_t after = 0; count == APART_ROWS;) {
        if (act_reader_incidents(reader, after, rows, APART_ROWS, &count) != STATUS_OK) {
            return true;
        }
        for (size_t i = 0; i < count; i++) {
            after = rows[i].n;
            if (rows[i].device.id == device.id && rows[i].kind == kind) {
                return true;
            }
        }
    }
    return false;
}

/* What a revoked unit made before the cut-off counts as everybody's does. */
static bool may_be_apart(const struct ledger_device *one, struct place place)
{
    return one->revoked && (!one->cut || place_order(place, one->until) > 0);
}

static void end_told(struct ledger *ledger, const struct ledger_device *one,
                     struct act_reader *reader)
{
    for (size_t i = 0; i < one->told_count; i++) {
        const struct ledger_told *told = &one->told[i];
        const struct ledger_row *row = ledger_row_at(one, told->head.place);
        if (told->excused || one->forked || may_be_apart(one, told->head.place) ||
            is_rotten(one, told->head.place)) {
            continue;
        }
        if (!row || !hash_equal(&row->hash, &told->head.hash)) {
            if (told->second && is_told_of(reader, one->device, ACT_INCIDENT_CLONED)) {
                continue; /* its unit is locked, and people were told that it is */
            }
            blame_say(ledger->blame, HOLDS_TOLD,
                      "%s said ok to %s, recorded at " PLACE_FORMAT "; the server has %s there",
                      one->name, told->code[0] ? told->code : "an operation",
                      PLACE_OF(told->head.place), row ? "something else" : "nothing");
            return;
        }
    }
}

/* A lost unit that was found may hold true entries: what does not count is kept, and said. */
static void end_revoked(struct ledger *ledger, const struct ledger_device *one,
                        struct act_reader *reader)
{
    if (!one->revoked || one->forked || ledger->server_lied) {
        return;
    }
    for (size_t i = 0; i < one->promised_count; i++) {
        const struct place place = one->promised[i].place;
        if (ledger_row_at(one, place) || is_rotten(one, place)) {
            continue;
        }
        if (one->cut && place_order(place, one->until) <= 0) {
            blame_say(ledger->blame, HOLDS_RESTORED,
                      "the server gave %s a receipt for " PLACE_FORMAT
                      ", which it made before it was revoked, and does not count it",
                      one->name, PLACE_OF(place));
        } else if (!is_apart(reader, one->device, place)) {
            blame_say(ledger->blame, HOLDS_RESTORED,
                      "the server gave %s, which is revoked, a receipt for " PLACE_FORMAT
                      " and has it neither in its stream nor apart",
                      one->name, PLACE_OF(place));
        } else if (!is_told_of(reader, one->device, ACT_INCIDENT_REVOKED_SENDS)) {
            blame_say(ledger->blame, HOLDS_DETECTED,
                      "%s is revoked and sends, and no incident says so", one->name);
        }
    }
}

void ledger_end(struct ledger *ledger, struct act_reader *reader)
{
    ledger_reread(ledger);
    ledger_read(ledger, reader);
    for (uint32_t i = 0; i < ledger->count; i++) {
        end_told(ledger, &ledger->devices[i], reader);
        end_promised(ledger, &ledger->devices[i]);
        end_revoked(ledger, &ledger->devices[i], reader);
    }
}

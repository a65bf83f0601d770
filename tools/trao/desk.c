#include "tools/trao/desk.h"

#include <poll.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "adapters/posix/log_posix.h"
#include "adapters/posix/sign_key.h"
#include "tools/trao/desk_memory.h"
#include "tools/trao/trao_said.h"

/* INVARIANT: an entry is in the journal before anybody hears of it, and in the order it was said.
 */

enum { LOCK_TRIES = 50, LOCK_WAIT_MS = 100 };

/* What the line has to say becomes a sentence of desk_send.c; a command has no log. */
static void log_nothing(void *self, enum log_level level, const char *message,
                        const struct log_field *fields, size_t count)
{
    (void)self, (void)level, (void)message, (void)fields, (void)count;
}

static const struct log_ops silent = {.write = log_nothing};

/* Who runs this, as the operating system knows them; it has checked, we have not. */
static void name_person(struct desk *desk)
{
    const struct passwd *entry = getpwuid(geteuid());
    struct text name = text_of(entry ? entry->pw_name : NULL);
    name.size = name.size > ENTRY_PERSON_MAX ? ENTRY_PERSON_MAX : name.size;
    if (!text_utf8(name) || !text_copy(name, desk->person, sizeof desk->person)) {
        desk->person[0] = '\0';
    }
}

static int refuse(const struct call *call, const char *path, enum status status)
{
    return call_refuse(call, CALL_FAILED,
                       trao_said(status == STATUS_NOT_FOUND ? SAID_NO_DESK : SAID_DESK_FILE),
                       text_of(path), text_of(call_why(call, status)));
}

static int load_key(struct desk *desk)
{
    char path[CONFIG_PATH_MAX];
    int result = config_place(desk->call, desk->config, STATE_ADMIN_SIGN, path);
    if (result != CALL_OK) {
        return result;
    }
    enum status status = sign_start();
    if (status == STATUS_OK) {
        status = sign_key_load(path, &desk->key, &desk->secret);
    }
    if (status != STATUS_OK) {
        return refuse(desk->call, path, status);
    }
    desk->device = device_of(&desk->key);
    return CALL_OK;
}

/* Another command may just be at it: it gets a few seconds. */
static int open_journal(struct desk *desk)
{
    char path[CONFIG_PATH_MAX];
    int result = config_place(desk->call, desk->config, STATE_ADMIN_JOURNAL, path);
    if (result != CALL_OK) {
        return result;
    }
    const struct database_options options = journal_sqlite_options(path, NULL);
    enum status status = journal_sqlite_open(&desk->journal, &options);
    for (int i = 0; status == STATUS_DENIED && access(path, W_OK) == 0 && i < LOCK_TRIES; i++) {
        (void)poll(NULL, 0, LOCK_WAIT_MS);
        status = journal_sqlite_open(&desk->journal, &options);
    }
    if (status == STATUS_DENIED && access(path, W_OK) == 0) {
        return call_refuse(desk->call, CALL_FAILED, trao_said(SAID_DESK_BUSY), text_of(path),
                           (struct text){0});
    }
    if (status != STATUS_OK) {
        return refuse(desk->call, path, status);
    }
    desk->file = journal_sqlite_file(&desk->journal);
    return CALL_OK;
}

/* The server's first start has begun the stream; this is for a journal that was lost. */
static int begin_stream(struct desk *desk)
{
    struct journal_state state;
    struct head head;
    enum status status = journal_file_state(&desk->file, &state);
    if (status == STATUS_OK && state.head.place.epoch == 0) {
        status = desk_open_epoch(desk, 1, &head);
    }
    return status == STATUS_OK ? CALL_OK : refuse(desk->call, STATE_ADMIN_JOURNAL, status);
}

int desk_open(const struct call *call, const struct config *config, struct desk *out_desk)
{
    struct desk *desk = out_desk;
    *desk = (struct desk){.call = call, .config = config, .chance = chance_posix()};
    desk->log.ops = &silent;
    name_person(desk);
    desk->memory = malloc(DESK_MEMORY_SIZE);
    if (!desk->memory) {
        return call_refuse_plain(call, CALL_FAILED, trao_said(SAID_NO_MEMORY));
    }
    int result = config_clock(call, config, &desk->clock);
    if (result == CALL_OK) {
        result = load_key(desk);
    }
    if (result == CALL_OK) {
        result = open_journal(desk);
    }
    if (result == CALL_OK) {
        result = begin_stream(desk);
    }
    if (result != CALL_OK) {
        desk_close(desk);
    }
    return result;
}

void desk_close(struct desk *desk)
{
    if (desk->file.ops) {
        journal_sqlite_close(&desk->journal);
    }
    sign_wipe(&desk->secret);
    free(desk->memory);
    *desk = (struct desk){0};
}

struct clock_reading desk_now(const struct desk *desk)
{
    return clock_read(&desk->clock.port);
}

/* ENTRY has kind, body, place and prev; the rest is the same for all that is said here. */
static enum status seal(const struct desk *desk, struct entry *entry, struct desk_entry *out,
                        struct journal_entry *out_row)
{
    const struct clock_reading now = desk_now(desk);
    entry->device = desk->device;
    entry->proven = desk->person[0] ? PROVEN_SESSION : PROVEN_NONE;
    entry->person = text_of(desk->person);
    entry->when = (struct time_evidence){
        .wall_set = now.wall_set, .wall_ms = now.wall.ms, .mono_ms = now.mono.ms, .boot = now.boot};
    size_t size = 0;
    struct hash hash;
    enum status status = entry_seal(entry, &desk->secret, out->bytes, &size, &hash);
    if (status == STATUS_OK) {
        *out_row = (struct journal_entry){.place = entry->place,
                                          .hash = hash,
                                          .whole = span_of(out->bytes, size),
                                          .made = now.wall};
    }
    return status;
}

/* The first entry of an epoch says which key signs, and what came before. */
enum status desk_open_epoch(struct desk *desk, uint32_t epoch, struct head *out_head)
{
    uint8_t bytes[256];
    struct journal_state state;
    struct journal_entry row;
    struct writer body = writer_of(bytes, sizeof bytes);
    enum status status = journal_file_state(&desk->file, &state);
    const struct opened_body opened = {
        .sign_key = desk->key, .head = state.head, .software = TEXT("trao")};
    if (status == STATUS_OK) {
        status = opened_encode(&opened, &body);
    }
    struct entry entry = {
        .place = {epoch, 1},
        .prev = state.head.hash,
        .kind = ENTRY_OPENED,
        .body = writer_span(&body)
    };
    if (status == STATUS_OK) {
        status = seal(desk, &entry, desk_entry_at(desk->memory, 0), &row);
    }
    if (status == STATUS_OK) {
        const struct journal_group group = {.entries = &row, .entry_count = 1};
        status = journal_file_append(&desk->file, &group);
    }
    if (status == STATUS_OK) {
        *out_head = (struct head){row.place, row.hash};
    }
    return status;
}

static int say(struct desk *desk, enum entry_kind kind, const struct span *bodies, size_t count,
               struct journal_group group)
{
    struct journal_entry rows[DESK_GROUP_MAX];
    struct journal_state state;
    enum status status =
        count > DESK_GROUP_MAX ? STATUS_FULL : journal_file_state(&desk->file, &state);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        struct place place = state.head.place;
        struct entry entry = {
            .place = {place.epoch, place.seq + 1},
            .prev = state.head.hash,
            .kind = kind,
            .body = bodies[i]
        };
        status = seal(desk, &entry, desk_entry_at(desk->memory, i), &rows[i]);
        state.head = (struct head){entry.place, rows[i].hash};
    }
    if (status == STATUS_OK) {
        group.entries = rows;
        group.entry_count = count;
        status = journal_file_append(&desk->file, &group);
    }
    if (status == STATUS_OK) {
        return CALL_OK;
    }
    return call_refuse(desk->call, CALL_FAILED,
                       trao_said(status == STATUS_FULL ? SAID_DISK_FULL : SAID_DESK_FILE),
                       TEXT(STATE_ADMIN_JOURNAL), text_of(call_why(desk->call, status)));
}

int desk_say(struct desk *desk, enum entry_kind kind, struct span body,
             const struct journal_kept *kept, size_t kept_count)
{
    const struct journal_group group = {.kept = kept, .kept_count = kept_count};
    return say(desk, kind, &body, 1, group);
}

int desk_say_all(struct desk *desk, enum entry_kind kind, const struct span *bodies, size_t count)
{
    return say(desk, kind, bodies, count, (struct journal_group){0});
}

bool desk_keeps(struct desk *desk, const char *key, void *out, size_t room, size_t *out_size)
{
    return journal_file_kept(&desk->file, text_of(key), out, room, out_size) == STATUS_OK;
}

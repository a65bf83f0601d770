#include "server/home/admin.h"

#include "adapters/posix/files.h"
#include "adapters/posix/sign_key.h"
#include "adapters/sqlite/journal_sqlite.h"
#include "adapters/zmq/keys.h"
#include "core/statement.h"
#include "server/home/places.h"

static enum status sign_keys_of(const char *state, struct sign_public *out_public,
                                struct sign_secret *out_secret, bool *out_made)
{
    char path[PLACES_PATH_MAX];
    enum status status = places_path(state, PLACE_ADMIN_SIGN, path);
    if (status != STATUS_OK) {
        return status;
    }
    status = sign_key_load(path, out_public, out_secret);
    if (status != STATUS_NOT_FOUND) {
        return status;
    }
    *out_made = true;
    status = sign_key_make(path);
    return status == STATUS_OK ? sign_key_load(path, out_public, out_secret) : status;
}

static enum status link_key_of(const char *state, struct link_key *out_key)
{
    char path[PLACES_PATH_MAX];
    struct curve_keypair pair;
    enum status status = places_path(state, PLACE_ADMIN_CURVE, path);
    if (status == STATUS_OK) {
        status = keys_load(path, &pair);
    }
    if (status == STATUS_NOT_FOUND) {
        status = keys_make(&pair);
        if (status == STATUS_OK) {
            status = keys_save(path, &pair);
        }
    }
    if (status == STATUS_OK) {
        *out_key = pair.public_key;
    }
    keys_wipe(&pair);
    return status;
}

static enum status write_card(const char *state, const struct device_card *card)
{
    char path[PLACES_PATH_MAX];
    char text[DEVICE_CARD_SIZE];
    struct text whole = text_of(device_card_text(card, text));
    enum status status = places_path(state, PLACE_ADMIN_CARD, path);
    return status == STATUS_OK && !files_exist(path)
               ? files_write_once(path, span_of(whole.at, whole.size), FILES_SHARED)
               : status;
}

/* The first entry of a stream: who speaks, and that nothing came before. */
static enum status append_opened(const struct admin_settings *settings,
                                 const struct device_card *card, const struct sign_secret *secret,
                                 struct journal_file *file)
{
    uint8_t body[256];
    uint8_t sealed[SEALED_SIZE_MAX];
    size_t size = 0;
    struct writer writer = writer_of(body, sizeof body);
    const struct opened_body opened = {.sign_key = card->sign_key,
                                       .software = text_of(settings->software)};
    struct journal_entry row = {
        .place = {.epoch = 1, .seq = 1},
          .made = settings->now.wall
    };
    enum status status = opened_encode(&opened, &writer);
    if (status != STATUS_OK) {
        return status;
    }
    const struct entry entry = {
        .device = card->device,
        .place = row.place,
        .kind = ENTRY_OPENED,
        .when = {.wall_set = settings->now.wall_set,
                 .wall_ms = settings->now.wall.ms,
                 .mono_ms = settings->now.mono.ms,
                 .boot = settings->now.boot},
        .body = writer_span(&writer)
    };
    status = entry_seal(&entry, secret, sealed, &size, &row.hash);
    if (status != STATUS_OK) {
        return status;
    }
    row.whole = span_of(sealed, size);
    const struct journal_group group = {.entries = &row, .entry_count = 1};
    return journal_file_append(file, &group);
}

static enum status begin_journal(const struct admin_settings *settings,
                                 const struct device_card *card, const struct sign_secret *secret)
{
    char path[PLACES_PATH_MAX];
    struct journal_sqlite journal;
    struct journal_state state;
    enum status status = places_path(settings->state, PLACE_ADMIN_JOURNAL, path);
    if (status != STATUS_OK) {
        return status;
    }
    const struct database_options options = journal_sqlite_options(path, settings->log);
    status = journal_sqlite_open(&journal, &options);
    if (status != STATUS_OK) {
        return status;
    }
    struct journal_file file = journal_sqlite_file(&journal);
    status = journal_file_state(&file, &state);
    if (status == STATUS_OK && state.head.place.seq == 0) {
        status = append_opened(settings, card, secret, &file);
    }
    journal_sqlite_close(&journal);
    return status;
}

static bool journal_is_there(const char *state)
{
    char path[PLACES_PATH_MAX];
    return places_path(state, PLACE_ADMIN_JOURNAL, path) == STATUS_OK && files_exist(path);
}

enum status admin_make(const struct admin_settings *settings, struct device_card *out_card,
                       bool *out_made)
{
    struct sign_public sign_key;
    struct sign_secret secret;
    struct link_key link_key;
    struct device_card card;
    bool made = false;
    enum status status = sign_keys_of(settings->state, &sign_key, &secret, &made);
    if (status != STATUS_OK) {
        return status;
    }
    status = link_key_of(settings->state, &link_key);
    if (status == STATUS_OK) {
        card = device_card_of(&sign_key, link_key.byte);
        status = write_card(settings->state, &card);
    }
    if (status == STATUS_OK && (made || !journal_is_there(settings->state))) {
        status = begin_journal(settings, &card, &secret);
    }
    sign_wipe(&secret);
    if (status == STATUS_OK) {
        *out_card = card;
        *out_made = made;
    }
    return status;
}

#include "handheld/home/home.h"

#include <string.h>

#include "adapters/posix/files.h"
#include "adapters/posix/sign_key.h"

enum { EPOCH_SIZE = 16 };

static bool is_there(const char *path)
{
    uint8_t byte;
    size_t size = 0;
    enum status status = files_read(path, &byte, sizeof byte, &size);
    return status == STATUS_OK || status == STATUS_FULL;
}

static bool path_of(const char *folder, const char *name, char out[HOME_PATH_MAX])
{
    struct line line = line_of(out, HOME_PATH_MAX);
    line_put(&line, folder);
    line_char(&line, '/');
    line_put(&line, name);
    return !line.cut;
}

/* Makes the signing key, unless there is a journal that the old one has signed. */
static enum status open_sign_key(struct home *home, const char *path, enum home_saying *out_why)
{
    enum status status = sign_key_load(path, &home->sign_key, &home->secret);
    if (status != STATUS_NOT_FOUND) {
        *out_why = HOME_BAD_KEY;
        return status;
    }
    if (is_there(home->journal)) {
        *out_why = HOME_KEY_LOST;
        return STATUS_NOT_FOUND;
    }
    *out_why = HOME_NOT_MADE;
    home->made = true;
    status = sign_key_make(path);
    return status == STATUS_OK ? sign_key_load(path, &home->sign_key, &home->secret) : status;
}

static enum status open_link_keys(struct home *home, const char *path, enum home_saying *out_why)
{
    enum status status = keys_load(path, &home->link_keys);
    if (status != STATUS_NOT_FOUND) {
        *out_why = HOME_BAD_KEY;
        return status;
    }
    *out_why = HOME_NOT_MADE;
    home->made = true;
    status = keys_make(&home->link_keys);
    return status == STATUS_OK ? keys_save(path, &home->link_keys) : status;
}

static enum status write_card(struct home *home)
{
    char text[DEVICE_CARD_SIZE];
    home->card = device_card_of(&home->sign_key, home->link_keys.public_key.byte);
    (void)device_text(home->card.device, home->name);
    if (!home->made && is_there(home->card_path)) {
        return STATUS_OK;
    }
    (void)device_card_text(&home->card, text);
    return files_write(home->card_path, span_of(text, strlen(text)), FILES_SHARED);
}

static enum status read_epoch(struct home *home)
{
    char text[EPOCH_SIZE];
    size_t size = 0;
    uint64_t epoch = 0;
    enum status status = files_read(home->epoch_path, text, sizeof text, &size);
    if (status == STATUS_NOT_FOUND) {
        return STATUS_OK;
    }
    if (status == STATUS_OK &&
        (!text_unsigned(text_trim((struct text){.at = text, .size = size}), &epoch) ||
         epoch >= UINT32_MAX)) {
        status = STATUS_MALFORMED;
    }
    home->epoch = status == STATUS_OK ? (uint32_t)epoch : 0;
    return status;
}

enum status home_find(struct home *home, const char *folder)
{
    *home = (struct home){.made = false};
    return path_of(folder, "journal.db", home->journal) &&
                   path_of(folder, "unit.pub", home->card_path) &&
                   path_of(folder, "epoch", home->epoch_path)
               ? STATUS_OK
               : STATUS_FULL;
}

enum status home_open(struct home *home, const char *folder, enum home_saying *out_why)
{
    char sign_path[HOME_PATH_MAX];
    char link_path[HOME_PATH_MAX];
    enum status status = home_find(home, folder);
    *out_why = HOME_NOT_MADE;
    if (status != STATUS_OK || !path_of(folder, "sign.key", sign_path) ||
        !path_of(folder, "link.curve", link_path)) {
        return STATUS_FULL;
    }
    status = files_make_folder(folder);
    if (status == STATUS_OK) {
        status = open_sign_key(home, sign_path, out_why);
    }
    if (status == STATUS_OK) {
        status = open_link_keys(home, link_path, out_why);
    }
    if (status == STATUS_OK) {
        *out_why = HOME_NOT_MADE;
        status = write_card(home);
    }
    if (status == STATUS_OK) {
        *out_why = HOME_BAD_EPOCH;
        status = read_epoch(home);
    }
    if (status != STATUS_OK) {
        home_close(home);
    }
    return status;
}

void home_close(struct home *home)
{
    if (home) {
        sign_wipe(&home->secret);
        keys_wipe(&home->link_keys);
    }
}

void home_note_epoch(struct home *home, uint32_t epoch)
{
    char text[EPOCH_SIZE];
    struct line line = line_of(text, sizeof text);
    if (epoch <= home->epoch) {
        return;
    }
    line_unsigned(&line, epoch);
    line_char(&line, '\n');
    if (files_write(home->epoch_path, span_of(line.at, line.size), FILES_PRIVATE) == STATUS_OK) {
        home->epoch = epoch;
    }
}

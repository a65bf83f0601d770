#include "tests/fakes/mailbox.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

bool mailbox_put(struct mailbox *box, const struct door_peer *peer, const struct link_key *key,
                 struct span message)
{
    if (box->count == MAILBOX_ROOM) {
        return false;
    }
    struct mailbox_letter *letter = &box->letters[(box->first + box->count++) % MAILBOX_ROOM];
    uint8_t *bytes = malloc(message.size + 1);
    assert(bytes);
    if (message.size > 0) {
        memcpy(bytes, message.at, message.size);
    }
    *letter = (struct mailbox_letter){.bytes = bytes, .size = message.size};
    letter->peer = peer ? *peer : letter->peer;
    letter->key = key ? *key : letter->key;
    return true;
}

enum status mailbox_take(struct mailbox *box, struct mailbox_letter *out_letter, uint8_t *out,
                         size_t room)
{
    if (box->count == 0) {
        return STATUS_NOT_FOUND;
    }
    struct mailbox_letter letter = box->letters[box->first];
    box->first = (box->first + 1) % MAILBOX_ROOM;
    box->count--;
    bool fits = letter.size <= room;
    if (fits && letter.size > 0) {
        memcpy(out, letter.bytes, letter.size);
    }
    free(letter.bytes);
    letter.bytes = NULL;
    if (!fits) {
        return STATUS_MALFORMED;
    }
    *out_letter = letter;
    return STATUS_OK;
}

void mailbox_clear(struct mailbox *box)
{
    while (box->count > 0) {
        free(box->letters[box->first].bytes);
        box->first = (box->first + 1) % MAILBOX_ROOM;
        box->count--;
    }
}

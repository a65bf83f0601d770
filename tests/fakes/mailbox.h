/* mailbox - a queue of whole messages in memory: what the fake link and the fake door are made of.
 */
#ifndef FAKES_MAILBOX_H
#define FAKES_MAILBOX_H

#include "ports/door.h"

enum { MAILBOX_ROOM = 256 };

struct mailbox_letter {
    struct door_peer peer; /* zero on a link, which has only one far end */
    struct link_key key;
    uint8_t *bytes;
    size_t size;
};

struct mailbox {
    struct mailbox_letter letters[MAILBOX_ROOM];
    size_t first;
    size_t count;
};

/* Copies the message. False: full. */
bool mailbox_put(struct mailbox *box, const struct door_peer *peer, const struct link_key *key,
                 struct span message);
/* The oldest letter without its bytes; they go to OUT. STATUS_NOT_FOUND: empty. STATUS_MALFORMED:
 * longer than ROOM; dropped. */
enum status mailbox_take(struct mailbox *box, struct mailbox_letter *out_letter, uint8_t *out,
                         size_t room) MUST_CHECK;
void mailbox_clear(struct mailbox *box);

#endif

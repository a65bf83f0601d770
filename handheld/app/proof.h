/* proof - what a journal can show of itself to the server, also when some of it cannot be read any
 * more.
 *
 * An entry that rotted before it was sent is lost, and only that one: what cannot be read is as
 * good as purged. The unit says that it begins behind it, the server records the gap (the epoch
 * table of protocols/sync.md, HELLO_HOLE), and everything behind the gap goes as it was sealed. */
#ifndef HANDHELD_APP_PROOF_H
#define HANDHELD_APP_PROOF_H

#include "ports/journal_file.h"

struct proof {
    struct head head;     /* the newest entry not after what was asked; zero: none can be shown */
    struct place first;   /* what can be sent begins here */
    struct place damaged; /* what lies between cannot be read, from here on; {0,0}: all can */
};

/* What the journal, being in STATE, can show about the server's high water ASKED. Entries are read
 * into PAGE, which lends its room. Not STATUS_OK: the journal did not serve. */
enum status proof_find(struct journal_file *journal, const struct journal_state *state,
                       struct place asked, const struct journal_page *page,
                       struct proof *out_proof) MUST_CHECK;
/* The place of the first entry at or behind FROM that can be read. STATUS_NOT_FOUND: none. */
enum status proof_readable(struct journal_file *journal, struct place from,
                           const struct journal_page *page, struct place *out_place) MUST_CHECK;

#endif

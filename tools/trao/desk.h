/* desk - the administrator's device: whatever `trao` says, this device says, in its own journal.
 *
 * A verb that changes an answer opens the desk, says its statements, and sends: signed entries pass
 * intake like every unit's. Nothing said is lost when the server does not answer; it goes with the
 * next command. Writes no book of the server's. One command at a time: the journal is locked. */
#ifndef TRAO_DESK_H
#define TRAO_DESK_H

#include "adapters/posix/chance_posix.h"
#include "adapters/sqlite/journal_sqlite.h"
#include "adapters/zmq/link_zmq.h"
#include "core/statement.h"
#include "core/sync_sender.h"
#include "tools/trao/config.h"
#include "tools/trao/progress.h"

enum { DESK_WAIT_SECONDS = 10 };

struct desk {
    const struct call *call; /* borrowed */
    const struct config *config;
    struct clock_posix clock;
    struct chance chance;
    struct log log;
    struct journal_sqlite journal;
    struct journal_file file;
    struct sign_public key;
    struct sign_secret secret;
    struct device device;
    char person[ENTRY_PERSON_MAX + 1]; /* who runs the command, as the system knows them */
    uint8_t *memory;                   /* one page of entries, one message out, one in */
};

/* Opens the desk of the configuration's state folder. CALL_OK, or the exit code after one
 * sentence; then nothing is open. */
int desk_open(const struct call *call, const struct config *config, struct desk *out_desk);
void desk_close(struct desk *desk);

/* Appends one statement, with what the desk itself is to keep of it, durable when CALL_OK comes
 * back; otherwise one sentence was said and nothing has changed. */
int desk_say(struct desk *desk, enum entry_kind kind, struct span body,
             const struct journal_kept *kept, size_t kept_count);
/* Several of one kind in one commit. */
int desk_say_all(struct desk *desk, enum entry_kind kind, const struct span *bodies, size_t count);
/* True if something is kept under KEY; up to ROOM bytes of it in OUT. */
bool desk_keeps(struct desk *desk, const char *key, void *out, size_t room, size_t *out_size);
struct clock_reading desk_now(const struct desk *desk);

/* Opens EPOCH after the tail of the journal was lost, naming its head; *out_head is the new one. */
enum status desk_open_epoch(struct desk *desk, uint32_t epoch, struct head *out_head) MUST_CHECK;

/* Sends what has no receipt yet, and waits for all receipts: CALL_OK. CALL_UNREACHABLE after one
 * sentence: the server has been silent for SECONDS; what was said is kept. CALL_FAILED: the server
 * does not take it; the sentence says why. WHAT is the sentence of progress. */
int desk_send(struct desk *desk, unsigned seconds, const struct said *what);

#endif

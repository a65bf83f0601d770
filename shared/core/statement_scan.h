/* statement_scan - the body of ENTRY_SCAN: one code read while a handover is still open.
 *
 * Pure. Each reading of a give or take is durable before anybody hears "ok"; nothing changes hands
 * by it. The GIVE or TAKE that ends the handover says it again and counts. A reading taken back
 * before the end is stated once more, as withdrawn; nothing is deleted. */
#ifndef CORE_STATEMENT_SCAN_H
#define CORE_STATEMENT_SCAN_H

#include "base/span.h"
#include "core/act.h"

struct scan_body {
    uint8_t handoff_id[16]; /* the record's, as in the GIVE or TAKE to come */
    enum act_kind kind;     /* ACT_GIVE or ACT_TAKE */
    bool typed;             /* keyed in by hand */
    bool withdrawn;         /* the latest reading of this code does not count */
    struct text code, party, counterpart;
};

enum status scan_encode(const struct scan_body *body, struct writer *writer) MUST_CHECK;
enum status scan_decode(struct span body, struct scan_body *out) MUST_CHECK;

#endif

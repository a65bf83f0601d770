/* handoff_code - what two units show each other as QR codes, so that both sign one handoff without
 * a network (protocols/handoff.md): the giver's offer, the list in parts, the receiver's answer.
 *
 * Pure. Knows no unit and no screen. Bytes come from anywhere: what was changed is told from what
 * has no form. */
#ifndef CORE_HANDOFF_CODE_H
#define CORE_HANDOFF_CODE_H

#include "base/sign.h"
#include "core/statement.h"

enum {
    HANDOFF_CODE_SIZE = 500,  /* characters, with the closing NUL */
    HANDOFF_CODE_BYTES = 312, /* what stands in them */
    HANDOFF_PART_SIZE = 280,  /* bytes of the list in one code */
    HANDOFF_PARTS_MAX = 34,
    HANDOFF_LIST_SIZE = HANDOFF_PARTS_MAX * HANDOFF_PART_SIZE
};

enum handoff_code_kind { HANDOFF_OFFER, HANDOFF_LIST, HANDOFF_ANSWER };

struct handoff_code {
    enum handoff_code_kind kind;
    uint8_t id[16];
    struct hash digest;          /* offer, answer: what both sign */
    struct hash entry;           /* offer: the giver's; answer: the receiver's */
    uint32_t count;              /* offer: bundles and items; answer: how many were taken */
    uint32_t missing, over;      /* answer */
    uint8_t part, parts;         /* list: from 1; offer: how many there are */
    struct text giver, receiver; /* offer */
    struct span bytes;           /* list: this part's */
    struct sign_public key;      /* offer, answer: of the device that shows it */
};

/* Does TEXT, already cleaned, begin as one of these? */
bool handoff_code_is(struct text text);
/* CODE as text; an offer or answer is signed by SECRET, whose public key is CODE's. OUT has room
 * for HANDOFF_CODE_SIZE. STATUS_FULL: it does not fit. */
enum status handoff_code_write(const struct handoff_code *code, const struct sign_secret *secret,
                               char out[HANDOFF_CODE_SIZE]) MUST_CHECK;
/* OUT_CODE borrows from ROOM. STATUS_MALFORMED: no form of ours; STATUS_TOO_NEW: of a later format;
 * STATUS_BROKEN: its check or signature is of something else. */
enum status handoff_code_read(struct text text, uint8_t room[HANDOFF_CODE_BYTES],
                              struct handoff_code *out_code) MUST_CHECK;

/* The record H in few bytes: what an item shares with the one before is left out. */
enum status handoff_list_pack(struct span record, struct writer *writer) MUST_CHECK;
/* And back, byte for byte. STATUS_MALFORMED: no list of ours. */
enum status handoff_list_unpack(struct span list, struct writer *record) MUST_CHECK;

#endif

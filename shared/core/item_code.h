/* item_code - what a scanned or typed text is: which kind of code, its normal form, or why not.
 *
 * DOMAIN section 3. Knows no plan, no book and no screen. Bytes come from anywhere; nothing is
 * dropped: what has no known form is ITEM_UNKNOWN and keeps its text, what is refused is ITEM_BAD
 * with a reason, and the caller keeps the raw reading in both cases. */
#ifndef CORE_ITEM_CODE_H
#define CORE_ITEM_CODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/instant.h"
#include "base/said.h"
#include "base/text.h"
#include "core/item_grammar.h"

enum {
    ITEM_RAW_MAX = 512, /* bytes of one reading; a longer one is cut there and refused */
    ITEM_CODE_SIZE = 64 /* a normal form with its closing NUL */
};

enum item_kind {
    ITEM_DOSSIER,
    ITEM_PROCEDURE,
    ITEM_WAYBILL,    /* UPU S10 */
    ITEM_RECEPTACLE, /* UPU S9 */
    ITEM_BUNDLE,     /* our own label */
    ITEM_GUID,
    ITEM_SLIP,    /* D-<password>-<id>-<n>; the normal form has the password masked */
    ITEM_BADGE,   /* TH-<party>-<person>, ours */
    ITEM_COMMAND, /* LENH-…, on the laminated card */
    ITEM_TEST,    /* ITEM_TEST_CODE came through whole: the scanner types what it should */
    ITEM_UNKNOWN, /* an unmatched item: kept raw, matched later */
    ITEM_BAD,
    ITEM_KINDS
};

enum item_bad {
    ITEM_GOOD,
    ITEM_BAD_EMPTY,
    ITEM_BAD_LONG,
    ITEM_BAD_UTF8,
    ITEM_BAD_CHECK,    /* `expected` and `found` name the character */
    ITEM_BAD_DATE,     /* the form of a dossier or bundle code, but there is no such day */
    ITEM_BAD_TOGETHER, /* two codes or more in one reading: scan again, one at a time */
    ITEM_BAD_LAYOUT,   /* another keyboard layout: digits or letters swapped */
    ITEM_BAD_IME,      /* a Vietnamese input method rewrote it */
    ITEM_BAD_FORM,     /* looks like a dossier code and has not its form: half read, or mistyped */
    ITEM_BADS
};

enum item_command {
    ITEM_COMMAND_DONE,       /* LENH-XONG */
    ITEM_COMMAND_UNDO,       /* LENH-HOANTAC */
    ITEM_COMMAND_CHANGE_RUN, /* LENH-DOICHUYEN */
    ITEM_COMMAND_INCIDENT,   /* LENH-SUCO */
    ITEM_COMMANDS
};

/* Printed on the laminated card. It holds what layouts and input methods change; read whole it is
 * ITEM_TEST, read changed ITEM_BAD_LAYOUT or ITEM_BAD_IME. */
#define ITEM_TEST_CODE "THU-AAZYWQM.A1-0123456789"

struct item_code {
    enum item_kind kind;
    enum item_bad bad;              /* ITEM_GOOD unless kind is ITEM_BAD */
    enum item_kind shape;           /* the kind; when bad, the one it looks like, or ITEM_UNKNOWN */
    enum item_command command;      /* of ITEM_COMMAND */
    struct day date;                /* of a dossier or bundle code */
    char expected;                  /* ITEM_BAD_CHECK: the check character it should have had … */
    char found;                     /* … and the one it has; else NUL */
    bool from_url;                  /* it stood in a URL's parameter */
    uint8_t size;                   /* of text */
    uint8_t party_at, party_size;   /* dossier: the agency; bundle: from-stop; badge: party */
    uint8_t person_at, person_size; /* badge: person; bundle: to-stop */
    /* The normal form, closed with a NUL. Of an unknown text its cleaned self, and when that has
     * more than 63 bytes `#` and 32 hex digits of its SHA-256. Empty when bad without a shape. */
    char text[ITEM_CODE_SIZE];
};

/* Never fails: the answer is always written. */
void item_code_read(struct text raw, const struct item_grammar *grammar,
                    struct item_code *out_code);
struct text item_code_text(const struct item_code *code);
struct text item_code_party(const struct item_code *code);  /* see party_at; empty if none */
struct text item_code_person(const struct item_code *code); /* see person_at; empty if none */
/* It counts, and no check character in it proves that it was read rightly: a reader that tells no
 * symbology may have garbled it. */
bool item_code_is_unproved(const struct item_code *code);
const char *item_kind_name(enum item_kind kind); /* `dossier` … `bad` */
/* RAW as it may be shown or logged: control bytes escaped, a slip's password masked. */
void item_code_shown(struct text raw, struct line *line);
/* The sentence for a refusal; {0} the reading as shown, {1} expected, {2} found. NULL for
 * ITEM_GOOD. */
const struct said *item_bad_said(enum item_bad bad);

/* A dossier code has no check digit. What is typed by hand is therefore looked at again: */
enum item_doubt {
    ITEM_DOUBT_NONE,
    ITEM_DOUBT_FUTURE, /* its date is after TODAY */
    ITEM_DOUBT_OLD,    /* its date is more than ITEM_TYPED_DAYS_MAX before TODAY */
    ITEM_DOUBT_AGENCY  /* its agency is none of AGENCIES */
};
enum { ITEM_TYPED_DAYS_MAX = 2 * 366 };
enum item_doubt item_code_doubt(const struct item_code *code, struct day today,
                                const struct text *agencies, size_t count);

/* A bundle label `B` from to YYMMDD round serial check. False: a part is out of its bounds (stops
 * of three digits or A-Z, years 2000-2099, round 1-9, serial 0-999), or the check character is a
 * letter that an input method could rewrite: such a serial is never printed, take the next. */
bool item_code_bundle_make(struct text from, struct text to, struct day day, int round, int serial,
                           struct item_code *out_code);

#endif

/* dossier - what the provincial one-stop system says of one dossier, as values without texts.
 *
 * DOMAIN section 9 (the national portal's DongBoHoSoMC), SEMANTICS sections 4 and 6. Owner and
 * procedure titles are not kept here: nothing is decided by them. Absent times are MINUTE_NEVER. */
#ifndef CORE_DOSSIER_H
#define CORE_DOSSIER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/instant.h"
#include "base/said.h"
#include "core/names.h"
#include "core/promise.h"

enum dossier_status {
    DOSSIER_UNSAID = 0,
    DOSSIER_REGISTERED = 1,
    DOSSIER_RECEIVED,
    DOSSIER_REFUSED,
    DOSSIER_PROCESSING,
    DOSSIER_SUPPLEMENT,
    DOSSIER_FEE_DUE,
    DOSSIER_WITHDRAWN,
    DOSSIER_STOPPED,
    DOSSIER_FINISHED, /* the result still has to travel */
    DOSSIER_RETURNED = 10
};

enum { DOSSIER_SUPPLEMENTS_MAX = 8 };

/* One row of DanhSachHoSoBoSung: a pause, and perhaps a new promise. */
struct supplement {
    struct minute asked;    /* NgayBoSung */
    struct minute brought;  /* NgayTiepNhanBoSung */
    struct minute promised; /* NgayHenTraMoi */
    uint8_t asked_second;   /* of its minute: for the order among acts */
    uint8_t brought_second;
};

struct dossier_facts {
    struct name dossier;
    struct name procedure; /* the first eight characters of MaTTHC */
    struct name agency;    /* DonViXuLy */
    struct minute received;
    struct minute promised; /* NgayHenTra: the first promise */
    struct minute finished; /* NgayKetThucXuLy */
    struct minute returned; /* NgayTra */
    struct supplement supplement[DOSSIER_SUPPLEMENTS_MAX];
    uint8_t received_second; /* of its minute */
    uint8_t supplements;
    bool supplements_left_off; /* there were more than fit: its flag is `unknown` */
    uint8_t status;            /* enum dossier_status */
    bool by_post;              /* HinhThuc 1: the post brings the result home */
    bool promise_impossible;   /* NgayHenTra lay before the receipt: none counts */
};

/* No feed row yet: every time absent. */
void dossier_facts_init(struct dossier_facts *facts, struct name dossier);
/* The end the feed gives the life, as known at NOW: NgayTra; else, status 3, 7 or 10,
 * NgayKetThucXuLy. */
struct minute dossier_feed_end(const struct dossier_facts *facts, struct minute now);
/* Does PROMISE lie before the receipt that the feed gives? Then it is none. */
bool dossier_before_receipt(const struct dossier_facts *facts, struct minute promise);
/* Does any promise ever stated, the first one or a supplement's? */
bool dossier_impossible(const struct dossier_facts *facts);
/* A feed time as an instant; INSTANT_NEVER when absent. */
struct instant dossier_instant(struct minute minute, uint8_t second);

/* Feed columns in the order of DOMAIN section 9. */
enum feed_column {
    FEED_DOSSIER,   /* MaHoSo */
    FEED_PROCEDURE, /* MaTTHC */
    FEED_TITLE,     /* TenTTHC */
    FEED_OWNER,     /* ChuHoSo */
    FEED_RECEIVED,  /* NgayTiepNhan */
    FEED_PROMISED,  /* NgayHenTra */
    FEED_STATUS,    /* TrangThaiHoSo */
    FEED_FINISHED,  /* NgayKetThucXuLy */
    FEED_AGENCY,    /* DonViXuLy */
    FEED_HOW,       /* HinhThuc */
    FEED_RETURNED,  /* NgayTra */
    FEED_COLUMNS
};

#define FEED_HEADER                                                                                \
    "MaHoSo,MaTTHC,TenTTHC,ChuHoSo,NgayTiepNhan,NgayHenTra,TrangThaiHoSo,NgayKetThucXuLy,"         \
    "DonViXuLy,HinhThuc,NgayTra"
#define SUPPLEMENTS_HEADER "MaHoSo,NgayBoSung,NgayTiepNhanBoSung,NgayHenTraTruoc,NgayHenTraMoi"

enum feed_fault_kind {
    FEED_FAULT_NONE,
    FEED_FAULT_LINE,      /* not CSV, or not UTF-8 */
    FEED_FAULT_FIELDS,    /* too few or too many fields */
    FEED_FAULT_DOSSIER,   /* no code, or too long */
    FEED_FAULT_PROCEDURE, /* not a procedure's code */
    FEED_FAULT_TIME,      /* not yyyyMMddHHmmss, or no such instant */
    FEED_FAULT_STATUS,    /* not 1 to 10 */
    FEED_FAULT_HOW,       /* neither 0 nor 1 */
    FEED_FAULT_AGENCY,    /* too long */
    FEED_FAULT_ORDER,     /* brought before asked */
    FEED_FAULT_MANY,      /* more supplements than DOSSIER_SUPPLEMENTS_MAX */
    FEED_FAULT_FULL,      /* NAMES has no room left: not the line's fault */
    /* doubts: the line is taken as it is, and this is said of it */
    FEED_DOUBT_RECEIPT, /* promised before it was received */
    FEED_DOUBT_ASKED,   /* promised anew for a time before that was asked for */
    FEED_FAULTS
};

struct feed_fault {
    enum feed_fault_kind kind;
    struct text column; /* the portal's name of the field at fault */
    struct text found;  /* borrowed */
};

/* One record as texts, by column; absent fields are empty. Supplements are not touched: they come
 * by supplement_parse(). False: out_fault is written and nothing else. */
bool feed_record_parse(const struct text field[FEED_COLUMNS], struct names *names,
                       struct dossier_facts *out_facts, struct feed_fault *out_fault);
/* One line of the feed file; lines that feed_line_skip() knows must not come here. */
bool feed_line_parse(struct text line, struct names *names, struct dossier_facts *out_facts,
                     struct feed_fault *out_fault);
/* One line of the supplements file: which dossier, and what was asked and brought. */
bool supplement_line_parse(struct text line, struct names *names, struct name *out_dossier,
                           struct supplement *out_supplement, struct feed_fault *out_fault);
/* What is odd in a line that was taken; FEED_FAULT_NONE: nothing. */
enum feed_fault_kind feed_doubt(const struct dossier_facts *facts);
enum feed_fault_kind supplement_doubt(const struct supplement *supplement);
/* Header, empty line or comment, of either file. */
bool feed_line_skip(struct text line);
/* Adds one supplement in the order of `asked`; one that was asked at the same instant replaces the
 * old. False: no room; facts->supplements_left_off is set and the flag becomes `unknown`. */
bool dossier_supplement(struct dossier_facts *facts, const struct supplement *supplement);
/* The sentence for a fault; {0} line number, {1} column, of a doubt the dossier, {2} what was
 * found. Never NULL. */
const struct said *feed_fault_said(enum feed_fault_kind kind);

#endif

#include "core/dossier.h"

#include "core/csv_line.h"

enum { PROCEDURE_KEY_SIZE = 8 }; /* "join on the first eight characters" (DOMAIN section 3) */

void dossier_facts_init(struct dossier_facts *facts, struct name dossier)
{
    *facts = (struct dossier_facts){.dossier = dossier,
                                    .received = MINUTE_NEVER,
                                    .promised = MINUTE_NEVER,
                                    .finished = MINUTE_NEVER,
                                    .returned = MINUTE_NEVER};
}

struct minute dossier_feed_end(const struct dossier_facts *facts, struct minute now)
{
    bool over = facts->status == DOSSIER_REFUSED || facts->status == DOSSIER_WITHDRAWN ||
                facts->status == DOSSIER_RETURNED;
    if (facts->returned.m <= now.m) {
        return facts->returned;
    }
    return over && facts->finished.m <= now.m ? facts->finished : MINUTE_NEVER;
}

bool dossier_before_receipt(const struct dossier_facts *facts, struct minute promise)
{
    return facts->received.m != MINUTE_NEVER.m && promise.m < facts->received.m;
}

bool dossier_impossible(const struct dossier_facts *facts)
{
    bool any = facts->promise_impossible;
    for (uint8_t i = 0; i < facts->supplements; i++) {
        any = any || dossier_before_receipt(facts, facts->supplement[i].promised);
    }
    return any;
}

enum feed_fault_kind feed_doubt(const struct dossier_facts *facts)
{
    return facts->promise_impossible ? FEED_DOUBT_RECEIPT : FEED_FAULT_NONE;
}

enum feed_fault_kind supplement_doubt(const struct supplement *supplement)
{
    return supplement->promised.m < supplement->asked.m ? FEED_DOUBT_ASKED : FEED_FAULT_NONE;
}

struct instant dossier_instant(struct minute minute, uint8_t second)
{
    struct instant instant = minute_instant(minute);
    if (minute.m != MINUTE_NEVER.m) {
        instant.ms += (int64_t)second * 1000;
    }
    return instant;
}

bool dossier_supplement(struct dossier_facts *facts, const struct supplement *supplement)
{
    struct instant asked = dossier_instant(supplement->asked, supplement->asked_second);
    struct instant there = INSTANT_NEVER;
    size_t at = 0;
    for (; at < facts->supplements; at++) {
        there = dossier_instant(facts->supplement[at].asked, facts->supplement[at].asked_second);
        if (there.ms >= asked.ms) {
            break;
        }
    }
    if (at < facts->supplements && there.ms == asked.ms) {
        facts->supplement[at] = *supplement;
        return true;
    }
    if (facts->supplements == DOSSIER_SUPPLEMENTS_MAX) {
        facts->supplements_left_off = true;
        return false;
    }
    for (size_t i = facts->supplements; i > at; i--) {
        facts->supplement[i] = facts->supplement[i - 1];
    }
    facts->supplement[at] = *supplement;
    facts->supplements++;
    return true;
}

static const char *const column_names[FEED_COLUMNS] = {
    [FEED_DOSSIER] = "MaHoSo",        [FEED_PROCEDURE] = "MaTTHC",
    [FEED_TITLE] = "TenTTHC",         [FEED_OWNER] = "ChuHoSo",
    [FEED_RECEIVED] = "NgayTiepNhan", [FEED_PROMISED] = "NgayHenTra",
    [FEED_STATUS] = "TrangThaiHoSo",  [FEED_FINISHED] = "NgayKetThucXuLy",
    [FEED_AGENCY] = "DonViXuLy",      [FEED_HOW] = "HinhThuc",
    [FEED_RETURNED] = "NgayTra",
};

static bool fault(struct feed_fault *out_fault, enum feed_fault_kind kind, const char *column,
                  struct text found)
{
    *out_fault = (struct feed_fault){kind, text_of(column), found};
    return false;
}

/* Empty is no time; else it must be one. */
static bool compact_minute(struct text text, struct minute *out_minute, uint8_t *out_second)
{
    struct instant instant;
    if (text.size == 0) {
        *out_minute = MINUTE_NEVER;
        *out_second = 0;
        return true;
    }
    if (instant_parse_compact(text, &instant) != STATUS_OK) {
        return false;
    }
    *out_minute = instant_minute(instant);
    *out_second = (uint8_t)((instant.ms - minute_instant(*out_minute).ms) / 1000);
    return true;
}

static bool digits(struct text text, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        if (text.at[i] < '0' || text.at[i] > '9') {
            return false;
        }
    }
    return true;
}

/* `^[1-3]\.[0-9]{6}` and whatever follows a dot (DOMAIN section 3). */
static bool procedure_key(struct text text, struct text *out_key)
{
    if (text.size < PROCEDURE_KEY_SIZE || text.at[0] < '1' || text.at[0] > '3' ||
        text.at[1] != '.' || !digits(text, 2, PROCEDURE_KEY_SIZE) ||
        (text.size > PROCEDURE_KEY_SIZE && text.at[PROCEDURE_KEY_SIZE] != '.')) {
        return false;
    }
    *out_key = (struct text){.at = text.at, .size = PROCEDURE_KEY_SIZE};
    return true;
}

static bool parse_times(const struct text *field, struct dossier_facts *facts,
                        struct feed_fault *out_fault)
{
    static const uint8_t columns[] = {FEED_RECEIVED, FEED_PROMISED, FEED_FINISHED, FEED_RETURNED};
    struct minute *const times[] = {&facts->received, &facts->promised, &facts->finished,
                                    &facts->returned};
    uint8_t second[sizeof columns];
    for (size_t i = 0; i < sizeof columns; i++) {
        if (!compact_minute(field[columns[i]], times[i], &second[i])) {
            return fault(out_fault, FEED_FAULT_TIME, column_names[columns[i]], field[columns[i]]);
        }
    }
    facts->received_second = second[0];
    /* an end before the receipt is the feed's own business (SEMANTICS section 4: "Nothing if end <=
     * received"); a promise before it would accuse somebody: what was promised is unknown */
    facts->promise_impossible = dossier_before_receipt(facts, facts->promised);
    facts->promised = facts->promise_impossible ? MINUTE_NEVER : facts->promised;
    return true;
}

static bool parse_words(const struct text *field, struct names *names, struct dossier_facts *facts,
                        struct feed_fault *out_fault)
{
    uint64_t status = 0;
    struct text key = {.at = "", .size = 0};
    if (field[FEED_STATUS].size > 0 && (!text_unsigned(field[FEED_STATUS], &status) ||
                                        status < DOSSIER_REGISTERED || status > DOSSIER_RETURNED)) {
        return fault(out_fault, FEED_FAULT_STATUS, column_names[FEED_STATUS], field[FEED_STATUS]);
    }
    facts->status = (uint8_t)status;
    struct text how = field[FEED_HOW];
    if (how.size > 0 && !text_is(how, "0") && !text_is(how, "1")) {
        return fault(out_fault, FEED_FAULT_HOW, column_names[FEED_HOW], how);
    }
    facts->by_post = text_is(how, "1");
    if (field[FEED_PROCEDURE].size > 0 && !procedure_key(field[FEED_PROCEDURE], &key)) {
        return fault(out_fault, FEED_FAULT_PROCEDURE, column_names[FEED_PROCEDURE],
                     field[FEED_PROCEDURE]);
    }
    if (field[FEED_AGENCY].size > NAME_SIZE_MAX) {
        return fault(out_fault, FEED_FAULT_AGENCY, column_names[FEED_AGENCY], field[FEED_AGENCY]);
    }
    if (names_give(names, field[FEED_DOSSIER], &facts->dossier) != STATUS_OK ||
        names_give(names, key, &facts->procedure) != STATUS_OK ||
        names_give(names, field[FEED_AGENCY], &facts->agency) != STATUS_OK) {
        return fault(out_fault, FEED_FAULT_FULL, column_names[FEED_DOSSIER], field[FEED_DOSSIER]);
    }
    return true;
}

bool feed_record_parse(const struct text field[FEED_COLUMNS], struct names *names,
                       struct dossier_facts *out_facts, struct feed_fault *out_fault)
{
    struct dossier_facts facts;
    dossier_facts_init(&facts, NAME_NONE);
    if (field[FEED_DOSSIER].size == 0 || field[FEED_DOSSIER].size > NAME_SIZE_MAX) {
        return fault(out_fault, FEED_FAULT_DOSSIER, column_names[FEED_DOSSIER],
                     field[FEED_DOSSIER]);
    }
    if (!parse_times(field, &facts, out_fault) || !parse_words(field, names, &facts, out_fault)) {
        return false;
    }
    *out_facts = facts;
    return true;
}

/* Splits and trims; a fault shows the line itself where a field lives in CSV. */
static bool split(struct text line, struct csv_line *csv, size_t columns,
                  struct feed_fault *out_fault)
{
    if (csv_line_split(line, csv) != STATUS_OK) {
        return fault(out_fault, FEED_FAULT_LINE, "", line);
    }
    if (csv->count != columns) {
        return fault(out_fault, FEED_FAULT_FIELDS, "", line);
    }
    for (size_t i = 0; i < columns; i++) {
        csv->field[i] = text_trim(csv->field[i]);
    }
    return true;
}

static bool outlives(const struct csv_line *csv, struct text line, struct feed_fault *out_fault)
{
    const char *at = out_fault->found.at;
    if (at >= csv->plain && at < csv->plain + CSV_LINE_MAX) {
        out_fault->found = line;
    }
    return false;
}

bool feed_line_parse(struct text line, struct names *names, struct dossier_facts *out_facts,
                     struct feed_fault *out_fault)
{
    struct csv_line csv;
    if (!split(line, &csv, FEED_COLUMNS, out_fault)) {
        return false;
    }
    return feed_record_parse(csv.field, names, out_facts, out_fault) ||
           outlives(&csv, line, out_fault);
}

enum supplement_column {
    SUP_DOSSIER,
    SUP_ASKED,
    SUP_BROUGHT,
    SUP_BEFORE,
    SUP_PROMISED,
    SUP_COLUMNS
};

static bool supplement_fields(const struct text *field, struct names *names,
                              struct name *out_dossier, struct supplement *out_supplement,
                              struct feed_fault *out_fault)
{
    static const char *const columns[SUP_COLUMNS] = {"MaHoSo", "NgayBoSung", "NgayTiepNhanBoSung",
                                                     "NgayHenTraTruoc", "NgayHenTraMoi"};
    struct minute time[SUP_COLUMNS];
    uint8_t second[SUP_COLUMNS];
    if (field[SUP_DOSSIER].size == 0 || field[SUP_DOSSIER].size > NAME_SIZE_MAX) {
        return fault(out_fault, FEED_FAULT_DOSSIER, columns[SUP_DOSSIER], field[SUP_DOSSIER]);
    }
    for (int i = SUP_ASKED; i < SUP_COLUMNS; i++) {
        if (!compact_minute(field[i], &time[i], &second[i]) ||
            (i == SUP_ASKED && field[i].size == 0)) {
            return fault(out_fault, FEED_FAULT_TIME, columns[i], field[i]);
        }
    }
    if (time[SUP_BROUGHT].m < time[SUP_ASKED].m) {
        return fault(out_fault, FEED_FAULT_ORDER, columns[SUP_BROUGHT], field[SUP_BROUGHT]);
    }
    if (names_give(names, field[SUP_DOSSIER], out_dossier) != STATUS_OK) {
        return fault(out_fault, FEED_FAULT_FULL, columns[SUP_DOSSIER], field[SUP_DOSSIER]);
    }
    *out_supplement = (struct supplement){.asked = time[SUP_ASKED],
                                          .brought = time[SUP_BROUGHT],
                                          .promised = time[SUP_PROMISED],
                                          .asked_second = second[SUP_ASKED],
                                          .brought_second = second[SUP_BROUGHT]};
    return true;
}

bool supplement_line_parse(struct text line, struct names *names, struct name *out_dossier,
                           struct supplement *out_supplement, struct feed_fault *out_fault)
{
    struct csv_line csv;
    if (!split(line, &csv, SUP_COLUMNS, out_fault)) {
        return false;
    }
    return supplement_fields(csv.field, names, out_dossier, out_supplement, out_fault) ||
           outlives(&csv, line, out_fault);
}

bool feed_line_skip(struct text line)
{
    struct text trimmed = text_trim(line);
    return trimmed.size == 0 || trimmed.at[0] == '#' || text_is(trimmed, FEED_HEADER) ||
           text_is(trimmed, SUPPLEMENTS_HEADER);
}

/* clang-format off */
static const struct said said_of[FEED_FAULTS] = {
    [FEED_FAULT_NONE] =
    {"FEED-00",
     "Dòng {0} không có lỗi.",
     "Line {0} is in order."},
    [FEED_FAULT_LINE] =
    {"FEED-01",
     "Dòng {0} không phải CSV dạng UTF-8: {2}",
     "Line {0} is not CSV in UTF-8: {2}"},
    [FEED_FAULT_FIELDS] =
    {"FEED-02",
     "Dòng {0}: số cột không đúng; đọc được: {2}",
     "Line {0}: the wrong number of columns; found: {2}"},
    [FEED_FAULT_DOSSIER] =
    {"FEED-03",
     "Dòng {0}: {1} thiếu hoặc quá dài: {2}",
     "Line {0}: {1} is missing or too long: {2}"},
    [FEED_FAULT_PROCEDURE] =
    {"FEED-04",
     "Dòng {0}: {1} không phải mã thủ tục: {2}",
     "Line {0}: {1} is no procedure's code: {2}"},
    [FEED_FAULT_TIME] =
    {"FEED-05",
     "Dòng {0}: {1} phải là yyyyMMddHHmmss có thật, không phải {2}.",
     "Line {0}: {1} must be a real yyyyMMddHHmmss, not {2}."},
    [FEED_FAULT_STATUS] =
    {"FEED-06",
     "Dòng {0}: {1} từ 1 đến 10, không phải {2}.",
     "Line {0}: {1} runs from 1 to 10, not {2}."},
    [FEED_FAULT_HOW] =
    {"FEED-07",
     "Dòng {0}: {1} là 0 (trực tiếp) hoặc 1 (bưu chính), không phải {2}.",
     "Line {0}: {1} is 0 (direct) or 1 (postal), not {2}."},
    [FEED_FAULT_AGENCY] =
    {"FEED-08",
     "Dòng {0}: {1} dài quá 96 byte: {2}",
     "Line {0}: {1} is longer than 96 bytes: {2}"},
    [FEED_FAULT_ORDER] =
    {"FEED-09",
     "Dòng {0}: {1} ({2}) sớm hơn ngày bắt đầu.",
     "Line {0}: {1} ({2}) lies before what it follows."},
    [FEED_FAULT_MANY] =
    {"FEED-10",
     "Dòng {0}: hồ sơ {2} có quá 8 lần bổ sung.",
     "Line {0}: dossier {2} has more than 8 supplements."},
    [FEED_FAULT_FULL] =
    {"FEED-11",
     "Dòng {0}: bảng tên đã đầy; chưa nhận {2}.",
     "Line {0}: the table of names is full; {2} was not taken."},
    [FEED_DOUBT_RECEIPT] =
    {"FEED-12",
     "Dòng {0}: NgayHenTra ({2}) sớm hơn NgayTiepNhan; hồ sơ {1} chưa rõ ngày hẹn.",
     "Line {0}: NgayHenTra ({2}) lies before NgayTiepNhan; what {1} was promised for is unknown."},
    [FEED_DOUBT_ASKED] =
    {"FEED-13",
     "Dòng {0}: NgayHenTraMoi ({2}) của {1} sớm hơn NgayBoSung; nếu sớm hơn cả NgayTiepNhan thì "
     "chưa rõ ngày hẹn.",
     "Line {0}: NgayHenTraMoi ({2}) of {1} lies before NgayBoSung; where it lies before "
     "NgayTiepNhan, too, what was promised is unknown."},
};
/* clang-format on */

const struct said *feed_fault_said(enum feed_fault_kind kind)
{
    return &said_of[(unsigned)kind < FEED_FAULTS ? kind : FEED_FAULT_NONE];
}

#include "core/act_csv.h"

#include "core/csv_line.h"

enum column { AT, ACT, SUBJECT, PARTY, PERSON, COUNTERPART, STOP, PARENT, REASON, COLUMNS };

bool act_csv_skip(struct text line)
{
    struct text trimmed = text_trim(line);
    return trimmed.size == 0 || trimmed.at[0] == '#' || text_is(trimmed, ACT_CSV_HEADER);
}

bool act_reference_parse(struct text text, struct act_reference *out_reference)
{
    struct text at = text_split(&text, '/');
    struct text kind = text_split(&text, '/');
    struct act_reference reference = {.party = text};
    if (text.size == 0 || instant_parse(at, &reference.at) != STATUS_OK ||
        !act_kind_parse(kind, &reference.kind) || reference.kind == ACT_VOID) {
        return false;
    }
    *out_reference = reference;
    return true;
}

static bool is_route_and_round(struct text text)
{
    struct text route = text_split(&text, '/');
    return route.size > 0 && text.size > 0;
}

/* What one line may not say, by its kind of act; *out_column is where. */
static enum act_fault_kind kind_fault(const struct text *field, enum act_kind kind,
                                      enum column *out_column)
{
    struct act_reference reference;
    enum exception_kind exception;
    switch (kind) {
    case ACT_ARRIVE:
    case ACT_DEPART:
        *out_column = SUBJECT;
        return is_route_and_round(field[SUBJECT]) ? ACT_FAULT_NONE : ACT_FAULT_SUBJECT;
    case ACT_GIVE:
        *out_column = COUNTERPART;
        return field[COUNTERPART].size > 0 ? ACT_FAULT_NONE : ACT_FAULT_RECEIVER;
    case ACT_PACK:
        *out_column = PARENT;
        return field[PARENT].size > 0 && !text_equal(field[PARENT], field[SUBJECT])
                   ? ACT_FAULT_NONE
                   : ACT_FAULT_PARENT;
    case ACT_VOID:
        *out_column = PARENT;
        return act_reference_parse(field[PARENT], &reference) ? ACT_FAULT_NONE : ACT_FAULT_WRONG;
    case ACT_EXCEPTION:
        *out_column = REASON;
        return exception_kind_parse(field[REASON], &exception) ? ACT_FAULT_NONE : ACT_FAULT_REASON;
    case ACT_INTAKE:
    case ACT_READY:
    case ACT_SEAL:
    case ACT_REFUSE:
    case ACT_TAKE:
    case ACT_UNPACK:
    case ACT_PAUSE:
    case ACT_RESUME:
    case ACT_RETURN:
    case ACT_KINDS:
        break;
    }
    return ACT_FAULT_NONE;
}

static enum act_fault_kind field_fault(const struct text *field, struct act *act,
                                       enum column *out_column)
{
    enum act_kind kind = ACT_KINDS;
    *out_column = AT;
    if (instant_parse(field[AT], &act->at) != STATUS_OK) {
        return ACT_FAULT_AT;
    }
    *out_column = ACT;
    if (!act_kind_parse(field[ACT], &kind)) {
        return ACT_FAULT_KIND;
    }
    act->kind = (uint8_t)kind;
    *out_column = SUBJECT;
    if (field[SUBJECT].size == 0) {
        return ACT_FAULT_SUBJECT;
    }
    *out_column = PARTY;
    if (field[PARTY].size == 0) {
        return ACT_FAULT_PARTY;
    }
    return kind_fault(field, kind, out_column);
}

static enum act_fault_kind names_fault(const struct text *field, struct names *names,
                                       struct act *act, enum column *out_column)
{
    struct name *const to[COLUMNS] = {
        [SUBJECT] = &act->subject,         [PARTY] = &act->party, [PERSON] = &act->person,
        [COUNTERPART] = &act->counterpart, [STOP] = &act->stop,   [PARENT] = &act->parent,
        [REASON] = &act->reason,
    };
    for (int i = SUBJECT; i < COLUMNS; i++) {
        *out_column = (enum column)i;
        if (field[i].size > NAME_SIZE_MAX) {
            return ACT_FAULT_LONG;
        }
        if (names_give(names, field[i], to[i]) != STATUS_OK) {
            return ACT_FAULT_FULL;
        }
    }
    return ACT_FAULT_NONE;
}

bool act_csv_parse(struct text line, struct names *names, struct act *out_act,
                   struct act_fault *out_fault)
{
    struct csv_line csv;
    if (csv_line_split(line, &csv) != STATUS_OK) {
        *out_fault = (struct act_fault){ACT_FAULT_LINE, line};
        return false;
    }
    if (csv.count != COLUMNS) {
        *out_fault = (struct act_fault){ACT_FAULT_FIELDS, line};
        return false;
    }
    struct text field[COLUMNS];
    for (size_t i = 0; i < COLUMNS; i++) {
        field[i] = text_trim(csv.field[i]);
    }
    struct act act = {0};
    enum column column = AT;
    enum act_fault_kind kind = field_fault(field, &act, &column);
    if (kind == ACT_FAULT_NONE) {
        kind = names_fault(field, names, &act, &column);
    }
    if (kind != ACT_FAULT_NONE) {
        /* a quoted field lives in `csv`, which ends here: then the whole line is shown */
        struct text found = field[column];
        bool lent = found.at >= csv.plain && found.at < csv.plain + CSV_LINE_MAX;
        *out_fault = (struct act_fault){kind, lent ? line : found};
        return false;
    }
    *out_act = act;
    return true;
}

/* clang-format off */
static const struct said said_of[ACT_FAULTS] = {
    [ACT_FAULT_NONE] =
    {"ACT-00",
     "Dòng {0} không có lỗi.",
     "Line {0} is in order."},
    [ACT_FAULT_LINE] =
    {"ACT-01",
     "Dòng {0} không phải CSV dạng UTF-8: {1}",
     "Line {0} is not CSV in UTF-8: {1}"},
    [ACT_FAULT_FIELDS] =
    {"ACT-02",
     "Dòng {0}: cần chín cột " ACT_CSV_HEADER "; đọc được: {1}",
     "Line {0}: expected nine columns " ACT_CSV_HEADER "; found: {1}"},
    [ACT_FAULT_AT] =
    {"ACT-03",
     "Dòng {0}: không có thời điểm {1}; viết 2023-03-21T15:10.",
     "Line {0}: there is no instant {1}; write 2023-03-21T15:10."},
    [ACT_FAULT_KIND] =
    {"ACT-04",
     "Dòng {0}: không có việc nào tên {1}.",
     "Line {0}: there is no act called {1}."},
    [ACT_FAULT_SUBJECT] =
    {"ACT-05",
     "Dòng {0}: cần mã hồ sơ, mã bó hoặc tuyến/chuyến, không phải {1}.",
     "Line {0}: expected a dossier, a bundle or route/round, not {1}."},
    [ACT_FAULT_PARTY] =
    {"ACT-06",
     "Dòng {0}: thiếu bên thực hiện.",
     "Line {0}: the party that acts is missing."},
    [ACT_FAULT_RECEIVER] =
    {"ACT-07",
     "Dòng {0}: give cần bên nhận.",
     "Line {0}: a give needs a receiver."},
    [ACT_FAULT_PARENT] =
    {"ACT-08",
     "Dòng {0}: pack cần một bó khác chính nó; đọc được: {1}",
     "Line {0}: a pack needs a bundle other than itself; found: {1}"},
    [ACT_FAULT_WRONG] =
    {"ACT-09",
     "Dòng {0}: void phải ghi việc sai dạng lúc/việc/bên; đọc được: {1}",
     "Line {0}: a void names the wrong act as at/act/party; found: {1}"},
    [ACT_FAULT_REASON] =
    {"ACT-10",
     "Dòng {0}: không có loại sự cố {1}.",
     "Line {0}: there is no exception called {1}."},
    [ACT_FAULT_LONG] =
    {"ACT-11",
     "Dòng {0}: dài quá 96 byte: {1}",
     "Line {0}: longer than 96 bytes: {1}"},
    [ACT_FAULT_FULL] =
    {"ACT-12",
     "Dòng {0}: bảng tên đã đầy; chưa nhận {1}.",
     "Line {0}: the table of names is full; {1} was not taken."},
};
/* clang-format on */

const struct said *act_fault_said(enum act_fault_kind kind)
{
    return &said_of[(unsigned)kind < ACT_FAULTS ? kind : ACT_FAULT_NONE];
}

#include "tools/trao/file_check.h"

#include "tools/trao/almanac_said.h"
#include "tools/trao/answer.h"
#include "tools/trao/trao_said.h"

void file_check_begin(struct file_check *check, const struct call *call, const char *path)
{
    *check = (struct file_check){.call = call, .path = path};
    faults_begin(&check->faults, call);
    faults_begin(&check->notes, call);
}

void file_check_end(struct file_check *check)
{
    faults_end(&check->faults);
    faults_end(&check->notes);
}

int file_check_tell(const struct file_check *check)
{
    const int result = check->faults.count + check->notes.count > 0 ? CALL_FOUND : CALL_OK;
    char digits[2][24];
    struct line rows = line_of(digits[0], sizeof digits[0]);
    struct line notes = line_of(digits[1], sizeof digits[1]);
    if (check->call->json) {
        return answer_json(json_pack("{s:s, s:b, s:I, s:O, s:O}", "file", check->path, "in_order",
                                     check->faults.count == 0, "rows", (json_int_t)check->rows,
                                     "faults", check->faults.list, "notes", check->notes.list))
                   ? result
                   : CALL_FAILED;
    }
    if (check->faults.count > 0) {
        line_unsigned(&rows, check->faults.count);
        return call_refuse(check->call, CALL_FOUND, trao_said(SAID_FAULTS), line_done(&rows),
                           (struct text){0});
    }
    line_unsigned(&rows, check->rows);
    line_unsigned(&notes, check->notes.count);
    const struct text values[] = {text_of(check->path), line_done(&rows), line_done(&notes)};
    call_tell(check->call, almanac_said(ALMANAC_SAID_IN_ORDER), values, 3);
    return result;
}

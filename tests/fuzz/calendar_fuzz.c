/* calendar_fuzz - rows from anywhere; then W and add over whatever calendar they made. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/span.h"
#include "core/promise.h"

/* NOLINTNEXTLINE(readability-identifier-naming): the name libFuzzer calls */
int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size);

static struct calendar cal;

static void must(bool held)
{
    if (!held) {
        abort();
    }
}

/* The file read at once is its rows, one after another; the first that is refused is named. */
static void check_whole(struct text file)
{
    static struct calendar whole;
    struct calendar_fault fault = {.kind = CALENDAR_FAULT_NONE};
    struct calendar_fault of_row = {.kind = CALENDAR_FAULT_NONE};
    bool good = calendar_read(&whole, 1, (struct day){0}, file, &fault);
    uint32_t line = 0;
    bool taken = true;
    if (text_starts(file, "\xEF\xBB\xBF")) {
        file = (struct text){file.at + 3, file.size - 3};
    }
    calendar_begin(&cal, 1, (struct day){0}, NULL);
    while (taken && file.size > 0) {
        line++;
        taken = calendar_row(&cal, text_split(&file, '\n'), &of_row);
    }
    calendar_end(&cal);
    must(good == taken && fault.kind == of_row.kind && (good || fault.line == line));
    must(!good || hash_equal(&whole.hash, &cal.hash));
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size)
{
    struct reader reader = reader_of(span_of(at, size));
    struct minute a = {read_i32(&reader)};
    int32_t n = read_i32(&reader);
    struct text rest = {(const char *)reader.at, reader.left};
    struct calendar_fault fault;
    struct promise promise;
    struct duration duration;
    bool parsed = duration_parse(text_split(&rest, '\n'), &duration);
    check_whole(rest);
    calendar_begin(&cal, 1, (struct day){0}, NULL);
    while (rest.size > 0) {
        uint32_t rows = cal.rows;
        if (!calendar_row(&cal, text_split(&rest, '\n'), &fault)) {
            must(cal.rows == rows && fault.kind != CALENDAR_FAULT_NONE);
        }
    }
    calendar_end(&cal);
    struct minute b = calendar_add(&cal, a, n);
    if (calendar_covers(&cal, a) && b.m != MINUTE_NEVER.m && calendar_working(&cal, b, a) < 1) {
        must(n < 0 || calendar_working(&cal, a, b) == n);
    }
    if (parsed && promise_due(&cal, a, duration, NULL, &promise) == STATUS_OK) {
        must(promise.due.m >= promise.effective.m && promise.effective.m >= a.m);
        must(calendar_is_working_day(&cal, minute_day(promise.due)));
    }
    return 0;
}

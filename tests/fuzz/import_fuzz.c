/* import_fuzz - files for `trao import` from anywhere: recognised by their first words, judged, and
 * put into a normal form that has no fault and is its own normal form. */
#include <stdlib.h>
#include <string.h>

#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/memory_file.h"
#include "tools/trao/import_file.h"

enum { LINE_ROOM = 8192 };

static const struct call call = {.language = LANGUAGE_EN, .json = true, .quiet = true};
static struct calendar calendar;

/* Makes OUT, and SUPPLEMENTS where JSON brings them. The faults found. */
static uint64_t take(enum file_kind kind, enum import_form form, struct text bytes,
                     struct import_file *out, struct import_file *supplements)
{
    struct faults faults;
    faults_begin(&faults, &call);
    bool begun = import_begin(out, "file", kind);
    begun = import_begin(supplements, "file", FILE_SUPPLEMENTS) && begun;
    assert(begun);
    if (form == IMPORT_JSON) {
        import_json(out, supplements, bytes, &faults);
    } else if (kind == FILE_CALENDAR) {
        import_calendar(out, bytes, &calendar, &faults);
    } else if (kind == FILE_PLAN) {
        import_plan(out, bytes, &calendar, &faults);
    } else {
        import_csv(out, bytes, &faults);
    }
    bool ended = import_end(out);
    ended = import_end(supplements) && ended;
    assert(ended);
    uint64_t count = faults.count;
    faults_end(&faults);
    return count;
}

static void again(const struct import_file *file)
{
    struct import_file second;
    struct import_file none;
    const struct text bytes = {.at = file->bytes, .size = file->size};
    uint64_t faults = take(file->kind, IMPORT_CSV, bytes, &second, &none);
    assert(faults == 0 && second.rows == file->rows && second.size == file->size);
    assert(memcmp(second.bytes, file->bytes, file->size) == 0);
    assert(hash_equal(&second.hash, &file->hash));
    import_free(&second);
    import_free(&none);
}

/* `# again` as the first line: the others are repeated until no whole file may be that long. */
static char *read_back(struct text given, size_t *out_size)
{
    static struct memory_file file;
    static char long_one[IMPORT_WHOLE_MAX + LINE_ROOM];
    struct text rest = given;
    char *bytes = NULL;
    if (text_is(text_split(&rest, '\n'), "# again") && rest.size > 0 && rest.size < LINE_ROOM) {
        size_t size = 0;
        for (; size <= IMPORT_WHOLE_MAX; size += rest.size) {
            memcpy(long_one + size, rest.at, rest.size);
        }
        given = (struct text){.at = long_one, .size = size};
    }
    memory_file_put(&file, span_of(given.at, given.size));
    int result = import_read(&call, file.path, &bytes, out_size);
    assert(result == CALL_OK && *out_size == given.size);
    return bytes;
}

static void check_nothing_there(void)
{
    char *bytes = NULL;
    size_t size = 77;
    int result = import_read(&call, "/nowhere/feed.csv", &bytes, &size);
    assert(result == CALL_FAILED && bytes == NULL && size == 77);
}

/* A long whole file is refused before a line of it is read; by rows any length would do. */
static bool is_whole(struct text bytes)
{
    enum file_kind kind = FILE_FEED;
    bool known = false;
    (void)import_recognise(bytes, &kind, &known);
    return known && (kind == FILE_PLAN || kind == FILE_CALENDAR);
}

static void take_file(struct text bytes)
{
    const size_t size = bytes.size;
    struct import_file file;
    struct import_file supplements;
    enum file_kind kind = FILE_FEED;
    bool known = false;
    enum import_form form = import_recognise(bytes, &kind, &known);
    if (form == IMPORT_UNKNOWN || !known) {
        kind = size % 2 == 0 ? FILE_ACTS : FILE_OFFICES; /* as --acts and --offices say */
        form = IMPORT_CSV;
    }
    if (kind == FILE_PLAN) {
        calendar_begin(&calendar, 1, (struct day){0}, NULL);
        calendar_end(&calendar);
    }
    uint64_t faults = take(kind, form, bytes, &file, &supplements);
    assert(strlen(import_kind_name(kind)) > 0);
    bool by_row = kind != FILE_PLAN && kind != FILE_CALENDAR; /* these keep bad lines as they are */
    if (by_row || faults == 0) {
        again(&file);
        if (form == IMPORT_JSON) {
            again(&supplements);
        }
    }
    import_free(&file);
    import_free(&supplements);
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size)
{
    size_t read = 0;
    char *bytes = read_back(fuzz_text(at, size), &read);
    const struct text whole = {.at = bytes, .size = read};
    if (read == size || is_whole(whole)) {
        take_file(whole);
    }
    if (size == 0) {
        check_nothing_there();
    }
    free(bytes);
    return 0;
}

/* inputs_fuzz - what a terminal and a scanner send to a unit, from anywhere: each line comes whole,
 * one that is too long costs itself, and all of it ends. */
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "handheld/inputs/inputs.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/memory_file.h"
#include "tests/fuzz/scratch.h"

enum { TURNS = 4000, PIPE_TURNS = 6, PIPE_SIZE = 4096 };

static void check(const struct inputs *inputs)
{
    assert(inputs->count <= SHIFT_LINES_MAX);
    for (size_t i = 0; i < inputs->count; i++) {
        const struct unit_input *one = &inputs->at[i];
        assert(one->text.at >= inputs->texts[i] && one->text.size <= LINES_LENGTH_MAX);
        assert(one->text.at + one->text.size <= inputs->texts[i] + LINES_LENGTH_MAX);
        assert(one->kind <= UNIT_SCANNER_CUT);
    }
}

/* The same bytes as they come through a pipe: in two pieces, and then nothing for ever. */
static void trickle(struct inputs *inputs, struct span bytes)
{
    static struct scratch folder;
    const char *bad = NULL;
    struct instant mono = {0};
    scratch_make(&folder);
    scratch_clear(&folder);
    const char *path = scratch_path(&folder, "pipe");
    int made = mkfifo(path, 0600);
    enum status status = inputs_open(inputs, bytes.size % 2 ? path : NULL, path, &bad);
    int fd = open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC);
    assert(made == 0 && status == STATUS_OK && fd >= 0);
    for (int turn = 0; turn < PIPE_TURNS; turn++) {
        size_t size = turn == 0 ? bytes.size / 2 : turn == 1 ? bytes.size - bytes.size / 2 : 0;
        ssize_t sent = size > 0 ? write(fd, bytes.at + (turn ? bytes.size / 2 : 0), size) : 0;
        assert(sent == (ssize_t)size);
        inputs_gather(inputs, mono);
        check(inputs);
        inputs_taken(inputs, inputs->count);
        mono.ms += HID_NEXT_MS_MAX;
    }
    assert(!inputs_ended(inputs));
    (void)close(fd);
    inputs_close(inputs);
}

/* What opens and cannot be read ends at once. */
static void unreadable(struct inputs *inputs)
{
    const char *bad = NULL;
    enum status status = inputs_open(inputs, "/", "/", &bad);
    assert(status == STATUS_OK);
    inputs_gather(inputs, (struct instant){0});
    assert(inputs->count == 0 && inputs_ended(inputs));
    inputs_close(inputs);
}

/* The first byte says how often the lines are repeated (a line may be longer than any input here),
 * the second where the reports begin. */
int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size)
{
    static struct memory_file lines;
    static struct memory_file reports;
    static struct inputs inputs;
    static uint8_t repeated[3 * LINES_LENGTH_MAX];
    struct reader reader = reader_of(span_of(at, size));
    size_t times = 1 + fuzz_choose(&reader, 64);
    size_t cut = reader.left * read_u8(&reader) / 256;
    struct instant mono = {0};
    const char *bad = NULL;
    struct writer writer = writer_of(repeated, sizeof repeated);
    cut = cut < reader.left ? cut : reader.left;
    for (size_t i = 0; i < times; i++) {
        write_bytes(&writer, reader.at, cut);
    }
    memory_file_put(&lines, writer_span(&writer));
    memory_file_put(&reports, span_of(reader.at + cut, reader.left - cut));
    enum status status = inputs_open(&inputs, lines.path, reports.path, &bad);
    assert(status == STATUS_OK);
    int turns = 0;
    for (; !inputs_ended(&inputs); turns++) {
        assert(turns < TURNS);
        inputs_gather(&inputs, mono);
        check(&inputs);
        inputs_taken(&inputs, inputs.count > 3 ? inputs.count - 3 : inputs.count);
        mono.ms += HID_NEXT_MS_MAX / 2 + 1;
    }
    inputs_close(&inputs);
    if (size > 0 && size < PIPE_SIZE) {
        trickle(&inputs, span_of(at, size));
    } else {
        unreadable(&inputs);
    }
    return 0;
}

/* watch_fuzz - structured: devices state anything, in any shape, and watch goes on: it never fails,
 * it comes up again after it was shut, and a book made anew from the same acts says the same.
 *
 * A byte is a turn; bodies and files are the bytes that follow. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/fuzz/fuzz.h"
#include "tests/unit/server/watch/town.h"

enum { TURNS_MAX = 40, PENS = 3, BODY_MAX = 700 };
enum turn { STATE, STATE_ACT, FILE_WHOLE, SEND, PASS, RESTART, SPOILED, TURNS };

static struct town *town;
static struct instant now;

static struct span take(struct reader *reader, size_t most)
{
    size_t size = read_u8(reader) | (size_t)(read_u8(reader) % 4) << 8;
    size = size < most ? size : most;
    return read_span(reader, size < reader->left ? size : reader->left);
}

static bool has_room(const struct pen *pen)
{
    return pen->count < 20 && pen->size + SEALED_SIZE_MAX <= sizeof pen->bytes;
}

/* A line of an acts file, as an act by a pen. */
static void state_act(struct pen *pen, struct span bytes)
{
    static char fields[BODY_MAX];
    uint8_t body[2 * BODY_MAX];
    struct writer writer = writer_of(body, sizeof body);
    struct text rest = {.at = (const char *)bytes.at, .size = bytes.size};
    struct act_body act = {.scanned = true};
    if (!text_copy(rest, fields, sizeof fields) || !text_utf8(rest)) {
        return;
    }
    rest = text_of(fields);
    if (!act_kind_parse(text_split(&rest, ','), &act.kind)) {
        act.kind = rest.size % ACT_KINDS;
    }
    act.subject = text_split(&rest, ',');
    act.party = text_split(&rest, ',');
    act.counterpart = text_split(&rest, ',');
    act.stop = text_split(&rest, ',');
    act.parent = text_split(&rest, ',');
    act.reason = rest;
    if (act_encode(&act, &writer) == STATUS_OK) {
        (void)pen_say(pen, ENTRY_ACT, writer_span(&writer), now, "an");
    }
}

static void state_file(struct pen *pen, struct reader *reader)
{
    enum file_kind kind = FILE_FEED + fuzz_choose(reader, 6);
    struct span bytes = take(reader, BODY_MAX);
    pen_send(town, pen, now);
    pen_file(town, pen, kind, (struct text){(const char *)bytes.at, bytes.size}, now);
}

static void run(void)
{
    town_run(town, now);
    if (town->effects.rebuild) {
        town_rebuild(town, now);
    }
}

static void take_turn(struct reader *reader)
{
    enum turn turn = fuzz_choose(reader, TURNS);
    struct pen *pen = &town->pens[fuzz_choose(reader, PENS)];
    switch (turn) {
    case STATE:
        if (has_room(pen)) {
            enum entry_kind kind = read_u8(reader) % 24;
            kind = kind == 0 ? 24 : kind; /* nobody can seal an entry of kind 0, nor open one */
            (void)pen_say(pen, kind, take(reader, BODY_MAX), now, "an");
        }
        break;
    case STATE_ACT:
        if (has_room(pen)) {
            state_act(pen, take(reader, BODY_MAX));
        }
        break;
    case FILE_WHOLE:
        state_file(pen, reader);
        break;
    case SEND:
        pen_send(town, pen, now);
        run();
        break;
    case SPOILED:
        if (pen->count > 0) {
            pen_send_spoiled(town, pen, now, read_u8(reader) & 1);
        }
        break;
    case PASS:
        now.ms += 1000 * (int64_t)(1 + read_u16(reader));
        run();
        break;
    case RESTART:
        if (!town_restart(town)) {
            town_rebuild(town, now);
        }
        break;
    case TURNS:
        break;
    }
}

/* An empty town, with tables small enough to be made anew for each input. */
static void make_town(void)
{
    if (!town) {
        town = town_open();
    }
    town_shut(town);
    act_store_memory_fini(&town->acts_memory);
    flag_book_memory_fini(&town->flags_memory);
    act_store_memory_init(&town->acts_memory);
    flag_book_memory_init(&town->flags_memory);
    town->limits = (struct model_limits){.names = 1 << 12,
                                         .texts = 1 << 17,
                                         .lives = 1 << 8,
                                         .acts = 1 << 11,
                                         .files = 1 << 6,
                                         .handoffs = 1 << 6};
    bool begun = town_restart(town);
    assert(begun);
}

/* The first lines that differ are said, for whoever repeats the input. */
static void check_same(const char *before, const char *after)
{
    struct text one = text_of(before);
    struct text other = text_of(after);
    while (one.size > 0 || other.size > 0) {
        struct text was = text_split(&one, '\n');
        struct text is = text_split(&other, '\n');
        if (!text_equal(was, is)) {
            (void)fprintf(stderr, "was: %.*s\nis:  %.*s\n", (int)was.size, was.at, (int)is.size,
                          is.at);
            assert(!"made anew, the book says something else");
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size)
{
    static const enum device_kind kinds[PENS] = {DEVICE_IMPORT, DEVICE_HANDHELD, DEVICE_DESK};
    struct reader reader = reader_of(span_of(at, size));
    now = town_at("2023-03-21T08:00");
    make_town();
    for (int i = 0; i < PENS; i++) {
        (void)town_pen(town, i, kinds[i]);
    }
    for (int turns = 0; turns < TURNS_MAX && reader.left > 0; turns++) {
        take_turn(&reader);
    }
    for (int i = 0; i < PENS; i++) {
        pen_send(town, &town->pens[i], now);
    }
    now.ms += 60000;
    run();
    char *before = town_canonical(town);
    town_rebuild(town, now);
    char *after = town_canonical(town);
    check_same(before, after);
    free(before);
    free(after);
    return 0;
}

/* device_revoke - `trao device revoke`: two persons say that a device is no longer trusted. */
#include "tools/trao/answer.h"
#include "tools/trao/desk.h"
#include "tools/trao/device_verbs.h"
#include "tools/trao/trao_said.h"
#include "tools/trao/wait_option.h"

struct revocation {
    const char *by, *and_by, *reason, *trusted_to, *wait;
    struct device device;
    struct place cut; /* trusted up to here */
    bool has_cut;
    unsigned seconds;
};

/* `EPOCH/SEQ`; `0/0`: nothing it ever said is trusted. */
static bool parse_cut(struct text text, struct place *out_place)
{
    struct text rest = text;
    uint64_t epoch = 0;
    uint64_t seq = 0;
    if (!text_unsigned(text_split(&rest, '/'), &epoch) || !text_unsigned(rest, &seq) ||
        epoch > UINT32_MAX || (epoch == 0) != (seq == 0)) {
        return false;
    }
    *out_place = (struct place){(uint32_t)epoch, seq};
    return true;
}

static int check(const struct call *call, struct revocation *revocation)
{
    struct text reason = text_of(revocation->reason);
    int result = device_persons(call, revocation->by, revocation->and_by);
    if (result == CALL_OK && text_trim(reason).size == 0) {
        result = call_missing(call, "--reason");
    }
    if (result != CALL_OK) {
        return result;
    }
    if (reason.size > STATEMENT_NOTE_MAX || !text_utf8(reason)) {
        return call_refuse(call, CALL_USAGE, trao_said(SAID_LONG_TEXT), TEXT("--reason"),
                           (struct text){0});
    }
    if (!device_parse(text_of(call->argv[0]), &revocation->device)) {
        return call_refuse(call, CALL_USAGE, trao_said(SAID_NOT_A_DEVICE), text_of(call->argv[0]),
                           (struct text){0});
    }
    revocation->has_cut = revocation->trusted_to != NULL;
    if (revocation->has_cut && !parse_cut(text_of(revocation->trusted_to), &revocation->cut)) {
        return call_refuse(call, CALL_USAGE, trao_said(SAID_BAD_PLACE),
                           text_of(revocation->trusted_to), (struct text){0});
    }
    revocation->seconds = DESK_WAIT_SECONDS;
    return wait_option(call, revocation->wait, &revocation->seconds);
}

static bool find_stream(struct act_reader_sqlite *book, struct device device,
                        struct place *out_place)
{
    struct act_stream rows[16];
    struct act_reader reader = act_reader_sqlite_reader(book);
    size_t count = sizeof rows / sizeof rows[0];
    for (uint64_t skip = 0; count == sizeof rows / sizeof rows[0]; skip += count) {
        if (act_reader_streams(&reader, skip, rows, sizeof rows / sizeof rows[0], &count) !=
            STATUS_OK) {
            return false;
        }
        for (size_t i = 0; i < count; i++) {
            if (rows[i].stream.device.id == device.id) {
                *out_place = rows[i].stream.high_water.place;
                return true;
            }
        }
    }
    *out_place = (struct place){0, 0};
    return true;
}

/* Without a cut-off, what is in the book today stays trusted and nothing after it. */
static int look_up(const struct call *call, const struct config *config,
                   struct revocation *revocation, bool *out_revoked)
{
    struct act_reader_sqlite book;
    struct act_device row;
    int result = books_acts(call, config, &book);
    if (result != CALL_OK) {
        return result;
    }
    if (!device_find(&book, revocation->device, &row)) {
        result = call_refuse(call, CALL_FAILED, trao_said(SAID_NO_DEVICE), text_of(call->argv[0]),
                             (struct text){0});
    } else if (!revocation->has_cut && !find_stream(&book, revocation->device, &revocation->cut)) {
        result = books_failed(call, STATE_ACTS, STATUS_IO);
    } else {
        *out_revoked = row.revoked && place_order(row.trusted_to, revocation->cut) <= 0;
    }
    act_reader_sqlite_close(&book);
    return result;
}

static int say(struct desk *desk, const struct revocation *revocation)
{
    uint8_t bytes[1024];
    struct writer writer = writer_of(bytes, sizeof bytes);
    const struct revoked_body body = {.device = revocation->device,
                                      .trusted_to = revocation->cut,
                                      .reason = text_trim(text_of(revocation->reason)),
                                      .person_one = text_trim(text_of(revocation->by)),
                                      .person_two = text_trim(text_of(revocation->and_by))};
    if (revoked_encode(&body, &writer) != STATUS_OK) {
        return call_refuse(desk->call, CALL_USAGE, trao_said(SAID_LONG_TEXT), TEXT("--reason"),
                           (struct text){0});
    }
    return desk_say(desk, ENTRY_DEVICE_REVOKED, writer_span(&writer), NULL, 0);
}

static void tell(const struct call *call, const struct revocation *revocation, bool was_there,
                 bool receipted)
{
    char number[DEVICE_TEXT_SIZE];
    char cut[64];
    struct line line = line_of(cut, sizeof cut);
    line_unsigned(&line, revocation->cut.epoch);
    line_char(&line, '/');
    line_unsigned(&line, revocation->cut.seq);
    const struct text values[] = {text_of(device_text(revocation->device, number)),
                                  line_done(&line)};
    if (call->json) {
        (void)answer_json(json_pack("{s:s, s:b, s:b, s:b, s:s}", "device", number, "revoked",
                                    was_there || receipted, "new", !was_there, "receipted",
                                    receipted, "trusted_to", cut));
    } else if (was_there || receipted) {
        call_tell(call, trao_said(was_there ? SAID_REVOKED_BEFORE : SAID_REVOKED), values, 2);
    }
}

static int revoke(const struct call *call, const struct config *config,
                  struct revocation *revocation)
{
    struct desk desk;
    bool revoked = false;
    int result = look_up(call, config, revocation, &revoked);
    if (result != CALL_OK || revoked) {
        if (revoked) {
            tell(call, revocation, true, false);
        }
        return result;
    }
    result = desk_open(call, config, &desk);
    if (result != CALL_OK) {
        return result;
    }
    result = say(&desk, revocation);
    if (result == CALL_OK) {
        result = desk_send(&desk, revocation->seconds, trao_said(SAID_SENDING));
    }
    if (result == CALL_OK || result == CALL_UNREACHABLE) {
        tell(call, revocation, false, result == CALL_OK);
    }
    desk_close(&desk);
    return result;
}

int device_revoke(struct call *call, int argc, char **argv)
{
    struct config config;
    struct revocation revocation = {0};
    const struct call_option options[] = {
        {"by",         &revocation.by,         NULL},
        {"and",        &revocation.and_by,     NULL},
        {"reason",     &revocation.reason,     NULL},
        {"trusted-to", &revocation.trusted_to, NULL},
        {"wait",       &revocation.wait,       NULL}
    };
    int result = call_options(call, argc, argv, options, sizeof options / sizeof options[0]);
    if (result == CALL_OK) {
        result = call_words(call, 1, "DEVICE");
    }
    if (result == CALL_OK) {
        result = check(call, &revocation);
    }
    if (result == CALL_OK) {
        result = config_read(call, &config);
    }
    return result == CALL_OK ? revoke(call, &config, &revocation) : result;
}

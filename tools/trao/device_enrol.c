/* device_enrol - `trao device enrol`: a unit's card becomes a statement of two persons. */
#include <string.h>

#include "adapters/posix/files.h"
#include "core/device_card.h"
#include "tools/trao/answer.h"
#include "tools/trao/desk.h"
#include "tools/trao/device_verbs.h"
#include "tools/trao/trao_said.h"
#include "tools/trao/wait_option.h"

struct enrolment {
    const char *kind, *label, *party, *by, *and_by, *wait;
    enum device_kind device_kind;
    unsigned seconds;
    struct device_card card;
    char number[DEVICE_TEXT_SIZE];
};

static int read_card(const struct call *call, const char *path, struct enrolment *enrolment)
{
    char bytes[2 * DEVICE_CARD_SIZE];
    size_t size = 0;
    enum status status = files_read(path, bytes, sizeof bytes, &size);
    if (status != STATUS_OK && status != STATUS_FULL) {
        return call_refuse(call, CALL_FAILED, trao_said(SAID_NO_FILE), text_of(path),
                           text_of(call_why(call, status)));
    }
    if (status == STATUS_OK) {
        status = device_card_parse((struct text){.at = bytes, .size = size}, &enrolment->card);
    }
    if (status != STATUS_OK) {
        return call_refuse(call, CALL_FOUND,
                           trao_said(status == STATUS_TOO_NEW ? SAID_CARD_NEW : SAID_NO_CARD),
                           text_of(path), (struct text){0});
    }
    (void)device_text(enrolment->card.device, enrolment->number);
    return CALL_OK;
}

static bool text_fits(const char *given)
{
    struct text text = text_of(given);
    return text.size <= STATEMENT_TEXT_MAX && text_utf8(text);
}

static int check(const struct call *call, struct enrolment *enrolment)
{
    int result = device_persons(call, enrolment->by, enrolment->and_by);
    enrolment->device_kind = DEVICE_HANDHELD;
    if (result != CALL_OK) {
        return result;
    }
    if (enrolment->kind && !device_kind_parse(text_of(enrolment->kind), &enrolment->device_kind)) {
        return call_refuse(call, CALL_USAGE, trao_said(SAID_DEVICE_KIND), text_of(enrolment->kind),
                           (struct text){0});
    }
    if (!text_fits(enrolment->label) || !text_fits(enrolment->party)) {
        return call_refuse(call, CALL_USAGE, trao_said(SAID_LONG_TEXT), TEXT("--label, --party"),
                           (struct text){0});
    }
    enrolment->seconds = DESK_WAIT_SECONDS;
    return wait_option(call, enrolment->wait, &enrolment->seconds);
}

/* As the book has it; true if just this is in it already. A book that cannot be read says nothing:
 * the statement is made, and intake judges it. */
static bool is_enrolled(const struct enrolment *enrolment, const struct act_device *row)
{
    struct text label = text_of(enrolment->label);
    struct text party = text_of(enrolment->party);
    return !row->revoked && row->kind == enrolment->device_kind &&
           memcmp(row->link_key.byte, enrolment->card.link_key, LINK_KEY_SIZE) == 0 &&
           memcmp(row->sign_key.byte, enrolment->card.sign_key.byte, SIGN_PUBLIC_SIZE) == 0 &&
           (!label.at || text_is(label, row->label)) && (!party.at || text_is(party, row->party));
}

static bool look_up(const struct call *call, const struct config *config,
                    const struct enrolment *enrolment, struct act_device *out_row)
{
    char path[CONFIG_PATH_MAX];
    struct act_reader_sqlite book;
    const struct database_options options = {.path = path};
    if (config_place(call, config, STATE_ACTS, path) != CALL_OK ||
        act_reader_sqlite_open(&book, &options) != STATUS_OK) {
        return false;
    }
    bool found = device_find(&book, enrolment->card.device, out_row);
    act_reader_sqlite_close(&book);
    return found;
}

static int say(struct desk *desk, const struct enrolment *enrolment)
{
    uint8_t bytes[1024];
    struct writer writer = writer_of(bytes, sizeof bytes);
    struct enrolled_body body = {.device = enrolment->card.device,
                                 .sign_key = enrolment->card.sign_key,
                                 .kind = enrolment->device_kind,
                                 .label = text_of(enrolment->label),
                                 .party = text_of(enrolment->party),
                                 .person_one = text_trim(text_of(enrolment->by)),
                                 .person_two = text_trim(text_of(enrolment->and_by))};
    memcpy(body.link_key, enrolment->card.link_key, sizeof body.link_key);
    if (enrolled_encode(&body, &writer) != STATUS_OK) {
        return call_refuse(desk->call, CALL_USAGE, trao_said(SAID_LONG_TEXT),
                           TEXT("--label, --party"), (struct text){0});
    }
    return desk_say(desk, ENTRY_DEVICE_ENROLLED, writer_span(&writer), NULL, 0);
}

static void tell(const struct call *call, const struct enrolment *enrolment, bool was_there,
                 bool receipted)
{
    struct text number = text_of(enrolment->number);
    if (call->json) {
        (void)answer_json(json_pack("{s:s, s:b, s:b, s:b}", "device", enrolment->number, "enrolled",
                                    was_there || receipted, "new", !was_there, "receipted",
                                    receipted));
    } else if (was_there || receipted) {
        call_tell(call, trao_said(was_there ? SAID_ENROLLED_BEFORE : SAID_ENROLLED), &number, 1);
    }
}

static int enrol(const struct call *call, const struct config *config,
                 const struct enrolment *enrolment)
{
    struct desk desk;
    struct act_device row;
    bool there = look_up(call, config, enrolment, &row);
    if (there && row.revoked) {
        return call_refuse(call, CALL_FAILED, trao_said(SAID_WAS_REVOKED),
                           text_of(enrolment->number), (struct text){0});
    }
    if (there && is_enrolled(enrolment, &row)) {
        tell(call, enrolment, true, false);
        return CALL_OK;
    }
    int result = desk_open(call, config, &desk);
    if (result != CALL_OK) {
        return result;
    }
    result = say(&desk, enrolment);
    if (result == CALL_OK) {
        result = desk_send(&desk, enrolment->seconds, trao_said(SAID_SENDING));
    }
    desk_close(&desk);
    /* A receipt says that the statement is in the book, not that it was admitted. */
    if (result == CALL_OK && look_up(call, config, enrolment, &row) &&
        !is_enrolled(enrolment, &row)) {
        return call_refuse(call, CALL_FAILED, trao_said(SAID_NOT_ENROLLED),
                           text_of(enrolment->number), (struct text){0});
    }
    if (result == CALL_OK || result == CALL_UNREACHABLE) {
        tell(call, enrolment, false, result == CALL_OK);
    }
    return result;
}

int device_enrol(struct call *call, int argc, char **argv)
{
    struct config config;
    struct enrolment enrolment = {0};
    const struct call_option options[] = {
        {"kind",  &enrolment.kind,   NULL},
        {"label", &enrolment.label,  NULL},
        {"party", &enrolment.party,  NULL},
        {"by",    &enrolment.by,     NULL},
        {"and",   &enrolment.and_by, NULL},
        {"wait",  &enrolment.wait,   NULL}
    };
    int result = call_options(call, argc, argv, options, sizeof options / sizeof options[0]);
    if (result == CALL_OK) {
        result = call_words(call, 1, "CARD");
    }
    if (result == CALL_OK) {
        result = check(call, &enrolment);
    }
    if (result == CALL_OK) {
        result = read_card(call, call->argv[0], &enrolment);
    }
    if (result == CALL_OK) {
        result = config_read(call, &config);
    }
    return result == CALL_OK ? enrol(call, &config, &enrolment) : result;
}

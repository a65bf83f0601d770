/* verb_verify - `trao verify`: chain and signatures of a journal, the server's book or an export.
 *
 * Needs nothing but the file: a device's number is a hash of its key, and its first entry shows the
 * key. A piece of a stream needs the unit's card beside it. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "adapters/posix/errno_status.h"
#include "adapters/posix/files.h"
#include "adapters/sqlite/journal_sqlite.h"
#include "core/device_card.h"
#include "tools/trao/answer.h"
#include "tools/trao/backup_check.h"
#include "tools/trao/verbs.h"
#include "tools/trao/verify.h"

enum { HEAD_SIZE = 72, MAGIC_AT = 68, SENTENCE_SIZE = 512 };

const char *verify_where(const struct verify *verify, const char *vi, const char *en,
                         uint64_t number, char out[VERIFY_WHERE_SIZE])
{
    struct line line = line_of(out, VERIFY_WHERE_SIZE);
    line_put(&line, call_word(verify->call, vi, en));
    line_unsigned(&line, number);
    return out;
}

static void put_entry(struct line *line, const struct entry *entry)
{
    char number[DEVICE_TEXT_SIZE];
    if (entry && entry->device.id != 0) {
        line_put(line, device_text(entry->device, number));
    }
    if (entry && entry->place.epoch > 0) {
        line_put(line, line->size > 0 ? " " : "");
        line_unsigned(line, entry->place.epoch);
        line_char(line, '/');
        line_unsigned(line, entry->place.seq);
    }
}

void verify_fault(struct verify *verify, const char *where, enum trao_said said,
                  const struct entry *entry)
{
    char name[64];
    char sentence[SENTENCE_SIZE];
    struct line about = line_of(name, sizeof name);
    struct line line = line_of(sentence, sizeof sentence);
    if (verify->check.only_claims || verify->faults++ >= VERIFY_SHOWN_MAX) {
        return;
    }
    put_entry(&about, entry);
    call_sentence(verify->call, &line, trao_said(said), NULL, 0);
    if (verify->list) {
        (void)json_array_append_new(verify->list,
                                    json_pack("{s:s, s:s, s:s, s:s}", "where", where, "entry", name,
                                              "code", trao_said(said)->code, "reason", sentence));
        return;
    }
    progress_end(&verify->progress);
    (void)printf("%s: %s%s%s: %s [%s]\n", verify->path, where, name[0] ? ", " : "", name, sentence,
                 trao_said(said)->code);
}

static enum trao_said said_of(enum chain_fault fault)
{
    switch (fault) {
    case CHAIN_SIGNATURE:
        return SAID_VERIFY_SIGNATURE;
    case CHAIN_LINK:
        return SAID_VERIFY_LINK;
    case CHAIN_GAP:
        return SAID_VERIFY_GAP;
    case CHAIN_NO_KEY:
        return SAID_VERIFY_NO_KEY;
    case CHAIN_OTHER_KEY:
        return SAID_VERIFY_OTHER_KEY;
    case CHAIN_NAMED:
        return SAID_VERIFY_NAMED;
    case CHAIN_GOOD:
    case CHAIN_FAULTS:
        break;
    }
    return SAID_VERIFY_SHAPE;
}

void verify_entry(struct verify *verify, const char *where, const struct sealed *sealed)
{
    enum chain_fault fault = chain_check_entry(&verify->check, sealed);
    verify->signatures += fault == CHAIN_SIGNATURE;
    if (fault != CHAIN_GOOD) {
        verify_fault(verify, where, said_of(fault), &sealed->entry);
    }
}

enum file_is { FILE_IS_ENTRIES, FILE_IS_BOOK, FILE_IS_JOURNAL, FILE_IS_BACKUP, FILE_IS_OTHER_BOOK };

static bool opens_as_book(const char *path)
{
    struct act_reader_sqlite book;
    const struct database_options options = {.path = path};
    bool is = act_reader_sqlite_open(&book, &options) == STATUS_OK;
    act_reader_sqlite_close(&book);
    return is;
}

static bool opens_as_journal(const char *path)
{
    struct journal_sqlite journal;
    const struct database_options options = {.path = path, .reading = true};
    bool is = journal_sqlite_open(&journal, &options) == STATUS_OK;
    journal_sqlite_close(&journal);
    return is;
}

/* SQLite files say whose they are at offset 68 (fileformat2.html, 1.3), and a young one only in its
 * log; so the books are opened to see. */
static int recognise(const struct call *call, const char *path, enum file_is *out_is)
{
    unsigned char head[HEAD_SIZE] = {0};
    if (backup_is(path)) {
        *out_is = FILE_IS_BACKUP;
        return CALL_OK;
    }
    FILE *file = fopen(path, "rb");
    if (!file) {
        return call_refuse(call, CALL_FAILED, trao_said(SAID_NO_FILE), text_of(path),
                           text_of(call_why(call, errno_status(errno))));
    }
    size_t size = fread(head, 1, sizeof head, file);
    (void)fclose(file);
    *out_is = FILE_IS_ENTRIES;
    if (size == sizeof head && memcmp(head, "SQLite format 3", 16) == 0) {
        *out_is = memcmp(head + MAGIC_AT, "TrA1", 4) == 0   ? FILE_IS_BOOK
                  : memcmp(head + MAGIC_AT, "TrJ1", 4) == 0 ? FILE_IS_JOURNAL
                  : opens_as_book(path)                     ? FILE_IS_BOOK
                  : opens_as_journal(path)                  ? FILE_IS_JOURNAL
                                                            : FILE_IS_OTHER_BOOK;
    }
    return CALL_OK;
}

/* PATH NULL: a unit.pub beside the file, if there is one. */
static int take_card(struct verify *verify, const char *path)
{
    char beside[FILES_PATH_MAX];
    char bytes[2 * DEVICE_CARD_SIZE];
    struct device_card card;
    size_t size = 0;
    struct line line = line_of(beside, sizeof beside);
    const char *slash = strrchr(verify->path, '/');
    if (slash) {
        line_text(&line, (struct text){verify->path, (size_t)(slash + 1 - verify->path)});
    }
    line_put(&line, "unit.pub");
    enum status status = files_read(path ? path : beside, bytes, sizeof bytes, &size);
    if (status == STATUS_OK) {
        status = device_card_parse((struct text){.at = bytes, .size = size}, &card);
    }
    if (status == STATUS_OK) {
        (void)chain_check_key(&verify->check, card.device, &card.sign_key);
    } else if (path) {
        return call_refuse(verify->call, CALL_FAILED, trao_said(SAID_NO_CARD), text_of(path),
                           (struct text){0});
    }
    return CALL_OK;
}

int verify_twice(struct verify *verify, int (*walk)(struct verify *verify))
{
    int result = walk(verify);
    if (result != CALL_OK || !chain_check_again(&verify->check)) {
        return result;
    }
    result = walk(verify);
    verify->check.only_claims = false;
    for (size_t i = 0; result == CALL_OK && i < verify->check.claim_count; i++) {
        const struct chain_claim *claim = &verify->check.claims[i];
        if (!claim->found) {
            const struct entry about = {.device = claim->device, .place = claim->said_at};
            verify_fault(verify, call_word(verify->call, "mở kỳ", "opening of an epoch"),
                         SAID_VERIFY_NAMED, &about);
        }
    }
    return result;
}

static int walk(struct verify *verify, enum file_is is)
{
    switch (is) {
    case FILE_IS_BOOK:
        return verify_twice(verify, verify_book);
    case FILE_IS_JOURNAL:
        return verify_twice(verify, verify_journal);
    case FILE_IS_ENTRIES:
        return verify_twice(verify, verify_entries);
    case FILE_IS_BACKUP:
        return backup_check(verify, NULL);
    case FILE_IS_OTHER_BOOK:
        break;
    }
    return call_refuse(verify->call, CALL_FAILED, trao_said(SAID_NOT_A_BOOK), text_of(verify->path),
                       (struct text){0});
}

static json_t *streams_json(const struct verify *verify)
{
    json_t *streams = json_array();
    for (size_t i = 0; i < verify->check.stream_count; i++) {
        char number[DEVICE_TEXT_SIZE];
        char hash[HASH_TEXT_SIZE];
        const struct chain_stream *stream = &verify->check.streams[i];
        if (stream->entries > 0) {
            (void)json_array_append_new(streams,
                                        json_pack("{s:s, s:I, s:I, s:I, s:I, s:I, s:s}", "device",
                                                  device_text(stream->device, number), "entries",
                                                  (json_int_t)stream->entries, "first_epoch",
                                                  (json_int_t)stream->first.epoch, "first_seq",
                                                  (json_int_t)stream->first.seq, "epoch",
                                                  (json_int_t)stream->head.place.epoch, "seq",
                                                  (json_int_t)stream->head.place.seq, "hash",
                                                  hash_text(&stream->head.hash, hash)));
        }
    }
    return streams;
}

static int tell(struct verify *verify)
{
    char digits[3][24];
    struct text values[4];
    size_t streams = 0;
    for (size_t i = 0; i < verify->check.stream_count; i++) {
        streams += verify->check.streams[i].entries > 0;
    }
    const uint64_t number[] = {verify->check.entries, streams, verify->faults};
    for (int i = 0; i < 3; i++) {
        struct line line = line_of(digits[i], sizeof digits[i]);
        line_unsigned(&line, number[i]);
        values[i < 2 ? i : 3] = line_done(&line);
    }
    int result = verify->faults > 0 ? CALL_FOUND : CALL_OK;
    if (verify->list) {
        json_t *answer =
            json_pack("{s:b, s:I, s:I, s:O, s:o}", "whole", verify->faults == 0, "entries",
                      (json_int_t)verify->check.entries, "fault_count", (json_int_t)verify->faults,
                      "faults", verify->list, "devices", streams_json(verify));
        (void)answer_json(answer);
        return result;
    }
    values[2] = text_of(verify->path);
    call_tell(verify->call, trao_said(result == CALL_OK ? SAID_VERIFIED : SAID_NOT_VERIFIED),
              values, 4);
    return result;
}

int verb_verify(struct call *call, int argc, char **argv)
{
    const char *card = NULL;
    const struct call_option options[] = {
        {"card", &card, NULL}
    };
    enum file_is is = FILE_IS_ENTRIES;
    int result = call_options(call, argc, argv, options, sizeof options / sizeof options[0]);
    if (result == CALL_OK) {
        result = call_words(call, 1, "FILE");
    }
    if (result == CALL_OK) {
        result = recognise(call, call->argv[0], &is);
    }
    if (result != CALL_OK) {
        return result;
    }
    if (sign_start() != STATUS_OK) {
        return call_refuse_plain(call, CALL_FAILED, trao_said(SAID_NO_MEMORY));
    }
    struct verify verify = {
        .call = call, .path = call->argv[0], .list = call->json ? json_array() : NULL};
    chain_check_init(&verify.check);
    result = take_card(&verify, card);
    if (result == CALL_OK) {
        result = walk(&verify, is);
    }
    if (result == CALL_OK) {
        result = verify.check.no_memory
                     ? call_refuse_plain(call, CALL_FAILED, trao_said(SAID_NO_MEMORY))
                     : tell(&verify);
    }
    chain_check_fini(&verify.check);
    json_decref(verify.list);
    return result;
}

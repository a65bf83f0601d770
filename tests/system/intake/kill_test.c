/* The real program over loopback and CURVE: enrolled by the administrator's device, killed at any
 * instant, it has lost nothing that it acknowledged and doubled nothing. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "adapters/posix/files.h"
#include "adapters/posix/sign_key.h"
#include "adapters/sqlite/act_reader_sqlite.h"
#include "adapters/sqlite/journal_sqlite.h"
#include "server/home/places.h"
#include "server/intake/stat.h"
#include "tests/system/intake/real_caller.h"
#include "tests/system/intake/real_server.h"
#include "wire/message.h"

enum { KILLS = 12, PROMPT_MS = 15000 };

static struct context context;
static struct real_server server;
static struct link_key server_key;
static struct real_caller *admin;
static struct real_caller *unit;
static struct log_fake log_lines;

/* --- the two devices --- */

/* The first entry of the administrator's journal, as first start made it. */
static void load_admin(void)
{
    static uint8_t bytes[SEALED_SIZE_MAX];
    struct journal_sqlite journal;
    struct sealed sealed;
    struct chain *chain = &admin->chain;
    assert_int_equal(
        sign_key_load(real_server_place(&server, PLACE_ADMIN_SIGN), &chain->key, &chain->secret),
        STATUS_OK);
    assert_int_equal(keys_load(real_server_place(&server, PLACE_ADMIN_CURVE), &admin->keys),
                     STATUS_OK);
    chain->device = device_of(&chain->key);
    const struct database_options options =
        journal_sqlite_options(real_server_place(&server, PLACE_ADMIN_JOURNAL), &log_lines.port);
    assert_int_equal(journal_sqlite_open(&journal, &options), STATUS_OK);
    struct journal_file file = journal_sqlite_file(&journal);
    struct journal_page page = {.at = bytes, .room = sizeof bytes, .count_max = 1};
    assert_int_equal(journal_file_read(&file, (struct place){1, 1}, &page), STATUS_OK);
    struct span left = span_of(bytes, page.size);
    assert_int_equal(entry_open(&left, &sealed), STATUS_OK);
    memcpy(chain->bytes, bytes, page.size);
    chain->links[0] = (struct chain_link){.head = entry_head(&sealed), .size = page.size};
    chain->head = chain->links[0].head;
    chain->size = page.size;
    chain->count = 1;
    journal_sqlite_close(&journal);
}

static void make_unit(void)
{
    chain_init(&unit->chain, 77);
    chain_open_epoch(&unit->chain, 1);
    assert_int_equal(keys_make(&unit->keys), STATUS_OK);
}

static void state_enrolled(void)
{
    uint8_t bytes[512];
    struct writer writer = writer_of(bytes, sizeof bytes);
    struct enrolled_body body = {.device = unit->chain.device,
                                 .sign_key = unit->chain.key,
                                 .kind = DEVICE_HANDHELD,
                                 .label = TEXT("unit"),
                                 .party = TEXT("post"),
                                 .person_one = TEXT("an"),
                                 .person_two = TEXT("binh")};
    memcpy(body.link_key, unit->keys.public_key.byte, sizeof body.link_key);
    assert_int_equal(enrolled_encode(&body, &writer), STATUS_OK);
    chain_state(&admin->chain, ENTRY_DEVICE_ENROLLED, writer_span(&writer));
}

static void enrol_unit(void)
{
    load_admin();
    make_unit();
    state_enrolled();
    assert_true(real_caller_open(admin, &context, server.endpoint, &server_key));
    assert_true(real_caller_work(admin, PROMPT_MS));
    real_caller_close(admin);
    assert_true(real_caller_open(unit, &context, server.endpoint, &server_key));
    assert_true(real_caller_work(unit, PROMPT_MS));
}

static void read_server_key(void)
{
    char text[KEYS_TEXT_SIZE];
    size_t size = 0;
    assert_int_equal(
        files_read(real_server_place(&server, PLACE_SERVER_PUBLIC), text, sizeof text, &size),
        STATUS_OK);
    assert_true(keys_parse(text_trim((struct text){text, size}), &server_key));
}

static int begin(const char *role)
{
    log_fake_init(&log_lines);
    admin = calloc(1, sizeof *admin);
    unit = calloc(1, sizeof *unit);
    if (!admin || !unit || !real_server_make(&server, role) || !real_server_start(&server)) {
        return -1;
    }
    read_server_key();
    return 0;
}

static int begin_intake(void **unused)
{
    (void)unused;
    return begin("intake");
}

static int begin_all(void **unused)
{
    (void)unused;
    return begin(NULL);
}

static int end(void **unused)
{
    (void)unused;
    real_caller_close(unit);
    real_server_remove(&server);
    free(admin);
    free(unit);
    return 0;
}

/* --- the book --- */

/* Entries of the unit in acts.db: each as in its journal, in order, once. Gives the last place. */
static struct place check_book(void)
{
    static uint8_t bytes[4 * MESSAGE_BYTES_MAX];
    static uint8_t memory[MESSAGE_ARENA_SIZE];
    static struct act_batch rows[256];
    struct act_reader_sqlite book;
    struct place last = {.epoch = 1};
    const struct database_options options = {.path = real_server_place(&server, PLACE_ACTS),
                                             .log = &log_lines.port};
    assert_int_equal(act_reader_sqlite_open(&book, &options), STATUS_OK);
    struct act_reader reader = act_reader_sqlite_reader(&book);
    struct act_page page = {.at = bytes, .room = sizeof bytes, .rows = rows, .rows_max = 256};
    uint64_t after = 0;
    do {
        assert_int_equal(act_reader_read(&reader, after, &page), STATUS_OK);
        for (size_t i = 0; i < page.count; i++) {
            struct arena arena = arena_of(memory, sizeof memory);
            struct message message;
            after = rows[i].n;
            if (rows[i].device.id != unit->chain.device.id) {
                continue;
            }
            assert_int_equal(message_decode(rows[i].message, &arena, &message), STATUS_OK);
            struct span left = message.batch.entries;
            for (uint32_t j = 0; j < rows[i].count; j++) {
                struct sealed sealed;
                assert_int_equal(entry_open(&left, &sealed), STATUS_OK);
                if (j < rows[i].skip) {
                    continue;
                }
                const struct place place = sealed.entry.place;
                assert_int_equal(place.epoch, 1);
                assert_int_equal(place.seq, last.seq + 1);
                last = place;
                const struct chain_link *link = chain_find(&unit->chain, place);
                assert_non_null(link);
                assert_true(hash_equal(&link->head.hash, &sealed.hash));
            }
        }
    } while (page.count > 0);
    act_reader_sqlite_close(&book);
    return last;
}

/* --- the tests --- */

static void row_78_killed_at_any_instant_nothing_is_lost_or_doubled(void **unused)
{
    (void)unused;
    struct chance_fake chance;
    unsigned behind = 0; /* kills that fell between commit and receipt */
    chance_fake_init(&chance, 20261123);
    enrol_unit();
    for (int kill_number = 0; kill_number < KILLS; kill_number++) {
        const int entries = 1 + (int)(chance_fake_next(&chance) % 40);
        for (int i = 0; i < entries; i++) {
            chain_append(&unit->chain, (uint32_t)(kill_number * 100 + i));
            real_caller_written(unit);
            (void)real_caller_work(unit, (int64_t)(chance_fake_next(&chance) % 3));
        }
        assert_int_equal(real_server_end(&server, SIGKILL), -SIGKILL);
        const struct place stored = check_book();
        assert_true(place_order(stored, unit->receipted.place) >= 0);
        behind += place_order(stored, unit->receipted.place) > 0;
        assert_true(real_server_start(&server));
        assert_true(real_caller_rejoin(unit, &context, server.endpoint, &server_key));
    }
    assert_true(real_caller_work(unit, PROMPT_MS));
    assert_int_equal(real_server_end(&server, SIGTERM), 0);
    assert_int_equal(place_order(check_book(), unit->chain.head.place), 0);
    (void)printf("%d kills, %u of them between commit and receipt; %zu entries\n", KILLS, behind,
                 unit->chain.count);
}

static void row_60_an_unknown_key_is_turned_away_and_an_enrolled_one_is_not(void **unused)
{
    (void)unused;
    struct real_caller *stranger = calloc(1, sizeof *stranger);
    assert_non_null(stranger);
    chain_init(&stranger->chain, 99);
    chain_open_epoch(&stranger->chain, 1);
    assert_int_equal(keys_make(&stranger->keys), STATUS_OK);
    assert_true(real_caller_open(stranger, &context, server.endpoint, &server_key));
    assert_false(real_caller_work(stranger, PROMPT_MS));
    assert_true(stranger->refused);
    assert_int_equal(link_zmq_refusal(&stranger->link), LINK_KEY_REFUSED);
    real_caller_close(stranger);
    free(stranger);
    enrol_unit();
}

static void told_to_stop_it_finishes_its_turn_and_leaves_a_clean_folder(void **unused)
{
    (void)unused;
    enrol_unit();
    assert_int_equal(real_server_end(&server, SIGTERM), 0);
    assert_int_equal(place_order(check_book(), unit->chain.head.place), 0);
    assert_false(files_exist(real_server_place(&server, PLACE_INTAKE_ENDPOINT)));
    assert_false(files_exist(real_server_place(&server, PLACE_INTAKE_STAT)));
}

static void it_tells_of_itself_once_a_second(void **unused)
{
    (void)unused;
    char text[INTAKE_STAT_SIZE];
    size_t size = 0;
    struct intake_stat first = {0};
    struct intake_stat stat = {0};
    enrol_unit();
    for (int i = 0; i < 200 && (first.mono_ms == 0 || stat.mono_ms == first.mono_ms); i++) {
        (void)usleep(50000);
        if (files_read(real_server_place(&server, PLACE_INTAKE_STAT), text, sizeof text, &size) ==
            STATUS_OK) {
            assert_int_equal(intake_stat_parse((struct text){text, size}, &stat), STATUS_OK);
            first = first.mono_ms == 0 ? stat : first;
        }
    }
    assert_true(stat.mono_ms >= first.mono_ms + 900);
    assert_int_equal(stat.devices, 2);
    assert_int_equal(stat.door_admitted, 2);
    assert_true(stat.entries >= 3);
}

static void a_role_that_is_killed_is_started_again_by_the_parent(void **unused)
{
    (void)unused;
    enrol_unit();
    const pid_t before = real_server_child(&server);
    assert_true(before > 0);
    assert_int_equal(unlink(real_server_place(&server, PLACE_INTAKE_ENDPOINT)), 0);
    assert_int_equal(kill(before, SIGKILL), 0);
    assert_true(real_server_reopened(&server, before));
    assert_true(real_caller_rejoin(unit, &context, server.endpoint, &server_key));
    chain_append(&unit->chain, 1);
    real_caller_written(unit);
    assert_true(real_caller_work(unit, PROMPT_MS));
    assert_int_equal(real_server_end(&server, SIGTERM), 0);
    assert_int_equal(place_order(check_book(), unit->chain.head.place), 0);
}

static int start(void **unused)
{
    (void)unused;
    return sign_start() == STATUS_OK && context_open(&context) == STATUS_OK ? 0 : -1;
}

static int finish(void **unused)
{
    (void)unused;
    context_close(&context);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(row_78_killed_at_any_instant_nothing_is_lost_or_doubled,
                                        begin_intake, end),
        cmocka_unit_test_setup_teardown(
            row_60_an_unknown_key_is_turned_away_and_an_enrolled_one_is_not, begin_intake, end),
        cmocka_unit_test_setup_teardown(told_to_stop_it_finishes_its_turn_and_leaves_a_clean_folder,
                                        begin_intake, end),
        cmocka_unit_test_setup_teardown(it_tells_of_itself_once_a_second, begin_intake, end),
        cmocka_unit_test_setup_teardown(a_role_that_is_killed_is_started_again_by_the_parent,
                                        begin_all, end),
    };
    return cmocka_run_group_tests(tests, start, finish);
}

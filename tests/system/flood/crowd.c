#include "tests/system/flood/crowd.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "adapters/posix/files.h"
#include "adapters/posix/sign_key.h"
#include "adapters/sqlite/act_reader_sqlite.h"
#include "adapters/sqlite/journal_sqlite.h"
#include "core/statement.h"
#include "server/home/places.h"
#include "tests/fakes/log_fake.h"
#include "wire/message.h"

enum { ENROL_MS = 30000, NAP_US = 500, NAP_EACH_US = 100, ROWS_MAX = 1024 };

static struct log_fake quiet; /* what a line says of itself is not looked at */

struct unit *crowd_make(size_t count)
{
    struct unit *units = calloc(count, sizeof *units);
    for (size_t i = 0; units && i < count; i++) {
        if (!unit_make(&units[i], i)) {
            return NULL;
        }
    }
    return units;
}

bool crowd_open(struct crowd *crowd, const struct real_server *server)
{
    char text[KEYS_TEXT_SIZE];
    size_t size = 0;
    log_fake_init(&quiet);
    crowd->place = (struct unit_place){
        .context = &crowd->context, .endpoint = server->endpoint, .log = &quiet.port};
    return files_read(real_server_place(server, PLACE_SERVER_PUBLIC), text, sizeof text, &size) ==
               STATUS_OK &&
           keys_parse(text_trim((struct text){text, size}), &crowd->place.server) &&
           context_open(&crowd->context) == STATUS_OK;
}

void crowd_close(struct crowd *crowd)
{
    context_close(&crowd->context);
}

size_t crowd_drain(struct unit *units, size_t count, int64_t ms)
{
    const int64_t end = unit_now_us() + ms * 1000;
    for (;;) {
        size_t waiting = 0;
        for (size_t i = 0; i < count; i++) {
            waiting += !unit_turn(&units[i]);
        }
        if (waiting == 0 || unit_now_us() >= end) {
            return waiting;
        }
        unit_nap_us(NAP_US + NAP_EACH_US * (int64_t)count); /* looking costs, too */
    }
}

/* --- enrolment --- */

/* The first entry of the administrator's journal, as first start made it. */
static bool load_first(const struct real_server *server, struct unit *admin)
{
    static uint8_t bytes[SEALED_SIZE_MAX];
    struct journal_sqlite journal;
    struct sealed sealed;
    const struct database_options options =
        journal_sqlite_options(real_server_place(server, PLACE_ADMIN_JOURNAL), &quiet.port);
    if (journal_sqlite_open(&journal, &options) != STATUS_OK) {
        return false;
    }
    struct journal_file file = journal_sqlite_file(&journal);
    struct journal_page page = {.at = bytes, .room = sizeof bytes, .count_max = 1};
    bool read = journal_file_read(&file, (struct place){1, 1}, &page) == STATUS_OK;
    struct span left = span_of(bytes, page.size);
    if (read && entry_open(&left, &sealed) == STATUS_OK) {
        memcpy(admin->bytes, bytes, page.size);
        admin->entries[0] = (struct unit_entry){.head = entry_head(&sealed), .size = page.size};
        admin->head = admin->entries[0].head;
        admin->size = page.size;
    }
    journal_sqlite_close(&journal);
    return read;
}

/* A unit with the keys and the journal of the administrator's device. */
static bool load_admin(const struct real_server *server, struct unit *admin)
{
    if (!unit_make(admin, 0)) {
        return false;
    }
    bool loaded =
        sign_key_load(real_server_place(server, PLACE_ADMIN_SIGN), &admin->key, &admin->secret) ==
            STATUS_OK &&
        keys_load(real_server_place(server, PLACE_ADMIN_CURVE), &admin->keys) == STATUS_OK;
    admin->device = device_of(&admin->key);
    return loaded && load_first(server, admin);
}

static void state_enrolled(struct unit *admin, const struct unit *unit)
{
    uint8_t bytes[512];
    struct writer writer = writer_of(bytes, sizeof bytes);
    struct enrolled_body body = {.device = unit->device,
                                 .sign_key = unit->key,
                                 .kind = DEVICE_HANDHELD,
                                 .label = TEXT("unit"),
                                 .party = TEXT("post"),
                                 .person_one = TEXT("an"),
                                 .person_two = TEXT("binh")};
    memcpy(body.link_key, unit->keys.public_key.byte, sizeof body.link_key);
    enum status status = enrolled_encode(&body, &writer);
    if (status == STATUS_OK) {
        unit_state(admin, ENTRY_DEVICE_ENROLLED, writer_span(&writer));
    }
}

struct enrolment {
    const struct real_server *server;
    const struct unit *units;
    size_t count;
};

static bool enrol(void *self)
{
    const struct enrolment *what = self;
    struct crowd crowd;
    struct unit admin;
    if (!crowd_open(&crowd, what->server) || !load_admin(what->server, &admin)) {
        return false;
    }
    for (size_t i = 0; i < what->count; i++) {
        state_enrolled(&admin, &what->units[i]);
    }
    bool done =
        unit_open(&admin, &crowd.place) && crowd_drain(&admin, 1, ENROL_MS) == 0 && !admin.refused;
    unit_close(&admin);
    unit_free(&admin);
    crowd_close(&crowd);
    return done;
}

bool crowd_enrol(const struct real_server *server, const struct unit *units, size_t count)
{
    struct enrolment what = {.server = server, .units = units, .count = count};
    if (!crowd_wait(crowd_fork(enrol, &what))) {
        (void)fprintf(stderr, "the administrator's device could not enrol the units\n");
        return false;
    }
    return true;
}

/* --- the book --- */

struct reading {
    const struct unit *units;
    size_t count;
    struct place *last;  /* of each unit, as read so far */
    uint64_t *last_good; /* entries of each unit that stand there as they were made */
    struct crowd_check *check;
};

static bool find_unit(const struct reading *reading, struct device device, size_t *out_at)
{
    for (size_t i = 0; i < reading->count; i++) {
        if (reading->units[i].device.id == device.id) {
            *out_at = i;
            return true;
        }
    }
    return false;
}

static void read_row(struct reading *reading, const struct act_batch *row)
{
    static uint8_t memory[MESSAGE_ARENA_SIZE];
    struct arena arena = arena_of(memory, sizeof memory);
    struct message message;
    struct sealed sealed;
    size_t at = 0;
    if (!find_unit(reading, row->device, &at) ||
        message_decode(row->message, &arena, &message) != STATUS_OK) {
        return;
    }
    struct span left = message.batch.entries;
    for (uint32_t i = 0; i < row->count && entry_open(&left, &sealed) == STATUS_OK; i++) {
        if (i < row->skip) {
            continue;
        }
        const struct unit_entry *made = unit_entry_at(&reading->units[at], sealed.entry.place);
        if (sealed.entry.place.seq != reading->last[at].seq + 1) {
            reading->check->doubled++;
        } else if (made && hash_equal(&made->head.hash, &sealed.hash)) {
            reading->last_good[at]++;
        }
        reading->last[at] = sealed.entry.place;
    }
}

static bool read_book(const struct real_server *server, struct reading *reading)
{
    static uint8_t bytes[16 * MESSAGE_BYTES_MAX];
    static struct act_batch rows[ROWS_MAX];
    struct act_reader_sqlite book;
    uint64_t after = 0;
    const struct database_options options = {.path = real_server_place(server, PLACE_ACTS),
                                             .log = &quiet.port};
    if (act_reader_sqlite_open(&book, &options) != STATUS_OK) {
        return false;
    }
    struct act_reader reader = act_reader_sqlite_reader(&book);
    struct act_page page = {.at = bytes, .room = sizeof bytes, .rows = rows, .rows_max = ROWS_MAX};
    bool read = true;
    do {
        read = act_reader_read(&reader, after, &page) == STATUS_OK;
        for (size_t i = 0; read && i < page.count; i++) {
            after = rows[i].n;
            read_row(reading, &rows[i]);
        }
    } while (read && page.count > 0);
    act_reader_sqlite_close(&book);
    return read;
}

bool crowd_compare(const struct real_server *server, const struct unit *units, size_t count,
                   struct crowd_check *out)
{
    struct crowd_check check = {0};
    struct reading reading = {.units = units,
                              .count = count,
                              .last = calloc(count, sizeof *reading.last),
                              .last_good = calloc(count, sizeof *reading.last_good),
                              .check = &check};
    bool read = reading.last && reading.last_good && read_book(server, &reading);
    for (size_t i = 0; read && i < count; i++) {
        const uint64_t promised = units[i].receipted.place.seq;
        const uint64_t good = reading.last_good[i];
        check.made += units[i].count;
        check.lost += promised > good ? promised - good : 0;
        check.missing += units[i].count > good ? units[i].count - good : 0;
    }
    free(reading.last);
    free(reading.last_good);
    if (read) {
        *out = check;
    }
    return read;
}

/* --- processes --- */

pid_t crowd_fork(bool (*work)(void *self), void *self)
{
    (void)fflush(NULL);
    pid_t pid = fork();
    if (pid == 0) {
        (void)prctl(PR_SET_PDEATHSIG, SIGKILL); /* whoever gives up leaves nothing behind */
        _exit(work(self) ? 0 : 1);
    }
    return pid;
}

bool crowd_wait(pid_t pid)
{
    int how = 0;
    return pid > 0 && waitpid(pid, &how, 0) == pid && WIFEXITED(how) && WEXITSTATUS(how) == 0;
}

void *crowd_shared(size_t size)
{
    void *at = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    return at == MAP_FAILED ? NULL : at;
}

void crowd_unshare(void *at, size_t size)
{
    if (at) {
        (void)munmap(at, size);
    }
}

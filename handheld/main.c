/* trao-handheld - the unit as a process: options, adapters, one loop. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "adapters/posix/chance_posix.h"
#include "adapters/posix/log_posix.h"
#include "adapters/posix/process.h"
#include "adapters/sqlite/journal_sqlite.h"
#include "handheld/app/report.h"
#include "handheld/home/given.h"
#include "handheld/home/home.h"
#include "handheld/inputs/inputs.h"
#include "handheld/inputs/probe.h"
#include "handheld/loop/loop.h"
#include "handheld/screen/snapshot.h"
#include "handheld/screen/vibrator_log.h"

#define SOFTWARE     "trao-handheld " VERSION
#define UDEV_CONTROL "/run/udev/control" /* where the system tells of devices */
#define SERIAL_PORTS "/dev/ttyACM*"

enum { LEAVE_OK = LOOP_OK, LEAVE_FAILED = 1, LEAVE_USAGE = 2 };

static struct program {
    const char *option[128]; /* by their letter; NULL: not given */
    struct given given;
    struct clock_posix clock;
    struct log_posix log;
    struct chance chance;
    struct context context;
    struct link_zmq link;
    struct journal_sqlite journal;
    struct journal_file journal_file;
    struct home home;
    struct unit unit;
    int signals;
    struct inputs inputs;
    struct scanner_list scanners;
    struct gps_address gps_address;
    struct gps_locator gps;
    struct vibrator vibrator;
    struct stage stage;
    struct loop loop;
} program;

static const struct option options[] = {
    {"home",       required_argument, NULL, 'H'},
    {"server",     required_argument, NULL, 's'},
    {"server-key", required_argument, NULL, 'k'},
    {"party",      required_argument, NULL, 'p'},
    {"stop",       required_argument, NULL, 'S'},
    {"label",      required_argument, NULL, 'L'},
    {"lang",       required_argument, NULL, 'l'},
    {"input",      required_argument, NULL, 'i'},
    {"hid",        required_argument, NULL, 'r'},
    {"scanner",    required_argument, NULL, 'u'},
    {"probe",      no_argument,       NULL, 'b'},
    {"gpsd",       required_argument, NULL, 'g'},
    {"offices",    required_argument, NULL, 'o'},
    {"demo-clock", required_argument, NULL, 'c'},
    {"drain",      required_argument, NULL, 'd'},
    {"once",       no_argument,       NULL, '1'},
    {"init",       no_argument,       NULL, 'I'},
    {"status",     no_argument,       NULL, 't'},
    {"snapshot",   required_argument, NULL, 'P'},
    {"size",       required_argument, NULL, 'z'},
    {"out",        required_argument, NULL, 'O'},
    {"headless",   no_argument,       NULL, 'n'},
    {"help",       no_argument,       NULL, 'h'},
    {"version",    no_argument,       NULL, 'v'},
    {NULL,         0,                 NULL, 0  },
};

static const char *given(char letter)
{
    return program.option[(unsigned char)letter];
}

static void say(FILE *stream, const char *tone, enum home_saying saying, const char *first,
                const char *second)
{
    char room[1024];
    struct line line = line_of(room, sizeof room);
    home_line(&line, saying, program.given.language, first, second);
    (void)fprintf(stream, "%s%s\n", tone, room);
}

static int fail(enum home_saying saying, const char *first, const char *second)
{
    say(stderr, "", saying, first, second);
    return LEAVE_FAILED;
}

static int fail_journal(enum status status)
{
    return fail(home_journal_saying(status), program.home.journal, status_text(status));
}

static int wrong_usage(enum home_saying why, const char *what)
{
    (void)fail(why, what, "");
    (void)fail(HOME_HELP_HINT, "", "");
    return LEAVE_USAGE;
}

/* What --scanner says; to look around nothing need be said. */
static bool read_scanners(void)
{
    const char *list = given('u') ? given('u') : given('b') ? "usb" : NULL;
    return !list || scanner_list_read(text_of(list), &program.scanners);
}

/* What of the options does not go together; NULL: nothing. */
static const char *odd_option(void)
{
    bool alone = given('h') || given('v') || given('P') || given('b');
    if (!read_scanners()) {
        return "--scanner usb,keyboard:VID:PID,serial:PATH";
    }
    if (!alone && !given('H')) {
        return "--home DIR";
    }
    return !alone && !given('s') != !given('k') ? "--server --server-key" : NULL;
}

static int read_options(int argc, char **argv)
{
    int letter = 0;
    enum home_saying why = HOME_USAGE;
    const char *what = NULL;
    while ((letter = getopt_long(argc, argv, "", options, NULL)) != -1) {
        program.option[letter] = optarg ? optarg : "";
    }
    const struct given_texts texts = {given('l'), given('d'), given('c'), given('k'), given('o')};
    if (given('?') || !given_read(&program.given, &texts, &why, &what)) {
        return wrong_usage(why, what ? what : argv[optind - 1]);
    }
    if (given('g') && !gps_address_read(text_of(given('g')), &program.gps_address)) {
        return wrong_usage(HOME_BAD_GPSD, given('g'));
    }
    what = optind < argc ? argv[optind] : odd_option();
    return what ? wrong_usage(HOME_USAGE, what) : LEAVE_OK;
}

static int open_journal(bool reading)
{
    struct database_options where =
        journal_sqlite_options(program.home.journal, reading ? NULL : &program.log.port);
    where.reading = reading;
    where.lock = !reading;
    enum status status = journal_sqlite_open(&program.journal, &where);
    program.journal_file = journal_sqlite_file(&program.journal);
    return status == STATUS_OK ? LEAVE_OK : fail_journal(status);
}

static int show_status(void)
{
    struct report report;
    if (home_find(&program.home, given('H')) != STATUS_OK || open_journal(true) != LEAVE_OK) {
        return LEAVE_FAILED;
    }
    enum status status = report_read(&program.journal_file, program.given.language, &report);
    for (size_t i = 0; status == STATUS_OK && i < report.count; i++) {
        (void)puts(report.lines[i]);
    }
    return status == STATUS_OK ? LEAVE_OK : fail_journal(status);
}

static int open_link(void)
{
    const struct link_settings settings = {
        given('s'),        program.home.link_keys, program.given.server_key,
        &program.log.port, &program.chance,        link_timing_usual()};
    enum status status = given('s') ? context_open(&program.context) : STATUS_OK;
    if (given('s') && status == STATUS_OK) {
        status = link_zmq_open(&program.link, &program.context, &settings);
    }
    enum home_saying why = status == STATUS_MALFORMED ? HOME_BAD_ENDPOINT : HOME_NO_START;
    return status == STATUS_OK ? LEAVE_OK : fail(why, given('s'), status_text(status));
}

static int open_unit(void)
{
    const struct clock_reading now = clock_read(&program.clock.port);
    const struct unit_ports ports = {&program.journal_file, given('s') ? &program.link.port : NULL,
                                     &program.chance, &program.log.port,
                                     given('g') ? &program.gps.port : NULL};
    const struct shift_settings settings = {.device = program.home.card.device,
                                            .sign_key = program.home.sign_key,
                                            .secret = &program.home.secret,
                                            .language = program.given.language,
                                            .party = text_of(given('p')),
                                            .stop = text_of(given('S')),
                                            .software = TEXT(SOFTWARE),
                                            .built = program.clock.built,
                                            .agencies = program.given.offices.codes,
                                            .agency_count = program.given.offices.count};
    enum status status = unit_open(&program.unit, &settings, &ports, program.home.epoch + 1, &now,
                                   &program.loop.effects);
    return status == STATUS_OK ? LEAVE_OK : fail_journal(status);
}

static int open_all(void)
{
    enum home_saying why;
    enum status status = home_open(&program.home, given('H'), &why);
    if (status != STATUS_OK) {
        return fail(why, given('H'), status_text(status));
    }
    if (program.home.made) {
        say(stderr, "", HOME_MADE, program.home.name, program.home.card_path);
    }
    if (clock_posix_init(&program.clock, given('c') ? &program.given.demo : NULL) != STATUS_OK) {
        return fail(HOME_BAD_CLOCK, "", "");
    }
    const char *bad = given('i') ? given('i') : "-";
    if (!given('I') && inputs_open(&program.inputs, bad, given('r'), &bad) != STATUS_OK) {
        return fail(HOME_BAD_INPUT, bad, status_text(STATUS_NOT_FOUND));
    }
    if (!given('I') && given('u')) {
        inputs_use(&program.inputs, &program.scanners, UDEV_CONTROL);
    }
    if (!given('I') && given('g')) {
        if (gps_locator_open(&program.gps, &program.gps_address, &program.log.port) != STATUS_OK) {
            return fail(HOME_NO_START, "", status_text(STATUS_IO));
        }
        inputs_locate(&program.inputs, &program.gps);
    }
    int left = open_link();
    left = left == LEAVE_OK ? open_journal(false) : left;
    return left == LEAVE_OK ? open_unit() : left;
}

/* A screen, unless lines come from a file or it is not wanted. */
static bool open_stage(void)
{
    program.vibrator = vibrator_log(&program.log.port);
    const struct stage_settings settings = {.language = program.given.language,
                                            .size = given('z'),
                                            .device = text_of(program.home.name),
                                            .vibrator = &program.vibrator};
    return !given('n') && !given('1') && !given('i') && stage_open(&program.stage, &settings);
}

static int run(void)
{
    program.loop.unit = &program.unit;
    program.loop.inputs = &program.inputs;
    program.loop.clock = &program.clock;
    program.loop.link = given('s') ? &program.link : NULL;
    program.loop.home = &program.home;
    program.loop.given = &program.given;
    program.loop.server = given('s');
    program.loop.once = given('1') != NULL;
    program.loop.signals = program.signals;
    program.loop.stage = open_stage() ? &program.stage : NULL;
    return loop_run(&program.loop);
}

int main(int argc, char **argv)
{
    char card[DEVICE_CARD_SIZE];
    int left = read_options(argc, argv);
    if (left != LEAVE_OK || given('h') || given('v')) {
        const char *asked =
            given('h') ? said_in(home_said(HOME_HELP), program.given.language) : SOFTWARE;
        return left != LEAVE_OK ? left : puts(asked) < 0;
    }
    if (given('b')) {
        return probe_show(&program.scanners, program.given.language, UDEV_CONTROL, SERIAL_PORTS);
    }
    if (given('P')) {
        return snapshot_run(given('P'), given('z'), program.given.language, given('O'));
    }
    log_posix_init(&program.log, STDERR_FILENO, LOG_LEVEL_INFO, getenv("JOURNAL_STREAM") != NULL,
                   given('L') ? given('L') : "handheld");
    program.chance = chance_posix();
    if (sign_start() != STATUS_OK || process_signals_open(&program.signals) != STATUS_OK) {
        return fail(HOME_NO_START, "", status_text(STATUS_IO));
    }
    left = given('t') ? show_status() : open_all();
    if (left == LEAVE_OK && !given('t')) {
        left = given('I') ? fputs(device_card_text(&program.home.card, card), stdout) < 0 : run();
    }
    stage_close(&program.stage);
    inputs_close(&program.inputs);
    gps_locator_close(&program.gps);
    journal_sqlite_close(&program.journal);
    link_zmq_close(&program.link);
    context_close(&program.context);
    home_close(&program.home);
    return left;
}

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/server/watch/town.h"

#define DOSSIER "H41.04-230321-0001"
#define SECOND  "H41.04-230321-0002"
#define BUNDLE  "TUI-0001"

enum { ACTS_MAX = 16 };

static struct town *town;
static struct pen *unit;
static struct instant now;
static struct book_act acts[ACTS_MAX];

static int start(void **unused)
{
    (void)unused;
    town = town_open();
    now = town_at("2023-03-21T08:10:30");
    unit = town_pen(town, 1, DEVICE_HANDHELD);
    return 0;
}

static int stop(void **unused)
{
    (void)unused;
    town_close(town);
    return 0;
}

/* UNIT's journal goes to the book, and watch reads it. */
static void tell(void)
{
    now.ms += 1000;
    pen_send(town, unit, now);
    town_run(town, now);
}

static struct place say(enum entry_kind kind, const struct writer *writer)
{
    return pen_say(unit, kind, writer_span(writer), now, "An");
}

/* Acts on SUBJECT in the book, by event time, in `acts`. */
static size_t acts_on(const char *subject)
{
    static uint8_t memory[1 << 14];
    struct arena arena = arena_of(memory, sizeof memory);
    size_t count = 0;
    assert_int_equal(
        flag_reader_acts(town->flags, text_of(subject), &arena, acts, ACTS_MAX, &count), STATUS_OK);
    return count;
}

static const struct fold_counters *counters(void)
{
    return &town->watch.fold.counters;
}

static struct hash say_give(const char *absent)
{
    uint8_t record[1024];
    uint8_t body[2048];
    struct writer into = writer_of(record, sizeof record);
    struct writer writer = writer_of(body, sizeof body);
    const struct handoff handoff = {
        .giver = TEXT("center"),
        .receiver = TEXT("post"),
        .stop = TEXT("TTG"),
        .giver_person = TEXT("Lan"),
        .declared = 2,
        .bundles = {{.code = TEXT(BUNDLE)}},
        .bundle_count = 1,
        .items = { TEXT(DOSSIER),          TEXT(SECOND)},
        .item_count = 2
    };
    assert_int_equal(handoff_encode(&handoff, &into), STATUS_OK);
    assert_int_equal(give_encode(writer_span(&into), text_of(absent), &writer), STATUS_OK);
    (void)say(ENTRY_GIVE, &writer);
    return handoff_digest(writer_span(&into));
}

static struct place say_take(const struct take_body *take)
{
    uint8_t body[2048];
    struct writer writer = writer_of(body, sizeof body);
    assert_int_equal(take_encode(take, &writer), STATUS_OK);
    return say(ENTRY_TAKE, &writer);
}

/* By Lan and whoever's name is LA and LAST. */
static void say_ruling(char last)
{
    uint8_t body[512];
    struct writer writer = writer_of(body, sizeof body);
    const struct ruling_body ruling = {.dossier = TEXT(DOSSIER),
                                       .wrong = TEXT("2023-03-21T08:00:00/take/post"),
                                       .reason = TEXT("misread"),
                                       .person_one = TEXT("Lan"),
                                       .person_two = TEXT("Lam")};
    assert_int_equal(ruling_encode(&ruling, &writer), STATUS_OK);
    const struct span whole = writer_span(&writer);
    assert_int_equal(body[whole.size - 1], 'm'); /* the encoder itself refuses one person twice */
    body[whole.size - 1] = (uint8_t)last;
    (void)say(ENTRY_RULING, &writer);
}

static void void_of(struct place place)
{
    char fields[128];
    struct line line = line_of(fields, sizeof fields);
    line_put(&line, "void," DOSSIER ",post,An,,,entry/");
    line_unsigned(&line, place.epoch);
    line_char(&line, '/');
    line_unsigned(&line, place.seq);
    line_put(&line, ",mistake");
    assert_false(line.cut);
    (void)pen_act(unit, now, fields);
}

/* --- acts --- */

static void an_act_is_what_its_entry_says(void **unused)
{
    (void)unused;
    const struct place place = pen_act(unit, now, "take," DOSSIER ",post,An,center,TTG,,");
    tell();
    assert_int_equal(acts_on(DOSSIER), 1);
    assert_int_equal(acts[0].kind, ACT_TAKE);
    assert_true(text_is(acts[0].party, "post"));
    assert_true(text_is(acts[0].person, "An"));
    assert_true(text_is(acts[0].counterpart, "center"));
    assert_true(text_is(acts[0].stop, "TTG"));
    assert_int_equal(acts[0].source.place.seq, place.seq);
    assert_int_equal(acts[0].source.device.id, unit->stream.stream.device.id);
    assert_int_equal(acts[0].source.line, 0);
    assert_int_equal(counters()->acts, 1);
    assert_int_equal(counters()->malformed, 0);
}

static void an_entry_that_does_not_decode_is_an_incident_and_nothing_else(void **unused)
{
    (void)unused;
    const enum entry_kind kinds[] = {ENTRY_ACT,          ENTRY_GIVE,          ENTRY_TAKE,
                                     ENTRY_READING,      ENTRY_RULING,        ENTRY_RUN_CANCELLED,
                                     ENTRY_FLAG_HANDLED, ENTRY_DEVICE_REVOKED};
    const size_t count = sizeof kinds / sizeof kinds[0];
    for (size_t i = 0; i < count; i++) {
        (void)pen_say(unit, kinds[i], span_of("\xff\xff", 2), now, "An");
    }
    (void)pen_act(unit, now, "take," DOSSIER ",post,An,center,TTG,,");
    tell();
    assert_int_equal(counters()->malformed, count);
    assert_int_equal(town_incidents(town, "malformed"), count);
    assert_int_equal(counters()->acts, 1); /* what follows counts */
}

static void a_kind_of_a_newer_version_is_counted_and_kept(void **unused)
{
    (void)unused;
    (void)pen_say(unit, (enum entry_kind)200, span_of("new", 3), now, "An");
    tell();
    assert_int_equal(counters()->unknown_kinds, 1);
    assert_int_equal(counters()->malformed, 0);
}

/* --- give and take --- */

static void a_give_is_said_of_every_bundle_and_every_item(void **unused)
{
    (void)unused;
    const char *const subjects[] = {BUNDLE, DOSSIER, SECOND};
    (void)say_give("");
    tell();
    assert_int_equal(counters()->acts, 3);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(acts_on(subjects[i]), 1);
        assert_int_equal(acts[0].kind, ACT_GIVE);
        assert_true(text_is(acts[0].party, "center"));
        assert_true(text_is(acts[0].counterpart, "post"));
        assert_true(text_is(acts[0].person, "Lan"));
        assert_true(text_is(acts[0].stop, "TTG"));
    }
}

static void a_give_without_a_receiver_says_why(void **unused)
{
    (void)unused;
    (void)say_give("nobody at the counter");
    tell();
    assert_int_equal(acts_on(DOSSIER), 1);
    assert_true(text_is(acts[0].reason, "nobody at the counter"));
}

static void a_take_is_takes_and_what_was_short_and_over(void **unused)
{
    (void)unused;
    const struct take_body take = {.party = TEXT("post"),
                                   .person = TEXT("Binh"),
                                   .giver = TEXT("center"),
                                   .stop = TEXT("TTG"),
                                   .one_device = true,
                                   .bundles = {TEXT(BUNDLE)},
                                   .bundle_count = 1,
                                   .scanned = {TEXT(DOSSIER)},
                                   .scanned_count = 1,
                                   .missing = {TEXT(SECOND)},
                                   .missing_count = 1,
                                   .over = {TEXT("H41.04-230321-0003")},
                                   .over_count = 1};
    (void)say_take(&take);
    tell();
    assert_int_equal(counters()->acts, 4);
    assert_int_equal(acts_on(BUNDLE), 1);
    assert_int_equal(acts[0].kind, ACT_TAKE);
    assert_true(text_is(acts[0].parent, ""));
    assert_int_equal(acts_on(DOSSIER), 1);
    assert_int_equal(acts[0].kind, ACT_TAKE);
    assert_true(text_is(acts[0].party, "post"));
    assert_true(text_is(acts[0].person, "Binh"));
    assert_true(text_is(acts[0].counterpart, "center"));
    assert_true(text_is(acts[0].parent, BUNDLE)); /* there was but one it can have come in */
    assert_true(acts[0].one_device);
    assert_int_equal(acts_on(SECOND), 1);
    assert_int_equal(acts[0].kind, ACT_EXCEPTION);
    assert_true(text_is(acts[0].reason, "short"));
    assert_int_equal(acts_on("H41.04-230321-0003"), 1);
    assert_int_equal(acts[0].kind, ACT_EXCEPTION);
    assert_true(text_is(acts[0].reason, "over"));
}

static void of_two_bundles_an_item_is_in_neither(void **unused)
{
    (void)unused;
    const struct take_body take = {
        .party = TEXT("post"),
        .giver = TEXT("center"),
        .bundles = {TEXT(BUNDLE), TEXT("TUI-0002")},
        .bundle_count = 2,
        .scanned = {TEXT(DOSSIER)           },
        .scanned_count = 1
    };
    (void)say_take(&take);
    tell();
    assert_int_equal(acts_on(DOSSIER), 1);
    assert_true(text_is(acts[0].parent, ""));
}

static void a_take_whose_give_never_comes_is_an_incident_a_day_later(void **unused)
{
    (void)unused;
    struct take_body take = {.party = TEXT("post"),
                             .giver = TEXT("center"),
                             .scanned = {TEXT(DOSSIER)},
                             .scanned_count = 1};
    take.digest.byte[0] = 7;
    (void)say_take(&take);
    tell();
    town_run(town, town_at("2023-03-22T08:00:05"));
    assert_int_equal(town_incidents(town, "unmatched_handoff"), 0);
    town_run(town, town_at("2023-03-22T08:15:05"));
    assert_int_equal(town_incidents(town, "unmatched_handoff"), 1);
}

static void a_take_is_matched_by_the_record_its_giver_kept(void **unused)
{
    (void)unused;
    struct take_body take = {.party = TEXT("post"),
                             .giver = TEXT("center"),
                             .scanned = {TEXT(DOSSIER)},
                             .scanned_count = 1};
    take.digest = say_give("");
    (void)say_take(&take);
    tell();
    town_run(town, town_at("2023-03-23T08:00:05"));
    assert_int_equal(town_incidents(town, "unmatched_handoff"), 0);
}

/* --- void and ruling --- */

static void a_void_by_entry_names_the_act_as_the_fold_knows_it(void **unused)
{
    (void)unused;
    char wrong[96];
    char text[INSTANT_TEXT_SIZE];
    const struct place place = pen_act(unit, now, "take," DOSSIER ",post,An,center,TTG,,");
    now.ms += 5000;
    void_of(place);
    tell();
    assert_int_equal(acts_on(DOSSIER), 2);
    struct line line = line_of(wrong, sizeof wrong);
    line_put(&line, instant_text(acts[0].at, text));
    line_put(&line, "/take/post");
    assert_int_equal(acts[1].kind, ACT_VOID);
    assert_true(text_is(acts[1].parent, wrong));
    assert_true(text_is(acts[1].reason, "mistake"));
    assert_int_equal(counters()->malformed, 0);
}

static void a_void_by_entry_of_a_take_means_this_subject_alone(void **unused)
{
    (void)unused;
    const struct take_body take = {
        .party = TEXT("post"),
        .person = TEXT("An"),
        .giver = TEXT("center"),
        .scanned = {TEXT(DOSSIER), TEXT(SECOND)},
        .scanned_count = 2
    };
    const struct place place = say_take(&take);
    now.ms += 5000;
    void_of(place);
    tell();
    assert_int_equal(acts_on(DOSSIER), 2);
    assert_int_equal(acts_on(SECOND), 1);
}

static void a_void_of_an_entry_that_says_nothing_of_it_is_an_incident(void **unused)
{
    (void)unused;
    const struct place other = pen_act(unit, now, "take," SECOND ",post,An,center,TTG,,");
    void_of(other);
    void_of((struct place){1, 999});
    tell();
    assert_int_equal(counters()->malformed, 2);
    assert_int_equal(acts_on(DOSSIER), 0);
}

static void a_device_voids_by_entry_only_what_it_said_itself(void **unused)
{
    (void)unused;
    struct pen *other = town_pen(town, 2, DEVICE_HANDHELD);
    const struct place place = pen_act(other, now, "take," DOSSIER ",post,An,center,TTG,,");
    pen_send(town, other, now);
    assert_int_equal(place.seq, 2);
    now.ms += 5000;
    void_of((struct place){1, 2}); /* itself: a void does not void a void */
    tell();
    assert_int_equal(counters()->malformed, 1);
    assert_int_equal(acts_on(DOSSIER), 1);
}

static void a_ruling_of_two_persons_is_a_void_by_the_center(void **unused)
{
    (void)unused;
    say_ruling('m');
    tell();
    assert_int_equal(acts_on(DOSSIER), 1);
    assert_int_equal(acts[0].kind, ACT_VOID);
    assert_true(text_is(acts[0].party, "center"));
    assert_true(text_is(acts[0].person, "Lan+Lam"));
    assert_true(text_is(acts[0].parent, "2023-03-21T08:00:00/take/post"));
    assert_true(text_is(acts[0].reason, "ruling_misread"));
}

static void a_ruling_needs_two_different_persons(void **unused)
{
    (void)unused;
    say_ruling('n');
    tell();
    assert_int_equal(counters()->malformed, 1);
    assert_int_equal(town_incidents(town, "malformed"), 1);
    assert_int_equal(acts_on(DOSSIER), 0);
}

/* --- revocation --- */

static void say_revoked(struct pen *by, const struct pen *whom, uint64_t trusted_to,
                        const char *two)
{
    uint8_t body[512];
    struct writer writer = writer_of(body, sizeof body);
    const struct revoked_body revoked = {
        .device = whom->stream.stream.device,
        .trusted_to = {1, trusted_to},
        .reason = TEXT("stolen"),
        .person_one = TEXT("Lan"),
        .person_two = text_of(two)
    };
    assert_int_equal(revoked_encode(&revoked, &writer), STATUS_OK);
    (void)pen_say(by, ENTRY_DEVICE_REVOKED, writer_span(&writer), now, "Lan");
    now.ms += 1000;
    pen_send(town, by, now);
    town_run(town, now);
}

static void what_a_revoked_device_said_too_late_goes_from_the_book(void **unused)
{
    (void)unused;
    struct pen *admin = town_pen(town, 2, DEVICE_ADMIN);
    const struct place trusted = pen_act(unit, now, "take," DOSSIER ",post,An,center,TTG,,");
    now.ms += 1000;
    (void)pen_act(unit, now, "give," DOSSIER ",post,An,H41.04,NNM,,");
    tell();
    assert_int_equal(acts_on(DOSSIER), 2);
    say_revoked(admin, unit, trusted.seq, "Minh");
    assert_int_equal(acts_on(DOSSIER), 1);
    assert_int_equal(acts[0].kind, ACT_TAKE);
}

static void only_two_persons_at_an_administrators_device_revoke(void **unused)
{
    (void)unused;
    struct pen *admin = town_pen(town, 2, DEVICE_ADMIN);
    struct pen *other = town_pen(town, 3, DEVICE_HANDHELD);
    (void)pen_act(unit, now, "take," DOSSIER ",post,An,center,TTG,,");
    tell();
    say_revoked(other, unit, 1, "Minh");
    say_revoked(admin, unit, 1, "Lan");
    say_revoked(admin, unit, 1, "");
    assert_int_equal(counters()->malformed, 3);
    assert_int_equal(acts_on(DOSSIER), 1);
}

/* --- the rest --- */

static void a_reading_nobody_could_match_is_kept_as_people_may_see_it(void **unused)
{
    (void)unused;
    static uint8_t memory[4096];
    struct arena arena = arena_of(memory, sizeof memory);
    struct book_reading row;
    size_t count = 0;
    uint8_t body[512];
    struct writer writer = writer_of(body, sizeof body);
    const struct reading_body reading = {
        .raw = span_of("AB\x01", 3), .party = TEXT("post"), .stop = TEXT("TTG")};
    assert_int_equal(reading_encode(&reading, &writer), STATUS_OK);
    const struct place place = say(ENTRY_READING, &writer);
    tell();
    assert_int_equal(flag_reader_readings(town->flags, 0, &arena, &row, 1, &count), STATUS_OK);
    assert_int_equal(count, 1);
    assert_int_equal(counters()->readings, 1);
    assert_true(text_starts(row.raw, "AB"));
    assert_true(row.raw.size > 3); /* the control character is escaped */
    assert_int_equal(row.source.place.seq, place.seq);
    assert_true(text_is(row.party, "post"));
    const struct reading_body handoff = {.raw = span_of("BG1A-AAAA", 9), .party = TEXT("post")};
    writer = writer_of(body, sizeof body);
    assert_int_equal(reading_encode(&handoff, &writer), STATUS_OK);
    (void)say(ENTRY_READING, &writer);
    tell();
    assert_int_equal(counters()->readings, 1); /* evidence of a handoff is no unmatched symbol */
}

static void say_cancelled(const char *round)
{
    uint8_t body[256];
    struct writer writer = writer_of(body, sizeof body);
    struct run_body run = {.route = TEXT("R1"), .round = text_of(round)};
    assert_int_equal(day_parse(TEXT("2023-03-22"), &run.day), STATUS_OK);
    assert_int_equal(run_encode(&run, &writer), STATUS_OK);
    (void)say(ENTRY_RUN_CANCELLED, &writer);
    tell();
}

static void a_cancelled_run_must_be_one_of_the_plan(void **unused)
{
    (void)unused;
    say_cancelled("1");
    assert_int_equal(counters()->malformed, 1); /* no plan yet */
    town_furnish(town, now);
    town_run(town, now);
    say_cancelled("9");
    assert_int_equal(counters()->malformed, 2);
    say_cancelled("1");
    assert_int_equal(counters()->malformed, 2);
    assert_int_equal(town->watch.almanac.cancel_count, 1);
}

static void say_of_flag(enum entry_kind kind, const char *level, const char *cause)
{
    uint8_t body[512];
    struct writer writer = writer_of(body, sizeof body);
    const struct flag_body flag = {
        .dossier = TEXT(DOSSIER), .level = text_of(level), .cause = text_of(cause)};
    assert_int_equal(flag_encode(&flag, &writer), STATUS_OK);
    (void)say(kind, &writer);
    tell();
}

static void a_word_on_a_flag_counts_for_the_flag_it_was_said_of(void **unused)
{
    (void)unused;
    struct book_dossier row;
    say_of_flag(ENTRY_FLAG_ACKNOWLEDGED, "at_risk", "transfer");
    assert_int_equal(counters()->malformed, 1); /* nobody knows the dossier */
    town_furnish(town, now);
    town_feed(town, DOSSIER, "20230321080000", "20230328080000", now);
    town_run(town, now);
    assert_true(town_dossier(town, DOSSIER, &row));
    const char *level = flag_level_name(row.level);
    const char *cause = flag_cause_name(row.cause);
    say_of_flag(ENTRY_FLAG_HANDLED, "overdue", "processing");
    assert_int_equal(counters()->late_words, 1);
    assert_true(town_dossier(town, DOSSIER, &row));
    assert_false(row.handled);
    say_of_flag(ENTRY_FLAG_ACKNOWLEDGED, level, cause);
    assert_true(town_dossier(town, DOSSIER, &row));
    assert_true(row.acknowledged);
    assert_false(row.handled);
    say_of_flag(ENTRY_FLAG_HANDLED, level, cause);
    assert_true(town_dossier(town, DOSSIER, &row));
    assert_true(row.handled);
    assert_int_equal(counters()->late_words, 1);
    assert_int_equal(counters()->malformed, 1);
}

#define IN_TOWN(test) cmocka_unit_test_setup_teardown(test, start, stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_TOWN(an_act_is_what_its_entry_says),
        IN_TOWN(an_entry_that_does_not_decode_is_an_incident_and_nothing_else),
        IN_TOWN(a_kind_of_a_newer_version_is_counted_and_kept),
        IN_TOWN(a_give_is_said_of_every_bundle_and_every_item),
        IN_TOWN(a_give_without_a_receiver_says_why),
        IN_TOWN(a_take_is_takes_and_what_was_short_and_over),
        IN_TOWN(of_two_bundles_an_item_is_in_neither),
        IN_TOWN(a_take_whose_give_never_comes_is_an_incident_a_day_later),
        IN_TOWN(a_take_is_matched_by_the_record_its_giver_kept),
        IN_TOWN(a_void_by_entry_names_the_act_as_the_fold_knows_it),
        IN_TOWN(a_void_by_entry_of_a_take_means_this_subject_alone),
        IN_TOWN(a_void_of_an_entry_that_says_nothing_of_it_is_an_incident),
        IN_TOWN(a_device_voids_by_entry_only_what_it_said_itself),
        IN_TOWN(a_ruling_of_two_persons_is_a_void_by_the_center),
        IN_TOWN(a_ruling_needs_two_different_persons),
        IN_TOWN(what_a_revoked_device_said_too_late_goes_from_the_book),
        IN_TOWN(only_two_persons_at_an_administrators_device_revoke),
        IN_TOWN(a_reading_nobody_could_match_is_kept_as_people_may_see_it),
        IN_TOWN(a_cancelled_run_must_be_one_of_the_plan),
        IN_TOWN(a_word_on_a_flag_counts_for_the_flag_it_was_said_of),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

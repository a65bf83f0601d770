#include "life_maker.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct province province;
static struct life life;
static struct custody custody;

static void begin(void)
{
    memset(&life, 0, sizeof life);
    struct name name;
    assert_int_equal(names_give(&province.names, TEXT("D-1"), &name), STATUS_OK);
    dossier_facts_init(&life.facts, name);
    life.facts.received = minute_at("2023-03-21T08:00");
}

/* Adds acts said as `hh:mm,act,subject,party,counterpart,parent,reason` on 21/3. */
static void said(const char *const *acts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char csv[256];
        struct text rest = text_of(acts[i]);
        struct text field[7];
        for (int f = 0; f < 7; f++) {
            field[f] = text_split(&rest, ',');
        }
        struct line line = line_of(csv, sizeof csv);
        line_put(&line, "2023-03-21T");
        for (int f = 0; f < 4; f++) {
            line_text(&line, field[f]);
            line_char(&line, ',');
        }
        line_char(&line, ',');
        line_text(&line, field[4]);
        line_put(&line, ",,");
        line_text(&line, field[5]);
        line_char(&line, ',');
        line_text(&line, field[6]);
        life.acts[life.act_count++] = act_of(&province, csv);
    }
}

static void fold(const char *until)
{
    const struct custody_input input = {.names = &province.names,
                                        .acts = life.acts,
                                        .act_count = life.act_count,
                                        .dossier = life.facts.dossier,
                                        .holder = province.parties.center,
                                        .since = dossier_instant(life.facts.received, 0),
                                        .known = minute_at(until)};
    custody_fold(&input, &custody);
    assert_true(custody_valid(&custody));
}

#define FOLD(...)                                                                                  \
    do {                                                                                           \
        static const char *const acts_said[] = {__VA_ARGS__};                                      \
        begin();                                                                                   \
        said(acts_said, sizeof acts_said / sizeof acts_said[0]);                                   \
        fold("2023-03-21T23:00");                                                                  \
    } while (0)

static void held_by(const char *party, const char *since, bool verified)
{
    struct text holder = names_text(&province.names, custody.holder);
    if (!text_is(holder, party)) {
        fail_msg("held by %.*s, not by %s", (int)holder.size, holder.at, party);
    }
    assert_int_equal(custody.since.ms, instant_at(since).ms);
    assert_int_equal(custody.verified, verified);
}

static void one_conflict(enum conflict_kind kind)
{
    assert_int_equal(custody.conflicts, 1);
    assert_int_equal(custody.conflict[0].kind, kind);
}

static void the_center_holds_it_from_receipt_on(void **unused)
{
    (void)unused;
    begin();
    fold("2023-03-21T23:00");
    held_by("center", "2023-03-21T08:00", false);
    assert_false(custody.has_own_act);
    FOLD("08:00,intake,D-1,center,,,");
    held_by("center", "2023-03-21T08:00", true);
    assert_true(custody.has_own_act);
}

static void custody_moves_when_the_receiver_takes_not_when_the_giver_gives(void **unused)
{
    (void)unused;
    FOLD("09:00,give,D-1,center,post,,");
    held_by("center", "2023-03-21T08:00", false);
    assert_true(name_same(custody.offer_to, province.parties.post));
    FOLD("09:00,give,D-1,center,post,,", "09:00,take,D-1,post,center,,");
    held_by("post", "2023-03-21T09:00", true);
    assert_int_equal(custody.offer_to.id, 0);
    assert_int_equal(custody.offer[0].end, OFFER_TAKEN);
    assert_int_equal(custody.conflicts, 0);
}

static void a_take_without_a_named_giver_is_taken_from_the_holder(void **unused)
{
    (void)unused;
    FOLD("09:00,take,D-1,post,,,");
    held_by("post", "2023-03-21T09:00", true);
    assert_int_equal(custody.conflicts, 0);
}

static void taking_twice_is_a_repeat(void **unused)
{
    (void)unused;
    FOLD("09:00,take,D-1,post,center,,", "09:03,take,D-1,post,center,,");
    held_by("post", "2023-03-21T09:00", true);
    assert_int_equal(custody.conflicts, 0);
    assert_int_equal(custody.tenures, 2);
    assert_int_equal(custody.evidence.ms, instant_at("2023-03-21T09:03").ms);
}

static void a_missing_take_is_corroborated_by_giver_and_receiver(void **unused)
{
    (void)unused;
    FOLD("09:00,give,D-1,center,post,,", "09:50,take,D-1,H41.04,post,,");
    held_by("H41.04", "2023-03-21T09:50", true);
    one_conflict(CONFLICT_TAKE_MISSING);
    assert_int_equal(custody.tenures, 3);
    assert_int_equal(custody.tenure[1].how, TENURE_CORROBORATED);
    assert_int_equal(custody.tenure[1].from.ms, instant_at("2023-03-21T09:00").ms);
    assert_false(custody.tenure[1].verified);
    assert_true(name_same(custody.conflict[0].party, province.parties.post));
    FOLD("09:00,give,D-1,center,post,,", "09:50,give,D-1,post,H41.04,,");
    held_by("post", "2023-03-21T09:00", false);
    one_conflict(CONFLICT_TAKE_MISSING);
}

static void one_who_takes_from_itself_what_it_was_offered_holds_it_since_the_offer(void **unused)
{
    (void)unused;
    FOLD("09:00,give,D-1,center,post,,", "09:20,take,D-1,post,post,,");
    held_by("post", "2023-03-21T09:00", true);
    one_conflict(CONFLICT_TAKE_MISSING);
    assert_int_equal(custody.tenures, 2);
}

static void a_scan_nobody_expected_moves_it_and_leaves_a_gap(void **unused)
{
    (void)unused;
    FOLD("08:10,intake,D-1,center,,,", "10:00,take,D-1,H41.05,post,,");
    held_by("H41.05", "2023-03-21T10:00", true);
    one_conflict(CONFLICT_OTHER_CUSTODIAN);
    assert_true(custody.conflict[0].moved);
    assert_int_equal(custody.gaps, 1);
    assert_int_equal(custody.gap[0].from.ms, instant_at("2023-03-21T08:10").ms);
    assert_int_equal(custody.gap[0].until.ms, instant_at("2023-03-21T10:00").ms);
    assert_true(name_same(custody.gap[0].party, province.parties.center));
}

static void ready_and_return_by_another_move_it_give_does_not(void **unused)
{
    (void)unused;
    FOLD("10:00,give,D-1,H41.04,post,,");
    held_by("center", "2023-03-21T08:00", false);
    one_conflict(CONFLICT_NOT_HOLDER);
    FOLD("10:00,ready,D-1,H41.04,,,");
    held_by("H41.04", "2023-03-21T10:00", true);
    one_conflict(CONFLICT_NOT_HOLDER);
    assert_int_equal(custody.ready_at.ms, instant_at("2023-03-21T10:00").ms);
    assert_int_equal(custody.gaps, 1);
    FOLD("10:00,return,D-1,post,,,");
    held_by("post", "2023-03-21T10:00", true);
    assert_int_equal(custody.returned_at.ms, instant_at("2023-03-21T10:00").ms);
}

static void a_refusal_closes_only_an_offer_to_oneself(void **unused)
{
    (void)unused;
    FOLD("09:00,give,D-1,center,post,,", "09:10,refuse,D-1,H41.04,center,,");
    assert_true(name_same(custody.offer_to, province.parties.post));
    FOLD("09:00,give,D-1,center,post,,", "09:10,refuse,D-1,post,center,,");
    assert_int_equal(custody.offer_to.id, 0);
    assert_int_equal(custody.offer[0].end, OFFER_REFUSED);
    assert_int_equal(custody.conflicts, 0);
}

static void taking_a_bundle_takes_what_is_in_it_inferred(void **unused)
{
    (void)unused;
    FOLD("08:30,pack,D-1,center,,B1,", "08:40,pack,B1,center,,M1,", "09:00,give,M1,center,post,,",
         "09:00,take,M1,post,center,,");
    held_by("post", "2023-03-21T09:00", false);
    assert_int_equal(custody.conflicts, 0);
    FOLD("08:30,pack,D-1,center,,B1,", "08:40,pack,B1,center,,M1,", "08:50,unpack,B1,center,,M1,",
         "09:00,take,M1,post,center,,");
    held_by("center", "2023-03-21T08:00", false);
    FOLD("08:30,pack,D-1,center,,B1,", "09:00,take,B1,post,center,,",
         "09:05,take,D-1,post,center,B1,");
    held_by("post", "2023-03-21T09:00", true); /* scanned itself: verified */
    FOLD("08:30,pack,D-1,center,,B1,", "09:00,take,D-1,post,center,B2,",
         "09:50,take,B1,H41.04,post,,");
    held_by("post", "2023-03-21T09:00", true); /* under another parent: it left the bundle */
    FOLD("08:30,pack,D-1,center,,B1,", "09:00,take,B1,H41.05,post,,");
    held_by("center", "2023-03-21T08:00", false); /* only its bundle was taken: nothing moves */
    one_conflict(CONFLICT_OTHER_CUSTODIAN);
    assert_false(custody.conflict[0].moved);
}

static void bundles_said_to_lie_in_a_ring_end_the_walk(void **unused)
{
    (void)unused;
    FOLD("08:30,pack,D-1,center,,B1,", "08:40,pack,B1,center,,B2,", "08:50,pack,B2,center,,B1,",
         "09:00,take,B9,post,center,,", "09:10,take,B2,post,center,,");
    held_by("post", "2023-03-21T09:10", false);
}

/* Lost, then only its bundle is taken, and it is not in it: it has been lost all the while. */
static void what_a_fallen_take_had_found_was_never_found(void **unused)
{
    (void)unused;
    FOLD("08:40,pack,D-1,center,,B1,", "09:00,take,B1,post,center,,",
         "09:10,exception,D-1,post,,,lost", "09:40,take,B1,H41.04,post,,",
         "09:50,exception,D-1,H41.04,,,lost", "10:00,exception,D-1,H41.04,post,B1,short");
    held_by("post", "2023-03-21T09:00", false);
    assert_int_equal(custody.unlocateds, 1);
    assert_int_equal(custody.unlocated_since.ms, instant_at("2023-03-21T09:10").ms);
    FOLD("08:40,pack,D-1,center,,B1,", "09:00,take,B1,post,center,,",
         "09:10,exception,D-1,post,,,lost", "09:20,exception,D-1,post,,,found",
         "09:40,take,B1,H41.04,post,,", "10:00,exception,D-1,H41.04,post,B1,short");
    assert_int_equal(custody.unlocateds, 2);
    assert_int_equal(custody.unlocated_since.ms, instant_at("2023-03-21T10:00").ms);
}

static void what_is_short_falls_back_and_is_unlocated_until_found(void **unused)
{
    (void)unused;
    FOLD("08:30,pack,D-1,center,,B1,", "09:00,give,B1,center,post,,", "09:00,take,B1,post,center,,",
         "09:20,exception,D-1,post,center,B1,short");
    held_by("center", "2023-03-21T08:00", false);
    assert_int_equal(custody.unlocated_since.ms, instant_at("2023-03-21T09:20").ms);
    assert_int_equal(custody.bundle.id, 0);
    assert_int_equal(custody.offer_to.id, 0);
    FOLD("08:30,pack,D-1,center,,B1,", "09:00,take,B1,post,center,,",
         "09:20,exception,D-1,post,,B1,short", "10:00,exception,D-1,H41.05,,,found");
    held_by("H41.05", "2023-03-21T10:00", true);
    assert_int_equal(custody.unlocated_since.ms, INSTANT_NEVER.ms);
    assert_int_equal(custody.conflicts, 0);
    FOLD("09:00,take,D-1,post,center,,", "09:20,exception,D-1,post,,,short");
    held_by("post", "2023-03-21T09:00", true); /* it scanned it itself: that take stands */
}

static void what_is_lost_is_held_by_whoever_takes_it_next(void **unused)
{
    (void)unused;
    FOLD("09:00,take,D-1,post,center,,", "09:30,exception,D-1,H41.05,,,lost",
         "10:00,take,D-1,H41.04,H41.05,,");
    held_by("H41.04", "2023-03-21T10:00", true);
    assert_int_equal(custody.conflicts, 0);
    assert_int_equal(custody.gaps, 0);
    assert_int_equal(custody.unlocateds, 1);
    assert_int_equal(custody.unlocated[0].until.ms, instant_at("2023-03-21T10:00").ms);
}

static void what_is_lost_on_the_way_stays_so_until_somebody_says_where_it_is(void **unused)
{
    (void)unused;
    FOLD("09:00,give,D-1,center,post,,", "09:10,exception,D-1,post,,,lost",
         "09:40,give,D-1,post,H41.04,,");
    held_by("post", "2023-03-21T09:00", false);
    assert_int_equal(custody.unlocateds, 1);
    assert_int_equal(custody.unlocated[0].from.ms, instant_at("2023-03-21T09:10").ms);
    assert_int_equal(custody.unlocated[0].until.ms, instant_at("2023-03-21T09:40").ms);
}

static void an_intake_verifies_and_says_nothing_of_what_was_lost(void **unused)
{
    (void)unused;
    FOLD("08:10,exception,D-1,post,,,lost", "09:00,intake,D-1,center,,,");
    held_by("center", "2023-03-21T08:00", true);
    assert_int_equal(custody.unlocated_since.ms, instant_at("2023-03-21T08:10").ms);
    FOLD("08:10,exception,D-1,post,,,lost", "09:00,take,D-1,center,post,,");
    held_by("center", "2023-03-21T08:00", true); /* taking it again does */
    assert_int_equal(custody.unlocated_since.ms, INSTANT_NEVER.ms);
}

static void after_return_nothing_moves(void **unused)
{
    (void)unused;
    FOLD("09:00,return,D-1,center,,,", "09:10,take,D-1,post,center,,", "09:20,pause,D-1,center,,,");
    held_by("center", "2023-03-21T08:00", false);
    assert_int_equal(custody.conflicts, 2);
    assert_int_equal(custody.conflict[1].kind, CONFLICT_AFTER_RETURN);
    assert_int_equal(custody.pauses, 0);
}

static void at_one_instant_the_first_act_that_conflicts_with_nothing_goes_first(void **unused)
{
    (void)unused;
    /* by order alone the post's give (to H41.04) would come before its own take */
    FOLD("09:00,give,D-1,post,H41.04,,", "09:00,take,D-1,post,center,,",
         "09:00,take,D-1,H41.04,post,,");
    held_by("H41.04", "2023-03-21T09:00", true);
    assert_int_equal(custody.conflicts, 0);
}

static void a_void_counts_by_its_own_party_or_by_a_ruling_of_two(void **unused)
{
    (void)unused;
    static const char *const take = "2023-03-21T09:00,take,D-1,post,,center,,,";
    static const struct {
        const char *said;
        bool applies;
    } voids[] = {
        {"2023-03-21T10:00,void,D-1,post,,,,2023-03-21T09:00/take/post,post_wrong",      true },
        {"2023-03-21T10:00,void,D-1,center,,,,2023-03-21T09:00/take/post,post_wrong",    false},
        {"2023-03-21T10:00,void,D-1,center,an,,,2023-03-21T09:00/take/post,ruling_1",    false},
        {"2023-03-21T10:00,void,D-1,center,an+an,,,2023-03-21T09:00/take/post,ruling_1", false},
        {"2023-03-21T10:00,void,D-1,center,an+ba,,,2023-03-21T09:00/take/post,ruling_1", true },
        {"2023-03-21T10:00,void,D-1,post,,,,2023-03-21T09:00/give/post,post_wrong",      false},
        {"2023-03-21T10:00,void,D-1,post,,,,2023-03-21T09:01/take/post,post_wrong",      false},
        {"2023-03-21T10:00,void,D-2,post,,,,2023-03-21T09:00/take/post,x",               false},
    };
    for (size_t i = 0; i < sizeof voids / sizeof voids[0]; i++) {
        begin();
        life.acts[0] = act_of(&province, voids[i].said);
        life.acts[1] = act_of(&province, take);
        life.act_count = 2;
        fold("2023-03-21T09:59");
        held_by("post", "2023-03-21T09:00", true); /* not said yet */
        fold("2023-03-21T10:00");
        assert_int_equal(name_same(custody.holder, province.parties.center), voids[i].applies);
    }
}

static void generated_lives_have_one_holder_at_any_instant_in_any_order(void **unused)
{
    (void)unused;
    static struct custody other;
    struct dice dice = {11};
    const struct making making = {.pauses = true};
    for (unsigned i = 0; i < 600; i++) {
        life_make(&province, &dice, &making, i, &life);
        struct flag_input input = input_of(&province, &life);
        flag_custody(&input, MINUTE_NEVER, &custody);
        assert_true(custody_valid(&custody));
        assert_false(custody.overflow);
        life_mix(&dice, &life);
        input = input_of(&province, &life);
        flag_custody(&input, MINUTE_NEVER, &other);
        assert_int_equal(custody.holder.id, other.holder.id);
        assert_int_equal(custody.since.ms, other.since.ms);
        assert_int_equal(custody.tenures, other.tenures);
        assert_int_equal(custody.conflicts, other.conflicts);
        for (int c = 0; c < custody.conflicts; c++) {
            assert_int_equal(custody.conflict[c].kind, other.conflict[c].kind);
            assert_int_equal(custody.conflict[c].at.ms, other.conflict[c].at.ms);
        }
    }
}

static void a_bound_that_is_passed_is_said(void **unused)
{
    (void)unused;
    begin();
    for (int i = 0; i < CUSTODY_TENURES_MAX + 1; i++) {
        struct act act = act_of(&province, i % 2 ? "2023-03-21T09:00,take,D-1,center,,,,,"
                                                 : "2023-03-21T09:00,take,D-1,post,,,,,");
        act.at.ms += i;
        life.acts[life.act_count++] = act;
    }
    const struct custody_input input = {.names = &province.names,
                                        .acts = life.acts,
                                        .act_count = life.act_count,
                                        .dossier = life.facts.dossier,
                                        .holder = province.parties.center,
                                        .since = INSTANT_NEVER,
                                        .known = MINUTE_NEVER};
    custody_fold(&input, &custody);
    assert_true(custody.overflow);
}

static void bundles_to_gather_are_all_it_was_ever_packed_in(void **unused)
{
    (void)unused;
    struct name found[4];
    begin();
    static const char *const acts[] = {"08:30,pack,D-1,center,,B1,", "08:40,pack,B1,center,,M1,",
                                       "08:45,pack,D-1,center,,B1,", "08:50,unpack,B1,center,,M7,"};
    said(acts, 4);
    assert_int_equal(custody_bundles(life.acts, life.act_count, found, 4), 2);
    assert_true(text_is(names_text(&province.names, found[0]), "B1"));
    assert_true(text_is(names_text(&province.names, found[1]), "M1"));
    assert_true(custody_bundles(life.acts, life.act_count, found, 1) > 1);
}

static void the_graph_in_docs_is_the_table(void **unused)
{
    (void)unused;
    static char want[1 << 14];
    static char have[1 << 14];
    struct line line = line_of(want, sizeof want);
    custody_moves_dot(&line);
    assert_false(line.cut);
    const char *write_to = getenv("CUSTODY_DOT");
    if (write_to) {
        FILE *out = fopen(write_to, "w");
        assert_non_null(out);
        assert_int_equal(fwrite(want, 1, line.size, out), line.size);
        assert_int_equal(fclose(out), 0);
    }
    FILE *in = fopen("docs/moves/custody.dot", "r");
    assert_non_null(in);
    have[fread(have, 1, sizeof have - 1, in)] = '\0';
    fclose(in);
    assert_string_equal(have,
                        want); /* else run this test with CUSTODY_DOT=docs/moves/custody.dot */
}

static void words_of_custody_are_all_there(void **unused)
{
    (void)unused;
    for (int i = 0; i < CONFLICT_KINDS; i++) {
        assert_string_not_equal(conflict_kind_name((enum conflict_kind)i), "none");
    }
    for (int i = 0; i < TENURE_HOWS; i++) {
        assert_string_not_equal(tenure_how_name((enum tenure_how)i), "none");
    }
    assert_string_equal(offer_end_name(OFFER_REPLACED), "replaced");
}

static int open_province(void **unused)
{
    (void)unused;
    province_open(&province);
    province_plan_base(&province, NULL, 0);
    return 0;
}

static int close_province(void **unused)
{
    (void)unused;
    province_close(&province);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_center_holds_it_from_receipt_on),
        cmocka_unit_test(custody_moves_when_the_receiver_takes_not_when_the_giver_gives),
        cmocka_unit_test(a_take_without_a_named_giver_is_taken_from_the_holder),
        cmocka_unit_test(taking_twice_is_a_repeat),
        cmocka_unit_test(a_missing_take_is_corroborated_by_giver_and_receiver),
        cmocka_unit_test(one_who_takes_from_itself_what_it_was_offered_holds_it_since_the_offer),
        cmocka_unit_test(a_scan_nobody_expected_moves_it_and_leaves_a_gap),
        cmocka_unit_test(ready_and_return_by_another_move_it_give_does_not),
        cmocka_unit_test(a_refusal_closes_only_an_offer_to_oneself),
        cmocka_unit_test(taking_a_bundle_takes_what_is_in_it_inferred),
        cmocka_unit_test(bundles_said_to_lie_in_a_ring_end_the_walk),
        cmocka_unit_test(what_a_fallen_take_had_found_was_never_found),
        cmocka_unit_test(what_is_short_falls_back_and_is_unlocated_until_found),
        cmocka_unit_test(what_is_lost_is_held_by_whoever_takes_it_next),
        cmocka_unit_test(what_is_lost_on_the_way_stays_so_until_somebody_says_where_it_is),
        cmocka_unit_test(an_intake_verifies_and_says_nothing_of_what_was_lost),
        cmocka_unit_test(after_return_nothing_moves),
        cmocka_unit_test(at_one_instant_the_first_act_that_conflicts_with_nothing_goes_first),
        cmocka_unit_test(a_void_counts_by_its_own_party_or_by_a_ruling_of_two),
        cmocka_unit_test(generated_lives_have_one_holder_at_any_instant_in_any_order),
        cmocka_unit_test(a_bound_that_is_passed_is_said),
        cmocka_unit_test(bundles_to_gather_are_all_it_was_ever_packed_in),
        cmocka_unit_test(the_graph_in_docs_is_the_table),
        cmocka_unit_test(words_of_custody_are_all_there),
    };
    return cmocka_run_group_tests(tests, open_province, close_province);
}

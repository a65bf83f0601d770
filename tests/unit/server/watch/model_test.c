#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "server/watch/model.h"

#define DOSSIER "H41.04-230321-0001"

static struct model model;

static const struct model_limits limits = {
    .names = 100, .texts = 4000, .lives = 8, .acts = 20, .files = 4, .handoffs = 4};
static const struct device unit = {11};
static const struct device other_unit = {12};

static int start(void **unused)
{
    (void)unused;
    assert_int_equal(model_open(&model, &limits), STATUS_OK);
    return 0;
}

static int stop(void **unused)
{
    (void)unused;
    model_close(&model);
    return 0;
}

static struct name named(const char *text)
{
    struct name name;
    assert_int_equal(names_give(&model.names, text_of(text), &name), STATUS_OK);
    return name;
}

static struct life *life_of(const char *code)
{
    struct life *life = model_life(&model, named(code));
    assert_non_null(life);
    return life;
}

static struct act act_of(enum act_kind kind, const char *subject, const char *parent, int64_t ms)
{
    return (struct act){.at = {ms},
                        .kind = (uint8_t)kind,
                        .subject = named(subject),
                        .party = named("post"),
                        .parent = named(parent)};
}

/* Entry SEQ of DEVICE; is it news? */
static bool add_from(struct device device, uint64_t seq, const struct act *act)
{
    const struct book_source source = {
        .device = device, .place = {1, seq}
    };
    bool is_new = false;
    assert_int_equal(model_add(&model, act, &source, &is_new), STATUS_OK);
    return is_new;
}

static bool add(enum act_kind kind, const char *subject, const char *parent, int64_t ms)
{
    const struct act act = act_of(kind, subject, parent, ms);
    return add_from(unit, (uint64_t)ms, &act);
}

static void forget_touched(void)
{
    for (uint32_t i = 0; i < model.touched_count; i++) {
        model.lives[model.touched[i]].touched = false;
    }
    model.touched_count = 0;
}

static size_t gathered(const char *code)
{
    struct act acts[32];
    bool left_off = true;
    const size_t count = model_gather(&model, named(code), acts, 32, &left_off);
    assert_false(left_off);
    return count;
}

/* --- */

static void a_dossier_has_one_life(void **unused)
{
    (void)unused;
    assert_null(model_find(&model, named(DOSSIER)));
    struct life *life = life_of(DOSSIER);
    assert_ptr_equal(life_of(DOSSIER), life);
    assert_ptr_equal(model_find(&model, named(DOSSIER)), life);
    assert_int_equal(model.life_count, 1);
    assert_int_equal(life->verdict_due.m, MINUTE_NEVER.m);
}

static void the_same_statement_counts_once_whoever_sends_it(void **unused)
{
    (void)unused;
    const struct act act = act_of(ACT_TAKE, DOSSIER, "", 5);
    struct act later = act;
    later.at.ms = 6;
    life_of(DOSSIER);
    assert_true(add_from(unit, 2, &act));
    forget_touched();
    assert_false(add_from(other_unit, 9, &act));
    assert_int_equal(model.touched_count, 0);
    assert_int_equal(model.act_count, 1);
    assert_true(add_from(unit, 3, &later));
    assert_int_equal(gathered(DOSSIER), 2);
}

static void an_act_touches_its_dossier_once(void **unused)
{
    (void)unused;
    struct life *life = life_of(DOSSIER);
    life_of("H41.04-230321-0002");
    add(ACT_INTAKE, DOSSIER, "", 1);
    add(ACT_READY, DOSSIER, "", 2);
    assert_int_equal(model.touched_count, 1);
    assert_int_equal(model.touched[0], model_number(&model, life));
    assert_true(life->touched);
}

static void an_act_on_a_bundle_touches_what_was_ever_packed_in_it(void **unused)
{
    (void)unused;
    const struct life *inner = life_of(DOSSIER);
    const struct life *outer = life_of("H41.04-230321-0002");
    const struct life *stranger = life_of("H41.04-230321-0003");
    add(ACT_PACK, DOSSIER, "TUI-1", 1);
    add(ACT_PACK, "TUI-1", "TUI-2", 2);
    add(ACT_PACK, "H41.04-230321-0002", "TUI-2", 3);
    add(ACT_UNPACK, "H41.04-230321-0002", "TUI-2", 4);
    add(ACT_PACK, "H41.04-230321-0002", "TUI-2", 5);
    forget_touched();
    add(ACT_TAKE, "TUI-2", "", 9);
    assert_true(inner->touched);
    assert_true(outer->touched);
    assert_false(stranger->touched);
    assert_int_equal(model.touched_count, 2);
    assert_int_equal(model.packed_count, 3); /* packed in it twice: known once */
}

static void bundles_packed_in_each_other_do_not_hang(void **unused)
{
    (void)unused;
    const struct life *life = life_of(DOSSIER);
    add(ACT_PACK, "TUI-1", "TUI-2", 1);
    add(ACT_PACK, "TUI-2", "TUI-1", 2);
    add(ACT_PACK, DOSSIER, "TUI-1", 3);
    forget_touched();
    add(ACT_TAKE, "TUI-2", "", 4);
    assert_true(life->touched);
    assert_int_equal(gathered(DOSSIER), 4);
}

static void acts_on_nested_bundles_belong_to_the_fold(void **unused)
{
    (void)unused;
    add(ACT_PACK, DOSSIER, "TUI-1", 1);
    add(ACT_PACK, "TUI-1", "TUI-2", 2);
    add(ACT_PACK, "TUI-2", "TUI-3", 3);
    add(ACT_TAKE, "TUI-3", "", 4);
    add(ACT_TAKE, "TUI-9", "", 5);
    assert_int_equal(gathered(DOSSIER), 4);
    assert_int_equal(gathered("TUI-3"), 1);
}

static void acts_that_do_not_fit_are_left_off_and_it_says_so(void **unused)
{
    (void)unused;
    struct act acts[2];
    bool left_off = false;
    add(ACT_INTAKE, DOSSIER, "", 1);
    add(ACT_READY, DOSSIER, "", 2);
    assert_int_equal(model_gather(&model, named(DOSSIER), acts, 2, &left_off), 2);
    assert_false(left_off);
    add(ACT_GIVE, DOSSIER, "", 3);
    assert_int_equal(model_gather(&model, named(DOSSIER), acts, 2, &left_off), 2);
    assert_true(left_off);
}

static void what_a_revoked_device_said_later_is_taken_back(void **unused)
{
    (void)unused;
    const struct life *life = life_of(DOSSIER);
    const struct act early = act_of(ACT_INTAKE, DOSSIER, "", 1);
    const struct act last = act_of(ACT_READY, DOSSIER, "", 2);
    const struct act too_late = act_of(ACT_GIVE, DOSSIER, "", 3);
    const struct act of_another = act_of(ACT_TAKE, DOSSIER, "", 4);
    add_from(unit, 2, &early);
    add_from(unit, 3, &last);
    add_from(unit, 4, &too_late);
    add_from(other_unit, 7, &of_another);
    forget_touched();
    assert_int_equal(model_take_back(&model, unit, (struct place){1, 3}), 1);
    assert_true(life->touched);
    assert_int_equal(gathered(DOSSIER), 3);
    assert_int_equal(model.acts_taken_back, 1);
    /* Once more changes nothing; and whoever else says it makes it count. */
    assert_int_equal(model_take_back(&model, unit, (struct place){1, 3}), 0);
    assert_true(add_from(other_unit, 8, &too_late));
    assert_int_equal(gathered(DOSSIER), 4);
}

static void what_is_taken_back_on_a_bundle_touches_its_dossiers(void **unused)
{
    (void)unused;
    const struct life *life = life_of(DOSSIER);
    const struct act on_bundle = act_of(ACT_TAKE, "TUI-1", "", 3);
    add(ACT_PACK, DOSSIER, "TUI-1", 1);
    add_from(other_unit, 5, &on_bundle);
    forget_touched();
    assert_int_equal(model_take_back(&model, other_unit, (struct place){1, 1}), 1);
    assert_true(life->touched);
    assert_int_equal(gathered(DOSSIER), 1);
}

static void a_full_table_is_said_and_nothing_is_overrun(void **unused)
{
    (void)unused;
    bool is_new = false;
    const struct book_source source = {.device = unit};
    for (int64_t i = 0; i < limits.acts; i++) {
        assert_false(model_full(&model));
        add(ACT_READY, DOSSIER, "", i);
    }
    const struct act more = act_of(ACT_READY, DOSSIER, "", 1000);
    assert_int_equal(model_add(&model, &more, &source, &is_new), STATUS_FULL);
    assert_false(is_new);
    assert_true(model_full(&model));
    const struct act known = act_of(ACT_READY, DOSSIER, "", 3);
    assert_false(add_from(unit, 50, &known));
}

static void lives_are_as_many_as_there_is_room_for(void **unused)
{
    (void)unused;
    char code[] = "H41.04-230321-0000";
    for (uint32_t i = 0; i < limits.lives; i++) {
        code[sizeof code - 2] = (char)('1' + i);
        life_of(code);
    }
    assert_null(model_life(&model, named("H41.04-230321-0099")));
    assert_true(model_full(&model));
    model_touch_all(&model);
    model_touch_all(&model);
    assert_int_equal(model.touched_count, limits.lives);
}

static void a_stale_row_is_noted_once(void **unused)
{
    (void)unused;
    struct life *life = life_of(DOSSIER);
    model_stale(&model, life);
    model_stale(&model, life);
    assert_int_equal(model.stale_count, 1);
    assert_int_equal(model.stale[0], model_number(&model, life));
    assert_int_equal(model.touched_count, 0);
}

#define IN_A_MODEL(test) cmocka_unit_test_setup_teardown(test, start, stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_A_MODEL(a_dossier_has_one_life),
        IN_A_MODEL(the_same_statement_counts_once_whoever_sends_it),
        IN_A_MODEL(an_act_touches_its_dossier_once),
        IN_A_MODEL(an_act_on_a_bundle_touches_what_was_ever_packed_in_it),
        IN_A_MODEL(bundles_packed_in_each_other_do_not_hang),
        IN_A_MODEL(acts_on_nested_bundles_belong_to_the_fold),
        IN_A_MODEL(acts_that_do_not_fit_are_left_off_and_it_says_so),
        IN_A_MODEL(what_a_revoked_device_said_later_is_taken_back),
        IN_A_MODEL(what_is_taken_back_on_a_bundle_touches_its_dossiers),
        IN_A_MODEL(a_full_table_is_said_and_nothing_is_overrun),
        IN_A_MODEL(lives_are_as_many_as_there_is_room_for),
        IN_A_MODEL(a_stale_row_is_noted_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/sim/ledger.h"
#include "tests/sim/ledger_parts.h"

/* A device that has told people of 1/1 to 1/TOLD; the server has all, and has promised it. */
enum { TOLD = 9, BACKED_UP = 4, LEFT = 6 };

static struct head head_at(uint32_t epoch, uint64_t seq)
{
    return (struct head){
        .place = {epoch, seq},
          .hash = {.byte = {(uint8_t)epoch, (uint8_t)seq}    }
    };
}

static struct ledger_device *set_up(struct ledger *ledger)
{
    ledger_init(ledger, NULL); /* nobody is blamed here */
    const uint32_t index = ledger_device(ledger, "center", (struct device){.id = 7});
    struct ledger_device *one = &ledger->devices[index];
    for (uint64_t seq = 1; seq <= TOLD; seq++) {
        const struct head head = head_at(1, seq);
        ledger_told(ledger, index, &head, TEXT(""));
        ledger_promised(ledger, index, &head);
        one->rows = (struct ledger_row *)ledger_grown(one->rows, one->row_count, &one->row_room,
                                                      sizeof *one->rows);
        one->rows[one->row_count++] = (struct ledger_row){head.place, head.hash};
        if (seq == BACKED_UP) {
            ledger_backed_up(ledger);
        }
    }
    return one;
}

/* How many tales from the first on nobody is excused from, if none is excused before them. */
static size_t owed(const struct ledger_device *one)
{
    size_t count = 0;
    while (count < one->told_count && !one->told[count].excused) {
        count++;
    }
    for (size_t i = count; i < one->told_count; i++) {
        assert_true(one->told[i].excused);
    }
    return count;
}

static void a_card_alone_excuses_nothing_that_the_server_has(void **unused)
{
    (void)unused;
    struct ledger ledger;
    const struct ledger_device *one = set_up(&ledger);
    assert_int_equal(ledger_lost(&ledger, 0, (struct place){1, LEFT}), 0);
    assert_int_equal(owed(one), TOLD);
    assert_int_equal(one->promised[0].place.seq, TOLD);
    ledger_fini(&ledger);
}

static void a_backup_alone_excuses_nothing_that_the_unit_has(void **unused)
{
    (void)unused;
    struct ledger ledger;
    const struct ledger_device *one = set_up(&ledger);
    ledger_restored(&ledger);
    assert_int_equal(owed(one), TOLD);
    assert_int_equal(one->promised[0].place.seq, TOLD);
    assert_int_equal(one->row_count, BACKED_UP);
    ledger_fini(&ledger);
}

static void what_both_have_lost_in_either_order_is_excused_and_no_more(void **unused)
{
    (void)unused;
    for (int card_first = 0; card_first < 2; card_first++) {
        struct ledger ledger;
        const struct ledger_device *one = set_up(&ledger);
        if (card_first) {
            (void)ledger_lost(&ledger, 0, (struct place){1, LEFT});
        }
        ledger_restored(&ledger);
        if (!card_first) {
            (void)ledger_lost(&ledger, 0, (struct place){1, LEFT});
        }
        assert_int_equal(owed(one), LEFT);
        assert_int_equal(one->promised_count, 1);
        assert_int_equal(one->promised[0].place.seq, LEFT);
        ledger_fini(&ledger);
    }
}

static void a_backup_between_the_two_leaves_nothing_to_excuse(void **unused)
{
    (void)unused;
    struct ledger ledger;
    const struct ledger_device *one = set_up(&ledger);
    (void)ledger_lost(&ledger, 0, (struct place){0});
    ledger_backed_up(&ledger);
    ledger_restored(&ledger);
    assert_int_equal(owed(one), TOLD);
    assert_int_equal(one->promised[0].place.seq, TOLD);
    ledger_fini(&ledger);
}

static void a_card_put_back_lives_a_second_time_in_the_epoch_it_left(void **unused)
{
    (void)unused;
    struct ledger ledger;
    const struct ledger_device *one = set_up(&ledger);
    (void)ledger_lost(&ledger, 0, (struct place){1, LEFT});
    const struct head again = head_at(1, LEFT + 1);
    const struct head anew = head_at(2, 1);
    ledger_told(&ledger, 0, &again, TEXT(""));
    ledger_told(&ledger, 0, &anew, TEXT(""));
    assert_false(one->told[TOLD - 1].second);
    assert_true(one->told[TOLD].second);
    assert_false(one->told[TOLD + 1].second);
    ledger_fini(&ledger);
}

static void a_card_that_has_all_lives_once(void **unused)
{
    (void)unused;
    struct ledger ledger;
    const struct ledger_device *one = set_up(&ledger);
    (void)ledger_lost(&ledger, 0, (struct place){1, TOLD});
    const struct head next = head_at(1, TOLD + 1);
    ledger_told(&ledger, 0, &next, TEXT(""));
    assert_false(one->told[TOLD].second);
    ledger_fini(&ledger);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_card_alone_excuses_nothing_that_the_server_has),
        cmocka_unit_test(a_backup_alone_excuses_nothing_that_the_unit_has),
        cmocka_unit_test(what_both_have_lost_in_either_order_is_excused_and_no_more),
        cmocka_unit_test(a_backup_between_the_two_leaves_nothing_to_excuse),
        cmocka_unit_test(a_card_put_back_lives_a_second_time_in_the_epoch_it_left),
        cmocka_unit_test(a_card_that_has_all_lives_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

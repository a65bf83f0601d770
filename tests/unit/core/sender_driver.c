#include "tests/unit/core/sender_driver.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

const struct device me = {0x77};
struct sync_sender sender;
struct sync_effect effect;
int64_t now;

static struct hash hash_at(struct place place)
{
    return hash_of(span_of(&place.seq, sizeof place.seq));
}

struct head head_at(uint32_t epoch, uint64_t seq)
{
    struct head head = {
        .place = {epoch, seq}
    };
    if (epoch > 0) {
        head.hash = hash_at(head.place);
    }
    return head;
}

void step(struct sync_event event)
{
    event.mono.ms = now;
    event.wall_ms = 1700000000000 + now;
    sync_sender_step(&sender, &event, &effect);
}

void hear(struct message message)
{
    step((struct sync_event){.kind = SYNC_MESSAGE, .message = &message});
}

void time_out(void)
{
    now = sync_sender_wakeup(&sender).ms > now ? sync_sender_wakeup(&sender).ms : now;
    step((struct sync_event){.kind = SYNC_TIMEOUT});
}

void prove(void)
{
    assert_true(effect.look_up);
    step((struct sync_event){
        .kind = SYNC_PROVEN,
        .head = head_at(effect.asked.epoch, effect.asked.seq),
        .first = {1, 1}
    });
}

void greet(void)
{
    time_out();
    prove();
    assert_true(effect.send_hello);
}

struct welcome welcome_at(uint32_t epoch, uint64_t seq)
{
    return (struct welcome){.version = SYNC_VERSION,
                            .verdict = WELCOME_CONTINUE,
                            .high_water = head_at(epoch, seq),
                            .server_wall_ms = 1700000000000 + now,
                            .echo_mono_ms = sender.greeted_mono_ms};
}

void hear_welcome(struct welcome welcome)
{
    hear((struct message){.kind = MESSAGE_WELCOME, .welcome = welcome});
}

void hear_receipt(struct head head)
{
    hear((struct message){.kind = MESSAGE_RECEIPT, .receipt = {.head = head}});
}

void hear_refusal(enum refusal_code code, struct head high_water)
{
    hear((struct message){
        .kind = MESSAGE_REFUSAL, .refusal = {.code = code, .high_water = high_water}
    });
}

struct head send_up_to(uint64_t count)
{
    assert_true(effect.send_batch);
    struct head last = head_at(effect.after.epoch, effect.after.seq + count);
    sync_sender_sent(&sender, &last);
    return last;
}

int start_sender(void **unused)
{
    (void)unused;
    struct head head = head_at(1, 10);
    struct head received = head_at(1, 5);
    now = 1000;
    sync_sender_init(&sender, me, &head, &received, (struct place){1, 2}, 42);
    return 0;
}

void start_awaiting(void)
{
    greet();
    hear_welcome(welcome_at(1, 5));
    assert_int_equal(sender.state, SENDER_AWAITING);
    (void)send_up_to(5);
}

#include "adapters/zmq/context.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <zmq.h>

#include "base/check.h"
#include "base/sign.h"

static atomic_flag taken = ATOMIC_FLAG_INIT;

/* A ROUTER names its lines by numbers from rand(3) on, which libzmq 4.3.4 never seeds: the same in
 * every process. Whoever takes the name of the next line for his own aborts the process when that
 * line comes, so nobody outside may know where the numbers begin (decision 0007). */
static void seed_names(void)
{
    unsigned seed = 0;
    sign_random(&seed, sizeof seed);
    srand(seed);
}

enum status context_open(struct context *context)
{
    bool second = atomic_flag_test_and_set(&taken);
    assert(!second);
    void *zmq = zmq_has("curve") == 1 ? zmq_ctx_new() : NULL;
    if (!zmq) {
        atomic_flag_clear(&taken);
        return STATUS_IO;
    }
    seed_names();
    (void)zmq_ctx_set(zmq, ZMQ_BLOCKY, 0); /* LINGER 0 also for a socket that was forgotten */
    context->zmq = zmq;
    return STATUS_OK;
}

void context_close(struct context *context)
{
    if (context && context->zmq) {
        while (zmq_ctx_term(context->zmq) != 0 && zmq_errno() == EINTR) {
        }
        context->zmq = NULL;
        atomic_flag_clear(&taken);
    }
}

#include "adapters/zmq/context.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <zmq.h>

#include "base/check.h"

static atomic_flag taken = ATOMIC_FLAG_INIT;

enum status context_open(struct context *context)
{
    bool second = atomic_flag_test_and_set(&taken);
    assert(!second);
    void *zmq = zmq_has("curve") == 1 ? zmq_ctx_new() : NULL;
    if (!zmq) {
        atomic_flag_clear(&taken);
        return STATUS_IO;
    }
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

#include "tools/bench/bound_link.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zmq.h>

#include "adapters/zmq/context.h"
#include "adapters/zmq/zap.h"
#include "tools/bench/measure.h"
#include "wire/message.h"

enum {
    GROUP_MAX = 1024,
    GROUP_BYTES = 8 * 1024 * 1024,
    LOG_BYTES = 512 * 1024 * 1024,
    NAME_MAX_SIZE = 32,
    ANSWER_SIZE = 128,
    BACKLOG = 1024,
    START_MS = 5000,
};

/* What the child tells its parent. */
struct told {
    char endpoint[LOAD_ENDPOINT_SIZE];
    int ready;
};

struct bound {
    void *socket;
    int log; /* -1: B-link */
    off_t at;
    uint8_t answer[ANSWER_SIZE];
    size_t answer_size;
    uint8_t *bytes;
    size_t bytes_size;
    uint8_t names[GROUP_MAX][NAME_MAX_SIZE];
    size_t name_sizes[GROUP_MAX];
    size_t count;
};

/* As long as intake's receipts. */
static bool make_answer(struct bound *bound)
{
    struct writer writer = writer_of(bound->answer, sizeof bound->answer);
    const struct message message = {.kind = MESSAGE_RECEIPT,
                                    .receipt = {.head = {.place = {.epoch = 1, .seq = 100000}}}};
    const bool made = message_encode(&message, &writer) == STATUS_OK;
    bound->answer_size = writer.size;
    return made;
}

static void answer_all(struct bound *bound)
{
    for (size_t i = 0; i < bound->count; i++) {
        (void)zmq_send(bound->socket, bound->names[i], bound->name_sizes[i],
                       ZMQ_SNDMORE | ZMQ_DONTWAIT);
        (void)zmq_send(bound->socket, bound->answer, bound->answer_size, ZMQ_DONTWAIT);
    }
    bound->count = 0;
}

static bool append_group(struct bound *bound)
{
    if (bound->bytes_size == 0) {
        return true;
    }
    if (bound->at + (off_t)bound->bytes_size > LOG_BYTES) {
        bound->at = 0;
    }
    const bool written = pwrite(bound->log, bound->bytes, bound->bytes_size, bound->at) ==
                             (ssize_t)bound->bytes_size &&
                         fdatasync(bound->log) == 0;
    bound->at += (off_t)bound->bytes_size;
    bound->bytes_size = 0;
    return written;
}

static bool receive_one(struct bound *bound, zmq_msg_t *name, zmq_msg_t *body)
{
    if (zmq_msg_recv(name, bound->socket, ZMQ_DONTWAIT) < 0 ||
        zmq_msg_recv(body, bound->socket, ZMQ_DONTWAIT) < 0) {
        return false;
    }
    const size_t size = zmq_msg_size(name);
    if (size <= NAME_MAX_SIZE) {
        memcpy(bound->names[bound->count], zmq_msg_data(name), size);
        bound->name_sizes[bound->count++] = size;
    }
    if (bound->log >= 0) {
        memcpy(bound->bytes + bound->bytes_size, zmq_msg_data(body), zmq_msg_size(body));
        bound->bytes_size += zmq_msg_size(body);
    }
    return true;
}

/* B-link answers each message as it comes; B-log a group of what is queued. */
static void serve(struct bound *bound)
{
    zmq_pollitem_t item = {.socket = bound->socket, .events = ZMQ_POLLIN};
    zmq_msg_t name;
    zmq_msg_t body;
    (void)zmq_msg_init(&name);
    (void)zmq_msg_init(&body);
    while (zmq_poll(&item, 1, -1) >= 0) {
        while (receive_one(bound, &name, &body)) {
            if (bound->log < 0) {
                answer_all(bound);
            } else if (bound->count == GROUP_MAX ||
                       bound->bytes_size + MESSAGE_BYTES_MAX > GROUP_BYTES) {
                break;
            }
        }
        if (bound->log >= 0 && !append_group(bound)) {
            return;
        }
        answer_all(bound);
    }
}

static bool set_int(void *socket, int option, int value)
{
    return zmq_setsockopt(socket, option, &value, sizeof value) == 0;
}

static bool open_socket(struct bound *bound, const struct context *context,
                        const struct curve_keypair *keys, char out[LOAD_ENDPOINT_SIZE])
{
    size_t size = LOAD_ENDPOINT_SIZE;
    bound->socket = zmq_socket(context->zmq, ZMQ_ROUTER);
    return bound->socket && set_int(bound->socket, ZMQ_LINGER, 0) &&
           set_int(bound->socket, ZMQ_BACKLOG, BACKLOG) &&
           zmq_setsockopt(bound->socket, ZMQ_ZAP_DOMAIN, ZAP_DOMAIN, strlen(ZAP_DOMAIN)) == 0 &&
           zmq_setsockopt(bound->socket, ZMQ_CURVE_SECRETKEY, keys->secret, LINK_KEY_SIZE) == 0 &&
           set_int(bound->socket, ZMQ_CURVE_SERVER, 1) &&
           zmq_bind(bound->socket, "tcp://127.0.0.1:*") == 0 &&
           zmq_getsockopt(bound->socket, ZMQ_LAST_ENDPOINT, out, &size) == 0;
}

static bool open_zap(struct zap *zap, const struct context *context, const struct units *units)
{
    struct link_key *keys = calloc(units->count, sizeof *keys);
    bool opened = keys && zap_open(zap, context, units->count) == STATUS_OK;
    for (size_t i = 0; keys && i < units->count; i++) {
        keys[i] = units->unit[i].link.public_key;
    }
    opened = opened && zap_admit(zap, keys, units->count) == STATUS_OK;
    free(keys);
    return opened;
}

/* Written with zeros, so that an append changes no metadata. */
static bool open_log(struct bound *bound, const char *path)
{
    bound->log = -1;
    if (!path) {
        return true;
    }
    bound->bytes = calloc(1, GROUP_BYTES);
    bound->log = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    bool filled = bound->bytes && bound->log >= 0;
    for (off_t at = 0; filled && at < LOG_BYTES; at += GROUP_BYTES) {
        filled = pwrite(bound->log, bound->bytes, GROUP_BYTES, at) == GROUP_BYTES;
    }
    return filled && fsync(bound->log) == 0;
}

static void be_bound(struct told *told, const struct curve_keypair *keys, const struct units *units,
                     const char *log)
{
    static struct bound bound;
    static struct zap zap;
    struct context context;
    struct rlimit files;
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    (void)prctl(PR_SET_NAME, "bench-bound");
    if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
        files.rlim_cur = files.rlim_max;
        (void)setrlimit(RLIMIT_NOFILE, &files);
    }
    if (make_answer(&bound) && open_log(&bound, log) && context_open(&context) == STATUS_OK &&
        open_zap(&zap, &context, units) && open_socket(&bound, &context, keys, told->endpoint)) {
        told->ready = 1;
        serve(&bound);
    }
}

bool bound_link_start(struct bound_link *link, const struct units *units, const char *log)
{
    struct curve_keypair keys;
    struct told *told =
        mmap(NULL, sizeof *told, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    *link = (struct bound_link){.pid = -1};
    if (told == MAP_FAILED || keys_make(&keys) != STATUS_OK) {
        return false;
    }
    link->key = keys.public_key;
    (void)fflush(NULL);
    link->pid = fork();
    if (link->pid == 0) {
        be_bound(told, &keys, units, log);
        _exit(1);
    }
    for (int ms = 0; link->pid > 0 && ms < START_MS * 4 && !*(volatile int *)&told->ready;
         ms += 5) {
        measure_sleep_ms(5);
    }
    const bool ready = told->ready != 0;
    memcpy(link->endpoint, told->endpoint, sizeof link->endpoint);
    (void)munmap(told, sizeof *told);
    if (!ready) {
        bound_link_end(link);
    }
    return ready;
}

void bound_link_end(struct bound_link *link)
{
    if (link->pid > 0) {
        (void)kill(link->pid, SIGKILL);
        (void)waitpid(link->pid, NULL, 0);
        link->pid = -1;
    }
}

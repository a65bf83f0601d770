/* Two threads and no lock. There are three tables: the door writes `ours`, the thread reads `its`,
 * and the third lies `between` them; each side swaps its own for that one, so neither ever waits.
 * INVARIANTS
 * (1) `ours`, `its` and the table between are three different ones.
 * (2) FRESH is set in `between` exactly while the thread has not yet taken that table.
 * (3) refused_out <= refused_in <= refused_out + ZAP_REFUSED_ROOM; the thread moves only `in`. */
#include "adapters/zmq/zap.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>
#include <zmq.h>

#include "adapters/zmq/keys.h"
#include "base/check.h"
#include "base/span.h"

#define ZAP_ADDRESS    "inproc://zeromq.zap.01" /* RFC 27 */
#define ENDING_ADDRESS "inproc://trao.zap.ending"

enum { FRESH = 4, TABLE_MASK = 3, FRAMES_MAX = 8, FRAME_SIZE_MAX = 255 };

/* RFC 27: a request is these frames, in this order. */
enum { FRAME_VERSION, FRAME_REQUEST, FRAME_DOMAIN, FRAME_ADDRESS, FRAME_ROUTING, FRAME_MECHANISM };
enum { FRAME_KEY = FRAME_MECHANISM + 1, FRAMES_CURVE };

struct question {
    struct span frames[FRAMES_MAX];
    size_t count;
    uint8_t bytes[FRAMES_MAX][FRAME_SIZE_MAX];
};

struct answer {
    const char *code;
    const char *text;
    char user[KEYS_TEXT_SIZE];
};

static int order(const void *a, const void *b)
{
    return memcmp(a, b, sizeof(struct link_key));
}

void zap_sort(struct link_key *keys, size_t count)
{
    if (count > 0) {
        qsort(keys, count, sizeof *keys, order);
    }
}

bool zap_holds(const struct link_key *keys, size_t count, const struct link_key *key)
{
    return count > 0 && bsearch(key, keys, count, sizeof *keys, order) != NULL;
}

/* Reads all frames; of one that is too long or too many the question is not whole. */
static bool hear(void *socket, struct question *out)
{
    bool whole = true;
    int more = 1;
    size_t size = sizeof more;
    out->count = 0;
    while (more) {
        uint8_t spare[FRAME_SIZE_MAX];
        bool fits = out->count < FRAMES_MAX;
        uint8_t *at = fits ? out->bytes[out->count] : spare;
        int got = zmq_recv(socket, at, FRAME_SIZE_MAX, 0);
        if (got < 0) {
            return false;
        }
        whole = whole && fits && got <= FRAME_SIZE_MAX;
        if (whole) {
            out->frames[out->count++] = span_of(at, (size_t)got);
        }
        if (zmq_getsockopt(socket, ZMQ_RCVMORE, &more, &size) != 0) {
            return false;
        }
    }
    return whole;
}

static bool is(struct span frame, const char *text)
{
    return span_equal(frame, span_of(text, strlen(text)));
}

static bool well_formed(const struct question *question)
{
    return question->count == FRAMES_CURVE && is(question->frames[FRAME_VERSION], "1.0") &&
           is(question->frames[FRAME_DOMAIN], ZAP_DOMAIN) &&
           is(question->frames[FRAME_MECHANISM], "CURVE") &&
           question->frames[FRAME_KEY].size == LINK_KEY_SIZE;
}

static const struct zap_table *table_now(struct zap *zap)
{
    if (atomic_load(&zap->between) & FRESH) {
        zap->its = atomic_exchange(&zap->between, zap->its) & TABLE_MASK; /* (1) (2) */
    }
    return &zap->tables[zap->its];
}

static void keep_refused(struct zap *zap, const struct link_key *key)
{
    const uint64_t one = 1;
    unsigned in = atomic_load(&zap->refused_in);
    if (in - atomic_load(&zap->refused_out) < ZAP_REFUSED_ROOM) { /* (3) */
        zap->refused_keys[in % ZAP_REFUSED_ROOM] = *key;
        atomic_store(&zap->refused_in, in + 1);
        ssize_t written = write(zap->alarm, &one, sizeof one);
        (void)written; /* an eventfd that is full is readable, and that is all we want */
    }
}

static struct answer judge(struct zap *zap, const struct question *question)
{
    struct link_key key = {0};
    if (!well_formed(question)) {
        atomic_fetch_add(&zap->refused, 1);
        return (struct answer){.code = "400", .text = "not a CURVE client of this door"};
    }
    memcpy(key.byte, question->frames[FRAME_KEY].at, sizeof key.byte);
    const struct zap_table *table = table_now(zap);
    struct reader reader = reader_of(span_of(key.byte, sizeof key.byte));
    atomic_store(&zap->last_asked, read_u64(&reader));
    if (!table->loaded) {
        atomic_fetch_add(&zap->not_ready, 1);
        return (struct answer){.code = "300", .text = "not ready"};
    }
    if (!zap_holds(table->keys, table->count, &key)) {
        atomic_fetch_add(&zap->refused, 1);
        keep_refused(zap, &key);
        return (struct answer){.code = "400", .text = "unknown key"};
    }
    struct answer answer = {.code = "200", .text = "OK"};
    (void)keys_text(&key, answer.user);
    atomic_fetch_add(&zap->admitted, 1);
    return answer;
}

static void say(void *socket, const struct question *question, const struct answer *answer)
{
    static const struct span none = {0};
    struct span request = question->count > FRAME_REQUEST ? question->frames[FRAME_REQUEST] : none;
    (void)zmq_send(socket, "1.0", 3, ZMQ_SNDMORE);
    (void)zmq_send(socket, request.at, request.size, ZMQ_SNDMORE);
    (void)zmq_send(socket, answer->code, strlen(answer->code), ZMQ_SNDMORE);
    (void)zmq_send(socket, answer->text, strlen(answer->text), ZMQ_SNDMORE);
    (void)zmq_send(socket, answer->user, strlen(answer->user), ZMQ_SNDMORE);
    (void)zmq_send(socket, "", 0, 0); /* no metadata */
}

static void *answer_questions(void *unowned)
{
    struct zap *zap = unowned;
    struct question question;
    zmq_pollitem_t items[] = {
        {.socket = zap->question, .events = ZMQ_POLLIN},
        {.socket = zap->ending,   .events = ZMQ_POLLIN},
    };
    for (;;) {
        if (zmq_poll(items, 2, -1) < 0) {
            if (zmq_errno() != EINTR) {
                break; /* the context ends */
            }
            continue; /* revents are the last turn's: whoever believes them waits for ever */
        }
        if (items[1].revents) {
            break;
        }
        if (items[0].revents) {
            if (!hear(zap->question, &question)) {
                question.count = 0;
            }
            struct answer answer = judge(zap, &question);
            say(zap->question, &question, &answer);
        }
    }
    return NULL;
}

/* The thread takes no signals: they are for the main loop. */
static bool start_thread(struct zap *zap)
{
    sigset_t all;
    sigset_t before;
    (void)sigfillset(&all);
    (void)pthread_sigmask(SIG_SETMASK, &all, &before);
    bool started = pthread_create(&zap->thread, NULL, answer_questions, zap) == 0;
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    return started;
}

static bool take_memory(struct zap *zap, size_t room)
{
    bool taken = true;
    zap->room = room;
    for (size_t i = 0; i < ZAP_TABLES; i++) {
        zap->tables[i].keys = calloc(room + 1, sizeof(struct link_key));
        taken = taken && zap->tables[i].keys;
    }
    return taken;
}

/* All but the thread. */
static void release(struct zap *zap)
{
    void *sockets[] = {zap->question, zap->ending, zap->end};
    const int none = 0;
    if (zap->question && zap->ending) {
        (void)zmq_unbind(zap->question, ZAP_ADDRESS); /* at once; zmq_close(3) does it some time */
        (void)zmq_unbind(zap->ending, ENDING_ADDRESS);
    }
    for (size_t i = 0; i < sizeof sockets / sizeof sockets[0]; i++) {
        if (sockets[i]) {
            (void)zmq_setsockopt(sockets[i], ZMQ_LINGER, &none, sizeof none);
            (void)zmq_close(sockets[i]);
        }
    }
    for (size_t i = 0; i < ZAP_TABLES; i++) {
        free(zap->tables[i].keys);
    }
    if (zap->alarm > 0) {
        (void)close(zap->alarm);
    }
    memset(zap, 0, sizeof *zap);
}

static enum status open_sockets(struct zap *zap, const struct context *context)
{
    zap->question = zmq_socket(context->zmq, ZMQ_REP);
    zap->ending = zmq_socket(context->zmq, ZMQ_PAIR);
    zap->end = zmq_socket(context->zmq, ZMQ_PAIR);
    zap->alarm = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (!zap->question || !zap->ending || !zap->end || zap->alarm < 0) {
        return STATUS_IO;
    }
    if (zmq_bind(zap->question, ZAP_ADDRESS) != 0) {
        return zmq_errno() == EADDRINUSE ? STATUS_DENIED : STATUS_IO;
    }
    bool wired =
        zmq_bind(zap->ending, ENDING_ADDRESS) == 0 && zmq_connect(zap->end, ENDING_ADDRESS) == 0;
    return wired ? STATUS_OK : STATUS_IO;
}

enum status zap_open(struct zap *zap, const struct context *context, size_t room)
{
    memset(zap, 0, sizeof *zap);
    zap->ours = 0;
    zap->its = 1;
    atomic_init(&zap->between, 2);
    enum status status = take_memory(zap, room) ? open_sockets(zap, context) : STATUS_IO;
    if (status == STATUS_OK && !start_thread(zap)) {
        status = STATUS_IO;
    }
    if (status != STATUS_OK) {
        release(zap);
    }
    return status;
}

void zap_close(struct zap *zap)
{
    if (zap && zap->question) {
        (void)zmq_send(zap->end, "", 0, 0);
        (void)pthread_join(zap->thread, NULL);
        release(zap);
    }
}

static void publish(struct zap *zap, size_t count, bool loaded)
{
    struct zap_table *table = &zap->tables[zap->ours];
    table->count = count;
    table->loaded = loaded;
    zap->ours = atomic_exchange(&zap->between, zap->ours | FRESH) & TABLE_MASK; /* (1) (2) */
}

enum status zap_admit(struct zap *zap, const struct link_key *keys, size_t count)
{
    struct zap_table *table = &zap->tables[zap->ours];
    if (count > zap->room) {
        return STATUS_FULL;
    }
    if (count > 0) {
        memcpy(table->keys, keys, count * sizeof *keys);
    }
    zap_sort(table->keys, count);
    publish(zap, count, true);
    return STATUS_OK;
}

void zap_forget(struct zap *zap)
{
    struct link_key key;
    publish(zap, 0, false);
    while (zap_refused(zap, &key)) {
    }
    atomic_store(&zap->admitted, 0);
    atomic_store(&zap->not_ready, 0);
    atomic_store(&zap->refused, 0);
    atomic_store(&zap->last_asked, 0);
}

struct zap_counts zap_counts(const struct zap *zap)
{
    return (struct zap_counts){
        .admitted = atomic_load(&zap->admitted),
        .not_ready = atomic_load(&zap->not_ready),
        .refused = atomic_load(&zap->refused),
    };
}

bool zap_asked(const struct zap *zap, const struct link_key *key)
{
    struct reader reader = reader_of(span_of(key->byte, sizeof key->byte));
    return atomic_load(&zap->last_asked) == read_u64(&reader);
}

bool zap_refused(struct zap *zap, struct link_key *out_key)
{
    uint64_t rings = 0;
    unsigned out = atomic_load(&zap->refused_out);
    ssize_t taken =
        read(zap->alarm, &rings, sizeof rings); /* first: a key kept later rings again */
    (void)taken;
    if (out == atomic_load(&zap->refused_in)) {
        return false;
    }
    *out_key = zap->refused_keys[out % ZAP_REFUSED_ROOM];
    atomic_store(&zap->refused_out, out + 1); /* (3) */
    return true;
}

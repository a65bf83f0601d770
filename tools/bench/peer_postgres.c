/* PostgreSQL as shipped: fsync and synchronous_commit on. Binary parameters, prepared statements,
 * one transaction a batch, asynchronous libpq on one epoll(7). */
#include <arpa/inet.h>
#include <dirent.h>
#include <libpq-fe.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/check.h"
#include "tools/bench/bench_said.h"
#include "tools/bench/measure.h"
#include "tools/bench/peer_server.h"
#include "tools/bench/peers.h"

#define USER     "postgres"            /* it refuses to run as root */
#define PROGRAMS "/usr/lib/postgresql" /* Debian's place */
#define INITDB   "initdb"
#define SERVER   "postgres"

enum {
    BATCH_MAX = 32,
    COLUMNS = 3,
    SQL_ROOM = 4096,
    COPY_ROOM = BATCH_MAX * (UNITS_ACT_SIZE + 64) + 64,
    EVENTS_AT_ONCE = 64,
    PATIENCE_MS = 20000,
    OID_BIGINT = 20,
    OID_BYTEA = 17
};

struct pg_client {
    PGconn *connection;
    const struct unit *unit;
    uint32_t next;
    uint64_t seq;
    int64_t sent_at;
};

struct pg {
    const struct round *round;
    struct load_result *result;
    struct pg_client *client;
    bool copy; /* COPY instead of INSERT */
    bool failed;
};

/* Of the newest version installed. */
static bool find_program(const char *name, char out[FOLDER_PATH_MAX])
{
    long newest = 0;
    DIR *versions = opendir(PROGRAMS);
    const struct dirent *entry = NULL;
    while (versions && (entry = readdir(versions)) != NULL) {
        const long version = strtol(entry->d_name, NULL, 10);
        newest = version > newest ? version : newest;
    }
    if (versions) {
        (void)closedir(versions);
    }
    (void)snprintf(out, FOLDER_PATH_MAX, PROGRAMS "/%ld/bin/%s", newest, name);
    return newest > 0 && peer_server_there(out);
}

bool peer_postgres_there(void)
{
    char path[FOLDER_PATH_MAX];
    return find_program(SERVER, path) && find_program(INITDB, path);
}

static void put_u16(struct writer *writer, uint16_t value)
{
    const uint16_t sent = htons(value);
    write_bytes(writer, &sent, sizeof sent);
}

static void put_u32(struct writer *writer, uint32_t value)
{
    const uint32_t sent = htonl(value);
    write_bytes(writer, &sent, sizeof sent);
}

static void put_u64(struct writer *writer, uint64_t value)
{
    put_u32(writer, (uint32_t)(value >> 32));
    put_u32(writer, (uint32_t)value);
}

static const uint8_t *act_at(const struct pg_client *client, uint32_t i)
{
    return client->unit->acts + (size_t)(client->next + i) * UNITS_ACT_SIZE;
}

static bool send_rows(const struct pg *pg, struct pg_client *client)
{
    const int batch = (int)pg->round->shape->batch;
    const char *values[BATCH_MAX * COLUMNS];
    int sizes[BATCH_MAX * COLUMNS];
    int forms[BATCH_MAX * COLUMNS];
    uint8_t numbers[BATCH_MAX * 16];
    struct writer writer = writer_of(numbers, sizeof numbers);
    for (int i = 0; i < batch; i++) {
        uint8_t *at = numbers + writer.size;
        put_u64(&writer, client->unit->device.id);
        put_u64(&writer, client->seq + (uint64_t)i);
        const char **row = values + (size_t)i * COLUMNS;
        row[0] = (const char *)at;
        row[1] = (const char *)at + 8;
        row[2] = (const char *)act_at(client, (uint32_t)i);
        for (int k = 0; k < COLUMNS; k++) {
            sizes[i * COLUMNS + k] = k < 2 ? 8 : UNITS_ACT_SIZE;
            forms[i * COLUMNS + k] = 1;
        }
    }
    return PQsendQueryPrepared(client->connection, "put", batch * COLUMNS, values, sizes, forms,
                               1) == 1;
}

/* The file format of COPY … BINARY, whole. */
static bool put_copy(const struct pg *pg, struct pg_client *client)
{
    static const char head[] = "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0";
    uint8_t bytes[COPY_ROOM];
    struct writer writer = writer_of(bytes, sizeof bytes);
    write_bytes(&writer, head, sizeof head);
    for (uint32_t i = 0; i < pg->round->shape->batch; i++) {
        put_u16(&writer, COLUMNS);
        put_u32(&writer, 8);
        put_u64(&writer, client->unit->device.id);
        put_u32(&writer, 8);
        put_u64(&writer, client->seq + i);
        put_u32(&writer, UNITS_ACT_SIZE);
        write_bytes(&writer, act_at(client, i), UNITS_ACT_SIZE);
    }
    put_u16(&writer, UINT16_MAX);
    return PQputCopyData(client->connection, (const char *)bytes, (int)writer.size) == 1 &&
           PQputCopyEnd(client->connection, NULL) == 1;
}

static void send_next(struct pg *pg, struct pg_client *client)
{
    if (client->next + pg->round->shape->batch > client->unit->count) {
        client->next = 0;
    }
    client->sent_at = measure_ns();
    const bool sent = pg->copy ? PQsendQuery(client->connection, "COPY act FROM STDIN BINARY") == 1
                               : send_rows(pg, client);
    pg->failed = pg->failed || !sent || PQflush(client->connection) < 0;
}

static void blame(struct pg *pg, const struct pg_client *client)
{
    bench_refuse(BENCH_SAID_PEER_SAYS, PQerrorMessage(client->connection), NULL);
    pg->failed = true;
}

/* Results until NULL: the batch is durable. */
static void take_results(struct pg *pg, struct pg_client *client)
{
    while (!pg->failed && !PQisBusy(client->connection)) {
        PGresult *result = PQgetResult(client->connection);
        const ExecStatusType status = result ? PQresultStatus(result) : PGRES_EMPTY_QUERY;
        PQclear(result);
        if (!result) {
            pg->result->acts += pg->round->shape->batch;
            histogram_add(&pg->result->latency, (uint64_t)(measure_ns() - client->sent_at));
            client->seq += pg->round->shape->batch;
            client->next += pg->round->shape->batch;
            send_next(pg, client);
        } else if (status == PGRES_COPY_IN) {
            if (!put_copy(pg, client) || PQflush(client->connection) < 0) {
                blame(pg, client);
            }
            return;
        } else if (status != PGRES_COMMAND_OK) {
            blame(pg, client);
        }
    }
}

static bool command(PGconn *connection, const char *sql)
{
    PGresult *result = PQexec(connection, sql);
    const bool done = PQresultStatus(result) == PGRES_COMMAND_OK;
    PQclear(result);
    return done;
}

static bool prepare(PGconn *connection, int batch)
{
    char sql[SQL_ROOM];
    Oid types[BATCH_MAX * COLUMNS];
    size_t size = (size_t)snprintf(sql, sizeof sql, "INSERT INTO act VALUES");
    assert(batch <= BATCH_MAX);
    for (int i = 0; i < batch; i++) {
        const int first = i * COLUMNS;
        size += (size_t)snprintf(sql + size, sizeof sql - size, "%s($%d,$%d,$%d)", i ? "," : " ",
                                 first + 1, first + 2, first + 3);
        types[first] = types[first + 1] = OID_BIGINT;
        types[first + 2] = OID_BYTEA;
    }
    (void)snprintf(sql + size, sizeof sql - size, " ON CONFLICT DO NOTHING");
    PGresult *result = PQprepare(connection, "put", sql, batch * COLUMNS, types);
    const bool done = PQresultStatus(result) == PGRES_COMMAND_OK;
    PQclear(result);
    return done;
}

static bool connect_one(struct pg *pg, size_t i, const char *where, int epoll)
{
    struct pg_client *client = &pg->client[i];
    struct epoll_event event = {.events = EPOLLIN, .data.u64 = i};
    client->unit = &pg->round->units->unit[i];
    client->seq = 1;
    client->connection = PQconnectdb(where);
    const bool made = PQstatus(client->connection) == CONNECTION_OK &&
                      (i > 0 || command(client->connection,
                                        "CREATE TABLE act(device bigint, seq bigint, body bytea, "
                                        "PRIMARY KEY(device, seq))")) &&
                      prepare(client->connection, (int)pg->round->shape->batch) &&
                      PQsetnonblocking(client->connection, 1) == 0;
    if (!made) {
        blame(pg, client);
    }
    return made && epoll_ctl(epoll, EPOLL_CTL_ADD, PQsocket(client->connection), &event) == 0;
}

static void loop(struct pg *pg, int epoll, pid_t server_pid)
{
    struct epoll_event events[EVENTS_AT_ONCE];
    const struct round *round = pg->round;
    const int64_t server_before = measure_cpu_family_ns(server_pid);
    const int64_t client_before = measure_cpu_ns(0);
    const int64_t began = measure_ns();
    for (size_t i = 0; i < round->shape->clients; i++) {
        send_next(pg, &pg->client[i]);
    }
    while (!pg->failed && measure_ns() - began < round->ms * 1000000) {
        const int count = epoll_wait(epoll, events, EVENTS_AT_ONCE, 100);
        for (int i = 0; i < count; i++) {
            struct pg_client *client = &pg->client[events[i].data.u64];
            if (PQflush(client->connection) < 0 || PQconsumeInput(client->connection) != 1) {
                blame(pg, client);
            }
            take_results(pg, client);
        }
    }
    pg->result->seconds = (double)(measure_ns() - began) / 1e9;
    pg->result->server_cpu = (double)(measure_cpu_family_ns(server_pid) - server_before) / 1e9;
    pg->result->client_cpu = (double)(measure_cpu_ns(0) - client_before) / 1e9;
    pg->result->done = !pg->failed && pg->result->acts > 0;
}

/* Its port answers before it is ready. */
static bool accepts(const char *where)
{
    for (int ms = 0; ms < PATIENCE_MS; ms += 20) {
        if (PQping(where) == PQPING_OK) {
            return true;
        }
        measure_sleep_ms(20);
    }
    return false;
}

static void be_clients(const struct round *round, bool copy, const struct peer_server *server,
                       struct load_result *result)
{
    char where[FOLDER_PATH_MAX + 64];
    struct pg pg = {.round = round, .result = result, .copy = copy};
    const int epoll = epoll_create1(EPOLL_CLOEXEC);
    (void)snprintf(where, sizeof where, "host=127.0.0.1 port=%u dbname=postgres user=%s",
                   server->port, USER);
    pg.client = calloc(round->shape->clients, sizeof *pg.client);
    bool connected = pg.client && epoll >= 0 && accepts(where);
    for (size_t i = 0; connected && i < round->shape->clients; i++) {
        connected = connect_one(&pg, i, where, epoll);
    }
    if (connected) {
        loop(&pg, epoll, server->pid);
    }
}

static bool play(const struct round *round, bool copy, const struct peer_server *server,
                 struct load_result *out)
{
    struct load_result *shared =
        mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    int state = 0;
    if (shared == MAP_FAILED) {
        return false;
    }
    (void)fflush(NULL);
    const pid_t child = fork();
    if (child == 0) {
        be_clients(round, copy, server, shared);
        _exit(0);
    }
    const bool ran = child > 0 && waitpid(child, &state, 0) == child && WIFEXITED(state);
    *out = *shared;
    (void)munmap(shared, sizeof *shared);
    return ran;
}

/* initdb(1) once a bench; every run gets a copy. */
static bool make_data(const struct peer_server *server, const struct round *round)
{
    static struct peer_server template;
    static char made[FOLDER_PATH_MAX + 16];
    char initdb[FOLDER_PATH_MAX];
    char data[FOLDER_PATH_MAX + 16];
    (void)snprintf(data, sizeof data, "%s/data", server->folder);
    if (made[0] == '\0') {
        if (!find_program(INITDB, initdb) || !peer_server_make(&template, round->folder)) {
            return false;
        }
        char folder[FOLDER_PATH_MAX + 16];
        (void)snprintf(folder, sizeof folder, "%s/data", template.folder);
        const char *const words[] = {initdb,         "-D",         folder, "-U", USER,
                                     "--auth=trust", "--locale=C", "-N",   NULL};
        if (!peer_server_call(&template, words, USER)) {
            return false;
        }
        (void)snprintf(made, sizeof made, "%s", folder);
    }
    const char *const words[] = {"/bin/cp", "-a", made, data, NULL};
    return peer_server_call(server, words, USER);
}

static bool run(const struct round *round, bool copy, struct load_result *out)
{
    struct peer_server server;
    char program[FOLDER_PATH_MAX];
    char data[FOLDER_PATH_MAX + 16];
    char port[16];
    if (!find_program(SERVER, program) || !peer_server_make(&server, round->folder)) {
        return false;
    }
    (void)snprintf(data, sizeof data, "%s/data", server.folder);
    (void)snprintf(port, sizeof port, "%u", server.port);
    const char *const words[] = {program,
                                 "-D",
                                 data,
                                 "-p",
                                 port,
                                 "-c",
                                 "listen_addresses=127.0.0.1",
                                 "-c",
                                 "unix_socket_directories=",
                                 NULL};
    const bool done = make_data(&server, round) && peer_server_start(&server, words, USER) &&
                      play(round, copy, &server, out);
    peer_server_end(&server, SIGINT);
    return done;
}

bool peer_postgres_rows(const struct round *round, struct load_result *out)
{
    return run(round, false, out);
}

bool peer_postgres_copy(const struct round *round, struct load_result *out)
{
    return run(round, true, out);
}

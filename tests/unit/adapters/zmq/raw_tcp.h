/* raw_tcp - bare TCP on 127.0.0.1, for peers that speak no ZeroMQ or a broken one. */
#ifndef UNIT_ADAPTERS_ZMQ_RAW_TCP_H
#define UNIT_ADAPTERS_ZMQ_RAW_TCP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

int raw_tcp_port(const char *endpoint);         /* of tcp://HOST:PORT */
int raw_tcp_listen(int *out_port);              /* -1: no */
int raw_tcp_connect(int port);                  /* -1: nobody listens */
int raw_tcp_accept(int listener, int limit_ms); /* -1: nobody came in time */
bool raw_tcp_send(int fd, const void *bytes, size_t size);
/* How long until the other side hangs up; -1: it did not within LIMIT_MS. What it says is read. */
int64_t raw_tcp_cut_after_ms(int fd, int64_t limit_ms);
/* The first 64 bytes of ZMTP 3.1 (ZeroMQ RFC 37) with this mechanism. */
void raw_tcp_greeting(const char *mechanism, uint8_t out[64]);

#endif

/* sender_driver - one sync_sender, a clock, and an app that does what it is told: for its tests. */
#ifndef TESTS_SENDER_DRIVER_H
#define TESTS_SENDER_DRIVER_H

#include "core/sync_sender.h"

extern struct sync_sender sender;
extern struct sync_effect effect; /* of the last step */
extern int64_t now;               /* on the monotonic clock, ms */
extern const struct device me;

/* A place and a hash that goes with it. */
struct head head_at(uint32_t epoch, uint64_t seq);
/* Steps with EVENT at `now`. */
void step(struct sync_event event);
void hear(struct message message);
void hear_welcome(struct welcome welcome);
void hear_receipt(struct head head);
void hear_refusal(enum refusal_code code, struct head high_water);
/* Sleeps until the sender wakes up. */
void time_out(void);
/* As the app does after `look_up`: whatever is asked about is found. */
void prove(void);
/* Time-out, proof, hello. */
void greet(void);
/* The welcome to the hello that is out: continue after this place. */
struct welcome welcome_at(uint32_t epoch, uint64_t seq);
/* What the app sends: COUNT entries behind effect.after. Returns the last. */
struct head send_up_to(uint64_t count);
/* Ten entries in the journal, five of them receipted. */
int start_sender(void **unused);
/* And the other five are under way. */
void start_awaiting(void);

#endif

/* exchange - one handoff signed by two units without a network (SEMANTICS section 2,
 * protocols/handoff.md): the giver's unit shows an offer, the receiver's reads it, takes, and
 * answers; the giver's reads the answer back.
 *
 * No clock is compared: only digests, numbers and signatures. What is refused leaves nothing. */
#ifndef HANDHELD_APP_EXCHANGE_H
#define HANDHELD_APP_EXCHANGE_H

#include "handheld/app/command.h"
#include "handheld/app/shift.h"

/* Is RAW another unit's code? Then it is taken or refused, with one answer. */
bool exchange_read(struct shift *shift, struct text raw);
/* COMMAND_OFFER, _LIST and _ANSWER: a code to be drawn, or why not. */
void exchange_show(struct shift *shift, struct journal_file *journal,
                   const struct command *command);
/* What done would sign: matched, missing, over. */
void exchange_check(struct shift *shift);
/* CODE was just recorded. Says how it stands to the giver's list; false: there is no list. */
bool exchange_say_scan(struct shift *shift, struct text code);
/* The take of an offer was just written: says what was signed, and shows the answer. */
void exchange_taken(struct shift *shift);

#endif

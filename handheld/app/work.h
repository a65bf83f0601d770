/* work - what a command does: begin and end an operation, take back, whole acts, badges.
 *
 * Each call says exactly one answer and writes what it needs into the turn. */
#ifndef HANDHELD_APP_WORK_H
#define HANDHELD_APP_WORK_H

#include "handheld/app/command.h"
#include "handheld/app/shift.h"

enum { WORK_UNDO_MAX = 20 };

/* COMMAND_BEGIN, _WHOLE, _DONE, _UNDO, _ABSENT, _CHECK and _BAD. */
void work_do(struct shift *shift, const struct command *command);
void work_done(struct shift *shift);
/* CODE of the newest WORK_UNDO_MAX codes of what was done last; empty: the newest. */
void work_undo(struct shift *shift, struct text code);
/* Puts the unit into the hand of whoever BADGE names; what was open is ended by the former. */
void work_badge(struct shift *shift, const struct item_code *badge, struct text raw);
/* BADGE was read inside an open give: the receiver signs. */
void work_receiver(struct shift *shift, const struct item_code *badge);

#endif

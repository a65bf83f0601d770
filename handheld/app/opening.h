/* opening - what is open is ended, with its record, before the next operation begins. */
#ifndef HANDHELD_APP_OPENING_H
#define HANDHELD_APP_OPENING_H

#include "handheld/app/command.h"
#include "handheld/app/shift.h"

enum { OPENING_WORDS_SIZE = 192, OPENING_NUMBER_SIZE = 24 };

/* What was open and is ended by what comes next: in words, and how many codes. */
struct ended {
    bool was_open;
    char words[OPENING_WORDS_SIZE];
    char count[OPENING_NUMBER_SIZE];
};

/* Ends what is open and writes its record; an act's entries stand already. */
struct ended opening_end(struct shift *shift);
/* What was open is ended first; then COMMAND's operation begins with the next entry. */
struct ended opening_begin(struct shift *shift, const struct command *command, struct text parent);

#endif

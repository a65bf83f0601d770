/* calendar_file - the working calendar for verbs that need no server: a file named by the caller,
 * or the one that came with the program. */
#ifndef TRAO_CALENDAR_FILE_H
#define TRAO_CALENDAR_FILE_H

#include "core/calendar.h"
#include "tools/trao/call.h"

/* PATH NULL: in TRAO_DATA, beside the program, or where it was installed. CALL_OK, or the exit code
 * after one sentence. *OUT_CALENDAR is the same memory in every call. */
int calendar_file_read(const struct call *call, const char *path,
                       const struct calendar **out_calendar);

#endif

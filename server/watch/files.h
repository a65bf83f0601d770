/* files - feeds, acts, plans, calendars and office lists that came in parts (decision 0002).
 *
 * Nothing of a file counts before its close is there, its parts, size and hash agree, and every
 * line of it is understood; a file that counts already changes nothing. */
#ifndef WATCH_FILES_H
#define WATCH_FILES_H

#include "server/watch/fold.h"

enum status files_part(struct fold *fold, const struct sealed *sealed,
                       struct instant at) MUST_CHECK;
enum status files_close(struct fold *fold, const struct sealed *sealed,
                        struct instant at) MUST_CHECK;

#endif

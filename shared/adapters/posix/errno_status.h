/* errno_status - what an errno of open(2), write(2) and their kin means in the house's words.
 *
 * For the files of this room; nothing above an adapter sees an errno. */
#ifndef ADAPTERS_POSIX_ERRNO_STATUS_H
#define ADAPTERS_POSIX_ERRNO_STATUS_H

#include "base/status.h"

/* Never STATUS_OK; STATUS_IO for all that has no better word. */
enum status errno_status(int error);

#endif

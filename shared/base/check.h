/* check - the house's assert: for bugs only, and kept on in every preset.
 *
 * Bytes from outside never reach it. A build that switches asserts off does not compile. */
#ifndef BASE_CHECK_H
#define BASE_CHECK_H

#ifdef NDEBUG
#error "asserts stay on in Trao: do not define NDEBUG"
#endif

#include <assert.h>

#endif

/* exports - the three things `trao export` writes, each in its own file.
 *
 * All read the books only. Returns an exit code of call.h; *out_count is what was written. */
#ifndef TRAO_EXPORTS_H
#define TRAO_EXPORTS_H

#include "tools/trao/books.h"
#include "tools/trao/out_file.h"

/* flags.db in its canonical form: equal after every rebuild. Lines. */
int export_canonical(const struct call *call, const struct config *config, struct out_file *out,
                     uint64_t *out_count);
/* The acts that count, as an acts file (SEMANTICS section 2). Acts. */
int export_acts(const struct call *call, const struct config *config, struct out_file *out,
                uint64_t *out_count);
/* The sealed entries of the server's book, device after device, each in its order. Entries. */
int export_entries(const struct call *call, const struct config *config, struct out_file *out,
                   uint64_t *out_count);

#endif

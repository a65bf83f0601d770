/* device_verbs - the three words of `trao device`, each in its own file.
 *
 * ARGV[0] is the word. Returns an exit code of call.h. */
#ifndef TRAO_DEVICE_VERBS_H
#define TRAO_DEVICE_VERBS_H

#include "tools/trao/books.h"

int device_enrol(struct call *call, int argc, char **argv);
int device_list(struct call *call, int argc, char **argv);
int device_revoke(struct call *call, int argc, char **argv);

/* The row of DEVICE in the book. False: it has none, or the book cannot be read now. */
bool device_find(struct act_reader_sqlite *book, struct device device,
                 struct act_device *out_device);
/* Two different persons, or CALL_USAGE after one sentence. */
int device_persons(const struct call *call, const char *by, const char *and_by);
const char *device_kind_name(enum device_kind kind); /* `handheld` … */
bool device_kind_parse(struct text text, enum device_kind *out_kind);

#endif

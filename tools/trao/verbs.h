/* verbs - one function for each verb of `trao`, each in its own file verb_NAME.c.
 *
 * ARGV[0] is the verb's name. Returns an exit code of call.h. */
#ifndef TRAO_VERBS_H
#define TRAO_VERBS_H

#include "tools/trao/call.h"

int verb_backup(struct call *call, int argc, char **argv);
int verb_calendar(struct call *call, int argc, char **argv);
int verb_code(struct call *call, int argc, char **argv);
int verb_device(struct call *call, int argc, char **argv);
int verb_due(struct call *call, int argc, char **argv);
int verb_elapsed(struct call *call, int argc, char **argv);
int verb_export(struct call *call, int argc, char **argv);
int verb_forecast(struct call *call, int argc, char **argv);
int verb_import(struct call *call, int argc, char **argv);
int verb_late(struct call *call, int argc, char **argv);
int verb_minutes(struct call *call, int argc, char **argv);
int verb_notices(struct call *call, int argc, char **argv);
int verb_plan(struct call *call, int argc, char **argv);
int verb_rebuild(struct call *call, int argc, char **argv);
int verb_restore(struct call *call, int argc, char **argv);
int verb_runs(struct call *call, int argc, char **argv);
int verb_study(struct call *call, int argc, char **argv);
int verb_trace(struct call *call, int argc, char **argv);
int verb_verify(struct call *call, int argc, char **argv);
int verb_whatif(struct call *call, int argc, char **argv);

#endif

/* calendar_verbs - the parts of `trao calendar` and `trao plan`, each in its own file. */
#ifndef TRAO_CALENDAR_VERBS_H
#define TRAO_CALENDAR_VERBS_H

#include <jansson.h>

#include "tools/trao/call.h"
#include "tools/trao/editions.h"

int calendar_check(struct call *call, int argc, char **argv);
int calendar_show(struct call *call, int argc, char **argv);
int calendar_import(struct call *call, int argc, char **argv);
int plan_check_file(struct call *call, int argc, char **argv);
int plan_show(struct call *call, int argc, char **argv);
int plan_export_file(struct call *call, int argc, char **argv);

/* `2026-03-21` or `2026-03-21T15:10` of an option; GIVEN NULL leaves *out_minute as it is. */
int calendar_at(const struct call *call, const char *given, struct minute *out_minute);
/* Which version is shown, of how many. */
void calendar_version_said(const struct editions *editions, size_t at);
json_t *calendar_version_json(const struct editions *editions, size_t at);
/* `21/03/2026` in Vietnamese, `2026-03-21` in English. */
enum { CALENDAR_DAY_SIZE = 16 };
const char *calendar_day(const struct call *call, struct day day, char out[CALENDAR_DAY_SIZE]);
const char *calendar_weekday(const struct call *call, struct day day);

/* Says so if the calendar speaks of no day in DAY's year. */
void calendar_year_said(const struct call *call, const struct calendar *calendar, struct day day);

#endif

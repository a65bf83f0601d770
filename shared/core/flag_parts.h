/* flag_parts - one judgement with all it stood on, for the files that make up flag.
 *
 * Nobody outside flag*.c looks here. */
#ifndef CORE_FLAG_PARTS_H
#define CORE_FLAG_PARTS_H

#include "core/butfor.h"
#include "core/flag.h"

struct flag_view {
    struct custody custody;
    struct journey journey;
    struct outlook outlook;
    struct forecast forecast;
    bool forecast_made;
    bool steady; /* of the cause: struct butfor */
    struct flag flag;
};

/* What does not change with the clock until something becomes known: custody and journey. */
void flag_view_lay(const struct flag_input *input, struct minute now, struct flag_view *out_view);
/* The rest, of a view that is laid out. */
void flag_view_judge(const struct flag_input *input, struct minute now, struct flag_view *view);
/* Both: the acts as given, each at the instant it says. */
void flag_view_of(const struct flag_input *input, struct minute now, struct flag_view *out_view);
/* The earliest minute after NOW at which VIEW's verdict may differ by time alone. */
struct minute flag_view_next(const struct flag_view *view, struct minute now);
/* The earliest minute after NOW at which an act or a feed time that is given becomes known. */
struct minute flag_next_given(const struct flag_input *input, struct minute now);

#endif

/* life_view - a life by hand and what the inner parts of core make of it, for their tests. */
#ifndef TESTS_LIFE_VIEW_H
#define TESTS_LIFE_VIEW_H

#include "core/butfor.h"
#include "core/promised.h"
#include "province_maker.h"

struct life_view {
    struct custody custody;
    struct journey journey;
    struct outlook outlook;
    struct forecast forecast;
};

/* Dossier D-1 of PROCEDURE at H41.04, received 21/3 08:00, promised 28/3 08:00, with ACTS. */
void life_by_hand(struct province *province, struct life *life, const char *procedure,
                  const char *const *acts, size_t count);
/* Custody, journey, promise and forecast at NOW. */
void life_view_at(const struct province *province, const struct life *life, const char *now,
                  struct life_view *out_view);

#define LIFE(province, life, procedure, ...)                                                       \
    do {                                                                                           \
        static const char *const life_acts[] = {__VA_ARGS__};                                      \
        life_by_hand(province, life, procedure, life_acts,                                         \
                     sizeof life_acts / sizeof life_acts[0]);                                      \
    } while (0)

#endif

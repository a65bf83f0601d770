#include "core/promised.h"

/* The instant at which a new promise is known: when the supplement came in, else when it was asked
 * for. It contains the pauses before that instant. */
static struct minute known_at(const struct supplement *supplement)
{
    return supplement->brought.m != MINUTE_NEVER.m ? supplement->brought : supplement->asked;
}

struct minute promised_stated(const struct dossier_facts *facts, struct minute now,
                              struct minute *out_since)
{
    struct minute promise = facts->promised;
    *out_since = (struct minute){INT32_MIN};
    for (int i = 0; i < facts->supplements; i++) {
        const struct supplement *row = &facts->supplement[i];
        struct minute known = known_at(row);
        if (row->promised.m == MINUTE_NEVER.m || known.m > now.m) {
            continue;
        }
        bool newer =
            known.m > out_since->m || (known.m == out_since->m && row->promised.m > promise.m);
        promise = newer ? row->promised : promise;
        *out_since = newer ? known : *out_since;
    }
    /* a promise before the receipt is none, and the one before it holds no more */
    return dossier_before_receipt(facts, promise) ? MINUTE_NEVER : promise;
}

/* "restart: the whole duration again from the resume (or now)". Without a first promise nobody can
 * say how long that is. */
static struct minute restarted(const struct dossier_facts *facts, const struct journey *journey,
                               const struct calendar *calendar, struct minute now)
{
    struct minute resume = journey->pause[journey->pauses - 1].until;
    if (facts->promised.m == MINUTE_NEVER.m) {
        return MINUTE_NEVER;
    }
    int32_t whole = calendar_working(calendar, journey->received, facts->promised);
    return calendar_add(calendar, resume.m < now.m ? resume : now, whole);
}

struct minute promised_at(const struct dossier_facts *facts, const struct journey *journey,
                          const struct calendar *calendar, struct minute now)
{
    struct minute since;
    struct minute promise = promised_stated(facts, now, &since);
    if (promise.m == MINUTE_NEVER.m || journey->pauses == 0) {
        return promise;
    }
    if (journey->restarts) {
        bool after = journey->pause[journey->pauses - 1].until.m > since.m;
        return after ? restarted(facts, journey, calendar, now) : promise;
    }
    return promise_extend(calendar, promise, journey_paused(journey, calendar, since, now));
}

int promised_again(const struct dossier_facts *facts, struct minute now)
{
    int times = 0;
    for (int i = 0; i < facts->supplements; i++) {
        const struct supplement *row = &facts->supplement[i];
        times += row->promised.m != MINUTE_NEVER.m && row->asked.m == row->brought.m &&
                 row->asked_second == row->brought_second && row->asked.m <= now.m;
    }
    return times;
}

#include "server/board/access.h"

#include <string.h>

static const struct {
    enum route route;
    const char *path;
} paths[] = {
    {ROUTE_HEALTH,  "/healthz"       },
    {ROUTE_READY,   "/readyz"        },
    {ROUTE_METRICS, "/metrics"       },
    {ROUTE_STYLE,   "/style.css"     },
    {ROUTE_PAGE,    "/"              },
    {ROUTE_FLAGS,   "/api/v1/flags"  },
    {ROUTE_NOTICES, "/api/v1/notices"},
    {ROUTE_RUNS,    "/api/v1/runs"   },
};

static struct text behind(struct text text, size_t size)
{
    return (struct text){.at = text.at + size, .size = text.size - size};
}

enum route route_of(struct text path, struct text *out_code)
{
    static const char dossiers[] = "/api/v1/dossiers/";
    *out_code = (struct text){0};
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        if (text_is(path, paths[i].path)) {
            return paths[i].route;
        }
    }
    if (!text_starts(path, dossiers) || path.size == sizeof dossiers - 1) {
        return ROUTE_NONE;
    }
    *out_code = behind(path, sizeof dossiers - 1);
    return ROUTE_DOSSIER;
}

/* As long for a wrong token as for a right one: only the length of what was given shows. */
static bool is_token(const char *token, struct text given)
{
    size_t size = strlen(token);
    unsigned differs = given.size != size;
    for (size_t i = 0; i < given.size; i++) {
        differs |= (unsigned char)given.at[i] ^ (unsigned char)token[i % (size + 1)];
    }
    return size > 0 && differs == 0;
}

static bool is_open(enum route route)
{
    return route == ROUTE_HEALTH || route == ROUTE_READY || route == ROUTE_METRICS ||
           route == ROUTE_STYLE;
}

enum access access_of(const char *token, enum route route, const struct request *request)
{
    static const char bearer[] = "Bearer ";
    if (is_open(route)) {
        return ACCESS_GRANTED;
    }
    if (route == ROUTE_PAGE && is_token(token, request->query(request->self, "token"))) {
        return ACCESS_LOGIN;
    }
    if (text_starts(request->authorization, bearer)) {
        struct text given = text_trim(behind(request->authorization, sizeof bearer - 1));
        return is_token(token, given) ? ACCESS_GRANTED : ACCESS_DENIED;
    }
    return is_token(token, request->cookie) ? ACCESS_GRANTED : ACCESS_DENIED;
}

/* request_fuzz - a web request from anywhere, as lines: method, path, authorization, cookie, query.
 * Who brings no token learns nothing; what comes back is whole, and no page runs what was asked. */
#include <string.h>

#include "server/board/access.h"
#include "server/board/asked.h"
#include "tests/fuzz/fuzz.h"
#include "tests/unit/server/board/asker.h"

enum { QUERY = 512 };

static struct asker *asker;

static void check_asked(const struct request *request)
{
    struct asked asked = {.limit = 77777};
    const char *bad = asked_flags(request, &asked);
    if (bad) {
        assert(asked.limit == 77777 && strlen(bad) > 0);
        return;
    }
    assert(asked.limit >= 1 && asked.limit <= ASKED_LIMIT_MAX && asked.page <= UINT32_MAX);
    assert(text_utf8(asked.filter.agency));
}

/* Does FOUND stand in ANSWER? */
static bool holds(const struct text *answer, const char *found)
{
    return answer->size > 0 && memmem(answer->at, answer->size, found, strlen(found)) != NULL;
}

static bool brings_token(const struct request *request)
{
    struct text given = request->authorization;
    if (text_starts(given, "Bearer ")) {
        given = text_trim((struct text){.at = given.at + 7, .size = given.size - 7});
    }
    return text_is(given, ASKER_TOKEN) || text_is(request->cookie, ASKER_TOKEN) ||
           text_is(request->query(request->self, "token"), ASKER_TOKEN);
}

/* Who writes the token into what is asked for may read it back: an office of that name. */
static bool asks_for_token(const struct request *request)
{
    return strstr(((const struct asker_query *)request->self)->text, ASKER_TOKEN) != NULL;
}

static void check_answer(const struct request *request)
{
    struct text code;
    const struct answer *answer = &asker->answer;
    const struct text body = {.at = answer->body.at, .size = answer->body.size - 1};
    enum route route = route_of(request->path, &code);
    bool is_open = route >= ROUTE_HEALTH && route <= ROUTE_STYLE;
    assert(answer->code >= 200 && answer->code < 600 && answer->code != 500);
    assert(answer->type && text_utf8(body));
    assert(!holds(&body, "<script") && strchr(answer->location, '\n') == NULL);
    if (!is_open && !brings_token(request)) {
        assert(answer->code >= 400 && !holds(&body, SAMPLE_TRACED) && !answer->set_cookie);
    }
    assert(!holds(&body, ASKER_TOKEN) || is_open || asks_for_token(request));
    if (strcmp(answer->type, "text/html; charset=utf-8") == 0) {
        assert(!holds(&body, "<script>alert") && holds(&body, "</html>"));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size)
{
    struct text rest = fuzz_text(at, size);
    char query[QUERY];
    struct request request = {.query = asker_query};
    if (!asker) {
        void *made = NULL;
        int result = asker_setup(&made);
        assert(result == 0);
        asker = made;
    }
    request.method = text_split(&rest, '\n');
    request.path = text_split(&rest, '\n');
    request.authorization = text_split(&rest, '\n');
    request.cookie = text_split(&rest, '\n');
    struct text asked = text_split(&rest, '\n');
    request.too_large = text_starts(rest, "large");
    request.too_long = text_starts(rest, "long");
    if (!text_copy(asked, query, sizeof query)) {
        return 0;
    }
    struct asker_query parameters = {query};
    request.self = &parameters;
    check_asked(&request);
    (void)asker_ask(asker, &request);
    check_answer(&request);
    return 0;
}

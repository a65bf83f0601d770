#include "server/home/places.h"

#include "base/text.h"

enum status places_path(const char *state, const char *place, char out[PLACES_PATH_MAX])
{
    char path[PLACES_PATH_MAX];
    struct line line = line_of(path, sizeof path);
    line_put(&line, state);
    line_char(&line, '/');
    line_put(&line, place);
    if (line.cut) {
        return STATUS_FULL;
    }
    bool copied = text_copy(line_done(&line), out, PLACES_PATH_MAX);
    return copied ? STATUS_OK : STATUS_FULL;
}

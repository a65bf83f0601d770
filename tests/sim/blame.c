#include "tests/sim/blame.h"

#include <stdarg.h>

void blame_init(struct blame *blame, struct story *story)
{
    *blame = (struct blame){.story = story};
}

void blame_say(struct blame *blame, enum invariant invariant, const char *format, ...)
{
    char sentence[BLAME_SIZE];
    va_list values;
    va_start(values, format);
    (void)vsnprintf(sentence, sizeof sentence, format, values);
    va_end(values);
    story_tell(blame->story, "VIOLATION", "of an invariant", invariant, blame->count, sentence);
    if (blame->count++ == 0) {
        blame->first = invariant;
        (void)snprintf(blame->sentence, sizeof blame->sentence, "%s", sentence);
    }
}

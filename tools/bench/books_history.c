#include "tools/bench/books.h"
#include "tools/bench/books_ask.h"
#include "tools/bench/verbs.h"

int bench_history(int argc, char **argv)
{
    static struct figures_ended ended;
    struct asked asked = {.folder = ".", .dossiers = ASKED_USUAL};
    if (!asked_parse(&asked, argc, argv) || asked.help) {
        (void)asked_help("history");
        return asked.help ? BENCH_OK : BENCH_USAGE;
    }
    books_plan(asked.folder, asked.dossiers);
    const struct figures_words words = {
        .folder = asked.folder, .count = asked.dossiers, .keep = asked.keep != 0, .progress = true};
    if (!figures_ended(&words, &ended)) {
        return BENCH_FAILED;
    }
    history_print(&ended);
    return BENCH_OK;
}

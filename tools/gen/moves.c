#include "tools/gen/moves.h"

#include "core/sync_receiver.h"
#include "core/sync_sender.h"

static void begin(FILE *to, const char *name, const char *first)
{
    (void)fprintf(to,
                  "// printed by trao-gen from the moves table of %s.c; do not edit\n"
                  "digraph %s {\n  rankdir=LR;\n  node [shape=box, style=rounded];\n"
                  "  start [shape=point];\n  start -> %s;\n",
                  name, name, first);
}

void moves_sender(FILE *to)
{
    size_t count = 0;
    const struct sender_move *moves = sender_moves(&count);
    begin(to, "sync_sender", sync_sender_state_name(SENDER_GREETING));
    for (size_t i = 0; i < count; i++) {
        (void)fprintf(to, "  %s -> %s [label=\"%s / %s\"];\n",
                      sync_sender_state_name(moves[i].from), sync_sender_state_name(moves[i].to),
                      sender_on_name(moves[i].on), sender_do_name(moves[i].what));
    }
    (void)fputs("}\n", to);
}

void moves_receiver(FILE *to)
{
    size_t count = 0;
    const struct stream_move *moves = stream_moves(&count);
    begin(to, "sync_receiver", stream_state_name(STREAM_FOLLOWING));
    for (size_t i = 0; i < count; i++) {
        (void)fprintf(to, "  %s -> %s [label=\"%s\"];\n", stream_state_name(moves[i].from),
                      stream_state_name(moves[i].to), stream_on_name(moves[i].on));
    }
    (void)fputs("}\n", to);
}

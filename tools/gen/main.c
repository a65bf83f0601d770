/* trao-gen - golden vectors and drawings from the code itself. See README.md beside this. */
#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "tools/gen/moves.h"
#include "tools/gen/vector_file.h"
#include "tools/gen/vectors.h"

enum { EXIT_USAGE = 2, PATH_SIZE = 4096 };

static const struct vector_part {
    const char *name;
    void (*write)(FILE *to);
} parts[] = {
    {"keys.txt",         vectors_keys        },
    {"entries.txt",      vectors_entries     },
    {"bad_entries.txt",  vectors_bad_entries },
    {"statements.txt",   vectors_statements  },
    {"streams.txt",      vectors_streams     },
    {"journal.bin",      vectors_journal     },
    {"messages.txt",     vectors_messages    },
    {"bad_messages.txt", vectors_bad_messages},
};

static int write_vectors(const char *folder)
{
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        char path[PATH_SIZE];
        struct line line = line_of(path, sizeof path);
        line_put(&line, folder);
        line_put(&line, "/");
        line_put(&line, parts[i].name);
        FILE *to = fopen(path, "wb");
        if (!to) {
            (void)fprintf(stderr, "trao-gen: cannot write %s\n", path);
            return EXIT_FAILURE;
        }
        parts[i].write(to);
        if (fclose(to) != 0) {
            (void)fprintf(stderr, "trao-gen: %s is not whole\n", path);
            return EXIT_FAILURE;
        }
    }
    return EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
    if (sign_start() != STATUS_OK) {
        return EXIT_FAILURE;
    }
    if (argc == 3 && strcmp(argv[1], "vectors") == 0) {
        return write_vectors(argv[2]);
    }
    if (argc == 3 && strcmp(argv[1], "moves") == 0 && strcmp(argv[2], "sender") == 0) {
        moves_sender(stdout);
        return EXIT_SUCCESS;
    }
    if (argc == 3 && strcmp(argv[1], "moves") == 0 && strcmp(argv[2], "receiver") == 0) {
        moves_receiver(stdout);
        return EXIT_SUCCESS;
    }
    if (argc == 2 && strcmp(argv[1], "read") == 0) {
        return vector_read(stdin, stdout) ? EXIT_SUCCESS : EXIT_FAILURE;
    }
    (void)fputs("usage: trao-gen vectors FOLDER | moves sender|receiver | read\n", stderr);
    return EXIT_USAGE;
}

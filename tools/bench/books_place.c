#include "tools/bench/books_place.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "tools/bench/bench_said.h"

bool books_place_find(const struct figures_words *words, const char *what,
                      struct books_place *out_place)
{
    const bool keep = words->keep;
    char *folder = out_place->folder;
    memset(out_place, 0, sizeof *out_place);
    out_place->keep = keep;
    if (keep ? !folder_is_on_disk(words->folder) : !folder_make(words->folder, folder)) {
        return false;
    }
    if (keep) {
        (void)snprintf(folder, FOLDER_PATH_MAX, "%s", words->folder);
    }
    (void)snprintf(out_place->acts, sizeof out_place->acts, "%s/%s-%u-acts.db", folder, what,
                   words->count);
    (void)snprintf(out_place->flags, sizeof out_place->flags, "%s/%s-%u-flags.db", folder, what,
                   words->count);
    return true;
}

static void remove_with(const char *path, const char *end)
{
    char whole[FOLDER_PATH_MAX + 96];
    (void)snprintf(whole, sizeof whole, "%s%s", path, end);
    (void)unlink(whole);
}

static void remove_book(const char *path)
{
    remove_with(path, "");
    remove_with(path, "-wal");
    remove_with(path, "-shm");
    remove_with(path, "-lock");
}

/* With what stands in its log only. */
static bool rename_book(const char *from, const char *to)
{
    char old_log[FOLDER_PATH_MAX + 96];
    char new_log[FOLDER_PATH_MAX + 96];
    (void)snprintf(old_log, sizeof old_log, "%s-wal", from);
    (void)snprintf(new_log, sizeof new_log, "%s-wal", to);
    if (access(old_log, F_OK) == 0 && rename(old_log, new_log) != 0) {
        return false;
    }
    if (rename(from, to) != 0) {
        return false;
    }
    remove_book(from);
    return true;
}

void books_place_leave(const struct books_place *place)
{
    if (place->keep) {
        remove_book(place->flags);
    } else {
        folder_remove(place->folder);
    }
}

bool books_place_book(const struct books_place *place, struct book_words *words,
                      struct book *out_book)
{
    char part[sizeof place->acts + 8];
    words->path = place->acts;
    if (!place->keep) {
        return book_make(words, out_book);
    }
    if (access(place->acts, R_OK) == 0) {
        return book_read(words, out_book);
    }
    (void)snprintf(part, sizeof part, "%s.part", place->acts);
    words->path = part; /* what has its own name is whole */
    const bool made = book_make(words, out_book);
    words->path = place->acts;
    return made && rename_book(part, place->acts);
}

/* town - watch between a book of acts and a book of flags, and devices that write, for tests.
 *
 * Everything goes the real way: entries are sealed and signed, batches are messages as intake
 * stores them. The books are any two that keep their ports' contracts. */
#ifndef TESTS_TOWN_H
#define TESTS_TOWN_H

#include "server/watch/watch.h"
#include "tests/fakes/act_store_memory.h"
#include "tests/fakes/flag_book_memory.h"
#include "tests/fakes/log_fake.h"
#include "wire/message.h"

enum { TOWN_PENS = 8, TOWN_MARGIN_MS = 1000 };

/* A device that writes a journal; what is not sent yet. */
struct pen {
    struct sign_public key;
    struct sign_secret secret;
    struct act_stream stream;
    struct head head;
    struct place first; /* of what is not sent */
    uint32_t count;
    uint8_t bytes[BATCH_BYTES_MAX];
    size_t size;
    enum device_kind kind;
    struct fix fix; /* of what it says from now on */
};

struct town {
    struct act_store_memory acts_memory;
    struct flag_book_memory flags_memory;
    struct log_fake log;
    struct act_store *store; /* these four: the memory's, unless the test puts others here */
    struct act_reader *reader;
    struct flag_book *book;
    struct flag_reader *flags;
    struct model_limits limits;
    struct watch watch;
    bool open;
    struct watch_effects effects; /* of the last step */
    uint32_t rebuilds_wanted;
    struct pen pens[TOWN_PENS];
};

/* The memory's books, empty; watch is open. Large: from the heap. */
struct town *town_open(void);
void town_close(struct town *town);
/* watch ends and begins again; false: it wants the flag book rebuilt. */
bool town_restart(struct town *town);
void town_shut(struct town *town);
/* One step at WALL; then as many as it asks for. */
void town_step(struct town *town, struct instant wall);
void town_run(struct town *town, struct instant wall);
/* An empty flag book instead of the one there is; then everything is read anew, up to WALL. */
void town_rebuild(struct town *town, struct instant wall);

/* Device NUMBER, with keys of its own, enrolled as KIND, its first entry written. */
struct pen *town_pen(struct town *town, int number, enum device_kind kind);
/* One statement at AT by the device's clocks; it is sent with pen_send(). */
struct place pen_say(struct pen *pen, enum entry_kind kind, struct span body, struct instant at,
                     const char *person);
/* What was said, in one batch, committed at RECEIVED. */
void pen_send(struct town *town, struct pen *pen, struct instant received);
/* The same with the last bytes of the last signature spoiled (WHOLE false: of the first one's). */
void pen_send_spoiled(struct town *town, struct pen *pen, struct instant received, bool last);
/* `act,subject,party,person,counterpart,stop,parent,reason` as one ENTRY_ACT. */
struct place pen_act(struct pen *pen, struct instant at, const char *fields);
/* A whole file, in parts and a close, sent at RECEIVED. */
void pen_file(struct town *town, struct pen *pen, enum file_kind kind, struct text file,
              struct instant received);
/* The same in pieces: parts [FROM, UNTIL) and perhaps the close. */
void pen_file_parts(struct town *town, struct pen *pen, enum file_kind kind, struct text file,
                    uint32_t from, uint32_t until, bool close, struct instant received);

struct instant town_at(const char *text);
/* The timetable of the worked lives, and calendar-vn.csv: sent by pen 0, received at RECEIVED. */
void town_furnish(struct town *town, struct instant received);
extern const char town_plan[];
/* One feed row for CODE, promised so, by procedure 1.005555, at agency H41.04. */
void town_feed(struct town *town, const char *code, const char *received, const char *promised,
               struct instant at);

/* The flag book's canonical export; free() it. */
char *town_canonical(struct town *town);
/* The row of CODE; its texts live until the next call. False: none. */
bool town_dossier(struct town *town, const char *code, struct book_dossier *out);
/* Incidents of KIND. */
size_t town_incidents(struct town *town, const char *kind);
/* Changes of CODE's flag into OUT, oldest first. */
size_t town_changes(struct town *town, const char *code, struct book_change *out, size_t room);

/* 0 .. SIDES - 1, the same on every machine. */
uint32_t town_throw(uint64_t *dice, uint32_t sides);

/* A file's bytes, closed by a NUL; free() them. */
char *town_read(const char *path);

#endif

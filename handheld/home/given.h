/* given - what people write behind options, understood: keys, clocks, numbers, lists of offices.
 *
 * Knows no option's name; main.c does. */
#ifndef HANDHELD_HOME_GIVEN_H
#define HANDHELD_HOME_GIVEN_H

#include "adapters/posix/clock_posix.h"
#include "handheld/home/home_said.h"
#include "ports/door.h"

enum { OFFICES_MAX = 256, OFFICES_FILE_MAX = 65536, KEY_PRINT_SIZE = 20 };

struct offices {
    size_t count;
    struct text codes[OFFICES_MAX]; /* of `bytes` */
    char bytes[OFFICES_FILE_MAX];
};

/* As given; NULL where nothing was. */
struct given_texts {
    const char *language;   /* vi, en */
    const char *drain;      /* seconds */
    const char *demo;       /* START,RATE,ANCHOR as in `2026-11-23T14:25:00,120,123456789` */
    const char *server_key; /* 40 characters of Z85, or a file that holds them */
    const char *offices;    /* a CSV file with a head line; the first column is the code */
};

struct given {
    enum language language; /* vi */
    uint32_t drain_s;       /* 30 */
    struct clock_demo demo; /* rate 0: the true clock */
    struct link_key server_key;
    struct offices offices;
};

/* False: *OUT_WHY is the sentence, *OUT_WHAT what it is about; what was understood before it is in
 * GIVEN. */
bool given_read(struct given *given, const struct given_texts *texts, enum home_saying *out_why,
                const char **out_what);
/* A key as people compare it: `1A2B-3C4D-5E6F-7081`. Returns OUT. */
char *key_print(const struct link_key *key, char out[KEY_PRINT_SIZE]);

#endif

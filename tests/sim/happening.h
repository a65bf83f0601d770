/* happening - the kinds of events on the world's timeline. */
#ifndef SIM_HAPPENING_H
#define SIM_HAPPENING_H

enum happening {
    HAPPENS_ARRIVAL,     /* who: line, what: the packet */
    HAPPENS_DIAL,        /* who: line, what: its attempt */
    HAPPENS_RING,        /* who: line; it has something for its owner */
    HAPPENS_DOOR,        /* the server's door has something */
    HAPPENS_WAKE,        /* who: unit, what: its number of alarms */
    HAPPENS_DESK,        /* who: desk, what: likewise */
    HAPPENS_WATCH,       /* watch looks at the acts */
    HAPPENS_ROLE,        /* the server's own alarm: a retry, a backup, a restart */
    HAPPENS_WORK,        /* who: unit; its person does the next thing */
    HAPPENS_MORNING,     /* who: unit; it is switched on */
    HAPPENS_EVENING,     /* who: unit; it is switched off */
    HAPPENS_RESTART,     /* who: unit; it is switched on after an accident */
    HAPPENS_LUCK,        /* who: unit; what: its life; the half hour's accidents */
    HAPPENS_SERVER_LUCK, /* the server's */
    HAPPENS_ROGUE,       /* who: rogue; it tries something */
    HAPPENS_OFFICE,      /* the office imports or states something */
    HAPPENS_VERIFIED,    /* the copy of the server's book is found good, and stated */
    HAPPENS_MENDED,      /* what: what; an accident ends */
    HAPPENINGS
};

/* A word or two for each, as a sentence goes on with it. */
const char *happening_name(enum happening happening);

#endif

/* trao_said - the sentences of the command line, in both languages. Places: see each row. */
#ifndef TRAO_SAID_H
#define TRAO_SAID_H

#include "base/said.h"

enum trao_said {
    SAID_NO_VERB,
    SAID_UNKNOWN_VERB,   /* {0} the word */
    SAID_UNKNOWN_OPTION, /* {0} the option */
    SAID_NO_VALUE,       /* {0} the option */
    SAID_EXTRA_WORD,     /* {0} the word */
    SAID_MISSING,        /* {0} what is missing */
    SAID_BAD_LANGUAGE,   /* {0} */
    SAID_BAD_INSTANT,    /* {0} */
    SAID_BAD_DURATION,   /* {0} */
    SAID_OUTSIDE,        /* {0}: the calendar does not reach so far */
    SAID_BEYOND,         /* {0}: a warning */
    SAID_NO_FILE,        /* {0} the path, {1} why */
    SAID_NO_CALENDAR,
    SAID_CASE_FIELDS,  /* {0} what a case looks like */
    SAID_UNKNOWN_CODE, /* {0} the text */
    SAID_TWICE,        /* {0} the option */
    SAID_NO_MEMORY,
    SAID_BAD_WAIT,  /* {0} */
    SAID_BAD_DAY,   /* {0} */
    SAID_BAD_LEVEL, /* {0} */
    SAID_BAD_CAUSE, /* {0} */
    SAID_BAD_LIMIT, /* {0} */
    SAID_ONE_EXPORT,
    /* configuration and books */
    SAID_NO_CONFIG,    /* {0} the path */
    SAID_CONFIG_LINE,  /* {0} the path, {1} the line */
    SAID_CONFIG_VALUE, /* {0} the key, {1} the value */
    SAID_LONG_PATH,    /* {0} */
    SAID_NO_BOOK,      /* {0} the path */
    SAID_BOOK_NEW,     /* {0} the path */
    SAID_NOT_A_BOOK,   /* {0} the path */
    SAID_NO_WRITE,     /* {0} the path, {1} why */
    /* the desk */
    SAID_NO_DESK,   /* {0} the path */
    SAID_DESK_FILE, /* {0} the path, {1} why */
    SAID_DESK_BUSY, /* {0} the path */
    SAID_DISK_FULL,
    SAID_SERVER_SILENT,
    SAID_SERVER_UNPROVEN,
    SAID_NOT_ADMITTED,
    SAID_SERVER_REFUSED,
    SAID_DESK_LOCKED,
    SAID_DESK_OUTDATED,
    SAID_DESK_REVOKED,
    SAID_SENDING, /* {0} so many, {1} of so many, {2} percent */
    /* devices */
    SAID_TWO_PERSONS,
    SAID_NO_CARD,         /* {0} the path */
    SAID_CARD_NEW,        /* {0} the path */
    SAID_DEVICE_KIND,     /* {0} */
    SAID_LONG_TEXT,       /* {0} the options */
    SAID_NOT_A_DEVICE,    /* {0} */
    SAID_NO_DEVICE,       /* {0} */
    SAID_BAD_PLACE,       /* {0} */
    SAID_ENROLLED,        /* {0} the device */
    SAID_ENROLLED_BEFORE, /* {0} the device */
    SAID_NOT_ENROLLED,    /* {0} the device */
    SAID_WAS_REVOKED,     /* {0} the device */
    SAID_REVOKED,         /* {0} the device, {1} up to where */
    SAID_REVOKED_BEFORE,  /* {0} the device, {1} up to where */
    /* import */
    SAID_FILE_LONG, /* {0} the path, {1} the bound */
    SAID_WHOLE_LONG,
    SAID_NO_KIND,         /* {0} the path */
    SAID_JSON_FEED_ONLY,  /* {0} the path */
    SAID_FAULTS,          /* {0} how many */
    SAID_CHECKED,         /* {0} path, {1} kind, {2} rows */
    SAID_IMPORTED,        /* {0} path, {1} kind, {2} rows */
    SAID_IMPORT_KEPT,     /* {0} path, {1} kind, {2} rows */
    SAID_IMPORTED_BEFORE, /* {0} path, {1} kind, {2} rows */
    SAID_PLAN_FIRST,      /* {0} the path */
    SAID_SEMICOLON,       /* {0} the line */
    SAID_NO_COLUMN,       /* {0} the line, {1} the column */
    SAID_FIELD_COUNT,     /* {0} the line, {1} found, {2} wanted */
    SAID_QUOTES,          /* {0} the line */
    SAID_QUOTE_OPEN,      /* {0} the line */
    SAID_ROW_LONG,        /* {0} the line */
    SAID_CONTROL_BYTE,    /* {0} the line, {1} the column, {2} found */
    SAID_NOT_UTF8,        /* {0} the line, {1} the column, {2} found */
    SAID_NOT_A_DOSSIER,   /* {0} the line, {1} found */
    SAID_OFFICE_CODE,     /* {0} the line, {1} found */
    SAID_OFFICE_KIND,     /* {0} the line, {1} found */
    SAID_NOT_JSON,        /* {0} the line, {1} why */
    SAID_JSON_DEEP,       /* {0} the line */
    SAID_JSON_NO_DATA,    /* {0} the line */
    SAID_JSON_ROW,        /* {0} the line */
    SAID_JSON_TYPE,       /* {0} the line, {1} the name */
    /* flags */
    SAID_NO_DOSSIER, /* {0} the code */
    SAID_TRACE_CODE, /* {0} */
    SAID_TAKE_RUN,   /* {0} when, {1} route and round */
    SAID_EXTRA_RUN,  /* {0} when, {1} the leg */
    SAID_NOTHING_SAVES,
    SAID_LATE_COUNTS, /* {0} overdue, {1} will miss, {2} at risk, {3} due soon */
    SAID_LATE_AS_OF,  /* {0} unknown, {1} when */
    SAID_AS_OF,       /* {0} when */
    /* rebuild, export, verify */
    SAID_NO_SERVER, /* {0} the program */
    SAID_NOT_REBUILT,
    SAID_REBUILT,
    SAID_EXPORTED,     /* {0} the path, {1} how many */
    SAID_EXPORTING,    /* {0} so many, {1} of so many, {2} percent */
    SAID_VERIFYING,    /* {0} so many, {1} of so many, {2} percent */
    SAID_VERIFIED,     /* {0} entries, {1} devices, {2} the path */
    SAID_NOT_VERIFIED, /* {0} entries, {1} devices, {2} the path, {3} faults */
    SAID_VERIFY_SIGNATURE,
    SAID_VERIFY_LINK,
    SAID_VERIFY_GAP,
    SAID_VERIFY_NO_KEY,
    SAID_VERIFY_OTHER_KEY,
    SAID_VERIFY_NAMED,
    SAID_VERIFY_SHAPE,
    SAID_VERIFY_NEW,
    SAID_VERIFY_ROW,
    SAID_VERIFY_MESSAGE,
    SAID_VERIFY_NO_ROW,
    SAID_VERIFY_HEAD,
    SAID_VERIFY_DAMAGED,
    SAID_READING,   /* {0} so many, {1} of so many, {2} percent */
    SAID_LATE_MORE, /* {0} how many are shown */
    /* backup, restore */
    SAID_COPYING,   /* {0} so many, {1} of so many, {2} percent */
    SAID_BACKED_UP, /* {0} the folder, {1} rows, {2} entries, {3} devices */
    SAID_BACKUP_RAISED,
    SAID_BACKUP_NOT_RAISED,
    SAID_BACKUP_BUSY,     /* {0} the folder */
    SAID_BACKUP_FULL,     /* {0} the path */
    SAID_BACKUP_BAD,      /* {0} the folder */
    SAID_NO_BACKUP,       /* {0} the folder */
    SAID_BACKUP_NEW,      /* {0} the folder */
    SAID_BACKUP_MANIFEST, /* {0} the folder */
    SAID_BACKUP_FILE,
    SAID_BACKUP_PAGES,
    SAID_BACKUP_OTHER,
    SAID_BACKUP_FAULTS,  /* {0} the folder, {1} faults */
    SAID_SERVER_RUNS,    /* {0} the state folder */
    SAID_OTHER_SERVER,   /* {0} the folder, {1} the state folder */
    SAID_RESTORED,       /* {0} the folder, {1} rows, {2} the state folder, {3} when it was made */
    SAID_RESTORED_ASIDE, /* {0} the folder */
    /* minutes */
    SAID_NO_PLAN,
    SAID_BAD_BY,        /* {0} */
    SAID_MINUTES_SUM,   /* {0} minutes, {1} from, {2} until */
    SAID_MINUTES_TOTAL, /* {0} minutes, {1} dossiers, {2} as of */
    SAID_MINUTES_NONE,
    /* notices */
    SAID_NOTICES_AS_OF, /* {0} how many, {1} when */
    SAID_BAD_RUNG,      /* {0} */
    SAID_DOUBTS,        /* {0} how many */
    TRAO_SAIDS
};

const struct said *trao_said(enum trao_said which);

#endif

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "adapters/sqlite/sqlite_status.h"
#include "tests/fakes/log_fake.h"

struct translation {
    int code;
    int system_errno;
    enum status status;
};

static void every_code_has_one_meaning(void **unused)
{
    (void)unused;
    static const struct translation rows[] = {
        {SQLITE_OK,                 0,      STATUS_OK       },
        {SQLITE_ROW,                0,      STATUS_OK       },
        {SQLITE_DONE,               0,      STATUS_OK       },
        {SQLITE_FULL,               0,      STATUS_FULL     },
        {SQLITE_IOERR_FSYNC,        EIO,    STATUS_IO       },
        {SQLITE_IOERR_WRITE,        EROFS,  STATUS_IO       },
        {SQLITE_NOMEM,              0,      STATUS_IO       },
        {SQLITE_BUSY,               0,      STATUS_IO       },
        {SQLITE_CORRUPT,            0,      STATUS_BROKEN   },
        {SQLITE_CORRUPT_VTAB,       0,      STATUS_BROKEN   },
        {SQLITE_CONSTRAINT_CHECK,   0,      STATUS_BROKEN   },
        {SQLITE_NOTADB,             0,      STATUS_MALFORMED},
        {SQLITE_READONLY,           0,      STATUS_DENIED   },
        {SQLITE_READONLY_DIRECTORY, 0,      STATUS_DENIED   },
        {SQLITE_READONLY_CANTINIT,  0,      STATUS_IO       },
        {SQLITE_READONLY_DBMOVED,   0,      STATUS_IO       },
        {SQLITE_CANTOPEN,           ENOENT, STATUS_NOT_FOUND},
        {SQLITE_CANTOPEN,           EACCES, STATUS_DENIED   },
        {SQLITE_CANTOPEN,           EROFS,  STATUS_DENIED   },
        {SQLITE_CANTOPEN_DIRTYWAL,  0,      STATUS_IO       },
        {SQLITE_CANTOPEN,           EMFILE, STATUS_IO       },
        {9999,                      0,      STATUS_IO       },
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_int_equal(sqlite_status(rows[i].code, rows[i].system_errno), rows[i].status);
    }
}

static void a_full_quota_is_a_full_disk(void **unused)
{
    (void)unused;
    assert_int_equal(sqlite_status_errno(EDQUOT), STATUS_FULL);
    assert_int_equal(sqlite_status_errno(ENOSPC), STATUS_FULL);
    assert_int_equal(sqlite_status_errno(EIO), STATUS_IO);
    assert_int_equal(sqlite_status_errno(0), STATUS_OK);
}

static void the_log_names_the_book_and_the_reason(void **unused)
{
    (void)unused;
    static struct log_fake told;
    log_fake_init(&told);
    sqlite_log(&told.port, "/var/lib/trao/acts.db", "COMMIT", STATUS_IO, "disk I/O error");
    assert_int_equal(log_fake_count(&told, "acts.db"), 1);
    assert_int_equal(log_fake_count(&told, "COMMIT"), 1);
    assert_int_equal(log_fake_count(&told, "disk I/O error"), 1);
    sqlite_log(NULL, "nobody listens", "COMMIT", STATUS_IO, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_has_one_meaning),
        cmocka_unit_test(a_full_quota_is_a_full_disk),
        cmocka_unit_test(the_log_names_the_book_and_the_reason),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

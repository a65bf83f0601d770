#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "adapters/sqlite/flag_tables.h"

static sqlite3 *connection;

static int start(void **unused)
{
    (void)unused;
    assert_int_equal(sqlite3_open(":memory:", &connection), SQLITE_OK);
    for (int v = 0; v < flags_kind.version; v++) {
        assert_int_equal(sqlite3_exec(connection, flags_kind.schema[v], NULL, NULL, NULL),
                         SQLITE_OK);
    }
    return 0;
}

static int stop(void **unused)
{
    (void)unused;
    sqlite3_close(connection);
    return 0;
}

static sqlite3_stmt *prepared(const char *sql)
{
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(connection, sql, -1, &statement, NULL) != SQLITE_OK) {
        fail_msg("%s: %s", sql, sqlite3_errmsg(connection));
    }
    return statement;
}

static void every_column_of_the_schema_is_in_the_list_in_its_order(void **unused)
{
    (void)unused;
    char sql[FLAG_SQL_SIZE];
    for (int t = 0; t < FLAG_TABLES; t++) {
        flag_table_select((enum flag_table)t, "", sql);
        sqlite3_stmt *select = prepared(sql);
        const char *table = sqlite3_column_table_name(select, 0);
        char info[128];
        snprintf(info, sizeof info, "SELECT name FROM pragma_table_info('%s') WHERE name != 'one'",
                 table);
        sqlite3_stmt *schema = prepared(info);
        int count = 0;
        while (sqlite3_step(schema) == SQLITE_ROW) {
            assert_string_equal((const char *)sqlite3_column_text(schema, 0),
                                sqlite3_column_name(select, count));
            count++;
        }
        assert_int_equal(count, sqlite3_column_count(select));
        sqlite3_finalize(schema);
        sqlite3_finalize(select);
    }
}

static void the_key_of_the_list_is_the_key_of_the_table(void **unused)
{
    (void)unused;
    for (int t = 0; t < FLAG_TABLES; t++) {
        char sql[FLAG_SQL_SIZE];
        char order[128];
        char plan[FLAG_SQL_SIZE + 32];
        flag_table_by_key((enum flag_table)t, order, sizeof order);
        flag_table_select((enum flag_table)t, order, sql);
        snprintf(plan, sizeof plan, "EXPLAIN QUERY PLAN %s", sql);
        sqlite3_stmt *statement = prepared(plan);
        while (sqlite3_step(statement) == SQLITE_ROW) {
            /* Rows that lie in the order of their key are not sorted for the export. */
            const char *step = (const char *)sqlite3_column_text(statement, 3);
            assert_null(strstr(step, "TEMP B-TREE"));
        }
        sqlite3_finalize(statement);
    }
}

static void a_number_that_its_field_cannot_hold_is_a_broken_book(void **unused)
{
    (void)unused;
    struct book_change row;
    uint8_t memory[256];
    struct arena arena = arena_of(memory, sizeof memory);
    char sql[FLAG_SQL_SIZE];
    assert_int_equal(sqlite3_exec(connection,
                                  "INSERT INTO change VALUES('x', 1, 2, 3, 1, 5000000000, 1, 1, 1,"
                                  " 0, 0, 0, 0)",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    flag_table_select(TABLE_CHANGE, "", sql);
    sqlite3_stmt *statement = prepared(sql);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    assert_int_equal(flag_table_read(TABLE_CHANGE, statement, &arena, &row), STATUS_BROKEN);
    sqlite3_finalize(statement);
}

#define TABLES(test) cmocka_unit_test_setup_teardown(test, start, stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TABLES(every_column_of_the_schema_is_in_the_list_in_its_order),
        TABLES(the_key_of_the_list_is_the_key_of_the_table),
        TABLES(a_number_that_its_field_cannot_hold_is_a_broken_book),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

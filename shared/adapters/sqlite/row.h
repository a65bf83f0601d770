/* row - values into and out of SQLite's statements, with the house's types.
 *
 * Bound bytes are borrowed until the statement is reset (SQLITE_STATIC). A bind that fails is a
 * bug: a wrong number, or a statement still running. */
#ifndef ADAPTERS_SQLITE_ROW_H
#define ADAPTERS_SQLITE_ROW_H

#include <sqlite3.h>
#include <string.h>

#include "base/check.h"
#include "base/hash.h"
#include "base/span.h"
#include "base/text.h"

static inline void bind_i64(sqlite3_stmt *statement, int at, int64_t value)
{
    const int code = sqlite3_bind_int64(statement, at, value);
    assert(code == SQLITE_OK);
}

/* SQLite's integers have a sign: the same 64 bits are kept. */
static inline void bind_u64(sqlite3_stmt *statement, int at, uint64_t value)
{
    bind_i64(statement, at, (int64_t)value);
}

static inline void bind_bytes(sqlite3_stmt *statement, int at, const void *bytes, size_t size)
{
    const int code =
        sqlite3_bind_blob64(statement, at, size == 0 ? "" : bytes, size, SQLITE_STATIC);
    assert(code == SQLITE_OK);
}

static inline void bind_span(sqlite3_stmt *statement, int at, struct span span)
{
    bind_bytes(statement, at, span.at, span.size);
}

static inline void bind_hash(sqlite3_stmt *statement, int at, const struct hash *hash)
{
    bind_bytes(statement, at, hash->byte, HASH_SIZE);
}

static inline void bind_text(sqlite3_stmt *statement, int at, struct text text)
{
    const int code = sqlite3_bind_text64(statement, at, text.size == 0 ? "" : text.at, text.size,
                                         SQLITE_STATIC, SQLITE_UTF8);
    assert(code == SQLITE_OK);
}

static inline int64_t column_i64(sqlite3_stmt *statement, int at)
{
    return sqlite3_column_int64(statement, at);
}

static inline uint64_t column_u64(sqlite3_stmt *statement, int at)
{
    return (uint64_t)sqlite3_column_int64(statement, at);
}

static inline uint32_t column_u32(sqlite3_stmt *statement, int at)
{
    return (uint32_t)sqlite3_column_int64(statement, at);
}

/* Borrowed until the next step or reset. */
static inline struct span column_span(sqlite3_stmt *statement, int at)
{
    const void *bytes = sqlite3_column_blob(statement, at);
    const int size = sqlite3_column_bytes(statement, at);
    return span_of(bytes, bytes == NULL || size < 0 ? 0 : (size_t)size);
}

static inline struct text column_text(sqlite3_stmt *statement, int at)
{
    const unsigned char *chars = sqlite3_column_text(statement, at);
    const int size = sqlite3_column_bytes(statement, at);
    return (struct text){(const char *)chars, chars == NULL || size < 0 ? 0 : (size_t)size};
}

/* False: the column does not hold exactly SIZE bytes; OUT is zeroed. */
static inline bool column_bytes(sqlite3_stmt *statement, int at, void *out, size_t size)
{
    const struct span span = column_span(statement, at);
    if (span.size != size) {
        memset(out, 0, size);
        return false;
    }
    memcpy(out, span.at, size);
    return true;
}

static inline bool column_hash(sqlite3_stmt *statement, int at, struct hash *out_hash)
{
    return column_bytes(statement, at, out_hash->byte, HASH_SIZE);
}

#endif

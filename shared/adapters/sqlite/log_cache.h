/* log_cache - what the machine shows of a book's write-ahead log, and what the disk has of it.
 *
 * After a failed fsync most file systems keep what they could not write and call it clean: reads
 * give it, a power cut takes it. Knows nothing of what a log holds. */
#ifndef ADAPTERS_SQLITE_LOG_CACHE_H
#define ADAPTERS_SQLITE_LOG_CACHE_H

struct log_cache_ops {
    void (*forget)(void *self, const char *path);
};

struct log_cache {
    const struct log_cache_ops *ops;
    void *self; /* borrowed */
};

/* Lets go of what is cached of PATH-wal: it is read from the disk again. CACHE NULL: this
 * machine's. A log that is not there, or a system that does not obey, is no error: nothing hangs on
 * it but what a disk had failed to write. */
void log_cache_forget(const struct log_cache *cache, const char *path);

#endif

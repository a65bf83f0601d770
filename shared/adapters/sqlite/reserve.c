#include "adapters/sqlite/reserve.h"

#include <fcntl.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/text.h"

enum { NAME_MAX_SIZE = 512 };

static bool reserve_name(const char *path, char name[NAME_MAX_SIZE])
{
    struct line line = line_of(name, NAME_MAX_SIZE);
    line_put(&line, path);
    line_put(&line, "-reserve");
    return !line.cut;
}

static bool room_for(const char *path, uint64_t size)
{
    struct statvfs disk;
    if (statvfs(path, &disk) != 0 || disk.f_frsize == 0) {
        return true;
    }
    return (uint64_t)disk.f_bavail >= size / disk.f_frsize;
}

bool reserve_room(const char *path, size_t size)
{
    return room_for(path, size);
}

bool reserve_make(const char *path, size_t size)
{
    char name[NAME_MAX_SIZE];
    struct stat found;
    if (!reserve_name(path, name)) {
        return false;
    }
    if (stat(name, &found) == 0 && found.st_size >= (off_t)size &&
        (uint64_t)found.st_blocks * 512 >= size) {
        return true;
    }
    if (!room_for(path, 2 * (uint64_t)size)) {
        return false;
    }
    const int file = open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0) {
        return false;
    }
    const bool made = posix_fallocate(file, 0, (off_t)size) == 0;
    close(file);
    if (!made) {
        unlink(name);
    }
    return made;
}

bool reserve_spend(const char *path)
{
    char name[NAME_MAX_SIZE];
    return reserve_name(path, name) && unlink(name) == 0;
}

#include "tests/unit/adapters/sqlite/small_disk.h"

#include <fcntl.h>
#include <sched.h>
#include <stdint.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/statvfs.h>
#include <sys/wait.h>

#include "base/check.h"

enum { IMPOSSIBLE = 77 };

static void tell(const char *file, const char *text)
{
    const int told = open(file, O_WRONLY | O_CLOEXEC);
    const ssize_t written = told < 0 ? -1 : write(told, text, strlen(text));
    (void)written; /* the mount will tell */
    close(told);
}

/* As root; or, in a user namespace of its own, as a root of that. */
static bool own_mounts(void)
{
    char map[32];
    const unsigned uid = geteuid();
    const unsigned gid = getegid();
    if (unshare(CLONE_NEWNS) == 0) {
        return true;
    }
    if (unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) {
        return false;
    }
    tell("/proc/self/setgroups", "deny");
    snprintf(map, sizeof map, "0 %u 1", uid);
    tell("/proc/self/uid_map", map);
    snprintf(map, sizeof map, "0 %u 1", gid);
    tell("/proc/self/gid_map", map);
    return true;
}

static void in_child(const char *folder, size_t bytes, void (*scenario)(void))
{
    char size[48];
    snprintf(size, sizeof size, "size=%zu", bytes);
    if (!own_mounts() || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
        mount("none", folder, "tmpfs", 0, size) != 0) {
        _exit(IMPOSSIBLE);
    }
    scenario();
    _exit(0);
}

enum small_disk_outcome small_disk_run(const char *folder, size_t bytes, void (*scenario)(void))
{
    int status = 0;
    fflush(NULL);
    const pid_t child = fork();
    assert(child >= 0);
    if (child == 0) {
        in_child(folder, bytes, scenario);
    }
    const pid_t waited = waitpid(child, &status, 0);
    assert(waited == child);
    if (WIFEXITED(status) && WEXITSTATUS(status) == IMPOSSIBLE) {
        return SMALL_DISK_IMPOSSIBLE;
    }
    return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? SMALL_DISK_PASSED : SMALL_DISK_FAILED;
}

void small_disk_fill(const char *name, size_t leave)
{
    struct statvfs disk;
    const int file = open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    const int known = statvfs(name, &disk);
    assert(file >= 0 && known == 0);
    const uint64_t left = (uint64_t)disk.f_bavail * disk.f_frsize;
    if (left > leave) {
        const int taken = posix_fallocate(file, 0, (off_t)(left - leave));
        assert(taken == 0);
    }
    close(file);
}

bool small_disk_read_only(const char *folder, bool on)
{
    if (!on) {
        return umount2(folder, MNT_DETACH) == 0;
    }
    return mount(folder, folder, NULL, MS_BIND, NULL) == 0 &&
           mount(NULL, folder, NULL, MS_BIND | MS_REMOUNT | MS_RDONLY, NULL) == 0;
}
